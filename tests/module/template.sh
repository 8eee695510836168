# SPDX-License-Identifier: Apache-2.0
# GELF frames by way of a template, for outputs other than omgelf.
. "$srcdir/lib.sh"

# field FILE LINE FILTER - what jq makes of one frame
field() { sed -n "$2p" "$work/$1" | jq -c "$3"; }

lines_reach() { [ "$(cat "$work/$1" 2>/dev/null | wc -l)" -ge "$2" ]; }

# ---- what a frame holds ----

cat >"$work/followed.log" <<'LOG'
Nov 20 12:00:01 mx1 postfix/qmgr[88]: 4bV3Zt0Yk2z1xQ7: removed
LOG
chmod 644 "$work/followed.log"
start_rsyslogd <<CONF
module(load="smgelf" staticFields=["_environment=production", "site=fra1"])
module(load="imfile")
input(type="imfile" file="$work/followed.log" tag="mail" ruleset="follow" addMetadata="on")
template(name="gelf" type="plugin" plugin="gelf")
ruleset(name="test") {
    action(type="omfile" file="$work/empty" template="gelf")
    set \$!email_from = "a@example.org";
    set \$!email_size = 2522;
    set \$!nested!name = "value";
    action(type="omfile" file="$work/direct" template="gelf")
    action(type="omfile" file="$work/disk" template="gelf" queue.type="Disk" queue.filename="disk")
}
ruleset(name="follow") { action(type="omfile" file="$work/imfile" template="gelf") }
CONF
printf '%s\n' \
    '<22>2026-11-20T12:00:01.123456+01:00 mx1 postfix/smtpd[123]: connect from unknown[192.0.2.1]' \
    '<20>Nov 20 12:00:01 mx1 postfix/smtpd[123]: warning: "quoted" \ and	tab' \
    $'<22>Nov 20 12:00:01 mx1 postfix/smtpd[123]: bytes \xff\xc3 that are no UTF-8' \
    '<22>Nov 20 12:00:02 mx1 postfix/smtpd[123]: lost connection' \
    '<22>Nov 20 12:00:02 mx1 postfix/smtpd[123]: lost connection' |
    send_lines
for file in empty direct disk; do
    wait_for 10 lines_reach $file 5 || fail "five lines reach $file" "$(cat "$work/$file" 2>&1)"
    expect "each line of $file is JSON" jq -e -s 'length == 5' "$work/$file"
done
expect_equal "host, level and version" "$(field direct 2 '[.version, .host, .level]')" '["1.1","mx1",4]'
expect_equal "the timestamp keeps its fraction" \
    "$(sed -n 1p "$work/direct" | grep -oE '"timestamp":[0-9.]+')" '"timestamp":1795172401.123456'
expect_equal "the raw message without its PRI" "$(field direct 1 .short_message)" \
    '"2026-11-20T12:00:01.123456+01:00 mx1 postfix/smtpd[123]: connect from unknown[192.0.2.1]"'
expect_match "quotes come through" "$(field direct 2 .short_message)" 'warning: \\"quoted\\" \\\\ and'
expect_equal "the fields of \$!, with their types" "$(field direct 1 '[._email_from, ._email_size, ._nested_name]')" \
    '["a@example.org",2522,"value"]'
expect_equal "the static fields" "$(field direct 1 '[._environment, ._site]')" '["production","fra1"]'
expect_equal "an empty \$! adds no field" "$(field empty 1 'keys_unsorted | join(" ")')" \
    '"version _environment _site host short_message timestamp level _event_uid"'
expect_equal "a frame made again behind a disk queue is the same, with its _event_uid" \
    "$(sort "$work/disk")" "$(sort "$work/direct")"
expect_at_least "equal lines of different times of receipt have different _event_uids" \
    "$(jq -r ._event_uid "$work/direct" | sort -u | wc -l)" 4
wait_for 10 lines_reach imfile 1
expect_equal "a line that imfile read" "$(field imfile 1 .short_message)" \
    '"Nov 20 12:00:01 mx1 postfix/qmgr[88]: 4bV3Zt0Yk2z1xQ7: removed"'
expect_match "and imfile's metadata" "$(field imfile 1 ._metadata_filename)" followed.log
wait_for 5 counter_reaches smgelf encoded 16
expect_equal "repairs are counted" "$(counter smgelf repaired.invalid_utf8)" 3
expect_equal "the first repair of a kind is logged, once" "$(grep -c 'gelf: bytes that are not UTF-8' "$work/rsyslogd.log")" 1
stop_rsyslogd

# ---- a tree that changes while another queue's worker encodes it ----

# first all of a long tree is there; then it goes, while the queue's worker reads it
start_rsyslogd shared <<CONF
module(load="smgelf")
template(name="gelf" type="plugin" plugin="gelf")
ruleset(name="test") {
    $(for i in {1..40}; do echo "set \$!tree!member$i = \"value $i\";"; done)
    action(type="omfile" file="$work/one" template="gelf" queue.type="LinkedList" queue.workerThreads="2"
           queue.workerThreadMinimumMessages="10")
    $(for i in {1..40}; do echo "unset \$!tree!member$i; set \$!tree!late$i = $i;"; done)
    unset \$!tree;
    action(type="omfile" file="$work/two" template="gelf" queue.type="LinkedList")
    unset \$!;
}
CONF
for ((i = 0; i < 5000; i++)); do echo "<22>Nov 20 12:00:01 mx1 postfix/smtpd[123]: line $i"; done | send_lines shared
wait_for 20 lines_reach one 5000 && wait_for 20 lines_reach two 5000
expect_equal "5000 frames for each of two queues that share their messages" \
    "$(cat "$work/one" "$work/two" | jq -c .short_message | sort | uniq -c | grep -c '^ *2 ')" 5000
stop_rsyslogd shared

# ---- parameters ----

# omfile of 8.2510 and later ends each record with a newline, unless it is told not to
add_lf=
! grep -qi addlf "$(command -v rsyslogd)" || add_lf='addLF="off"'
start_rsyslogd parameters <<CONF
template(name="name" type="string" string="relay-%hostname%")
template(name="text" type="string" string="%programname%:%msg%")
module(load="smgelf" delimiter="none" container="\$!mail" host="name" shortMessage="text" fullMessage="rawmsg"
       maxFrameSize="4096" eventUid="off")
template(name="gelf" type="plugin" plugin="gelf")
ruleset(name="test") {
    set \$!outside = "x"; set \$!mail!inside = "y";
    action(type="omfile" file="$work/parameters" template="gelf" $add_lf)
}
CONF
printf '<22>Nov 20 12:00:01 mx1 postfix/smtpd[123]: %s\n' short "$(printf '%05000d' 0)" | send_lines parameters
wait_for 10 test -s "$work/parameters" && wait_for 5 grep -q truncated "$work/parameters"
expect_equal "delimiter none: frames follow without one" "$(wc -l <"$work/parameters")" 0
first=$(jq -c . "$work/parameters" | head -1) second=$(jq -c . "$work/parameters" | tail -1)
expect_equal "host, shortMessage and fullMessage, by template and property" \
    "$(jq -c '[.host, .short_message, .full_message]' <<<"$first")" \
    '["relay-mx1","postfix: short","<22>Nov 20 12:00:01 mx1 postfix/smtpd[123]: short"]'
expect_equal "only the container's fields, and no _event_uid" \
    "$(jq -c 'keys_unsorted | map(select(startswith("_")))' <<<"$first")" '["_inside"]'
expect_equal "what does not fit is cut and named" "$(jq -c ._gelf_truncated <<<"$second")" \
    '"short_message,full_message"'
expect "a frame keeps to maxFrameSize" test "$(wc -c <<<"$second")" -le 4097
stop_rsyslogd parameters

# ---- bad parameters ----

# refused SENTENCE REGEX PARAMETERS
refused() {
    check_config bad <<CONF
module(load="smgelf" $3)
ruleset(name="test") { stop }
CONF
    expect "$1: refused" test $? -ne 0
    expect_match "$1: the message says why" "$(cat "$work/bad.err")" "$2"
}
refused "a property that there is not" 'shortMessage: "nonsense" is neither a template' 'shortMessage="nonsense"'
refused "a static field that Graylog would lose" 'staticFields: "id=1": .* lost' 'staticFields=["id=1"]'
refused "a static field without a value" 'write it as "name=value"' 'staticFields=["environment"]'
refused "all local variables as a container" 'container "\$\." *: all local variables would be sent' 'container="$."'
refused "a container outside of the message" 'container "mail" must begin with' 'container="mail"'
refused "a frame too small to be one" 'maxFrameSize: 100 is not between' 'maxFrameSize="100"'
refused "an unknown delimiter" 'neither newline nor none' 'delimiter="nul"'
refused "an unknown parameter" "'colour'" 'colour="blue"'

# ---- Kafka ----

memcheck=() # omkafka leaks at its end
if [ -e "$system_modules/omkafka.so" ]; then
    { sed "s|/var/spool/rsyslog|$work|" "$srcdir/../contrib/rsyslog.d/gelf-kafka.conf"; echo 'ruleset(name="test") { call mail_to_kafka }'; } |
        check_config kafka
    expect_equal "contrib/rsyslog.d/gelf-kafka.conf is accepted" $? 0
else
    skip "gelf-kafka.conf is accepted" "rsyslog-kafka is not installed"
fi
if [ -e "$system_modules/omkafka.so" ] && [ -z "${VG:-}$preload" ]; then
    start_rsyslogd kafka <<CONF
module(load="omkafka")
module(load="smgelf" delimiter="none")
template(name="gelf" type="plugin" plugin="gelf")
ruleset(name="test") {
    set \$!email_from = "a@example.org";
    action(type="omkafka" broker=["127.0.0.1:1"] topic="mail-gelf" template="gelf" errorFile="$work/kafka.records"
           confParam=["message.timeout.ms=500", "socket.timeout.ms=300"])
}
CONF
    echo '<22>Nov 20 12:00:01 mx1 postfix/smtpd[123]: connect from unknown[192.0.2.1]' | send_lines kafka
    wait_for 5 counter_reaches omkafka submitted 1 kafka
    # No broker there: at its end rsyslogd writes the record to the error file; 8.2504 has closed that
    # by then, and leaves the record, without its last character, in a message.
    stop_rsyslogd kafka
    record=$(jq -r 'select(.data) | .data' "$work/kafka.records" 2>/dev/null | head -1)
    [ -n "$record" ] || record=$(sed -n "s/.*delivery FAIL .* msg '\(.*\)', key.*/\1}/p" "$work/kafka.err" | head -1)
    expect_equal "omkafka's record is one frame" "$(jq -c '[.host, ._email_from]' <<<"$record")" '["mx1","a@example.org"]'
else
    skip "omkafka's record is one frame" "rsyslog-kafka is not installed, or its library would be judged, too"
fi

finish
