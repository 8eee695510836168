#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# exim_files - the shipped configurations read Exim's files as Debian, cPanel and DirectAdmin lay
# them: rotated by a new name or by truncation, and the reject log with its entries of several lines
. "$(dirname "$0")/../lib.sh"

# placed NAME - that configuration, its reject log read, too, with places of this test
placed() {
    sed -e 's/^#\(input\|  *startmsg\|  *reopen\)/\1/' \
        -e "s|target=\"graylog.example.org\" port=\"12201\"|target=\"127.0.0.1\" port=\"$gelfsink_port\"|" \
        -e 's| geoDatabase=\[[^]]*\]||' -e "s|\"/var/log/|\"$work/$1/|" \
        -e "s|type=\"mmmailnorm\"|& rulebaseDirectory=\"$rulebases\"|" \
        "$srcdir/../contrib/rsyslog.d/20-exim-$1-graylog.conf"
    echo 'ruleset(name="test") { stop }'
}

# arrivals FIRST LAST - so many lines of the main log
arrivals() {
    seq -f "2026-11-20 10:36:58 1tABCD-00000000%03.0f-1XyZ <= alice@example.org H=mx.example.org [192.0.2.1] P=esmtp S=1" "$1" "$2"
}

# got FILTER - how many frames it is true for
got() {
    jq -c "select($1)" "$work/gelfsink.frames" | wc -l
}
arrived() {
    [ "$(got '._mailnorm_rule == "exim.message.arrival"')" -ge "$1" ]
}
refused='._vendor_event_action == "reject" and ._vendor_stage != "EXPN"'
refused() {
    [ "$(got "$refused")" -ge "$1" ]
}

# try NAME MAIN REJECT - paths below /var/log. The last entry of the reject log comes when imfile
# gives up waiting for more of it, so it does not count here.
try() {
    local name=$1 main=$work/$1/$2 reject=$work/$1/$3
    mkdir -p "$(dirname "$main")"
    arrivals 1 10 >"$main"
    cat >"$reject" <<'LINES'
2026-11-20 10:36:58 1tABCD-00000000001-1XyZ H=mx.example.org [192.0.2.1] F=<eve@example.org> rejected after DATA: spam
Envelope-from: <eve@example.org>
Envelope-to: <bob@example.com>
P Received: from mx.example.org ([192.0.2.1])
  Subject: 2026-11-20 is not a date at the start of a line
2026-11-20 10:36:59 H=mx.example.org [192.0.2.1] F=<eve@example.org> rejected RCPT <bob@example.com>: no
2026-11-20 10:37:00 H=mx.example.org [192.0.2.1] rejected EXPN list
LINES
    chmod -R a+rX "$work/$name"
    start_gelfsink
    start_rsyslogd "$name" < <(placed "$name")
    wait_for 20 arrived 10
    mv "$main" "$main.1"
    arrivals 11 20 >"$main"
    wait_for 20 arrived 20
    : >"$main"
    arrivals 21 25 >>"$main"
    wait_for 20 arrived 25
    wait_for 20 refused 2
    stop_rsyslogd "$name"
    expect_equal "$name: each line of the main log arrives once, through rotation and truncation" \
        "$(got '._mailnorm_rule == "exim.message.arrival"')" 25
    expect_equal "$name: an entry of the reject log is one event, with the fields of its first line" \
        "$(jq -r "select($refused)"'
            | "\(._email_uid) \(._vendor_stage) \(._vendor_smtp_response_message)"' "$work/gelfsink.frames")" \
        "1tABCD-00000000001-1XyZ DATA spam
null RCPT no"
    expect_equal "$name: and with the header in its message" \
        "$(jq -r '.short_message + (.full_message // "")' "$work/gelfsink.frames" | grep -c 'Subject: 2026')" 1
    expect_equal "$name: nothing is left unrecognised" "$(got '._mailnorm_rule == null')" 0
    stop_gelfsink
    rm -f "$work"/gelfsink.*
    unset gelfsink_port
}

try debian exim4/mainlog exim4/rejectlog
try cpanel exim_mainlog exim_rejectlog
try directadmin exim/mainlog exim/rejectlog
finish
