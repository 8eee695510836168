# SPDX-License-Identifier: Apache-2.0
# Each parameter of a module's table is in its page of docs, and the other way round.
. "$srcdir/lib.sh" || exit 1

# parameters_in FILE... - the names of the rows { "name", eCmdHdlr... }
parameters_in() {
    sed -nE 's/.*\{ *"([a-zA-Z0-9._]+)", *eCmdHdlr.*/\1/p' "$@" | tr '[:upper:]' '[:lower:]' | sort -u
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
finish
