/* SPDX-License-Identifier: Apache-2.0
 *
 * common - parsers for the rules of all servers, above all for those of an administrator's own; see
 * parser.h
 *
 * Each takes just the forms that its comment shows; docs/your-server.md has them at work.
 */
#include "config.h"

#include "reply/reply.h"
#include "servers/parser.h"

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define PORT_DIGITS_MAX 5

struct endpoint {
    struct text name, address, port; /* each may be absent */
};

static bool is_host_name(struct text text) {
    return text.length > 0 && text_span(text, LETTERS DIGITS "-._") == text.length;
}

/* ":4711" at the end of what is left */
static bool read_port(struct text text, struct text *port) {
    if (!text_take_char(&text, ':'))
        return text.length == 0;
    *port = text;
    return text.length > 0 && text.length <= PORT_DIGITS_MAX && text_digits(text) == text.length;
}

/* "mx.example.org[192.0.2.1]:4711", "[2001:db8::1]:25": the port may be missing */
static bool read_bracketed(struct text text, struct endpoint *endpoint) {
    return text_take_to(&text, TEXT("["), &endpoint->name) &&
           (endpoint->name.length == 0 || is_host_name(endpoint->name)) &&
           text_take_to(&text, TEXT("]"), &endpoint->address) && text_is_address(endpoint->address) &&
           read_port(text, &endpoint->port);
}

/* the same, and "192.0.2.1:4711", "2001:db8::1", "mx.example.org", "mx.example.org:25" */
static bool read_endpoint(struct text text, struct endpoint *endpoint) {
    *endpoint = (struct endpoint){0};
    if (text_find_char(text, '[') != TEXT_NONE)
        return read_bracketed(text, endpoint);
    struct text host = text_slice(text, 0, text_find_char(text, ':'));
    if (text_is_address(text))
        host = text; /* an IPv6 address has colons of its own */
    if (text_is_address(host))
        endpoint->address = host;
    else if (is_host_name(host))
        endpoint->name = host;
    else
        return false;
    return read_port(text_skip(text, host.length), &endpoint->port);
}

/* who connects to the server */
static bool common_client(struct event *event, struct text text) {
    struct endpoint client;
    if (!read_endpoint(text, &client))
        return false;
    event_set(event, FIELD_source_hostname, client.name);
    set_ip(event, FIELD_source_ip, client.address);
    event_set(event, FIELD_source_port, client.port);
    return true;
}

/* whom the server connects to */
static bool common_server(struct event *event, struct text text) {
    struct endpoint server;
    if (!read_endpoint(text, &server))
        return false;
    event_set(event, FIELD_destination_hostname, server.name);
    set_ip(event, FIELD_destination_ip, server.address);
    event_set(event, FIELD_destination_port, server.port);
    return true;
}

/* takes "<bob@example.com>", or "bob@example.com" up to a comma that is not in quotes */
static bool take_address(struct text *list, struct text *address) {
    if (text_take_bracketed(list, address))
        return true;
    bool quoted = false;
    size_t length = 0;
    for (; length < list->length && (quoted || list->start[length] != ','); length++) {
        if (!quoted && char_is_in(list->start[length], "<> "))
            return false;
        if (list->start[length] == '"')
            quoted = !quoted;
        else if (quoted && list->start[length] == '\\' && length + 1 < list->length)
            length++;
    }
    *address = text_slice(*list, 0, length);
    *list = text_skip(*list, length);
    return !quoted && length > 0;
}

/* the envelope sender; "<>" is the null sender, of whom nothing is set */
static bool common_sender(struct event *event, struct text text) {
    struct text address;
    return take_address(&text, &address) && text.length == 0 && event_set(event, FIELD_email_from, address);
}

/* one recipient or several, between commas */
static bool common_recipients(struct event *event, struct text text) {
    struct recipients recipients = recipients_begin(event, text);
    struct text address;
    do {
        text = text_trim(text);
        if (!take_address(&text, &address))
            return false;
        recipients_add(&recipients, address);
    } while (text_take_char(&text, ','));
    recipients_set(&recipients, event);
    return text.length == 0;
}

/* a Message-Id, in brackets or without */
static bool common_message_id(struct event *event, struct text text) {
    if (text_starts(text, TEXT("<")) && text_ends(text, TEXT(">")))
        text = text_slice(text, 1, text.length - 1);
    return text.length > 0 && event_set(event, FIELD_email_message_id, text);
}

/* the server's own queue id */
static bool common_queue_id(struct event *event, struct text text) {
    return text.length > 0 && text_span(text, LETTERS DIGITS "-") == text.length &&
           event_set(event, FIELD_email_uid, text);
}

/* what another server answered to this one: a text that begins with a reply code */
static bool common_remote_reply(struct event *event, struct text text) {
    return reply_add(event, text, REPLY_REMOTE);
}

/* what this server answered */
static bool common_local_reply(struct event *event, struct text text) {
    return reply_add(event, text, REPLY_LOCAL);
}

const struct parser common_parsers[] = {
    {"common_client", common_client, "mx.example.org[192.0.2.1]:51222"},
    {"common_server", common_server, "mail.example.com[198.51.100.7]:25"},
    {"common_sender", common_sender, "<alice@example.org>"},
    {"common_recipients", common_recipients, "<bob@example.com>,<carol@example.net>"},
    {"common_message_id", common_message_id, "<20261120.1@example.org>"},
    {"common_queue_id", common_queue_id, "44DB6AA49A6"},
    {"common_remote_reply", common_remote_reply, "250 2.0.0 Ok: queued as 4F5E6D7C8B"},
    {"common_local_reply", common_local_reply, "550 5.7.1 Relaying denied"},
    {NULL, NULL, NULL},
};
