# SPDX-License-Identifier: Apache-2.0
# contrib/rsyslog.d/gelf-kafka.conf with a real broker, read by Graylog's own Kafka transport and
# codec: nothing is lost when the broker is killed, refuses, or rsyslogd stops meanwhile.
# make check-kafka shows the table of docs/kafka.md.
. "$srcdir/lib.sh" || exit 1
. "$srcdir/graylog/lib.sh" || exit 1
. "$srcdir/kafka/lib.sh" || exit 1
sentence="Kafka carries all messages"
[ -e "$system_modules/omkafka.so" ] || { skip "$sentence" "rsyslog-kafka is not installed"; finish; }
[ -z "${VG:-}$preload" ] || { skip "$sentence" "omkafka and librdkafka are not judged below valgrind or sanitizers"; finish; }
java_or_skip "$sentence"
classes=$builddir/graylog-classes kafka_classes=$builddir/kafka-classes
class_path "$srcdir/graylog/pom.xml" "$classes" || { skip "$sentence" "$(maven_complaint "$classes")"; finish; }
class_path "$srcdir/kafka/pom.xml" "$kafka_classes" || { skip "$sentence" "$(maven_complaint "$kafka_classes")"; finish; }
javac --release 17 -nowarn -proc:none -cp "$(<"$classes/classpath")" -d "$classes" \
    "$srcdir"/graylog/check/*.java 2>"$work/javac.log" || { fail "the reader compiles" "$(cat "$work/javac.log")"; finish; }

# mails PHASE COUNT - five lines a mail, those of eight mails mixed, as a busy server writes them.
# PHASE is a letter from A to F, with which the queue ids begin.
mails() {
    awk -v phase="$1" -v count="$2" 'BEGIN {
        text[1] = "smtpd[10]: %s: client=mx.example.org[192.0.2.1]"
        text[2] = "cleanup[11]: %s: message-id=<20261120.1@example.org>"
        text[3] = "qmgr[12]: %s: from=<alice@example.org>, size=2522, nrcpt=1 (queue active)"
        text[4] = "smtp[13]: %s: to=<bob@example.com>, relay=mx.example.com[198.51.100.7]:25, delay=0.8, " \
            "delays=0.1/0/0.1/0.6, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 92AA522740522)"
        text[5] = "qmgr[12]: %s: removed"
        for (first = 1; first <= count; first += 8)
            for (step = 1; step <= 5; step++)
                for (mail = first; mail < first + 8 && mail <= count; mail++)
                    printf "Nov 20 10:36:58 mail postfix/" text[step] "\n", sprintf("%s%07X", phase, mail)
    }'
}

# read_of PHASE - what the readers read of it: reader, trace, queue id and step, in the order of reading
read_of() {
    awk -F '\t' -v phase="$1" 'match($2, / [A-F]0[0-9A-F]+: /) {
        id = substr($2, RSTART + 1, RLENGTH - 3)
        if (substr(id, 1, 1) != phase) next
        step = $2 ~ /client=/ ? 1 : $2 ~ /message-id=/ ? 2 : $2 ~ /from=/ ? 3 : $2 ~ /to=/ ? 4 : 5
        print FILENAME, $1, id, step
    }' "$work"/reader-*
}

# read_reaches PHASE NUMBER - so many different lines
read_reaches() {
    [ "$(read_of "$1" | cut -d' ' -f3,4 | sort -u | wc -l)" -ge "$2" ]
}

# misordered PHASE - a mail whose lines, each where a reader read it first, are not in order
misordered() {
    read_of "$1" | awk '!seen[$1 $3 $4]++ { if ($4 < last[$1 $3]) print $3; last[$1 $3] = $4 }' | sort -u | head -3
}

# divided PHASE - a mail whose lines have two readers
divided() {
    read_of "$1" | awk '$3 in reader && reader[$3] != $1 { print $3 } { reader[$3] = $1 }' | sort -u | head -3
}

# queued - messages that omkafka's queue has had
queued() {
    sed -n 's/.*"name": "kafka queue".*"enqueued": \([0-9]*\).*/\1/p' "$work/rsyslogd.stats" | tail -n 1
}

queued_since() {
    [ "$(queued)" -ge $(($1 + $2)) ]
}

rows=()
# expect_all PHASE FAULT COUNT - each of COUNT mails has its five lines, and how many came twice
expect_all() {
    local lines read
    wait_for 60 read_reaches "$1" $(($3 * 5))
    read=$(read_of "$1" | cut -d' ' -f3,4)
    lines=$(sort -u <<<"$read" | grep -c .)
    rows+=("$(printf '| %-42s | %5d | %4d | %5d |' "$2" $(($3 * 5)) $(($3 * 5 - lines)) $(($(grep -c . <<<"$read") - lines)))")
    expect_equal "$2: each of $(($3 * 5)) lines is read" "$lines" "$(($3 * 5))"
}

write_kafka_config() {
    { sed -e "s|/var/spool/rsyslog|$work/rsyslogd.spool|; s|broker=\[[^]]*\]|broker=[\"$broker\"]|; s|closeTimeout=\"5000\"|closeTimeout=\"1000\"|" \
        -e 's|action.resumeInterval="5"|action.resumeInterval="1"|' "$srcdir/../contrib/rsyslog.d/gelf-kafka.conf"
      cat <<CONF
module(load="mmmailnorm")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" treeFields=["vendor_trace_id"])
    call mail_to_kafka
}
CONF
    } | write_config rsyslogd
}

both_readers_read() {
    [ "$(read_of "$1" | cut -d' ' -f1 | sort -u | wc -l)" -eq 2 ]
}

write_kafka_config
start_broker
launch_rsyslogd
start_readers 2
mails A 50 | send_lines # makes the topic
count=${KAFKA_MAILS:-1000}
wait_for 30 both_readers_read A

mails B "$count" | send_lines
expect_all B "nothing" "$count"
expect_equal "lines of a mail come from one partition, in order" "$(misordered B)$(divided B)" ""
expect_equal "two readers share three partitions" "$(read_of B | cut -d' ' -f1 | sort -u | wc -l)" 2
expect_equal "each line has the trace of its mail" "$(read_of B | awk '$2 == "-" || $2 !~ $3' | head -3)" ""

mails C "$count" | send_lines &
wait_for 20 read_reaches C 100
kill_broker
wait $!
mails D "$count" | send_lines
start_broker
expect_all C "broker killed and started" "$count"
expect_all D "sent while the broker is away" "$count"
expect_equal "lines of a mail are in order also after a broker's death" "$(misordered D)" ""

if mountpoint -q "$work/broker"; then
    fill_broker_disk
    mails E "$count" | send_lines
    expect "a broker whose disk is full stops" wait_for 30 broker_is_dead
    empty_broker_disk
    start_broker
    expect_all E "broker's disk full, emptied" "$count"
else
    skip "broker's disk full, emptied: each line is read" "needs root, for a small file system"
fi

kill_broker
before=$(queued)
mails F "$count" | send_lines
wait_for 20 queued_since "$before" $((count * 5)) || fail "omkafka's queue has all lines before the stop"
stop_rsyslogd
start_broker
launch_rsyslogd
mails A 51 | tail -n 5 | send_lines # omkafka sends what failed with the next message
expect_all F "rsyslogd stopped without broker, started" "$count"

stop_rsyslogd
stop_readers
echo "# bytes a line in the topic: $(($(cat "$work"/broker/mail-gelf-*/*.log | wc -c) / (count * 25 + 255)))"
kill_broker
printf '# %s\n' "| fault                                      | lines | lost | twice |" "|---|---|---|---|" "${rows[@]}"
finish
