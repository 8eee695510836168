#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# delivery_tls - which receivers omgelf trusts, with GnuTLS and with OpenSSL
#
# A refused receiver gets nothing, the log says why, the counter `tls` counts it, and
# the message waits for the right receiver.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/faults.sh"
padding=0
module=omgelf transport=gtls
make_certificates
certificate expired graylog.example.org 20200102
certificate other other.example.org
mkdir "$work/elsewhere"
(work=$work/elsewhere && make_certificates) || exit 1

# tls_sink CERTIFICATE [OPTION...] - on the port of the one before
tls_sink() {
    local certificate=$1
    shift
    start_gelfsink gelfsink --port "${gelfsink_port:-0}" --tls --cert "$certificate.pem" --key "$certificate.key" "$@"
}

tls_sender() {
    start_rsyslogd <<CONF
module(load="omgelf")
ruleset(name="test" queue.type="LinkedList") {
    action(type="omgelf" target="127.0.0.1" port="$gelfsink_port" streamDriver="$driver" streamDriverMode="1"
           connectTimeout="3" closeTimeout="2" pool.resumeInterval="1" action.resumeRetryCount="-1" $*)
}
CONF
    send_numbers 1 3
}

x509_name="streamDriverAuthMode=\"x509/name\" streamDriverPermittedPeers=\"graylog.example.org\"
    streamDriver.CAFile=\"$work/ca.pem\""

# a receiver that knows nothing newer than TLS 1.1
cat >"$work/old.cnf" <<'CONF'
openssl_conf = old
[old]
ssl_conf = ssl
[ssl]
system_default = tls
[tls]
MinProtocol = TLSv1
MaxProtocol = TLSv1.1
CipherString = ALL:@SECLEVEL=0
CONF

# refuses WHAT CERTIFICATE REASON [SETTING...] - then the right receiver takes its place. The first has
# the OpenSSL configuration $sink_conf.
refuses() {
    local what=$1 certificate=$2 reason=$3
    shift 3
    unset gelfsink_port
    rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
    OPENSSL_CONF=${sink_conf:-/dev/null} tls_sink "$certificate"
    tls_sender "${@:-$x509_name}"
    wait_for 10 counter_reaches omgelf.target tls 1
    expect_at_least "$driver: $what is refused and counted" "$(counter omgelf.target tls)" 1
    expect_match "$driver: the log says why" "$(<"$work/rsyslogd.log")" "$reason"
    expect_equal "$driver: it gets no message" "$(frame_count)" 0
    stop_gelfsink
    tls_sink "$work/server"
    wait_for 15 frames_reach 3
    expect_equal "$driver: the right receiver gets all" "$(frame_count)" 3
    stop_rsyslogd
    stop_gelfsink
}

# accepts WHAT SETTING... - with the options of $sink_options
accepts() {
    local what=$1
    shift
    unset gelfsink_port
    rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
    # shellcheck disable=SC2086
    tls_sink "$work/server" $sink_options
    tls_sender "$@"
    wait_for 15 frames_reach 3
    expect_equal "$driver: $what" "$(frame_count)" 3
    stop_rsyslogd
    stop_gelfsink
}

# A receiver that refuses our certificate says so after the handshake of TLS 1.3, when messages are on
# their way already.
refused_by_receiver() {
    unset gelfsink_port
    rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
    tls_sink "$work/server" --ca "$work/elsewhere/ca.pem"
    tls_sender "$x509_name" "streamDriver.keyFile=\"$work/client.key\" streamDriver.certFile=\"$work/client.pem\""
    wait_for 10 counter_reaches omgelf.target reset 2
    expect_at_least "$driver: a receiver that refuses our certificate is tried again" "$(counter omgelf.target reset)" 2
    expect_match "$driver: the log says why" "$(<"$work/rsyslogd.log")" '[Aa]lert|unknown ca'
    expect_equal "$driver: it has no message" "$(frame_count)" 0
    stop_gelfsink
    tls_sink "$work/server" --ca "$work/ca.pem"
    wait_for 15 frames_reach 3
    expect_equal "$driver: one that takes it gets all" "$(frame_count)" 3
    stop_rsyslogd
    stop_gelfsink
}

fingerprint=$(openssl x509 -in "$work/server.pem" -noout -fingerprint -sha1 | sed 's/.*=//')
for driver in gtls ossl; do
    driver_loads "$driver" || { skip "receivers with $driver" "$no_driver"; continue; }
    refuses "another name" "$work/other" 'other\.example\.org|not permitted'
    refuses "an expired certificate" "$work/expired" 'expired'
    refuses "an unknown authority" "$work/elsewhere/server" 'signer|issuer|[Uu]nknown|unable to get'
    refuses "another fingerprint" "$work/other" 'fingerprint|not permitted' 'streamDriverAuthMode="x509/fingerprint"' \
        "streamDriverPermittedPeers=\"SHA1:$fingerprint\" streamDriver.CAFile=\"$work/ca.pem\""
    sink_conf=$work/old.cnf
    refuses "TLS 1.1" "$work/server" 'version|alert|protocol|legacy'
    refuses "TLS 1.1, by anon," "$work/server" 'version|alert|protocol|legacy' 'streamDriverAuthMode="anon"'
    sink_conf=''
    sink_options=''
    accepts "a receiver is known by its fingerprint" 'streamDriverAuthMode="x509/fingerprint"' \
        "streamDriverPermittedPeers=\"SHA1:$fingerprint\" streamDriver.CAFile=\"$work/ca.pem\""
    accepts "anon asks for no certificate" 'streamDriverAuthMode="anon"'
    refused_by_receiver
    sink_options="--ca $work/ca.pem"
    accepts "a receiver that asks for one gets the client certificate" "$x509_name" \
        "streamDriver.keyFile=\"$work/client.key\" streamDriver.certFile=\"$work/client.pem\""
done

# Messages one by one, as on a quiet host: none may be lost or kept back in a connection that
# stands. The drivers of rsyslog 8.2504 to 8.2608 send nothing after a receive that found nothing,
# and some say that they did.
one_by_one() {
    local i
    transport=$1
    shift
    unset gelfsink_port
    rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
    receiver
    sender 'queue.type="LinkedList"' "$(action 127.0.0.1 "$gelfsink_port" "$@")"
    exec {line}>"/dev/tcp/127.0.0.1/$(<"$work/rsyslogd.port")"
    for ((i = 1; i <= 40; i++)); do
        numbers "$i" "$i" >&"$line"
        sleep 0.1
    done
    exec {line}>&-
    wait_for 10 frames_reach 40
    total=40 got=$(check_frames)
    expect_equal "$transport $*: 40 messages, 0.1 s apart, all arrive, and none twice" \
        "$(frame_count) frames, $(value_of missing "$got") missing" "40 frames, 0 missing"
    wait_for 5 counter_reaches omgelf.target frames 40
    expect_equal "on one connection" "$(counter omgelf.target connects)" 1
    stop_rsyslogd
    stop_gelfsink
}
for driver in gtls ossl; do
    driver_loads "$driver" || { skip "messages one by one with $driver" "$no_driver"; continue; }
    one_by_one "$driver"
    if [ "$driver" = gtls ]; then
        one_by_one gtls 'gnutlsPriorityString="NORMAL:-VERS-ALL:+VERS-TLS1.3"'
        one_by_one gtls 'gnutlsPriorityString="NORMAL:-VERS-ALL:+VERS-TLS1.2"'
    fi
done

# frames_after HOW [OPTION...] - frames that a receiver gets of 100, whose first connection ends right after
# them, and of one more message. Dead, it says nothing; alive, it says goodbye.
frames_after() {
    local how=$1
    shift
    unset gelfsink_port
    rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
    receiver "$@"
    sender 'queue.type="LinkedList"' "$(action 127.0.0.1 "$gelfsink_port")"
    send_numbers 1 100
    wait_for 10 frames_reach 100
    if [ "$how" = dead ]; then
        kill_receiver
        receiver
    fi
    wait_for 10 counter_reaches omgelf.target connects 1
    send_numbers 101 101
    total=101
    settle
    stop_rsyslogd
    stop_gelfsink
    frames=$(frame_count)
}
patience=4
for driver in gtls ossl; do
    driver_loads "$driver" || { skip "goodbyes with $driver" "$no_driver"; continue; }
    transport=$driver
    frames_after alive --drop-after 100 --faults 1
    expect_equal "$driver: of a receiver that says goodbye nothing comes twice" "$frames" 101
    frames_after dead
    expect_equal "$driver: of one that dies without all comes again" "$frames" 201
done

# Peers refused, peers that come and go: no descriptor is closed that is not ours any more.
# The driver of 8.2302 itself closes its socket twice.
for driver in gtls ossl; do
    if ! driver_loads "$driver"; then
        skip "$driver: descriptors" "$no_driver"
    elif [ -n "${VG:-}$preload" ] || ! "${unprivileged[@]}" strace -D -o "$work/rsyslogd.closes" true 2>/dev/null; then
        skip "$driver: no descriptor is closed twice" "strace is missing, may not trace, or has valgrind or a sanitizer beside it"
    else
        unset gelfsink_port
        rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
        memcheck=(strace -D -f -qq -e trace=close -e status=failed -o "$work/rsyslogd.closes")
        tls_sink "$work/other"
        tls_sender "$x509_name"
        wait_for 10 counter_reaches omgelf.target tls 2
        expect_at_least "$driver, traced: a peer is refused" "$(counter omgelf.target tls)" 2
        stop_gelfsink
        tls_sink "$work/server" --drop-after 3
        wait_for 15 frames_reach 3
        sleep 0.5
        send_numbers 4 6
        wait_for 15 frames_reach 6
        expect_equal "$driver, traced: another closes after three messages" "$(frame_count)" 6
        stop_rsyslogd
        stop_gelfsink
        memcheck=()
        expect_equal "$driver: no descriptor is closed twice" "$(grep -c EBADF "$work/rsyslogd.closes")" 0
    fi
done
finish
