#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# lifecycle - stops, starts and HUPs at random moments cost no message and no crash
#
# ROUNDS=NUMBER, SEED=NUMBER: so many rounds from that seed on; `make check-lifecycle ROUNDS=100` takes
# a quarter of an hour.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/faults.sh"
. "$srcdir/lifecycle.sh"
seeds="1 3 9 19"
[ -z "${ROUNDS:-}" ] || seeds=$(seq "${SEED:-1}" $((${SEED:-1} + ROUNDS - 1)))
for seed in $seeds; do
    round "$seed"
done
finish
