# SPDX-License-Identifier: Apache-2.0
# The attacks that forge fields, in every run of the tests; make check-attacks runs them alone.
. "$srcdir/attacks/forging.sh"
