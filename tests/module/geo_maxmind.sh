# SPDX-License-Identifier: Apache-2.0
# Real databases: MaxMind's public test databases against the sources that they
# were made from, all their broken ones, and DB-IP's world where it is at hand
# (GEO_DATABASES, or what the demo has downloaded).
. "$srcdir/lib.sh"

check() {
    "$builddir/../libtool" --mode=execute "$builddir/../plugins/mmmailnorm/mailnorm-check" \
        --rulebase-dir "$rulebases" --format json "$@"
}

# places DATABASE... - the geo fields of the addresses from stdin, an object a line
places() {
    local options=() database
    for database; do options+=(--geo-database "$database"); done
    sed 's/.*/postfix\/smtpd[7]: connect from unknown[&]/' | check "${options[@]}" |
        jq -cS 'with_entries(select(.key | test("^source_(geo|as|reserved)_")))'
}

# the record of MaxMind's source as our fields; its numbers are texts
wanted='
def degrees: tostring | if contains(".") then sub("0+$"; "") else . + "." end | if endswith(".") then . + "0" else . end;
def fields: {
    source_geo_country_iso: .country.iso_code, source_geo_country: .country.names.en,
    source_geo_city: .city.names.en, source_geo_region: .subdivisions[0].names.en,
    source_geo_timezone: .location.time_zone,
    source_geo_coordinates:
        (if .location.latitude then (.location.latitude | degrees) + "," + (.location.longitude | degrees) else null end),
    source_geo_name:
        (if .city.names.en and .country.iso_code then .city.names.en + ", " + .country.iso_code else null end),
    source_as_number: ((.autonomous_system_number // .traits.autonomous_system_number) | if . then tostring else null end),
    source_as_organization: (.autonomous_system_organization // .traits.autonomous_system_organization)
} | with_entries(select(.value != null and .value != ""));
.[] | to_entries[] | "\(.key | sub("/.*"; "") | sub("^::(?<v4>[0-9]+[.])"; "\(.v4)"))\t\(.value | fields | tojson)"'

if maxmind=$("$srcdir/../contrib/test-databases" --into "$builddir/test-databases" 2>"$work/fetch.err"); then
    for name in GeoIP2-City GeoIP2-Country GeoIP2-Enterprise GeoIP2-Precision-Enterprise GeoLite2-ASN GeoIP2-ISP; do
        jq -r "$wanted" "$maxmind/source-data/$name-Test.json" >"$work/source"
        cut -f1 "$work/source" >"$work/addresses"
        cut -f2 "$work/source" | jq -cS . >"$work/want"
        places "$maxmind/test-data/$name-Test.mmdb" <"$work/addresses" >"$work/got"
        # reserved networks have no place, whatever a database says
        difference=$(paste "$work/addresses" "$work/got" "$work/want" |
            awk -F '\t' '!/source_reserved_ip/ && $2 != $3 { print $1; print "got  " $2; print "want " $3 }')
        expect_equal "$name: each of $(wc -l <"$work/want") networks has the place of its source" "$difference" ""
        expect_at_least "$name: they are the source's" "$(grep -vc reserved "$work/got")" 5
    done
    bad=0
    for database in "$maxmind"/bad-data/*/*.mmdb "$maxmind"/test-data/*roken*.mmdb \
        "$maxmind/test-data/GeoIP2-City-Test-Invalid-Node-Count.mmdb"; do
        message=$(check --geo-database "$database" </dev/null 2>&1)
        status=$?
        if [ "$status" -ne 2 ] || [[ $message != *"$database: is "*"; "* ]]; then
            fail "${database##*/} is refused with its fault" "got:  $status, $message" "want: 2, FILE: is ...; the fix"
        fi
        bad=$((bad + 1))
    done
    expect_at_least "broken databases are refused, each with its fault" "$bad" 10
else
    skip "MaxMind's test databases" "$(tail -n 1 "$work/fetch.err")"
fi

world=${GEO_DATABASES:-$(find "$builddir" "$builddir/.." "$srcdir/.." -maxdepth 3 -name 'dbip-city-ipv[46].mmdb' 2>/dev/null |
    awk -F / '!seen[$NF]++' | sort)}
if [ -n "$world" ]; then
    # shellcheck disable=SC2086
    expect_equal "DB-IP's world knows where well-known networks are" \
        "$(printf '%s\n' 8.8.8.8 2a01:4f8::1 144.76.1.1 | places $world |
            jq -r '[.source_geo_country_iso, (.source_geo_coordinates | test("^-?[0-9]+[.][0-9]+,-?[0-9]+[.][0-9]+$"))] | join(" ")')" \
        "US true
DE true
DE true"
else
    skip "DB-IP's world" "not here; contrib/geo-database gets it"
fi
finish
