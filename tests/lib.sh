# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# lib.sh - what the tests with a real rsyslogd have in common
#
#     . "$srcdir/lib.sh" || exit 1
#     start_gelfsink
#     start_rsyslogd <<CONF
#     module(load="mmmailnorm")
#     module(load="omgelf")
#     ruleset(name="test") {
#         action(type="mmmailnorm" rulebaseDirectory="$rulebases")
#         action(type="omgelf" target="127.0.0.1" port="$gelfsink_port")
#     }
#     CONF
#     send_lines <"$srcdir/data/postfix.log"
#     wait_for 20 frames_reach 400
#     expect_equal "each line arrives as one frame" "$(frame_count)" 400
#     finish
#
# The config of a test must define a ruleset "test": imptcp, on a free TCP port, gives
# it the lines of send_lines. All else is prepared. All files are in $work. It is removed
# when the test ends, however it ends (KEEP=1: it stays), and all processes are killed.
#
# NAME is "rsyslogd" (or "gelfsink") where none is given.
#     $work/NAME.conf    config            $work/NAME.log     rsyslogd's own messages
#     $work/NAME.spool   workDirectory     $work/NAME.stats   impstats, JSON, each second
#     $work/NAME.err     stderr            $work/NAME.frames  what a gelfsink received
#
# RSYSLOG=/opt/rsyslog takes rsyslogd and its modules from that prefix, not the system's.
# VG=1 puts valgrind before rsyslogd and makes every wait ten times as long.
# Modules built with SANITIZE get their run-time library by LD_PRELOAD; errors in
# rsyslogd's own code are not reported then. As root, rsyslogd runs as nobody.
set -u
srcdir=${srcdir:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
builddir=${builddir:-$PWD}
PATH=${RSYSLOG:+$RSYSLOG/sbin:}$PATH:/usr/sbin:/sbin
work=$(mktemp -d "${TMPDIR:-/tmp}/mailnorm-test.XXXXXX")
declare -A pids=()
tests=0 failures=0
slow=1
[ -z "${VG:-}" ] || slow=10

# ---- the end ----

cleanup() {
    trap '' INT TERM HUP PIPE
    local name
    for name in "${!pids[@]}"; do
        kill -KILL "${pids[$name]}" 2>/dev/null && wait "${pids[$name]}" 2>/dev/null
    done
    [ -n "${KEEP:-}" ] && echo "# kept: $work" || rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP PIPE

# finish - stop what still runs, print the plan, exit non-zero after a failure
finish() {
    local name
    for name in "${!pids[@]}"; do
        case $name in *gelfsink*) stop_gelfsink "$name" ;; *) stop_rsyslogd "$name" ;; esac
    done
    echo "1..$tests"
    [ "$failures" -eq 0 ]
    exit
}

# ---- assertions: one TAP line each; a failure shows what came and what was wanted ----

pass() {
    tests=$((tests + 1))
    echo "ok $tests - $1"
}

# fail SENTENCE [LINE...] - the lines explain
fail() {
    tests=$((tests + 1)) failures=$((failures + 1))
    echo "not ok $tests - $1"
    shift
    [ $# -eq 0 ] || printf '%s\n' "$@" | head -40 | sed 's/^/# /'
    return 1
}

skip() {
    tests=$((tests + 1))
    echo "ok $tests - $1 # SKIP $2"
}

# give_up SENTENCE [LINE...] - fail and end the test: later assertions would be meaningless
give_up() {
    fail "$@"
    finish
}

# set_up COMMAND... - a command that the test needs; if it fails, the test ends and shows its output
set_up() {
    local output
    output=$("$@" 2>&1) || give_up "the test can be set up" "failed: $*" "$output"
}

# expect SENTENCE COMMAND... - the command succeeds
expect() {
    local sentence=$1 output
    shift
    if output=$("$@" 2>&1); then pass "$sentence"; else fail "$sentence" "failed: $*" "$output"; fi
}

# expect_equal SENTENCE GOT WANT
expect_equal() {
    if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "got:  $2" "want: $3"; fi
}

# expect_at_least SENTENCE GOT WANT - integers
expect_at_least() {
    if [ "$2" -ge "$3" ]; then pass "$1"; else fail "$1" "got:  $2" "want: at least $3"; fi
}

# expect_match SENTENCE GOT REGEX - an extended regular expression finds something
expect_match() {
    if grep -qE -- "$3" <<<"$2"; then pass "$1"; else fail "$1" "want: $3" "got:" "$2"; fi
}

expect_no_match() {
    if grep -qE -- "$3" <<<"$2"; then fail "$1" "want nothing like: $3" "got:" "$2"; else pass "$1"; fi
}

# wait_for SECONDS COMMAND... - repeat the command until it succeeds; false when the time is over
wait_for() {
    local until=$((SECONDS + $1 * slow + 1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$until" ] || return 1
        sleep 0.05
    done
}

# ---- rsyslogd ----

# Modules and rulebases are copied to $work: nobody may read it, and a test may
# change its rulebases.
modules=$work/modules
rulebases=$work/rulebases
unprivileged=()
memcheck=()

prepare() {
    mkdir "$modules"
    set_up cp "$builddir"/../plugins/*/.libs/*.so "$modules"
    set_up rsyslogd -v
    cp -r "$srcdir/../rulebases" "$srcdir/leaks" "$work"
    chmod -R u+rwX,go+rX "$work"
    if [ "$(id -u)" -eq 0 ]; then
        unprivileged=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
        chown -R nobody:nogroup "$work"
    fi
    [ -z "${VG:-}" ] || memcheck=(valgrind -q --error-exitcode=99 --leak-check=full
        --errors-for-leak-kinds=definite --suppressions="$work/leaks/valgrind")
    # libgnutls too: loaded later, below ASAN, it waits for ever for a lock of gettext's
    preload=$(ldd "$modules"/*.so 2>/dev/null | awk '/lib([atl]|ub)san/ { print $3 }' | sort -u | paste -sd:)
    preload=${preload:+$preload:libgnutls.so.30}
    system_modules=$(ls -d /usr/lib/*/rsyslog/lmnet.so /usr/lib64/rsyslog/lmnet.so /usr/lib/rsyslog/lmnet.so 2>/dev/null |
        head -1 | xargs dirname)
    [ -z "${RSYSLOG:-}" ] || system_modules=$RSYSLOG/lib/rsyslog
}

# rsyslogd_with NAME OPTION... - rsyslogd in place of the caller's process
rsyslogd_with() {
    local name=$1
    shift
    exec env ${preload:+LD_PRELOAD="$preload" TSAN_OPTIONS=ignore_noninstrumented_modules=1:report_thread_leaks=0} \
        LSAN_OPTIONS="suppressions=$work/leaks/lsan:print_suppressions=0" \
        "${unprivileged[@]}" "${memcheck[@]}" rsyslogd -M "$modules:$system_modules" -f "$work/$name.conf" "$@"
}

# write_config NAME - write the part that all tests share, and then stdin
write_config() {
    local name=$1
    "${unprivileged[@]}" mkdir -p "$work/$name.spool"
    cat >"$work/$name.conf" <<CONF
global(workDirectory="$work/$name.spool" maxMessageSize="64k" processInternalMessages="on")
module(load="imptcp")
module(load="impstats" interval="1" format="json" log.syslog="off" log.file="$work/$name.stats")
input(type="imptcp" address="127.0.0.1" port="0" listenPortFileName="$work/$name.port"
      supportOctetCountedFraming="off" ruleset="test")
if \$syslogfacility-text == "syslog" then action(type="omfile" file="$work/$name.log")
CONF
    cat >>"$work/$name.conf"
}

# check_config NAME - `rsyslogd -N1` on the config from stdin; $work/NAME.err holds
# what it says; returns its exit status. rsyslogd itself leaks at config errors.
check_config() {
    write_config "$1"
    (memcheck=() && rsyslogd_with "$1" -N1) >"$work/$1.err" 2>&1
}

# complaints [NAME] - what rsyslogd said in $work/NAME.err of the config that a test is about
#
# Left out is what 8.2606 and later advise on every configuration: to end at a mistake, and
# to give a ruleset that an input feeds a queue of its own, in which a crash would lose lines.
complaints() {
    grep -vE "config validation run|insecure default in use: global\\(abortOnUncleanConfig|input-bound ruleset '.*' has no" \
        "$work/${1:-rsyslogd}.err"
}

# start_rsyslogd [NAME] - with the config from stdin; returns when it takes lines
start_rsyslogd() {
    write_config "${1:-rsyslogd}"
    launch_rsyslogd "${1:-rsyslogd}"
}

# launch_rsyslogd [NAME] - start it with the config and spool that exist
launch_rsyslogd() {
    local name=${1:-rsyslogd}
    rm -f "$work/$name.port"
    : >"$work/$name.log" && chmod 666 "$work/$name.log"
    (rsyslogd_with "$name" -n -i "$work/$name.pid") >>"$work/$name.err" 2>&1 &
    pids[$name]=$!
    # the GnuTLS driver looks for a prime number first: below valgrind minutes, with bad luck
    wait_for 30 rsyslogd_is_up "$name" && return
    fail "$name starts" "$(cat "$work/$name.err" "$work/$name.log")"
    finish
}

rsyslogd_is_up() {
    [ -s "$work/$1.port" ] && grep -q '\] start' "$work/$1.log"
}

# stop_rsyslogd [NAME] - SIGTERM; fails if the exit status is not 0, or it does not end within 30 s
stop_rsyslogd() {
    local name=${1:-rsyslogd} status=0 pid
    pid=${pids[$name]}
    kill -TERM "$pid"
    wait_for 30 ended "$pid" || kill -KILL "$pid"
    wait "$pid" 2>/dev/null || status=$?
    unset "pids[$name]"
    if [ "$status" -eq 0 ]; then
        pass "$name stops with status 0"
    else
        fail "$name stops with status 0" "got:  $status" "$(tail -n 30 "$work/$name.err")"
    fi
}

# ended PID - also true for a zombie
ended() {
    [ ! -e "/proc/$1" ] || grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null
}

# kill_rsyslogd [NAME] - SIGKILL, as a crash would
kill_rsyslogd() {
    local name=${1:-rsyslogd}
    kill -KILL "${pids[$name]}"
    wait "${pids[$name]}" 2>/dev/null
    unset "pids[$name]"
}

# hup_rsyslogd [NAME] - SIGHUP; returns when rsyslogd says that it was HUPed
hup_rsyslogd() {
    local name=${1:-rsyslogd} before
    before=$(grep -c 'was HUPed' "$work/$name.log")
    kill -HUP "${pids[$name]}"
    wait_for 10 huped_since "$name" "$before" || fail "$name takes SIGHUP" "$(cat "$work/$name.log")"
}

huped_since() {
    [ "$(grep -c 'was HUPed' "$work/$1.log")" -gt "$2" ]
}

# send_lines [NAME] - stdin to rsyslogd's TCP port, a message a line
send_lines() {
    local port
    port=$(<"$work/${1:-rsyslogd}.port")
    cat >"/dev/tcp/127.0.0.1/$port"
}

# counter ORIGIN COUNTER [NAME] - impstats' last value, summed over the objects of
# that origin ("mmmailnorm"); 0 where there is none yet
counter() {
    awk -v origin="\"origin\":\"$1\"" -v counter="\"$2\":" '
        { gsub(/: "/, ":\""); gsub(/": /, "\":") }
        index($0, origin) && (at = index($0, counter)) {
            object = $0; sub(/.*"name":"/, "", object); sub(/".*/, "", object)
            last[object] = substr($0, at + length(counter)) + 0
        }
        END { for (object in last) sum += last[object]; print sum + 0 }' "$work/${3:-rsyslogd}.stats" 2>/dev/null ||
        echo 0
}

# counter_reaches ORIGIN COUNTER NUMBER [NAME]
counter_reaches() {
    [ "$(counter "$1" "$2" "${4:-rsyslogd}")" -ge "$3" ]
}

# ---- the receiver ----

# start_gelfsink [NAME [OPTION...]] - a Graylog input with a free port, which goes
# to $NAME_port; "gelfsink --help" tells the options
start_gelfsink() {
    local name=${1:-gelfsink}
    [ $# -eq 0 ] || shift
    rm -f "$work/$name.port"
    "$builddir/gelfsink" --port-file "$work/$name.port" --summary "$work/$name.summary" "$@" \
        >>"$work/$name.frames" 2>>"$work/$name.err" &
    pids[$name]=$!
    wait_for 10 test -s "$work/$name.port" || { fail "$name starts" "$(cat "$work/$name.err")"; finish; }
    printf -v "${name}_port" %s "$(<"$work/$name.port")"
}

stop_gelfsink() {
    local name=${1:-gelfsink}
    kill -TERM "${pids[$name]}" 2>/dev/null
    wait "${pids[$name]}" 2>/dev/null
    unset "pids[$name]"
}

frame_count() {
    wc -l <"$work/${1:-gelfsink}.frames"
}

# frames_reach NUMBER [NAME]
frames_reach() {
    [ "$(frame_count "${2:-gelfsink}")" -ge "$1" ]
}

prepare
