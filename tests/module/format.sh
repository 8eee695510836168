# SPDX-License-Identifier: Apache-2.0
# All C has the layout of .clang-format: what differs is shown; clang-format -i FILE makes it so.
. "$srcdir/lib.sh" || exit 1

sentence="all C has the layout of .clang-format"
# another version breaks some lines elsewhere
version=$(clang-format --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p')
if [ ! -e "$srcdir/../.clang-format" ]; then
    skip "$sentence" "the tarball has no .clang-format"
elif [ "$version" != 14 ]; then
    skip "$sentence" "this takes clang-format 14, here is ${version:-none}"
else
    mapfile -t sources < <(find "$srcdir/../plugins" "$srcdir" "$srcdir/../contrib" -name '*.[ch]')
    expect_at_least "the sources are found" ${#sources[@]} 150
    expect_equal "$sentence" "$(clang-format --dry-run "${sources[@]}" 2>&1 | grep -A2 'clang-format-violations')" ""
fi
finish
