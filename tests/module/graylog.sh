# SPDX-License-Identifier: Apache-2.0
# What Graylog's own code makes of the bytes that omgelf sends: the lines of all
# samples, of real servers, and hostile ones go through rsyslogd, a receiver
# records what arrives, and tests/graylog judges it with the server's classes.
. "$srcdir/lib.sh" || exit 1

. "$srcdir/graylog/lib.sh" || exit 1

classes=$builddir/graylog-classes
java_or_skip "Graylog's own code takes what omgelf sends"
class_path "$srcdir/graylog/pom.xml" "$classes" || {
    skip "Graylog's own code takes what omgelf sends" "$(maven_complaint "$classes")"
    finish
}
expect "the checks compile against Graylog" javac --release 17 -nowarn -proc:none -cp "$(<"$classes/classpath")" \
    -d "$classes" "$srcdir"/graylog/check/*.java || finish

# a world of two halves, so that every address has a place
set_up "$builddir/mmdb_make" "$work/places.mmdb" 4 \
    0.0.0.0/1 '{"country":{"iso_code":"DE","names":{"en":"Germany"}},"city":{"names":{"en":"Berlin"}},
        "location":{"latitude":52.5,"longitude":13.4}}' \
    128.0.0.0/1 '{"country":{"iso_code":"SE","names":{"en":"Sweden"}},"city":{"names":{"en":"Stockholm"}},
        "subdivisions":[{"names":{"en":"Stockholm County"}}],"autonomous_system_number":64496,
        "autonomous_system_organization":"Example Net",
        "location":{"latitude":59.3,"longitude":18.1,"time_zone":"Europe/Stockholm"}}'
chmod 644 "$work/places.mmdb"
geo="geoDatabase=[\"$work/places.mmdb\"]"

# a comment or a line that a sample file continues is no log line
grep -rhvE '^(#|$)' "$srcdir"/samples --include='*.samples' --exclude-dir=axigen >"$work/samples"
grep -rhvE '^(#|$)' "$srcdir/samples/axigen" >"$work/axigen.samples"
chmod 644 "$work/axigen.samples"
through samples "$work/axigen.samples" <"$work/samples"
cp "$srcdir/data/axigen.log" "$work/axigen.log" && chmod 644 "$work/axigen.log"
through real "$work/axigen.log" < <(cat "$srcdir/data/postfix.log" "$srcdir/data/sendmail.log")
cp "$srcdir/../contrib/demo/axigen.log" "$work/demo.log" && chmod 644 "$work/demo.log"
through demo "$work/demo.log" < <(cat "$srcdir/../contrib/demo/postfix.log" "$srcdir/../contrib/demo/sendmail.log")

# lengths about the limits: a keyword's 32766 bytes, a frame's 2 MiB
long_lines() {
    awk 'BEGIN {
        head = "Nov 20 10:36:58 mail postfix/smtpd[1044]: "
        subject = "Nov 20 10:36:58 mail postfix/cleanup[1044]: 2AA2AA2A22: warning: header Subject: "
        context = " from localhost[127.0.0.1]; from=<a@example.org> to=<b@example.com> proto=ESMTP helo=<h>"
        letters = "x"; while (length(letters) < 2200000) letters = letters letters
        umlauts = "\303\244"; while (length(umlauts) < 70000) umlauts = umlauts umlauts
        split("32765 32766 32767 40000 1048576 2096900 2097052 2097152 2097153 2200000", lengths, " ")
        for (i = 1; i in lengths; i++) print head substr(letters, 1, lengths[i])
        for (i = 1; i <= 4; i++) print subject substr(letters, 1, lengths[i]) context
        for (i = 1; i <= 4; i++) print subject "x" substr(umlauts, 1, lengths[i] - lengths[i] % 2) context
        for (i = 1; i <= 3; i++) print "Nov 20 10:36:58 mail app: @cee: {\"text\":\"" substr(letters, 1, lengths[i]) "\"}"
    }'
}
through hostile < <(cat "$srcdir/data/hostile.log" && LC_ALL=C long_lines)

# the same addresses in the same databases, by Graylog's geo processor and by ours
places=()
if maxmind=$("$srcdir/../contrib/test-databases" --into "$builddir/test-databases" 2>"$work/fetch.err"); then
    city=$maxmind/test-data/GeoIP2-City-Test.mmdb asn=$maxmind/test-data/GeoLite2-ASN-Test.mmdb
    cp "$city" "$asn" "$work" && chmod 644 "$work"/*.mmdb
    { jq -r '.[] | keys[]' "$maxmind/source-data/GeoIP2-City-Test.json" "$maxmind/source-data/GeoLite2-ASN-Test.json" |
        sed 's,/.*,,; s,^::\([0-9.]*\)$,\1,'; printf '%s\n' 10.0.0.1 192.0.2.1 fd00::1 127.0.0.1 100.64.0.1; } |
        sed 's/.*/postfix\/smtpd[7]: connect from unknown[&]/' >"$work/addresses"
    for mode in schema legacy; do
        geo="geoMode=\"$mode\" geoDatabase=[\"$work/${city##*/}\",\"$work/${asn##*/}\"]"
        through "$mode" <"$work/addresses"
        places+=(--places "$mode" "$work/$mode.bytes" "$city" "$asn")
    done
else
    skip "geo fields are those of Graylog's geo processor" "$(tail -n 1 "$work/fetch.err")"
fi

mkdir "$work/index"
"$srcdir/../contrib/graylog/setup" --print-profile >"$work/profile"
sed -n 's/^| .* | `\([^`]*\)`[^|]*|$/\1/p' "$srcdir/../docs/handbook-greps.md" >"$work/queries"
timeout 200 java -Xmx512m -cp "$classes:$(<"$classes/classpath")" check.Main "$srcdir/../rulebases/FIELDS" "$work/index" \
    "$srcdir/../contrib/graylog/mailnorm-content-pack.json" "$work/profile" "$work/queries" \
    --corpus hostile "$work/hostile.bytes" --corpus samples "$work/samples.bytes" --corpus real "$work/real.bytes" \
    --corpus demo "$work/demo.bytes" \
    "${places[@]}" >"$work/java.out" 2>"$work/java.err"
status=$?

adopt <"$work/java.out"
grep -q '^1\.\.' "$work/java.out" || fail "Graylog's checks come to an end" "status $status" "$(tail -n 20 "$work/java.err")"

# ---- what a line costs: tests/graylog/sizing ----

mkdir "$work/sizes"
printf '%s\n' email_from email_to vendor_status >"$work/kept"
table=$(timeout 100 java -Xmx512m -cp "$classes:$(<"$classes/classpath")" check.Sizing "$work/sizes" "$work/profile" \
    --keep three "$work/kept" --corpus real "$work/real.lines" "$work/real.bytes" 2>"$work/java.err" | grep '^| real')
expect_equal "sizing has a row for each set of fields" "$(cut -d'|' -f2-4 <<<"$table")" \
    "$(printf ' real | %s | %d \n' all "$(frame_count real)" three "$(frame_count real)")"
expect_equal "a line is longer as GELF than as traffic, and with all fields than with three" \
    "$(awk -F'|' 'NR == 1 { gelf = $6; traffic = $7; index_ = $8 }
        NR == 2 { print (gelf > traffic) (gelf > $6) (traffic > $7) (index_ > $8) ($8 > 0) }' <<<"$table")" "11111"

# ---- what contrib/graylog/setup sends, by the classes of each version that it is for ----

# bodies VERSION - what setup sends to a server of that version, in $work/VERSION
bodies() {
    mkdir "$work/$1"
    rm -f "$work/api.port"
    python3 "$srcdir/graylog/api" --version "$1" --port-file "$work/api.port" --calls "$work/calls" \
        --state "$work/$1.state" --bodies "$work/$1" &
    pids[api]=$!
    wait_for 10 test -s "$work/api.port" &&
        GRAYLOG_TOKEN=secret "$srcdir/../contrib/graylog/setup" "http://127.0.0.1:$(<"$work/api.port")" >/dev/null
    kill "${pids[api]}" && wait "${pids[api]}" 2>/dev/null
    unset 'pids[api]'
}

# judge VERSION JAVA CLASSPATH
judge() {
    local sentence="Graylog $1 takes what setup sends"
    bodies "$1"
    timeout 60 "$2" -Xmx256m -cp "$classes:$3" check.Bodies "$1" "$work/$1" >"$work/java.out" 2>"$work/java.err"
    adopt <"$work/java.out"
    grep -q '^1\.\.' "$work/java.out" || fail "$sentence" "$(tail -n 20 "$work/java.err")"
}

# newer_java - a java that is 21 or later, which Graylog 7 needs
newer_java() {
    local java
    for java in "$(command -v java)" /usr/lib/jvm/*/bin/java; do
        [ "$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')" -ge 21 ] && echo "$java" && return
    done 2>/dev/null
}

newest=7.0.1
server7=$classes/graylog2-server-$newest.jar
if ! command -v python3 >/dev/null || ! command -v curl >/dev/null; then
    skip "Graylog takes what setup sends" "needs python3 and curl"
    finish
fi
judge 6.3.7 java "$(<"$classes/classpath")"
java7=$(newer_java)
[ -s "$server7" ] || for mode in -o -U; do
    timeout 200 mvn -q -B "$mode" dependency:copy -Dartifact="org.graylog2:graylog2-server:$newest" \
        -DoutputDirectory="$classes" >"$work/maven.log" 2>&1 && break
done
if [ -z "$java7" ]; then
    skip "Graylog $newest takes what setup sends" "needs Java 21"
elif [ ! -s "$server7" ]; then
    skip "Graylog $newest takes what setup sends" "Maven cannot get it"
else
    # its libraries are those of 6.3 but for newer ones that these classes do not need
    judge "$newest" "$java7" "$server7:$(<"$classes/classpath")"
fi
finish
