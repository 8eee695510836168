# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# lib.sh - what the checks against Graylog's own code have in common; after tests/lib.sh
#
#     java_or_skip SENTENCE
#     class_path "$srcdir/graylog/pom.xml" "$classes" || skip ...
#     through samples <lines        # $work/samples.bytes is what omgelf sent

# java_or_skip SENTENCE - ends the test where there is no JDK 17 or no Maven
java_or_skip() {
    local release=0
    if command -v javac >/dev/null && command -v mvn >/dev/null; then
        release=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
        [ "${release:-0}" -lt 17 ] || return 0
    fi
    skip "$1" "needs JDK 17 or later and Maven (openjdk-17-jdk-headless, maven)"
    finish
}

# class_path POM DIRECTORY - DIRECTORY/classpath has the jars of the POM. They come from Maven once;
# later runs need no network. False: DIRECTORY/maven.log says why.
class_path() {
    local mode
    mkdir -p "$2"
    [ ! -s "$2/classpath" ] || [ "$1" -nt "$2/classpath" ] || return 0
    for mode in -o -U; do
        timeout 300 mvn -q -B "$mode" -f "$1" dependency:build-classpath \
            -Dmdep.outputFile="$2/classpath" >"$2/maven.log" 2>&1 && return
    done
    rm -f "$2/classpath"
    return 1
}

# maven_complaint DIRECTORY
maven_complaint() {
    echo "Maven cannot get it: $(grep -oE 'Could not [a-z]+ artifact [^ ]+|offline mode' "$1/maven.log" | head -1)"
}

# through NAME [FILE] - the lines of stdin by TCP, those of FILE as a file's, once;
# leaves what was received in $work/NAME.bytes; $geo is part of mmmailnorm's parameters
through() {
    local name=$1 file=${2:-} lines
    cat >"$work/$name.lines"
    lines=$(cat "$work/$name.lines" ${file:+"$file"} | wc -l)
    start_gelfsink "$name" --record "$work/$name.bytes"
    local port=${name}_port
    write_config "${name}_rsyslogd" <<CONF
module(load="imfile")
module(load="mmjsonparse")
module(load="mmmailnorm")
module(load="omgelf")
$([ -z "$file" ] || echo "input(type=\"imfile\" file=\"$file\" tag=\"maillog\" ruleset=\"test\")")
ruleset(name="test") {
    action(type="mmjsonparse")
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" ${geo:-} homeCountries=["DE"])
    action(type="omgelf" target="127.0.0.1" port="${!port}" action.resumeRetryCount="-1")
}
CONF
    sed -i 's/maxMessageSize="64k"/maxMessageSize="4m"/' "$work/${name}_rsyslogd.conf"
    launch_rsyslogd "${name}_rsyslogd"
    send_lines "${name}_rsyslogd" <"$work/$name.lines"
    wait_for 60 frames_reach "$lines" "$name"
    stop_rsyslogd "${name}_rsyslogd"
    stop_gelfsink "$name"
    expect_equal "$name: as many frames as lines" "$(frame_count "$name")" "$lines"
}

# adopt - lines of TAP from stdin, whose numbers go on here; the libraries have much to say, too
adopt() {
    local line before=$tests
    while IFS= read -r line; do
        case $line in
        'ok '*) tests=$((tests + 1)); echo "ok $tests - ${line#* - }" ;;
        'not ok '*) tests=$((tests + 1)) failures=$((failures + 1)); echo "not ok $tests - ${line#* - }" ;;
        1..*) expect_equal "all of Graylog's checks ran" "1..$((tests - before))" "$line" ;;
        '# '*) echo "$line" ;;
        esac
    done
}
