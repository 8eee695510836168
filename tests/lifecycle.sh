# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# lifecycle.sh - rounds in which rsyslogd is stopped, started and HUPed at random moments
#
#     . "$srcdir/lib.sh"; . "$srcdir/faults.sh"; . "$srcdir/lifecycle.sh"
#     round 4711                           # the seed decides all but the times
#
# A round has a queue of one kind, one or two workers, one or two omgelf actions behind mmmailnorm with
# a state file, and a receiver that changes its ways: it is there, or down, resets, does not read, takes
# no connection, or closes. (One that has read frames into its memory and dies in a quiet moment
# costs them: docs/delivery.md.) Messages come, and meanwhile rsyslogd gets SIGHUP, or SIGTERM and is
# started again. At the end the receiver is there, and each action has delivered each message. Every
# stop has ended with status 0 within seconds, and has left a state file.

module=omgelf transport=plain padding=0 patience=4

receiver_states=(up down resetting stalling silent closing)
declare -A receiver_options=([up]='' [resetting]='--rst-after 3' [stalling]='--stall-after 0' [silent]='--no-accept'
    [closing]='--drop-after 20 --drop-delay 50')
saved='queue.filename="q" queue.saveOnShutdown="on"'
queues=(
    "action queue.type=\"LinkedList\" $saved"
    "action queue.type=\"LinkedList\" queue.size=\"1500\" queue.highWatermark=\"200\" queue.lowWatermark=\"100\" $saved"
    "action queue.type=\"Disk\" $saved"
    "ruleset queue.type=\"LinkedList\" $saved"
    "ruleset queue.type=\"Disk\" $saved"
    "main queue.type=\"LinkedList\" $saved"
)
batches=(1 20 100 128)
workers=('' '' 'queue.workerThreads="2" queue.workerThreadMinimumMessages="20"')

pick() {
    local -n list=$1
    picked=${list[RANDOM % ${#list[@]}]}
}

# configure_round - chooses queue, batch, workers and actions
configure_round() {
    local where queue actions i main='' ruleset='' action=''
    pick queues && where=${picked%% *} queue=${picked#* }
    pick batches && queue+=" queue.dequeueBatchSize=\"$picked\""
    pick workers && queue+=" $picked"
    [[ $queue != *\"Disk\"* ]] || queue=${queue/queue.workerThreads=\"2\"/}
    printf -v "$where" %s "$queue"
    action_count=$((RANDOM % 2 + 1))
    for ((i = 1; i <= action_count; i++)); do
        actions+=$(action 127.0.0.1 "$gelfsink_port" "name=\"to_graylog_$i\" staticFields=[\"action=$i\"]
            ${action/filename=\"q\"/filename=\"q$i\"}" | sed 's/name="to_graylog" //')
    done
    described="$action_count action(s), ${where}'s $queue"
    write_config rsyslogd <<CONF
module(load="mmmailnorm")
module(load="omgelf")
${main:+main_queue($main)}
ruleset(name="test" $ruleset) {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" stateFile="$work/rsyslogd.spool/mailnorm.state")
    set \$!sequence = field(\$msg, 32, 3);
    $actions
}
CONF
}

change_receiver() {
    [ -z "${pids[gelfsink]:-}" ] || kill_receiver
    # shellcheck disable=SC2086
    [ "$1" = down ] || receiver ${receiver_options[$1]}
}

# timed_stop - each stop's time counts; a run that had a line leaves a state file
timed_stop() {
    local start=${EPOCHREALTIME/./} took
    touch "$work/before"
    stop_rsyslogd >"$work/stop" || stopped="no: $(<"$work/stop")"
    tests=$((tests - 1)) # the round counts as one
    took=$(((${EPOCHREALTIME/./} - start) / 1000))
    [ "$took" -le "$longest" ] || longest=$took
    [ -z "$fed" ] || [ "$work/rsyslogd.spool/mailnorm.state" -nt "$work/before" ] || stopped="no: without a state file"
}

relaunch() {
    launch_rsyslogd
    fed=''
}

pause() {
    sleep "0.$((RANDOM % 8))$((RANDOM % 10))"
}

# complete - each action has delivered each of the messages 1 to $total
complete() {
    local i
    for ((i = 1; i <= action_count; i++)); do
        missing=$((total - $(grep "\"_action\":\"$i\"" "$work/gelfsink.frames" | grep -oE '"_sequence":"?[0-9]+' |
            sort -u | wc -l)))
        [ "$missing" -eq 0 ] || return 1
    done
}

# round SEED
round() {
    local event count step receivers=''
    RANDOM=$1 total=0 longest=0 stopped=yes failures_before=$failures
    unset gelfsink_port
    rm -rf "$work"/rsyslogd.* "$work"/gelfsink.*
    receiver
    configure_round
    relaunch
    for ((step = 0; step < 5; step++)); do
        pick receiver_states
        receivers+=" $picked"
        change_receiver "$picked"
        count=$((RANDOM % 300 + 1))
        send_numbers $((total + 1)) $((total + count))
        total=$((total + count)) fed=yes
        pause
        case $((RANDOM % 4)) in
            0) kill -HUP "${pids[rsyslogd]}" ;;
            1) timed_stop; relaunch ;;
            2) timed_stop; relaunch; pause; timed_stop; relaunch ;;
        esac
    done
    change_receiver up
    wait_for 30 complete
    timed_stop
    kill_receiver
    failures=$failures_before
    if [ "$stopped" = yes ] && [ "$longest" -le $((8000 * slow)) ] && complete; then
        pass "round $1: $total messages, $described"
    else
        fail "round $1: $total messages, $described" "receiver:$receivers" "$missing messages missing of action $action_count or before" \
            "stops with status 0: $stopped; the longest took $longest ms" "$(tail -n 20 "$work/rsyslogd.err")"
    fi
}
