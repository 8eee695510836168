/* SPDX-License-Identifier: Apache-2.0
 *
 * dovecot_login - parsers of the login processes' messages and of auth's; the contract is
 * in parser.h
 */
#include "config.h"

#include "common/array.h"
#include "reply/reply.h"
#include "servers/dovecot/dovecot.h"

#define NAME DOVECOT_LETTERS DOVECOT_DIGITS "_-"

/* names by which the elements may begin (login_log_format_elements) */
static const char *const FIRST_ELEMENTS[] = {
    "user=<", "method=", "rip=", "lip=", "rport=", "lport=", "mpid=", "session=<", "TLS, ", "secured, "};

/* sets a field that an element names; false where an earlier one has set it */
static bool set_once(struct event *event, enum field field, struct text value) {
    return !event_has(event, field) && event_set(event, field, value);
}

/* "192.0.2.1", also "[192.0.2.1]" and "192.0.2.1:51222" */
static bool set_address(struct event *event, enum field ip, enum field port, struct text value) {
    size_t colon = text_find_last_char(value, ':');
    if (!text_is_address(value) && colon != TEXT_NONE && !text_ends(value, TEXT("]"))) {
        if (!set_once(event, port, text_skip(value, colon + 1)))
            return false;
        value = text_slice(value, 0, colon);
    }
    if (text_starts(value, TEXT("[")) && text_ends(value, TEXT("]")))
        value = text_slice(value, 1, value.length - 1);
    if (event_has(event, ip))
        return false;
    set_ip(event, ip, value);
    return true;
}

/* "TLS", "TLS: why", "TLS handshaking: why": the state of encryption, and its error */
static bool set_security(struct event *event, struct text text) {
    size_t colon = text_find(text, TEXT(": "));
    struct text error = text_skip(text, colon == TEXT_NONE ? text.length : colon + 2);
    if (error.length > 0 && !text_is(error, TEXT("Connection closed")))
        event_set(event, FIELD_vendor_tls_error, error);
    return true;
}

/* "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)": %k, or %{ssl_security}
 * (src/lib-ssl-iostream/iostream-openssl.c) */
static bool set_cipher(struct event *event, struct text text) {
    const struct text WITH = TEXT(" with cipher ");
    size_t with = text_find(text, WITH), open = text_find(text, TEXT(" ("));
    size_t close = text_find(text, TEXT(" bits)"));
    if (with == TEXT_NONE || open == TEXT_NONE || close == TEXT_NONE || open < with || close < open)
        return false;
    event_set(event, FIELD_vendor_tls_version, text_slice(text, 0, with));
    event_set(event, FIELD_vendor_tls_cipher, text_slice(text, with + WITH.length, open));
    return event_set(event, FIELD_vendor_tls_cipher_size, text_slice(text, open + 2, close));
}

/* One element but the user's: a word, "name=value" or "name=<value>". Unknown ones are
 * passed over. False where it is none, or has been there before. */
static bool take_element(struct event *event, struct text element) {
    size_t name = text_span(element, NAME);
    bool is_pair = name > 0 && name < element.length && element.start[name] == '=';
    struct text value = is_pair ? text_skip(element, name + 1) : element;
    if (text_ends(element, TEXT(">")) && !text_starts(value, TEXT("<")))
        return false;
    if (text_find(element, TEXT(" with cipher ")) != TEXT_NONE)
        return set_cipher(event, element);
    if (text_starts(element, TEXT("TLS")) || text_starts(element, TEXT("TSL")))
        return set_security(event, element);
    if (text_take(&element, TEXT("session=<")) || text_take(&element, TEXT("<")))
        return set_once(event, FIELD_vendor_session_id, text_slice(element, 0, element.length - 1));
    if (text_take(&element, TEXT("rip=")))
        return set_address(event, FIELD_source_ip, FIELD_source_port, element);
    if (text_take(&element, TEXT("lip=")))
        return set_address(event, FIELD_destination_ip, FIELD_destination_port, element);
    if (text_take(&element, TEXT("rport=")))
        return set_once(event, FIELD_source_port, element);
    if (text_take(&element, TEXT("lport=")))
        return set_once(event, FIELD_destination_port, element);
    if (text_take(&element, TEXT("method=")))
        return set_once(event, FIELD_vendor_sasl_method, element);
    return true;
}

static bool begins_elements(struct text text) {
    for (size_t i = 0; i < COUNT_OF(FIRST_ELEMENTS); i++)
        if (text_starts(text, text_of(FIRST_ELEMENTS[i])))
            return true;
    return false;
}

/* takes the elements before the user's, from the left */
static bool take_elements(struct event *event, struct text text) {
    while (text.length > 0) {
        size_t comma = text_find(text, TEXT(", "));
        if (!take_element(event, text_slice(text, 0, comma)))
            return false;
        text = text_skip(text, comma == TEXT_NONE ? text.length : comma + 2);
    }
    return true;
}

/* dovecot_client - "user=<alice>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.25, mpid=1934,
 * TLS, session=<AbCd>": login_log_format_elements in any order, each of them optional.
 * A user name may hold what looks like elements. Those before "user=<" are Dovecot's;
 * those after it are taken from the right until the piece that ends the name: no element,
 * or one that has been there. Where the name imitates too much, it stays absent. */
static bool dovecot_client(struct event *event, struct text text) {
    const struct text USER = TEXT("user=<");
    struct text element;
    size_t user = text_starts(text, USER) ? 0 : text_find(text, TEXT(", user=<"));
    if (user == TEXT_NONE)
        return begins_elements(text) && take_elements(event, text);
    if (user > 0) {
        if (!take_elements(event, text_slice(text, 0, user)))
            return false;
        user += 2;
    }
    text = text_skip(text, user + USER.length);
    bool imitated = false;
    for (;;) {
        struct text rest = text;
        if (!text_cut_last(&rest, TEXT(", "), &element))
            element = text;
        bool is_element = take_element(event, element);
        if (!is_element && text_ends(element, TEXT(">")))
            break;
        imitated |= !is_element;
        if (rest.length == text.length) /* no end of the name: an element imitates it */
            return true;
        text = rest;
    }
    if (!imitated)
        event_set(event, FIELD_user_name, text_slice(text, 0, text.length - 1));
    return true;
}

/* offset of the elements after a message and ": ", or TEXT_NONE */
static size_t find_elements(struct text text) {
    for (size_t at = 0; at < text.length; at++) {
        size_t colon = text_find(text_skip(text, at), TEXT(": "));
        if (colon == TEXT_NONE)
            break;
        at += colon;
        if (begins_elements(text_skip(text, at + 2)))
            return at + 2;
    }
    return TEXT_NONE;
}

/* takes "REASON: " and the elements; the reason stays */
static bool take_client(struct event *event, struct text *text) {
    size_t at = find_elements(*text);
    if (at == TEXT_NONE || !dovecot_client(event, text_skip(*text, at)))
        return false;
    *text = text_slice(*text, 0, at - 2);
    return true;
}

/* why a client left, where a login had failed (src/login-common/client-common.c:
 * client_get_extra_disconnect_reason()) */
static bool is_failed_login(struct text reason) {
    static const char *const FAILURES[] = {"auth failed",       "authorization failed",   "user disabled",
                                           "password expired",  "proxy dest auth failed", "login disabled",
                                           "temporary failure", "authentication failure"};
    size_t open = text_find_char(reason, '(');
    struct text detail = text_skip(reason, open == TEXT_NONE ? reason.length : open);
    for (size_t i = 0; i < COUNT_OF(FAILURES); i++)
        if (text_find(detail, text_of(FAILURES[i])) != TEXT_NONE)
            return true;
    return false;
}

/* "Connection closed (auth failed, 2 attempts in 4 secs): user=<...>, ...": what ended a
 * connection before a login; without a reason of its own 1.x */
static bool dovecot_login_end(struct event *event, struct text text) {
    struct text elements = text;
    if (take_client(event, &text))
        event_set(event, FIELD_vendor_event_outcome_reason, text);
    else if (!dovecot_client(event, elements))
        return false;
    bool failed = is_failed_login(text);
    event_set(event, FIELD_vendor_event_action, failed ? TEXT("authentication") : TEXT("disconnect"));
    return !failed || event_set(event, FIELD_vendor_event_outcome, TEXT("failed"));
}

/* "Plaintext authentication disabled: user=<...>, ...": why a login was refused */
static bool dovecot_login_refused(struct event *event, struct text text) {
    return take_client(event, &text) && event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* "name=Thunderbird: user=<...>, ...": the client after what it says of itself */
static bool dovecot_client_id(struct event *event, struct text text) {
    size_t at = text_find_last(text, TEXT(": user=<"));
    return at != TEXT_NONE && dovecot_client(event, text_skip(text, at + 2));
}

/* takes "192.0.2.9:143", "backend[192.0.2.9]:143" or "<...>" of 2.3: the server behind a proxy */
static void set_backend(struct event *event, struct text host) {
    size_t colon = text_find_last_char(host, ':'), open = text_find_char(host, '[');
    if (colon == TEXT_NONE || text_digits(text_skip(host, colon + 1)) != host.length - colon - 1)
        return;
    event_set(event, FIELD_vendor_relay_port, text_skip(host, colon + 1));
    host = text_slice(host, 0, colon);
    if (open == TEXT_NONE) {
        set_ip(event, FIELD_vendor_relay_ip, host);
        if (!event_has(event, FIELD_vendor_relay_ip))
            event_set(event, FIELD_vendor_relay_host, host);
        return;
    }
    event_set(event, FIELD_vendor_relay_host, text_slice(host, 0, open));
    set_ip(event, FIELD_vendor_relay_ip, text_slice(host, open + 1, host.length - 1));
}

/* "alice,192.0.2.9:143): Started proxying to <192.0.2.9>: user=<...>, ...", 2.2: "alice): started
 * proxying to 192.0.2.9:143: user=<...>": a login that another server decides */
static bool dovecot_proxy(struct event *event, struct text text) {
    const struct text STARTED = TEXT("tarted proxying to "), FAILED = TEXT("ogin failed");
    if (!take_client(event, &text))
        return false;
    size_t end = text_find(text, TEXT("): "));
    if (end == TEXT_NONE)
        return false;
    struct text who = text_slice(text, 0, end), backend;
    text = text_skip(text, end + 3);
    if (text_cut_last(&who, TEXT(","), &backend))
        set_backend(event, backend);
    struct text rest = text_skip(text, 1), host = rest;
    bool started = text_take(&host, STARTED), failed = text_take(&rest, FAILED);
    if (started || text_take(&rest, TEXT(" to ")))
        host = started ? host : rest;
    if (!event_has(event, FIELD_vendor_relay_port) && (started || failed))
        set_backend(event, text_slice(host, 0, text_find(host, TEXT(": "))));
    if (started || failed) {
        event_set(event, FIELD_vendor_event_action, TEXT("authentication"));
        event_set(event, FIELD_vendor_event_outcome, started ? TEXT("success") : TEXT("failed"));
    }
    return event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* what auth says of a request without refusing it (src/auth/auth-request*.c, auth-policy.c) */
static const char *const NO_FAILURES[] = {"Master user logging in as ",
                                          "Falling back to expired data from cache", "Policy check action "};

/* "passwd-file: Password mismatch": why a database did not let the user in. 2.3 has the
 * name of the database in the head. */
static bool dovecot_auth(struct event *event, struct text text) {
    size_t name = text_span(text, NAME);
    struct text reason = text_skip(text, name);
    if (name == 0 || !text_take(&reason, TEXT(": ")))
        reason = text;
    for (size_t i = 0; i < COUNT_OF(NO_FAILURES); i++)
        if (text_starts(reason, text_of(NO_FAILURES[i])))
            event_unset(event, FIELD_vendor_event_outcome);
    return event_set(event, FIELD_vendor_event_outcome_reason, reason);
}

const struct parser dovecot_login_parsers[] = {
    {"dovecot_client", dovecot_client,
     "user=<bob>, method=PLAIN, rip=198.51.100.9, lip=192.0.2.25, mpid=78, TLS, session=<d>"},
    {"dovecot_login_end", dovecot_login_end,
     "(proxy dest auth failed): user=<alice@example.org>, method=PLAIN, rip=192.0.2.4, lip=198.51.100.2, "
     "session=<x>"},
    {"dovecot_login_refused", dovecot_login_refused,
     "APOP not enabled: user=<>, rip=198.51.100.9, lip=192.0.2.25, session=<k>"},
    {"dovecot_client_id", dovecot_client_id,
     "name=x: user=<alice>, rip=192.0.2.1, lip=192.0.2.25, session=<AbCd>"},
    {"dovecot_proxy", dovecot_proxy,
     "bob@example.com): started proxying to 192.0.2.77:143: user=<bob@example.com>, method=PLAIN, "
     "rip=198.51.100.9, lip=192.0.2.25, TLS, session=<i>"},
    {"dovecot_auth", dovecot_auth, "unknown user"},
    {NULL, NULL, NULL},
};
