#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# quickstart.sh - from a clean clone on Debian or Ubuntu to a running product
#
#     ./quickstart.sh demo    build, then watch mail logs become GELF events
#     ./quickstart.sh test    build, then run all tests
#
# Installs the packages below that are missing (as root or through sudo), gets
# rsyslog's source for its headers, and builds in build/. The system's rsyslog is
# never touched. Both may be called again at any time.
#
# Both take --with-rsyslog-src=DIR, a source tree of the rsyslog that is installed. It
# is needed where apt-get source has none: where rsyslog comes from elsewhere, or where
# the archive has moved on (Debian sid). Then unpack rsyslog's tarball of the version
# that `rsyslogd -v` names, and give its directory.
#
# test takes variables, each set with its own build directory:
#
#     ./quickstart.sh test SANITIZE=address,undefined     ./quickstart.sh test CC=clang
#     ./quickstart.sh test SANITIZE=thread                ./quickstart.sh test VG=1
#     ./quickstart.sh test --disable-sse2                 the plain C that other processors get
#     ./quickstart.sh test ONLY="_test samples"           tests whose names have one of the words
#
#     ./quickstart.sh analyze    build, then look for faults with cppcheck and clang's analyzer
set -euo pipefail
cd "$(dirname "$0")"

build_packages=(autoconf automake libtool gcc libc6-dev make pkg-config dpkg-dev ca-certificates procps
    rsyslog rsyslog-openssl rsyslog-gnutls rsyslog-kafka
    liblognorm-dev libestr-dev libfastjson-dev libmaxminddb-dev zlib1g-dev libxxhash-dev
    libjson-c-dev libcmocka-dev libssl-dev openssl jq)

command=${1:-}
build=build
variables=()
warnings=()
source_option=

# ---- progress and failure ----

step=starting
session=

step() {
    step=$1
    printf '\n==> %s\n' "$step"
}

die() {
    printf '\nquickstart: %s\n' "$@" >&2
    [ "$command" != test ] || echo "0 passed, 1 failed, 0 skipped"
    exit 1
}

# run_session COMMAND... - in a session of its own, so that on_exit finds all its processes
run_session() {
    setsid "$@" &
    session=$!
    wait "$session"
}

# quietly COMMAND... - output to the log; its end is shown where the command fails
quietly() {
    mkdir -p "$build"
    local log=$build/quickstart.log
    if ! run_session "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        die "failed while $step" "the whole output is in $log"
    fi
}

on_exit() {
    [ -z "$session" ] && return
    if pkill -TERM -s "$session" 2>/dev/null; then
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            pgrep -s "$session" >/dev/null || return
            sleep 0.3
        done
        pkill -KILL -s "$session" 2>/dev/null || true
    fi
}
trap on_exit EXIT
trap 'die "interrupted while $step"' INT TERM HUP

# ---- packages ----

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "root is needed to install packages: call as root, install sudo, or install them yourself:" "$*"
    fi
}

missing_packages() {
    local package
    for package; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"
}

install_packages() {
    command -v dpkg-query >/dev/null || die "this needs Debian 12, a later one, or a relative: there is no dpkg here"
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    step "installing ${missing[*]}"
    mkdir -p "$build"
    local log=$build/quickstart.log
    apt_get update >"$log" 2>&1 || echo "some package lists could not be read; going on with those that are here"
    if ! apt_get install --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
        tail -n 20 "$log" >&2
        die "failed while $step" "the whole output is in $log"
    fi
}

# ---- build ----

build_modules() {
    if [ ! -x configure ] || [ -n "$(find configure.ac Makefile.am */Makefile.am */*/Makefile.am -newer configure)" ]; then
        step "making configure"
        quietly autoreconf -fi
    fi
    local directory
    directory=$(rsyslog_module_directory)
    if [ ! -f "$build/config.status" ] || [ configure -nt "$build/config.status" ] || [ -n "$source_option" ]; then
        step "getting rsyslog's source and configuring in $build/"
        mkdir -p "$build"
        quietly env -C "$build" "$PWD/configure" --prefix=/usr --libdir="$(dirname "$directory")" \
            ${source_option:+"$source_option"} "${variables[@]}"
    fi
    step "building"
    quietly make -s -j2 -C "$build" "${warnings[@]}"
}

rsyslog_module_directory() {
    local directory
    for directory in /usr/lib/*/rsyslog /usr/lib64/rsyslog /usr/lib/rsyslog; do
        if [ -e "$directory/lmnet.so" ]; then echo "$directory" && return; fi
    done
    die "rsyslog's module directory is in none of the usual places"
}

# ---- the commands ----

# geo_databases - prints the files of the world that contrib/geo-database has put into build/geo, else makes
# and prints a small one that knows the sample lines' networks
geo_databases() {
    local small=$PWD/$build/places.mmdb places
    if compgen -G "$PWD/$build/geo/*.mmdb"; then return; fi
    quietly make -s -C "$build/tests" mmdb_make
    mapfile -t places < <(grep -v '^#' contrib/demo/places | tr '\t' '\n')
    quietly "$build/libtool" --mode=execute "$build/tests/mmdb_make" "$small" 6 "${places[@]}"
    echo "$small"
}

show_demo() {
    install_packages "${build_packages[@]}"
    build_modules
    quietly make -s -C "$build/tests" gelfsink
    local databases
    geo_databases >"$build/geo_databases"
    mapfile -t databases <"$build/geo_databases"
    step "sending the sample logs through a private rsyslogd"
    run_session contrib/demo/run "$build" "${databases[@]}" || die "failed while $step"
    [ -d "$build/geo" ] || echo "
The places are from contrib/demo/places, which knows the sample lines' networks only. For the whole world:
    contrib/geo-database --into $build/geo                        (needs npm; 135 MB), then the demo once more"
}

# what make check prints is shown as it comes; its last line is kept for the end
run_tests() {
    install_packages "${build_packages[@]}" shellcheck strace iproute2 groff-base ${CI:+clang-format} ${VG:+valgrind} ${clang:+clang}
    # A warning is an error in CI only: a newer compiler or test library warns of more. Sanitizers' own
    # code makes gcc warn of what cannot happen.
    if [ -n "${CI:-}" ] && [[ ${variables[*]} != *SANITIZE=* ]]; then
        warnings=(WARNINGS="-Wall -Wextra -Wshadow -Werror")
    fi
    build_modules
    step "testing"
    local log=$PWD/$build/check.log status=0 summary
    local is_summary='^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$'
    run_session bash -o pipefail -c "make -s -j2 --no-print-directory -C '$build' ${warnings[*]@Q} check 2>&1 |
        tee '$log' | { grep --line-buffered -vE '$is_summary' || true; }" || status=$?
    summary=$(grep -E "$is_summary" "$log" | tail -n 1) ||
        die "make check broke off before its end; its output is in $log"
    [ "$status" -eq 0 ] || printf '\nsome tests failed; all output is in %s\n' "$log"
    echo "$summary"
    exit "$status"
}

analyze() {
    install_packages "${build_packages[@]}" cppcheck clang
    build_modules
    step "analyzing"
    run_session make -s --no-print-directory -C "$build" analyze || die "there are findings"
}

[ $# -eq 0 ] || shift
clang=
for word; do
    case $word in
    --with-rsyslog-src=*) source_option=--with-rsyslog-src=$(realpath -- "${word#*=}") ;;
    VG=* | ONLY=*) export "${word?}" ;;
    --disable-*) variables+=("$word") ;;
    CC=clang*) clang=1 variables+=("$word") ;;
    *=*) variables+=("$word") ;;
    *) die "$word is neither a variable nor an option; see the head of quickstart.sh" ;;
    esac
done
[ ${#variables[@]} -eq 0 ] || build=build-$(printf '%s' "${variables[*]#--}" | tr -c 'A-Za-z0-9.' -)

case $command in
demo) show_demo ;;
test) run_tests ;;
analyze) analyze ;;
*) sed -n '3,/^set/s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
