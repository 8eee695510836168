# SPDX-License-Identifier: Apache-2.0
# The story that began it: somebody who is not in Germany logs in to a German mailbox. From Axigen's raw
# lines to one alert, by the example in contrib.
. "$srcdir/lib.sh"

set_up "$builddir/mmdb_make" "$work/city.mmdb" 4 \
    81.2.69.0/24 '{"country_code":"DE","city":"Berlin","latitude":52.52,"longitude":13.405}' \
    89.160.20.0/24 '{"country_code":"NG","city":"Lagos","latitude":6.5244,"longitude":3.3792}'
chmod 644 "$work/city.mmdb"

example=$srcdir/../contrib/rsyslog.d/20-login-alert.conf
start_rsyslogd <<CONF
module(load="mmmailnorm")
template(name="all" type="string" string="%\$!mailnorm_rule% %\$!user_name% %\$!event_outcome% %\$!source_geo_country_iso%\\n")
$(sed -n '/^template/,/^$/p' "$example")
ruleset(name="test") {
$(sed -n '/^if \$syslogfacility-text/,/^}/p' "$example" | sed '1d;$d' |
    sed "s|geoDatabase=.*|geoDatabase=[\"$work/city.mmdb\"] rulebaseDirectory=\"$rulebases\"|;
         s|/var/spool/rsyslog/mailnorm.state|$work/rsyslogd.spool/state|; s|/var/log/mail-login-alert.log|$work/alerts|")
    action(type="omfile" file="$work/all" template="all")
}
CONF

# session ID ADDRESS OUTCOME - one IMAP session as everything.txt has it
session() {
    local text="User [boss@example.org] successfully authorized!"
    [ "$3" = ok ] || text="Authentication error for user 'boss@example.org': Invalid password"
    printf '<22>Nov 20 10:00:00 mx axigen: 2026-07-06 13:10:%02d +0200 08 mx %s\n' \
        "$4" "IMAP:0000000$1: [192.0.2.10:143] connection accepted from [$2:50000]" \
        "$4" "IMAP:0000000$1: $text" \
        "$4" "IMAP:0000000$1: Closing connection from [$2:50000]"
}

{
    session 1 81.2.69.160 ok 1
    session 2 89.160.20.112 failed 2
    session 3 89.160.20.112 failed 3
    session 4 89.160.20.112 ok 4
    session 5 81.2.69.160 ok 5
} | send_lines
all_reach() { [ -e "$work/all" ] && [ "$(wc -l <"$work/all")" -ge "$1" ]; }
wait_for 10 all_reach 15
expect_equal "login lines, which have no address of their own, know the country" \
    "$(grep '^axigen.login' "$work/all" | sort | uniq -c | sed 's/^ *//')" \
    "2 axigen.login.failure boss@example.org failure NG
2 axigen.login.success boss@example.org success DE
1 axigen.login.success boss@example.org success NG"
expect_equal "one alert, for the login from abroad" "$(wc -l <"$work/alerts") $(grep -c 'NG), last seen in DE' "$work/alerts")" "1 1"
finish
