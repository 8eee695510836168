# SPDX-License-Identifier: Apache-2.0
# The whole way: lines of real mail servers enter rsyslogd, by TCP and from a file,
# and a receiver gets one valid frame for each; most are recognised.
. "$srcdir/lib.sh" || exit 1

# through SERVER INPUT - the lines of tests/data/SERVER.log on their way, once
through() {
    local server=$1 lines
    lines=$(wc -l <"$srcdir/data/$server.log")
    start_gelfsink "$server"_gelfsink
    local port=${server}_gelfsink_port
    cp "$srcdir/data/$server.log" "$work/lines" && chmod 644 "$work/lines"
    start_rsyslogd "$server" <<CONF
module(load="imfile")
module(load="mmmailnorm")
module(load="omgelf")
$([ "$2" != file ] || echo "input(type=\"imfile\" file=\"$work/lines\" tag=\"maillog\" ruleset=\"test\")")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases")
    action(type="omgelf" target="127.0.0.1" port="${!port}" action.resumeRetryCount="-1")
}
CONF
    [ "$2" = file ] || send_lines "$server" <"$work/lines"
    wait_for 20 frames_reach "$lines" "$server"_gelfsink
    stop_rsyslogd "$server"
    stop_gelfsink "$server"_gelfsink

    local frames=$work/${server}_gelfsink.frames
    expect_equal "$server by $2: exactly as many frames as lines" "$(frame_count "$server"_gelfsink)" "$lines"
    expect_match "$server by $2: all are valid" "$(cat "$work/${server}_gelfsink.summary")" '"invalid":0,'
    expect_equal "$server by $2: no line is lost or changed on its way" \
        "$(jq -r .short_message "$frames" | grep -vxFf "$work/lines" | head -3)" ""
    recognised=$(jq -r 'select(._mailnorm_rule) | 1' "$frames" | wc -l)
}

# The lines are of the mail system's log, so other programs' (opendkim, opendmarc) are in it.
through postfix tcp
expect_at_least "Postfix: at least 90 % of the lines are recognised" "$recognised" 360
expect_equal "the lines of smtpd carry the client's address" \
    "$(jq -r 'select(._mailnorm_rule == "postfix.smtpd.connect" and ._source_ip == null) | .short_message' \
        "$work/postfix_gelfsink.frames")" ""
expect_equal "a line that is not recognised carries its daemon, and no rule" \
    "$(jq -r 'select(._event_source_product == "postfix" and ._mailnorm_rule == null and ._vendor_daemon == null)
        | .short_message' "$work/postfix_gelfsink.frames")" ""
through sendmail file
expect_at_least "Sendmail: at least 90 % of the lines are recognised" "$recognised" 360
through axigen file
expect_at_least "Axigen: at least 60 % of the lines are recognised" "$recognised" 44
finish
