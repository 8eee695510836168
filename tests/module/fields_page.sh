# SPDX-License-Identifier: Apache-2.0
# The reference page of the fields says what the dictionary says.
. "$srcdir/lib.sh"

expect_equal "docs/fields.md is made from rulebases/FIELDS (make does it)" \
    "$("$srcdir/../contrib/fields-page" "$rulebases/FIELDS" | diff "$srcdir/../docs/fields.md" - | head -5)" ""
finish
