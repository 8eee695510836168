# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# daemons.sh - real mail servers under test, shut off from the machine
#
#     package_sets=("postfix sasl2-bin")
#     . "$srcdir/daemons.sh" || exit 1
#     make_root mail postfix                    # $work/mail: that set of Debian packages, unpacked
#     start_syslog mail                         # rsyslogd with both modules on its /dev/log
#     within mail postfix start
#     smtp 203.0.113.7 25 "EHLO client.example.net" "MAIL FROM:<a@example.net>" ... QUIT
#     wait_for 20 events_reach 1 '._vendor_status == "sent"'
#     finish
#
# The test runs itself again in namespaces of its own for network, mounts, processes and
# host name. The only interface is lo, all files are in a tmpfs, the first process is the
# test: when it ends, however it does, the kernel takes everything away. Nothing is
# installed; the packages are kept in $builddir/daemons.packages for the next time.
#
# Who connects to an address of this host comes from that address, so the tests choose
# the client's address by the address that they connect to.

hostname=mail.example.com
# address, name; all are on lo
hosts="203.0.113.7  client.example.net
203.0.113.8  guesser.example.net
192.0.2.10   desk.example.com
198.51.100.1 mx.sent.example.org
198.51.100.2 mx.deferred.example.org
198.51.100.3 mx.bounced.example.org
198.51.100.4 mx.example.net"
packages=$builddir/daemons.packages
base_packages="iproute2 bash dash coreutils sed grep findutils libsasl2-modules"

skip_all() {
    echo "ok 1 - real mail servers # SKIP $1"
    echo "1..1"
    exit 0
}

# ---- packages: what is outside the namespaces ----

# apt_for PACKAGE... - apt-get as if nothing were installed, so that it names all that is needed
apt_for() {
    apt-get -q -y --no-install-recommends -o Dir::State::status="$packages/none" \
        -o Dir::Cache::archives="$packages" -o Debug::NoLocking=1 install "$@"
}

# get_packages PACKAGE... - they and all they depend on are in $packages; their files in $packages/FIRST.list
get_packages() {
    mkdir -p "$packages/partial" && : >"$packages/none"
    apt_for -d "$@" || { apt-get -q update && apt_for -d "$@"; } || return 1
    # apt names what it would still have to get, so it is asked as if it had nothing
    apt_for -o Dir::Cache::archives=/nonexistent --print-uris "$@" |
        sed -n "s/^'[^']*' \([^ ]*\.deb\) .*/\1/p" >"$packages/$1.list"
    [ -s "$packages/$1.list" ]
}

# in_namespaces - the calling test once more; does not come back
in_namespaces() {
    [ "$(id -u)" -eq 0 ] || skip_all "only root may make network namespaces"
    unshare --net --mount --pid --uts --fork true 2>/dev/null || skip_all "no namespaces can be made here"
    local tool
    for tool in apt-get dpkg-deb jq rsyslogd; do
        command -v "$tool" >/dev/null || skip_all "$tool is missing"
    done
    local set output scratch status=0
    for set in "${package_sets[@]}"; do
        # shellcheck disable=SC2086
        output=$(get_packages $set $base_packages 2>&1) ||
            skip_all "Debian's packages $set cannot be had: ${output##*$'\n'}"
    done
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/mailnorm-daemons.XXXXXX")
    inside=$scratch unshare --net --mount --pid --uts --fork --kill-child --mount-proc bash "$0" &
    # shellcheck disable=SC2064
    trap "kill -KILL $! 2>/dev/null; wait $! 2>/dev/null; rmdir $scratch" EXIT
    trap 'exit 130' INT TERM HUP PIPE
    wait $! || status=$?
    exit "$status"
}

# ---- inside ----

# the first process of a PID namespace, or not yet inside
if [ $$ -ne 1 ]; then in_namespaces; fi
mount -t tmpfs -o mode=755 tmpfs "${inside:?}" && TMPDIR=$inside || exit 1
. "$srcdir/lib.sh"
hostname "$hostname"

# make_root NAME FIRST - $work/NAME holds what is on the list of the package FIRST; lo is up
make_root() {
    local root=$work/$1 archive address
    mkdir -m 755 "$root"
    while read -r archive; do
        dpkg-deb --fsys-tarfile "$packages/$archive" | tar -x -C "$root" --keep-directory-symlink \
            --exclude=./usr/share/{doc,man,locale,perl}
    done <"$packages/$2.list"
    mknod -m 666 "$root/dev/null" c 1 3
    mknod -m 666 "$root/dev/urandom" c 1 9
    chown nobody "$root/dev"
    printf '127.0.0.1 localhost\n127.0.1.1 %s\n%s\n' "$hostname" "$hosts" >"$root/etc/hosts"
    printf 'hosts: files\npasswd: files\ngroup: files\n' >"$root/etc/nsswitch.conf"
    : >"$root/etc/resolv.conf"
    accounts "$root" root:0 mail:8 sasl:45 alice:1001 bob:1002 nobody:65534
    printf 'nogroup:x:65534:\n' >>"$root/etc/group"
    mkdir -p "$root/home" "$root/var/mail" && chmod 1777 "$root/var/mail"
    within "$1" ip link set lo up
    while read -r address _; do within "$1" ip address replace "$address/32" dev lo </dev/null; done <<<"$hosts"
}

# accounts ROOT NAME:ID... - users with groups of the same name and id
accounts() {
    local root=$1 account name id
    shift
    for account; do
        name=${account%:*} id=${account#*:}
        echo "$name:x:$id:$id::/home:/bin/sh" >>"$root/etc/passwd"
        echo "$name:x:$id:" >>"$root/etc/group"
    done
}

# within NAME COMMAND... - in that root; as_user USER-ID NAME COMMAND...
within() { as_user 0 "$@"; }
as_user() {
    chroot --userspec="$1:$1" "$work/$2" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "${@:3}"
}

# login NAME USER PASSWORD - in the sasldb of that root
login() {
    within "$1" saslpasswd2 -c -p -u "$hostname" "$2" <<<"$3"
    chmod 644 "$work/$1/etc/sasldb2"
}

# start_syslog NAME - a rsyslogd on /dev/log of that root, with both modules and a receiver
start_syslog() {
    start_gelfsink
    start_rsyslogd <<CONF
module(load="imuxsock" sysSock.use="off")
module(load="mmmailnorm")
module(load="omgelf")
global(localHostname="${hostname%%.*}")
input(type="imuxsock" socket="$work/$1/dev/log" ruleset="test")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases")
    action(type="omgelf" target="127.0.0.1" port="$gelfsink_port" action.resumeRetryCount="-1")
}
CONF
}

# ---- clients and servers ----

# smtp ADDRESS PORT COMMAND... - one session; after each command its reply is awaited. What was
# said is in $work/smtp.log; the last reply but QUIT's is in $reply.
smtp() {
    local peer command answer
    exec {peer}<>"/dev/tcp/$1/$2" || return 1
    smtp_reply
    for command in "${@:3}" QUIT; do
        printf '%s\r\n' "$command" >&"$peer"
        reply=${answer:-}
        smtp_reply
        printf '%s\n' "> $command" "$answer" >>"$work/smtp.log"
    done
    exec {peer}>&-
}

# smtp_reply - of several lines the last, which has a blank behind the code
smtp_reply() {
    while read -r -t 30 answer <&"$peer"; do
        answer=${answer%$'\r'}
        [[ $answer =~ ^[0-9]{3}- ]] || return 0
    done
    answer="no reply"
}

# mail NAME FROM - DATA's argument for smtp: the message with Message-Id NAME
mail() {
    printf '%s\r\n' "From: <$2>" "Subject: $1" "Message-Id: <$1@example.net>" "" "Hello."
    printf .
}

# from_outside NAME RECIPIENT... - a client sends the message NAME
from_outside() {
    local recipients=("${@:2}")
    recipients=("${recipients[@]/%/>}")
    recipients=("${recipients[@]/#/RCPT TO:<}")
    smtp 203.0.113.7 25 "EHLO client.example.net" "MAIL FROM:<sender@example.net>" "${recipients[@]}" DATA \
        "$(mail "$1" sender@example.net)"
}

# by_alice NAME RECIPIENT [OPTION] - a user logs in and sends the message NAME
by_alice() {
    smtp 192.0.2.10 587 "EHLO desk.example.com" "$(plain alice secret)" "MAIL FROM:<alice@example.net>" \
        "RCPT TO:<$2>${3:+ $3}" DATA "$(mail "$1" alice@example.net)"
}

# plain USER PASSWORD - the command that logs in
plain() {
    echo "AUTH PLAIN $(printf '\0%s\0%s' "$1" "$2" | base64)"
}

# sink NAME ADDRESS OPTION... - the next mail server at ADDRESS, which takes or, by the options,
# refuses all: Postfix's smtp-sink of the root NAME
declare -A sinks=()
sink() {
    chroot "$work/$1" /usr/sbin/smtp-sink -u nobody -h mx.example.org "${@:3}" "$2:25" 100 \
        2>>"$work/sink.err" &
    sinks[$2]=$!
    wait_for 10 port_is_open "$2" 25 || fail "smtp-sink listens at $2" "$(cat "$work/sink.err")"
}

stop_sink() {
    kill "${sinks[$1]}"
    wait "${sinks[$1]}" 2>/dev/null
}

port_is_open() {
    (: >"/dev/tcp/$1/$2") 2>/dev/null
}

# ---- what the receiver got ----

# events FILTER - of jq: the frames for which it is true
events() {
    jq -c "select($1)" "$work/gelfsink.frames"
}

events_reach() {
    [ "$(events "$2" | wc -l)" -ge "$1" ]
}

# expect_events SENTENCE FILTER NUMBER
expect_events() {
    local got
    got=$(events "$2")
    if [ -n "$got" ] && [ "$(wc -l <<<"$got")" -eq "$3" ]; then
        pass "$1"
    else
        fail "$1" "got:  $(grep -c . <<<"$got")" "want: $3" "$(jq -r .short_message <<<"$got")"
    fi
}

# expect_no_events SENTENCE FILTER - what is found is shown
expect_no_events() {
    expect_equal "$1" "$(events "$2" | jq -r .short_message)" ""
}

# deliveries RULE - a line for each delivery, sorted: the message at the head of its trace, then
# recipient, status, next server, sender, client and user, "-" where there is none
deliveries() {
    jq -rs --arg rule "$1" '
        def name: (._email_message_id // "-") | sub("@.*"; "");
        (map(select(._vendor_trace_id and ._email_message_id)) | group_by(._vendor_trace_id)
            | map({key: .[0]._vendor_trace_id, value: (.[0] | name)}) | from_entries) as $head
        | .[] | select(._mailnorm_rule == $rule)
        | [$head[._vendor_trace_id // ""], ._email_to, ._vendor_status,
           ._vendor_relay_ip // ._vendor_relay_service, ._email_from, ._source_ip, ._user_name // ._user_id] | map(. // "-") | join(" ")' \
        "$work/gelfsink.frames" | sort
}

# expect_lines SENTENCE GOT WANT - as expect_equal, but shows what differs
expect_lines() {
    if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "< got, > want" "$(diff <(echo "$2") <(echo "$3"))"; fi
}
