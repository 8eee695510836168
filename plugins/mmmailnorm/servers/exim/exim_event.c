/* SPDX-License-Identifier: Apache-2.0
 *
 * exim_event - parsers of lines that begin with "H=", "U=" or "F=": what a client was refused,
 * or why a server could not be reached; the contract is in parser.h. Source: src/smtp_in.c:
 * smtp_handle_acl_fail(), src/acl.c: acl_warn(), src/receive.c, src/transports/smtp.c
 */
#include "config.h"

#include "common/array.h"
#include "servers/exim/exim.h"
#include "reply/reply.h"

/* what is refused, by the words that Exim uses */
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
              {"ATRN ", "ATRN", FIELD_NONE},
              {"AUTH ", "AUTH", FIELD_NONE},
              {"STARTTLS", "STARTTLS", FIELD_NONE},
              {"by local_scan()", "DATA", FIELD_NONE},
              {"by non-SMTP ACL", "DATA", FIELD_NONE},
              {"by DCC", "DATA", FIELD_NONE},
              {"during MIME ACL checks", "DATA", FIELD_NONE},
              {"PREDATA", "DATA", FIELD_NONE},
              {"PRDR", "DATA", FIELD_NONE},
              {"after QUIT", "QUIT", FIELD_NONE},
              {"WELLKNOWN ", "WELLKNOWN", FIELD_NONE},
              {"DKIM", "DKIM", FIELD_NONE},
              {"connection ", "CONNECT", FIELD_NONE}};

/* takes "<bob@example.com>" or "bob@example.com", as the client wrote it */
static bool take_written_address(struct text *text, struct text *address, struct exim_elements *client) {
    if (!text_take_bracketed(text, address))
        return exim_take_address(text, address);
    if (exim_is_quoted_address(*address))
        client->explained += exim_count_hosts(*address, client->host.ip);
    return true;
}

/* the text of a refusal: a reply, or words of the administrator */
static void set_answer(struct event *event, struct text text) {
    if (!reply_add(event, text, REPLY_LOCAL))
        event_set(event, FIELD_vendor_smtp_response_message, text);
}

/* what follows "rejected " */
static bool set_refusal(struct event *event, struct text text, struct exim_elements *client) {
    struct text address;
    for (size_t i = 0; i < COUNT_OF(STAGES); i++) {
        if (!text_take(&text, text_of(STAGES[i].words)))
            continue;
        event_set(event, FIELD_vendor_stage, text_of(STAGES[i].stage));
        if (STAGES[i].address != FIELD_NONE && take_written_address(&text, &address, client))
            event_set(event, STAGES[i].address, address);
        size_t colon = text_find(text, TEXT(": "));
        if (colon != TEXT_NONE) /* "rejected EXPN list" says no more */
            set_answer(event, text_skip(text, colon + 2));
        return true;
    }
    return false;
}

/* what follows "RCPT " */
static bool set_discard(struct event *event, struct text text, struct exim_elements *client) {
    struct text address;
    event_set(event, FIELD_vendor_event_action, TEXT("discard"));
    event_set(event, FIELD_vendor_stage, TEXT("RCPT"));
    if (!take_written_address(&text, &address, client) || !text_take(&text, TEXT(": discarded by ")))
        return false;
    event_set(event, FIELD_email_to, address);
    return event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* what follows "sender verify fail for " */
static bool set_verify(struct event *event, struct text text, struct exim_elements *client) {
    struct text address;
    event_set(event, FIELD_vendor_event_action, TEXT("sender verify"));
    event_set(event, FIELD_vendor_event_outcome, TEXT("failed"));
    if (!text_take_bracketed(&text, &address))
        return false;
    if (exim_is_quoted_address(address))
        client->explained += exim_count_hosts(address, client->host.ip);
    event_set(event, FIELD_email_from, address);
    return text.length == 0 || (text_take(&text, TEXT(": ")) && exim_set_reason(event, text));
}

/* what follows "incomplete transaction ": "(QUIT) from <alice@example.org> for bob@example.com" */
static bool set_incomplete(struct event *event, struct text text, struct exim_elements *client) {
    const struct text FROM = TEXT(" from ");
    struct text address;
    size_t from = text_find(text, FROM);
    event_set(event, FIELD_vendor_event_action, TEXT("incomplete transaction"));
    event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, from));
    if (from == TEXT_NONE)
        return true;
    text = text_skip(text, from + FROM.length);
    if (!text_take_bracketed(&text, &address))
        return false;
    if (exim_is_quoted_address(address))
        client->explained += exim_count_hosts(address, client->host.ip);
    event_set(event, FIELD_email_from, address);
    return text.length == 0 || text_starts(text, TEXT(" for "));
}

/* what follows "dropped by ": "'connect' ACL: why" */
static bool set_drop(struct event *event, struct text text, struct exim_elements *client) {
    (void)client;
    size_t colon = text_find(text, TEXT(": "));
    event_set(event, FIELD_vendor_event_action, TEXT("dropped"));
    event_set(event, FIELD_vendor_stage, TEXT("CONNECT"));
    return colon == TEXT_NONE ||
           event_set(event, FIELD_vendor_event_outcome_reason, text_skip(text, colon + 2));
}

static bool set_warning(struct event *event, struct text text, struct exim_elements *client) {
    (void)client;
    event_set(event, FIELD_vendor_event_severity, TEXT("warning"));
    return event_set(event, FIELD_vendor_warning_description, text);
}

static bool set_rejection(struct event *event, struct text text, struct exim_elements *client) {
    event_set(event, FIELD_vendor_event_action, TEXT("reject"));
    event_set(event, FIELD_vendor_event_outcome, TEXT("rejected"));
    return set_refusal(event, text, client);
}

static bool set_temporary_rejection(struct event *event, struct text text, struct exim_elements *client) {
    event_set(event, FIELD_vendor_event_action, TEXT("reject"));
    event_set(event, FIELD_vendor_event_outcome, TEXT("temporarily rejected"));
    return set_refusal(event, text, client);
}

/* what happened to a client, by its first words */
static const struct {
    const char *words;
    bool (*set)(struct event *event, struct text text, struct exim_elements *client);
} EVENTS[] = {{" rejected ", set_rejection},
              {" temporarily rejected ", set_temporary_rejection},
              {" RCPT ", set_discard},
              {" sender verify fail for ", set_verify},
              {" sender verify defer for ", set_verify},
              {" incomplete transaction ", set_incomplete},
              {" dropped by ", set_drop},
              {" Warning: ", set_warning}};

static bool is_stage(struct text text) {
    for (size_t i = 0; i < COUNT_OF(STAGES); i++)
        if (text_starts(text, text_of(STAGES[i].words)))
            return true;
    return false;
}

/* An ident may imitate the rest of the line: then another sender or refusal follows. */
static bool has_second_event(struct text text) {
    const struct text SENDER = TEXT(" F=<"), REJECTED = TEXT(" rejected ");
    size_t last = text_find_last(text, REJECTED);
    return text_find(text, SENDER) != TEXT_NONE ||
           (last != text_find(text, REJECTED) && is_stage(text_skip(text, last + REJECTED.length)));
}

/* the event behind a client and its elements; false, and nothing set, where it is none */
static bool set_event(struct event *event, struct text text, struct exim_elements *client) {
    if (client->value[EXIM_H].start != NULL && client->value[EXIM_U].start != NULL && has_second_event(text))
        return false;
    for (size_t i = 0; i < COUNT_OF(EVENTS); i++) {
        struct text rest = text;
        if (!text_take(&rest, text_of(EVENTS[i].words)))
            continue;
        struct text sender = client->value[EXIM_F];
        client->value[EXIM_F] = (struct text){NULL, 0};
        /* the address that a refusal names counts as well as F=, which is set first */
        event_set(event, FIELD_email_from, text_is(sender, TEXT("<>")) ? TEXT("") : sender);
        return EVENTS[i].set(event, rest, client) && exim_set_sure_client(event, client);
    }
    return false;
}

/* " bob@example.net F=<alice@example.org> P=<alice@example.org> tmp-reject from cutthrough after
 * DATA: R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.7] C="459 no"': what a server said
 * while the client still waited (src/verify.c: cutthrough_finaldot()) */
static bool set_cutthrough(struct event *event, struct text text, const struct exim_elements *client) {
    static const char *const WORDS[] = {" tmp-reject from cutthrough after DATA:", " rejected after DATA:"};
    struct exim_elements relay = {0};
    struct text address, answer = {NULL, 0};
    if (!text_take(&text, TEXT(" ")) || !exim_take_address(&text, &address) ||
        !exim_take_elements(&text, &relay))
        return false;
    for (size_t i = 0; i < 2 && answer.start == NULL; i++)
        if (text_take(&text, text_of(WORDS[i])))
            answer = text;
    if (answer.start == NULL || !exim_take_elements(&text, &relay) || text.length > 0 ||
        !exim_is_sure(client))
        return false;
    exim_set_elements(event, client);
    exim_set_elements(event, &relay);
    event_set(event, FIELD_email_to, address);
    event_set(event, FIELD_vendor_event_action, TEXT("reject"));
    event_set(event, FIELD_vendor_stage, TEXT("DATA"));
    return relay.value[EXIM_C].start == NULL || reply_add(event, relay.value[EXIM_C], REPLY_REMOTE);
}

/* what follows "H=" or "U=" where it is a client */
static bool exim_client_event(struct event *event, struct text text) {
    struct exim_elements client;
    return exim_take_client(&text, &client) &&
           (set_event(event, text, &client) || set_cutthrough(event, text, &client));
}

/* "<alice@example.org> rejected by non-SMTP ACL: why", "alice@example.org H=mx.example.org
 * [192.0.2.1] P=esmtp rejected by local_scan(): why": what follows "F=" */
static bool exim_sender_event(struct event *event, struct text text) {
    struct exim_elements client = {.incoming = true};
    struct text sender;
    if (!text_take_bracketed(&text, &sender) && !exim_take_address(&text, &sender))
        return false;
    client.value[EXIM_F] = sender;
    return exim_take_elements(&text, &client) && set_event(event, text, &client);
}

/* what the system or the transport says of a server that could not be reached */
static bool is_connection_error(struct text text) {
    static const char *const WORDS[] = {
        "Address ", "Bad ",       "Broken pipe", "Cannot ",   "Connection ", "DANE ",
        "Host ",    "Input",      "Invalid ",    "LMTP ",     "Malformed ",  "Network ",
        "No ",      "Operation ", "Permission",  "Protocol ", "Remote host", "Resource ",
        "SMTP ",    "SSL ",       "Socket ",     "Software ", "TLS ",        "Timeout",
        "Unknown ", "a TLS ",     "after QUIT,", "retry ",    "remote ",     "Success"};
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (text_starts(text, text_of(WORDS[i])))
            return true;
    return false;
}

/* "mx.example.org [192.0.2.7]:25: why", "mx.example.org [192.0.2.7] Connection refused" */
static bool set_relay_error(struct event *event, struct text text) {
    struct exim_host relay;
    if (!exim_take_relay(&text, &relay) || relay.ip.length == 0)
        return false;
    if (!text_take(&text, TEXT(": ")) && !(text_take(&text, TEXT(" ")) && is_connection_error(text)))
        return false;
    bool wants_tls = text_starts(text, TEXT("a TLS session is required"));
    exim_set_relay(event, &relay);
    event_set(event, FIELD_vendor_event_action, wants_tls ? TEXT("TLS required") : TEXT("connection failed"));
    return text.length > 0 && exim_set_reason(event, text);
}

/* what follows "H=": a server that could not be reached, or a client */
static bool exim_host_event(struct event *event, struct text text) {
    return set_relay_error(event, text) || exim_client_event(event, text);
}

/* "192.0.2.7]:25 Connection refused": before 4.86 the server's name had no "H=" */
static bool exim_address_error(struct event *event, struct text text) {
    size_t close = text_find_char(text_slice(text, 0, 46), ']');
    struct text address = text_slice(text, 0, close);
    if (close == TEXT_NONE || !text_is_address(address))
        return false;
    text = text_skip(text, close + 1);
    if (text_take(&text, TEXT(":")) && text_digits(text) > 0) {
        event_set(event, FIELD_vendor_relay_port, text_slice(text, 0, text_digits(text)));
        event_set(event, FIELD_destination_port, text_slice(text, 0, text_digits(text)));
        text = text_skip(text, text_digits(text));
    }
    set_ip(event, FIELD_vendor_relay_ip, address);
    set_ip(event, FIELD_destination_ip, address);
    event_set(event, FIELD_vendor_event_action, TEXT("connection failed"));
    text_take(&text, TEXT(":"));
    return text_take(&text, TEXT(" ")) && is_connection_error(text) && exim_set_reason(event, text);
}

/* a failed try at a server, whose words begin with what the rule has taken; before 4.86 the server
 * stands in them alone */
static bool set_relay_failure(struct event *event, const char *words, struct text text) {
    event_set(event, FIELD_vendor_event_action, TEXT("connection failed"));
    return exim_set_reason(event, event_print(event, "%s%.*s", words, (int)text.length, text.start)) &&
           event_has(event, FIELD_vendor_relay_ip);
}

/* "error from remote mail server after RCPT TO:<bob@example.net>: host mx.example.net [192.0.2.7]: 451
 * ...", "timeout while connected to mx.example.net [192.0.2.7] after ..." */
static bool exim_smtp_failure(struct event *event, struct text text) {
    return (text_starts(text, TEXT("error from ")) || text_starts(text, TEXT("timeout "))) &&
           set_relay_failure(event, "SMTP ", text);
}

/* "mx.example.net [192.0.2.7] closed connection in response to initial connection" */
static bool exim_host_closed(struct event *event, struct text text) {
    return set_relay_failure(event, "Remote host ", text);
}

const struct parser exim_event_parsers[] = {
    {"exim_client_event", exim_client_event,
     "mx.example.org [2001:db8::5]:4 F=<> temporarily rejected RCPT <bob@example.com>: 451 4.7.1 greylisted"},
    {"exim_sender_event", exim_sender_event, "<alice@example.org> rejected by non-SMTP ACL: no such header"},
    {"exim_host_event", exim_host_event, "mx.example.org [203.0.113.5]:25 Connection refused"},
    {"exim_address_error", exim_address_error, "192.0.2.9]:25 Connection timed out"},
    {"exim_smtp_failure", exim_smtp_failure,
     "error from remote mail server after RCPT TO:<bob@example.net>: host mx.example.net [192.0.2.7]: 451 "
     "no"},
    {"exim_host_closed", exim_host_closed,
     "mx.example.net [192.0.2.7] closed connection in response to initial connection"},
    {NULL, NULL, NULL},
};
