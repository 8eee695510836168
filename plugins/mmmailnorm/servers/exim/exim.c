/* SPDX-License-Identifier: Apache-2.0
 *
 * exim - pieces that Exim's lines have in common; the contract is in
 * exim.h. Source: Exim 4.96, src/host.c, src/receive.c, src/deliver.c
 */
#include "config.h"

#include "servers/exim/exim.h"
#include "reply/reply.h"

bool exim_is_id(struct text text) {
    if ((text.length != 16 && text.length != 23) || text.start[6] != '-' ||
        text.start[text.length == 16 ? 13 : 18] != '-')
        return false;
    unsigned dashes = 0;
    for (size_t i = 0; i < text.length; i++)
        dashes += text.start[i] == '-';
    return dashes == 2 && text_span(text, EXIM_LETTERS EXIM_DIGITS "-") == text.length;
}

/* length up to the first blank */
static size_t word_length(struct text text) {
    size_t blank = text_find_char(text, ' ');
    return blank == TEXT_NONE ? text.length : blank;
}

size_t exim_subject_end(struct text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.start[i] == '\\')
            i++;
        else if (text.start[i] == '"')
            return i;
    }
    return TEXT_NONE;
}

/* Cuts ' T="SUBJECT"' out of a line: what stands before it, and behind. It is one just
 * where the line ends there, or goes on with sender or recipients; else all is before. */
static void cut_subject(struct text text, struct text *before, struct text *behind) {
    const struct text SUBJECT = TEXT(" T=\"");
    size_t at = text_find(text, SUBJECT), end = TEXT_NONE;
    *before = text;
    *behind = (struct text){NULL, 0};
    if (at == TEXT_NONE || (end = exim_subject_end(text_skip(text, at + SUBJECT.length))) == TEXT_NONE)
        return;
    struct text rest = text_skip(text, at + SUBJECT.length + end + 1);
    if (rest.length > 0 && !text_starts(rest, TEXT(" from <")) && !text_starts(rest, TEXT(" for ")))
        return;
    *before = text_slice(text, 0, at);
    *behind = rest;
}

/* whether "(NAME) [ADDRESS]" with another address stands in the text */
static bool has_other_host(struct text text, struct text ip) {
    const struct text HOST = TEXT(") [");
    for (size_t at; (at = text_find(text, HOST)) != TEXT_NONE;) {
        text = text_skip(text, at + HOST.length);
        struct text address = text_slice(text, 0, text_find_char(text, ']'));
        if (text_is_address(address) && !text_is(address, ip))
            return true;
    }
    return false;
}

bool exim_take_host(struct text *text, struct exim_host *host) {
    struct text rest = *text;
    *host = (struct exim_host){0};
    if (!text_starts(rest, TEXT("(")) && !text_starts(rest, TEXT("["))) {
        host->name = text_slice(rest, 0, word_length(rest));
        rest = text_skip(rest, host->name.length + 1);
    }
    if (text_starts(rest, TEXT("("))) {
        size_t end = word_length(rest);
        if (end < 2 || rest.start[end - 1] != ')') {
            end = text_find_only(rest, TEXT(") ["));
            if (end++ == TEXT_NONE)
                return false;
        }
        host->helo = text_slice(rest, 1, end - 1);
        rest = text_skip(rest, end + 1);
    }
    size_t close = text_find_char(rest, ']');
    if (!text_starts(rest, TEXT("[")) || close == TEXT_NONE)
        return false;
    host->ip = text_slice(rest, 1, close);
    rest = text_skip(rest, close + 1);
    size_t digits = text_starts(rest, TEXT(":")) ? text_span(text_skip(rest, 1), EXIM_DIGITS) : 0;
    if (digits > 0) {
        host->port = text_slice(rest, 1, digits + 1);
        rest = text_skip(rest, digits + 1);
    }
    struct text before, behind;
    cut_subject(rest, &before, &behind);
    if (!text_is_address(host->ip) ||
        (host->helo.length > 0 && (has_other_host(before, host->ip) || has_other_host(behind, host->ip))))
        return false;
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

/* "TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256" */
static void set_tls(struct event *event, struct text text) {
    size_t first = text_find_char(text, ':'), last = text_find_last_char(text, ':');
    if (first == TEXT_NONE || first == last)
        return;
    event_set(event, FIELD_vendor_tls_version, text_slice(text, 0, first));
    event_set(event, FIELD_vendor_tls_cipher, text_slice(text, first + 1, last));
    event_set(event, FIELD_vendor_tls_cipher_size, text_skip(text, last + 1));
}

/* "plain_server:alice", also "plain_server:alice:alice@example.org" */
static void set_authentication(struct event *event, struct text text) {
    size_t colon = text_find_char(text, ':');
    event_set(event, FIELD_vendor_sasl_method, text_slice(text, 0, colon));
    if (colon == TEXT_NONE)
        return;
    text = text_skip(text, colon + 1);
    event_set(event, FIELD_user_name, text_slice(text, 0, text_find_char(text, ':')));
}

/* "4s", "0.123s", "1m30s", "2d3h": -1 for anything else (Exim readconf_printtime()) */
static double seconds_of(struct text text) {
    double total = 0;
    if (text.length == 0 || text.length > 30)
        return -1;
    while (text.length > 0) {
        double number = 0, scale = 1;
        size_t digits = text_span(text, EXIM_DIGITS ".");
        bool fraction = false;
        for (size_t i = 0; i < digits; i++) {
            if (text.start[i] == '.') {
                fraction = true;
                continue;
            }
            number = number * 10 + (text.start[i] - '0');
            scale *= fraction ? 10 : 1;
        }
        text = text_skip(text, digits);
        char unit = text.length > 0 ? text.start[0] : '\0';
        if (digits == 0 || !char_is_one_of(unit, "smhdw"))
            return -1;
        total += number / scale *
                 (unit == 's'   ? 1
                  : unit == 'm' ? 60
                  : unit == 'h' ? 3600
                  : unit == 'd' ? 86400
                                : 604800);
        text = text_skip(text, 1);
    }
    return total;
}

static void set_interface(struct event *event, struct text text) {
    struct exim_host host;
    if (!exim_take_host(&text, &host))
        return;
    set_ip(event, FIELD_destination_ip, host.ip);
    event_set(event, FIELD_destination_port, host.port);
    set_ip(event, FIELD_vendor_server_ip, host.ip);
    event_set(event, FIELD_vendor_server_port, host.port);
}

static void set_attribute(struct event *event, struct text name, struct text value, bool incoming) {
    if (text_is(name, TEXT("I"))) {
        if (incoming)
            set_interface(event, value);
    } else if (text_is(name, TEXT("P"))) {
        event_set_lower(event, FIELD_network_protocol, value);
    } else if (text_is(name, TEXT("X"))) {
        set_tls(event, value);
    } else if (text_is(name, TEXT("A"))) {
        if (incoming)
            set_authentication(event, value);
    } else if (text_is(name, TEXT("S"))) {
        event_set(event, FIELD_email_size, value);
    } else if (text_is(name, TEXT("U"))) {
        event_set(event, FIELD_vendor_relay_user, value);
    } else if (text_is(name, TEXT("QT"))) {
        event_set(event, FIELD_vendor_delay, value);
        double seconds = seconds_of(value);
        if (seconds >= 0)
            event_set_float(event, FIELD_vendor_delay_total_seconds, seconds);
    }
}

/* whether a quote stands in the text that is not of ' SNI="..."' at its start or of a subject */
static bool has_stray_quote(struct text text) {
    struct text before, behind;
    if (text_take(&text, TEXT(" SNI=\"")))
        text = text_skip(text, text_find_char(text, '"') == TEXT_NONE ? 0 : text_find_char(text, '"') + 1);
    cut_subject(text, &before, &behind);
    return text_find_char(before, '"') != TEXT_NONE;
}

/* take ' DN="..."', whose content is the client's and may hold a quote and a login: then
 * its own last quote stands somewhere behind, and nothing from here on is believed */
static bool take_quoted(struct text *text, struct text name, bool incoming) {
    struct text rest = *text;
    if (!text_take(&rest, name))
        return false;
    size_t end = text_find(rest, TEXT("\" "));
    if (end == TEXT_NONE)
        end = text_find_last_char(rest, '"');
    if (end == TEXT_NONE || text_find_only(rest, TEXT(" A=")) != text_find(rest, TEXT(" A=")) ||
        (incoming && has_stray_quote(text_skip(rest, end + 1))))
        return false;
    *text = text_skip(rest, end + 1);
    return true;
}

bool exim_take_attribute(struct event *event, struct text *text, bool incoming) {
    static const char *const NAMES[] = {"I",  "U",  "P",   "X", "CV", "A",  "S",   "M8S", "PRX", "RT",
                                        "DT", "QT", "SNI", "K", "D",  "RS", "TFO", "ID",  "Ci"};
    static const char *const FLAGS[] = {" L", " L-", " L*", " K", " PRDR", " TFO", " TFO*", " utf8", " PIPE"};
    if (take_quoted(text, TEXT(" DN=\""), incoming) || take_quoted(text, TEXT(" SNI=\""), incoming))
        return true;
    for (size_t i = 0; i < sizeof(FLAGS) / sizeof(FLAGS[0]); i++) {
        struct text flag = text_of(FLAGS[i]), behind = text_skip(*text, flag.length);
        if (text_starts(*text, flag) && (behind.length == 0 || behind.start[0] == ' ')) {
            *text = behind;
            return true;
        }
    }
    size_t equals = text_find_char(*text, '=');
    if (!text_starts(*text, TEXT(" ")) || equals == TEXT_NONE || equals > 4)
        return false;
    struct text name = text_slice(*text, 1, equals), rest = text_skip(*text, equals + 1);
    if (text_starts(rest, TEXT("\""))) /* what take_quoted has refused */
        return false;
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        if (!text_is(name, text_of(NAMES[i])))
            continue;
        size_t length = word_length(rest);
        if (length > 0 && rest.start[length - 1] == ':') /* "DT=0s: why" */
            length--;
        set_attribute(event, name, text_slice(rest, 0, length), incoming);
        *text = text_skip(rest, length);
        return true;
    }
    return false;
}

/* "after RCPT TO:<bob@example.com>: 550 5.1.1 no such user", also "after pipelined
 * MAIL FROM:<> SIZE=1497: ...", "after initial connection: 554 ..." */
static void set_remote_reply(struct event *event, struct text text) {
    struct reply reply;
    struct text command = text, address;
    size_t open = text_find(text, TEXT(":<"));
    size_t colon = text_find(text, TEXT(": "));
    text_take(&command, TEXT("pipelined "));
    if (open != TEXT_NONE && open < colon) { /* the address may hold anything */
        text = text_skip(text, open + 1);
        if (!text_take_bracketed(&text, &address))
            return;
        colon = text_find(text, TEXT(": "));
        command.length -= text.length + address.length + 3;
    } else {
        command = text_slice(command, 0, text_find(command, TEXT(": ")));
    }
    if (colon == TEXT_NONE || !reply_parse(text_skip(text, colon + 2), &reply))
        return;
    event_set(event, FIELD_vendor_smtp_response_command, command);
    reply_add(event, text_skip(text, colon + 2), REPLY_REMOTE);
}

bool exim_set_reason(struct event *event, struct text text) {
    const struct text AFTER = TEXT("SMTP error from remote mail server after ");
    size_t delivery_time = text_find_last(text, TEXT(" DT="));
    if (delivery_time != TEXT_NONE && text_find_char(text_skip(text, delivery_time + 1), ' ') == TEXT_NONE)
        text = text_slice(text, 0, delivery_time);
    size_t after = text_find(text, AFTER);
    if (after != TEXT_NONE)
        set_remote_reply(event, text_skip(text, after + AFTER.length));
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
    .parsers = {parsers, exim_message_parsers, exim_smtp_parsers},
};
