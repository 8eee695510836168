/* SPDX-License-Identifier: Apache-2.0
 *
 * postfix_delivery - deliveries and what goes wrong on the way to them
 *
 * The attributes of a delivery (global/log_adhoc.c log_adhoc) stand left of the
 * text that the other server wrote, so they are taken from the left, each in its
 * place; nothing in the text can become an attribute.
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
    if (take_bracketed(&rest, recipient) && at_attribute(rest)) {
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

/* a host as Postfix before 2.3 has it: "mx.example.com" */
static bool take_bare_host(struct event *event, struct text text) {
    struct endpoint server = {.name = text};
    if (text_find_char(text, '.') == TEXT_NONE || !take_word(&text, "-.", &server.name) || text.length > 0)
        return false;
    set_relay(event, server);
    return true;
}

/* "none", "local", a transport of pipe(8), or a host */
static bool take_next_hop(struct event *event, struct text *text, bool *host) {
    struct text service, rest = *text;
    *host = true;
    if (take_relay(event, text) && text_starts(*text, TEXT(", ")))
        return true;
    *host = false;
    *text = rest;
    size_t end = text_find(*text, TEXT(", "));
    service = text_slice(*text, 0, end);
    if (end == TEXT_NONE || service.length == 0 || text_find_char(service, ' ') != TEXT_NONE)
        return false;
    *text = text_skip(*text, end);
    *host = take_bare_host(event, service);
    return *host || event_set(event, FIELD_vendor_relay_service, service);
}

/* "a/b/c/d" */
static bool take_delays(struct event *event, struct text *text) {
    static const enum field fields[] = {FIELD_vendor_delay_before_qmgr, FIELD_vendor_delay_in_qmgr,
                                        FIELD_vendor_delay_conn_setup, FIELD_vendor_delay_transmission};
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        struct text seconds;
        if ((i > 0 && !text_take(text, TEXT("/"))) || !take_seconds(text, &seconds))
            return false;
        event_set(event, fields[i], seconds);
    }
    return true;
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
    static const struct text in_reply_to = {" (in reply to ", 14}, command_word = {" command", 8};
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
    static const struct text suspended = {"delivery temporarily suspended", 30};
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

/* "<R>[, orig_to=<O>], relay=X[, conn_use=N], delay=D, delays=A/B/C/D[, tls=T],
 * dsn=S, status=W (TEXT)"; before 2.3 without delays and dsn */
bool postfix_delivery(struct event *event, struct text text) {
    struct text recipient, original, value;
    bool host;
    if (!take_recipient(&text, &recipient))
        return false;
    event_set(event, FIELD_email_to, recipient);
    if (text_take(&text, TEXT(", orig_to="))) {
        if (!take_recipient(&text, &original))
            return false;
        event_set(event, FIELD_vendor_orig_to, original);
    }
    if (!text_take(&text, TEXT(", relay=")) || !take_next_hop(event, &text, &host))
        return false;
    if (text_take(&text, TEXT(", conn_use="))) {
        if (!take_number(&text, &value))
            return false;
        event_set(event, FIELD_vendor_conn_use, value);
    }
    if (!text_take(&text, TEXT(", delay=")) || !take_seconds(&text, &value))
        return false;
    event_set(event, FIELD_vendor_delay, value);
    event_set(event, FIELD_vendor_delay_total_seconds, value);
    if (text_take(&text, TEXT(", delays=")) && !take_delays(event, &text))
        return false;
    if (text_take(&text, TEXT(", tls="))) {
        if (!take_word(&text, "?:/!-_.", &value))
            return false;
        event_set(event, FIELD_vendor_tls_feature_status, value);
    }
    if (text_take(&text, TEXT(", dsn="))) {
        if (!take_word(&text, ".", &value))
            return false;
        event_set(event, FIELD_vendor_dsn, value);
    }
    if (!text_take(&text, TEXT(", status=")) || !take_word(&text, "-", &value) ||
        !text_take(&text, TEXT(" (")))
        return false;
    event_set(event, FIELD_vendor_status, value);
    if (text_ends(text, TEXT(")"))) /* else syslog cut the line off */
        text.length--;
    set_reason(event, text, host);
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
    static const struct text port_mark = {" (port ", 7};
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
