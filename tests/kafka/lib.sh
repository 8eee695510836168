# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# lib.sh - a Kafka broker and readers of it, for the tests; after tests/lib.sh and tests/graylog/lib.sh
#
#     start_broker                # in KRaft mode, on $broker
#     start_readers 2             # inputs "GELF Kafka", of one group
#     kill_broker; start_broker   # with what it has on disk
#     fill_broker_disk; empty_broker_disk

broker_port=$((20000 + $$ % 10000 * 2))
broker=127.0.0.1:$broker_port

# kafka CLASS ARGUMENT... - one of the broker's programs
kafka() {
    exec java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
        -cp "$(<"$kafka_classes/classpath")" "$@"
}

configure_broker() {
    cat >"$work/broker.properties" <<CONF
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:$((broker_port + 1))
listeners=PLAINTEXT://$broker,CONTROLLER://127.0.0.1:$((broker_port + 1))
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=$work/broker
num.partitions=3
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
group.initial.rebalance.delay.ms=3000
log.index.size.max.bytes=262144
log.segment.bytes=4194304
CONF
    mkdir "$work/broker"
    ! can_mount || mount -t tmpfs -o size=64m broker "$work/broker"
    (kafka kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAA -c "$work/broker.properties" --standalone) >"$work/broker.log" 2>&1
}

broker_is_up() {
    (exec 3<>"/dev/tcp/127.0.0.1/$broker_port") 2>/dev/null
}

start_broker() {
    [ -e "$work/broker.properties" ] || configure_broker || { fail "the broker's directory is made" "$(tail -n 5 "$work/broker.log")"; finish; }
    (kafka kafka.Kafka "$work/broker.properties") >>"$work/broker.log" 2>&1 &
    pids[broker]=$!
    wait_for 60 broker_is_up || { fail "the broker starts" "$(tail -n 20 "$work/broker.log")"; finish; }
}

kill_broker() {
    kill -KILL "${pids[broker]}"
    wait "${pids[broker]}" 2>/dev/null
    unset 'pids[broker]'
}

can_mount() {
    [ "$(id -u)" -eq 0 ] && mkdir -p "$work/mount" && { mountpoint -q "$work/broker" || mount -t tmpfs none "$work/mount"; } 2>/dev/null
}

unmount() {
    umount -l "$work/broker" "$work/mount" 2>/dev/null
}
trap 'unmount; cleanup' EXIT

# fill_broker_disk - until the broker, which has one directory, gives up
fill_broker_disk() {
    dd if=/dev/zero of="$work/broker/full" bs=64k 2>/dev/null
}

empty_broker_disk() {
    rm "$work/broker/full"
}

broker_is_dead() {
    ended "${pids[broker]}"
}

# start_readers COUNT - what they read is in $work/reader-*
start_readers() {
    local number
    for ((number = 0; number < $1; number++)); do : >"$work/reader-$number"; done
    java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$classes:$(<"$classes/classpath")" check.KafkaReader "$broker" mail-gelf "$work" "$1" \
        >"$work/readers.log" 2>&1 &
    pids[readers]=$!
}

stop_readers() {
    kill -TERM "${pids[readers]}"
    wait "${pids[readers]}" 2>/dev/null
    unset 'pids[readers]'
}
