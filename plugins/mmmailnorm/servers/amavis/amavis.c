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

/* takes " [192.0.2.1]:4711" or " [IPv6:2001:db8::1]"; the address is set if field is one */
static bool take_address(struct event *event, struct text *text, enum field field) {
    size_t close = text_find_char(*text, ']');
    if (!text_starts(*text, TEXT(" [")) || close == TEXT_NONE)
        return false;
    if (!event_has(event, field))
        set_ip(event, field, text_slice(*text, 2, close));
    *text = text_skip(*text, close + 1);
    if (text_take(text, TEXT(":"))) {
        size_t digits = text_span(*text, DIGITS);
        if (field == FIELD_source_ip)
            event_set(event, FIELD_source_port, text_slice(*text, 0, digits));
        *text = text_skip(*text, digits);
    }
    return true;
}

/* takes what may stand between "}," and the sender: " MYNETS LOCAL", client
 * addresses, " ESMTP/ESMTP" */
static void take_client(struct event *event, struct text *text) {
    while (text_starts(*text, TEXT(" ")) && !text_starts(*text, TEXT(" <"))) {
        if (take_address(event, text, FIELD_source_ip))
            continue;
        size_t word = text_span(text_skip(*text, 1), LETTERS DIGITS "_-/,:.");
        if (word == 0)
            return;
        *text = text_skip(*text, word + 1);
    }
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

/* cuts what follows the last mark off the end of text and gives its first word,
 * up to a comma, a blank or a slash */
static struct text cut_last(struct text *text, struct text mark) {
    size_t at = text_find_last(*text, mark), length = 0;
    if (at == TEXT_NONE)
        return (struct text){NULL, 0};
    struct text value = text_skip(*text, at + mark.length);
    while (length < value.length && strchr(", /", value.start[length]) == NULL)
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
    struct text sender, duration = cut_last(&text, TEXT(", "));
    if (text_find(text, NAMED) !=
        text_find_last(text, NAMED)) /* a file's name imitates the rest of the line */
        return true;
    if (!take_category(event, &text) || !take_actions(event, &text))
        return false;
    take_client(event, &text);
    if (!text_take(&text, TEXT(" ")) || !text_take_bracketed(&text, &sender) ||
        !text_take(&text, TEXT(" -> ")) || !take_recipients(event, &text))
        return false;
    event_set(event, FIELD_email_from, sender);
    if (!event_set(event, FIELD_vendor_request_time, duration))
        return false;
    /* the numbers are amavis' own and stand behind all that a stranger wrote,
     * but in the verbose form, where subject and From follow them */
    bool verbose =
        text_find(text, TEXT(", Subject: ")) != TEXT_NONE || text_find(text, TEXT(", From: ")) != TEXT_NONE;
    size_t size_at = verbose ? TEXT_NONE : text_find_last(text, TEXT(", size: "));
    if (size_at != TEXT_NONE) {
        struct text tail = text_skip(text, size_at);
        event_set(event, FIELD_vendor_queued_as, cut_last(&tail, TEXT(", queued_as: ")));
        struct text size = cut_last(&text, TEXT(", size: ")), hits = cut_last(&text, TEXT(", Hits: "));
        struct text mail_id = cut_last(&text, TEXT(", mail_id: "));
        event_set(event, FIELD_email_size, size);
        event_set(event, FIELD_vendor_spam_score, hits);
        event_set(event, FIELD_vendor_mail_id, mail_id);
        set_message(event, text);
    }
    return true;
}

static const struct parser parsers[] = {
    {"amavis_task", amavis_task},
    {"amavis_message", amavis_message},
    {NULL, NULL},
};

const struct server amavis_server = {.product = "amavis", .parsers = {parsers}, .queue = "postfix"};
