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
finish
