# SPDX-License-Identifier: Apache-2.0
# An administrator's own rules come in with SIGHUP, and a mistake in them keeps what ran before.
. "$srcdir/lib.sh"

mkdir -p "$work/local/postfix"
chmod -R a+rX "$work/local"
own=$work/local/postfix/smtpd.rb
rule() { printf 'version=2\n# our own policy daemon\nrule=local.%s:%s\n' "$1" "$2" >"$own.new" && chmod 644 "$own.new" && mv "$own.new" "$own"; }
rule hello 'hello from %postfix_client:rest%'

start_rsyslogd <<CONF
template(name="rule" type="string" string="%\$!mailnorm_rule% %\$!source_ip%\\n")
module(load="mmmailnorm")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases" localRulebaseDirectory="$work/local")
    action(type="omfile" file="$work/out" template="rule")
}
CONF
lines_reach() { [ -e "$work/out" ] && [ "$(wc -l <"$work/out")" -ge "$1" ]; }
# give TEXT - what a line of smtpd gives now
give() {
    local before=0
    [ ! -e "$work/out" ] || before=$(wc -l <"$work/out")
    echo "<22>Nov 20 10:00:00 mx postfix/smtpd[7]: $1" | send_lines
    wait_for 10 lines_reach $((before + 1)) || fail "the line comes through" "$1"
    tail -n 1 "$work/out"
}

expect_equal "a local rule is read beside the shipped ones" "$(give 'hello from mx.example.org[192.0.2.1]')" \
    "local.hello 192.0.2.1"
expect_equal "the shipped ones are still there" "$(give 'connect from mx.example.org[192.0.2.1]')" \
    "postfix.smtpd.connect 192.0.2.1"
rule welcome 'welcome %postfix_client:rest%'
hup_rsyslogd
expect_equal "SIGHUP brings in a new rule" "$(give 'welcome mx.example.org[192.0.2.1]')" "local.welcome 192.0.2.1"
rule broken 'broken %postfix_client:rset%'
hup_rsyslogd
expect_equal "a rule that liblognorm refuses keeps what ran before" "$(give 'welcome mx.example.org[192.0.2.2]')" \
    "local.welcome 192.0.2.2"
hup_rsyslogd
hup_rsyslogd
give 'connect from mx.example.org[192.0.2.3]' >/dev/null
expect_equal "and is reported once, with file and line" \
    "$(grep -c 'local/postfix/smtpd.rb:3: liblognorm: invalid field type' "$work/rsyslogd.log")" 1
finish
