/* SPDX-License-Identifier: Apache-2.0
 *
 * sendmail_relay - relays, addresses and queue ids of Sendmail; the
 * contract is in sendmail.h
 *
 * Sendmail sources: getauthinfo in daemon.c (client), logdelivery in deliver.c
 * (next hop, shortened to 40 characters with "..." in the middle), queuename and
 * assign_queueid in queue.c.
 */
#include "config.h"

#include <ctype.h>

#include "servers/sendmail/sendmail.h"

/* some lines print no more of a relay; what is cut off may be part of its address */
#define CUT_RELAY 100

struct relay {
    struct text user;    /* "user@mx.example.org" */
    struct text host;    /* without the dot at its end */
    struct text address; /* as printed, "IPv6:..." */
    bool forged;
};

static bool is_host(struct text host) {
    for (size_t i = 0; i < host.length; i++)
        if ((unsigned char)host.start[i] <= ' ' || char_is_in(host.start[i], ",<>()\"=\\[]"))
            return false;
    return host.length > 0;
}

/* "[...]" without a blank or bracket inside; the inside goes to inside */
static bool is_literal(struct text text, struct text *inside) {
    if (text.length < 3 || text.start[0] != '[' || text.start[text.length - 1] != ']')
        return false;
    *inside = text_slice(text, 1, text.length - 1);
    return is_host(*inside);
}

static bool is_printed_address(struct text text) {
    text_take(&text, TEXT("IPv6:"));
    return text_is_address(text);
}

/* "192.0.2.xxx": what rsyslog's mmanonymize and those who publish logs leave of an address */
static bool is_masked_address(struct text text) {
    text_take(&text, TEXT("IPv6:"));
    return text_span(text, "0123456789abcdefABCDEF.:xX*") == text.length &&
           (text_find_char(text, '.') != TEXT_NONE || text_find_char(text, ':') != TEXT_NONE) &&
           text_span(text, "0123456789abcdefABCDEF.:") < text.length;
}

/* " [192.0.2.1]" at the end of text: cuts it off. A route of source-routed
 * packets (" [@192.0.2.1:192.0.2.2]") or a socket's path may stand there instead. */
static bool cut_address(struct text *text, struct text *address) {
    size_t at = text_find(*text, TEXT(" ["));
    if (at == TEXT_NONE)
        return true;
    struct text inside = text_slice(text_skip(*text, at + 2), 0, text->length - at - 3);
    if (!text_ends(*text, TEXT("]")))
        return false;
    *text = text_slice(*text, 0, at);
    if (is_printed_address(inside)) {
        *address = inside;
        return true;
    }
    return is_masked_address(inside) || text_starts(inside, TEXT("@")) || text_starts(inside, TEXT("!@")) ||
           text_starts(inside, TEXT("[UNIX: "));
}

static bool read_relay(struct text text, struct relay *relay) {
    memset(relay, 0, sizeof(*relay));
    if (text_is(text, TEXT("[RESPONSE]")) || text_is(text, TEXT("local")) || text.length == CUT_RELAY)
        return true;
    if (text_ends(text, TEXT(" (may be forged)"))) {
        relay->forged = true;
        text.length -= sizeof(" (may be forged)") - 1;
    }
    if (!cut_address(&text, &relay->address))
        return false;
    size_t at = text_find_last_char(text, '@');
    if (at != TEXT_NONE) {
        if (!is_host(text_slice(text, 0, at)))
            return false;
        relay->user = text;
        text = text_skip(text, at + 1);
    }
    struct text inside;
    if (is_literal(text, &inside)) {
        if (is_masked_address(inside))
            return true;
        if (!is_printed_address(inside))
            relay->host = inside;
        else if (relay->address.length == 0)
            relay->address = inside;
        return true;
    }
    if (text.length == 0 && relay->address.length > 0) /* " [192.0.2.1]": a client without a name */
        return true;
    if (!is_host(text))
        return false;
    relay->host = text;
    if (text_ends(text, TEXT(".")))
        relay->host.length--;
    return true;
}

bool sendmail_is_relay(struct text text) {
    struct relay relay;
    return read_relay(text, &relay);
}

bool sendmail_relay(struct event *event, struct text text, enum relay_role role) {
    struct relay relay;
    if (!read_relay(text, &relay))
        return false;
    event_set(event, FIELD_vendor_relay_user, relay.user);
    if (relay.forged)
        event_set(event, FIELD_vendor_relay_warning, TEXT("may be forged"));
    if (role == RELAY_CLIENT) {
        set_ip(event, FIELD_source_ip, relay.address);
        event_set(event, FIELD_source_hostname, relay.host);
        return true;
    }
    set_ip(event, FIELD_destination_ip, relay.address);
    if (role == RELAY_NEXT_HOP) {
        event_set(event, FIELD_vendor_relay_ip, event_get(event, FIELD_destination_ip));
        event_set(event, FIELD_vendor_relay_host, relay.host);
    }
    /* a shortened name is nobody's host name */
    if (text_find(relay.host, TEXT("...")) == TEXT_NONE)
        event_set(event, FIELD_destination_hostname, relay.host);
    return true;
}

/* what a scan of an address saw */
struct scan {
    size_t length;  /* up to the first separator outside, or TEXT_NONE where something does not end */
    size_t bracket; /* the last "<" outside quotes and comments, or TEXT_NONE */
    size_t comment; /* the first "(" outside quotes, or TEXT_NONE */
    size_t rest;    /* behind the last comment */
};

/* what can change a scan's state; separators begin with a comma */
static const bool MARKS[256] = {
    ['\\'] = true, ['"'] = true, ['('] = true, [')'] = true, ['<'] = true, ['>'] = true, [','] = true};

static struct scan scan_addresses(struct text text, struct text separator) {
    struct scan scan = {TEXT_NONE, TEXT_NONE, TEXT_NONE, 0};
    bool quoted = false, bracketed = false;
    unsigned comments = 0;
    size_t i = 0;
    for (; i < text.length; i++) {
        char c = text.start[i];
        if (!MARKS[(unsigned char)c])
            continue;
        if (c == '\\')
            i++;
        else if (quoted)
            quoted = c != '"';
        else if (c == '(') {
            if (scan.comment == TEXT_NONE)
                scan.comment = i;
            comments++;
        } else if (comments > 0) {
            comments -= c == ')';
            scan.rest = i + 1; /* where all of them end, at the last bracket */
        } else if (c == '"')
            quoted = true;
        else if (c == '<' || c == '>') {
            bracketed = c == '<';
            if (bracketed)
                scan.bracket = i;
        } else if (!bracketed && c == separator.start[0] && text_starts(text_skip(text, i), separator))
            break;
    }
    if (i < text.length || !(quoted || bracketed || comments > 0))
        scan.length = i < text.length ? i : text.length;
    return scan;
}

static struct scan scan_address(struct text text) {
    return scan_addresses(text, TEXT(", "));
}

size_t sendmail_address_length(struct text text) {
    return scan_address(text).length;
}

size_t sendmail_recipient_length(struct text list) {
    size_t length = scan_addresses(list, TEXT(",")).length;
    return length != TEXT_NONE ? length : list.length;
}

/* the address within the angle brackets at the end, by the scan of the whole */
static struct text take_brackets_off(struct text address, const struct scan *scan) {
    if (address.length < 2 || address.start[address.length - 1] != '>' || scan->length != address.length ||
        scan->bracket == TEXT_NONE)
        return address;
    return text_slice(address, scan->bracket + 1, address.length - 1);
}

struct text sendmail_bare_address(struct text address) {
    if (address.length < 2 || address.start[address.length - 1] != '>')
        return address;
    struct scan scan = scan_address(address);
    return take_brackets_off(address, &scan);
}

void sendmail_set_address(struct event *event, enum field field, struct text address) {
    struct scan scan = scan_address(address);
    if (scan.length != address.length)
        return;
    if (scan.comment == TEXT_NONE) { /* nor is one in the brackets */
        event_set(event, field, take_brackets_off(address, &scan));
        return;
    }
    if (scan.rest == address.length) /* "bob@example.org (Bob)" */
        address = text_trim(text_slice(address, 0, scan.comment));
    address = sendmail_bare_address(address);
    if (scan_address(address).comment == TEXT_NONE)
        event_set(event, field, address);
}

bool sendmail_is_queue_id(struct text text) {
    size_t digits = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (!isalnum((unsigned char)text.start[i]))
            return false;
        digits = isdigit((unsigned char)text.start[i]) ? digits + 1 : 0;
    }
    if (text.length == 8)
        return digits == 5 && isupper((unsigned char)text.start[0]) &&
               isupper((unsigned char)text.start[1]) && isupper((unsigned char)text.start[2]);
    return text.length >= 12 && text.length <= 16 && digits >= 5;
}
