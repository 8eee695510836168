# SPDX-License-Identifier: Apache-2.0
# Bad configuration ends `rsyslogd -N1` with an exit status other than 0, and with
# a message that names the file, the line, and what is wrong.
. "$srcdir/lib.sh" || exit 1

# expect_refused SENTENCE REGEX ACTION - the action stands at a known line
expect_refused() {
    local name=case$((tests + 1)) status line
    check_config "$name" <<CONF
module(load="mmmailnorm")
$([ ! -e "$modules/omgelf.so" ] || echo 'module(load="omgelf")')
ruleset(name="test") {
    $3
}
CONF
    status=$?
    line=$(grep -nF -- "$3" "$work/$name.conf" | cut -d: -f1)
    expect "$1: refused" test "$status" -ne 0
    expect_match "$1: the message says what" "$(cat "$work/$name.err")" "$2"
    # rsyslogd's parser has read on to the end of the statement
    expect_match "$1: the message says where" "$(grep -E "$2" "$work/$name.err")" \
        "$name.conf, on or before line ($line|$((line + 1))):"
}

normalise() { echo "action(type=\"mmmailnorm\" $*)"; }

check_config good <<CONF
module(load="mmmailnorm")
ruleset(name="test") { $(normalise "rulebaseDirectory=\"$rulebases\"") }
CONF
expect_equal "the shipped rulebases are accepted" $? 0

expect_refused "a missing rulebase directory" "$work/nowhere" "$(normalise "rulebaseDirectory=\"$work/nowhere\"")"
expect_refused "an unknown parameter" "'rulebases'" "$(normalise "rulebaseDirectory=\"$rulebases\" rulebases=\"x\"")"
expect_refused "a container outside of the message" 'container "\./mail" must begin with' \
    "$(normalise "rulebaseDirectory=\"$rulebases\" container=\"./mail\"")"
expect_refused "a missing geo database" "$work/none.mmdb: No such file or directory; give the path" \
    "$(normalise "rulebaseDirectory=\"$rulebases\" geoDatabase=[\"$work/none.mmdb\"]")"
echo "no database" >"$work/text.mmdb" && chmod 644 "$work/text.mmdb"
expect_refused "a geo database that is none" "$work/text.mmdb: is no MMDB database" \
    "$(normalise "rulebaseDirectory=\"$rulebases\" geoDatabase=\"$work/text.mmdb\"")"
expect_refused "an unknown geo mode" 'geoMode "new" is none of schema, legacy, both and off' \
    "$(normalise "rulebaseDirectory=\"$rulebases\" geoMode=\"new\"")"

expect_refused "an unknown way to hide names" 'privacyUsers "secret" is none of off, hash and mask' \
    "$(normalise "rulebaseDirectory=\"$rulebases\" privacyUsers=\"secret\"")"

expect_refused "a tree field that no dictionary has" 'treeFields: no field is called "sourceip"; FIELDS has' \
    "$(normalise "rulebaseDirectory=\"$rulebases\" treeFields=[\"email_from\", \"sourceip\"]")"

mkdir "$work/local"
echo 'postfix.smtpd.conect 120200 success' >"$work/local/CATEGORIES"
expect_refused "a category of no rule" "$work/local/CATEGORIES:1: no rule has such an id" \
    "$(normalise "rulebaseDirectory=\"$rulebases\" localRulebaseDirectory=\"$work/local\"")"
rm "$work/local/CATEGORIES"
echo 'spam "buy now"' >"$work/local/REJECT_REASONS"
expect_refused "a reason of no category" "$work/local/REJECT_REASONS:1: \"spam\" is no category" \
    "$(normalise "rulebaseDirectory=\"$rulebases\" localRulebaseDirectory=\"$work/local\"")"

cp -r "$rulebases" "$work/broken"
echo 'rule=postfix.smtpd.odd:l %postfix_client:literal{"text":"a%b"}%c' >>"$work/broken/postfix/smtpd.rb"
expect_refused "a rule that liblognorm would fall over" \
    "$work/broken/postfix/smtpd.rb:$(wc -l <"$work/broken/postfix/smtpd.rb"): an odd number of percent signs; write one" \
    "$(normalise "rulebaseDirectory=\"$work/broken\"")"
sed -i '$d' "$work/broken/postfix/smtpd.rb"
echo 'rule=postfix.smtpd.broken:%nofield:word% is no rule' >>"$work/broken/postfix/smtpd.rb"
expect_refused "a rule that fills an unknown field" \
    "$work/broken/postfix/smtpd.rb:$(wc -l <"$work/broken/postfix/smtpd.rb"): .*nofield" \
    "$(normalise "rulebaseDirectory=\"$work/broken\"")"

for name in PROGRAMS TRACKING CATEGORIES REJECT_REASONS; do
    rm -rf "$work/broken" && cp -r "$rulebases" "$work/broken" && rm "$work/broken/$name"
    expect_refused "rulebases without $name" \
        "$work/broken/$name: No such file or directory; fix the path, or put the file there" \
        "$(normalise "rulebaseDirectory=\"$work/broken\"")"
done
for name in PROGRAMS TRACKING CATEGORIES REJECT_REASONS postfix/smtpd.rb; do
    rm -rf "$work/broken" && cp -r "$rulebases" "$work/broken" && chmod 0 "$work/broken/$name"
    expect_refused "a $name that rsyslogd's user may not read" \
        "$work/broken/$name: Permission denied; let rsyslogd's user read it" \
        "$(normalise "rulebaseDirectory=\"$work/broken\"")"
done
for name in PROGRAMS postfix/smtpd.rb; do
    rm -rf "$work/broken" && cp -r "$rulebases" "$work/broken" && rm "$work/broken/$name"
    mkfifo -m 644 "$work/broken/$name"
    expect_refused "a $name that is a pipe" "$work/broken/$name: is no regular file; put a file there" \
        "$(normalise "rulebaseDirectory=\"$work/broken\"")"
    expect_match "mailnorm-check does not wait for it" \
        "$(timeout 20 "$builddir/../plugins/mmmailnorm/mailnorm-check" --rulebase-dir "$work/broken" </dev/null 2>&1)" \
        "$work/broken/$name: is no regular file"
done
rm -rf "$work/broken" && cp -r "$rulebases" "$work/broken" && chmod 0 "$work/broken/postfix"
expect_refused "a directory of rules that rsyslogd's user may not read" \
    "$work/broken/postfix: Permission denied; let rsyslogd's user read it" \
    "$(normalise "rulebaseDirectory=\"$work/broken\"")"

chmod 755 "$work/broken/postfix"
rm "$work/broken/postfix/smtpd.rb"
expect_refused "a rulebase that PROGRAMS names and nobody wrote" \
    "$work/broken/PROGRAMS:[0-9]+: .*postfix/smtpd.rb" \
    "$(normalise "rulebaseDirectory=\"$work/broken\"")"

finish
