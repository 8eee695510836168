# SPDX-License-Identifier: Apache-2.0
# The shipped configurations take Dovecot's own files, Plesk's syslog and containers' output as these
# write them, through rotation; each line is one event, and all are recognised.
. "$srcdir/lib.sh" || exit 1

# placed NAME CALLED - that configuration with places of this test; what the test sends goes to CALLED
placed() {
    sed -e "s|target=\"graylog.example.org\" port=\"12201\"|target=\"127.0.0.1\" port=\"$gelfsink_port\"|" \
        -e 's| geoDatabase=\[[^]]*\]||' -e "s|file=\"/|file=\"$work/$1/|" \
        -e "s|type=\"mmmailnorm\"|& rulebaseDirectory=\"$rulebases\"|" \
        "$srcdir/../contrib/rsyslog.d/20-$1-graylog.conf"
    echo "ruleset(name=\"test\") { $2 }"
}

# start NAME CALLED - rsyslogd with it and a receiver of its own
start() {
    start_gelfsink
    start_rsyslogd "$1" < <(placed "$1" "$2")
}

stop() {
    stop_rsyslogd "$1"
    stop_gelfsink
    mv "$work/gelfsink.frames" "$work/$1.frames"
    rm -f "$work"/gelfsink.*
    unset gelfsink_port
}

# rules NAME - what its lines were recognised as, each once
rules() { jq -r '._mailnorm_rule // "none"' "$work/$1.frames" | sort | uniq -c | awk '{ print $1, $2 }' | paste -sd' '; }

# logins FIRST LAST - of that many users
logins() {
    seq "$1" "$2" | sed 's/.*/Nov 20 10:36:58 imap-login: Info: Login: user=<alice&>, method=PLAIN, rip=192.0.2.1, session=<s&>/'
}

log=$work/dovecot/var/log
mkdir -p "$log" && chmod -R a+rX "$work/dovecot"
logins 1 10 >"$log/dovecot.log"
cat >"$log/dovecot-info.log" <<'LINES'
Nov 20 10:36:58 auth: Info: passwd-file(bob,192.0.2.6,<a>): Password mismatch (given password: secret)
Nov 20 10:36:58 imap(alice)<3101><s1>: Info: Disconnected: Logged out in=12 out=345
Nov 20 10:36:58 lmtp(bob)<3102><s2>: Error: Mailbox INBOX: open(/var/mail/bob) failed: Permission denied
LINES
chmod a+r "$log"/*
start dovecot stop
wait_for 20 frames_reach 13
mv "$log/dovecot.log" "$log/dovecot.log.1"
logins 11 20 >"$log/dovecot.log"
chmod a+r "$log"/*
wait_for 20 frames_reach 23
stop dovecot
expect_equal "Dovecot's files: each line arrives once, through a rotation" "$(rules dovecot)" \
    "1 dovecot.auth.result 1 dovecot.common.error 20 dovecot.login.success 1 dovecot.session.end"
expect_equal "with the time that the line has" \
    "$(jq -r '._event_created | sub("^....";"") | sub("T.*"; "")' "$work/dovecot.frames" | sort -u)" "-11-20"
expect_equal "no field has the password that was tried" \
    "$(jq -c 'del(.short_message, .full_message)' "$work/dovecot.frames" | grep -c secret)" 0

start plesk "call plesk"
send_lines plesk <<'LINES'
<22>Nov 20 10:00:00 mail postfix/smtpd[1044]: connect from unknown[192.0.2.77]
<22>Nov 20 10:00:01 mail dovecot: service=imap, user=alice@example.org, ip=[192.0.2.4]. Logged out rcvd=850, sent=22147
<22>Nov 20 10:00:02 mail plesk_saslauthd[4711]: failed mail authentication attempt for user 'info@example.org' (password len=8)
<22>Nov 20 10:00:02 mail dovecot[71]: imap-login: Login: user=<alice@example.org>, method=PLAIN, rip=192.0.2.4, lip=198.51.100.2, mpid=4711, TLS, session=<x>
LINES
wait_for 20 frames_reach 4
stop plesk
expect_equal "Plesk's lines" "$(rules plesk)" \
    "1 dovecot.login.success 1 dovecot.session.end 1 plesk.login.failure 1 postfix.smtpd.connect"

file=$work/docker/opt/mailserver/docker-data/dms/mail-logs/mail.log
mkdir -p "$(dirname "$file")"
cat >"$file" <<'LINES'
2026-11-20T10:00:00.123456+01:00 mail postfix/smtpd[1044]: connect from unknown[192.0.2.77]
postfix-mailcow-1  | Nov 20 10:00:00 5a7cdc0ffee0 postfix/smtpd[1044]: connect from unknown[192.0.2.77]
LINES
chmod -R a+rX "$work/docker"
start docker "call docker"
send_lines docker <<'LINES'
<22>Nov 20 10:00:00 host mailcow-postfix-1[812]: Nov 20 10:00:00 5a7cdc0ffee0 postfix/smtpd[1044]: connect from unknown[192.0.2.77]
<22>Nov 20 10:00:00 host dovecot-1[812]: Nov 20 10:00:00 imap-login: Info: Login: user=<alice@example.org>, method=PLAIN, rip=192.0.2.4, session=<x>
<22>Nov 20 10:00:00 host web-1[812]: postfix/smtpd[1044]: connect from unknown[192.0.2.77]
LINES
wait_for 20 frames_reach 5
mv "$file" "$file.1"
echo 'Nov 20 10:00:01 mail postfix/smtpd[1044]: disconnect from unknown[192.0.2.77]' >"$file"
chmod a+r "$file"
wait_for 20 frames_reach 6
stop docker
expect_equal "containers' lines, and none that only looks like one" "$(rules docker)" \
    "1 dovecot.login.success 1 none 3 postfix.smtpd.connect 1 postfix.smtpd.disconnect"
finish
