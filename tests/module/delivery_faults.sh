#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# delivery_faults - omgelf loses nothing, whatever happens to receiver or rsyslogd
#
# The quick half of tests/fault-suite: a tenth of its messages, omgelf only.
. "$(dirname "$0")/../lib.sh"
scale=10
. "$srcdir/faults.sh"

survives() {
    local sentence="${fault_title[$1]}, $2: no message is lost"
    run_fault "$1" omgelf "$2"
    case $? in
        0)
            if [ "$lost" -eq 0 ] && [ "$invalid" -eq 0 ]; then
                pass "$sentence"
                echo "# $1 $2: $total messages, $duplicates came twice, $seconds s"
            else
                fail "$sentence" "got:  $lost of $total lost, $invalid frames invalid" "want: 0, 0" \
                    "$(cut -c1-300 "$work/rsyslogd.log")"
            fi
            ;;
        *) skip "$sentence" "not on this system or transport" ;;
    esac
}

for fault in $faults; do
    [ "$fault" = no_handshake ] || survives "$fault" plain
done
for driver in gtls ossl; do
    driver_loads "$driver" || { skip "faults with $driver" "$no_driver"; continue; }
    for fault in reset kill_receiver half_close_dies talks no_handshake stop_while_down kill_sender; do survives "$fault" "$driver"; done
done
finish
