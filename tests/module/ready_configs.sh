# SPDX-License-Identifier: Apache-2.0
# The ready configurations of contrib/rsyslog.d and the README are accepted by
# rsyslogd -N1, as they stand but for the paths.
. "$srcdir/lib.sh" || exit 1

set_up "$builddir/mmdb_make" "$work/city.mmdb" 4 8.8.8.0/24 '{"country_code":"AA"}'
chmod 644 "$work/city.mmdb"
set_up openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=graylog.example.org -days 2 \
    -keyout "$work/key.pem" -out "$work/ca.pem"
chmod 644 "$work/ca.pem"

# expect_accepted SENTENCE NAME - the config from stdin
expect_accepted() {
    { sed -e "s|/var/lib/GeoIP/GeoLite2-City.mmdb|$work/city.mmdb|" \
        -e "s|/etc/rsyslog.d/graylog-ca.pem|$work/ca.pem|" \
        -e "s|type=\"mmmailnorm\"|& rulebaseDirectory=\"$rulebases\"|"
      echo 'ruleset(name="test") { stop }'; } | check_config "$2"
    expect_equal "$1 is accepted" $? 0
    expect_equal "$1: rsyslogd warns of nothing" "$(complaints "$2")" ""
}

for config in 10-postfix-graylog 10-postfix-graylog-tls 20-axigen-graylog 20-dovecot-graylog \
    20-exim-cpanel-graylog 20-exim-debian-graylog 20-exim-directadmin-graylog 20-plesk-graylog \
    20-docker-graylog 20-login-alert; do
    expect_accepted "contrib/rsyslog.d/$config.conf" "$config" <"$srcdir/../contrib/rsyslog.d/$config.conf"
done

# the indented block that loads the modules
awk '/^    module\(load="mmmailnorm"\)/ { on = 1 } on && /^[^ ]/ { exit } on { print substr($0, 5) }' \
    "$srcdir/../README.md" >"$work/readme"
expect_match "the README has a ready rsyslog.conf" "$(cat "$work/readme")" 'type="omgelf"'
expect_accepted "the README's rsyslog.conf" readme <"$work/readme"
finish
