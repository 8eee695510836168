# SPDX-License-Identifier: Apache-2.0
# A real Exim takes, relays, defers, bounces, discards and refuses mail. What it sends to syslog in its
# default form and what it writes to its own log file arrive complete, and say the same.
package_sets=("exim4-daemon-light" "postfix sasl2-bin")
. "$srcdir/daemons.sh" || exit 1

# ---- set-up ----

make_root mail exim4-daemon-light
make_root next postfix
root=$work/mail
accounts "$root" Debian-exim:110
cat >"$root/etc/exim4/exim4.conf" <<'CONF'
primary_hostname = mail.example.com
log_file_path = syslog : /var/log/exim4/%slog
log_selector = +received_recipients +received_sender +sender_on_delivery +incoming_port +subject \
               +smtp_connection +smtp_syntax_error +smtp_incomplete_transaction
domainlist local_domains = example.com
local_interfaces = 127.0.0.1 : 203.0.113.7 : 203.0.113.8 : 192.0.2.10
daemon_smtp_ports = 25 : 587
disable_ipv6 = true
host_lookup = *
host_lookup_order = byaddr
rfc1413_query_timeout = 0s
tls_advertise_hosts =
keep_environment =
acl_smtp_rcpt = recipient
acl_smtp_data = data
begin acl
recipient:
  accept authenticated = *
  require message = no such user
          domains = +local_domains : *.example.org : example.net
          verify = recipient
  accept
data:
  deny condition = ${if match{$h_subject:}{spam}}
       message = this is spam
  accept
begin routers
blackhole:
  driver = redirect
  domains = +local_domains
  local_parts = blackhole
  data = :blackhole:
aliases:
  driver = redirect
  domains = +local_domains
  data = ${lookup{$local_part}lsearch{/etc/exim4/aliases}}
local:
  driver = accept
  domains = +local_domains
  check_local_user
  transport = mailbox
next:
  driver = manualroute
  domains = ! +local_domains
  transport = smtp
  route_list = sent.example.org mx.sent.example.org byname ; deferred.example.org mx.deferred.example.org byname ; \
               bounced.example.org mx.bounced.example.org byname ; example.net mx.example.net byname
begin transports
mailbox:
  driver = appendfile
  file = /var/mail/$local_part_data
smtp:
  driver = smtp
  hosts_try_fastopen =
begin retry
* * F,1h,1h
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${if and{{eq{$auth2}{alice}}{eq{$auth3}{secret}}}}
  server_set_id = $auth2
CONF
echo 'list: alice@example.com, bob@sent.example.org' >"$root/etc/exim4/aliases"
mkdir -p "$root/var/spool/exim4" "$root/var/log/exim4" "$root/run/exim4"
chown 110:110 "$root/var/spool/exim4" "$root/run/exim4"
# as Debian has it, with rsyslogd's group in place of adm
chown 110:nogroup "$root/var/log/exim4" && chmod 2750 "$root/var/log/exim4"

start_gelfsink
start_gelfsink file
start_rsyslogd <<CONF
module(load="imuxsock" sysSock.use="off")
module(load="imfile")
module(load="mmmailnorm")
module(load="omgelf")
global(localHostname="${hostname%%.*}")
input(type="imuxsock" socket="$root/dev/log" ruleset="test")
input(type="imfile" file="$root/var/log/exim4/mainlog" tag="exim" ruleset="file")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases")
    action(type="omgelf" target="127.0.0.1" port="$gelfsink_port" action.resumeRetryCount="-1")
}
ruleset(name="file") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases")
    action(type="omgelf" target="127.0.0.1" port="$file_port" action.resumeRetryCount="-1")
}
CONF
sink next 198.51.100.1
sink next 198.51.100.2 -r RCPT
sink next 198.51.100.3 -f RCPT
sink next 198.51.100.4
expect "Exim starts" within mail exim4 -bd
wait_for 5 port_is_open 192.0.2.10 587

# ---- the mail ----

from_outside local alice@example.com
expect_match "mail from outside is taken" "$reply" "^250 OK id="
from_outside relayed bob@sent.example.org
from_outside two bob@sent.example.org carol@deferred.example.org
from_outside bounced dave@bounced.example.org
from_outside list list@example.com
from_outside discarded blackhole@example.com
from_outside spam alice@example.com
expect_match "what an ACL refuses is refused" "$reply" "^550 this is spam"
by_alice alice-relayed bob@sent.example.org
expect_match "mail of a user who logged in is taken" "$reply" "^250 OK id="
by_alice alice-bounced dave@bounced.example.org
as_user 1002 mail exim4 bob@sent.example.org <<<"Message-Id: <submitted@example.net>"
for password in wrong guess again; do
    smtp 203.0.113.8 25 "EHLO guesser.example.net" "$(plain alice "$password")"
done
expect_match "a wrong password is refused" "$reply" "^535 Incorrect authentication data"
for recipient in dave@elsewhere.example.com nobody-here@example.com; do
    smtp 203.0.113.8 25 "EHLO guesser.example.net" "MAIL FROM:<spam@example.net>" "RCPT TO:<$recipient>"
done
is_deferred='._mailnorm_rule == "exim.delivery.deferral"'
wait_for 20 events_reach 1 "$is_deferred"
stop_sink 198.51.100.2
sink next 198.51.100.2
within mail exim4 -qff
is_completed='._mailnorm_rule == "exim.message.completed"'
wait_for 20 events_reach 11 "$is_completed" || fail "all mail leaves the queue"
is_last='._mailnorm_rule == "exim.queue.end"'
wait_for 20 events_reach 1 "$is_last"
wait_for 20 eval "jq -c 'select($is_last)' '$work/file.frames' | grep -q ."

# ---- what the receiver knows ----

# rules NAME - how often each rule recognised a line; connections come as often as they are tried
rules() {
    jq -r '._mailnorm_rule // .short_message' "$work/$1.frames" | grep -vx exim.connection.event | sort | uniq -c |
        sed 's/^ *//'
}
expect_lines "each line of the file arrives, recognised" "$(rules file)" "\
4 exim.client.event
1 exim.daemon.start
1 exim.delivery.deferral
2 exim.delivery.failure
1 exim.delivery.host
11 exim.delivery.success
3 exim.login.failure
11 exim.message.arrival
11 exim.message.completed
1 exim.queue.end
1 exim.queue.start"
# syslog_duplication is true: refusals come for the main log and for the reject log, and what a
# message's header has there comes in pieces
expect_lines "each line of syslog arrives, refusals twice" "$(rules gelfsink)" "\
6 exim.client.event
1 exim.daemon.start
1 exim.delivery.deferral
2 exim.delivery.failure
2 exim.delivery.host
11 exim.delivery.success
11 exim.log.piece
6 exim.login.failure
11 exim.message.arrival
11 exim.message.completed
1 exim.queue.end
1 exim.queue.start"
expect_lines "each delivery has its message's one trace, sender, client and user" \
    "$(deliveries exim.delivery.success)" "\
alice-bounced alice@example.net sent 198.51.100.4 - - -
alice-relayed bob@sent.example.org sent 198.51.100.1 alice@example.net 192.0.2.10 alice
bounced sender@example.net sent 198.51.100.4 - - -
discarded blackhole@example.com discarded - sender@example.net 203.0.113.7 -
list bob@sent.example.org sent 198.51.100.1 sender@example.net 203.0.113.7 -
list list@example.com sent - sender@example.net 203.0.113.7 -
local alice@example.com sent - sender@example.net 203.0.113.7 -
relayed bob@sent.example.org sent 198.51.100.1 sender@example.net 203.0.113.7 -
submitted bob@sent.example.org sent 198.51.100.1 bob@mail.example.com - bob
two bob@sent.example.org sent 198.51.100.1 sender@example.net 203.0.113.7 -
two carol@deferred.example.org sent 198.51.100.2 sender@example.net 203.0.113.7 -"
expect_lines "so has what was deferred" "$(deliveries exim.delivery.deferral)" \
    "two carol@deferred.example.org deferred 198.51.100.2 sender@example.net 203.0.113.7 -"
expect_lines "and what bounced" "$(deliveries exim.delivery.failure)" "\
alice-bounced dave@bounced.example.org bounced 198.51.100.3 alice@example.net 192.0.2.10 alice
bounced dave@bounced.example.org bounced 198.51.100.3 sender@example.net 203.0.113.7 -"
expect_lines "the file says the same of each delivery" \
    "$(jq -r 'select(._vendor_status) | "\(._email_uid) \(._email_to) \(._vendor_status)"' "$work/file.frames" | sort)" \
    "$(jq -r 'select(._vendor_status) | "\(._email_uid) \(._email_to) \(._vendor_status)"' "$work/gelfsink.frames" | sort)"
expect_equal "refused recipients and messages name the reason" \
    "$(jq -r 'select(._vendor_event_action == "reject") | "\(._email_to) \(._vendor_stage) \(._vendor_reject_category)"' \
        "$work/file.frames" | sort)" \
    "dave@elsewhere.example.com RCPT user_unknown
nobody-here@example.com RCPT user_unknown
null DATA content"
expect_equal "failed logins are counted" \
    "$(jq -r 'select(._event_action == "authentication" and ._event_outcome == "failure")
        | "\(._user_name) \(._source_ip) \(._vendor_sasl_method)"' "$work/file.frames" | sort | uniq -c | sed 's/^ *//')" \
    "3 alice 203.0.113.8 plain"
expect_events "logins name user, method and client" \
    '._mailnorm_rule == "exim.message.arrival" and ._user_name == "alice" and ._vendor_sasl_method == "plain"
     and ._source_ip == "192.0.2.10"' 2
finish
