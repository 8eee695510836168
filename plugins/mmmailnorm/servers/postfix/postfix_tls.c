/* SPDX-License-Identifier: Apache-2.0
 *
 * postfix_tls - TLS sessions
 */
#include "config.h"

#include "common/array.h"
#include "servers/postfix/postfix.h"

/* " NAME VALUE[ (DETAIL)]"; VALUE and DETAIL go to the field as one text. True
 * where it is not there; false where it is broken. */
static bool take_property(struct event *event, struct text *text, struct text name, enum field field) {
    struct text value, detail, rest;
    if (!text_take(text, name))
        return true;
    value = *text;
    if (!take_word(text, "-_.+/", &detail))
        return false;
    rest = *text;
    if (text_take(&rest, TEXT(" (")) && take_until(&rest, ')', &detail))
        *text = text_skip(rest, 1);
    value.length -= text->length;
    return event_set(event, field, value);
}

/* tls/tls_misc.c tls_log_summary: ": TLSv1.3 with cipher NAME (256/256 bits)" and,
 * since 3.4, the key exchange and the signatures */
static bool split_summary(struct event *event, struct text text) {
    struct text version, cipher, size;
    if (!text_take(&text, TEXT(": ")) || !take_word(&text, "._-", &version) ||
        !text_take(&text, TEXT(" with cipher ")) || !take_word(&text, "_-./()", &cipher) ||
        !text_take(&text, TEXT(" (")) || !take_word(&text, "/", &size) || !text_take(&text, TEXT(" bits)")))
        return false;
    event_set(event, FIELD_vendor_tls_version, version);
    event_set(event, FIELD_vendor_tls_cipher, cipher);
    event_set(event, FIELD_vendor_tls_cipher_size, size);
    return take_property(event, &text, TEXT(" key-exchange "), FIELD_vendor_tls_key_exchange) &&
           take_property(event, &text, TEXT(" server-signature "), FIELD_vendor_tls_server_signature) &&
           take_property(event, &text, TEXT(" server-digest "), FIELD_vendor_tls_server_digest) &&
           take_property(event, &text, TEXT(" client-signature "), FIELD_vendor_tls_client_signature) &&
           take_property(event, &text, TEXT(" client-digest "), FIELD_vendor_tls_client_digest) &&
           text.length == 0;
}

/* "CLIENT[ to SNI]: ..." */
bool postfix_tls_from(struct event *event, struct text text) {
    struct text name;
    if (!take_client(event, &text))
        return false;
    if (text_take(&text, TEXT(" to "))) {
        if (!take_word(&text, "-._", &name))
            return false;
        event_set(event, FIELD_vendor_tls_sni, name);
    }
    return split_summary(event, text);
}

/* "SERVER: ..."; before 2.6 with the name only */
bool postfix_tls_to(struct event *event, struct text text) {
    struct endpoint server = {0};
    struct text rest = text;
    if (take_word(&rest, "-.", &server.name) && text_starts(rest, TEXT(": "))) {
        set_relay(event, server);
        return split_summary(event, rest);
    }
    return take_relay(event, &text) && split_summary(event, text);
}

static bool set_error(struct event *event, struct text text) {
    return text_take(&text, TEXT(": ")) && event_set(event, FIELD_vendor_tls_error, text);
}

/* tls/tls_server.c, tls_client.c, tls_verify.c: "PEER: ERROR" */
bool postfix_client_tls_error(struct event *event, struct text text) {
    return take_client(event, &text) && set_error(event, text);
}

bool postfix_server_tls_error(struct event *event, struct text text) {
    return take_relay(event, &text) && set_error(event, text);
}

/* the same from tlsproxy: its clients have no name, its servers have one */
bool postfix_peer_tls_error(struct event *event, struct text text) {
    if (text_starts(text, TEXT("[")))
        return postfix_client_tls_error(event, text);
    return postfix_server_tls_error(event, text);
}

/* What the TLS library's callbacks and Postfix tell of a session at smtpd_tls_loglevel 1 and more. */
static const char *const DETAILS[] = {"subject_CN=",
                                      "Untrusted: subject_CN=",
                                      "Trusted: subject_CN=",
                                      "Verified: subject_CN=",
                                      "Unverified: subject_CN=",
                                      "raw public key fingerprint=",
                                      "Reusing old session",
                                      "re-using session with untrusted ",
                                      "TLS cipher list ",
                                      "depth=",
                                      "verify="};
static const char *const SERVER_DETAILS[] = {"Issuing session ticket", "Decrypting session ticket",
                                             "looking up session ",    "reloaded session ",
                                             "remove session ",        "save session "};
static const char *const CLIENT_DETAILS[] = {"matched peername: ", "Matched ", "SNI hostname: "};

static bool is_one_of(struct text text, const char *const *details, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (text_starts(text, text_of(details[i])))
            return true;
    return false;
}

/* takes "192.0.2.1]:4711: "; the rule has the name in a capture of its own */
static bool take_address_and_port(struct text *text, struct endpoint *peer) {
    *peer = (struct endpoint){0};
    if (!take_until(text, ']', &peer->address) || peer->address.length == 0)
        return false;
    struct text behind = *text = text_skip(*text, 1);
    if (text_take_char(&behind, ':') && take_number(&behind, &peer->port))
        *text = behind;
    return text_take(text, TEXT(": "));
}

/* tls/tls_server.c, tls_verify.c: "CLIENT: DETAIL" */
bool postfix_client_tls_detail(struct event *event, struct text text) {
    struct endpoint client;
    if (!take_address_and_port(&text, &client) ||
        !(is_one_of(text, DETAILS, COUNT_OF(DETAILS)) ||
          is_one_of(text, SERVER_DETAILS, COUNT_OF(SERVER_DETAILS))))
        return false;
    set_ip(event, FIELD_source_ip, client.address);
    return event_set(event, FIELD_source_port, client.port);
}

/* tls/tls_client.c, tls_verify.c, tls_dane.c: "SERVER: DETAIL" */
bool postfix_server_tls_detail(struct event *event, struct text text) {
    struct endpoint server;
    if (!take_address_and_port(&text, &server) ||
        !(is_one_of(text, DETAILS, COUNT_OF(DETAILS)) ||
          is_one_of(text, CLIENT_DETAILS, COUNT_OF(CLIENT_DETAILS))))
        return false;
    set_ip(event, FIELD_vendor_relay_ip, server.address);
    return event_set(event, FIELD_vendor_relay_port, server.port);
}
