/* SPDX-License-Identifier: Apache-2.0
 *
 * exim_smtp - parsers of what Exim says of an SMTP client: connections,
 * refusals, syntax errors, failed logins; the contract is in parser.h
 */
#include "config.h"

#include "servers/exim/exim.h"
#include "reply/reply.h"

/* takes a client and " I=[...]", " X=...", " A=..." behind it */
static bool take_client(struct event *event, struct text *text) {
    struct exim_host host;
    if (!exim_take_host(text, &host))
        return false;
    exim_set_client(event, &host);
    while (exim_take_attribute(event, text, true))
        ;
    return true;
}

/* a client, and what may follow it: its counters, or nothing */
static bool exim_client(struct event *event, struct text text) {
    return take_client(event, &text) &&
           (text.length == 0 || text_starts(text, TEXT(" C=")) || text_starts(text, TEXT(" D=")) ||
            text_starts(text, TEXT(" F=<")) || text_starts(text, TEXT(" input=\"")));
}

/* a client, and why: behind ": " or a blank */
static bool exim_client_reason(struct event *event, struct text text) {
    return take_client(event, &text) && (text_take(&text, TEXT(": ")) || text_take(&text, TEXT(" "))) &&
           event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* "mx.example.org [192.0.2.1]:25 I=[...]:25 closed by QUIT" */
static bool exim_connection(struct event *event, struct text text) {
    if (!take_client(event, &text) || !text_take(&text, TEXT(" ")))
        return false;
    bool begins = text_starts(text, TEXT("(TCP/IP connection count = "));
    event_set(event, FIELD_vendor_event_action, begins ? TEXT("connect") : TEXT("disconnect"));
    if (begins)
        return text_ends(text, TEXT(")"));
    if (!text_starts(text, TEXT("closed ")) && !text_starts(text, TEXT("lost")) &&
        !text_starts(text, TEXT("timed out")) && !text_starts(text, TEXT("ident ")))
        return false;
    size_t duration = text_find_last(text, TEXT(" D="));
    return event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, duration));
}

/* "(gnutls_handshake): An unexpected TLS packet was received." behind a client */
static bool exim_tls_error(struct event *event, struct text text) {
    size_t function;
    if (!take_client(event, &text) || !text_take(&text, TEXT(" (")) ||
        (function = text_find(text, TEXT("): "))) == TEXT_NONE)
        return false;
    return event_set(event, FIELD_vendor_tls_error, text_skip(text, function + 3));
}

/* "([192.168.1.10]) [192.0.2.160]:59953 I=[...]:587: 535 Incorrect authentication data
 * (set_id=alice)": the user is the client's word, and the last one */
static bool exim_authenticator_failed(struct event *event, struct text text) {
    const struct text USER = TEXT(" (set_id=");
    if (!take_client(event, &text) || !text_take(&text, TEXT(": ")))
        return false;
    size_t user = text_find(text, USER);
    if (user != TEXT_NONE && text_ends(text, TEXT(")")))
        event_set(event, FIELD_user_name, text_slice(text, user + USER.length, text.length - 1));
    return reply_add(event, text_slice(text, 0, user), REPLY_LOCAL);
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
    const struct text HOST = TEXT("\" H=");
    size_t at = text_find_only(text, HOST);
    if (at == TEXT_NONE)
        return text_find(text, HOST) != TEXT_NONE;
    struct text rest = text_skip(text, at + HOST.length);
    set_command(event, text_slice(text, 0, at));
    if (!take_client(event, &rest) || !text_take(&rest, TEXT(" ")))
        return false;
    size_t input = text_find(rest, TEXT("next input="));
    return input == 0 || event_set(event, FIELD_vendor_event_outcome_reason, rest);
}

/* what is refused, by the words that Exim uses (src/acl.c, src/smtp_in.c) */
static const struct stage {
    const char *words, *stage;
    enum field address;
} STAGES[] = {{"RCPT ", "RCPT", FIELD_email_to},
              {"MAIL ", "MAIL", FIELD_email_from},
              {"after DATA", "DATA", FIELD_NONE},
              {"DATA", "DATA", FIELD_NONE},
              {"EHLO or HELO ", "HELO", FIELD_NONE},
              {"connection in \"connect\" ACL", "CONNECT", FIELD_NONE},
              {"EXPN ", "EXPN", FIELD_NONE},
              {"VRFY ", "VRFY", FIELD_NONE},
              {"ETRN ", "ETRN", FIELD_NONE},
              {"AUTH ", "AUTH", FIELD_NONE},
              {"STARTTLS", "STARTTLS", FIELD_NONE},
              {"by local_scan()", "DATA", FIELD_NONE},
              {"during MIME ACL checks", "DATA", FIELD_NONE},
              {"PREDATA", "DATA", FIELD_NONE},
              {"PRDR", "DATA", FIELD_NONE},
              {"after QUIT", "QUIT", FIELD_NONE},
              {"connection ", "CONNECT", FIELD_NONE}};

static bool set_refusal(struct event *event, struct text text) {
    struct text address;
    for (size_t i = 0; i < sizeof(STAGES) / sizeof(STAGES[0]); i++) {
        if (!text_take(&text, text_of(STAGES[i].words)))
            continue;
        event_set(event, FIELD_vendor_stage, text_of(STAGES[i].stage));
        if (STAGES[i].address != FIELD_NONE) {
            if (!text_take_bracketed(&text, &address))
                return false;
            event_set(event, STAGES[i].address, address);
        }
        size_t colon = text_find(text, TEXT(": "));
        if (colon == TEXT_NONE) /* "rejected EXPN list" says no more */
            return true;
        text = text_skip(text, colon + 2);
        return reply_add(event, text, REPLY_LOCAL) ||
               event_set(event, FIELD_vendor_smtp_response_message, text);
    }
    return false;
}

/* the rest of "H=... " where it is about a client of ours */
static bool set_client_event(struct event *event, struct text text) {
    struct text address;
    struct text rest = text;
    if (text_take(&rest, TEXT("temporarily rejected ")) || text_take(&rest, TEXT("rejected "))) {
        event_set(event, FIELD_vendor_event_action, TEXT("reject"));
        event_set(event, FIELD_vendor_event_outcome,
                  text_slice(text, 0, (size_t)(rest.start - text.start) - 1));
        return set_refusal(event, rest);
    }
    if (text_take(&rest, TEXT("RCPT "))) {
        event_set(event, FIELD_vendor_event_action, TEXT("discard"));
        event_set(event, FIELD_vendor_stage, TEXT("RCPT"));
        if (!text_take_bracketed(&rest, &address) || !text_take(&rest, TEXT(": discarded by ")))
            return false;
        event_set(event, FIELD_email_to, address);
        return event_set(event, FIELD_vendor_event_outcome_reason, rest);
    }
    if (text_take(&rest, TEXT("sender verify fail for ")) ||
        text_take(&rest, TEXT("sender verify defer for "))) {
        event_set(event, FIELD_vendor_event_action, TEXT("sender verify"));
        event_set(event, FIELD_vendor_event_outcome, TEXT("failed"));
        if (!text_take_bracketed(&rest, &address))
            return false;
        event_set(event, FIELD_email_from, address);
        return rest.length == 0 || (text_take(&rest, TEXT(": ")) && exim_set_reason(event, rest));
    }
    if (text_take(&rest, TEXT("incomplete transaction "))) {
        event_set(event, FIELD_vendor_event_action, TEXT("incomplete transaction"));
        size_t from = text_find(rest, TEXT(" from "));
        event_set(event, FIELD_vendor_event_outcome_reason, text_slice(rest, 0, from));
        if (from == TEXT_NONE)
            return true;
        rest = text_skip(rest, from + 6);
        if (!text_take_bracketed(&rest, &address))
            return false;
        event_set(event, FIELD_email_from, address);
        return rest.length == 0 || text_starts(rest, TEXT(" for "));
    }
    if (text_take(&rest, TEXT("dropped by 'connect' ACL"))) {
        event_set(event, FIELD_vendor_event_action, TEXT("dropped"));
        return rest.length == 0 ||
               (text_take(&rest, TEXT(": ")) && event_set(event, FIELD_vendor_event_outcome_reason, rest));
    }
    if (text_take(&rest, TEXT("Warning: "))) {
        event_set(event, FIELD_vendor_event_severity, TEXT("warning"));
        return event_set(event, FIELD_vendor_warning_description, rest);
    }
    return false;
}

/* what follows "H=" where it is a client */
static bool exim_client_event(struct event *event, struct text text) {
    struct text sender;
    if (!take_client(event, &text))
        return false;
    if (text_starts(text, TEXT(" F=<"))) {
        text = text_skip(text, 3);
        if (!text_take_bracketed(&text, &sender))
            return false;
        event_set(event, FIELD_email_from, sender);
    }
    return text_take(&text, TEXT(" ")) && set_client_event(event, text);
}

/* what follows the id and "H=": a server that could not be reached, or the client
 * whose message was refused */
static bool exim_message_host(struct event *event, struct text text) {
    static const char *const ERRORS[] = {"Connection ", "Network ", "No route ", "Remote host ",
                                         "SMTP ",       "TLS ",     "Host ",     "Operation ",
                                         "remote ",     "Timeout",  "SSL ",      "retry "};
    struct exim_host host;
    struct text why = text;
    if (!exim_take_host(&why, &host))
        return false;
    text_take(&why, TEXT("*"));
    if (text_take(&why, TEXT(": ")) || text_take(&why, TEXT(" ")))
        for (size_t i = 0; i < sizeof(ERRORS) / sizeof(ERRORS[0]); i++)
            if (text_starts(why, text_of(ERRORS[i]))) {
                exim_set_relay(event, &host);
                event_set(event, FIELD_vendor_event_action, TEXT("connection failed"));
                return exim_set_reason(event, why);
            }
    return exim_client_event(event, text);
}

/* "<alice@example.org> H=mx.example.org [192.0.2.1]: message too big: ..." */
static bool exim_rejected_from(struct event *event, struct text text) {
    struct text sender;
    if (!text_take_bracketed(&text, &sender) || !text_take(&text, TEXT(" H=")))
        return false;
    event_set(event, FIELD_email_from, sender);
    return exim_client_reason(event, text);
}

/* "<nodomain> H=mx.example.org [192.0.2.1]:25 I=[...]:25": an address without a domain */
static bool exim_unqualified(struct event *event, struct text text) {
    struct text address;
    return text_take_bracketed(&text, &address) && text_take(&text, TEXT(" H=")) &&
           take_client(event, &text) && text.length == 0;
}

/* "<alice@example.org> H=mx.example.org [192.0.2.1]:25 I=[...]:25", of a sender */
static bool exim_rejected_recipients(struct event *event, struct text text) {
    struct text sender;
    if (!text_take_bracketed(&text, &sender) || !text_take(&text, TEXT(" H=")))
        return false;
    event_set(event, FIELD_email_from, sender);
    return take_client(event, &text) && text.length == 0;
}

/* "[192.0.2.1]:4711 I=[...]:25)" */
static bool exim_during(struct event *event, struct text text) {
    struct exim_host host;
    if (!text_ends(text, TEXT(")")) || !exim_take_host(&text, &host))
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
     "client142.example.net (x.example.net) [198.51.100.4]:53725 I=[192.0.2.35]:25 (gnutls_handshake): An "
     "unexpected TLS packet was received."},
    {"exim_authenticator_failed", exim_authenticator_failed,
     "([192.168.1.10]) [198.51.100.2]:59953 I=[192.0.2.35]:587: 535 Incorrect authentication data "
     "(set_id=alice)"},
    {"exim_command", exim_command,
     "FOO\" H=client142.example.net (x.example.net) [198.51.100.4]:58117 I=[192.0.2.35]:25 unrecognized "
     "command"},
    {"exim_client_event", exim_client_event,
     "mx.example.org [2001:db8::5]:4 F=<> temporarily rejected RCPT <bob@example.com>: 451 4.7.1 greylisted"},
    {"exim_message_host", exim_message_host, "mx.example.org [203.0.113.5]:25 Connection refused"},
    {"exim_rejected_from", exim_rejected_from,
     "<alice@example.org> H=out1.mta.example.org [198.51.100.1]:49991: message too big: read=177626 "
     "max=102400"},
    {"exim_rejected_recipients", exim_rejected_recipients,
     "<alice@example.org> H=out1.mta.example.org [198.51.100.1]:34219 I=[192.0.2.35]:25"},
    {"exim_unqualified", exim_unqualified,
     "<root> H=client142.example.net (x.example.net) [198.51.100.4]:58117 I=[192.0.2.35]:25"},
    {"exim_during", exim_during, "[192.0.2.5]:4711)"},
    {"exim_address", exim_address, "198.51.100.5"},
    {NULL, NULL, NULL},
};
