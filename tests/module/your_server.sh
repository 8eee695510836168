# SPDX-License-Identifier: Apache-2.0
# The files of docs/your-server.md add a server by a local directory alone.
. "$srcdir/lib.sh" || exit 1

page=$srcdir/../docs/your-server.md local=$work/local
mkdir -p "$local/msmtp" "$local/samples/msmtp"
# a file's name in bold stands above the block that is its content
awk -v directory="$local" '
    /^```/ { inside = !inside; if (!inside) file = ""; next }
    inside && file != "" { print >(directory "/" file) }
    match($0, /^\*\*`[^`]*`\*\*$/) { file = substr($0, 4, length($0) - 6) }' "$page"
sed -n '/^```log$/,/^```$/p' "$page" | grep -v '^```' >"$work/log"
chmod -R a+rX "$work"
expect_equal "the page has all files" "$(cd "$local" && find . -type f | sort | paste -sd' ')" \
    "./CATEGORIES ./FIELDS ./PROGRAMS ./msmtp/msmtp.rb ./samples/msmtp/msmtp.samples"

check() {
    "$builddir/../libtool" --mode=execute "$builddir/../plugins/mmmailnorm/mailnorm-check" \
        --rulebase-dir "$rulebases" --local-rulebase-dir "$local" "$@" 2>&1
}
found=$(check --samples "$local/samples")
expect_equal "the gate passes" "$? $(grep -cE '^not ok|^#' <<<"$found")" "0 0"
expect_at_least "with the samples of the page" "$(grep -c '^ok' <<<"$found")" 8
expect_equal "all lines of the page's log are recognised" \
    "$(check --format json "$work/log" | jq -r .mailnorm_rule | sed 's/.*\.//' | paste -sd' ')" "sent refused failed"
expect_match "parsers of the page are listed" "$(check --parsers | grep '^common_' | paste -sd' ')" \
    'common_client common_server common_sender common_recipients common_message_id common_queue_id common_remote_reply common_local_reply'

sed -i 's/exitcode=EX_OK$/%-:rest%/' "$local/msmtp/msmtp.rb"
expect_match "a rule that takes more than the program can print is found" "$(check --samples "$local/samples")" 'not ok'
sed -i 's/%-:rest%$/exitcode=EX_OK/' "$local/msmtp/msmtp.rb"

start_rsyslogd <<CONF
template(name="fields" type="string" string="%\$!mailnorm_rule% %\$!email_to% %\$!event_outcome% %\$!vendor_reject_category%\\n")
module(load="mmmailnorm")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" localRulebaseDirectory="$local")
    action(type="omfile" file="$work/out" template="fields")
}
CONF
lines_reach() { [ -e "$work/out" ] && [ "$(wc -l <"$work/out")" -ge "$1" ]; }
sed 's/^/<22>/' "$work/log" | send_lines
wait_for 10 lines_reach 3
expect_equal "rsyslogd has the fields" "$(sort "$work/out")" "\
msmtp.message.failed bob@example.com failure 
msmtp.message.refused bob@example.com failure user_unknown
msmtp.message.sent bob@example.com, carol@example.net success "
finish
