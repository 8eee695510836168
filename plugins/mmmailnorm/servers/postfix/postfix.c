/* SPDX-License-Identifier: Apache-2.0
 *
 * postfix - queue ids, endpoints and the table of the parsers; the contract
 * is in parser.h and postfix.h
 */
#include "config.h"

#include "servers/postfix/postfix.h"
#include "reply/reply.h"

#define DIGITS "0123456789"
#define UPPER_HEX DIGITS "ABCDEF"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

bool text_is_queue_id(struct text text) {
    if (text.length < 6 || text.length > 32)
        return false;
    if (text_span(text, UPPER_HEX) == text.length)
        return true;
    /* a word has no digit */
    return text.length >= 10 && text_span(text, DIGITS LETTERS) == text.length &&
           text_span(text, LETTERS) < text.length;
}

bool take_seconds(struct text *text, struct text *seconds) {
    struct text rest = *text, digits;
    if (!take_number(&rest, &digits) || (text_take(&rest, TEXT(".")) && !take_number(&rest, &digits)))
        return false;
    *seconds = text_slice(*text, 0, text->length - rest.length);
    *text = rest;
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

/* length of a host name, or of what stands for one: bytes that smtpd would not accept in a
 * verified name are not taken (util/valid_hostname.c) */
static size_t host_length(struct text text) {
    size_t length = 0;
    while (length < text.length && (unsigned char)text.start[length] > ' ' &&
           !char_is_in(text.start[length], "[]<>()\",;="))
        length++;
    return length;
}

bool take_endpoint(struct text *text, struct endpoint *endpoint) {
    size_t length = host_length(*text);
    struct text rest = text_skip(*text, length);
    endpoint->name = text_slice(*text, 0, length);
    endpoint->port = (struct text){NULL, 0};
    if (!text_take(&rest, TEXT("[")) || !take_until(&rest, ']', &endpoint->address) ||
        endpoint->address.length == 0 || text_find_char(endpoint->address, ' ') != TEXT_NONE)
        return false;
    rest = text_skip(rest, 1);
    *text = rest;
    if (text_take(&rest, TEXT(":")) && take_number(&rest, &endpoint->port) && endpoint->port.length <= 5)
        *text = rest;
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
    event_set(event, FIELD_destination_ip, event_get(event, FIELD_vendor_relay_ip));
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

/* smtpd/smtpd_check.c default_rbl_reply, postscreen/postscreen_dnsbl.c: "Service
 * unavailable; Client host [A] blocked using ZONE[; TEXT]". A listed name that has
 * blanks or quotes may hold such a text itself. */
static void set_dnsbl(struct event *event, struct text message) {
    struct text listed, zone;
    if (!text_take(&message, TEXT("Service unavailable; ")) || !take_until(&message, '[', &listed) ||
        !take_until(&message, ']', &listed) || !text_take(&message, TEXT("] blocked using ")))
        return;
    if (text_find_char(listed, '"') == TEXT_NONE && take_word(&message, "-._", &zone))
        event_set(event, FIELD_vendor_dnsbl_domain, zone);
}

void set_local_reply(struct event *event, struct text text) {
    if (!reply_add(event, text, REPLY_LOCAL))
        event_set(event, FIELD_vendor_smtp_response_message, text);
    set_dnsbl(event, event_get(event, FIELD_vendor_smtp_response_message));
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

/* a client or a server, and perhaps something behind it that is not for us */
bool postfix_client_first(struct event *event, struct text text) {
    return take_client(event, &text) && (text.length == 0 || char_is_in(text.start[0], ": ,"));
}

bool postfix_relay_first(struct event *event, struct text text) {
    return take_relay(event, &text) && (text.length == 0 || char_is_in(text.start[0], ": ,"));
}

bool postfix_relay_address(struct event *event, struct text text) {
    set_ip(event, FIELD_vendor_relay_ip, text);
    return true;
}

/* "192.0.2.1" or "unknown", where a rule has the name in a capture of its own */
bool postfix_source_address(struct event *event, struct text text) {
    set_ip(event, FIELD_source_ip, text);
    return true;
}

/* smtpd/smtpd_peer.c smtpd_peer_hostaddr_to_sockaddr: "ADDRESS[: REASON]", IPv6 included */
bool postfix_unresolved(struct event *event, struct text text) {
    size_t at = text_find(text, TEXT(": "));
    set_ip(event, FIELD_source_ip, text_slice(text, 0, at));
    if (at != TEXT_NONE)
        event_set(event, FIELD_vendor_event_outcome_reason, text_skip(text, at + 2));
    return event_has(event, FIELD_source_ip);
}

/* "<S>" to "S"; without brackets only what needs no quotes, as of a web page */
static bool drop_brackets(struct text *address) {
    struct text rest = *address, word;
    if (text_starts(*address, TEXT("<")) && text_ends(*address, TEXT(">"))) {
        *address = text_slice(*address, 1, address->length - 1);
        return true;
    }
    take_word(&rest, "@.-_+=", &word);
    return rest.length == 0;
}

/* pickup/pickup.c pickup_file: "<S>[ orig_id=Q]"; Illuminate also knows priority=W */
bool postfix_pickup_sender(struct event *event, struct text text) {
    static const struct text orig_id = TEXT_CONSTANT("> orig_id="), priority = TEXT_CONSTANT("> priority=");
    size_t at = text_find_last(text, orig_id);
    if (at != TEXT_NONE && text_is_queue_id(text_skip(text, at + orig_id.length))) {
        event_set(event, FIELD_vendor_orig_queue_id, text_skip(text, at + orig_id.length));
        text = text_slice(text, 0, at + 1);
    } else if ((at = text_find_last(text, priority)) != TEXT_NONE) {
        struct text rest = text_skip(text, at + priority.length), word;
        if (take_word(&rest, "", &word) && rest.length == 0) {
            event_set(event, FIELD_vendor_event_severity, word);
            text = text_slice(text, 0, at + 1);
        }
    }
    return drop_brackets(&text) && event_set(event, FIELD_email_from, text);
}

/* anvil/anvil.c: "SERVICE:ADDRESS". The service may be "192.0.2.30:25" itself, and an
 * address of IPv6 has colons. */
bool postfix_anvil_client(struct event *event, struct text text) {
    size_t at = text_find_char(text, ':');
    if (at == TEXT_NONE)
        return false;
    bool host = text_is_address(text_slice(text, 0, at)) || text_starts(text, TEXT("["));
    for (; at < text.length; at++) {
        if (text.start[at] != ':')
            continue;
        if (host && (text.start[0] != '[' || text.start[at - 1] == ']')) {
            host = false; /* a port follows the service's host */
            continue;
        }
        if (text_is_address(text_skip(text, at + 1)))
            break;
    }
    if (at == text.length)
        at = text_find_last_char(text, ':');
    event_set(event, FIELD_vendor_service, text_slice(text, 0, at));
    set_ip(event, FIELD_source_ip, text_skip(text, at + 1));
    return true;
}

/* cleanup/cleanup_message.c cleanup_header_callback: the header's value as the
 * sender wrote it, "<ID>", "<ID> (comment)" or anything */
bool postfix_message_id(struct event *event, struct text text) {
    size_t end = text_find_char(text, '>');
    if (text_starts(text, TEXT("<")) && end != TEXT_NONE &&
        (end + 1 == text.length || text.start[end + 1] == ' '))
        text = text_slice(text, 1, end);
    return event_set(event, FIELD_email_message_id, text);
}

/* global/opened.c vopened: "<S>, size=N, nrcpt=N (queue active)"; the right end
 * is certain, whatever S holds */
bool postfix_queue_active(struct event *event, struct text text) {
    static const struct text mark = TEXT_CONSTANT(", size=");
    size_t at = text_find_last(text, mark);
    struct text sender = text_slice(text, 0, at), size, count;
    if (at == TEXT_NONE || !drop_brackets(&sender))
        return false;
    text = text_skip(text, at + mark.length);
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
    if (colon != TEXT_NONE && text_is_queue_id(text_slice(text, 0, colon))) {
        event_set(event, FIELD_email_uid, text_slice(text, 0, colon));
        text = text_skip(text, colon + 2);
    }
    text_take(&text, TEXT("NOQUEUE: "));
    return event_set(event, FIELD_vendor_warning_description, text);
}

static const struct parser parsers[] = {
    {"postfix_after", postfix_after, "AUTH from unknown[2001:db8::66]:4711"},
    {"postfix_anvil_client", postfix_anvil_client, "smtp:192.0.2.1"},
    {"postfix_body_action", postfix_body_action,
     "Buy now from mx.example.org[192.0.2.1]; from=<alice@example.org> "
     "to=<bob@example.com> proto=ESMTP helo=<mx.example.org>: xxxx"},
    {"postfix_body_rejection", postfix_body_rejection,
     "Buy now from unknown; from=<alice@example.org> to=<bob@example.com>: no spam"},
    {"postfix_bounce_id", postfix_bounce_id, "1DF35222"},
    {"postfix_client", postfix_client, "client.example.net[192.0.2.7]:51222"},
    {"postfix_client_attributes", postfix_client_attributes,
     "unknown[2001:db8::25]:4711, sasl_method=PLAIN, sasl_username=alice@example.org"},
    {"postfix_client_first", postfix_client_first, "mx.example.org[192.0.2.1]: EHLO mx.example.org"},
    {"postfix_client_of_service", postfix_client_of_service, "unknown[192.0.2.66] for service smtp"},
    {"postfix_client_tls_detail", postfix_client_tls_detail, "192.0.2.1]:4711: Reusing old session"},
    {"postfix_client_tls_error", postfix_client_tls_error, "unknown[192.0.2.66]:4711: -1"},
    {"postfix_connect_error", postfix_connect_error, "mx.example.com[198.51.100.7]:25: No route to host"},
    {"postfix_delivery", postfix_delivery,
     "<bob@example.com>, relay=mx.example.com[198.51.100.7]:25, delay=1.2, delays=0.1/0/0.9/0.2, "
     "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4F5E6D7C8B)"},
    {"postfix_disconnect", postfix_disconnect, "mx.example.org[192.0.2.1]"},
    {"postfix_header_action", postfix_header_action,
     "Subject: x from local; from=<alice@example.org> to=<bob@example.com>: quarantine@example.com"},
    {"postfix_header_line", postfix_header_line, "Subject: Hello"},
    {"postfix_header_rejection", postfix_header_rejection,
     "X-Virus: yes from mx.example.org[192.0.2.1]; from=<alice@example.org> "
     "to=<bob@example.com> proto=ESMTP helo=<mx.example.org>: 5.7.1 virus"},
    {"postfix_message_id", postfix_message_id, "<20261120.1@example.org>"},
    {"postfix_mime_error", postfix_mime_error,
     "improper use of 8-bit data in message header: Subject: ???? from "
     "mx.example.org[192.0.2.1]; from=<alice@example.org> to=<bob@example.com>"},
    {"postfix_peer_tls_error", postfix_peer_tls_error,
     "mx.example.com[198.51.100.7]:25: untrusted issuer /CN=Example CA"},
    {"postfix_pickup_sender", postfix_pickup_sender, "<priority@example.com> priority=high"},
    {"postfix_proxy_reply", postfix_proxy_reply,
     "550 5.7.1 blocked; from=<alice@example.org> to=<bob@example.com> proto=ESMTP helo=<mx.example.org>"},
    {"postfix_queue_active", postfix_queue_active, "alice@example.org, size=270, nrcpt=1 (queue active)"},
    {"postfix_queue_id", postfix_queue_id, "4224E3D"},
    {"postfix_rejection", postfix_rejection,
     "unknown[192.0.2.66]: 554 5.7.1 Service unavailable; from=<alice@example.org> "
     "to=<bob@example.com> proto=ESMTP helo=<mx.example.org>"},
    {"postfix_relay", postfix_relay, "mx.example.com[198.51.100.7]:25"},
    {"postfix_relay_address", postfix_relay_address, "198.51.100.7"},
    {"postfix_relay_first", postfix_relay_first, "mx.example.com[198.51.100.7]:25: EHLO mail.example.org"},
    {"postfix_sasl_failure", postfix_sasl_failure,
     "LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=alice@example.org"},
    {"postfix_sasl_reply", postfix_sasl_reply,
     "mx.example.com[198.51.100.7] said: 535 5.7.8 Error: authentication failed: status=sent (250"},
    {"postfix_screen_after", postfix_screen_after, "[192.0.2.66]:51222 after EHLO x"},
    {"postfix_screen_connect", postfix_screen_connect, "[192.0.2.66]:51222 to [192.0.2.25]:25"},
    {"postfix_screen_rejection", postfix_screen_rejection, "[192.0.2.22]:1322: too many connections"},
    {"postfix_screen_time", postfix_screen_time,
     "0.37 from [192.0.2.66]:51222 in tests before SMTP handshake"},
    {"postfix_server_reply", postfix_server_reply,
     "mx.example.com[198.51.100.7] said: 451 4.7.1 Greylisting in action, please "
     "come back later (in reply to RCPT TO command)"},
    {"postfix_server_tls_detail", postfix_server_tls_detail, "198.51.100.7]:25: Verified: subject_CN=x"},
    {"postfix_server_tls_error", postfix_server_tls_error, "mx.example.com[198.51.100.7]:25: -1"},
    {"postfix_server_while", postfix_server_while,
     "mx.example.com[198.51.100.7] while receiving the initial server greeting"},
    {"postfix_source_address", postfix_source_address, "192.0.2.1"},
    {"postfix_tls_from", postfix_tls_from,
     "mx.example.org[192.0.2.1]: TLSv1 with cipher ADH-AES256-SHA (256/256 bits)"},
    {"postfix_tls_refusal", postfix_tls_refusal,
     "mx.example.com[198.51.100.7] refused to start TLS: 454 4.7.0 TLS not available"},
    {"postfix_tls_to", postfix_tls_to,
     "mx.example.com[198.51.100.7]:25: TLSv1 with cipher DHE-RSA-AES256-SHA (256/256 bits)"},
    {"postfix_unresolved", postfix_unresolved, "2001:db8::66: Name or service not known"},
    {"postfix_warning", postfix_warning, "44DB6AA49A6: queue file size limit exceeded"},
    {NULL, NULL, NULL},
};

const struct server postfix_server = {
    .product = "postfix",
    .parsers = {parsers},
    .processes = PROCESSES_OF_ONE_CLIENT,
    .connection_age = 3600, /* smtpd tells of each connect, and its own limits end a connection earlier */
    .matched = offsetof(struct counters, matched_postfix),
    .unmatched = offsetof(struct counters, unmatched_postfix),
};
