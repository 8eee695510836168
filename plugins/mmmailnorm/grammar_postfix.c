/* SPDX-License-Identifier: Apache-2.0
 *
 * grammar_postfix - queue ids, endpoints and the table of the parts; the contract
 * is in grammar.h and grammar_postfix.h
 */
#include "config.h"

#include "grammar_postfix.h"
#include "reply.h"

#define DIGITS "0123456789"
#define UPPER_HEX DIGITS "ABCDEF"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

bool text_is_queue_id(struct text text) {
    if (text.length < 6 || text.length > 32)
        return false;
    if (text_span(text, UPPER_HEX) == text.length)
        return true;
    return text.length >= 10 && text_span(text, DIGITS LETTERS) == text.length && text_span(text, LETTERS) < text.length;
}

static bool take_span(struct text *text, const char *set, struct text *piece) {
    size_t length = text_span(*text, set);
    *piece = text_slice(*text, 0, length);
    *text = text_skip(*text, length);
    return length > 0;
}

bool take_number(struct text *text, struct text *digits) {
    return take_span(text, DIGITS, digits);
}

bool take_seconds(struct text *text, struct text *seconds) {
    struct text fraction;
    *seconds = *text;
    if (!take_number(text, &fraction) || (text_take(text, TEXT(".")) && !take_number(text, &fraction)))
        return false;
    seconds->length -= text->length;
    return true;
}

bool take_until(struct text *text, char c, struct text *piece) {
    size_t at = text_find_char(*text, c);
    if (at == TEXT_NONE)
        return false;
    *piece = text_slice(*text, 0, at);
    *text = text_skip(*text, at);
    return true;
}

bool take_word(struct text *text, const char *more, struct text *word) {
    size_t length = 0;
    while (length < text->length) {
        size_t step = text_span(text_skip(*text, length), DIGITS LETTERS);
        step += text_span(text_skip(*text, length + step), more);
        if (step == 0)
            break;
        length += step;
    }
    *word = text_slice(*text, 0, length);
    *text = text_skip(*text, length);
    return length > 0;
}

/* a host name, or what stands for one: bytes that smtpd would not accept in a
 * verified name are not taken (util/valid_hostname.c) */
static bool take_host(struct text *text, struct text *host) {
    size_t length = 0;
    while (length < text->length && text->start[length] > ' ' && strchr("[]<>()\",;=", text->start[length]) == NULL)
        length++;
    *host = text_slice(*text, 0, length);
    *text = text_skip(*text, length);
    return true;
}

bool take_endpoint(struct text *text, struct endpoint *endpoint) {
    endpoint->port = (struct text){NULL, 0};
    if (!take_host(text, &endpoint->name) || !text_take(text, TEXT("[")) || !take_until(text, ']', &endpoint->address))
        return false;
    if (endpoint->address.length == 0 || text_find_char(endpoint->address, ' ') != TEXT_NONE)
        return false;
    *text = text_skip(*text, 1);
    struct text behind = *text;
    if (text_take(&behind, TEXT(":")) && take_number(&behind, &endpoint->port) && endpoint->port.length <= 5)
        *text = behind;
    else
        endpoint->port.length = 0;
    return true;
}

void set_source(struct event *event, struct endpoint client) {
    event_set(event, FIELD_source_hostname, client.name);
    set_ip(event, FIELD_source_ip, client.address);
    event_set(event, FIELD_source_port, client.port);
}

void set_relay(struct event *event, struct endpoint server) {
    event_set(event, FIELD_vendor_relay_host, server.name);
    set_ip(event, FIELD_vendor_relay_ip, server.address);
    event_set(event, FIELD_vendor_relay_port, server.port);
    event_set(event, FIELD_destination_hostname, server.name);
    set_ip(event, FIELD_destination_ip, server.address);
    event_set(event, FIELD_destination_port, server.port);
    if (!event_has(event, FIELD_vendor_relay_ip))
        event_set(event, FIELD_vendor_relay_service, server.address); /* "private/lmtp" */
}

bool take_client(struct event *event, struct text *text) {
    struct endpoint client;
    if (!take_endpoint(text, &client))
        return false;
    set_source(event, client);
    return true;
}

bool take_relay(struct event *event, struct text *text) {
    struct endpoint server;
    if (!take_endpoint(text, &server))
        return false;
    set_relay(event, server);
    return true;
}

void set_remote_reply(struct event *event, struct text reply) {
    reply_add(event, reply, REPLY_REMOTE);
    size_t at = text_find_last(reply, TEXT("queued as "));
    struct text id;
    if (at == TEXT_NONE)
        return;
    reply = text_skip(reply, at + strlen("queued as "));
    if (take_word(&reply, "-_.", &id) && text_span(id, LETTERS) < id.length)
        event_set(event, FIELD_vendor_queued_as, id);
}

/* the id in front of most lines; NOQUEUE stands for none */
bool postfix_queue_id(struct event *event, struct text text) {
    if (text_is(text, TEXT("NOQUEUE")))
        return true;
    return text_is_queue_id(text) && event_set(event, FIELD_email_uid, text);
}

/* bounce/bounce_notify_service.c: the id of the notification */
bool postfix_bounce_id(struct event *event, struct text text) {
    return text_is_queue_id(text) && event_set(event, FIELD_vendor_bounce_uid, text);
}

bool postfix_client(struct event *event, struct text text) {
    return take_client(event, &text) && text.length == 0;
}

bool postfix_relay(struct event *event, struct text text) {
    return take_relay(event, &text) && text.length == 0;
}

/* cleanup/cleanup_message.c cleanup_header_callback: the header's value as the
 * sender wrote it, "<ID>", "<ID> (comment)" or anything */
bool postfix_message_id(struct event *event, struct text text) {
    size_t end = text_find_char(text, '>');
    if (text_starts(text, TEXT("<")) && end != TEXT_NONE && (end + 1 == text.length || text.start[end + 1] == ' '))
        text = text_slice(text, 1, end);
    return event_set(event, FIELD_email_message_id, text);
}

/* global/opened.c vopened: "<S>, size=N, nrcpt=N (queue active)"; the right end
 * is certain, whatever S holds */
bool postfix_queue_active(struct event *event, struct text text) {
    size_t at = text_find_last(text, TEXT(">, size="));
    struct text sender, size, count;
    if (at == TEXT_NONE || !text_take(&text, TEXT("<")))
        return false;
    sender = text_slice(text, 0, at - 1);
    text = text_skip(text, at - 1 + strlen(">, size="));
    if (!take_number(&text, &size) || !text_take(&text, TEXT(", nrcpt=")) || !take_number(&text, &count))
        return false;
    if (text.length > 0 && !(text_take(&text, TEXT(" (")) && text_ends(text, TEXT(")"))))
        return false;
    event_set(event, FIELD_email_from, sender);
    event_set(event, FIELD_email_size, size);
    event_set(event, FIELD_vendor_nrcpt, count);
    return true;
}

/* warnings and worse often begin with the id of the message that they are about */
bool postfix_warning(struct event *event, struct text text) {
    size_t colon = text_find(text, TEXT(": "));
    if (colon != TEXT_NONE && text_is_queue_id(text_slice(text, 0, colon)))
        event_set(event, FIELD_email_uid, text_slice(text, 0, colon));
    return event_set(event, FIELD_vendor_warning_description, text);
}

const struct part postfix_parts[] = {
    {"queue_id", postfix_queue_id},
    {"bounce_id", postfix_bounce_id},
    {"client", postfix_client},
    {"relay", postfix_relay},
    {"message_id", postfix_message_id},
    {"queue_active", postfix_queue_active},
    {"warning", postfix_warning},
    {"client_attributes", postfix_client_attributes},
    {"rejection", postfix_rejection},
    {"proxy_reply", postfix_proxy_reply},
    {"disconnect", postfix_disconnect},
    {"after", postfix_after},
    {"delivery", postfix_delivery},
    {"server_reply", postfix_server_reply},
    {"sasl_reply", postfix_sasl_reply},
    {"server_while", postfix_server_while},
    {"connect_error", postfix_connect_error},
    {NULL, NULL},
};
