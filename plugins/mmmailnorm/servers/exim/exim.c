/* SPDX-License-Identifier: Apache-2.0
 *
 * exim - pieces that Exim's lines have in common; the contract is in
 * exim.h. Source: Exim 4.84 to 4.99, src/host.c, src/parse.c, src/transports/smtp.c
 */
#include "config.h"

#include "common/array.h"
#include "servers/exim/exim.h"
#include "reply/reply.h"

#define ADDRESS_MAX 45 /* bytes of an IPv6 address, with its scope or an IPv4 address in it */

bool exim_is_id(struct text text) {
    if ((text.length != 16 && text.length != 23) || text.start[6] != '-' ||
        text.start[text.length == 16 ? 13 : 18] != '-')
        return false;
    unsigned dashes = 0;
    for (size_t i = 0; i < text.length; i++)
        dashes += text.start[i] == '-';
    return dashes == 2 && text_span(text, EXIM_LETTERS EXIM_DIGITS "-") == text.length;
}

size_t exim_word_length(struct text text) {
    size_t blank = text_find_char(text, ' ');
    return blank == TEXT_NONE ? text.length : blank;
}

size_t exim_quoted_end(struct text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.start[i] == '\\')
            i++;
        else if (text.start[i] == '"')
            return i;
    }
    return TEXT_NONE;
}

/* takes "303" behind a backslash: a byte of a character that is not ASCII */
static bool take_octal(struct text *text, char *byte) {
    unsigned number = 0;
    if (text->length < 3 || text->start[0] < '2' || text->start[0] > '3')
        return false;
    for (size_t i = 0; i < 3; i++) {
        if (text->start[i] < '0' || text->start[i] > '7')
            return false;
        number = number * 8 + (unsigned)(text->start[i] - '0');
    }
    *byte = (char)number;
    *text = text_skip(*text, 3);
    return true;
}

struct text exim_unquote(struct event *event, struct text text) {
    size_t backslash = text_find_char(text, '\\'), length = 0;
    char *plain = backslash == TEXT_NONE ? NULL : event_alloc(event, text.length);
    if (plain == NULL)
        return text;
    while (text.length > 0) {
        char c = text.start[0];
        text = text_skip(text, 1);
        if (c == '\\' && !take_octal(&text, &c) && text.length > 0 && char_is_in(text.start[0], "\\\"")) {
            c = text.start[0];
            text = text_skip(text, 1);
        }
        plain[length++] = c;
    }
    return (struct text){plain, length};
}

/* length of the local part at the start: words and quoted strings with dots between them */
static size_t local_part_length(struct text text) {
    size_t at = 0;
    while (at < text.length) {
        if (text.start[at] == '"') {
            size_t end = exim_quoted_end(text_skip(text, at + 1));
            if (end == TEXT_NONE)
                return 0;
            at += end + 2;
        } else {
            while (at < text.length && !char_is_in(text.start[at], " \"\\<>()[],;:@."))
                at++;
        }
        size_t dots = text_span(text_skip(text, at), ".");
        if (dots == 0)
            break;
        at += dots;
    }
    return at;
}

static size_t domain_length(struct text text) {
    if (!text_starts(text, TEXT("["))) {
        size_t length = 0;
        while (length < text.length && !char_is_in(text.start[length], " \"\\<>()[],;:@"))
            length++;
        return length;
    }
    size_t inside = text_span(text_skip(text, 1), EXIM_DIGITS "abcdefABCDEFIPv:.");
    return inside + 1 < text.length && text.start[inside + 1] == ']' ? inside + 2 : 0;
}

bool exim_take_address(struct text *text, struct text *address) {
    size_t length = local_part_length(*text);
    if (length == 0)
        return false;
    struct text rest = text_skip(*text, length);
    if (text_take(&rest, TEXT("@"))) {
        size_t domain = domain_length(rest);
        if (domain == 0)
            return false;
        length += 1 + domain;
    }
    *address = text_slice(*text, 0, length);
    *text = text_skip(*text, length);
    return true;
}

bool exim_is_quoted_address(struct text text) {
    struct text address;
    return text_find_char(text, '"') != TEXT_NONE && exim_take_address(&text, &address) && text.length == 0;
}

/* takes "[192.0.2.1]" */
static bool take_ip(struct text *text, struct text *ip) {
    size_t close = text_find_char(text_slice(*text, 0, ADDRESS_MAX + 2), ']');
    if (!text_starts(*text, TEXT("[")) || close == TEXT_NONE || !text_is_address(text_slice(*text, 1, close)))
        return false;
    *ip = text_slice(*text, 1, close);
    *text = text_skip(*text, close + 1);
    return true;
}

/* takes ":25" where there is one */
static void take_port(struct text *text, struct text *port) {
    size_t digits = text_starts(*text, TEXT(":")) ? text_digits(text_skip(*text, 1)) : 0;
    if (digits == 0)
        return;
    *port = text_slice(*text, 1, digits + 1);
    *text = text_skip(*text, digits + 1);
}

/* offset of the first ") [ADDRESS]", or TEXT_NONE */
static size_t find_host(struct text text) {
    const struct text CLOSE = TEXT(") [");
    size_t at = 0, next;
    while ((next = text_find(text_skip(text, at), CLOSE)) != TEXT_NONE) {
        struct text address = text_skip(text, at + next + 2), ip;
        if (take_ip(&address, &ip))
            return at + next;
        at += next + 1;
    }
    return TEXT_NONE;
}

size_t exim_count_hosts(struct text text, struct text ip) {
    size_t count = 0, at;
    while ((at = find_host(text)) != TEXT_NONE) {
        struct text other;
        text = text_skip(text, at + 2);
        if (take_ip(&text, &other))
            count += !text_is(other, ip);
    }
    return count;
}

bool exim_take_host(struct text *text, struct exim_host *host) {
    struct text rest = *text;
    *host = (struct exim_host){0};
    if (!text_starts(rest, TEXT("(")) && !text_starts(rest, TEXT("["))) {
        host->name = text_slice(rest, 0, exim_word_length(rest));
        rest = text_skip(rest, host->name.length + 1);
    }
    if (text_take(&rest, TEXT("("))) {
        size_t end = find_host(rest);
        if (end == TEXT_NONE)
            return false;
        host->helo = text_slice(rest, 0, end);
        rest = text_skip(rest, end + 2);
    }
    if (!take_ip(&rest, &host->ip))
        return false;
    take_port(&rest, &host->port);
    if (host->helo.length > 0)
        host->others = exim_count_hosts(rest, host->ip);
    *text = rest;
    return true;
}

bool exim_take_relay(struct text *text, struct exim_host *host) {
    struct text rest = *text;
    *host = (struct exim_host){.name = text_slice(rest, 0, exim_word_length(rest))};
    if (host->name.length == 0 || char_is_in(host->name.start[0], "([\""))
        return false;
    rest = text_skip(rest, host->name.length);
    struct text address = rest;
    text_take(&address, TEXT(" DS"));
    if (text_take(&address, TEXT(" ")) && take_ip(&address, &host->ip)) {
        rest = address;
        take_port(&rest, &host->port);
        text_take(&rest, TEXT("*"));               /* a connection that was used before */
    } else if (text_ends(host->name, TEXT(":"))) { /* "H=mx.example.org: why" */
        host->name.length--;
        rest = text_skip(*text, host->name.length);
    }
    *text = rest;
    return true;
}

void exim_set_client(struct event *event, const struct exim_host *host) {
    event_set(event, FIELD_source_hostname, host->name);
    event_set(event, FIELD_vendor_helo, host->helo);
    set_ip(event, FIELD_source_ip, host->ip);
    event_set(event, FIELD_source_port, host->port);
}

void exim_set_relay(struct event *event, const struct exim_host *host) {
    event_set(event, FIELD_vendor_relay_host, host->name);
    set_ip(event, FIELD_vendor_relay_ip, host->ip);
    event_set(event, FIELD_vendor_relay_port, host->port);
    event_set(event, FIELD_destination_hostname, host->name);
    set_ip(event, FIELD_destination_ip, host->ip);
    event_set(event, FIELD_destination_port, host->port);
}

/* takes "mx.example.org [192.0.2.1]" out of a reason; a relay that the line's own elements
 * named counts more */
static bool take_named_relay(struct event *event, struct text *text) {
    struct exim_host host;
    struct text rest = *text;
    if (!exim_take_relay(&rest, &host) || host.ip.length == 0)
        return false;
    if (!event_has(event, FIELD_vendor_relay_ip))
        exim_set_relay(event, &host);
    *text = rest;
    return true;
}

/* "RCPT TO:<bob@example.com>: 550 5.1.1 no such user", also "pipelined MAIL FROM:<>
 * SIZE=1497: ...", "initial connection: 554 ..."; before 4.86 with the relay: "RCPT
 * TO:<bob@example.com>: host mx.example.com [192.0.2.7]: 550 ..." */
static void set_remote_reply(struct event *event, struct text text) {
    struct reply reply;
    struct text address, command;
    text_take(&text, TEXT("pipelined "));
    command = text;
    size_t open = text_find(text, TEXT(":<"));
    size_t colon = text_find(text, TEXT(": "));
    if (open != TEXT_NONE && open < colon) { /* the address may hold anything */
        text = text_skip(text, open + 1);
        if (!text_take_bracketed(&text, &address))
            return;
        colon = text_find(text, TEXT(": "));
        command = text_slice(command, 0, open);
    } else {
        command = text_slice(command, 0, colon);
    }
    if (colon == TEXT_NONE)
        return;
    text = text_skip(text, colon + 2);
    struct text rest = text;
    if (text_take(&rest, TEXT("host ")) && take_named_relay(event, &rest) && text_take(&rest, TEXT(": ")))
        text = rest;
    if (!reply_parse(text, &reply))
        return;
    event_set(event, FIELD_vendor_smtp_response_command, command);
    reply_add(event, text, REPLY_REMOTE);
}

/* 'RCPT TO:<bob@example.com>" was: 550 ...': what a callout was told */
static void set_callout_reply(struct event *event, struct text text) {
    const struct text WAS = TEXT(" was: ");
    struct reply reply;
    size_t was = text_find(text, WAS);
    if (was == TEXT_NONE || !reply_parse(text_skip(text, was + WAS.length), &reply))
        return;
    event_set(event, FIELD_vendor_smtp_response_command,
              text_slice(text, 0, text_find_char(text_slice(text, 0, was), ':')));
    reply_add(event, text_skip(text, was + WAS.length), REPLY_REMOTE);
}

bool exim_set_reason(struct event *event, struct text text) {
    static const char *const RELAYS[] = {"Remote host ", "SMTP timeout while connected to ",
                                         "Malformed SMTP reply from ", "malformed SMTP reply from ",
                                         "a TLS session is required for "};
    static const char *const REPLIES[] = {"SMTP error from remote mail server after ", "LMTP error after ",
                                          "LMTP error from remote mail server after "};
    size_t delivery_time = text_find_last(text, TEXT(" DT=")), at;
    if (delivery_time != TEXT_NONE && text_find_char(text_skip(text, delivery_time + 1), ' ') == TEXT_NONE)
        text = text_slice(text, 0, delivery_time);
    for (size_t i = 0; i < COUNT_OF(RELAYS); i++) {
        struct text rest = text;
        if (text_take(&rest, text_of(RELAYS[i])))
            take_named_relay(event, &rest);
    }
    for (size_t i = 0; i < COUNT_OF(REPLIES); i++)
        if ((at = text_find(text, text_of(REPLIES[i]))) != TEXT_NONE) {
            set_remote_reply(event, text_skip(text, at + strlen(REPLIES[i])));
            break;
        }
    if (text_starts(text, TEXT("response to \"")))
        set_callout_reply(event, text_skip(text, 13));
    return event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* "1xUM4Z-00006V-23" */
static bool exim_id(struct event *event, struct text text) {
    return exim_is_id(text) && event_set(event, FIELD_email_uid, text);
}

static const struct parser parsers[] = {
    {"exim_id", exim_id, "1xUM4X-000062-3A"},
    {NULL, NULL, NULL},
};

const struct server exim_server = {
    .product = "exim",
    .parsers = {parsers, exim_arrival_parsers, exim_delivery_parsers, exim_event_parsers, exim_notice_parsers,
                exim_smtp_parsers},
    .read_message = exim_read_message,
};
