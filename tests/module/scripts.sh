# SPDX-License-Identifier: Apache-2.0
# Each shell script of the project is one that bash can read, and shellcheck has nothing against.
. "$srcdir/lib.sh" || exit 1

cd "$srcdir/.." || exit 1
mapfile -t scripts < <(find quickstart.sh .ci contrib tests -type f \
    \( -name '*.sh' -o -exec sh -c 'head -n 1 "$1" | grep -qE "^#!.*(ba)?sh$"' sh {} \; \) -print | sort)
expect_at_least "the scripts are found" ${#scripts[@]} 40

wrong=()
for script in "${scripts[@]}"; do
    bash -n "$script" 2>>"$work/wrong" || wrong+=("$script")
done
expect_equal "bash can read each script" "${wrong[*]}" ""

# what .shellcheckrc leaves out: variables that lib.sh sets, or a test for lib.sh
sentence="shellcheck warns of nothing"
if command -v shellcheck >/dev/null; then
    expect_equal "$sentence" "$(shellcheck --severity=warning --shell=bash --format=gcc "${scripts[@]}")" ""
else
    skip "$sentence" "there is no shellcheck here"
fi
finish
