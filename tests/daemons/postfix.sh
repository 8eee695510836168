# SPDX-License-Identifier: Apache-2.0
# A real Postfix with a content filter takes, relays, defers, bounces and refuses mail, and knows its
# users; each line of each message arrives complete.
package_sets=("postfix sasl2-bin")
. "$srcdir/daemons.sh" || exit 1

# ---- set-up ----

make_root mail postfix
root=$work/mail
accounts "$root" postfix:110 postdrop:111
mkdir -p "$root/etc/postfix/sasl"
cp "$srcdir/daemons/filter" "$root/filter"
cat >"$root/etc/postfix/main.cf" <<CONF
compatibility_level = 3.6
myhostname = $hostname
mydestination = example.com
inet_protocols = ipv4
inet_interfaces = 127.0.0.1, 203.0.113.7, 203.0.113.8, 192.0.2.10
mynetworks = 127.0.0.1/32
relay_domains = example.org
transport_maps = inline:{
    { sent.example.org = smtp:[198.51.100.1] }, { deferred.example.org = smtp:[198.51.100.2] },
    { bounced.example.org = smtp:[198.51.100.3] }, { example.net = smtp:[198.51.100.4] } }
alias_maps =
smtp_dns_support_level = disabled
smtpd_sasl_auth_enable = yes
smtpd_sasl_local_domain = $hostname
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
smtpd_authorized_xforward_hosts = 127.0.0.1/32
CONF
cat >"$root/etc/postfix/sasl/smtpd.conf" <<CONF
pwcheck_method: auxprop
auxprop_plugin: sasldb
mech_list: PLAIN
CONF
# Debian's own services, but none in a chroot; filter takes, 10025 takes back
sed -E -e 's/^(([^#[:space:]]+[[:space:]]+){4})y/\1n/' \
    -e 's/^(smtp +inet.*smtpd)$/\1\n  -o content_filter=filter:[127.0.0.1]:10024/' \
    "$root/usr/share/postfix/master.cf.dist" >"$root/etc/postfix/master.cf"
cat >>"$root/etc/postfix/master.cf" <<CONF
submission inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o content_filter=filter:[127.0.0.1]:10024
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
filter unix - - n - - smtp
127.0.0.1:10024 inet n n n - - spawn user=nobody argv=/filter
127.0.0.1:10025 inet n - n - - smtpd
CONF
cp "$root/usr/share/postfix/dynamicmaps.cf" "$root/etc/postfix/"
chgrp 111 "$root"/usr/sbin/post{drop,queue} && chmod g+s "$root"/usr/sbin/post{drop,queue}
mkdir -p "$root/var/lib/postfix" && chown 110 "$root/var/lib/postfix"
login mail alice secret

start_syslog mail
sink mail 198.51.100.1
sink mail 198.51.100.2 -r RCPT
sink mail 198.51.100.3 -f RCPT
# gets the bounces, slowly: bounce(8) tells of a notification only after queueing it
sink mail 198.51.100.4 -w 1
expect "Postfix starts" within mail postfix start

# ---- the mail ----

# mail from outside and of users goes by way of the filter
from_outside local alice@example.com
expect_match "mail from outside is taken" "$reply" "^250 2.0.0 Ok: queued as"
from_outside relayed bob@sent.example.org
from_outside two bob@sent.example.org carol@deferred.example.org
from_outside bounced dave@bounced.example.org
by_alice alice-relayed bob@sent.example.org
expect_match "mail of a user who logged in is taken" "$reply" "^250 2.0.0 Ok: queued as"
by_alice alice-bounced dave@bounced.example.org
by_alice alice-deferred carol@deferred.example.org
as_user 1002 mail sendmail -f bob@example.com bob@sent.example.org <<<"Message-Id: <submitted@example.net>"

for password in wrong guess again; do
    smtp 203.0.113.8 587 "EHLO guesser.example.net" "$(plain alice "$password")"
done
expect_match "a wrong password is refused" "$reply" "^535 5.7.8"
for recipient in dave@elsewhere.example.com nobody-here@example.com; do
    smtp 203.0.113.8 25 "EHLO guesser.example.net" "MAIL FROM:<spam@example.net>" "RCPT TO:<$recipient>"
done
expect_match "an unknown recipient is refused" "$reply" "^550 5.1.1"

# the deferred are tried twice: in vain, and when the next server takes them
flush() {
    wait_for 20 none_is_active
    within mail postqueue -f
}
none_is_active() {
    ! within mail postqueue -p | grep -q '^[0-9A-F]*\*'
}
wait_for 20 events_reach 2 '._vendor_status == "deferred"'
flush
wait_for 20 events_reach 4 '._vendor_status == "deferred"'
stop_sink 198.51.100.2
sink mail 198.51.100.2
flush
wait_for 20 events_reach 17 '._mailnorm_rule == "postfix.qmgr.removed"' || fail "all mail leaves the queue"
expect "Postfix stops" within mail postfix stop
wait_for 10 events_reach 1 '._mailnorm_rule == "postfix.master.stop"'

# ---- what the receiver knows ----

expect_no_events "each line is recognised" '._mailnorm_rule == null'
expect_lines "each delivery has its message's one trace, sender, client and user" \
    "$(deliveries postfix.delivery.status)" "\
alice-bounced alice@example.net sent 198.51.100.4 - 192.0.2.10 alice@mail.example.com
alice-bounced dave@bounced.example.org bounced 198.51.100.3 alice@example.net 192.0.2.10 alice@mail.example.com
alice-bounced dave@bounced.example.org sent 127.0.0.1 alice@example.net 192.0.2.10 alice@mail.example.com
alice-deferred carol@deferred.example.org deferred 198.51.100.2 alice@example.net 192.0.2.10 alice@mail.example.com
alice-deferred carol@deferred.example.org deferred 198.51.100.2 alice@example.net 192.0.2.10 alice@mail.example.com
alice-deferred carol@deferred.example.org sent 127.0.0.1 alice@example.net 192.0.2.10 alice@mail.example.com
alice-deferred carol@deferred.example.org sent 198.51.100.2 alice@example.net 192.0.2.10 alice@mail.example.com
alice-relayed bob@sent.example.org sent 127.0.0.1 alice@example.net 192.0.2.10 alice@mail.example.com
alice-relayed bob@sent.example.org sent 198.51.100.1 alice@example.net 192.0.2.10 alice@mail.example.com
bounced dave@bounced.example.org bounced 198.51.100.3 sender@example.net 203.0.113.7 -
bounced dave@bounced.example.org sent 127.0.0.1 sender@example.net 203.0.113.7 -
bounced sender@example.net sent 198.51.100.4 - 203.0.113.7 -
local alice@example.com sent 127.0.0.1 sender@example.net 203.0.113.7 -
local alice@example.com sent local sender@example.net 203.0.113.7 -
relayed bob@sent.example.org sent 127.0.0.1 sender@example.net 203.0.113.7 -
relayed bob@sent.example.org sent 198.51.100.1 sender@example.net 203.0.113.7 -
submitted bob@sent.example.org sent 198.51.100.1 bob@example.com - 1002
two bob@sent.example.org sent 127.0.0.1 sender@example.net 203.0.113.7 -
two bob@sent.example.org sent 198.51.100.1 sender@example.net 203.0.113.7 -
two carol@deferred.example.org deferred 198.51.100.2 sender@example.net 203.0.113.7 -
two carol@deferred.example.org deferred 198.51.100.2 sender@example.net 203.0.113.7 -
two carol@deferred.example.org sent 127.0.0.1 sender@example.net 203.0.113.7 -
two carol@deferred.example.org sent 198.51.100.2 sender@example.net 203.0.113.7 -"
expect_no_events "each delivery has the message's size, Message-Id and number of recipients" \
    '._mailnorm_rule == "postfix.delivery.status"
     and (._email_size == null or ._email_message_id == null or ._vendor_nrcpt == null)'
expect_equal "attempts are counted over the retries" \
    "$(events '._email_to == "carol@deferred.example.org" and ._vendor_relay_ip == "198.51.100.2"' |
        jq -r '"\(._vendor_status) \(._vendor_delivery_attempts)"' | sort | uniq -c | sed 's/^ *//')" \
    "2 deferred 1
2 deferred 2
2 sent 3"
expect_equal "refused recipients name reason, sender and client" \
    "$(events '._mailnorm_rule == "postfix.smtpd.reject" and ._event_outcome == "failure"' |
        jq -r '"\(._email_to) \(._vendor_reject_category) \(._smtp_response_code) \(._email_from) \(._source_ip)"')" \
    "dave@elsewhere.example.com relay_denied 554 spam@example.net 203.0.113.8
nobody-here@example.com user_unknown 550 spam@example.net 203.0.113.8"
expect_events "logins name user, method and client" \
    '._event_action == "authentication" and ._user_name == "alice@mail.example.com"
     and ._event_outcome == "success" and ._vendor_sasl_method == "PLAIN" and ._source_ip == "192.0.2.10"' 3
expect_equal "failed logins are counted" \
    "$(events '._mailnorm_rule == "postfix.smtpd.sasl_failed" and ._event_outcome == "failure"' |
        jq -r '"\(._user_name) \(._source_ip) \(._login_failures_user)"')" \
    "alice@mail.example.com 203.0.113.8 1
alice@mail.example.com 203.0.113.8 2
alice@mail.example.com 203.0.113.8 3"
finish
