/* SPDX-License-Identifier: Apache-2.0
 *
 * axigen - parsers of Axigen's sessions, logins and SPF results; the
 * contract is in parser.h
 *
 * Axigen quotes nothing: names, addresses and explanations that strangers choose
 * stand between words that they can write as well. So a text is cut only where
 * one reading is possible; where there are two, the fields in doubt stay absent
 * and the line is recognised without them.
 */
#include "config.h"

#include "servers/parser.h"
#include "servers/axigen/axigen.h"

bool axigen_take_last_number(struct text *text, struct text prefix, struct text *number) {
    size_t at = text_find_last(*text, prefix);
    if (at == TEXT_NONE)
        return false;
    *number = text_skip(*text, at + prefix.length);
    *text = text_slice(*text, 0, at);
    return number->length > 0 && number->length <= 18 && text_span(*number, AXIGEN_DIGITS) == number->length;
}

static bool is_port(struct text text) {
    return text.length > 0 && text.length <= 5 && text_digits(text) == text.length &&
           text_number(text) <= UINT16_MAX;
}

/* split_endpoint - "192.0.2.1:25", "192.0.2.1", "[2001:db8::1]:25". The server
 * writes the port always, so that the last group of an IPv6 address without
 * brackets is taken for the port where the rest is an address as well. */
static bool split_endpoint(struct text text, struct text *address, struct text *port) {
    *port = (struct text){NULL, 0};
    if (text_starts(text, TEXT("["))) {
        size_t close = text_find_char(text, ']');
        if (close == TEXT_NONE)
            return false;
        *address = text_slice(text, 1, close);
        text = text_skip(text, close + 1);
        if (text.length == 0)
            return text_is_address(*address);
        *port = text_skip(text, 1);
        return text.start[0] == ':' && text_is_address(*address) && is_port(*port);
    }
    size_t colon = text_find_last_char(text, ':');
    *address = text;
    if (colon != TEXT_NONE && text_is_address(text_slice(text, 0, colon)) &&
        is_port(text_skip(text, colon + 1))) {
        *address = text_slice(text, 0, colon);
        *port = text_skip(text, colon + 1);
    }
    return text_is_address(*address);
}

/* split_bracketed - what follows "[": "192.0.2.1:25]", "192.0.2.1]", "[2001:db8::1]:25]";
 * also "2001:db8::1]:25", as others write IPv6 */
static bool split_bracketed(struct text text, struct text *address, struct text *port) {
    if (text_ends(text, TEXT("]")))
        return split_endpoint(text_slice(text, 0, text.length - 1), address, port);
    size_t close = text_find(text, TEXT("]:"));
    if (close == TEXT_NONE)
        return false;
    *address = text_slice(text, 0, close);
    *port = text_skip(text, close + 2);
    return text_is_address(*address) && is_port(*port);
}

static bool set_source_endpoint(struct event *event, struct text address, struct text port) {
    set_ip(event, FIELD_source_ip, address);
    return event_set(event, FIELD_source_port, port);
}

static bool set_source(struct event *event, struct text endpoint) {
    struct text address, port;
    return split_endpoint(endpoint, &address, &port) && set_source_endpoint(event, address, port);
}

/* "192.0.2.10:143] connection accepted from [198.51.100.10:50000]" */
static bool axigen_connect(struct event *event, struct text text) {
    const struct text BETWEEN = TEXT(" connection accepted from [");
    struct text address, port, client, client_port;
    size_t at = text_find(text, BETWEEN);
    if (at == TEXT_NONE || !split_bracketed(text_slice(text, 0, at), &address, &port) ||
        !split_bracketed(text_skip(text, at + BETWEEN.length), &client, &client_port))
        return false;
    set_ip(event, FIELD_destination_ip, address);
    event_set(event, FIELD_destination_port, port);
    set_ip(event, FIELD_vendor_server_ip, address);
    event_set(event, FIELD_vendor_server_port, port);
    return set_source_endpoint(event, client, client_port);
}

/* "198.51.100.10:50000]" */
static bool axigen_disconnect(struct event *event, struct text text) {
    struct text address, port;
    return split_bracketed(text, &address, &port) && set_source_endpoint(event, address, port);
}

/* "192.0.2.254' to '198.51.100.40'" */
static bool axigen_proxy_update(struct event *event, struct text text) {
    const struct text BETWEEN = TEXT("' to '");
    struct text address, port;
    size_t at = text_find(text, BETWEEN);
    if (at == TEXT_NONE || !text_ends(text, TEXT("'")) ||
        !split_endpoint(text_slice(text, 0, at), &address, &port))
        return false;
    set_ip(event, FIELD_vendor_proxy_ip, address);
    return set_source(event, text_slice(text, at + BETWEEN.length, text.length - 1));
}

/* "198.51.100.35:55001, undefined:fatal:handshake failure" */
static bool axigen_tls_alert(struct event *event, struct text text) {
    size_t comma = text_find(text, TEXT(", "));
    if (comma == TEXT_NONE || !set_source(event, text_slice(text, 0, comma)))
        return false;
    return event_set(event, FIELD_vendor_tls_error, text_skip(text, comma + 2));
}

/* "alice@example.org] successfully authorized!" */
static bool axigen_authorized(struct event *event, struct text text) {
    const struct text TAIL = TEXT("] successfully authorized!");
    return text_ends(text, TAIL) &&
           event_set(event, FIELD_user_name, text_slice(text, 0, text.length - TAIL.length));
}

/* "alice@example.org' has logged in" */
static bool axigen_logged_in(struct event *event, struct text text) {
    const struct text TAIL = TEXT("' has logged in");
    if (text_ends(text, TEXT(".")))
        text.length--;
    return text_ends(text, TAIL) &&
           event_set(event, FIELD_user_name, text_slice(text, 0, text.length - TAIL.length));
}

/* "alice@example.org': Invalid password": whoever tries to log in may write any
 * reason into the name; the server's own is the last one */
static bool axigen_authentication_error(struct event *event, struct text text) {
    size_t at = text_find_last(text, TEXT("': "));
    if (at == TEXT_NONE || at + 3 == text.length)
        return false;
    event_set(event, FIELD_user_name, text_slice(text, 0, at));
    return event_set(event, FIELD_vendor_event_outcome_reason, text_skip(text, at + 3));
}

/* sets what follows "> connected from <": "198.51.100.34>: Pass", or with
 * " (spfHeader = '...'; spfExplanation = 'null')" behind it */
static bool set_spf_result(struct event *event, struct text text) {
    const struct text EXPLANATION = TEXT("'; spfExplanation = '");
    size_t close = text_find(text, TEXT(">: "));
    if (close == TEXT_NONE || !text_is_address(text_slice(text, 0, close)))
        return false;
    set_ip(event, FIELD_source_ip, text_slice(text, 0, close));
    text = text_skip(text, close + 3);
    size_t length = text_span(text, AXIGEN_LETTERS);
    event_set_lower(event, FIELD_vendor_spf_result, text_slice(text, 0, length));
    text = text_skip(text, length);
    size_t at = text_find_only(text, EXPLANATION);
    if (at != TEXT_NONE && text_ends(text, TEXT("')"))) {
        struct text explanation = text_slice(text, at + EXPLANATION.length, text.length - 2);
        if (!text_is(explanation, TEXT("null")))
            event_set(event, FIELD_vendor_spf_explanation, explanation);
    }
    return length > 0 && (text.length == 0 || text_starts(text, TEXT(" (spfHeader = '")));
}

/* "alice@example.org@example.org" is what the SPF line makes of alice@example.org */
static struct text without_doubled_domain(struct text address) {
    size_t last = text_find_last_char(address, '@');
    if (last == TEXT_NONE)
        return address;
    struct text once = text_slice(address, 0, last), domain = text_skip(address, last);
    return text_find_char(once, '@') != 0 && text_ends(once, domain) ? once : address;
}

/* "client.example.org> connected from <198.51.100.34>: Neutral"; the words of a
 * sender, of an EHLO name or of an explanation may imitate the server's */
static bool axigen_spf_ehlo(struct event *event, struct text text) {
    const struct text CONNECTED = TEXT("> connected from <");
    size_t at = text_find_only(text, CONNECTED);
    if (at == TEXT_NONE)
        return text_find(text, CONNECTED) != TEXT_NONE;
    event_set(event, FIELD_vendor_helo, text_slice(text, 0, at));
    return set_spf_result(event, text_skip(text, at + CONNECTED.length));
}

/* "alice@example.org@example.org> issued from EHLO domain <mx.example.org>
 * connected from <198.51.100.34>: Pass (spfHeader = '...'; spfExplanation = 'null')" */
static bool axigen_spf_mail_from(struct event *event, struct text text) {
    const struct text ISSUED = TEXT("> issued from EHLO domain <");
    size_t at = text_find_only(text, ISSUED);
    if (at == TEXT_NONE)
        return text_find(text, ISSUED) != TEXT_NONE &&
               text_find(text, TEXT("> connected from <")) != TEXT_NONE;
    struct text sender = text_slice(text, 0, at);
    if (text_find(sender, TEXT("> connected from <")) == TEXT_NONE)
        event_set(event, FIELD_email_from, without_doubled_domain(sender));
    return axigen_spf_ehlo(event, text_skip(text, at + ISSUED.length));
}

/* whether what follows the text stands in quotes or brackets */
static bool is_inside_quotes(struct text before) {
    unsigned single = 0, twice = 0;
    int open = 0;
    for (size_t i = 0; i < before.length; i++) {
        single += before.start[i] == '\'';
        twice += before.start[i] == '"';
        open += char_is_in(before.start[i], "<[(") ? 1 : 0;
        open -= char_is_in(before.start[i], ">])") ? 1 : 0;
    }
    return single % 2 != 0 || twice % 2 != 0 || open != 0;
}

/* the only address of text; two different ones are as good as none */
static unsigned count_addresses(struct text text, struct text *address) {
    const char *SEPARATORS = " \t,;|=<>()\"'";
    unsigned count = 0;
    while (text.length > 0) {
        size_t length = 0;
        while (length < text.length && !char_is_in(text.start[length], SEPARATORS))
            length++;
        struct text word = text_slice(text, 0, length), found, port;
        text = text_skip(text, length + 1);
        if (text_starts(word, TEXT("[")) && text_ends(word, TEXT("]")))
            word = text_slice(word, 1, word.length - 1);
        if (!split_endpoint(word, &found, &port) || (count > 0 && text_is(found, *address)))
            continue;
        *address = found;
        count++;
    }
    return count;
}

/* OP_OK and OP_FAIL of the security log, whose layout nobody has published: the
 * one word must stand free, outside quotes and brackets, in a text that holds an
 * address. Nothing else is read from it. */
static bool axigen_security(struct event *event, struct text text) {
    const char *BORDERS = " \t,;|:=";
    struct text service = event_get(event, FIELD_service_name);
    if (service.length > 0 && !text_is(service, TEXT("SECURITY")))
        return false; /* what other services write holds strangers' words */
    bool success = text_find(text, TEXT("OP_OK")) != TEXT_NONE;
    struct text word = success ? TEXT("OP_OK") : TEXT("OP_FAIL"), address;
    size_t at = text_find_only(text, TEXT("OP_"));
    if (at == TEXT_NONE || !text_starts(text_skip(text, at), word))
        return false;
    struct text before = text_slice(text, 0, at), behind = text_skip(text, at + word.length);
    if ((before.length > 0 && !char_is_in(before.start[before.length - 1], BORDERS)) ||
        (behind.length > 0 && !char_is_in(behind.start[0], BORDERS)) || is_inside_quotes(before))
        return false;
    unsigned addresses = count_addresses(text, &address);
    if (addresses == 1)
        set_ip(event, FIELD_source_ip, address);
    event_set(event, FIELD_vendor_event_outcome, success ? TEXT("success") : TEXT("failed"));
    return addresses > 0;
}

static const struct parser parsers[] = {
    {"axigen_connect", axigen_connect, "192.0.2.10:143] connection accepted from [198.51.100.10:50000]"},
    {"axigen_disconnect", axigen_disconnect, "198.51.100.10:50000]"},
    {"axigen_proxy_update", axigen_proxy_update, "192.0.2.1' to '198.51.100.22'"},
    {"axigen_tls_alert", axigen_tls_alert, "198.51.100.35:55001, undefined:fatal:handshake failure"},
    {"axigen_authorized", axigen_authorized, "exists@example.com] successfully authorized!"},
    {"axigen_logged_in", axigen_logged_in, "bob@example.com' has logged in"},
    {"axigen_authentication_error", axigen_authentication_error, "exists@example.com': Invalid password"},
    {"axigen_spf_ehlo", axigen_spf_ehlo, "mx.example.org> connected from <198.51.100.34>: SoftFail"},
    {"axigen_spf_mail_from", axigen_spf_mail_from,
     "alice@example.net> issued from EHLO domain <mx.example.net> connected from <192.0.2.3>: SoftFail"},
    {"axigen_security", axigen_security, "IMAP OP_OK alice@example.com 198.51.100.7"},
    {NULL, NULL, NULL},
};

/* the mailbox API works in the sessions of the web mail */
static struct text session_service(struct text service) {
    return text_is(service, TEXT("MAILBOXAPI")) ? TEXT("WEBMAIL") : service;
}

const struct server axigen_server = {
    .product = "axigen",
    .parsers = {parsers, axigen_queue_parsers, axigen_wire_parsers},
    .session_service = session_service,
    .matched = offsetof(struct counters, matched_axigen),
    .unmatched = offsetof(struct counters, unmatched_axigen),
};
