# SPDX-License-Identifier: Apache-2.0
# A work directory that cannot be written, or is full: rsyslogd stops in time and in order, and says
# what was lost. rsyslogd's disk queue, omgelf's rescue files and mmmailnorm's state file are there.
. "$srcdir/lib.sh" || exit 1

# start_in NAME - the receiver is down
start_in() {
    start_rsyslogd "$1" <<CONF
module(load="mmmailnorm")
module(load="omgelf")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" treeFields="none" stateFile="$work/$1.spool/state")
    action(type="omgelf" target="127.0.0.1" port="1" queue.type="LinkedList" queue.filename="q" queue.size="1000"
           queue.highWatermark="200" queue.lowWatermark="100" queue.dequeueBatchSize="64" queue.timeoutEnqueue="0"
           queue.saveOnShutdown="on" closeTimeout="2" action.resumeRetryCount="-1")
}
CONF
}

lines() {
    for number in $(seq 1 "$1"); do
        echo "<22>Nov 20 10:00:00 mail postfix/smtpd[1]: connect from mx$number.example.org[192.0.2.1]"
    done
}

# stops_in_order NAME - status 0 (as stop_rsyslogd tests), and not by rsyslogd's last means
stops_in_order() {
    local name=$1 begun
    wait_for 20 counter_reaches mmmailnorm lines 500 "$name" || fail "$name: lines are read" "$(counter mmmailnorm lines "$name")"
    begun=$SECONDS
    stop_rsyslogd "$name"
    expect "$name: it stops within 20 seconds" test $((SECONDS - begun)) -lt 20
}

start_in readonly
chmod 555 "$work/readonly.spool"
lines 2000 | send_lines readonly
stops_in_order readonly
expect_match "readonly: the state that could not be saved is named" "$(cat "$work/readonly.log" "$work/readonly.err")" \
    'readonly\.spool/state.*(Permission denied|Read-only)'
chmod 755 "$work/readonly.spool"

mkdir "$work/full.spool"
if mount -t tmpfs -o size=64k,mode=777 tmpfs "$work/full.spool" 2>/dev/null; then
    start_in full
    dd if=/dev/zero of="$work/full.spool/ballast" bs=4k 2>/dev/null
    lines 2000 | send_lines full
    stops_in_order full
    umount "$work/full.spool"
else
    skip "full: a full work directory" "only root may mount a small one"
fi
finish
