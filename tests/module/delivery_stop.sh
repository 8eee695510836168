#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# delivery_stop - SIGTERM ends rsyslogd in time whatever omgelf is about to do, and what the
# receiver has not read is there for the next start
#
# One rsyslogd a state, all at the same time; then each starts again, with a receiver that
# works.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/faults.sh"
module=omgelf
make_certificates
declare -A meaning=(
    [idle]="with nothing to send"
    [refused]="while the receiver is down"
    [unresolved]="while the name has no address"
    [unanswered]="while connecting is not answered"
    [handshake]="while the TLS handshake is not answered"
    [stalled]="while the receiver does not read"
    [tls_stalled]="while the receiver does not read, by TLS"
    [unread]="when the receiver has the last message unread in its kernel"
    [probing]="while going back to the first target is not answered"
    [resetting]="while the receiver resets each connection"
)
states="idle refused unresolved unanswered handshake stalled tls_stalled unread probing resetting"
declare -A sent=() took=()
close_timeout=2
bound=6000 # milliseconds: closeTimeout, and what rsyslogd itself needs

# sink STATE [OPTION...] - on the state's port
sink() {
    local name=${1}_gelfsink tls=()
    local port=${name}_port
    shift
    case $name in handshake* | tls_*) tls=(--tls --cert "$work/server.pem" --key "$work/server.key") ;; esac
    start_gelfsink "$name" --port "${!port:-0}" "${tls[@]}" "$@"
}

# start STATE TARGET PORT
start() {
    transport=plain
    case $1 in handshake | tls_*) transport=ossl ;; esac
    start_rsyslogd "$1" <<CONF
module(load="omgelf")
ruleset(name="test" queue.type="LinkedList" queue.filename="q" queue.saveOnShutdown="on" queue.size="100000") {
    set \$!sequence = field(\$msg, 32, 3);
    action(type="omgelf" target=$2 port=$3 $(tls_settings) connectTimeout="60" sendTimeout="60"
           closeTimeout="$close_timeout" pool.resumeInterval="2" action.resumeRetryCount="-1")
}
CONF
}

# send STATE NUMBER PADDING
send() {
    sent[$1]=$2 padding=$3
    numbers 1 "$2" | send_lines "$1"
}

local_host='"127.0.0.1"'
for state in $states; do
    case $state in
        handshake | tls_*) driver_loads ossl || { skip "${meaning[$state]}" "$no_driver"; continue; } ;;
    esac
    port=${state}_gelfsink_port
    case $state in
        idle) sink "$state" ;;
        refused | unresolved) sink "$state" && stop_gelfsink "${state}_gelfsink" ;;
        unanswered) sink "$state" --no-accept ;;
        handshake) sink "$state" --no-handshake ;;
        stalled | tls_stalled) sink "$state" --stall-after 10 ;;
        unread) sink "$state" --stall-after 0 ;;
        probing) sink "$state" && sink silent && stop_gelfsink silent_gelfsink ;;
        resetting) sink "$state" --rst-after 1 ;;
    esac
    case $state in
        unresolved) start "$state" '["nowhere.invalid", "127.0.0.1"]' "\"${!port}\"" ;;
        probing) start "$state" '["127.0.0.1", "127.0.0.1"]' "[\"$silent_gelfsink_port\", \"${!port}\"]" ;;
        *) start "$state" "$local_host" "\"${!port}\"" ;;
    esac
    case $state in
        stalled | tls_stalled) send "$state" 3000 8000 ;;
        *) send "$state" 100 0 ;;
    esac
    if [ "$state" = probing ]; then
        wait_for 10 frames_reach 100 probing_gelfsink
        sink silent --no-accept
    fi
done
sleep 3

now() {
    echo $((${EPOCHREALTIME/./} / 1000))
}

start=$(now)
for state in "${!sent[@]}"; do kill -TERM "${pids[$state]}"; done
all_ended() {
    local state
    for state in "${!sent[@]}"; do
        if [ -z "${took[$state]:-}" ]; then
            ended "${pids[$state]}" || continue
            took[$state]=$(($(now) - start))
        fi
    done
    [ ${#took[@]} -eq ${#sent[@]} ]
}
wait_for 30 all_ended
for state in $states; do
    [ -n "${sent[$state]:-}" ] || continue
    expect "${meaning[$state]} SIGTERM ends rsyslogd in time: ${took[$state]:-more than 30000} ms" \
        test "${took[$state]:-99999}" -le $((bound * slow))
    stop_rsyslogd "$state" 2>/dev/null # takes its exit status
done

# what the receivers got before and get now
for name in "${!pids[@]}"; do stop_gelfsink "$name"; done
for state in $states; do
    [ -n "${sent[$state]:-}" ] || continue
    sink "$state"
    sed -i 's/connectTimeout="60"/connectTimeout="2"/' "$work/$state.conf"
    launch_rsyslogd "$state"
done
for state in $states; do
    [ -n "${sent[$state]:-}" ] || continue
    total=${sent[$state]}
    has_all() {
        "$builddir/gelfsink" --check "$work/${state}_gelfsink.frames" --sequence _sequence --expect "$total" \
            >"$work/checked" 2>&1
    }
    wait_for 15 has_all
    expect_match "${meaning[$state]}: the next start brings what was left" "$(<"$work/checked")" '"missing":0,'
    stop_rsyslogd "$state"
done
finish
