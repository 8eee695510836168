#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# delivery_shutdown - what omgelf leaves behind when rsyslog stops, and how soon it stops
. "$(dirname "$0")/../lib.sh"
. "$srcdir/faults.sh"
module=omgelf transport=plain padding=0 patience=4

kept_files() {
    find "$work/rsyslogd.spool" -name "omgelf-*.$1" | wc -l
}

# a receiver that has stopped reading, two workers, and more than the kernels hold
total=3000 padding=8000
receiver --stall-after 10
sender 'queue.type="LinkedList" queue.filename="q" queue.saveOnShutdown="on" queue.size="100000"
    queue.workerThreads="2" queue.workerThreadMinimumMessages="500" queue.timeoutActionCompletion="1000"' \
    "$(action 127.0.0.1 "$gelfsink_port")"
send_numbers 1 "$total"
wait_for 20 counter_reaches core.queue enqueued "$total"
sleep 1
start=$SECONDS
stop_rsyslogd
expect "rsyslogd stops within seconds while a receiver stalls" test $((SECONDS - start)) -le $((7 * slow))
expect_at_least "frames that are not surely read are kept on disk" "$(kept_files frames)" 1
kill_receiver
receiver
launch_rsyslogd
settle
expect_equal "after the start the receiver gets every message" "$(value_of missing "$(check_frames)")" 0
expect_equal "the files are gone" "$(kept_files frames)" 0
expect_match "the log tells of both" "$(<"$work/rsyslogd.log")" 'frames of an earlier run are sent first'
stop_rsyslogd
stop_gelfsink

# five stops in a row while the receiver is away
rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
unset gelfsink_port
padding=0 total=500
receiver
kill_receiver
sender 'queue.type="LinkedList"' "$(action 127.0.0.1 "$gelfsink_port" 'queue.type="LinkedList" queue.filename="q"
    queue.saveOnShutdown="on" queue.size="10000" queue.dequeueBatchSize="20"')"
for ((stop = 1; stop <= 5; stop++)); do
    send_numbers $((stop * 100 - 99)) $((stop * 100))
    wait_for 10 counter_reaches core.queue enqueued 100
    stop_rsyslogd
    launch_rsyslogd
    expect_match "start $stop takes the frames of the stops before" "$(<"$work/rsyslogd.log")" \
        'frames of an earlier run are sent first'
done
stop_rsyslogd
receiver
launch_rsyslogd
settle
expect_match "each message arrives, and once" "$(check_frames)" '"duplicates":0,"missing":0,'
expect_equal "no file is left" "$(kept_files frames)" 0
stop_rsyslogd
stop_gelfsink

# a file that was damaged
rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
unset gelfsink_port
padding=0 total=20
receiver
"${unprivileged[@]}" mkdir -p "$work/rsyslogd.spool"
printf 'omgelf frames 1 0000000001 0000000000000006 00000000\nframe\0' |
    "${unprivileged[@]}" tee "$work/rsyslogd.spool/omgelf-127.0.0.1-$gelfsink_port.01700000000.000000000-1-1.frames" >/dev/null
"${unprivileged[@]}" touch "$work/rsyslogd.spool/omgelf-graylog.example.org-12201.01700000000.000000000-1-1.frames"
sender 'queue.type="LinkedList"' "$(action 127.0.0.1 "$gelfsink_port")"
send_numbers 1 "$total"
settle
expect_equal "a damaged file holds up no message" "$(value_of missing "$(check_frames)")" 0
expect_equal "none of its frames is sent" "$(value_of invalid "$(check_frames)")" 0
expect_equal "it is set aside" "$(kept_files damaged)" 1
expect_match "with an error" "$(<"$work/rsyslogd.log")" 'is damaged and none of its frames is sent; set aside as'
expect_match "a file of a target that is not there any more is told of" "$(<"$work/rsyslogd.log")" \
    'omgelf-graylog.example.org-12201.*holds frames of an action with another first target'

# the last message before a quiet hour
kill_receiver
rm -f "$work/gelfsink.frames"
receiver --stall-after 0
sleep 1.5
send_numbers 21 21
sleep 1
expect_equal "a receiver that stalls has not read a message" "$(frame_count)" 0
kill_receiver
receiver
wait_for 10 frames_reach 1
expect_match "when it dies the message goes to the next, without another to push it" \
    "$(<"$work/gelfsink.frames")" '"_sequence":"?21'
stop_rsyslogd
stop_gelfsink

# an action that may give up: rsyslog's own failover
rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
unset gelfsink_port
receiver
start_rsyslogd <<CONF
module(load="omgelf")
template(name="line" type="string" string="%msg%\n")
ruleset(name="test" queue.type="LinkedList") {
    action(type="omgelf" target="127.0.0.1" port="$gelfsink_port" action.resumeRetryCount="0"
           action.resumeInterval="1" pool.resumeInterval="1")
    action(type="omfile" file="$work/rsyslogd.other" template="line" action.execOnlyWhenPreviousIsSuspended="on")
}
CONF
send_numbers 1 10
wait_for 10 frames_reach 10
kill_receiver
for ((i = 11; i <= 60; i++)); do
    send_numbers "$i" "$i"
    sleep 0.02
done
wait_for 10 grep -q 'number 60 ' "$work/rsyslogd.other"
expect "with action.resumeRetryCount=0 the next action takes over" grep -q 'number 60 ' "$work/rsyslogd.other"
expect_at_least "with nearly all messages, as rsyslog has it" "$(wc -l <"$work/rsyslogd.other")" 45
receiver
sleep 2.5
send_numbers 61 70
wait_for 10 grep -q 'number 70 ' "$work/gelfsink.frames"
expect "and hands back" grep -q 'number 70 ' "$work/gelfsink.frames"
stop_rsyslogd
stop_gelfsink
finish
