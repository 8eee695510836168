# SPDX-License-Identifier: Apache-2.0
# The samples gate refuses rules without a sample, a good id or a row in CATEGORIES.
. "$srcdir/lib.sh" || exit 1

mkdir -p "$work/rules/acme" "$work/samples/acme"
echo 'acmed acme/acme' >"$work/rules/PROGRAMS"

# gate RULES CATEGORIES - what the gate finds wrong with these files and one sample of acme.test.hello
gate() {
    printf 'version=2\n%s\n' "$1" >"$work/rules/acme/acme.rb"
    printf '%s\n' "$2" >"$work/rules/CATEGORIES"
    printf '# want: {"mailnorm_rule":"%s"}\nacmed[1]: hello\n' "${3:-acme.test.hello}" >"$work/samples/acme/acme.samples"
    found=$("$builddir/../libtool" --mode=execute "$builddir/../plugins/mmmailnorm/mailnorm-check" \
        --rulebase-dir "$rulebases" --local-rulebase-dir "$work/rules" --samples "$work/samples" 2>&1)
    status=$?
    found=$(sed -n 's/^# //p' <<<"$found")
}

hello='rule=acme.test.hello:hello'
gate "$hello" 'acme.test.hello - -'
expect_equal "a rule with a sample and a row passes" "$status $found" "0 "
gate "$hello"$'\nrule=acme.test.bye:bye' 'acme.test.* - -'
expect_equal "a rule without a sample" "$status $found" "1 rule acme.test.bye has no sample"
for id in acme.hello acme.test.hello.world acme.test.hello-world acme.test._hello acme.test. other.test.hello; do
    gate "rule=$id:hello" "$id - -" "$id"
    expect_match "no id: $id" "$status $found" "^1 rule $id: an id is product.topic.what"
done
for row in '' 'acme.* - -' 'ac* - -' '* - -' 'acme.test.hello email_from=* - -'; do
    gate "$hello" "$row"
    expect_match "no row for all lines of the rule: $row" "$status $found" '^1 rule acme.test.hello: CATEGORIES has no row'
done
finish
