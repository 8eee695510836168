# SPDX-License-Identifier: Apache-2.0
# A line is recognised with whatever head it arrives, also where rsyslog takes the head
# apart wrongly, and a head in a stranger's words is none.
. "$srcdir/lib.sh" || exit 1

cat >"$work/lines" <<'LINES'
<22>Nov 20 10:00:00 mail SMTP-IN:0000001B: Greylist disabled
<22>1 2026-11-20T10:00:00Z mail SMTP-IN - - - 0000001B: Greylist disabled
<22>Nov 20 10:00:00 mail axigen: SMTP-IN:0000001B: Greylist disabled
<22>2026-07-06 13:10:08 +0545 08 mail SMTP-IN:0000001B: Greylist disabled
2026-07-06 13:10:08 +0545 08 mail SMTP-IN:0000001B: Greylist disabled
<22>Nov 20 10:00:00 mail sendmail[7]: [ID 801593 mail.info] 6AKAeQIh001064: <bob@example.com>... User unknown
<22>Nov 20 10:00:00 mail mail.info sendmail[7]: 6AKAeQIh001064: <bob@example.com>... User unknown
<22>Nov 20 10:00:00 mail postfix/smtpd: connect from mx.example.org[192.0.2.1]
<22>Nov 20 10:00:00 mail f00ba4[9]: Nov 20 10:00:00 mail postfix/smtpd[7]: connect from mx.example.org[192.0.2.1]
<22>Nov 20 10:00:00 mail f00ba4: postfix/smtpd[7]: connect from mx.example.org[192.0.2.1]
<22>Nov 20 10:00:00 mail sshd[9]: Invalid user postfix/smtpd[7]: connect from mx.example.org[192.0.2.1]
<22>Nov 20 10:00:00 mail postfix/smtpd[7]: message repeated 2 times: [ connect from mx.example.org[192.0.2.1]]
<22>Nov 20 10:00:00 mail f00ba4: 2026-11-20T10:00:00Z INFO    postfix/smtpd[7]: connect from mx.example.org[192.0.2.1]
<22>Nov 20 10:00:00 mail compose: postfix-1  | Nov 20 10:00:00 mail postfix/smtpd[7]: connect from mx.example.org[192.0.2.1]
<22>Nov 20 10:00:00 mail compose: dovecot-1  | Nov 14 03:51:22 imap(alice)<1><s>: Info: Logged out in=1 out=2
<22>Nov 20 10:00:00 mail dovecot: Nov 14 03:51:22 imap(alice)<1><s>: Info: Logged out in=1 out=2
<22>Nov 20 10:00:00 mail sshd[9]: postfix-1 | Nov 20 10:00:00 mail postfix/smtpd[7]: connect from mx.example.org[192.0.2.1]
<22>Nov 20 10:00:00 mail imapd: LOGIN FAILED, user=postfix/smtpd[1]: A1B2C3D4E5: client=x[192.0.2.1], sasl_method=PLAIN, sasl_username=ceo
<22>Nov 20 10:00:00 mail kernel: x postfix/smtpd[1]: A1B2C3D4E5: client=x[192.0.2.1], sasl_method=PLAIN, sasl_username=ceo
<22>1 2026-11-20T10:00:00Z mail app - - - user postfix/smtpd[1]: A1B2C3D4E5: client=x[192.0.2.1], sasl_method=PLAIN, sasl_username=ceo
LINES
start_rsyslogd <<CONF
template(name="rule" type="string" string="%\$!mailnorm_rule%\\n")
module(load="mmmailnorm")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases")
    action(type="omfile" file="$work/out" template="rule")
}
CONF
lines_reach() { [ -e "$work/out" ] && [ "$(wc -l <"$work/out")" -ge "$1" ]; }
send_lines <"$work/lines"
wait_for 10 lines_reach "$(wc -l <"$work/lines")"
stop_rsyslogd
# rules FIRST LAST - what these lines gave, each once
rules() { sed -n "$1,$2p" "$work/out" | sort | uniq -c | awk '{ print $1, $2 }'; }

expect_equal "Axigen's lines, with a service for a tag or without a syslog head" "$(rules 1 5)" "5 axigen.smtp.greylist"
expect_equal "Sendmail's with a message id or a priority in front" "$(rules 6 7)" "2 sendmail.refusal.recipient"
expect_equal "Postfix' without a process, and in a container's output" "$(rules 8 10)" "3 postfix.smtpd.connect"
expect_equal "a head in the name of a user is no head" "$(rules 11 11)" "1 "
expect_equal "Postfix' repeated, with a level, and in docker compose's output" "$(rules 12 14)" "3 postfix.smtpd.connect"
expect_equal "Dovecot's own log, in a container's output and under a tag" "$(rules 15 16)" "2 dovecot.session.end"
expect_equal "a container's name in another program's words is none" "$(rules 17 17)" "1 "
expect_equal "a head in the text of a program without a process id is none" "$(rules 18 20)" "3 "
finish
