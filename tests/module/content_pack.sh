# SPDX-License-Identifier: Apache-2.0
# What lies in contrib/graylog and the documents about Graylog agree with their sources.
. "$srcdir/lib.sh" || exit 1
contrib=$srcdir/../contrib/graylog
fields=$srcdir/../rulebases/FIELDS

if command -v python3 >/dev/null; then
    expect "the content pack is made" python3 "$contrib/content-pack" "$contrib/pack.txt"
    expect_equal "mailnorm-content-pack.json is what content-pack makes of pack.txt" \
        "$(python3 "$contrib/content-pack" | diff - "$contrib/mailnorm-content-pack.json" | head -5)" ""
    expect_equal "docs/dashboards.md is what dashboards-page makes of the pack" \
        "$(python3 "$contrib/dashboards-page" | diff - "$srcdir/../docs/dashboards.md" | head -5)" ""
    printf 'dashboard A | mail | B\n' >"$work/pack.txt"
    expect_match "a mistake in the source is named with its line" \
        "$(python3 "$contrib/content-pack" "$work/pack.txt" 2>&1)" "pack.txt: line 1: "
else
    skip "mailnorm-content-pack.json is what content-pack makes of pack.txt" "there is no python3"
fi

# layout FILTER - what layout.jq says of the pack that a filter changes
layout() {
    jq "$1" "$contrib/mailnorm-content-pack.json" | jq -r -f "$srcdir/graylog/layout.jq"
}
expect_equal "each tab keeps to the rules of layout" "$(layout .)" ""
first='(.entities[] | select(.data.title["@value"] == "Postfix" and .type.name == "dashboard") | .data'
while IFS='~' read -r rule filter complaint; do
    expect_match "layout: $rule" "$(layout "$filter")" "$complaint"
done <<END
a row has twelve columns without holes~$first.state[].positions[].width) = 5~row [0-9]+ has the columns
each series has a name~$first.state[].widgets[].config.series[]?.config.name) = null~a series has no name
a table has no more columns than its width shows~$first.state[].positions[].width) = 3~4 columns at a width of 3
a chart has colors~$first.state[].widgets[].config.formatting_settings) = null~no colors
one value has one color~$first.state[].widgets[].config.formatting_settings.chart_colors[]?.chart_color) = "#000000"~sent has several colors
a group or an average is of messages that have the field~$first.state[].widgets[].query.query_string) = ""~messages without email_uid are counted
a tab begins with numbers~$first.state[].widgets[].config.visualization) = "bar"~no number in its first row
a tab is explained~$first.description["@value"]) = ""~no explanation
the first search of a tab is no widget's~$first.search.queries[].search_types) |= .[1:]~Graylog takes the streams
there is one stream~.entities += [.entities[] | select(.type.name == "stream")]~2 streams
messages leave the default stream~(.entities[].data.remove_matches["@value"]?) = false~messages stay in the default stream
END

# each search of the handbook's page is a saved search, as it stands there
expect_equal "each query of handbook-greps.md is a saved search" \
    "$(sed -n 's/^| .* | `\([^`]*\)`[^|]*|$/\1/p' "$srcdir/../docs/handbook-greps.md" | sort -u |
        grep -vxFf <(jq -r '.entities[] | select(.type.name == "search").data.search.queries[].query.query_string' \
            "$contrib/mailnorm-content-pack.json"))" ""

expect "setup is a script that bash can read" bash -n "$contrib/setup"
expect_equal "setup gives each field of FIELDS a type" \
    "$("$contrib/setup" --print-profile | jq -r '.custom_field_mappings[] | select(.type != "") | .field' | sort)" \
    "$(grep -v '^#' "$fields" | cut -f1 | sort)"

# unknown_fields FILE - names in a query (name:) of its code spans and blocks that no row of FIELDS has
unknown_fields() {
    awk '/^```/ { code = !code; next } code || /^    / { print; next }
        { while (match($0, /`[^`]+`/)) { print substr($0, RSTART + 1, RLENGTH - 2); $0 = substr($0, RSTART + RLENGTH) } }' "$1" |
        sed 's/"[^"]*"//g' | grep -oE '_exists_:[a-z_]+|\b[a-z][a-z0-9_]*:[^/]' | sed 's/^_exists_://; s/:.$//' | sort -u |
        grep -vxFf <(grep -v '^#' "$fields" | cut -f1; printf '%s\n' timestamp source message level streams)
}
for document in "$srcdir"/../docs/handbook-greps.md "$srcdir"/../docs/from-illuminate.md "$srcdir"/../docs/from-omfwd-templates.md; do
    [ -e "$document" ] || continue
    expect_equal "${document##*/}: each field of its queries is in FIELDS" "$(unknown_fields "$document")" ""
done
# both packs' fields and no others are in the tables of the same and the different ones
expect_equal "from-illuminate.md: each field of FIELDS that is Illuminate's is in a table" \
    "$(sed -n '/^## The same/,/^## Added/s/^| `\([a-z0-9_]*\)`.*/\1/p' "$srcdir/../docs/from-illuminate.md" | sort -u |
        diff - <(awk -F '\t' '$5 == "Illuminate" { print $1 }' "$fields" | sort) | grep '^>')" ""
expect_equal "from-illuminate.md: the same fields have the types of FIELDS" \
    "$(sed -n '/^## The same/,/^## Different/s/^| `\([a-z0-9_]*\)` |.*| \([a-z]*\) |$/\1\t\2/p' "$srcdir/../docs/from-illuminate.md" |
        grep -vxFf <(grep -v '^#' "$fields" | cut -f1,2))" ""
finish
