# SPDX-License-Identifier: Apache-2.0
# Places of addresses in a real rsyslogd: several databases, their reload, and a
# bad one at the wrong time.
. "$srcdir/lib.sh"

# database NAME COUNTRY - moved into place, as one does that updates it
database() {
    set_up "$builddir/mmdb_make" "$work/$1.new" 4 8.8.8.0/24 "{\"country_code\":\"$2\",\"city\":\"city of $2\"}"
    chmod 644 "$work/$1.new" && mv "$work/$1.new" "$work/$1"
}

database city.mmdb AA
set_up "$builddir/mmdb_make" "$work/asn.mmdb" 6 8.8.8.0/24 '{"autonomous_system_number":64500}' \
    2a00:1450::/32 '{"autonomous_system_number":64501}'
chmod 644 "$work/asn.mmdb"

start_rsyslogd <<CONF
template(name="json" type="string" string="%\$!source_ip% %\$!source_geo_name%/%\$!source_ip_country_code%/%\$!source_as_number%/%\$!source_reserved_ip%\\n")
module(load="mmmailnorm")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" geoMode="both"
           geoDatabase=["$work/city.mmdb", "$work/asn.mmdb"])
    action(type="omfile" file="$work/out" template="json")
}
CONF

# places ADDRESS... - what the next lines give
places() {
    local before=0 address
    [ ! -e "$work/out" ] || before=$(wc -l <"$work/out")
    for address; do
        echo "<22>Nov 20 10:00:00 mx postfix/smtpd[7]: connect from unknown[$address]"
    done | send_lines
    wait_for 10 lines_reach $((before + $#)) || fail "every line comes through" "$(cat "$work/out")"
    tail -n +$((before + 1)) "$work/out"
}

lines_reach() { [ -e "$work/out" ] && [ "$(wc -l <"$work/out")" -ge "$1" ]; }

expect_equal "databases for cities and networks, IPv4 alone and both, answer together" \
    "$(places 8.8.8.8 2a00:1450::1 10.1.1.1 9.9.9.9)" \
    "8.8.8.8 city of AA, AA/AA/64500/
2a00:1450::1 //64501/
10.1.1.1 ///true
9.9.9.9 ///"

database city.mmdb BB
hup_rsyslogd
expect_equal "SIGHUP brings in the new database" "$(places 8.8.8.8)" "8.8.8.8 city of BB, BB/BB/64500/"

head -c 300 "$work/city.mmdb" >"$work/half" && chmod 644 "$work/half" && cat "$work/half" >"$work/city.mmdb"
hup_rsyslogd
expect_equal "a database that was cut short in place leaves the old one at work" \
    "$(places 8.8.8.8)" "8.8.8.8 city of BB, BB/BB/64500/"
wait_for 5 grep -q 'reload failed' "$work/rsyslogd.log"
expect_match "and is told" "$(cat "$work/rsyslogd.log")" \
    "reload failed, what ran before stays: $work/city.mmdb: is no MMDB database, or a part of one"

database city.mmdb CC
for _ in $(seq 100); do kill -HUP "${pids[rsyslogd]}"; done
hup_rsyslogd
expect_equal "a storm of SIGHUPs brings in the next one" "$(places 8.8.8.8)" "8.8.8.8 city of CC, CC/CC/64500/"
wait_for 5 counter_reaches mmmailnorm reloads 2
expect_equal "as one reload" "$(counter mmmailnorm reloads)" 2
expect_equal "the failed one is counted" "$(counter mmmailnorm geo_reload_failures)" 1
wait_for 5 counter_reaches mmmailnorm geo_hits 5
expect_equal "so are addresses that were found" "$(counter mmmailnorm geo_hits)" 5
expect_equal "and those that were not" "$(counter mmmailnorm geo_misses)" 1
finish
