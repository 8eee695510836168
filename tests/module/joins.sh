# SPDX-License-Identifier: Apache-2.0
# What later lines know of earlier ones, over the whole of two real logs: Postfix with three
# instances, content filter and milters; Sendmail with its client queue. The numbers are exact, so a
# rule or a role that changes what is joined shows here.
. "$srcdir/lib.sh"

check=$builddir/../plugins/mmmailnorm/mailnorm-check

# shares LOG RULE FIELD... - deliveries, and how many of them have each field
shares() {
    local log=$1 rule=$2
    shift 2
    "$check" --rulebase-dir "$rulebases" --format json "$srcdir/data/$log" |
        jq -rs --arg rule "$rule" '[.[] | select(.mailnorm_rule == $rule)] as $all
            | "deliveries \($all | length)", ($ARGS.positional[] as $f | "\($f) \([$all[] | select(has($f))] | length)")' \
            --args "$@"
}

expect_equal "Postfix deliveries know sender, client and message" \
    "$(shares postfix-full.log.gz postfix.delivery.status vendor_trace_id email_size email_message_id email_from \
        source_ip user_id user_name vendor_parent_uid vendor_tls_version vendor_relay_tls_version)" \
    "deliveries 1526
vendor_trace_id 1526
email_size 1526
email_message_id 1511
email_from 1303
source_ip 963
user_id 170
user_name 6
vendor_parent_uid 574
vendor_tls_version 172
vendor_relay_tls_version 186"

expect_equal "Sendmail deliveries know sender, client and message" \
    "$(shares sendmail-full.log.gz sendmail.delivery.status vendor_trace_id email_size email_message_id email_from \
        source_ip source_hostname user_name vendor_parent_uid vendor_tls_version)" \
    "deliveries 561
vendor_trace_id 561
email_size 533
email_message_id 533
email_from 527
source_ip 414
source_hostname 208
user_name 20
vendor_parent_uid 61
vendor_tls_version 65"

# the sender that is absent is the null sender of a bounce; who is neither client nor local user is
# the server itself, with its notices
expect_equal "every Postfix delivery has a client, a local user, a parent or is the server's own notice" \
    "$("$check" --rulebase-dir "$rulebases" --format json "$srcdir/data/postfix-full.log.gz" |
        jq -r 'select(.mailnorm_rule == "postfix.delivery.status"
                      and (has("source_ip") or has("source_hostname") or has("user_id") or has("vendor_parent_uid") | not))
               | .email_from' | sort | uniq -c | sed 's/^ *//')" \
    "15 double-bounce@example.com
104 double-bounce@mail.example.com
6 null"

expect_equal "all queue ids of one message have one trace" \
    "$("$check" --rulebase-dir "$rulebases" --format json "$srcdir/data/postfix-full.log.gz" |
        jq -rs '[.[] | select(has("vendor_trace_id")) | {t: .vendor_trace_id, p: .vendor_parent_uid, u: .email_uid, i: .vendor_instance}]
                | group_by([.i, .u]) | map(select((map(.t) | unique | length) > 1)) | length')" \
    "0"

expect_equal "a message behind a filter, a forward or a bounce has the trace of the one before it" \
    "$("$check" --rulebase-dir "$rulebases" --format json "$srcdir/data/postfix-full.log.gz" |
        jq -rs '[.[] | select(has("vendor_trace_id"))] as $all
                | ($all | map({key: .email_uid, value: .vendor_trace_id}) | from_entries) as $trace
                | [$all[] | select(has("vendor_parent_uid") and $trace[.vendor_parent_uid] != null)]
                | "\(map(select($trace[.vendor_parent_uid] == .vendor_trace_id)) | length) of \(length)"')" \
    "1597 of 1597"
finish
