#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# delivery_queues - what each kind of rsyslog's queues keeps over a stop while the receiver is down
#
# Messages arrive while the receiver is down; rsyslogd stops, starts while it is still down, and
# stops again; then it starts with a receiver. TABLE=FILE appends a row of docs/delivery.md's
# table for each queue.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/faults.sh"
module=omgelf transport=plain patience=3 padding=0 total=100

version=$(rsyslogd -v | sed -n 's/^rsyslogd  *\([0-9.]*[0-9]\).*/\1/p')
saved='queue.saveOnShutdown="on"'
file="queue.filename=\"q\" $saved"
workers='queue.workerThreads="2" queue.workerThreadMinimumMessages="10" queue.dequeueBatchSize="5"'
assisted="queue.type=\"LinkedList\" $file"

# configure WHERE QUEUE - the queue is the action's, the ruleset's or the main one
configure() {
    local main='' ruleset='' action='' target
    printf -v "$1" %s "$2"
    target=$(action 127.0.0.1 "$gelfsink_port" "$action")
    write_config rsyslogd <<CONF
module(load="omgelf")
${main:+main_queue($main)}
ruleset(name="test" $ruleset) {
    set \$!sequence = field(\$msg, 32, 3);
    $target
}
CONF
    # without a queue of its own a ruleset uses the main one
    launch_rsyslogd
}

# keeps KEPT WHERE QUEUE-KIND QUEUE - KEPT: all, or "some": what omgelf has in hand, at least
keeps() {
    local kept=$1 where=$2 kind=$3 missing duplicates
    unset gelfsink_port
    rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
    receiver
    kill_receiver
    configure "$where" "$4"
    send_numbers 1 "$total"
    wait_for 10 counter_reaches core.queue enqueued "$total"
    stop_rsyslogd
    launch_rsyslogd
    wait_for 10 grep -q 'no target can be reached' "$work/rsyslogd.log"
    stop_rsyslogd
    receiver
    launch_rsyslogd
    settle
    missing=$(value_of missing "$(check_frames)") duplicates=$(value_of duplicates "$(check_frames)")
    [ "$kept" = some ] || expect_equal "$kind queue of the $where: all messages survive two stops" "$missing" 0
    expect_equal "$kind queue of the $where: none comes twice" "$duplicates" 0
    [ -z "${TABLE:-}" ] || printf '| %-7s | %-36s | %9s | %4d | %5d |\n' "$where" "$kind" "$version" \
        "$missing" "$duplicates" >>"$TABLE"
    stop_rsyslogd
    stop_gelfsink
}

for where in action ruleset main; do
    keeps all "$where" disk-assisted "$assisted"
    keeps all "$where" "disk-assisted, two workers" "$assisted $workers"
    total=3000 # an input may hand over 1024 at once: a queue with less room waits, and then loses
    keeps all "$where" "disk-assisted, on disk" "$assisted queue.size=\"2500\" queue.highWatermark=\"500\"
        queue.lowWatermark=\"200\" queue.dequeueBatchSize=\"50\""
    total=100
    keeps all "$where" disk "queue.type=\"Disk\" $file"
    [ -n "${TABLE:-}" ] || continue
    total=20000 patience=6
    keeps some "$where" memory 'queue.type="LinkedList" queue.size="50000"'
    total=100 patience=3
done
finish
