# SPDX-License-Identifier: Apache-2.0
# A real Dovecot, of 2.3 or 2.4, lets users in or keeps them out by IMAP and POP3, and takes mail by
# LMTP and Sieve, through syslog and through its own log file: each log-in comes once, with the right
# user and address, and no password anywhere.
package_sets=("dovecot-imapd dovecot-pop3d dovecot-lmtpd dovecot-sieve")
. "$srcdir/daemons.sh" || exit 1

# ---- set-up ----

# configure - dovecot.conf of the root mail; LOG is a line for it
configure() {
    local log=$1 conf=$root/etc/dovecot/dovecot.conf
    rm -rf "$root/etc/dovecot" && mkdir -p "$root/etc/dovecot"
    printf '%s:{PLAIN}%s\n' alice secret bob geheim full voll >"$root/etc/dovecot/users"
    case $version in
    2.3*) cat >"$conf" <<CONF ;;
protocols = imap pop3 lmtp
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
mail_plugins = quota
passdb {
  driver = passwd-file
  args = /etc/dovecot/users
}
userdb {
  driver = static
  args = uid=1001 gid=1001 home=/home/%u
}
protocol lmtp {
  mail_plugins = quota sieve
}
plugin {
  sieve = ~/.dovecot.sieve
  quota = maildir:User quota
  quota_rule = *:bytes=2000
}
CONF
    *) cat >"$conf" <<CONF ;;
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols = imap pop3 lmtp
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = ~/Maildir
mail_plugins = quota
quota_storage_grace = 0
passdb passwd-file {
  passwd_file_path = /etc/dovecot/users
}
userdb static {
  fields {
    uid = 1001
    gid = 1001
    home = /home/%{user}
  }
}
protocol lmtp {
  mail_plugins = quota sieve
}
sieve_script personal {
  path = ~/.dovecot.sieve
}
quota "User quota" {
  storage_size = 2000B
}
CONF
    esac
    cat >>"$conf" <<CONF
listen = 203.0.113.7, 203.0.113.8
ssl = no
auth_verbose = yes
auth_verbose_passwords = plain
auth_failure_delay = 0
first_valid_uid = 1000
service lmtp {
  inet_listener lmtp {
    port = 24
  }
}
$log
CONF
}

# imap ADDRESS COMMAND... - one session; what was said is in $work/imap.log
imap() {
    local peer command answer
    exec {peer}<>"/dev/tcp/$1/143" || return 1
    read -r -t 30 answer <&"$peer"
    for command in "${@:2}"; do
        printf 'a %s\r\n' "$command" >&"$peer"
        while read -r -t 30 answer <&"$peer" && [[ $answer != "a "* ]]; do :; done
        printf '%s\n' "> $command" "$answer" >>"$work/imap.log"
    done
    exec {peer}>&-
}

# pop3 ADDRESS COMMAND...
pop3() {
    local peer command answer
    exec {peer}<>"/dev/tcp/$1/110" || return 1
    read -r -t 30 answer <&"$peer"
    for command in "${@:2}"; do
        printf '%s\r\n' "$command" >&"$peer"
        read -r -t 30 answer <&"$peer"
    done
    exec {peer}>&-
}

# lmtp NAME RECIPIENT [BYTES] - a delivery of the message NAME, which is that much longer
lmtp() {
    smtp 203.0.113.7 24 "LHLO client.example.net" "MAIL FROM:<sender@example.net>" "RCPT TO:<$2>" DATA \
        "$(printf 'X-Filler: %0*d\r\n' "${3:-1}" 0; mail "$1" sender@example.net)"
}

# use_it - log-ins that succeed and fail, names and a password that imitate an address, deliveries
use_it() {
    imap 203.0.113.7 "LOGIN alice secret" "SELECT INBOX" LOGOUT
    pop3 203.0.113.7 "USER alice" "PASS secret" QUIT
    imap 203.0.113.8 'LOGIN bob "x,192.0.2.1,sasl:plain)<a>: sql: y"' 'LOGIN bob guess-two' LOGOUT
    imap 203.0.113.8 'LOGIN "a,192.0.2.1): unknown user" guess-three' LOGOUT
    imap 203.0.113.8 'LOGIN "x>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.1, session=<y" guess-four' LOGOUT
    imap 203.0.113.7 LOGOUT
    lmtp stored alice
    lmtp unknown nobody
    lmtp full full 3000
}

# seen ROUND - what came of it
seen() {
    expect_events "$1: two log-ins, of the right user, from the right address" '._mailnorm_rule == "dovecot.login.success"
        and ._user_name == "alice" and ._source_ip == "203.0.113.7" and ._event_outcome == "success"' 2
    expect_events "$1: no other" '._mailnorm_rule == "dovecot.login.success"' 2
    expect_events "$1: each attempt that failed" '._mailnorm_rule == "dovecot.auth.result"
        and ._event_outcome == "failure" and ._user_name != "nobody"' 4
    expect_events "$1: by whom and from where, but where the password imitates it" '._mailnorm_rule ==
        "dovecot.auth.result" and ._user_name == "bob" and ._source_ip == "203.0.113.8"' 1
    expect_events "$1: the connection of each guesser, once" '._mailnorm_rule == "dovecot.login.end"
        and ._source_ip == "203.0.113.8" and ._event_outcome == "failure" and ._gim_event_type_code == 100500' 3
    expect_no_events "$1: no address out of a user's name" '._source_ip == "192.0.2.1"'
    expect_no_events "$1: no password in a field" 'del(.short_message, .full_message) | tostring
        | test("guess-|secret|geheim|sasl:plain\\)<a>")'
    expect_events "$1: the ends of both sessions, with bytes" '._mailnorm_rule == "dovecot.session.end"
        and ._user_name == "alice"' 2
    expect_events "$1: Sieve files a message" '._mailnorm_rule == "dovecot.sieve.action"
        and ._vendor_event_action == "stored" and ._vendor_mailbox == "Lists"
        and ._email_message_id == "stored@example.net"' 1
    expect_events "$1: a full mailbox takes none" '(._mailnorm_rule == "dovecot.sieve.action"
        or ._mailnorm_rule == "dovecot.delivery.result") and ._email_message_id == "full@example.net"
        and ._event_outcome == "failure" and ._vendor_reject_category == "mailbox_full"' 1
    expect_no_events "$1: no line without a rule" '._event_source_product == "dovecot" and ._mailnorm_rule == null'
}

make_root mail dovecot-imapd
root=$work/mail
accounts "$root" dovecot:120 dovenull:121 full:1003
version=$(within mail dovecot --version)
mkdir -p "$root/run/dovecot" "$root/home/alice" "$root/home/full" "$root/var/log"
printf 'require ["fileinto", "mailbox"];\nfileinto :create "Lists";\n' >"$root/home/alice/.dovecot.sieve"
chown -R 1001:1001 "$root/home/alice" "$root/home/full"

# sessions - Dovecot starts, is used, and stops when its lines have arrived
sessions() {
    # its output goes to a file: the daemon keeps it open
    expect "Dovecot $version starts" within mail sh -c 'exec dovecot >/run/start 2>&1 </dev/null'
    wait_for 10 port_is_open 203.0.113.7 143
    use_it
    wait_for 30 events_reach 1 '._email_message_id == "full@example.net" and ._event_outcome == "failure"'
    wait_for 10 events_reach 3 '._mailnorm_rule == "dovecot.login.end" and ._gim_event_type_code == 100500'
    expect "Dovecot stops" within mail dovecot stop
    wait_for 20 events_reach 1 '._mailnorm_rule == "dovecot.master.stop"'
}

# ---- through syslog ----

start_syslog mail
configure ""
sessions
seen syslog
stop_rsyslogd
stop_gelfsink
rm "$work"/gelfsink.*

# ---- through its own log file ----

install -m 644 /dev/null "$root/var/log/dovecot.log"
configure "log_path = /var/log/dovecot.log"
start_gelfsink
start_rsyslogd file <<CONF
module(load="imfile")
module(load="mmmailnorm")
module(load="omgelf")
input(type="imfile" file="$root/var/log/dovecot.log" tag="dovecot" facility="mail" ruleset="test")
ruleset(name="test") {
    action(type="mmmailnorm" rulebaseDirectory="$rulebases")
    action(type="omgelf" target="127.0.0.1" port="$gelfsink_port" action.resumeRetryCount="-1")
}
CONF
sessions
seen "its own file"
finish
