#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# ready_loads - the shipped configurations lose nothing under loads that fill their queues in memory,
# and let local logs go on when the disk space of a queue is used up
#
# They run as they stand, but for host, port and paths. Their lines come by the default ruleset or by the
# files that they read.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/faults.sh"
padding=0
examples=$srcdir/../contrib/rsyslog.d
make_certificates
"$builddir/mmdb_make" "$work/city.mmdb" 4 8.8.8.0/24 '{"country_code":"AA"}' && chmod 644 "$work/city.mmdb"

# placed NAME - the configuration from stdin with places of this test, and local logs beside it
placed() {
    sed -e "s|target=\"graylog.example.org\" port=\"12201\"|target=\"127.0.0.1\" port=\"$gelfsink_port\"|" \
        -e "s|/var/lib/GeoIP/GeoLite2-City.mmdb|$work/city.mmdb|" \
        -e "s|/etc/rsyslog.d/graylog-ca.pem|$work/ca.pem|" \
        -e "s|/var/opt/axigen/log|$work/axigen|" \
        -e "s|type=\"mmmailnorm\"|& rulebaseDirectory=\"$rulebases\"|"
    cat <<CONF
template(name="line" type="string" string="%msg%\n")
input(type="imptcp" address="127.0.0.1" port="0" listenPortFileName="$work/main.port")
if \$syslogfacility-text != "syslog" then action(type="omfile" file="$work/$1.local" template="line")
ruleset(name="test") { stop }
CONF
}

local_lines() {
    wc -l 2>/dev/null <"$work/$1.local" || echo 0
}

# numbers that arrived, each counted once
arrived() {
    grep -o 'number [0-9]* of' "$work/gelfsink.frames" | sort -u | wc -l
}

# all_arrive NUMBER - frames come again in part after a stop
all_arrive() {
    [ "$(frame_count)" -ge "$1" ] && [ "$(arrived)" -eq "$1" ]
}

# fresh - a receiver on a new port
fresh() {
    rm -f "$work"/gelfsink.*
    unset gelfsink_port
    receiver
}

# down_from_the_start NAME - configuration from stdin
down_from_the_start() {
    local name=$1 total=60000
    fresh
    kill_receiver
    start_rsyslogd "$name" < <(placed "$name")
    numbers 1 "$total" | send_lines main
    wait_for 20 counter_reaches core.queue enqueued "$total" "$name"
    wait_for 20 eval "[ \$(local_lines $name) -eq $total ]"
    stop_rsyslogd "$name"
    receiver
    launch_rsyslogd "$name"
    wait_for 30 all_arrive "$total"
    expect_equal "$name: $total lines while Graylog is down all arrive later" "$(arrived)" "$total"
    stop_rsyslogd "$name"
    stop_gelfsink
}

# killed_on_the_way NAME
killed_on_the_way() {
    local name=$1 total=40000
    fresh
    start_rsyslogd "$name" < <(placed "$name")
    numbers 1 10000 | send_lines main
    wait_for 20 frames_reach 10000
    kill_receiver
    numbers 10001 "$total" | send_lines main
    wait_for 20 eval "[ \$(local_lines $name) -eq $total ]"
    stop_rsyslogd "$name"
    receiver
    launch_rsyslogd "$name"
    wait_for 30 all_arrive "$total"
    expect_equal "$name: Graylog killed on the way, a stop and a start cost none of $total lines" "$(arrived)" "$total"
    stop_rsyslogd "$name"
    stop_gelfsink
}

# disk_full NAME - with 3 MB in place of 2 GB
disk_full() {
    local name=$1 total=120000 start
    fresh
    kill_receiver
    start_rsyslogd "$name" < <(placed "$name" | sed 's/maxDiskSpace="2g"/maxDiskSpace="3m"/')
    start=$SECONDS
    numbers 1 "$total" | send_lines main
    wait_for 20 eval "[ \$(local_lines $name) -ge $total ]"
    expect "$name: local logs go on when the disk space is used up: $total lines in $((SECONDS - start)) s" \
        test "$(local_lines "$name")" -eq "$total"
    wait_for 5 counter_reaches core.queue discarded.full 1 "$name"
    expect_at_least "$name: what Graylog does not get is counted" "$(counter core.queue discarded.full "$name")" 1
    stop_rsyslogd "$name"
}

transport=plain
down_from_the_start postfix <"$examples/10-postfix-graylog.conf"
disk_full postfix_full <"$examples/10-postfix-graylog.conf"
if driver_loads ossl; then
    transport=ossl
    killed_on_the_way postfix_tls <"$examples/10-postfix-graylog-tls.conf"
    transport=plain
else
    killed_on_the_way postfix_killed <"$examples/10-postfix-graylog.conf"
fi

# queue_of - the queue's parameters of the omgelf action on stdin
queue_of() {
    grep -oE '(queue|action)\.[A-Za-z]+="[^"]*"'
}
for page in README.md docs/omgelf.md docs/delivery.md docs/from-omfwd-templates.md contrib/rsyslog.d/10-postfix-graylog-tls.conf; do
    expect_equal "$page has the same queue" \
        "$(grep -B6 'action.resumeRetryCount="-1")' "$srcdir/../$page" | queue_of)" \
        "$(queue_of <"$examples/10-postfix-graylog.conf")"
done

# Axigen's files are read as fast as they can be worked on, and no faster
total=100000
fresh
kill_receiver
mkdir "$work/axigen" && touch "$work/axigen/security.txt"
seq -f '2026-11-20 11:00:00 +0000 08 mx1 SMTP-IN:0000001A: number %.0f of a line that Axigen wrote' "$total" \
    >"$work/axigen/everything.txt"
chmod -R a+rX "$work/axigen"
start_rsyslogd axigen < <(placed axigen <"$examples/20-axigen-graylog.conf")
wait_for 40 counter_reaches imfile submitted "$total" axigen
numbers 1 10 | send_lines main
wait_for 20 eval '[ "$(local_lines axigen)" -eq 10 ]'
expect_equal "axigen: a file of $total lines holds up no local logs" "$(local_lines axigen)" 10
stop_rsyslogd axigen
receiver
launch_rsyslogd axigen
wait_for 60 all_arrive "$total"
expect_equal "axigen: all of the file arrives" "$(arrived)" "$total"
finish
