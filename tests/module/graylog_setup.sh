# SPDX-License-Identifier: Apache-2.0
# contrib/graylog/setup against a server's API that records the order of calls and refuses
# each of them in turn. What Graylog's own classes say of the bodies is in graylog.sh.
. "$srcdir/lib.sh" || exit 1
# the script beside a pack of one dashboard, which is quicker; its FIELDS are $work/rulebases/FIELDS
contrib=$work/contrib/graylog
mkdir -p "$contrib" && cp "$srcdir/../contrib/graylog/setup" "$contrib"
jq '.entities |= (map(select(.type.name == "stream")) + [first(.[] | select(.type.name == "dashboard"))])' \
    "$srcdir/../contrib/graylog/mailnorm-content-pack.json" >"$contrib/mailnorm-content-pack.json"
for command in python3 curl; do
    command -v "$command" >/dev/null || { skip "setup makes all that a server needs" "there is no $command"; finish; }
done
export GRAYLOG_TOKEN=secret

# start_api OPTION... - a server with the state of $work/state
start_api() {
    rm -f "$work/api.port" "$work/calls"
    python3 "$srcdir/graylog/api" --port-file "$work/api.port" --calls "$work/calls" --state "$work/state" "$@" &
    pids[api]=$!
    wait_for 10 test -s "$work/api.port" || { fail "the API starts"; finish; }
    url=http://127.0.0.1:$(<"$work/api.port")
}

stop_api() {
    kill "${pids[api]}" && wait "${pids[api]}" 2>/dev/null
    unset 'pids[api]'
}

# setup OPTION... - its exit status is $status, its output $output
setup() {
    output=$(timeout 60 "$contrib/setup" "$@" 2>&1)
    status=$?
}

changes() {
    grep -v '^GET' "$work/calls" 2>/dev/null | sed 's|content_packs/[0-9a-f-]*/|content_packs/ID/|'
}

# change FILTER - the state that a server has, changed by jq
change() {
    jq -c "$1" "$work/state" >"$work/state.new" && mv "$work/state.new" "$work/state"
}

timeless() {
    jq -S 'del(.sets[].creation_date)' "$1"
}

revision=$(jq .rev "$contrib/mailnorm-content-pack.json")
wanted="POST system/indices/index_sets/profiles
POST system/indices/index_sets
POST system/deflector/set-1/cycle
POST system/content_packs
POST system/content_packs/ID/$revision/installations
PUT streams/stream-0"

for version in 5.2.0 6.3.7 7.0.1; do
    rm -f "$work/state"
    start_api --version "$version"
    setup "$url" 12201 example.org example.net
    expect_equal "$version: setup succeeds" "$status $(grep setup: <<<"$output")" "0 "
    expect_equal "$version: the index set has an index before there is an input or a stream" "$(changes)" "$wanted"
    total=$(wc -l <"$work/calls")
    : >"$work/calls"
    setup "$url"
    expect_equal "$version: setup once more changes nothing" "$status $(changes)" "0 "
    setup --check "$url"
    expect_equal "$version: --check finds all" "$status $output" "0 $url lacks nothing"
    cp "$work/state" "$work/complete-$version"
    stop_api
done

for ((call = 1; call <= total; call++)); do
    rm -f "$work/state"
    start_api --version 7.0.1 --refuse "$call"
    setup "$url" 12201 example.org example.net
    refused=$(sed -n "${call}p" "$work/calls")
    said="$status $(grep -cF "$refused: 503 refused by the test" <<<"$output") $(wc -l <"$work/calls")"
    : >"$work/calls"
    setup "$url" 12201 example.org example.net
    again="$status $(cmp <(timeless "$work/state") <(timeless "$work/complete-7.0.1") 2>&1)"
    expect_equal "call $call refused ($refused): setup says so and stops; called again it completes" \
        "$said, $again" "1 1 $call, 0 "
    stop_api
done

# each piece that is missing
while IFS='~' read -r name filter reason; do
    cp "$work/complete-6.3.7" "$work/state"
    change "$filter"
    start_api
    setup --check "$url"
    expect_match "--check: $name" "$status $(paste -sd' ' <<<"$output")" "^1 .*lacks: $reason"
    stop_api
done <<END
no profile~.profiles = []~field type profile
a field without type~.profiles[0].custom_field_mappings |= .[1:]~in the field type profile: mailnorm_rule
no index set~.sets |= .[:1]~index set
an index set without profile~.sets[1].field_type_profile = null~the index set does not use
an index set without index~.indices["set-1"] = null | .indices |= del(.["set-1"])~the index set has no index
no content pack~.installations = []~revision $revision of the content pack
an older content pack~.installations[0].content_pack_revision = 1~revision $revision of the content pack .1 is installed.
no stream~.streams = []~stream "Mail servers"
a stream to another index set~.streams[0].index_set_id = "set-default"~the stream does not write
a stopped stream~.streams[0].disabled = true~the stream is stopped
messages stored twice~.streams[0].remove_matches_from_default_stream = false~the stream leaves
END

cp "$work/complete-6.3.7" "$work/state"
change '.profiles[0].custom_field_mappings |= .[1:]'
start_api
setup "$url"
expect_match "a profile that lacks a field gets it" "$output" "profile got 1 field"
setup --check "$url"
expect_equal "and then lacks nothing" "$output" "$url lacks nothing"
stop_api
change '.installations[0].content_pack_revision = 1'
start_api
setup "$url"
expect_match "an older revision is not left beside a newer one" "$status $output" "^1 .*revision 1 of the content pack is installed"
stop_api

cp "$work/complete-7.0.1" "$work/state"
change '.documents = 7'
start_api --version 7.0.1
setup --remove "$url"
expect_match "--remove keeps an index set with messages" "$status $output" "kept: the index set .Mail servers. with 7 messages"
setup --remove --messages "$url"
expect_equal "--remove --messages leaves nothing" "$status $(jq -c '[.profiles, .packs, .installations, .streams, (.sets | length)]' "$work/state")" \
    '0 [[],[],[],[],1]'
setup --remove "$url"
expect_equal "--remove from a server that has nothing" "$status $output" "0 "
setup --check "$url"
expect_equal "--check of a server that has nothing" "$status $(grep -c ^lacks: <<<"$output")" "1 4"
stop_api
setup "$url"
expect_match "a server that does not answer is named" "$status $(tail -n 1 <<<"$output")" "^1 setup: GET system: $url does not answer"

mkdir "$work/bin"
for command in bash env awk sed dirname mktemp cat rm; do ln -s "$(command -v "$command")" "$work/bin"; done
expect_match "without curl it says what to install" "$(PATH=$work/bin "$contrib/setup" http://127.0.0.1:1 2>&1)" "curl is missing: apt-get install curl"
ln -s "$(command -v curl)" "$work/bin"
expect_match "without jq it says what to install" "$(PATH=$work/bin "$contrib/setup" http://127.0.0.1:1 2>&1)" "jq is missing: apt-get install jq"
expect_match "a port that is none is named" "$("$contrib/setup" http://127.0.0.1:1 smtp 2>&1)" "smtp is no port"
finish
