# SPDX-License-Identifier: Apache-2.0
# A real Sendmail and its client program take, relay, defer, bounce and refuse mail, clone it for a
# list, and know their users; each line of each message arrives complete.
package_sets=("sendmail-bin sendmail-cf sasl2-bin" "postfix sasl2-bin")
. "$srcdir/daemons.sh" || exit 1

# ---- set-up ----

make_root mail sendmail-bin
make_root next postfix
root=$work/mail
accounts "$root" smmta:110 smmsp:111
cat >"$root/etc/mail/sendmail.mc" <<'CONF'
include(`/usr/share/sendmail/cf/m4/cf.m4')dnl
OSTYPE(`debian')dnl
undefine(`confHOST_STATUS_DIRECTORY')dnl
define(`confDOMAIN_NAME',`mail.example.com')dnl
define(`confDONT_PROBE_INTERFACES',`true')dnl
define(`confAUTH_MECHANISMS',`PLAIN')dnl
define(`confTO_IDENT',`0')dnl
TRUST_AUTH_MECH(`PLAIN')dnl
FEATURE(`no_default_msa')dnl
FEATURE(`nocanonify')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`mailertable')dnl
FEATURE(`local_lmtp',`/usr/libexec/sendmail/mail.local')dnl
RELAY_DOMAIN(`example.org')dnl
LOCAL_DOMAIN(`example.com')dnl
DAEMON_OPTIONS(`Name=MTA-lo, Family=inet, Addr=127.0.0.1, Port=25')dnl
DAEMON_OPTIONS(`Name=MTA, Family=inet, Addr=203.0.113.7, Port=25')dnl
DAEMON_OPTIONS(`Name=MTA-8, Family=inet, Addr=203.0.113.8, Port=25')dnl
DAEMON_OPTIONS(`Name=MSA, Family=inet, Addr=192.0.2.10, Port=587, M=a')dnl
MAILER(`local')dnl
MAILER(`smtp')dnl
CONF
cat >"$root/etc/mail/submit.mc" <<'CONF'
include(`/usr/share/sendmail/cf/m4/cf.m4')dnl
OSTYPE(`debian')dnl
undefine(`confHOST_STATUS_DIRECTORY')dnl
define(`confDOMAIN_NAME',`mail.example.com')dnl
define(`confDONT_PROBE_INTERFACES',`true')dnl
define(`MSP_QUEUE_DIR',`/var/spool/mqueue-client')dnl
FEATURE(`msp', `[127.0.0.1]')dnl
CONF
cat >"$root/etc/mail/mailertable" <<CONF
sent.example.org	esmtp:[198.51.100.1]
deferred.example.org	esmtp:[198.51.100.2]
bounced.example.org	esmtp:[198.51.100.3]
example.net	esmtp:[198.51.100.4]
CONF
cat >"$root/etc/mail/aliases" <<CONF
postmaster: root
MAILER-DAEMON: postmaster
list: alice, bob@sent.example.org
owner-list: bob
CONF
printf 'hosts files\naliases files\n' >"$root/etc/mail/service.switch"
mkdir -p "$root/etc/sasl2" "$root"/var/run/sendmail/{mta,msp} "$root/var/lib/sendmail"
printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN\n' >"$root/etc/sasl2/Sendmail.conf"
chown 111:111 "$root/var/spool/mqueue-client" "$root/var/run/sendmail/msp"
chmod 770 "$root/var/spool/mqueue-client"
chmod 700 "$root/var/spool/mqueue"
chgrp 111 "$root/usr/libexec/sendmail/sendmail" && chmod g+s "$root/usr/libexec/sendmail/sendmail"
within mail sh -c '
    cd /etc/mail
    m4 sendmail.mc >sendmail.cf
    m4 submit.mc >submit.cf
    /usr/libexec/sendmail/makemap hash mailertable <mailertable
    /usr/libexec/sendmail/newaliases' >/dev/null
login mail alice secret
sendmail=/usr/libexec/sendmail/sendmail

start_syslog mail
sink next 198.51.100.1
sink next 198.51.100.2 -r RCPT
sink next 198.51.100.3 -f RCPT
sink next 198.51.100.4
expect "Sendmail starts" within mail $sendmail -L sm-mta -bd
wait_for 5 port_is_open 192.0.2.10 587

# ---- the mail ----

from_outside local alice@example.com
expect_match "mail from outside is taken" "$reply" "^250 2.0.0 .* Message accepted"
from_outside relayed bob@sent.example.org
from_outside two bob@sent.example.org carol@deferred.example.org
from_outside bounced dave@bounced.example.org
from_outside list list@example.com bob@sent.example.org
by_alice alice-relayed bob@sent.example.org
expect_match "mail of a user who logged in is taken" "$reply" "^250 2.0.0 .* Message accepted"
by_alice alice-bounced dave@bounced.example.org
by_alice alice-deferred carol@deferred.example.org
by_alice alice-receipt bob@example.com NOTIFY=SUCCESS
as_user 1002 mail $sendmail -Ac bob@sent.example.org <<<"Message-Id: <submitted@example.net>"
for password in wrong guess again; do
    smtp 203.0.113.8 25 "EHLO guesser.example.net" "$(plain alice "$password")"
done
expect_match "a wrong password is refused" "$reply" "^535 5.7.0"
for recipient in dave@elsewhere.example.com nobody-here@example.com; do
    smtp 203.0.113.8 25 "EHLO guesser.example.net" "MAIL FROM:<spam@example.net>" "RCPT TO:<$recipient>"
done
expect_match "an unknown recipient is refused" "$reply" "^550 5.1.1"

# the deferred are tried twice: in vain, and when the next server takes them
run_queue() {
    wait_for 20 none_is_locked
    within mail $sendmail -L sm-mta -q
}
none_is_locked() {
    ! within mail $sendmail -bp | grep -q '^[0-9A-Za-z]*\*'
}
is_deferred='._mailnorm_rule == "sendmail.delivery.status" and ._vendor_status == "Deferred"'
wait_for 20 events_reach 2 "$is_deferred"
run_queue
wait_for 20 events_reach 4 "$is_deferred"
stop_sink 198.51.100.2
sink next 198.51.100.2
run_queue
wait_for 20 events_reach 14 '._mailnorm_rule == "sendmail.delivery.status" and ._vendor_status == "Sent"' ||
    fail "all mail leaves the queue"

# ---- what the receiver knows ----

expect_no_events "each line is recognised" '._mailnorm_rule == null'
expect_lines "each delivery has its message's one trace, sender, client and user" \
    "$(deliveries sendmail.delivery.status)" "\
alice-bounced alice@example.net Sent 198.51.100.4 - 192.0.2.10 alice
alice-bounced dave@bounced.example.org Service unavailable 198.51.100.3 alice@example.net 192.0.2.10 alice
alice-deferred carol@deferred.example.org Deferred 198.51.100.2 alice@example.net 192.0.2.10 alice
alice-deferred carol@deferred.example.org Deferred 198.51.100.2 alice@example.net 192.0.2.10 alice
alice-deferred carol@deferred.example.org Sent 198.51.100.2 alice@example.net 192.0.2.10 alice
alice-receipt alice@example.net Sent 198.51.100.4 - 192.0.2.10 alice
alice-receipt bob@example.com Sent - alice@example.net 192.0.2.10 alice
alice-relayed bob@sent.example.org Sent 198.51.100.1 alice@example.net 192.0.2.10 alice
bounced dave@bounced.example.org Service unavailable 198.51.100.3 sender@example.net 203.0.113.7 -
bounced sender@example.net Sent 198.51.100.4 - 203.0.113.7 -
list alice Sent - bob 203.0.113.7 -
list bob@sent.example.org Sent 198.51.100.1 bob 203.0.113.7 -
local alice@example.com Sent - sender@example.net 203.0.113.7 -
relayed bob@sent.example.org Sent 198.51.100.1 sender@example.net 203.0.113.7 -
submitted bob@sent.example.org Sent 127.0.0.1 bob - -
submitted bob@sent.example.org Sent 198.51.100.1 bob@mail.example.com 127.0.0.1 -
two bob@sent.example.org Sent 198.51.100.1 sender@example.net 203.0.113.7 -
two carol@deferred.example.org Deferred 198.51.100.2 sender@example.net 203.0.113.7 -
two carol@deferred.example.org Deferred 198.51.100.2 sender@example.net 203.0.113.7 -
two carol@deferred.example.org Sent 198.51.100.2 sender@example.net 203.0.113.7 -"
# Sendmail does not log size and Message-Id of its own notifications
expect_no_events "each delivery but that of a notification has the message's size and Message-Id" \
    '._mailnorm_rule == "sendmail.delivery.status" and ._email_from
     and (._email_size == null or ._email_message_id == null)'
expect_equal "attempts are counted over the retries" \
    "$(events '._mailnorm_rule == "sendmail.delivery.status" and ._email_to == "carol@deferred.example.org"' |
        jq -r '"\(._vendor_status) \(._vendor_delivery_attempts)"' | sort | uniq -c | sed 's/^ *//')" \
    "2 Deferred 1
2 Deferred 2
2 Sent 3"
expect_equal "refused recipients name the reason" \
    "$(events '._vendor_reject_category and ._mailnorm_rule != "sendmail.delivery.status"' |
        jq -r '"\(._email_to) \(._vendor_reject_category)"' | sort)" \
    "dave@elsewhere.example.com relay_denied
nobody-here@example.com user_unknown"
expect_events "logins name user, method and client" \
    '._event_action == "authentication" and ._user_name == "alice" and ._event_outcome == "success"
     and ._vendor_sasl_method == "PLAIN" and ._source_ip == "192.0.2.10"' 4
expect_equal "failed logins are counted" \
    "$(events '._mailnorm_rule == "sendmail.auth.failure" and ._event_outcome == "failure"' |
        jq -r '"\(._user_name) \(._source_ip) \(._login_failures_user)"' | sort)" \
    "alice 203.0.113.8 1
alice 203.0.113.8 2
alice 203.0.113.8 3"
finish
