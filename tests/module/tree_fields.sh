# SPDX-License-Identifier: Apache-2.0
# treeFields: fields that no filter wants go to omgelf and smgelf in one text, and the
# frames are the same, whichever queue and whichever ruleset they pass.
. "$srcdir/lib.sh" || exit 1

# frames_of FILE [FILTER]
frames_of() { jq -cS "${2:-.}" "$work/$1" | sort; }
lines_reach() { [ "$(cat "$work/$1" 2>/dev/null | wc -l)" -ge "$2" ]; }

# ---- the same frames ----

cat "$srcdir"/data/{postfix,sendmail,axigen}.log >"$work/lines"
lines=$(wc -l <"$work/lines")
start_rsyslogd <<CONF
main_queue(queue.workerThreads="1") # for all actions the same order, so the same joins
module(load="mmmailnorm")
module(load="smgelf")
template(name="gelf" type="plugin" plugin="gelf")
ruleset(name="tree") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases")
    action(type="omfile" file="$work/tree" template="gelf")
}
ruleset(name="members") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" treeFields="none")
    action(type="omfile" file="$work/text" template="gelf")
    action(type="omfile" file="$work/disk" template="gelf" queue.type="Disk" queue.filename="disk")
    action(type="omfile" file="$work/copied" template="gelf" action.copyMsg="on" queue.type="LinkedList")
    call elsewhere
}
ruleset(name="elsewhere" queue.type="LinkedList") {
    action(type="omfile" file="$work/elsewhere" template="gelf")
}
template(name="members" type="string" string="%\$!all-json%\n")
ruleset(name="some") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" treeFields=["mailnorm_rule", "source_ip"])
    action(type="omfile" file="$work/members" template="members")
    if \$!mailnorm_rule == "postfix.smtpd.connect" then
        action(type="omfile" file="$work/filtered" template="gelf")
    action(type="omfile" file="$work/some" template="gelf")
}
template(name="own" type="string" string="%\$!mail%\n")
ruleset(name="own") {
    set \$!mail!forged = "x";
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" treeFields="none" container="\$!mail" track="off")
    action(type="omfile" file="$work/own" template="own")
}
ruleset(name="test") {
    call own
    unset \$!;
    unset \$.mailnorm;
    call tree
    unset \$!;
    call members
    unset \$.mailnorm;
    call some
}
CONF
send_lines <"$work/lines"
for file in tree text disk copied elsewhere some; do
    wait_for 20 lines_reach $file "$lines" || fail "all lines reach $file" "$(wc -l "$work/$file")"
done
stop_rsyslogd
for file in disk copied elsewhere; do
    expect_equal "$file: the same frames as without it" "$(diff <(frames_of text) <(frames_of $file) | head -4)" ""
done
# each action has a clock of its own, and _event_uid is a hash of all fields as they stand
same='del(._event_uid, ._vendor_first_seen_seconds, ._vendor_trace_id)'
for file in text some; do
    expect_equal "$file: frames as from a tree" "$(diff <(frames_of tree "$same") <(frames_of $file "$same") | head -4)" ""
done
expect_equal "a container of its own is replaced, though nothing is left for it" "$(sort -u "$work/own")" "{ }"
expect_equal "only the named fields are members" \
    "$(jq -r 'keys[]' "$work/members" | sort -u | paste -sd' ')" "mailnorm_rule source_ip"
expect_at_least "a filter finds them" "$(wc -l <"$work/filtered")" 10
expect_equal "and what it lets through has the other fields, too" \
    "$(jq -r 'select(._event_source_product != "postfix") | .short_message' "$work/filtered" | head -1)" ""
finish
