# SPDX-License-Identifier: Apache-2.0
# Two workers of the main queue share one memory of messages: no line is lost, and though they may
# overtake each other by a batch, nearly all deliveries know what a single worker's would.
. "$srcdir/lib.sh" || exit 1

zcat "$srcdir/data/postfix-full.log.gz" >"$work/lines"
lines=$(wc -l <"$work/lines")
start_gelfsink
start_rsyslogd <<CONF
main_queue(queue.type="FixedArray" queue.size="20000" queue.workerThreads="2" queue.dequeueBatchSize="16"
           queue.workerThreadMinimumMessages="1" queue.timeoutEnqueue="60000" queue.timeoutShutdown="20000")
module(load="mmmailnorm")
module(load="omgelf")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases")
    action(type="omgelf" target="127.0.0.1" port="$gelfsink_port" action.resumeRetryCount="-1")
}
CONF
send_lines <"$work/lines"
wait_for 60 frames_reach "$lines"
wait_for 10 counter_reaches mmmailnorm lines "$lines"
sleep 1.2 # impstats speaks each second
stop_rsyslogd
stop_gelfsink
expect_equal "no line is lost and none comes twice" "$(frame_count)" "$lines"
expect_match "all frames are valid" "$(cat "$work/gelfsink.summary")" '"invalid":0,'
expect_equal "the lines are those that were sent" \
    "$(jq -r .short_message "$work/gelfsink.frames" | sort | diff - <(sort "$work/lines") | head -n 3)" ""

# ---- joins ----

# joined FIELD - deliveries that have it
joined() {
    jq -r "select(._mailnorm_rule == \"postfix.delivery.status\" and ._$1 != null) | 1" "$work/gelfsink.frames" |
        wc -l
}

# what joins.sh finds in order: 1526 deliveries, 1526 sizes, 1303 senders, 963 clients
expect_equal "each delivery has a trace" "$(joined vendor_trace_id)" 1526
expect_at_least "nine of ten that could know the size do" "$(joined email_size)" 1373
expect_at_least "nine of ten that could know the sender do" "$(joined email_from)" 1172
expect_at_least "nine of ten that could know the client do" "$(joined source_ip)" 867

# ---- counters ----

sum=0
for counter in matched_{postfix,sendmail,axigen,other} unmatched_{postfix,sendmail,axigen,other} not_mail; do
    sum=$((sum + $(counter mmmailnorm "$counter")))
done
expect_equal "each line is counted" "$(counter mmmailnorm lines)" "$lines"
expect_equal "as matched, unmatched or not of a mail server" "$sum" "$lines"
finish
