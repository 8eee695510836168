# SPDX-License-Identifier: Apache-2.0
# Each parameter of a module's table is in its page of docs, and the other way round;
# each counter of impstats is explained in a page.
. "$srcdir/lib.sh" || exit 1

# parameters_in FILE... - the names of the rows ROW("name", eCmdHdlr... or PARAMETER("name", ...
parameters_in() {
    sed -nE 's/.*(ROW|PARAMETER)\("([a-zA-Z0-9._]+)", *eCmdHdlr.*/\2/p' "$@" | tr '[:upper:]' '[:lower:]' | sort -u
}

# documented_in PAGE - a parameter is a heading of the third level
documented_in() {
    sed -nE 's/^### ([A-Za-z0-9._]+)$/\1/p' "$1" | tr '[:upper:]' '[:lower:]' | sort -u
}

for source in "$srcdir"/../plugins/*/*.c; do
    name=$(sed -nE 's/^MODULE_CNFNAME\("(.*)"\).*/\1/p' "$source")
    [ -n "$name" ] || continue
    page=$srcdir/../docs/$name.md
    expect "$name has a page" test -s "$page" || continue
    tables=("$source")
    ! grep -q '"parameters.h"' "$source" || tables+=("${source%/*}/parameters.c")
    ! grep -q 'GELF_TEMPLATE_PARAMETERS' "${tables[@]}" || tables+=("${source%/*}/gelf_template.h")
    expect_equal "each parameter of $name is in docs/$name.md, and no other" \
        "$(comm -3 <(parameters_in "${tables[@]}") <(documented_in "$page") | sed 's/^\t\(.*\)/\1 (only in docs)/' | paste -sd' ')" ""
done

start_rsyslogd <<CONF
module(load="mmmailnorm")
module(load="omgelf")
module(load="smgelf")
template(name="gelf" type="plugin" plugin="gelf")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases")
    action(type="omgelf" target="127.0.0.1" port="9" action.resumeRetryCount="-1")
    action(type="omfile" file="/dev/null" template="gelf")
}
CONF
# counters_of ORIGIN - their names; one CATEGORY, one CODE for all of a kind
counters_of() {
    sed 's/^[^{]*//' "$work/rsyslogd.stats" | jq -r --arg origin "$1" 'select(.origin == $origin) | keys[]' | sort -u |
        grep -vxE 'name|origin' | sed -E 's/^((remote_)?reject)_.*/\1_CATEGORY/; s/^reply_[0-9]+$/reply_CODE/' | sort -u
}
has_counters() { [ -s "$work/rsyslogd.stats" ] && [ -n "$(counters_of smgelf)" ] && [ -n "$(counters_of omgelf.target)" ]; }
wait_for 10 has_counters
for origin in mmmailnorm omgelf omgelf.target smgelf; do
    undocumented=()
    for counter in $(counters_of "$origin"); do
        grep -q "\`$counter\`" "$srcdir"/../docs/{mmmailnorm,delivery,smgelf}.md || undocumented+=("$counter")
    done
    expect_at_least "impstats has counters of $origin" "$(counters_of "$origin" | wc -l)" 2
    expect_equal "each counter of $origin is explained" "${undocumented[*]}" ""
done
finish
