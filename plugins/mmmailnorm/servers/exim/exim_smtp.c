/* SPDX-License-Identifier: Apache-2.0
 *
 * exim_smtp - parsers of what Exim says of an SMTP client: connections, refusals, syntax
 * errors, failed logins; the contract is in parser.h. Source: src/smtp_in.c, src/acl.c,
 * src/daemon.c
 */
#include "config.h"

#include "common/array.h"
#include "servers/exim/exim.h"
#include "reply/reply.h"

bool exim_take_client(struct text *text, struct exim_elements *elements) {
    struct text rest = *text;
    *elements = (struct exim_elements){.incoming = true};
    text_take(&rest, TEXT("H="));
    if (exim_take_host(&rest, &elements->host)) {
        elements->value[EXIM_H] = text_slice(rest, 0, 0);
    } else {
        rest = *text;
        if (text_starts(rest, TEXT("H=")))
            return false;
        text_take(&rest, TEXT("U="));
        size_t length = exim_word_length(rest);
        if (length > 1 && rest.start[length - 1] == ':')
            length--;
        if (length == 0 || text_span(rest, EXIM_LETTERS EXIM_DIGITS "._-@+$") < length)
            return false;
        elements->value[EXIM_U] = text_slice(rest, 0, length);
        rest = text_skip(rest, length);
    }
    if (!exim_take_elements(&rest, elements))
        return false;
    *text = rest;
    return true;
}

bool exim_set_sure_client(struct event *event, const struct exim_elements *elements) {
    if (!exim_is_sure(elements))
        return false;
    exim_set_elements(event, elements);
    return true;
}

/* a client, and what may follow it: the commands it gave, or what it sent too early */
static bool exim_client(struct event *event, struct text text) {
    struct exim_elements client;
    return exim_take_client(&text, &client) && exim_set_sure_client(event, &client) &&
           (text.length == 0 || text_starts(text, TEXT(" input=\"")));
}

/* a client, and why: behind ": " or a blank */
static bool exim_client_reason(struct event *event, struct text text) {
    struct exim_elements client;
    return exim_take_client(&text, &client) && exim_set_sure_client(event, &client) &&
           (text_take(&text, TEXT(": ")) || text_take(&text, TEXT(" "))) &&
           event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* "x.example.org" from mx.example.org [192.0.2.1]': the name is the client's */
static bool exim_rejected_helo(struct event *event, struct text text) {
    const struct text FROM = TEXT("\" from ");
    size_t at = text_find_only(text, FROM);
    if (at == TEXT_NONE || !exim_client(event, text_skip(text, at + FROM.length)))
        return false;
    event_set(event, FIELD_vendor_stage, TEXT("HELO"));
    return event_set(event, FIELD_vendor_helo, text_slice(text, 0, at));
}

/* "mx.example.org [192.0.2.1]:25 I=[...]:25 D=2s closed by QUIT" */
static bool exim_connection(struct event *event, struct text text) {
    static const char *const ENDS[] = {"closed ", "lost", "timed out", "ident ", "TFO lost"};
    struct exim_elements client;
    if (text_starts(text, TEXT("Ci="))) { /* since 4.98 it may stand in front of "from" */
        text = text_skip(text, exim_word_length(text));
        if (!text_take(&text, TEXT(" from ")))
            return false;
    }
    if (!exim_take_client(&text, &client) || !exim_set_sure_client(event, &client))
        return false;
    if (!text_take(&text, TEXT(" (via inetd)")))
        text_take(&text, TEXT(" (ODMR customer)"));
    bool begins = text.length == 0 || text_starts(text, TEXT(" (TCP/IP connection count = "));
    event_set(event, FIELD_vendor_event_action, begins ? TEXT("connect") : TEXT("disconnect"));
    if (begins)
        return text.length == 0 || text_ends(text, TEXT(")"));
    struct exim_elements duration = {.incoming = true};
    if (!exim_take_elements(&text, &duration) || !text_take(&text, TEXT(" ")))
        return false;
    for (size_t i = 0; i < COUNT_OF(ENDS); i++)
        if (text_starts(text, text_of(ENDS[i])))
            return event_set(event, FIELD_vendor_event_outcome_reason,
                             text_slice(text, 0, text_find_last(text, TEXT(" D="))));
    return false;
}

/* "(gnutls_handshake): An unexpected TLS packet was received." */
static bool take_tls_error(struct event *event, struct text text) {
    struct text error = text;
    if (text_take(&text, TEXT("("))) {
        size_t function = text_find(text, TEXT("): "));
        if (function != TEXT_NONE)
            error = text_skip(text, function + 3);
    }
    return error.length > 0 && event_set(event, FIELD_vendor_tls_error, error);
}

/* a client and its TLS error; "to mx.example.org [192.0.2.7] (...)" is a server's */
static bool exim_tls_error(struct event *event, struct text text) {
    struct exim_elements client;
    struct exim_host relay;
    if (text_take(&text, TEXT("to "))) {
        if (!exim_take_relay(&text, &relay))
            return false;
        exim_set_relay(event, &relay);
    } else if (!text_take(&text, TEXT("from ")) || !exim_take_client(&text, &client) ||
               !exim_set_sure_client(event, &client)) {
        return false;
    }
    if (!text_take(&text, TEXT(" (via inetd)")))
        text_take(&text, TEXT(":"));
    return text_take(&text, TEXT(" ")) && take_tls_error(event, text);
}

/* "([192.168.1.10]) [192.0.2.160]:59953 I=[...]:587: 535 Incorrect authentication data
 * (set_id=alice)", since 4.99 with "H=": the user is the client's word, and the last one */
static bool exim_authenticator_failed(struct event *event, struct text text) {
    const struct text USER = TEXT(" (set_id=");
    struct exim_elements client;
    if (!exim_take_client(&text, &client) || !text_take(&text, TEXT(": ")))
        return false;
    size_t user = text_find(text, USER);
    struct text name = {NULL, 0}, reply = text_slice(text, 0, user);
    if (user != TEXT_NONE && text_ends(text, TEXT(")")))
        name = text_slice(text, user + USER.length, text.length - 1);
    if (text_find_only(text, USER) == user) /* else a HELO name may have written the first one */
        client.explained += exim_count_hosts(name, client.host.ip);
    if (!exim_set_sure_client(event, &client))
        return false;
    event_set(event, FIELD_user_name, name);
    return reply_add(event, reply, REPLY_LOCAL) || event_set(event, FIELD_vendor_event_outcome_reason, reply);
}

/* "mx.example.net [192.0.2.7] 535 Incorrect authentication data": our own login at a relay */
static bool exim_relay_reply(struct event *event, struct text text) {
    struct exim_host relay;
    if (!exim_take_relay(&text, &relay) || !text_take(&text, TEXT(" ")))
        return false;
    exim_set_relay(event, &relay);
    return reply_add(event, text, REPLY_REMOTE) || event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* a refused command, without what may be a password: the argument of AUTH, and a lone
 * long word, which may answer AUTH's challenge */
static void set_command(struct event *event, struct text command) {
    size_t blank = text_find_char(command, ' ');
    if (text_starts_nocase(command, TEXT("AUTH"))) {
        struct text argument = text_skip(command, blank == TEXT_NONE ? command.length : blank + 1);
        size_t second = text_find_char(argument, ' ');
        command = second == TEXT_NONE ? TEXT("AUTH") : text_slice(command, 0, blank + 1 + second);
    }
    if (text_find_char(command, ' ') != TEXT_NONE || command.length <= 8)
        event_set(event, FIELD_vendor_smtp_command, command);
}

/* 'GET / HTTP/1.1" H=x [192.0.2.1]:4711 I=[...]:25 unrecognized command': the command is
 * the client's and may imitate the client; then nothing is believed */
static bool exim_command(struct event *event, struct text text) {
    static const char *const CLIENTS[] = {"\" H=", "\" U="};
    struct exim_elements client;
    size_t at = TEXT_NONE, found = 0;
    for (size_t i = 0; i < 2; i++) {
        size_t first = text_find(text, text_of(CLIENTS[i]));
        if (first == TEXT_NONE)
            continue;
        found += first == text_find_last(text, text_of(CLIENTS[i])) ? 1 : 2;
        at = first + 2;
    }
    if (found != 1)
        return found > 0;
    struct text rest = text_skip(text, at);
    if (!exim_take_client(&rest, &client) || !exim_set_sure_client(event, &client) ||
        !text_take(&rest, TEXT(" ")))
        return false;
    set_command(event, text_slice(text, 0, at - 2));
    return text_starts(rest, TEXT("next input=")) ||
           event_set(event, FIELD_vendor_event_outcome_reason, rest);
}

/* "<alice@example.org> H=mx.example.org [192.0.2.1]: message too big: ...", also without why;
 * a header that is wrong has no blank in front of "H=" */
static bool exim_rejected_from(struct event *event, struct text text) {
    struct exim_elements client;
    struct text sender;
    if (!text_take_bracketed(&text, &sender))
        return false;
    text_take(&text, TEXT(" "));
    if (text.length > 0 && text.start[0] != ':' &&
        (!exim_take_client(&text, &client) || !exim_set_sure_client(event, &client)))
        return false;
    event_set(event, FIELD_email_from, sender);
    return text.length == 0 || ((text_take(&text, TEXT(": ")) || text_take(&text, TEXT(" "))) &&
                                event_set(event, FIELD_vendor_event_outcome_reason, text));
}

/* "<nodomain> H=mx.example.org [192.0.2.1]:25 I=[...]:25": an address without a domain */
static bool exim_unqualified(struct event *event, struct text text) {
    struct exim_elements client;
    struct text address;
    return text_take_bracketed(&text, &address) && text_take(&text, TEXT(" ")) &&
           exim_take_client(&text, &client) && exim_set_sure_client(event, &client) &&
           (text.length == 0 || text_starts(text, TEXT(" (")));
}

/* "<bob@example.com> H=mx.example.org [192.0.2.1]", "bob U=alice": what VRFY asked for */
static bool exim_verify(struct event *event, struct text text) {
    struct exim_elements client;
    struct text address;
    if (!text_take_bracketed(&text, &address) && !exim_take_address(&text, &address))
        return false;
    event_set(event, FIELD_vendor_stage, TEXT("VRFY"));
    return text_take(&text, TEXT(" ")) && exim_take_client(&text, &client) && text.length == 0 &&
           exim_set_sure_client(event, &client);
}

/* "[192.0.2.1]:4711 I=[...]:25)" */
static bool exim_during(struct event *event, struct text text) {
    struct exim_host host;
    if (!text_ends(text, TEXT(")")) || !exim_take_host(&text, &host) || host.others > 0)
        return false;
    set_ip(event, FIELD_source_ip, host.ip);
    return event_set(event, FIELD_source_port, host.port);
}

/* an address and nothing else */
static bool exim_address(struct event *event, struct text text) {
    set_ip(event, FIELD_source_ip, text);
    return event_has(event, FIELD_source_ip);
}

const struct parser exim_smtp_parsers[] = {
    {"exim_client", exim_client, "mx.example.org (helo) [192.0.2.1]:58117 I=[192.0.2.25]:25"},
    {"exim_client_reason", exim_client_reason,
     "out1.mta.example.org ([127.0.0.1]) [198.51.100.1]:60289 I=[192.0.2.35]:25: too many messages in one "
     "connection"},
    {"exim_connection", exim_connection,
     "client142.example.net (out1.mta.example.org) [198.51.100.4]:46621 I=[192.0.2.35]:25 closed by QUIT"},
    {"exim_tls_error", exim_tls_error,
     "from client142.example.net (x.example.net) [198.51.100.4]:53725 I=[192.0.2.35]:25 (gnutls_handshake): "
     "An unexpected TLS packet was received."},
    {"exim_authenticator_failed", exim_authenticator_failed,
     "([192.168.1.10]) [198.51.100.2]:59953 I=[192.0.2.35]:587: 535 Incorrect authentication data "
     "(set_id=alice)"},
    {"exim_relay_reply", exim_relay_reply, "mx.example.net [192.0.2.7] 535 Incorrect authentication data"},
    {"exim_command", exim_command,
     "FOO\" H=client142.example.net (x.example.net) [198.51.100.4]:58117 I=[192.0.2.35]:25 unrecognized "
     "command"},
    {"exim_rejected_from", exim_rejected_from,
     "<alice@example.org> H=out1.mta.example.org [198.51.100.1]:49991: message too big: read=177626 "
     "max=102400"},
    {"exim_rejected_helo", exim_rejected_helo, "mail.example.com\" from mx.example.org [192.0.2.9]"},
    {"exim_unqualified", exim_unqualified,
     "<root> H=client142.example.net (x.example.net) [198.51.100.4]:58117 I=[192.0.2.35]:25"},
    {"exim_verify", exim_verify, "<bob@example.org> H=mx.example.org [192.0.2.9]"},
    {"exim_during", exim_during, "[192.0.2.5]:4711)"},
    {"exim_address", exim_address, "198.51.100.5"},
    {NULL, NULL, NULL},
};
