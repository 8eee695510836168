#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# delivery_config - omgelf says at load time what cannot work, with file and line
. "$(dirname "$0")/../lib.sh"

# check SETTINGS - rsyslogd -N1 on an action with them
check() {
    check_config config <<CONF
module(load="omgelf")
ruleset(name="test") {
    action(type="omgelf" action.resumeRetryCount="-1" $1)
}
CONF
}

# refused WHAT SETTINGS MESSAGE
refused() {
    if check "$2"; then
        fail "$1 is refused" "rsyslogd -N1 accepts: $2"
    else
        expect_match "$1 is refused with file and line" "$(<"$work/config.err")" "config.conf.*line.*$3"
    fi
}

refused "an action without target" '' "parameter 'target'|required"
refused "an empty target" 'target=""' 'a target is a host name or an address'
refused "port 0" 'target="a.example.org" port="0"' 'a port is a number from 1 to 65535'
refused "a port that is no number" 'target="a.example.org" port="gelf"' 'a port is a number from 1 to 65535'
refused "two ports for three targets" 'target=["a.example.org", "b.example.org", "c.example.org"] port=["1", "2"]' \
    '2 ports for 3 targets; give one port for all or one for each'
refused "an unknown order" 'target="a.example.org" pool.order="random"' 'it is failover or roundRobin'
refused "an unknown parameter" 'target="a.example.org" tragte="b"' "parameter 'tragte' not known"
refused "an unknown driver" 'target="a.example.org" streamDriver="gnutls"' 'it is ptcp, gtls or ossl'
refused "the driver mbedtls, which nobody has tried here" 'target="a.example.org" streamDriver="mbedtls"' 'it is ptcp, gtls or ossl'
refused "TLS without a TLS driver" 'target="a.example.org" streamDriver="ptcp" streamDriverMode="1"' \
    'TLS is mode 1 of gtls or ossl'
refused "an unknown authentication mode" 'target="a.example.org" streamDriverAuthMode="name"' \
    'it is anon, x509/name, x509/fingerprint or x509/certvalid'
refused "an unknown word for expired certificates" 'target="a.example.org" streamDriver.permitExpiredCerts="yes"' \
    'it is on, off or warn'
refused "a CA file that is not there" 'target="a.example.org" streamDriver.CAFile="/nonexistent.pem"' \
    '"/nonexistent.pem": No such file or directory'

expect "all parameters of omfwd's names are taken" check 'target=["a.example.org", "2001:db8::1"] port="12201"
    pool.order="roundRobin" pool.resumeInterval="10" connectTimeout="3" sendTimeout="30" closeTimeout="2"
    replay.size="1m" replay.time="10" rebindInterval="100000" keepAlive="on" keepAlive.probes="3" keepAlive.time="60"
    keepAlive.interval="10" streamDriver="gtls" streamDriverMode="1" streamDriverAuthMode="x509/name"
    streamDriverPermittedPeers="a.example.org,b.example.org" streamDriver.permitExpiredCerts="off"
    streamDriver.CAFile="/dev/null" streamDriver.checkExtendedKeyPurpose="on" streamDriver.prioritizeSAN="on" streamDriver.tlsVerifyDepth="3"'
expect_equal "without a warning" "$(complaints config)" ""

# warnings do not make a configuration invalid; rsyslogd -N1 shows them, and logs them when it starts
# warned_of WHAT SETTINGS
warned_of() {
    expect "$1 is allowed" check_config config <<CONF
module(load="omgelf")
ruleset(name="test") {
    action(type="omgelf" target="a.example.org" $2)
}
CONF
    expect_match "rsyslogd -N1 warns of it" "$(<"$work/config.err")" 'omgelf: warning: action.resumeRetryCount is not -1'
    start_rsyslogd warned <<CONF
module(load="omgelf")
ruleset(name="test") {
    action(type="omgelf" target="127.0.0.1" port="1" $2)
}
CONF
    expect_match "$1 is warned of" "$(<"$work/warned.log")" 'omgelf: warning: action.resumeRetryCount is not -1'
    stop_rsyslogd warned
}
warned_of "a retry count that loses messages" 'action.resumeRetryCount="3"'
warned_of "the default retry count of rsyslog" ''

# queue_warning SETTINGS - what rsyslogd -N1 warns of, but for nothing else
queue_warning() {
    check "target=\"a.example.org\" $1" || fail "allowed: $1" "$(<"$work/config.err")"
    sed -n 's/.*omgelf: warning: //p' "$work/config.err"
}
assisted='queue.type="LinkedList" queue.filename="q"'
never='^the queue never goes to disk'
expect_match "the default size of a disk-assisted queue, which never goes to disk, is warned of" \
    "$(queue_warning "$assisted")" "$never.*queue.size is 1000, .*take up to 128 .*when 900 wait"
expect_match "and so with a batch that leaves no room" \
    "$(queue_warning "$assisted queue.size=\"10000\" queue.dequeueBatchSize=\"1001\"")" "$never.*up to 1001 .*when 9000 wait"
expect_match "and with workers that take all together" \
    "$(queue_warning "$assisted queue.size=\"2000\" queue.workerThreads=\"2\"")" "$never.*up to 256 .*when 1800 wait"
expect_match "and with a high watermark of its own" \
    "$(queue_warning "$assisted queue.size=\"5000\" queue.highWatermark=\"4900\"")" "$never.*when 4900 wait"
for enough in 'queue.size="10000"' 'queue.highWatermark="500" queue.lowWatermark="200"' 'queue.dequeueBatchSize="100"' \
    'queue.size="10k" queue.workerThreads="4"' 'queue.size="100000" queue.highWatermark="60000" queue.lowWatermark="40000"'; do
    expect_equal "a queue that goes to disk is not: $enough" "$(queue_warning "$assisted $enough")" ""
done
expect_equal "nor is one in memory" "$(queue_warning 'queue.type="LinkedList"')" ""
expect_equal "nor one on disk" "$(queue_warning 'queue.type="Disk" queue.filename="q"')" ""
expect_match "a file name without a queue is warned of" "$(queue_warning 'queue.filename="q"')" \
    '^queue.filename without queue.type: the action has no queue'
limited="$assisted queue.size=\"10000\" queue.maxDiskSpace=\"1g\""
expect_match "limited disk space for which all of rsyslog would wait is warned of" "$(queue_warning "$limited")" \
    'all of rsyslog waits 2 seconds for each message; set queue.timeoutEnqueue="0"'
expect_equal "but not where a time-out was chosen" "$(queue_warning "$limited queue.timeoutEnqueue=\"2000\"")" ""

write_config homeless <<CONF
module(load="omgelf")
ruleset(name="test") {
    action(type="omgelf" target="a.example.org" action.resumeRetryCount="-1")
}
CONF
sed -i 's/workDirectory="[^"]*"//' "$work/homeless.conf"
(memcheck=() && rsyslogd_with homeless -N1) >"$work/homeless.err" 2>&1
expect_match "a missing work directory is warned of by rsyslogd -N1" "$(<"$work/homeless.err")" \
    'omgelf: warning: global\(workDirectory=...\) is not set'
finish
