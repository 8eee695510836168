/* SPDX-License-Identifier: Apache-2.0
 *
 * opensmtpd - sessions, messages and deliveries of OpenSMTPD; see parser.h
 *
 * Source: OpenSMTPD 6.6 to 7.5, smtp_session.c, mta_session.c, mta.c, mda.c, log lines "SESSION smtp WHAT
 * NAME=VALUE...". Values that a peer chooses stand in quotes or brackets; a blank ends all others.
 */
#include "config.h"

#include "servers/login/login.h"

/* the value of a name, found once at the start or behind a blank; absent else */
static struct text value_of(struct text text, struct text name) {
    size_t at = text_find_only(text, name);
    if (at == TEXT_NONE || (at > 0 && text.start[at - 1] != ' '))
        return (struct text){NULL, 0};
    text = text_skip(text, at + name.length);
    if (text_take_char(&text, '"'))
        return text_slice(text, 0, text_find_char(text, '"'));
    if (text_starts(text, TEXT("<"))) {
        struct text address;
        return text_take_bracketed(&text, &address) ? address : (struct text){NULL, 0};
    }
    return text_slice(text, 0, text_find_char(text, ' '));
}

/* "address=192.0.2.1 host=mx.example.org" */
static bool opensmtpd_client(struct event *event, struct text text) {
    login_set_client(event, value_of(text, TEXT("address=")));
    struct text host = value_of(text, TEXT("host="));
    if (!text_is(host, TEXT("<unknown>")) && !text_is(host, TEXT("unknown")))
        event_set(event, FIELD_source_hostname, host);
    return event_has(event, FIELD_source_ip) || text_starts(text, TEXT("address=local"));
}

/* "user=bob result=ok" */
static bool opensmtpd_authentication(struct event *event, struct text text) {
    struct text result;
    if (!text_take(&text, TEXT("user=")) || !text_cut_last(&text, TEXT(" result="), &result))
        return false;
    login_set_user(event, text);
    return event_set(event, FIELD_vendor_event_outcome,
                     text_is(result, TEXT("ok")) ? TEXT("success") : TEXT("failed"));
}

/* "msgid=0123abcd size=1234 nrcpt=1 proto=ESMTP" */
static bool opensmtpd_message(struct event *event, struct text text) {
    struct text protocol = value_of(text, TEXT("proto="));
    event_set(event, FIELD_email_uid, value_of(text, TEXT("msgid=")));
    event_set(event, FIELD_email_size, value_of(text, TEXT("size=")));
    event_set(event, FIELD_vendor_nrcpt, value_of(text, TEXT("nrcpt=")));
    if (protocol.length > 0)
        event_set_lower(event, FIELD_network_protocol, protocol);
    return event_has(event, FIELD_email_uid);
}

/* "evpid=0123abcd01234567 from=<a@example.com> to=<b@example.org>", and of a delivery ' rcpt=<->
 * source="192.0.2.25" relay="198.51.100.7 (mx.example.org)" delay=1s result="Ok" stat="250 2.0.0 ok"' */
static bool opensmtpd_envelope(struct event *event, struct text text) {
    struct text envelope = value_of(text, TEXT("evpid=")), relay = value_of(text, TEXT("relay=")),
                status = value_of(text, TEXT("stat=")), result = value_of(text, TEXT("result="));
    if (envelope.length != 16)
        return false;
    event_set(event, FIELD_email_uid, text_slice(envelope, 0, 8)); /* the message's half of the id */
    event_set(event, FIELD_email_from, value_of(text, TEXT("from=")));
    event_set(event, FIELD_email_to, value_of(text, TEXT("to=")));
    set_ip(event, FIELD_vendor_relay_ip, text_slice(relay, 0, text_find_char(relay, ' ')));
    event_set(event, FIELD_vendor_status, result);
    event_set(event, FIELD_vendor_event_outcome_reason, status);
    return true;
}

static const struct parser parsers[] = {
    {"opensmtpd_client", opensmtpd_client, "address=192.0.2.1 host=mx.example.org"},
    {"opensmtpd_authentication", opensmtpd_authentication, "user=bob result=ok"},
    {"opensmtpd_message", opensmtpd_message, "msgid=0123abcd size=1234 nrcpt=1 proto=ESMTP"},
    {"opensmtpd_envelope", opensmtpd_envelope,
     "evpid=0123abcd01234567 from=<a@example.com> to=<b@example.org> rcpt=<-> source=\"192.0.2.25\" "
     "relay=\"198.51.100.7 (mx.example.org)\" delay=1s result=\"Ok\" stat=\"250 2.0.0 ok\""},
    {NULL, NULL, NULL},
};

const struct server opensmtpd_server = {.product = "opensmtpd", .parsers = {parsers}};
