/* SPDX-License-Identifier: Apache-2.0
 *
 * exchange - a line of Microsoft Exchange's message tracking log; see parser.h
 *
 * Source: Microsoft's documentation "Message tracking" (Exchange 2013 to SE). Values are parted by commas
 * (RFC 4180): a value in quotes may hold commas, and a quote twice. Subject, Message-Id, sender and
 * recipients are strangers' words; the server quotes them, so none of them can begin another value.
 */
#include "config.h"

#include "reply/reply.h"
#include "servers/exchange/exchange_columns.h"
#include "servers/login/login.h"

struct line {
    struct exchange_columns columns;
    struct text values[EXCHANGE_COLUMNS_MAX];
};

/* "a ""b""" without the quotes' quotes; absent when memory is out */
static struct text unquoted(struct event *event, struct text text) {
    if (text_find_char(text, '"') == TEXT_NONE)
        return text;
    char *memory = event_alloc(event, text.length);
    size_t length = 0;
    for (size_t i = 0; memory != NULL && i < text.length; i++) {
        memory[length++] = text.start[i];
        if (text.start[i] == '"')
            i++;
    }
    return (struct text){memory, memory != NULL ? length : 0};
}

/* takes the first value off the line; false where a quote is open at its end */
static bool take_value(struct event *event, struct text *text, struct text *value, bool *last) {
    size_t end;
    if (text->length > 0 && text->start[0] == '"') {
        for (end = 1; end < text->length; end++) {
            if (text->start[end] != '"')
                continue;
            if (end + 1 < text->length && text->start[end + 1] == '"')
                end++;
            else
                break;
        }
        if (end >= text->length || (end + 1 < text->length && text->start[end + 1] != ','))
            return false;
        *value = unquoted(event, text_slice(*text, 1, end));
        end++;
    } else {
        end = text_find_char(*text, ',');
        end = end == TEXT_NONE ? text->length : end;
        *value = text_slice(*text, 0, end);
        if (text_find_char(*value, '"') != TEXT_NONE)
            return false;
    }
    *last = end >= text->length;
    *text = text_skip(*text, end + 1);
    return true;
}

/* "2026-11-20T09:36:58.123Z" */
static bool is_time(struct text text) {
    const char *const FORM = "dddd-dd-ddTdd:dd:dd.dddZ";
    if (text.length != strlen(FORM))
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (FORM[i] == 'd' ? !char_is_digit(text.start[i]) : text.start[i] != FORM[i])
            return false;
    return true;
}

static struct text value_of(const struct line *line, enum exchange_column column) {
    int place = line->columns.place[column];
    return place >= 0 ? line->values[place] : (struct text){NULL, 0};
}

static void set(struct event *event, enum field field, const struct line *line, enum exchange_column column) {
    event_set(event, field, value_of(line, column));
}

/* the hosts of both ends: of what is sent, the client is this server */
static void set_ends(struct event *event, const struct line *line) {
    struct text action = value_of(line, EXCHANGE_EVENT_ID);
    if (text_starts(action, TEXT("SEND"))) {
        set_ip(event, FIELD_vendor_relay_ip, value_of(line, EXCHANGE_SERVER_IP));
        set(event, FIELD_vendor_relay_host, line, EXCHANGE_SERVER_HOSTNAME);
        return;
    }
    struct text original = value_of(line, EXCHANGE_ORIGINAL_CLIENT_IP);
    if (original.length > 0 && !text_is(original, value_of(line, EXCHANGE_CLIENT_IP))) {
        login_set_client(event, original); /* the client in front of the front end */
    } else {
        login_set_client(event, value_of(line, EXCHANGE_CLIENT_IP));
        set(event, FIELD_source_hostname, line, EXCHANGE_CLIENT_HOSTNAME);
    }
    set_ip(event, FIELD_destination_ip, value_of(line, EXCHANGE_SERVER_IP));
    set(event, FIELD_destination_hostname, line, EXCHANGE_SERVER_HOSTNAME);
}

/* "bob@example.org;carol@example.org" */
static void set_recipients(struct event *event, struct text text) {
    struct text address;
    struct recipients recipients = recipients_begin(event, text);
    while (text_take_to(&text, TEXT(";"), &address))
        recipients_add(&recipients, address);
    recipients_add(&recipients, text);
    recipients_set(&recipients, event);
}

/* "250 2.1.5 Recipient OK", "[{LED=550 5.1.1 ...};...]": the reply, and the whole as the reason */
static void set_status(struct event *event, struct text status) {
    struct text reply = status;
    size_t at = text_find(status, TEXT("{LED="));
    if (at != TEXT_NONE) {
        reply = text_skip(status, at + 5);
        reply = text_slice(reply, 0, text_find_char(reply, '}'));
    }
    reply_add(event, text_slice(reply, 0, text_find_char(reply, ';')), REPLY_REMOTE);
    event_set(event, FIELD_vendor_event_outcome_reason, status);
}

/* a whole line: "2026-11-20T09:36:58.123Z,192.0.2.1,client,..." */
static bool exchange_tracking(struct event *event, struct text text) {
    struct line line = {.columns = exchange_columns_of(event_get(event, FIELD_event_source))};
    int count = 0;
    for (bool last = false; !last; count++)
        if (count == EXCHANGE_COLUMNS_MAX || !take_value(event, &text, &line.values[count], &last))
            return false;
    struct text action = value_of(&line, EXCHANGE_EVENT_ID), id = value_of(&line, EXCHANGE_MESSAGE_ID),
                inside;
    if (count < line.columns.count || !is_time(line.values[0]) ||
        text_span(action, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != action.length || action.length == 0)
        return false;
    event_set(event, FIELD_event_created, line.values[0]);
    event_set(event, FIELD_vendor_event_action, action);
    set(event, FIELD_vendor_daemon, &line, EXCHANGE_SOURCE);
    set(event, FIELD_vendor_connector, &line, EXCHANGE_CONNECTOR);
    set(event, FIELD_vendor_directionality, &line, EXCHANGE_DIRECTIONALITY);
    struct text uid = value_of(&line, EXCHANGE_INTERNAL_ID);
    if (!text_is(uid, TEXT("0")))
        event_set(event, FIELD_email_uid, uid);
    event_set(event, FIELD_email_message_id,
              text_take_bracketed(&id, &inside) && id.length == 0 ? inside : id);
    set(event, FIELD_email_size, &line, EXCHANGE_BYTES);
    set(event, FIELD_vendor_nrcpt, &line, EXCHANGE_RECIPIENT_COUNT);
    set(event, FIELD_email_subject, &line, EXCHANGE_SUBJECT);
    struct text sender = value_of(&line, EXCHANGE_SENDER);
    if (!text_is(sender, TEXT("<>")))
        event_set(event, FIELD_email_from, sender);
    set_recipients(event, value_of(&line, EXCHANGE_RECIPIENTS));
    set_status(event, value_of(&line, EXCHANGE_RECIPIENT_STATUS));
    set_ends(event, &line);
    return true;
}

/* "date-time,client-ip,...": what follows "#Fields: " */
static bool exchange_header(struct event *event, struct text text) {
    return exchange_columns_learn(event_get(event, FIELD_event_source), text);
}

static const struct parser parsers[] = {
    {"exchange_tracking", exchange_tracking,
     "2026-11-20T09:36:58.123Z,192.0.2.1,client.example.org,192.0.2.25,MAIL1,08DE;2026-11-20,MAIL1\\Default,"
     "SMTP,"
     "RECEIVE,4711,<1@example.org>,0b1c2d3e,bob@example.com,250 2.1.5 Recipient OK,2522,1,,,Hello,"
     "alice@example.org,alice@example.org,00A: NTS:,Incoming,,192.0.2.1,192.0.2.25,S:x=y"},
    {"exchange_header", exchange_header, "date-time,client-ip,event-id,message-id,recipient-address"},
    {NULL, NULL, NULL},
};

const struct server exchange_server = {.product = "exchange", .parsers = {parsers}};
