# SPDX-License-Identifier: Apache-2.0
# contrib/rsyslog-source finds a fitting source tree, with an apt that is played here.
. "$srcdir/lib.sh" || exit 1
script=$srcdir/../contrib/rsyslog-source
upstream=$(rsyslogd -v | awk 'NR == 1 { gsub(/[^0-9.]/, "", $2); print $2 }')
mkdir "$work/bin"

# play NAME - a command of that name, from stdin
play() { { echo '#!/bin/sh'; cat; } >"$work/bin/$1" && chmod 755 "$work/bin/$1"; }
# tree DIRECTORY VERSION - what the script takes for rsyslog's source
tree() {
    mkdir -p "$1/runtime" && touch "$1/runtime/rsyslog.h"
    echo "AC_INIT([rsyslog],[$2],[rsyslog@lists.adiscon.com])" >"$1/configure.ac"
}

play dpkg-source </dev/null
play dpkg-query <<<"printf %s $upstream-1+deb12u2"
play apt-cache <<CONF
case "\$*" in
*showsrc*) printf 'Version: %s\n' 7.0-1 $upstream-1+deb12u1 ${upstream}1-1 $upstream-1+deb12u2 ;;
esac
CONF
play apt-get <<CONF
echo "\$@" >>"$work/calls"
case "\$*" in
*update*) exit 0 ;;
*source*rsyslog=$upstream-1+deb12u1) cp -r "$work/archive" "rsyslog-$upstream" ;;
*) echo "E: Failed to fetch: 404  Not Found"; exit 100 ;;
esac
CONF
tree "$work/archive" "$upstream"
source_tree() { (cd "$work" && PATH=$work/bin:$PATH "$script" "$@" 2>"$work/said"); }

expect_equal "where the installed package's source is gone, one of the same upstream version is taken" \
    "$(source_tree --into "$work/into")" "$work/into/rsyslog-$upstream"
expect_equal "the exact version was tried first, other upstream versions never" \
    "$(grep -o 'rsyslog=.*' "$work/calls" | paste -sd' ')" \
    "rsyslog=$upstream-1+deb12u2 rsyslog=$upstream-1+deb12u1"
expect_equal "apt works on private lists only" \
    "$(grep -v 'Dir::Etc::sourcelist=/dev/null .*Dir::State::lists=.*/rsyslog-source\.' "$work/calls")" ""
expect_match "it says what it does" "$(cat "$work/said")" "trying apt-get source rsyslog=$upstream-1\+deb12u1"

rm "$work/calls"
expect_equal "a second call takes what the first one left" \
    "$(source_tree --into "$work/into")" "$work/into/rsyslog-$upstream"
expect "and asks nobody" test ! -e "$work/calls"

tree "$work/given" "$upstream"
expect_equal "a tree that is given comes first" \
    "$(source_tree --given "$work/given" --into "$work/into")" "$work/given"
tree "$work/older" 7.0.0
expect_equal "but not one of another version" \
    "$(source_tree --given "$work/older" --into "$work/into")" "$work/into/rsyslog-$upstream"
expect_match "which is told" "$(cat "$work/said")" "$work/older is no source tree of rsyslog $upstream"

play apt-get <<<'echo "E: no network"; exit 100'
source_tree --into "$work/nothing" >"$work/out"
expect_equal "without any source it fails" $? 1
expect_match "and names the way out" "$(cat "$work/said")" '--with-rsyslog-src=DIR'
finish
