# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# faults.sh - what can go wrong between rsyslogd and a receiver, one function for each fault
#
#     . "$srcdir/lib.sh"; . "$srcdir/faults.sh"
#     run_fault reset omgelf gtls          # fault, module, transport
#     echo "$lost of $total lost, $duplicates twice, $seconds s"
#
# Every fault sends messages numbered from 1. It ends when the receiver has all, or gets
# no more. fault_NAME is one fault: it starts receiver and rsyslogd, sends, disturbs them,
# and sets total. $scale divides the numbers of messages and disturbances: 1 is
# the whole suite, 10 the quick one.
#
# module     omgelf, or omfwd with a template that makes the same frames
# transport  plain, gtls or ossl

scale=${scale:-1}
declare -A fault_title=(
    [idle_close]="peer closes between messages"
    [reset]="connection reset mid-stream"
    [kill_receiver]="receiver killed"
    [stall]="receiver stalls, then killed"
    [half_close]="receiver closes its sending side"
    [half_close_dies]="half-closes, never reads, dies"
    [slow_reader]="slow reader"
    [trickle]="reads 100 bytes a second, killed"
    [talks]="receiver talks without end"
    [black_hole]="packets dropped for a while"
    [no_handshake]="handshake never answered"
    [stop_while_down]="stop with receiver down, start"
    [kill_sender]="rsyslogd killed, disk queue"
    [hup_storm]="HUP storm"
    [two_targets]="two targets, one dies"
)
faults="idle_close reset kill_receiver stall half_close half_close_dies slow_reader trickle talks black_hole
        no_handshake stop_while_down kill_sender hup_storm two_targets"

# ---- certificates: an authority, a server's, a client's ----

# certificate NAME COMMON-NAME [DATE] - signed by $work/ca.pem; valid until DATE (YYYYMMDD), default in two days
#
# `openssl ca` alone takes an end in the past in every version: `x509 -days -1` is refused by 3.5.
certificate() {
    local files=$work/$1 end=${3:-$(date -u -d '2 days' +%Y%m%d)}
    set_up openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" \
        -keyout "$files.key" -out "$files.csr"
    cat >"$files.conf" <<CONF
[ca]
default_ca = test
[test]
database = $files.index
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = san
[any]
commonName = supplied
[san]
subjectAltName = DNS:$2
CONF
    : >"$files.index"
    set_up openssl ca -batch -notext -config "$files.conf" -in "$files.csr" -out "$files.pem" -outdir "$work" \
        -cert "$work/ca.pem" -keyfile "$work/ca.key" -startdate 20200101000000Z -enddate "${end}000000Z"
    chmod 644 "$files.key" "$files.pem"
}

make_certificates() {
    [ ! -e "$work/server.pem" ] || return 0
    set_up openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=Test CA" \
        -keyout "$work/ca.key" -out "$work/ca.pem"
    chmod 644 "$work/ca.pem"
    certificate server graylog.example.org
    certificate client mx1.example.org
}

# ---- the two ends ----

# driver_loads DRIVER - false, with the reason in $no_driver, where rsyslogd cannot have it
driver_loads() {
    no_driver="lmnsd_$1.so is not installed"
    [ -e "$system_modules/lmnsd_$1.so" ] || return 1
    no_driver="GnuTLS hangs when it is loaded beside a preloaded sanitizer"
    [ "$1" != gtls ] || [ -z "$preload" ]
}

# receiver OPTION... - start it; again on the port that it had
receiver() {
    local tls=() port=0
    [ "$transport" = plain ] || tls=(--tls --cert "$work/server.pem" --key "$work/server.key")
    [ -z "${gelfsink_port:-}" ] || port=$gelfsink_port
    start_gelfsink gelfsink --port "$port" "${tls[@]}" "$@" --summary "$work/summary"
}

kill_receiver() {
    kill -KILL "${pids[gelfsink]}" 2>/dev/null
    wait "${pids[gelfsink]}" 2>/dev/null
    unset "pids[gelfsink]"
}

# tls_settings - the action's parameters for the transport; both modules take them
tls_settings() {
    [ "$transport" = plain ] || echo "streamDriver=\"$transport\" streamDriverMode=\"1\"
        streamDriverAuthMode=\"x509/name\" streamDriverPermittedPeers=\"graylog.example.org\"
        streamDriver.CAFile=\"$work/ca.pem\" streamDriver.keyFile=\"$work/client.key\"
        streamDriver.certFile=\"$work/client.pem\""
}

# action HOST PORT [SETTING...] - of the module, both with the retries that keep messages
action() {
    local host=$1 port=$2
    shift 2
    if [ "$module" = omgelf ]; then
        echo "action(type=\"omgelf\" name=\"to_graylog\" target=\"$host\" port=\"$port\" $(tls_settings)
            connectTimeout=\"2\" sendTimeout=\"3\" closeTimeout=\"2\" pool.resumeInterval=\"1\"
            action.resumeRetryCount=\"-1\" action.resumeInterval=\"1\" $*)"
    else
        echo "action(type=\"omfwd\" name=\"to_graylog\" target=\"$host\" port=\"$port\" protocol=\"tcp\" $(tls_settings)
            tcp_framing=\"traditional\" tcp_frameDelimiter=\"0\" template=\"frame\"
            action.resumeRetryCount=\"-1\" action.resumeInterval=\"1\" $*)"
    fi
}

# sender QUEUE ACTION... - rsyslogd; the queue's parameters are the ruleset's
sender() {
    local queue=$1
    shift
    start_rsyslogd <<CONF
$([ "$module" = omfwd ] || echo 'module(load="omgelf")')
template(name="frame" type="list") {
    constant(value="{\"version\":\"1.1\",\"host\":\"mx1\",\"short_message\":\"")
    property(name="msg" format="json")
    constant(value="\",\"_sequence\":")
    property(name="\$!sequence")
    constant(value="}")
}
ruleset(name="test" $queue) {
    set \$!sequence = field(\$msg, 32, 3);
    $*
}
CONF
}

# numbers FROM TO - messages, $padding bytes longer than need be
numbers() {
    seq -f '<22>Nov 20 11:00:00 mx1 test: number %.0f of a message that is as long as a line of a mail log' "$1" "$2" |
        if [ "$padding" -gt 0 ]; then sed "s/$/$(printf "%${padding}s" | tr ' ' x)/"; else cat; fi
}

send_numbers() {
    numbers "$1" "$2" | send_lines
}

check_frames() {
    "$builddir/gelfsink" --check "$work/gelfsink.frames" --sequence _sequence --expect "$total" 2>/dev/null
}

value_of() {
    sed "s/.*\"$1\":\([0-9]*\).*/\1/" <<<"$2"
}

# wait until all numbers are there, or nothing comes for $patience seconds
settle() {
    local before=-1 count still=0 end=$((SECONDS + 60 * slow))
    while [ "$still" -lt $((patience * 5 * slow)) ] && [ "$SECONDS" -lt "$end" ]; do
        count=$(frame_count)
        if [ "$count" -ge "$total" ] && [ "$(value_of missing "$(check_frames)")" -eq 0 ]; then
            return
        elif [ "$count" -eq "$before" ]; then
            still=$((still + 1))
        else
            still=0
        fi
        before=$count
        sleep 0.2
    done
}

# ---- the faults ----

memory_queue='queue.type="LinkedList" queue.size="500000" queue.dequeueBatchSize="1024"'

fault_idle_close() {
    total=$((200 / scale))
    receiver --drop-after 1 --drop-delay 600
    sender "$memory_queue" "$(action 127.0.0.1 "$gelfsink_port")"
    # one connection of ours stays open: imptcp takes a line at a time
    exec {line}>"/dev/tcp/127.0.0.1/$(<"$work/rsyslogd.port")"
    for ((i = 1; i <= total; i++)); do
        numbers "$i" "$i" >&"$line"
        sleep 0.75
    done
    exec {line}>&-
}

fault_reset() {
    total=$((100000 / scale))
    receiver --rst-after $((total / 40)) --faults 10
    sender "$memory_queue" "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 "$total"
}

# It dies with frames in its own memory and in its kernel's.
fault_kill_receiver() {
    local kills=$((20 / scale + 1)) i
    total=$((200000 / scale))
    receiver --kill-after $((total / 2 / kills))
    sender "$memory_queue" "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 "$total" &
    local feeder=$!
    for ((i = 1; i <= kills; i++)); do
        wait_for 4 ended "${pids[gelfsink]}" # it may lack what another output has lost
        kill_receiver
        if [ "$i" -lt "$kills" ]; then receiver --kill-after $((total / 2 / kills)); else receiver; fi
    done
    wait "$feeder"
}

fault_stall() {
    total=$((50000 / scale))
    receiver --stall-after $((total / 10))
    sender "$memory_queue" "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 $((total - total / 10))
    sleep 2
    kill_receiver
    sleep 0.2
    receiver
    send_numbers $((total - total / 10 + 1)) "$total"
}

fault_half_close() {
    total=$((20000 / scale))
    receiver --drop-after $((total / 20)) --half-close --faults 5
    sender "$memory_queue" "$(action 127.0.0.1 "$gelfsink_port")"
    local i
    for ((i = 0; i < 10; i++)); do
        send_numbers $((total / 10 * i + 1)) $((total / 10 * (i + 1)))
        sleep 0.3
    done
}

# Its kernel has acknowledged all, and nobody has read it.
fault_half_close_dies() {
    total=$((3000 / scale))
    receiver --drop-after 1 --half-close --stall-after 1
    sender "$memory_queue" "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 1
    wait_for 10 frames_reach 1
    send_numbers 2 "$total"
    sleep 2
    kill_receiver
    sleep 0.2
    receiver
}

# The frame that is read in part when it dies is no line of the file.
fault_trickle() {
    total=$((3000 / scale))
    receiver --slow-read 1
    sender "$memory_queue" "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 "$total"
    sleep 3
    kill_receiver
    receiver
}

fault_talks() {
    total=$((20000 / scale))
    receiver --talk
    sender "$memory_queue" "$(action 127.0.0.1 "$gelfsink_port")"
    local i
    for ((i = 0; i < 10; i++)); do
        send_numbers $((total / 10 * i + 1)) $((total / 10 * (i + 1)))
        sleep 0.3
    done
}

fault_slow_reader() {
    total=$((30000 / scale))
    receiver --slow-read 4096
    sender "$memory_queue" "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 "$total"
}

# The first connection gets no answer in the handshake, later ones do.
fault_no_handshake() {
    total=$((1000 / scale))
    [ "$transport" != plain ] || return 77
    receiver --no-handshake --faults 1
    sender "$memory_queue" "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 "$total"
}

fault_stop_while_down() {
    total=$((20000 / scale))
    receiver
    sender 'queue.type="LinkedList" queue.filename="q" queue.saveOnShutdown="on" queue.size="500000"' \
        "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 $((total / 2))
    wait_for 10 frames_reach $((total / 2))
    kill_receiver
    send_numbers $((total / 2 + 1)) "$total"
    sleep 1.5
    stop_rsyslogd
    receiver
    launch_rsyslogd
    patience=8
}

# The receiver stalls for a while, with more messages than the kernels hold: the kill
# finds the rest in the disk queue.
fault_kill_sender() {
    total=$((5000 / scale)) padding=$((4000 * scale))
    receiver --stall-after 10 --stall-seconds 6
    sender 'queue.type="Disk" queue.filename="q" queue.checkpointInterval="1" queue.size="100000"' \
        "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 "$total"
    wait_for 20 counter_reaches core.queue enqueued "$total"
    kill_rsyslogd
    launch_rsyslogd
    patience=10
}

fault_hup_storm() {
    local hups=$((100 / scale)) i
    total=$((100000 / scale))
    receiver
    sender "$memory_queue queue.workerThreads=\"2\" queue.workerThreadMinimumMessages=\"2000\"" \
        "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 "$total" &
    local feeder=$!
    for ((i = 0; i < hups; i++)); do
        kill -HUP "${pids[rsyslogd]}"
        sleep 0.02
    done
    wait "$feeder"
}

# Both write to one file; the first one dies and stays dead.
fault_two_targets() {
    total=$((50000 / scale))
    local first tls=()
    receiver
    [ "$transport" = plain ] || tls=(--tls --cert "$work/server.pem" --key "$work/server.key")
    start_gelfsink second "${tls[@]}"
    rm -f "$work/second.frames"
    stop_gelfsink second
    "$builddir/gelfsink" --port "$second_port" "${tls[@]}" >>"$work/gelfsink.frames" 2>/dev/null &
    pids[second_gelfsink]=$!
    if [ "$module" = omgelf ]; then
        sender "$memory_queue" "$(action '' '' | sed "s/target=\"\"/target=[\"127.0.0.1\", \"127.0.0.1\"]/
            s/port=\"\"/port=[\"$gelfsink_port\", \"$second_port\"]/")"
    else
        first=$(action 127.0.0.1 "$gelfsink_port" | sed 's/resumeRetryCount="-1"/resumeRetryCount="0"/')
        sender "$memory_queue" "$first
            $(action 127.0.0.1 "$second_port" 'action.execOnlyWhenPreviousIsSuspended="on"' |
                sed 's/name="to_graylog"/name="to_other"/')"
    fi
    send_numbers 1 "$total" &
    local feeder=$!
    wait_for 10 frames_reach $((total / 5))
    kill_receiver
    wait "$feeder"
}

# A namespace behind a pair of interfaces; both sides lose all packets for some seconds.
# The two modules may be under test at the same time.
fault_black_hole() {
    local near=198.51.100.1 far=198.51.100.2
    [ "$module" = omgelf ] || near=198.51.100.5 far=198.51.100.6
    [ "$(id -u)" -eq 0 ] && ip netns add "mailnorm-$$" 2>/dev/null || return 77
    trap 'black_hole_down; cleanup' EXIT
    black_hole_up || { black_hole_down; return 77; }
    total=$((20000 / scale))
    local tls=()
    [ "$transport" = plain ] || tls=(--tls --cert "$work/server.pem" --key "$work/server.key")
    ip netns exec "mailnorm-$$" "$builddir/gelfsink" --address "$far" --port-file "$work/gelfsink.port" \
        "${tls[@]}" >>"$work/gelfsink.frames" 2>/dev/null &
    pids[gelfsink]=$!
    wait_for 10 test -s "$work/gelfsink.port"
    gelfsink_port=$(<"$work/gelfsink.port")
    sender "$memory_queue" "$(action "$far" "$gelfsink_port")"
    send_numbers 1 $((total / 4))
    wait_for 10 frames_reach $((total / 4))
    ip -n "mailnorm-$$" route add blackhole "$near/32"
    send_numbers $((total / 4 + 1)) $((total / 2))
    sleep 6
    ip -n "mailnorm-$$" route del blackhole "$near/32"
    send_numbers $((total / 2 + 1)) "$total"
    patience=15
}

black_hole_up() {
    ip link add "mn$$" type veth peer name "mp$$" netns "mailnorm-$$" &&
        ip addr add "$near/30" dev "mn$$" && ip link set "mn$$" up &&
        ip -n "mailnorm-$$" addr add "$far/30" dev "mp$$" && ip -n "mailnorm-$$" link set "mp$$" up &&
        ip -n "mailnorm-$$" link set lo up
}

black_hole_down() {
    ip netns del "mailnorm-$$" 2>/dev/null
    ip link del "mn$$" 2>/dev/null
    return 0
}

# ---- one run ----

# run_fault FAULT MODULE TRANSPORT - sets lost, duplicates, total, seconds; 77: not here
run_fault() {
    local start=$SECONDS status=0 summary
    module=$2 transport=$3 patience=6 padding=0
    unset gelfsink_port
    rm -rf "$work"/gelfsink.* "$work"/rsyslogd.* "$work/summary"
    [ "$transport" = plain ] || make_certificates
    "fault_$1" || status=$?
    [ "$status" -eq 77 ] || settle
    local name
    for name in "${!pids[@]}"; do
        case $name in *gelfsink*) ;; *) stop_rsyslogd "$name" ;; esac
    done
    for name in "${!pids[@]}"; do stop_gelfsink "$name"; done
    [ "$1" != black_hole ] || black_hole_down
    [ "$status" -ne 77 ] || return 77
    summary=$(check_frames)
    lost=$(value_of missing "$summary") duplicates=$(value_of duplicates "$summary")
    invalid=$(value_of invalid "$summary") seconds=$((SECONDS - start))
}
