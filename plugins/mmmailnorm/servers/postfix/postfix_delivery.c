/* SPDX-License-Identifier: Apache-2.0
 *
 * postfix_delivery - deliveries and what goes wrong on the way to them
 *
 * The attributes of a delivery (global/log_adhoc.c log_adhoc) stand left of the
 * text that the other server wrote, so they are taken from the left, each in its
 * place; nothing in the text can become an attribute. Only an unquoted recipient
 * could, see is_imitated.
 */
#include "config.h"

#include "servers/postfix/postfix.h"
#include "reply/reply.h"

/* whether the next attribute, or the end of the recipients, stands here */
static bool at_attribute(struct text text) {
    return text_starts(text, TEXT(", relay=")) || text_starts(text, TEXT(", orig_to="));
}

/* "<R>": quoted as Postfix 3.5 and later print it, else up to the next attribute;
 * without brackets where the log went through HTML */
static bool take_recipient(struct text *text, struct text *recipient) {
    struct text rest = *text;
    take_word(&rest, "@.-_+=", recipient);
    if (at_attribute(rest)) {
        *text = rest;
        return true;
    }
    rest = *text;
    if (text_take_bracketed(&rest, recipient) && at_attribute(rest)) {
        *text = rest;
        return true;
    }
    for (size_t i = 1; i < text->length && text->start[0] == '<'; i++)
        if (text->start[i] == '>' && at_attribute(text_skip(*text, i + 1))) {
            *recipient = text_slice(*text, 1, i);
            *text = text_skip(*text, i + 1);
            return true;
        }
    return false;
}

enum { DELAYS = 4 };

/* what stands behind the recipients */
struct attributes {
    struct text relay; /* as printed */
    struct endpoint server;
    bool host; /* the relay is the server */
    struct text conn_use, delay, delays[DELAYS], tls, dsn, status, reason;
};

/* "none", "local", a transport of pipe(8), or a host; before 2.3 "mx.example.com" */
static bool read_next_hop(struct text *text, struct attributes *attributes) {
    struct text rest = *text;
    attributes->host = take_endpoint(&rest, &attributes->server) && text_starts(rest, TEXT(", "));
    size_t end = attributes->host ? (size_t)(rest.start - text->start) : text_find(*text, TEXT(", "));
    attributes->relay = text_slice(*text, 0, end);
    if (end == TEXT_NONE || end == 0 || text_find_char(attributes->relay, ' ') != TEXT_NONE)
        return false;
    *text = text_skip(*text, end);
    if (attributes->host)
        return true;
    rest = attributes->relay;
    attributes->host = text_find_char(rest, '.') != TEXT_NONE &&
                       take_word(&rest, "-.", &attributes->server.name) && rest.length == 0;
    attributes->server.address = attributes->server.port = (struct text){NULL, 0};
    return true;
}

/* "a/b/c/d" */
static bool read_delays(struct text *text, struct attributes *attributes) {
    for (size_t i = 0; i < DELAYS; i++)
        if ((i > 0 && !text_take(text, TEXT("/"))) || !take_seconds(text, &attributes->delays[i]))
            return false;
    return true;
}

/* ", relay=X[, conn_use=N], delay=D, delays=A/B/C/D[, tls=T], dsn=S, status=W (TEXT)"; before
 * 2.3 without delays and dsn */
static bool read_attributes(struct text text, struct attributes *attributes) {
    *attributes = (struct attributes){0};
    if (!text_take(&text, TEXT(", relay=")) || !read_next_hop(&text, attributes))
        return false;
    if (text_take(&text, TEXT(", conn_use=")) && !take_number(&text, &attributes->conn_use))
        return false;
    if (!text_take(&text, TEXT(", delay=")) || !take_seconds(&text, &attributes->delay))
        return false;
    if (text_take(&text, TEXT(", delays=")) && !read_delays(&text, attributes))
        return false;
    if (text_take(&text, TEXT(", tls=")) && !take_word(&text, "?:/!-_.", &attributes->tls))
        return false;
    if (text_take(&text, TEXT(", dsn=")) && !take_word(&text, ".", &attributes->dsn))
        return false;
    if (!text_take(&text, TEXT(", status=")) || !take_word(&text, "-", &attributes->status) ||
        !text_take(&text, TEXT(" (")))
        return false;
    if (text_ends(text, TEXT(")"))) /* else syslog cut the line off */
        text.length--;
    attributes->reason = text;
    return true;
}

/* Postfix cuts a line off after 2000 characters (util/msg_syslog.h) */
#define LONGEST_REASON 1600

/* Whether the recipient may end further right, within what was read as the reason or in what
 * was cut off: before Postfix 3.5, and with info_log_address_format=internal, addresses are
 * not quoted, and one may imitate all that follows it. So may a reason: nothing tells which. */
static bool is_imitated(struct text reason) {
    struct attributes attributes;
    if (reason.length > LONGEST_REASON)
        return true;
    for (size_t at; (at = text_find(reason, TEXT(">, relay="))) != TEXT_NONE;) {
        reason = text_skip(reason, at + 1);
        if (read_attributes(reason, &attributes))
            return true;
    }
    return false;
}

/* takes "PREFIX<endpoint>INFIX" off the start */
static bool take_named_server(struct text *text, struct text prefix, struct text infix) {
    struct text rest = *text;
    struct endpoint server;
    if (!text_take(&rest, prefix) || !take_endpoint(&rest, &server) || !text_take(&rest, infix))
        return false;
    *text = rest;
    return true;
}

/* "REPLY (in reply to RCPT TO command)" */
static void set_said(struct event *event, struct text text) {
    static const struct text in_reply_to = TEXT_CONSTANT(" (in reply to "),
                             command_word = TEXT_CONSTANT(" command");
    size_t at = text_find_last(text, in_reply_to);
    if (at != TEXT_NONE && text_ends(text, TEXT(")"))) {
        struct text command = text_slice(text, at + in_reply_to.length, text.length - 1);
        if (text_ends(command, command_word))
            command.length -= command_word.length;
        event_set(event, FIELD_vendor_smtp_response_command, command);
        text = text_slice(text, 0, at);
    }
    set_remote_reply(event, text);
}

/* the reply in "host H said: REPLY (in reply to RCPT TO command)" and its like
 * (smtp/smtp_proto.c, smtp_sasl_glue.c); false where text is none of them */
static bool set_quoted_reply(struct event *event, struct text text) {
    if (take_named_server(&text, TEXT("host "), TEXT(" said: "))) {
        set_said(event, text);
        return true;
    }
    if (!take_named_server(&text, TEXT("host "), TEXT(" refused to talk to me: ")) &&
        !take_named_server(&text, TEXT("TLS is required, but host "), TEXT(" refused to start TLS: ")) &&
        !take_named_server(&text, TEXT("SASL authentication failed; server "), TEXT(" said: ")) &&
        !take_named_server(&text, TEXT("SASL [CACHED] authentication failed; server "), TEXT(" said: ")))
        return false;
    set_remote_reply(event, text);
    return true;
}

/* the text in a delivery's parentheses; host: the relay is a host, so a reply that
 * stands alone is that host's */
static void set_reason(struct event *event, struct text text, bool host) {
    static const struct text suspended = TEXT_CONSTANT("delivery temporarily suspended");
    struct reply reply;
    struct text inner = text;
    if (host && reply_parse(text, &reply) && reply.code.length > 0)
        set_remote_reply(event, text);
    else if (text_take(&inner, suspended) && text_take(&inner, TEXT(": ")) && set_quoted_reply(event, inner))
        event_set(event, FIELD_vendor_mail_response, suspended);
    else if (!set_quoted_reply(event, text))
        event_set(event, FIELD_vendor_mail_response, text);
    if (text_take(&inner, TEXT("forwarded as ")) && text_is_queue_id(inner)) /* local/forward.c */
        event_set(event, FIELD_vendor_queued_as, inner);
}

static void set_attributes(struct event *event, const struct attributes *attributes) {
    static const enum field fields[DELAYS] = {FIELD_vendor_delay_before_qmgr, FIELD_vendor_delay_in_qmgr,
                                              FIELD_vendor_delay_conn_setup, FIELD_vendor_delay_transmission};
    if (attributes->host)
        set_relay(event, attributes->server);
    else
        event_set(event, FIELD_vendor_relay_service, attributes->relay);
    event_set(event, FIELD_vendor_conn_use, attributes->conn_use);
    event_set(event, FIELD_vendor_delay, attributes->delay);
    event_set(event, FIELD_vendor_delay_total_seconds, attributes->delay);
    for (size_t i = 0; i < DELAYS; i++)
        event_set(event, fields[i], attributes->delays[i]);
    event_set(event, FIELD_vendor_tls_feature_status, attributes->tls);
    event_set(event, FIELD_vendor_dsn, attributes->dsn);
    event_set(event, FIELD_vendor_status, attributes->status);
    set_reason(event, attributes->reason, attributes->host);
}

/* "<R>[, orig_to=<O>]" and the attributes. Where R or the reason imitates them, the line says
 * no more than that there was a delivery. */
bool postfix_delivery(struct event *event, struct text text) {
    struct text recipient, original = {NULL, 0};
    struct attributes attributes;
    if (!take_recipient(&text, &recipient) ||
        (text_take(&text, TEXT(", orig_to=")) && !take_recipient(&text, &original)) ||
        !read_attributes(text, &attributes))
        return false;
    if (is_imitated(attributes.reason))
        return true;
    event_set(event, FIELD_email_to, recipient);
    event_set(event, FIELD_vendor_orig_to, original);
    set_attributes(event, &attributes);
    return true;
}

/* smtp/smtp_trouble.c smtp_bulk_fail, smtp_rcpt_fail: why this server is given up;
 * "H[A] said: REPLY (in reply to C command)" behind "host " */
bool postfix_server_reply(struct event *event, struct text text) {
    if (!take_relay(event, &text))
        return false;
    if (text_take(&text, TEXT(" said: ")))
        set_said(event, text);
    else if (text_take(&text, TEXT(" refused to talk to me: ")))
        set_remote_reply(event, text);
    else
        return false;
    return true;
}

/* smtp/smtp_sasl_glue.c: "H[A] said: REPLY" behind "SASL authentication failed; server " */
bool postfix_sasl_reply(struct event *event, struct text text) {
    if (!take_relay(event, &text) || !text_take(&text, TEXT(" said: ")))
        return false;
    set_remote_reply(event, text);
    return true;
}

/* smtp/smtp_proto.c smtp_helo: "H[A] refused to start TLS: REPLY" behind "TLS is
 * required, but host " */
bool postfix_tls_refusal(struct event *event, struct text text) {
    if (!take_relay(event, &text) || !text_take(&text, TEXT(" refused to start TLS: ")))
        return false;
    set_remote_reply(event, text);
    return true;
}

/* smtp/smtp_trouble.c smtp_stream_except: "H[A] while DOING" */
bool postfix_server_while(struct event *event, struct text text) {
    if (!take_relay(event, &text) ||
        (!text_take(&text, TEXT(" while ")) && !text_take(&text, TEXT(" timed out while "))))
        return false;
    return event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* smtp/smtp_connect.c smtp_connect_sock: "H[A]:PORT: ERROR" behind "connect to " */
bool postfix_connect_error(struct event *event, struct text text) {
    static const struct text port_mark = TEXT_CONSTANT(" (port ");
    if (!take_relay(event, &text) || !text_take(&text, TEXT(": ")))
        return false;
    size_t at = text_find_last(text, port_mark); /* before 2.3 */
    struct text port, behind = text_skip(text, at != TEXT_NONE ? at + port_mark.length : text.length);
    if (take_number(&behind, &port) && text_is(behind, TEXT(")"))) {
        event_set(event, FIELD_vendor_relay_port, port);
        event_set(event, FIELD_destination_port, port);
        text = text_slice(text, 0, at);
    }
    return event_set(event, FIELD_vendor_event_outcome_reason, text);
}
