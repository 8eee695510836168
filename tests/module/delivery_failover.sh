#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# delivery_failover - which of several targets gets the messages, and which is left alone
. "$(dirname "$0")/../lib.sh"
. "$srcdir/faults.sh"
module=omgelf transport=plain padding=0 patience=4
queue='queue.type="LinkedList" queue.size="100000"'

# of NAME COUNTER - of the target that NAME listens for
of() {
    local port=${1}_port
    awk -v name="\"omgelf-127.0.0.1:${!port}\"" -v counter="\"$2\":" '
        { gsub(/: /, ":") }
        index($0, name) && (at = index($0, counter)) { last = substr($0, at + length(counter)) + 0 }
        END { print last + 0 }' "$work/rsyslogd.stats" 2>/dev/null || echo 0
}

of_reaches() {
    [ "$(of "$1" "$2")" -ge "$3" ]
}

# two_targets [SETTING...] - rsyslogd and the receivers first and second
two_targets() {
    local hosts='["127.0.0.1", "127.0.0.1"]'
    rm -rf "$work"/rsyslogd.* "$work"/first.* "$work"/second.*
    start_gelfsink first ${first_options:-}
    start_gelfsink second
    sender "$queue" "$(action '' '' "$*" | sed "s/target=\"\"/target=$hosts/
        s/port=\"\"/port=[\"$first_port\", \"$second_port\"]/
        s/sendTimeout=\"3\"/sendTimeout=\"${send_timeout:-3}\"/")"
}

# both NUMBER - missing and duplicate numbers of what the two have got
both() {
    "$builddir/gelfsink" --check <(cat "$work/first.frames" "$work/second.frames") --sequence _sequence \
        --expect "$1" | sed 's/.*"duplicates":\([0-9]*\),"missing":\([0-9]*\).*/\2 missing, \1 twice/'
}

both_reach() {
    [ "$(cat "$work/first.frames" "$work/second.frames" | wc -l)" -ge "$1" ]
}

finish_both() {
    stop_rsyslogd
    stop_gelfsink first
    stop_gelfsink second
}

# ---- failover, and back ----
two_targets
send_numbers 1 10
wait_for 10 frames_reach 10 first
expect_equal "the first target gets the messages" "$(frame_count first)" 10
sleep "$((slow > 1 ? 2 : 1))" # it is quiet when it closes
stop_gelfsink first
sleep 0.5
send_numbers 11 20
wait_for 10 frames_reach 10 second
expect_equal "when it has gone the second one gets them" "$(frame_count second)" 10
wait_for 10 of_reaches first refused 2
expect_at_least "the first one is tried meanwhile" "$(of first refused)" 2
(for ((i = 1; i <= 40; i++)); do send_numbers $((20 + (i - 1) * 100 + 1)) $((20 + i * 100)); sleep 0.1; done) &
feeder=$!
sleep 1
start_gelfsink first --port "$first_port"
wait "$feeder"
wait_for 10 both_reach 4020
expect_match "when it is there again omgelf goes back" "$(<"$work/rsyslogd.log")" \
    "127.0.0.1:$first_port can be reached again; going back to it from 127.0.0.1:$second_port"
expect_match "and it gets the last of the messages" "$(tail -n 1 "$work/first.frames")" '"_sequence":"?4020'
expect_equal "no message is lost on the way there and back, or comes twice" "$(both 4020)" "0 missing, 0 twice"
finish_both

# ---- a target that takes connections and resets them ----
first_options="--rst-after 1"
two_targets
send_numbers 1 1000
wait_for 10 both_reach 1000
sleep 5
expect_equal "behind a target that resets each connection the second one gets all" \
    "$("$builddir/gelfsink" --check "$work/second.frames" --sequence _sequence --expect 1000 |
        sed 's/.*"missing":\([0-9]*\).*/\1/')" 0
wait_for 5 of_reaches first reset 1
expect_at_least "the resets are counted" "$(of first reset)" 1
expect "it is tried at growing distances only" test "$(of first connects)" -le 6
finish_both

unset gelfsink_port
rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
receiver --rst-after 1
sender "$queue" "$(action 127.0.0.1 "$gelfsink_port" | sed 's/pool.resumeInterval="[0-9]*"/pool.resumeInterval="30"/')"
send_numbers 1 1000
sleep 6
expect_at_least "a lone target that resets each connection is tried again" "$(of gelfsink connects)" 2
expect "at growing distances" test "$(of gelfsink connects)" -le 4
expect_at_least "with what it may not have read, which is counted" "$(of gelfsink resent)" 100
expect_at_least "and kept" "$(of gelfsink window)" 100000
kill_receiver
receiver
total=1000
settle
expect_equal "until it takes the messages" "$(value_of missing "$(check_frames)")" 0
stop_rsyslogd
stop_gelfsink

# It dies ten times, soon after each connection, but it has taken messages.
unset gelfsink_port
rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
receiver --kill-after 2500
sender "$queue" "$(action 127.0.0.1 "$gelfsink_port" | sed 's/pool.resumeInterval="[0-9]*"/pool.resumeInterval="30"/')"
start=$SECONDS total=40000
send_numbers 1 "$total" &
feeder=$!
for ((i = 1; i <= 10; i++)); do
    wait_for 30 ended "${pids[gelfsink]}"
    kill_receiver
    if [ "$i" -lt 10 ]; then receiver --kill-after 2500; else receiver; fi
done
wait "$feeder"
settle
expect_equal "a lone target that dies soon after each of ten connections gets all" \
    "$(value_of missing "$(check_frames)")" 0
expect "and is not left alone longer each time, since it takes messages" test $((SECONDS - start)) -le $((40 * slow))
echo "# after $((SECONDS - start)) s"
stop_rsyslogd
stop_gelfsink

# ---- a target that stalls ----
first_options="--stall-after 10"
padding=8000
send_timeout=1
two_targets
send_numbers 1 3000
wait_for 20 both_reach 3000
expect_equal "behind a target that stalls the second one gets what it has not read" "$(both 3000 | cut -d, -f1)" "0 missing"
sleep 3
expect_equal "and it is not gone back to, though it takes connections" "$(of first connects)" 1
finish_both
padding=0 send_timeout='' first_options=''

# ---- in turn ----
two_targets 'pool.order="roundRobin" rebindInterval="10"'
exec {line}>"/dev/tcp/127.0.0.1/$(<"$work/rsyslogd.port")"
for ((i = 1; i <= 60; i++)); do
    numbers "$i" "$i" >&"$line"
    sleep 0.02
done
exec {line}>&-
wait_for 10 both_reach 60
expect_equal "round robin and rebindInterval lose nothing" "$(both 60)" "0 missing, 0 twice"
expect_at_least "the first target gets its share" "$(frame_count first)" 10
expect_at_least "and the second one" "$(frame_count second)" 10
wait_for 5 of_reaches second frames "$(frame_count second)"
expect_equal "counters are each target's own" "$(of first frames) $(of second frames)" \
    "$(frame_count first) $(frame_count second)"
expect_at_least "each is connected to more than once" "$(of second connects)" 2
finish_both
finish
