# SPDX-License-Identifier: Apache-2.0
# What later lines know of earlier ones, over the whole of real logs: Postfix with three instances,
# content filter and milters; Sendmail with its client queue; Exim's own log file; Dovecot. The
# numbers are exact, so a rule or a role that changes what is joined shows here.
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

expect_equal "Exim deliveries know sender, client and message" \
    "$(shares exim-full.log.gz exim.delivery.success vendor_trace_id email_size email_message_id email_from \
        source_ip source_hostname user_name vendor_helo vendor_parent_uid vendor_tls_version)" \
    "deliveries 78
vendor_trace_id 78
email_size 78
email_message_id 65
email_from 69
source_ip 66
source_hostname 35
user_name 5
vendor_helo 38
vendor_parent_uid 9
vendor_tls_version 6"

# joined FIELD... - lines of a log by the field and the rule that it was joined to
joined() {
    local log=$1
    "$check" --rulebase-dir "$rulebases" --format json "$srcdir/data/$log" |
        jq -r 'select(has("mailnorm_joined")) | .mailnorm_rule as $rule | .mailnorm_joined | split(",")[]
               | "\(.) \($rule)"' | sort | uniq -c | sed 's/^ *//'
}
# without a process id as with one: each line gets only what its own message said
expect_equal "Exim's lines get the same without process ids" \
    "$(zcat "$srcdir/data/exim-full.log.gz" | sed 's/^\([-0-9]* [:0-9]*\) \[[0-9]*\]/\1/' >"$work/exim.log" &&
        "$check" --rulebase-dir "$rulebases" --format json "$work/exim.log" |
        jq -c 'del(.process_id, .event_created)' | md5sum)" \
    "$("$check" --rulebase-dir "$rulebases" --format json "$srcdir/data/exim-full.log.gz" |
        jq -c 'del(.process_id, .event_created)' | md5sum)"

expect_equal "Dovecot's sessions have the client of their login, and nothing else is joined" \
    "$(joined dovecot-full.log.gz)" \
    "1 source_ip dovecot.mail.copy
1 source_ip dovecot.mail.delete
1 source_ip dovecot.mail.expunge
1 source_ip dovecot.mail.flags
1 source_ip dovecot.mail.save
4 source_ip dovecot.mailbox.created
1 source_ip dovecot.mailbox.deleted
1 source_ip dovecot.mailbox.renamed
13 source_ip dovecot.session.end
1 source_ip dovecot.session.id
1 vendor_sasl_method dovecot.mail.copy
1 vendor_sasl_method dovecot.mail.delete
1 vendor_sasl_method dovecot.mail.expunge
1 vendor_sasl_method dovecot.mail.flags
1 vendor_sasl_method dovecot.mail.save
4 vendor_sasl_method dovecot.mailbox.created
1 vendor_sasl_method dovecot.mailbox.deleted
1 vendor_sasl_method dovecot.mailbox.renamed
13 vendor_sasl_method dovecot.session.end
1 vendor_sasl_method dovecot.session.id"

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
