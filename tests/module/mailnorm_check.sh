# SPDX-License-Identifier: Apache-2.0
# mailnorm-check's exit status tells what became of the lines, and trouble is named.
. "$srcdir/lib.sh" || exit 1

# check FILE... - exit status in $status, standard error in $errors
check() {
    errors=$("$builddir/../libtool" --mode=execute "$builddir/../plugins/mmmailnorm/mailnorm-check" \
        --format json --rulebase-dir "$rulebases" "$@" 2>&1 >"$work/output")
    status=$?
}

line="postfix/smtpd[1044]: connect from unknown[192.0.2.1]"
echo "$line" >"$work/parsed"
check "$work/parsed"
expect_equal "0: every line was parsed" "$status" 0
echo "postfix/smtpd[1044]: no rule is for this" >"$work/unparsed"
check "$work/parsed" "$work/unparsed"
expect_equal "1: some lines were not" "$status" 1
check "$work/nowhere" "$work/parsed"
expect_equal "2: a file that is not there" "$status" 2
expect_match "it is named" "$errors" "$work/nowhere: No such file"
expect_equal "the other file was read" "$(wc -l <"$work/output")" 1

for i in {1..2000}; do echo "$line $i"; done | gzip >"$work/whole.gz"
check "$work/whole.gz"
expect_equal "gzip is read" "$(wc -l <"$work/output")" 2000
head -c $(($(stat -c %s "$work/whole.gz") / 2)) "$work/whole.gz" >"$work/cut.gz"
check "$work/cut.gz"
expect_equal "2: a gzip file that is cut off" "$status" 2
expect_match "it is named, too" "$errors" "$work/cut.gz: damaged or cut off"

report=$("$builddir/../libtool" --mode=execute "$builddir/../plugins/mmmailnorm/mailnorm-check" \
    --rulebase-dir "$rulebases" "$work/parsed" "$work/unparsed")
expect_match "the report says what was not parsed before it lists rules" "$(tr '\n' ' ' <<<"$report")" \
    'no rule is for this.*rules hit: 1 of .*never hit, of the servers in this log:.*postfix\.smtpd\.disconnect'
expect_no_match "rules of servers that the log has not are left out" "$report" ' (exim|axigen|sendmail)\.'

printf 'postfix/smtpd[1044]: connect from unknown[192.0.2.1]\r\n\n\0\npostfix/smtpd[1044]: connect from \0[192.0.2.1]\n\xff\xfe\n' \
    >"$work/odd"
check "$work/odd"
expect_equal "CRLF, empty lines, NUL and bytes that are no UTF-8 give a line each" "$(wc -l <"$work/output")" 5
expect_match "a carriage return is not of the line" "$(head -1 "$work/output")" '"mailnorm_rule":"postfix.smtpd.connect"'

printf '%s\n' $'postfix/smtpd[1]: connect from m\xfcx[192.0.2.1]' $'postfix/smtpd[1]: cut \xe2\x82 \xed\xa0\x80 \xff' \
    $'postfix/smtpd[1]: good \xc3\xbc' >"$work/latin1"
for mode in report json sample; do
    case $mode in sample) option=--make-sample ;; *) option="--format $mode" ;; esac
    "$builddir/../libtool" --mode=execute "$builddir/../plugins/mmmailnorm/mailnorm-check" $option \
        --rulebase-dir "$rulebases" "$work/latin1" >"$work/output"
    expect "$mode: what is printed is UTF-8 whatever came in" iconv -f UTF-8 -t UTF-16 -o /dev/null "$work/output"
done
expect_match "a good character stays, others become U+FFFD" "$(paste -sd" " "$work/output")" \
    $'connect from m\xef\xbf\xbdx.*cut \xef\xbf\xbd .*good \xc3\xbc'

check --rulebase-dir "$work/none" "$work/parsed"
expect_equal "2: no such rulebase directory" "$status" 2
for table in PROGRAMS TRACKING CATEGORIES REJECT_REASONS; do
    cp -r "$rulebases" "$work/less"
    rm "$work/less/$table"
    check --rulebase-dir "$work/less" "$work/parsed"
    expect_match "without $table: refused" "$status $errors" "^2 .*$work/less/$table: "
    rm -r "$work/less"
done

check --parsers
expect_equal "0: parsers are listed" "$status" 0
expect_match "with an example and what comes of it" "$(grep -A2 -x postfix_client "$work/output" | paste -sd' ')" \
    'takes [^ ]+\[192\.0\.2\.7\]:51222 +sets +source_ip source_hostname source_port'
expect_equal "all that rules name" "$(grep -rhoE '%[a-z_]+:' "$rulebases" --include='*.rb' | tr -d '%:' | sort -u |
    grep -vxF -e "$(grep -oE '^[a-z_]+$' "$work/output")" -e "$(cut -f1 "$rulebases/FIELDS")")" ""

"$builddir/../libtool" --mode=execute "$builddir/../plugins/mmmailnorm/mailnorm-check" --rulebase-dir "$rulebases" \
    "$work/parsed" >/dev/full 2>"$work/errors"
expect_equal "2: a full disk" $? 2
expect_match "a full disk is named" "$(cat "$work/errors")" "standard output: No space left"

finish
