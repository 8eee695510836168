/* SPDX-License-Identifier: Apache-2.0
 *
 * amavis - parsers of amavis' one line a message; the contract is in
 * parser.h
 *
 * The line follows $log_short_templ, or the longer $log_verbose_templ, of amavisd
 * (Amavis.pm, the __DATA__ sections): names and their order are fixed, most of
 * them may be missing. Addresses, Message-Id and subject are the sender's.
 */
#include "config.h"

#include <stdlib.h>

#include "servers/amavis/amavis.h"
#include "servers/server.h"

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* "12345-01" in front of all lines: process, and message within it */
static bool amavis_task(struct event *event, struct text text) {
    return text.length > 0 && text_span(text, DIGITS LETTERS "-") == text.length &&
           event_set(event, FIELD_vendor_amavis_id, text);
}

/* takes "CLEAN", "BAD-HEADER-1", "INFECTED (Eicar-Test-Signature, x)", up to " {" or,
 * before 2.8, to the comma */
static bool take_category(struct event *event, struct text *text) {
    size_t length = text_span(*text, LETTERS DIGITS "-"), close;
    event_set(event, FIELD_vendor_content_category, text_slice(*text, 0, length));
    struct text rest = text_skip(*text, length);
    if (text_take(&rest, TEXT(" ("))) {
        close = text_find(rest, TEXT(") {"));
        if (close == TEXT_NONE)
            close = text_find(rest, TEXT("), "));
        if (close == TEXT_NONE)
            return false;
        event_set(event, FIELD_vendor_content_name, text_slice(rest, 0, close));
        rest = text_skip(rest, close + 1);
    }
    *text = rest;
    return length > 0;
}

/* takes " {RelayedInbound,Quarantined},", or the comma alone */
static bool take_actions(struct event *event, struct text *text) {
    if (!text_take(text, TEXT(" {")))
        return text_take(text, TEXT(","));
    size_t close = text_find(*text, TEXT("},"));
    if (close == TEXT_NONE || text_span(*text, LETTERS DIGITS ",:;-_.=/") < close)
        return false;
    event_set(event, FIELD_vendor_content_action, text_slice(*text, 0, close));
    *text = text_skip(*text, close + 2);
    return true;
}

/* takes " [192.0.2.1]:4711" or " [IPv6:2001:db8::1]" */
static bool take_address(struct text *text, struct text *address, struct text *port) {
    size_t close = text_find_char(*text, ']');
    if (!text_starts(*text, TEXT(" [")) || close == TEXT_NONE)
        return false;
    *address = text_slice(*text, 2, close);
    *text = text_skip(*text, close + 1);
    *port = text_slice(*text, 0, 0);
    if (text_take(text, TEXT(":"))) {
        *port = text_slice(*text, 0, text_digits(*text));
        *text = text_skip(*text, port->length);
    }
    return true;
}

/* takes what may be between "}," and the sender: " MYNETS LOCAL", the client's address and
 * port, the address where the message began, " ESMTP/ESMTP". The latter is read out of the
 * message, so it counts only where the client is this host. */
static void take_client(struct event *event, struct text *text) {
    struct text address, port, client = {NULL, 0};
    while (text_starts(*text, TEXT(" ")) && !text_starts(*text, TEXT(" <"))) {
        if (take_address(text, &address, &port)) {
            if (client.length > 0 && !text_is_loopback(client))
                continue;
            client = address;
            event_unset(event, FIELD_source_port);
            set_ip(event, FIELD_source_ip, address);
            if (!text_is_loopback(address))
                event_set(event, FIELD_source_port, port);
            continue;
        }
        size_t word = text_span(text_skip(*text, 1), LETTERS DIGITS "_-/,:.");
        if (word == 0)
            return;
        *text = text_skip(*text, word + 1);
    }
}

/* takes a decimal number, with its sign; false where text begins with none */
static bool take_decimal(struct text *text, double *number) {
    char digits[32];
    size_t length = text_span(text_skip(*text, 1), DIGITS ".") + (text->length > 0);
    if (text->length == 0 || length >= sizeof(digits) || !char_is_in(text->start[0], "+-.0123456789"))
        return false;
    memcpy(digits, text->start, length);
    digits[length] = '\0';
    char *end;
    *number = strtod(digits, &end);
    *text = text_skip(*text, (size_t)(end - digits));
    return end != digits;
}

void amavis_set_score(struct event *event, struct text text) {
    double score, other;
    if (!take_decimal(&text, &score))
        return;
    if (text_take(&text, TEXT("..")) && take_decimal(&text, &other))
        score = other > score ? other : score;
    else if (text.length > 0 && take_decimal(&text, &other))
        score += other;
    if (text.length == 0)
        event_set_float(event, FIELD_vendor_spam_score, score);
}

/* takes "<bob@example.com>,<carol@example.org>" and joins them by ", " */
static bool take_recipients(struct event *event, struct text *text) {
    struct recipients recipients = recipients_begin(event, *text);
    struct text address;
    while (text_take_bracketed(text, &address)) {
        recipients_add(&recipients, address);
        if (!text_starts(*text, TEXT(",<"))) {
            recipients_set(&recipients, event);
            return true;
        }
        *text = text_skip(*text, 1);
    }
    return false;
}

bool amavis_take_envelope(struct event *event, struct text *text) {
    struct text sender;
    if (!text_take_bracketed(text, &sender) || !text_take(text, TEXT(" -> ")))
        return false;
    event_set(event, FIELD_email_from, sender);
    return take_recipients(event, text);
}

/* cuts what follows the last mark off the end of text and gives its first word,
 * up to a comma, a blank or a slash */
static struct text cut_last(struct text *text, struct text mark) {
    size_t at = text_find_last(*text, mark), length = 0;
    if (at == TEXT_NONE)
        return (struct text){NULL, 0};
    struct text value = text_skip(*text, at + mark.length);
    while (length < value.length && !char_is_in(value.start[length], ", /"))
        length++;
    *text = text_slice(*text, 0, at);
    return text_slice(value, 0, length);
}

/* sets what stands between recipients and mail_id: ", quarantine: x, Queue-ID: y,
 * Message-ID: <z>", the last of which may hold anything */
static void set_message(struct event *event, struct text text) {
    const struct text QUEUE_ID = TEXT(", Queue-ID: "), MESSAGE_ID = TEXT(", Message-ID: "),
                      RESENT = TEXT(", Resent-Message-ID: ");
    size_t message_id = text_find(text, MESSAGE_ID);
    struct text before = text_slice(text, 0, message_id);
    size_t queue_id = text_find_last(before, QUEUE_ID);
    if (queue_id != TEXT_NONE) {
        struct text id = text_skip(before, queue_id + QUEUE_ID.length);
        if (text_span(id, LETTERS DIGITS) == id.length)
            event_set(event, FIELD_email_uid, id);
        before = text_slice(before, 0, queue_id);
    }
    if (text_take(&before, TEXT(", quarantine: ")))
        event_set(event, FIELD_vendor_quarantine_location, before);
    if (message_id == TEXT_NONE)
        return;
    struct text id = text_skip(text, message_id + MESSAGE_ID.length);
    id = text_slice(id, 0, text_find(id, RESENT));
    if (text_starts(id, TEXT("<")) && text_ends(id, TEXT(">")))
        event_set(event, FIELD_email_message_id, text_slice(id, 1, id.length - 1));
}

/* "CLEAN {RelayedInbound}, [192.0.2.1]:4711 [192.0.2.1] <alice@example.org> ->
 * <bob@example.com>, Queue-ID: 4XYZ, Message-ID: <1@example.org>, mail_id: AbCd,
 * Hits: -1.9, size: 2522, queued_as: 4XYA, dkim_sd=mail:example.org, 412 ms" */
static bool amavis_message(struct event *event, struct text text) {
    const struct text NAMED = TEXT(") {");
    bool is_cut = text_ends(text, TEXT("...")); /* over $logline_maxlen: the rest is another line */
    struct text duration = is_cut ? (struct text){NULL, 0} : cut_last(&text, TEXT(", "));
    if (text_find(text, NAMED) !=
        text_find_last(text, NAMED)) /* a file's name imitates the rest of the line */
        return true;
    if (!take_category(event, &text) || !take_actions(event, &text))
        return is_cut;
    take_client(event, &text);
    if (!text_take(&text, TEXT(" ")) || !amavis_take_envelope(event, &text))
        return is_cut;
    if (is_cut)
        return true;
    if (!event_set(event, FIELD_vendor_request_time, duration))
        return false;
    /* the numbers are amavis' own and stand behind all that a stranger wrote,
     * but in the verbose form, where subject and From follow them */
    bool verbose =
        text_find(text, TEXT(", Subject: ")) != TEXT_NONE || text_find(text, TEXT(", From: ")) != TEXT_NONE;
    size_t hits_at = verbose ? TEXT_NONE : text_find_last(text, TEXT(", Hits: "));
    if (hits_at != TEXT_NONE) {
        struct text tail = text_skip(text, hits_at);
        event_set(event, FIELD_vendor_queued_as, cut_last(&tail, TEXT(", queued_as: ")));
        event_set(event, FIELD_email_size, cut_last(&tail, TEXT(", size: ")));
        amavis_set_score(event, cut_last(&tail, TEXT(", Hits: ")));
        text = text_slice(text, 0, hits_at);
        event_set(event, FIELD_vendor_mail_id, cut_last(&text, TEXT(", mail_id: ")));
        set_message(event, text);
    }
    return true;
}

static const struct parser parsers[] = {
    {"amavis_task", amavis_task, "02211-01"},
    {"amavis_message", amavis_message,
     "SPAM {DiscardedInbound,Quarantined}, [192.0.2.1]:51222 <alice@example.org> -> <bob@example.com>, "
     "quarantine: spam-x, Queue-ID: D0234AA4A01, Message-ID: <1@example.org>, mail_id: AbCd, Hits: 9.1, "
     "size: 2522, 412 ms"},
    {NULL, NULL, NULL},
};

const struct server amavis_server = {
    .product = "amavis", .parsers = {parsers, amavis_detail_parsers}, .queue = "postfix"};
