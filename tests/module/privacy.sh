# SPDX-License-Identifier: Apache-2.0
# What leaves the host holds pseudonyms: the fields, the message, and a file that a
# later action writes; one name has the same one in all places.
. "$srcdir/lib.sh" || exit 1

lines() {
    cat <<'LINES'
Nov 20 10:00:00 mail postfix/smtpd[1]: connect from client.dyn.example.net[192.0.2.77]
Nov 20 10:00:01 mail postfix/smtpd[1]: 44DB6AA49A6: client=client.dyn.example.net[192.0.2.77], sasl_method=PLAIN, sasl_username=alice@example.org
Nov 20 10:00:02 mail postfix/qmgr[2]: 44DB6AA49A6: from=<alice@example.org>, size=2522, nrcpt=1 (queue active)
Nov 20 10:00:03 mail postfix/smtp[3]: 44DB6AA49A6: to=<bob@example.com>, relay=mx.example.com[198.51.100.7]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.example.com[198.51.100.7] said: 550 5.1.1 <bob@example.com>: User unknown (in reply to RCPT TO command))
Nov 20 10:00:04 mail postfix/smtpd[1]: a line without a rule for carol@example.org from 192.0.2.78
Nov 20 10:00:05 mail other[4]: not of a mail server: dave@example.org
LINES
}

echo 000102030405060708090a0b0c0d0e0f >"$work/key" && chmod 644 "$work/key"
start_gelfsink
start_rsyslogd <<CONF
module(load="mmmailnorm")
module(load="omgelf")
template(name="raw" type="string" string="%rawmsg%\n%msg%\n")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" privacyAddresses="hash" privacyUsers="hash"
           privacyClients="mask" privacyKeyFile="$work/key")
    action(type="omfile" file="$work/rsyslogd.spool/later" template="raw")
    action(type="omgelf" target="127.0.0.1" port="$gelfsink_port")
}
CONF
lines | send_lines
wait_for 20 frames_reach 6
stop_rsyslogd
stop_gelfsink

frames=$work/gelfsink.frames
all=$(cat "$frames" "$work/rsyslogd.spool/later")
expect_no_match "no local part, login name or client address is left anywhere" "$all" \
    '(alice|bob|carol)@|192\.0\.2\.7[78]|client\.dyn'
expect_equal "sender and login name have one pseudonym, in field and message" \
    "$(jq -r '._email_from, ._user_name, (.short_message | capture("from=<(?<a>[^>]*)>|sasl_username=(?<b>.*)") | .a // .b)' \
        "$frames" 2>/dev/null | grep '@example.org' | sort -u | wc -l)" 1
expect_equal "the client keeps its network" "$(jq -r '._source_ip // empty' "$frames" | sort -u)" 192.0.2.0
expect_equal "the server keeps its address" "$(jq -r '._destination_ip // empty' "$frames" | sort -u)" 198.51.100.7
expect_match "a line of another program stays as it is" "$(jq -r .short_message "$frames" | tail -1)" 'dave@example.org'

check_config keyless <<CONF
module(load="mmmailnorm")
ruleset(name="test") { action(type="mmmailnorm" rulebaseDirectory="$rulebases" privacyUsers="hash") }
CONF
expect_match "a hash without a key is refused" "$(cat "$work/keyless.err")" "privacyKeyFile is missing"
finish
