# SPDX-License-Identifier: Apache-2.0
# The source tree: a stray file at the top is noticed, and the tarball has what git has, no more.
. "$srcdir/lib.sh" || exit 1

top=$(cd "$srcdir/.." && pwd)
cat >"$work/allowed" <<'END'
.ci
.clang-format
.editorconfig
.gitignore
.shellcheckrc
COPYING
CONTRIBUTING.md
ChangeLog
Makefile.am
README.md
SECURITY.md
configure.ac
contrib
docs
plugins
quickstart.sh
rulebases
tests
END
if git -C "$top" ls-files --cached --others --exclude-standard >"$work/files" 2>/dev/null && [ -s "$work/files" ]; then
    expect_equal "at the top are only names of the list in this test" \
        "$(cut -d/ -f1 "$work/files" | sort -u | grep -vxFf "$work/allowed")" ""
else
    skip "at the top are only names of the list in this test" "this is no clone of git"
fi

# what autoreconf and automake add
generated='^(INSTALL|aclocal.m4|ar-lib|compile|config\..*|configure|depcomp|install-sh|ltmain.sh|missing|test-driver|m4/.*|(.*/)?Makefile\.in)$'
set_up make -s -C "$builddir/.." distdir distdir=tarball-of-test
mv "$builddir/../tarball-of-test" "$work/tarball"
(cd "$work/tarball" && find . -type f -printf '%P\n' | sort) >"$work/packed"
expect_at_least "the tarball is a tree" "$(wc -l <"$work/packed")" 500
if [ -s "$work/files" ]; then
    (cd "$top" && while read -r file; do [ ! -f "$file" ] || echo "$file"; done <"$work/files") | sort >"$work/tracked"
    expect_equal "the tarball lacks nothing but git's and CI's own files" \
        "$(comm -23 "$work/tracked" "$work/packed" | grep -vxE '\.gitignore|\.clang-format|\.editorconfig')" ""
    expect_equal "the tarball has nothing else but what automake makes" \
        "$(comm -13 "$work/tracked" "$work/packed" | grep -vE "$generated")" ""
else
    skip "the tarball has what git has" "this is no clone of git"
fi
finish
