# SPDX-License-Identifier: Apache-2.0
# The modules load into the rsyslogd of this machine and leave it without complaint.
. "$srcdir/lib.sh" || exit 1

for module in "$modules"/*.so; do
    name=$(basename "$module" .so)
    check_config "$name" <<CONF
module(load="$name")
ruleset(name="test") { stop }
CONF
    expect_equal "rsyslogd -N1 accepts $name" $? 0
    expect_equal "and has nothing to say about $name" "$(complaints "$name")" ""

    expect_equal "$name exports modInit and nothing else" \
        "$(nm -D --defined-only "$module" | awk '$2 != "w" { print $3 }' | sort | paste -sd' ')" modInit
done

# another version of rsyslogd: the same program with other digits in the text of `rsyslogd -v`
version=$(rsyslogd -v | sed -n '1s/^rsyslogd  *\([0-9.]*[0-9]\) .*/\1/p')
other=8.$(tr 0-9 9 <<<"${version#8.}")
mkdir "$work/other" && sed "s/rsyslogd  $version (aka/rsyslogd  $other (aka/" \
    "$(command -v rsyslogd)" >"$work/other/rsyslogd" && chmod -R a+rx "$work/other"
if [ -n "$version" ] && [ ${#memcheck[@]} -eq 0 ] && grep -qF "rsyslogd  $other (aka" "$work/other/rsyslogd"; then
    for module in "$modules"/*.so; do
        name=$(basename "$module" .so)
        PATH=$work/other:$PATH check_config "$name" <<CONF
module(load="$name")
ruleset(name="test") { stop }
CONF
        expect_match "$name says that it is not for rsyslog $other" "$(<"$work/$name.err")" \
            "$name was built for rsyslog $version, and this is $other; install the build for $other"
    done
else
    skip "a module says that it is not for another rsyslog" "the text of the version is not found"
fi

start_rsyslogd <<CONF
$(for module in "$modules"/*.so; do echo "module(load=\"$(basename "$module" .so)\")"; done)
ruleset(name="test") { action(type="mmmailnorm" rulebaseDirectory="$rulebases") }
CONF
send_lines <"$srcdir/data/postfix.log"
expect "a running rsyslogd passes lines through mmmailnorm" \
    wait_for 10 counter_reaches mmmailnorm lines "$(wc -l <"$srcdir/data/postfix.log")"
finish
