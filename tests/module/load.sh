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

start_rsyslogd <<CONF
$(for module in "$modules"/*.so; do echo "module(load=\"$(basename "$module" .so)\")"; done)
ruleset(name="test") { action(type="mmmailnorm" rulebaseDirectory="$rulebases") }
CONF
send_lines <"$srcdir/data/postfix.log"
expect "a running rsyslogd passes lines through mmmailnorm" \
    wait_for 10 counter_reaches mmmailnorm lines "$(wc -l <"$srcdir/data/postfix.log")"
finish
