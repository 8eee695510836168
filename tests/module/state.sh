# SPDX-License-Identifier: Apache-2.0
# What earlier lines said survives a restart of rsyslogd by way of the state file.
. "$srcdir/lib.sh" || exit 1

state=$work/rsyslogd.spool/state
start_gelfsink
config() {
    cat <<CONF
module(load="mmmailnorm")
module(load="omgelf")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" stateFile="$state")
    action(type="omgelf" target="127.0.0.1" port="$gelfsink_port" action.resumeRetryCount="-1")
}
CONF
}

# delivery QUEUE-ID - the frame of its delivery line, reduced to what was joined
delivery() {
    jq -c "select(._mailnorm_rule == \"postfix.delivery.status\" and ._email_uid == \"$1\")
        | [._email_from, ._source_ip, ._user_name, ._email_message_id, ._email_size, ._vendor_nrcpt,
           ._vendor_delivery_attempts]" \
        "$work/gelfsink.frames"
}

trace_count() {
    jq -r "select(._email_uid == \"$1\") | ._vendor_trace_id // empty" "$work/gelfsink.frames" |
        sort -u | wc -l
}

# deliver QUEUE-ID - sends its delivery line
deliver() {
    echo "<22>Nov 20 10:00:09 mail postfix/smtp[13]: $1: to=<bob@example.com>," \
        "relay=mail.example.com[198.51.100.7]:25, delay=0.5, delays=0.1/0/0.2/0.2, dsn=4.2.0," \
        "status=deferred (host mail.example.com[198.51.100.7] said: 450 4.2.0 Try again" \
        "(in reply to RCPT TO command))" |
        send_lines
}

# ---- a restart between the lines of one message ----

start_rsyslogd < <(config)
send_lines <<'LINES'
<22>Nov 20 10:00:00 mail postfix/smtpd[10]: connect from mx.example.org[192.0.2.1]
<22>Nov 20 10:00:00 mail postfix/smtpd[10]: A1B2C3D4E5: client=mx.example.org[192.0.2.1], sasl_method=PLAIN, sasl_username=alice
<22>Nov 20 10:00:00 mail postfix/cleanup[11]: A1B2C3D4E5: message-id=<one@example.org>
<22>Nov 20 10:00:01 mail postfix/qmgr[12]: A1B2C3D4E5: from=<alice@example.org>, size=375, nrcpt=2 (queue active)
LINES
deliver A1B2C3D4E5
wait_for 10 frames_reach 5
expect_equal "no state file is there while rsyslogd runs" "$(ls "$state" 2>/dev/null)" ""
stop_rsyslogd
expect "rsyslogd leaves a state file when it stops" test -s "$state"

state_of_file() {
    stat -c '%i %y' "$state" && md5sum "$state"
}
before=$(state_of_file)
check_config rsyslogd < <(config)
expect_equal "rsyslogd -N1 leaves the state file alone" "$(state_of_file)" "$before"

launch_rsyslogd
deliver A1B2C3D4E5
wait_for 10 frames_reach 6
expect_equal "a delivery behind the restart has what was said before it" \
    "$(delivery A1B2C3D4E5 | tail -n 1)" \
    '["alice@example.org","192.0.2.1","alice","one@example.org",375,2,2]'
expect_equal "the message has one trace, before and after" "$(trace_count A1B2C3D4E5)" 1
stop_rsyslogd

# ---- a damaged file ----

truncate -s -3 "$state"
launch_rsyslogd
deliver A1B2C3D4E5
wait_for 10 frames_reach 7
wait_for 10 grep -q "$state" "$work/rsyslogd.log"
expect_equal "a damaged state file is told of once" "$(grep -c "$state:" "$work/rsyslogd.log")" 1
expect_match "with what became of it" "$(cat "$work/rsyslogd.log")" \
    "$state: .*set aside as $state.damaged, starting without it"
expect "it is set aside" test -s "$state.damaged"
expect "and no longer in the way" test ! -e "$state"
expect_equal "rsyslogd goes on without it" "$(delivery A1B2C3D4E5 | tail -n 1)" "[null,null,null,null,null,null,1]"
stop_rsyslogd
expect "and leaves a new one" test -s "$state"
finish
