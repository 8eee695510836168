# SPDX-License-Identifier: Apache-2.0
# Each kind of log-in has one shape, whichever program wrote it: data/logins.
. "$srcdir/lib.sh" || exit 1

grep -v '^#' "$srcdir/data/logins" >"$work/table"
cut -d' ' -f4- "$work/table" >"$work/lines"
"$builddir/../libtool" --mode=execute "$builddir/../plugins/mmmailnorm/mailnorm-check" --no-track \
    --rulebase-dir "$rulebases" --format json "$work/lines" |
    jq -r '[.user_name // "-", .source_ip // "-", .event_outcome // "-", .gim_event_type_code // "-", .event_source_product] | join(" ")' \
        >"$work/events"
expect_equal "each line gives an event" "$(wc -l <"$work/events")" "$(wc -l <"$work/table")"
while read -r user address outcome _ <&3 && read -r got_user got_address got_outcome code product <&4; do
    expect_equal "$product: $outcome of $user from $address" "$got_user $got_address $got_outcome $code" \
        "$user $address $outcome 100500"
done 3<"$work/table" 4<"$work/events"

# the session of a log-in that succeeds names the user two lines before
cat >"$work/session" <<'LINES'
smartermail: 10:00:00 [81.2.69.142][47321894] connected at 11/20/2026 10:00:00 AM
smartermail: 10:00:00 [81.2.69.142][47321894] Authenticating as bob@example.org
smartermail: 10:00:00 [81.2.69.142][47321894] rsp: 235 Authentication successful
LINES
expect_equal "smartermail: the user of a session's log-in" \
    "$("$builddir/../libtool" --mode=execute "$builddir/../plugins/mmmailnorm/mailnorm-check" --rulebase-dir "$rulebases" \
        --format json "$work/session" | jq -r .user_name | tail -n 1)" "bob@example.org"
finish
