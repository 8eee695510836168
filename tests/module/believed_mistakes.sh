#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# believed_mistakes - what looks right, works in another way than was meant, and what rsyslogd -N1 says of it
. "$(dirname "$0")/../lib.sh"
. "$srcdir/faults.sh"

# says MODULE SETTINGS - $said is what rsyslogd -N1 says of the action
says() {
    local needed=''
    [ "$1" != omgelf ] || needed='action.resumeRetryCount="-1"'
    [ "$1" != mmmailnorm ] || needed="rulebaseDirectory=\"$rulebases\""
    check_config mistake <<CONF
module(load="$1")
ruleset(name="test") {
    action(type="$1" $needed $2)
}
CONF
    status=$?
    said=$(grep -v 'config validation run' "$work/mistake.err")
}

# refused MODULE SETTINGS MESSAGE
refused() {
    says "$1" "$2"
    expect "$1 $2: refused" test "$status" -ne 0
    expect_match "$1 $2: file, line and fix" "$said" "mistake.conf, on or before line [0-9]+: $1: $3"
}

# warned_of MODULE SETTINGS MESSAGE
warned_of() {
    says "$1" "$2"
    expect_equal "$1 $2: allowed" "$status" 0
    expect_match "$1 $2: a warning" "$said" "$1: warning: $3"
}

# right MODULE SETTINGS
right() {
    says "$1" "$2"
    expect_equal "$1 $2: nothing is said of it" "$status $said" "0 "
}

make_certificates
ca="streamDriver.caFile=\"$work/ca.pem\""
to='target="graylog.example.org"'

# TLS is wished for, and plain text would go out
plain='without streamDriverMode="1" would send in plain text; set streamDriverMode="1" for TLS'
refused omgelf "$to streamDriver=\"ossl\"" "a streamDriver for TLS $plain"
refused omgelf "$to streamDriver.name=\"gtls\" streamDriver.mode=\"0\"" "a streamDriver for TLS $plain"
refused omgelf "$to streamDriverAuthMode=\"x509/name\"" "settings for TLS $plain"
refused omgelf "$to streamDriverPermittedPeers=\"graylog.example.org\"" "settings for TLS $plain"
refused omgelf "$to $ca" "settings for TLS $plain"
right omgelf "$to streamDriver=\"ptcp\""

# TLS that never comes about
warned_of omgelf "$to streamDriverMode=\"1\" $ca" 'streamDriverMode="1" without a streamDriver: no connection .*set streamDriver="ossl"'
refused omgelf "$to streamDriver=\"ossl\" streamDriverMode=\"1\" streamDriverAuthMode=\"x509/fingerprint\" $ca" \
    'streamDriverAuthMode="x509/fingerprint" needs .*streamDriverPermittedPeers='
if driver_loads ossl; then
    tls='streamDriver="ossl" streamDriverMode="1"'
    warned_of omgelf "$to $tls streamDriverAuthMode=\"x509/name\"" \
        'streamDriverAuthMode="x509/name" without a CA: .*set streamDriver.caFile, or global\(defaultNetstreamDriverCAFile'
    right omgelf "$to $tls streamDriverAuthMode=\"x509/name\" $ca"
else
    skip "TLS without a CA" "$no_driver"
fi
for driver in ossl gtls; do
    [ ! -e "$system_modules/lmnsd_$driver.so" ] || continue
    warned_of omgelf "$to streamDriver=\"$driver\" streamDriverMode=\"1\" $ca" \
        "streamDriver \"$driver\" is not installed; its package is rsyslog-(openssl|gnutls)"
done

# names that would be looked up, and never found
target='a target is a host name or an address, without a protocol, a port or brackets; write target='
refused omgelf 'target="tcp://graylog.example.org:12201"' "target \"tcp://graylog.example.org:12201\": $target"
refused omgelf 'target="graylog.example.org:12201"' "target \"graylog.example.org:12201\": $target"
refused omgelf 'target="[2001:db8::1]"' "target .*: $target"
right omgelf 'target=["2001:db8::1", "192.0.2.1", "graylog.example.org"]'

# countries that no database has
country='is no two-letter country code such as DE'
refused mmmailnorm 'homeCountries=["UK"]' "homeCountries \"UK\" $country; the United Kingdom is GB"
refused mmmailnorm 'homeCountries=["DE", "12"]' "homeCountries \"12\" $country"
refused mmmailnorm 'homeCountries=["EU"]' "homeCountries \"EU\" $country"
refused mmmailnorm 'homeCountries=["Germany"]' "homeCountries \"Germany\" $country"
warned_of mmmailnorm 'homeCountries=["DE", "gb"]' 'homeCountries without geoDatabase: no login has a country'

# files
refused mmmailnorm 'stateFile="mailnorm.state"' 'stateFile "mailnorm.state" is no absolute path; write for example stateFile="/'
warned_of mmmailnorm "stateFile=\"$work/none/mailnorm.state\"" "stateFile .*: there is no directory $work/none/; make it"
right mmmailnorm "stateFile=\"$work/mailnorm.state\""
openssl rand -hex 16 >"$work/key" && chmod 644 "$work/key"
warned_of mmmailnorm "privacyUsers=\"hash\" privacyKeyFile=\"$work/key\"" 'privacyKeyFile .* can be read by everybody.*chmod 640 it'
chmod 640 "$work/key" && chown "$(stat -c %u:%g "$work/modules")" "$work/key"
right mmmailnorm "privacyUsers=\"hash\" privacyKeyFile=\"$work/key\""

# a number without its unit
refused mmmailnorm 'trackBytes="128"' 'trackBytes="128" is less than 1 MB.*write for example trackBytes="128m"'
right mmmailnorm 'trackBytes="128m"'
finish
