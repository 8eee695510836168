# SPDX-License-Identifier: Apache-2.0
# make install brings modules, rulebases, docs and examples; make uninstall takes all of it away.
. "$srcdir/lib.sh" || exit 1

in_build() { set_up make -s -C "$builddir/.." DESTDIR="$work/root" "$@"; }
# ours SUFFIX - installed files whose names end so
ours() { (cd "$work/root" && find . -name "*$1" -printf '%f\n' | sort | paste -sd' '); }

in_build install
expect_equal "rsyslog's folder gets three modules, and nothing beside them" \
    "$(cd "$work/root" && find . -path '*/rsyslog/*' -printf '%f\n' | sort | paste -sd' ')" "mmmailnorm.so omgelf.so smgelf.so"
expect_equal "each page of docs is installed" "$(cd "$work/root" && find . -path '*/docs/*' -printf '%f\n' | sort)" \
    "$(cd "$srcdir/../docs" && find . \( -name '*.md' -o -name '*.svg' \) -printf '%f\n' | sort)"
expect_equal "each ready configuration is an example" "$(ours .conf)" \
    "$(cd "$srcdir/../contrib/rsyslog.d" && find . -name '*.conf' -printf '%f\n' | sort | paste -sd' ')"
expect_equal "the command and each module have a manual page" "$(ours .[15])" \
    "mailnorm-check.1 mmmailnorm.5 omgelf.5 smgelf.5"
expect "all rulebases are there" diff -r -x 'Makefile*' -x README.md "$srcdir/../rulebases" \
    "$(find "$work/root" -type d -name rulebases -path '*share/rsyslog-mailnorm*')"

for page in mmmailnorm omgelf smgelf; do
    manual=$(find "$work/root" -name "$page.5")
    expect_equal "$page(5) has each parameter of its page" "$(sed -n 's/^\.SS //p' "$manual")" \
        "$(sed -n 's/^### //p' "$srcdir/../docs/$page.md")"
    sentence="$page(5) has nothing that groff warns of"
    if command -v groff >/dev/null; then
        expect_equal "$sentence" "$(groff -man -Tutf8 -K utf8 -ww -z "$manual" 2>&1 | grep -v 'cannot adjust line')" ""
    else
        skip "$sentence" "there is no groff here"
    fi
done

in_build uninstall
expect_equal "uninstall leaves no file" "$(find "$work/root" ! -type d)" ""
expect_equal "uninstall leaves no folder of ours" "$(find "$work/root" -name '*mailnorm*')" ""
finish
