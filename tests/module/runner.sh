# SPDX-License-Identifier: Apache-2.0
# tests/run sums up what the programs print, and trusts none of them.
. "$srcdir/lib.sh" || exit 1

mkdir -p "$work/build/tests/unit" "$work/none/module"
printf '#!/bin/sh\nshift\nexec "$@"\n' >"$work/build/libtool"
chmod 755 "$work/build/libtool"

# run_of LINE... - last line of tests/run on one program that prints these, and its status
run_of() {
    { echo '#!/bin/sh'; printf 'echo "%s"\n' "$@"; } >"$work/build/tests/unit/x_test"
    [ "$exit_status" = 0 ] || echo "exit $exit_status" >>"$work/build/tests/unit/x_test"
    chmod 755 "$work/build/tests/unit/x_test"
    env -u VG srcdir="$work/none" builddir="$work/build/tests" UNIT_TESTS=unit/x_test bash "$srcdir/run" >"$work/output"
    echo "$? $(tail -1 "$work/output")"
}

exit_status=0
expect_equal "what passes is counted" "$(run_of 1..2 'ok 1 - a' 'ok 2 - b')" "0 2 passed, 0 failed, 0 skipped"
expect_equal "what fails is counted" "$(run_of 1..2 'ok 1 - a' 'not ok 2 - b')" "1 1 passed, 1 failed, 0 skipped"
expect_equal "a skip is no pass" "$(run_of 1..2 'ok 1 - a' 'ok 2 - b # SKIP no tool')" "0 1 passed, 0 failed, 1 skipped"
expect_equal "cmocka 1.1.5's skip is no failure" "$(run_of 1..2 'ok 1 - a' 'not ok 2 # SKIP b')" \
    "0 1 passed, 0 failed, 1 skipped"
expect_equal "a test that was not run is a failure" "$(run_of 1..3 'ok 1 - a')" "1 1 passed, 1 failed, 0 skipped"
expect_equal "no plan is a failure" "$(run_of 'ok 1 - a')" "1 1 passed, 1 failed, 0 skipped"
exit_status=3
expect_equal "a program that dies is a failure" "$(run_of 1..1 'ok 1 - a')" "1 1 passed, 1 failed, 0 skipped"

finish
