# SPDX-License-Identifier: Apache-2.0
# What a stranger can write into a line of each server never becomes a field that an analyst trusts.
#
# forging/SERVER.attacks has the attacks, each a stanza that an empty line ends:
#
#     # attack: what the stranger does, and where the server prints it (source file)
#     # never: user_name=ceo@example.com           in no event of the stanza; may come several times
#     # want: source_ip=192.0.2.66                 in the last event; may come several times
#     Nov 20 10:00:00 mail postfix/smtpd[1]: ...
#
# Each stanza's host gets a name of its own, so that no stanza knows what another one said.
. "$srcdir/lib.sh" || exit 1
check=$builddir/../plugins/mmmailnorm/mailnorm-check

# verdicts FILE - "ok TITLE" or "not ok TITLE: FAULT" for each stanza
verdicts() {
    local lines=$work/lines stanzas=$work/stanzas
    awk -v lines="$lines" '
        /^# attack: / { number++; print "attack\t" number "\t" substr($0, 11); next }
        /^# never: / { print "never\t" number "\t" substr($0, 10); next }
        /^# want: / { print "want\t" number "\t" substr($0, 9); next }
        /^#/ || NF == 0 { next }
        { sub(/ mail /, " mail" number " "); print > lines; print "line\t" number "\t" }' "$1" >"$stanzas"
    "$builddir/../libtool" --mode=execute "$check" --rulebase-dir "$rulebases" --format json "$lines" >"$work/events"
    jq -rn --rawfile stanzas "$stanzas" --slurpfile events "$work/events" '
        [$stanzas | split("\n")[] | select(. != "") | split("\t") | {kind: .[0], number: .[1], text: .[2]}] as $rows
        | [$rows[] | select(.kind == "line")] as $lines
        | if ($lines | length) != ($events | length) then "not ok \($lines | length) lines gave \($events | length) events"
          else
            $rows[] | select(.kind == "attack") | . as $attack
            | [range($lines | length) | select($lines[.].number == $attack.number) | $events[.]] as $own
            | [$rows[] | select(.number == $attack.number and (.kind == "never" or .kind == "want"))
                | .text as $text | ($text | index("=")) as $at
                | {kind, field: $text[:$at], value: $text[$at + 1:]}] as $conditions
            | [$conditions[] | . as $condition
                | if .kind == "never"
                  then ($own[] | select((.[$condition.field] // "" | tostring) == $condition.value)
                      | "\($condition.field) is \($condition.value)")
                  else ($own[-1] | select((.[$condition.field] // "absent" | tostring) != $condition.value)
                      | "\($condition.field) is \(.[$condition.field]), want \($condition.value)")
                  end] as $faults
            | if ($conditions | length) == 0 or ($own | length) == 0 then "not ok \($attack.text): has no condition or no line"
              elif ($faults | length) > 0 then "not ok \($attack.text): \($faults | unique | join("; "))"
              else "ok \($attack.text)" end
          end'
}

for file in "$srcdir"/attacks/forging/*.attacks; do
    server=$(basename "$file" .attacks)
    while IFS= read -r verdict; do
        case $verdict in
        "ok "*) pass "$server: ${verdict#ok }" ;;
        *) fail "$server: ${verdict#not ok }" ;;
        esac
    done < <(verdicts "$file")
done
finish
