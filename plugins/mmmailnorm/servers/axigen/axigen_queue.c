/* SPDX-License-Identifier: Apache-2.0
 *
 * axigen_queue - parsers of Axigen's mail in the queue: its arrival, its
 * recipients, the filters on it; the contract is in parser.h
 */
#include "config.h"

#include "servers/axigen/axigen.h"

/* the id as SMTP-IN writes it: PROCESSING pads 2C2605 with zeros to eight digits */
static struct text queue_id(struct text id) {
    while (id.length > 6 && id.start[0] == '0')
        id = text_skip(id, 1);
    return id;
}

static bool is_queue_id(struct text id) {
    return id.length > 0 && id.length <= 16 && text_span(id, AXIGEN_DIGITS "ABCDEFabcdef") == id.length;
}

/* email_uid of a PROCESSING line: its session id is the queue id */
static void set_session_queue_id(struct event *event) {
    struct text id = event_get(event, FIELD_vendor_session_id);
    if (text_is(event_get(event, FIELD_service_name), TEXT("PROCESSING")) && is_queue_id(id))
        event_set(event, FIELD_email_uid, queue_id(id));
}

/* length of the address at the start of a list: up to a separator outside quotes */
static size_t listed_address(struct text list) {
    bool quoted = false;
    for (size_t i = 0; i < list.length; i++) {
        char c = list.start[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == ',' || c == ';' || c == ' '))
            return i;
    }
    return list.length;
}

/* recipients, whatever stands between them, joined by ", " */
static void set_recipients(struct event *event, struct text list) {
    struct recipients recipients = recipients_begin(event, list);
    while (list.length > 0) {
        struct text address = text_slice(list, 0, listed_address(list));
        list = text_skip(list, address.length > 0 ? address.length : 1);
        if (text_starts(address, TEXT("<")) && text_ends(address, TEXT(">")))
            address = text_slice(address, 1, address.length - 1);
        if (!text_is(address, TEXT("...")))
            recipients_add(&recipients, address);
    }
    recipients_set(&recipients, event);
}

/* sets all before the size: "ID> received from HELO (IP) with envelope from <FROM>,
 * recipients=N (LIST)". All but the numbers and the address are strangers' words;
 * where they imitate the server's, none is believed. False for another shape. */
static bool set_envelope(struct event *event, struct text text) {
    const struct text RECEIVED = TEXT("> received from "), FROM = TEXT(") with envelope from <"),
                      RECIPIENTS = TEXT(">, recipients=");
    size_t received = text_find_only(text, RECEIVED), from = text_find_only(text, FROM),
           recipients = text_find_only(text, RECIPIENTS);
    if (received == TEXT_NONE || from == TEXT_NONE || recipients == TEXT_NONE)
        return text_find(text, RECEIVED) != TEXT_NONE && text_find(text, FROM) != TEXT_NONE &&
               text_find(text, RECIPIENTS) != TEXT_NONE;
    struct text client = text_slice(text, received + RECEIVED.length, from);
    struct text list = text_skip(text, recipients + RECIPIENTS.length);
    size_t open = text_find_last(client, TEXT(" (")), digits = text_span(list, AXIGEN_DIGITS);
    if (received > from || from > recipients || open == TEXT_NONE ||
        !event_set(event, FIELD_vendor_nrcpt, text_slice(list, 0, digits)))
        return false;
    list = text_skip(list, digits);
    if (digits == 0 || !text_take(&list, TEXT(" (")) || !text_ends(list, TEXT(")")))
        return false;
    event_set(event, FIELD_email_message_id, text_slice(text, 0, received));
    event_set(event, FIELD_vendor_helo, text_slice(client, 0, open));
    set_ip(event, FIELD_source_ip, text_skip(client, open + 2));
    event_set(event, FIELD_email_from, text_slice(text, from + FROM.length, recipients));
    set_recipients(event, text_slice(list, 0, list.length - 1));
    return true;
}

/* "20260101.1@example.org> received from mx.example.org (192.0.2.1) with envelope
 * from <alice@example.org>, recipients=1 (bob@example.com), size=2210, enqueued
 * with id 2C2605": size and id are the server's in any case, being last */
static bool axigen_new_mail(struct event *event, struct text text) {
    const struct text QUEUED = TEXT(", enqueued with id ");
    struct text size;
    size_t at = text_find_last(text, QUEUED);
    if (at == TEXT_NONE)
        return false;
    struct text id = text_skip(text, at + QUEUED.length);
    text = text_slice(text, 0, at);
    if (!is_queue_id(id) || !axigen_take_last_number(&text, TEXT(", size="), &size))
        return false;
    event_set(event, FIELD_email_uid, queue_id(id));
    event_set(event, FIELD_email_size, size);
    return set_envelope(event, text);
}

/* "bob@example.com> state to PROCESSED - LOCAL", "bob@example.com> data version to 1" */
static bool axigen_recipient(struct event *event, struct text text) {
    const struct text STATE = TEXT("> state to "), DATA_VERSION = TEXT("> data version to ");
    set_session_queue_id(event);
    size_t state = text_find_last(text, STATE), version = text_find_last(text, DATA_VERSION);
    if (version != TEXT_NONE && (state == TEXT_NONE || state < version)) {
        struct text number = text_skip(text, version + DATA_VERSION.length);
        event_set(event, FIELD_email_to, text_slice(text, 0, version));
        return number.length > 0 && text_span(number, AXIGEN_DIGITS) == number.length;
    }
    if (state == TEXT_NONE)
        return false;
    struct text value = text_skip(text, state + STATE.length);
    event_set(event, FIELD_email_to, text_slice(text, 0, state));
    event_set(event, FIELD_vendor_status, value);
    return value.length > 0 && text_span(value, AXIGEN_UPPER_CASE AXIGEN_DIGITS " -_/") == value.length;
}

/* "bob@example.com>" at the end of a line */
static bool axigen_to(struct event *event, struct text text) {
    set_session_queue_id(event);
    return text_ends(text, TEXT(">")) &&
           event_set(event, FIELD_email_to, text_slice(text, 0, text.length - 1));
}

/* "INBOX' of <bob@example.com> with id 6" */
static bool axigen_delivered(struct event *event, struct text text) {
    const struct text OF = TEXT("' of <");
    struct text id;
    if (!axigen_take_last_number(&text, TEXT("> with id "), &id) || text_find(text, OF) == TEXT_NONE)
        return false;
    set_session_queue_id(event);
    event_set(event, FIELD_vendor_mailbox_uid, id);
    size_t at = text_find_only(text, OF);
    if (at == TEXT_NONE)
        return true;
    event_set(event, FIELD_vendor_mailbox, text_slice(text, 0, at));
    event_set(event, FIELD_email_to, text_skip(text, at + OF.length));
    return true;
}

/* takes " of type script filter from domain object <bob@example.com>"; a stranger
 * may have chosen the address */
static bool take_filter(struct event *event, struct text *text) {
    const struct text FROM = TEXT(" from ");
    struct text address;
    if (!text_take(text, TEXT(" of type ")))
        return false;
    size_t from = text_find(*text, FROM);
    if (from == TEXT_NONE || text_span(*text, AXIGEN_LETTERS " -") < from)
        return false;
    *text = text_skip(*text, from + FROM.length);
    size_t object = text_span(*text, AXIGEN_LETTERS " -");
    *text = text_skip(*text, object);
    if (object == 0 || !text_take_bracketed(text, &address))
        return object > 0 && text->length == 0; /* a filter of the whole server */
    return event_set(event, FIELD_email_to, address);
}

/* a filter and nothing behind it */
static bool axigen_filter(struct event *event, struct text text) {
    set_session_queue_id(event);
    return take_filter(event, &text) && text.length == 0;
}

/* "2C2605": the mail object that a filter has finished with */
static bool axigen_mail_object(struct event *event, struct text text) {
    return is_queue_id(text) && event_set(event, FIELD_email_uid, queue_id(text));
}

/* " of type script filter from domain object <bob@example.com> (@7)
 * [WM_Blacklist_Check]: Email address <alice@example.org> not found in black list" */
static bool axigen_filter_said(struct event *event, struct text text) {
    set_session_queue_id(event);
    if (!take_filter(event, &text) || !text_take(&text, TEXT(" (@")))
        return false;
    text = text_skip(text, text_span(text, AXIGEN_DIGITS));
    size_t close = text_find(text, TEXT("]: "));
    if (!text_starts(text, TEXT(") [")) || close == TEXT_NONE)
        return false;
    event_set(event, FIELD_vendor_filter_method, text_slice(text, 3, close));
    return event_set(event, FIELD_vendor_event_description, text_skip(text, close + 3));
}

/* "update request": what a job does to the account's conversation index */
static bool axigen_conversation_index(struct event *event, struct text text) {
    set_session_queue_id(event);
    return event_set(event, FIELD_vendor_event_description, text);
}

const struct parser axigen_queue_parsers[] = {
    {"axigen_new_mail", axigen_new_mail,
     "1@example.org> received from mx.example.org (192.0.2.1) with envelope from <alice@example.org>, "
     "recipients=1 (bob@example.com), size=2210, enqueued with id 2C2606"},
    {"axigen_recipient", axigen_recipient, "bob@example.com> state to SENT"},
    {"axigen_to", axigen_to, "bob@example.com>"},
    {"axigen_delivered", axigen_delivered, "INBOX' of <bob@example.com> with id 6"},
    {"axigen_filter", axigen_filter, " of type script filter from domain object <bob@example.com>"},
    {"axigen_mail_object", axigen_mail_object, "2C2605"},
    {"axigen_filter_said", axigen_filter_said,
     " of type script filter from domain object <bob@example.com> (@7) [Blacklist]: Email address "
     "<alice@example.org> not found in black list"},
    {"axigen_conversation_index", axigen_conversation_index, "job triggered"},
    {NULL, NULL, NULL},
};
