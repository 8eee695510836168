#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# delivery_plain - omgelf over plain TCP, when nothing goes wrong
. "$(dirname "$0")/../lib.sh"

start_gelfsink gelfsink --summary "$work/summary"
start_rsyslogd <<CONF
module(load="omgelf")
ruleset(name="test" queue.type="LinkedList") {
    action(type="omgelf" target="127.0.0.1" port="$gelfsink_port" action.resumeRetryCount="-1")
}
CONF
for i in $(seq 1 2000); do echo "<22>Nov 20 11:00:00 mx test: message $i"; done | send_lines
wait_for 10 frames_reach 2000
expect_equal "each message arrives as one frame" "$(frame_count)" 2000
wait_for 5 counter_reaches omgelf frames 2000
expect_equal "impstats counts the messages" "$(counter omgelf frames)" 2000
expect_equal "impstats counts the frames of the target" "$(counter omgelf.target frames)" 2000
expect_equal "impstats counts one connection" "$(counter omgelf.target connects)" 1
stop_rsyslogd
stop_gelfsink
expect_match "all frames are valid GELF, on one connection" "$(<"$work/summary")" \
    '"invalid":0,"incomplete":0,"too_long":0,"partial":0,"connections":1,'
expect_equal "nothing is left in the work directory" "$(ls "$work/rsyslogd.spool")" ""

# a template of the user's that makes what would cost the connection
start_gelfsink second
start_rsyslogd other <<CONF
module(load="omgelf")
template(name="frame" type="string" string="%msg:2:$%")
ruleset(name="test" queue.type="LinkedList") {
    action(type="omgelf" target="127.0.0.1" port="$second_port" template="frame" action.resumeRetryCount="-1")
}
CONF
for message in '{"host":"mx","short_message":"1"}' x '{"host":"mx","short_message":"2"}'; do
    echo "<22>Nov 20 11:00:00 mx test: $message"
done | send_lines other
wait_for 10 frames_reach 2 second
expect_equal "a frame that no receiver takes is left out" "$(<"$work/second.frames")" \
    '{"host":"mx","short_message":"1"}
{"host":"mx","short_message":"2"}'
wait_for 5 counter_reaches omgelf dropped 1 other
expect_equal "and counted" "$(counter omgelf dropped other)" 1
expect_match "and said once" "$(<"$work/other.log")" 'made a frame of 1 bytes that no GELF receiver takes'

# closed_after MILLISECONDS - frames that a receiver gets of 100, whose first connection ends so long after them
closed_after() {
    local name=close$1 sink=gelfsink$1 port
    start_gelfsink "$sink" --drop-after 100 --drop-delay "$1" --faults 1
    port=${sink}_port
    start_rsyslogd "$name" <<CONF
module(load="omgelf")
ruleset(name="test" queue.type="LinkedList") {
    action(type="omgelf" target="127.0.0.1" port="${!port}" action.resumeRetryCount="-1")
}
CONF
    for i in $(seq 1 100); do echo "<22>Nov 20 11:00:00 mx test: message $i"; done | send_lines "$name"
    wait_for 10 counter_reaches omgelf.target closed 1 "$name"
    echo "<22>Nov 20 11:00:00 mx test: the last message" | send_lines "$name"
    wait_for 10 grep -q 'the last message' "$work/$sink.frames"
    stop_rsyslogd "$name"
    stop_gelfsink "$sink"
    frames=$(frame_count "$sink")
}
closed_after 0
expect_equal "a receiver that closes while busy may not have kept what it read: all comes again" "$frames" 201
closed_after 1000
expect_equal "one that closes after half a second of quiet has: nothing comes twice" "$frames" 101
finish
