#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# delivery_addresses - all addresses of a target's name are tried, IPv6 too, and the name is
# looked up again for each connection
#
# Names and interfaces are the test's own: it runs itself again in namespaces for network,
# mounts and processes. There lo is the only interface, with 127.0.0.0/8 and ::1, and /etc is
# a copy. The first process is the test; when it ends the kernel takes everything away.
if [ $$ -ne 1 ]; then
    skip_all() {
        echo "ok 1 - names and addresses # SKIP $1"
        echo "1..1"
        exit 0
    }
    [ "$(id -u)" -eq 0 ] || skip_all "only root may make network namespaces"
    unshare --net --mount --pid --fork true 2>/dev/null || skip_all "no namespaces can be made here"
    exec unshare --net --mount --pid --fork --kill-child --mount-proc bash "$0"
fi
mount -t tmpfs -o mode=755 tmpfs /dev/shm && TMPDIR=/dev/shm || exit 1
. "$(dirname "$0")/../lib.sh"
. "$srcdir/faults.sh"
ip link set lo up
cp -a /etc "$work/etc" && mount --bind "$work/etc" /etc || exit 1
echo 'hosts: files' >/etc/nsswitch.conf
echo 'multi on' >/etc/host.conf
rm -f /etc/gai.conf
module=omgelf transport=plain padding=0 patience=4 total=3

# name_is NAME ADDRESS...
name_is() {
    local name=$1 address
    shift
    {
        echo "127.0.0.1 localhost"
        for address; do echo "$address $name"; done
    } >/etc/hosts
}

# addresses_of NAME - in the order in which they are tried
addresses_of() {
    getent ahosts "$1" | awk '/STREAM/ { print $1 }'
}

fresh() {
    rm -rf "$work"/rsyslogd.* "$work"/gelfsink.* "$work"/silent.*
    unset gelfsink_port
}

# reached HOST ADDRESS [SETTING...] - a receiver that listens there only, by that name
reached() {
    local host=$1 address=$2
    shift 2
    fresh
    receiver --address "$address"
    sender 'queue.type="LinkedList"' "$(action "$host" "$gelfsink_port" "$@")"
    send_numbers 1 "$total"
    settle
    expect_equal "$transport: a receiver on $address is reached by $host" "$(value_of missing "$(check_frames)")" 0
    stop_rsyslogd
    stop_gelfsink
}

name_is two.example.org 127.0.0.1 127.0.0.2
expect_equal "a name has two addresses" "$(addresses_of two.example.org | sort | paste -sd' ')" "127.0.0.1 127.0.0.2"
for address in 127.0.0.1 127.0.0.2; do reached two.example.org "$address"; done

name_is six.example.org ::1 127.0.0.1
expect_equal "a name has an address of each family" "$(addresses_of six.example.org | sort | paste -sd' ')" "127.0.0.1 ::1"
for address in ::1 127.0.0.1; do reached six.example.org "$address"; done
reached ::1 ::1
name_is localhost ::1
reached localhost ::1

# an address that does not answer costs its time-out, and no more
fresh
name_is two.example.org 127.0.0.1 127.0.0.2
first=$(addresses_of two.example.org | head -1) second=$(addresses_of two.example.org | tail -1)
start_gelfsink silent --address "$first" --no-accept
gelfsink_port=$silent_port
receiver --address "$second"
sender 'queue.type="LinkedList"' "$(action two.example.org "$gelfsink_port")"
start=$SECONDS
send_numbers 1 "$total"
settle
expect_equal "behind an address that does not answer the next is reached" \
    "$(value_of missing "$(check_frames)")" 0
expect "after connectTimeout, 2 s" test $((SECONDS - start)) -le $((5 * slow))
wait_for 5 counter_reaches omgelf.target blocked 1900
expect_at_least "which is counted as time blocked" "$(counter omgelf.target blocked)" 1900
stop_rsyslogd
stop_gelfsink silent
stop_gelfsink

# fifty of them cost three time-outs before another target gets its turn
fresh
ip route add 192.0.2.0/24 dev lo
mapfile -t fifty < <(seq -f '192.0.2.%.0f' 1 50)
name_is fifty.example.org "${fifty[@]}"
expect_equal "a name has fifty addresses" "$(addresses_of fifty.example.org | wc -l)" 50
receiver --address 127.0.0.1
sender 'queue.type="LinkedList"' "$(action fifty.example.org "$gelfsink_port" |
    sed 's/target="\([^"]*\)"/target=["\1", "127.0.0.1"]/; s/connectTimeout="2"/connectTimeout="1"/')"
start=$SECONDS
send_numbers 1 "$total"
settle
expect_equal "behind fifty addresses that do not answer the next target is reached" \
    "$(value_of missing "$(check_frames)")" 0
expect "after three times connectTimeout, 3 s" test $((SECONDS - start)) -le $((8 * slow))
start=$SECONDS
stop_rsyslogd
expect "and the attempts to go back delay no stop" test $((SECONDS - start)) -le $((4 * slow))
stop_gelfsink

# the next attempt goes on with the addresses that are left
fresh
name_is nine.example.org 127.0.0.{1..9}
mapfile -t nine < <(addresses_of nine.example.org)
receiver --address "${nine[8]}"
for i in {0..7}; do start_gelfsink "silent$i" --address "${nine[i]}" --port "$gelfsink_port" --no-accept; done
sender 'queue.type="LinkedList"' "$(action nine.example.org "$gelfsink_port" |
    sed 's/connectTimeout="2"/connectTimeout="1"/')"
send_numbers 1 "$total"
wait_for 30 frames_reach "$total"
expect_equal "the last of nine addresses is reached when the others do not answer" "$(frame_count)" "$total"
wait_for 5 counter_reaches omgelf.target timeout 2
expect_equal "by the third attempt" "$(counter omgelf.target timeout)" 2
stop_rsyslogd
for i in {0..7}; do stop_gelfsink "silent$i"; done
stop_gelfsink

# each connection is to what the name means then
fresh
name_is moving.example.org 127.0.0.1
receiver --address 127.0.0.1
sender 'queue.type="LinkedList"' "$(action moving.example.org "$gelfsink_port")"
send_numbers 1 1
wait_for 10 frames_reach 1
expect_equal "the name's address gets the message" "$(frame_count)" 1
start_gelfsink moved --address 127.0.0.3 --port "$gelfsink_port"
name_is moving.example.org 127.0.0.3
send_numbers 2 2
wait_for 10 frames_reach 2
expect_equal "a connection that stands is kept when the name moves" "$(frame_count moved)" 0
stop_gelfsink
send_numbers 3 3
wait_for 10 frames_reach 1 moved
expect_match "the next one goes to the new address" "$(<"$work/moved.frames")" '"_sequence":"?3'
stop_gelfsink moved
name_is elsewhere.example.org 127.0.0.3
send_numbers 4 4
wait_for 10 counter_reaches omgelf.target unresolved 1
expect_at_least "a name without address is counted" "$(counter omgelf.target unresolved)" 1
expect_match "and logged" "$(<"$work/rsyslogd.log")" "cannot connect to moving.example.org:$gelfsink_port: "
name_is moving.example.org 127.0.0.4
start_gelfsink moved --address 127.0.0.4 --port "$gelfsink_port"
wait_for 10 grep -q '"_sequence":"\?4' "$work/moved.frames"
expect_match "and tried again" "$(<"$work/moved.frames")" '"_sequence":"?4'
stop_rsyslogd
stop_gelfsink moved

# the certificate has to show the name, whichever address it is
make_certificates
certificate other other.example.org
by_name() {
    echo "streamDriver=\"$transport\" streamDriverMode=\"1\" streamDriverAuthMode=\"x509/name\"
        streamDriver.CAFile=\"$work/ca.pem\""
}
tls_settings() { :; }
for transport in gtls ossl; do
    driver_loads "$transport" || { skip "names with $transport" "$no_driver"; continue; }
    name_is graylog.example.org 127.0.0.1 127.0.0.2
    for address in 127.0.0.1 127.0.0.2; do reached graylog.example.org "$address" "$(by_name)"; done
    name_is other.example.org 127.0.0.1 127.0.0.2
    for address in 127.0.0.1 127.0.0.2; do
        fresh
        receiver --address "$address"
        sender 'queue.type="LinkedList"' "$(action other.example.org "$gelfsink_port" "$(by_name)")"
        send_numbers 1 "$total"
        wait_for 10 counter_reaches omgelf.target tls 1
        expect_at_least "$transport: a receiver on $address with another name's certificate is refused" \
            "$(counter omgelf.target tls)" 1
        expect_equal "$transport: it gets no message" "$(frame_count)" 0
        stop_gelfsink
        start_gelfsink gelfsink --address "$address" --port "$gelfsink_port" --tls --cert "$work/other.pem" \
            --key "$work/other.key"
        settle
        expect_equal "$transport: but one with its own" "$(value_of missing "$(check_frames)")" 0
        stop_rsyslogd
        stop_gelfsink
    done
done
finish
