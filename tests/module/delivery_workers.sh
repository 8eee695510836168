#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# delivery_workers - each worker of a queue has a connection and a window of its own
. "$(dirname "$0")/../lib.sh"
. "$srcdir/faults.sh"
module=omgelf transport=plain patience=4

# several_workers WHAT QUEUE [RECEIVER-OPTION...] - $total messages, $padding longer
several_workers() {
    local what=$1 queue=$2
    shift 2
    unset gelfsink_port
    rm -rf "$work"/rsyslogd.* "$work"/gelfsink.* "$work/summary"
    receiver "$@"
    sender "$queue" "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 "$total"
    wait_for 5 counter_reaches omgelf.target connects 2
    expect_at_least "$what: there are two connections" "$(counter omgelf.target connects)" 2
    settle
    expect_match "$what: each message arrives, and once" "$(check_frames)" '"duplicates":0,"missing":0,'
    expect_equal "$what: nothing is resent" "$(counter omgelf.target resent)" 0
}

total=20000 padding=0
several_workers "queue.workerThreads=2" 'queue.type="LinkedList" queue.size="100000" queue.workerThreads="2"
    queue.workerThreadMinimumMessages="500"'
stop_rsyslogd
stop_gelfsink

# what is in the window at the stop of two workers is in a file of each, or in the queue
unset gelfsink_port
rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
total=4000 padding=8000
receiver --stall-after 0
sender 'queue.type="LinkedList" queue.filename="q" queue.saveOnShutdown="on" queue.size="100000"
    queue.workerThreads="2" queue.workerThreadMinimumMessages="500"' "$(action 127.0.0.1 "$gelfsink_port")"
send_numbers 1 "$total"
wait_for 20 counter_reaches core.queue enqueued "$total"
wait_for 10 counter_reaches omgelf.target connects 2
stop_rsyslogd
expect_at_least "two workers keep what a receiver has not read, in a file each" \
    "$(find "$work/rsyslogd.spool" -name 'omgelf-*.frames' | wc -l)" 2
kill_receiver
receiver
launch_rsyslogd
settle
expect_match "and the next start sends it, once" "$(check_frames)" '"duplicates":0,"missing":0,'
stop_rsyslogd
stop_gelfsink

# Beyond the high watermark messages go by the disk, which has a worker of its own. That ends
# whenever the disk is empty, and rsyslog starts no other before it has ended.
total=4000 padding=2000
several_workers "disk-assisted queue" 'queue.type="LinkedList" queue.filename="q" queue.size="2000"
    queue.highWatermark="300" queue.lowWatermark="100" queue.saveOnShutdown="on" queue.dequeueBatchSize="50"' --slow-read 4096
expect_at_least "and the disk had its part" \
    "$(grep -o '"name": *"test\[DA\]"[^}]*"enqueued": *[0-9]*' "$work/rsyslogd.stats" | sed 's/.*: *//' | sort -n | tail -1)" 100
stop_rsyslogd
stop_gelfsink
finish
