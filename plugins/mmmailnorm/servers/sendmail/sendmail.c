/* SPDX-License-Identifier: Apache-2.0
 *
 * sendmail - Sendmail's parsers and the short ones among them; the contract is
 * in parser.h, helpers in sendmail.h
 *
 * Sendmail sources: sm_syslog in conf.c (id), smtp in srvrsmtp.c, collect in
 * collect.c, syserr and usrerr in err.c, returntosender in savemail.c.
 */
#include "config.h"

#include "servers/sendmail/sendmail.h"
#include "reply/reply.h"

/* queue id in front of a line; NOQUEUE stands for none */
static bool split_uid(struct event *event, struct text text) {
    if (text_is(text, TEXT("NOQUEUE")))
        return true;
    return sendmail_is_queue_id(text) && event_set(event, FIELD_email_uid, text);
}

/* the same in front of a piece of a line that was too long; there NOQUEUE has no number */
static bool split_piece_uid(struct event *event, struct text text) {
    return sendmail_is_queue_id(text) && event_set(event, FIELD_email_uid, text);
}

/* queue id of the notification or clone that a line is about */
static bool split_bounce_uid(struct event *event, struct text text) {
    return sendmail_is_queue_id(text) && event_set(event, FIELD_vendor_bounce_uid, text);
}

static bool split_client(struct event *event, struct text text) {
    return sendmail_relay(event, text, RELAY_CLIENT);
}

/* "client.example.net [192.0.2.1] (192.0.2.1)" */
static bool split_client_and_address(struct event *event, struct text text) {
    struct text address;
    return text_ends(text, TEXT(")")) && text_cut_last(&text, TEXT(" ("), &address) &&
           sendmail_relay(event, text, RELAY_CLIENT);
}

/* what a client sent, in round brackets, ") from " and the client behind it; the
 * argument's "(" is taken by the rule */
static bool split_argument_and_client(struct event *event, struct text text, enum field field) {
    struct text client;
    if (!text_cut_last(&text, TEXT(") from "), &client) || !sendmail_relay(event, client, RELAY_CLIENT))
        return false;
    return event_set(event, field, text);
}

static bool split_bad_helo(struct event *event, struct text text) {
    return split_argument_and_client(event, text, FIELD_vendor_helo);
}

static bool split_tempfail(struct event *event, struct text text) {
    if (!text_ends(text, TEXT(" tempfailed (due to previous checks)")))
        return false;
    text.length -= sizeof(" tempfailed (due to previous checks)") - 1;
    return split_argument_and_client(event, text, FIELD_vendor_arg1);
}

/* a stranger's text with ", relay=<client>" at its end, or without */
static bool split_relay_at_end(struct event *event, struct text text) {
    struct text client;
    return !text_cut_last(&text, TEXT(", relay="), &client) || sendmail_relay(event, client, RELAY_CLIENT);
}

static bool split_server(struct event *event, struct text text) {
    return sendmail_relay(event, text, RELAY_SERVER);
}

/* the same up to its "]", which the rule takes */
static bool split_client_start(struct event *event, struct text text) {
    char *whole = event_alloc(event, text.length + 1);
    if (whole == NULL)
        return false;
    memcpy(whole, text.start, text.length);
    whole[text.length] = ']';
    return sendmail_relay(event, (struct text){whole, text.length + 1}, RELAY_CLIENT);
}

static bool split_client_address(struct event *event, struct text text) {
    set_ip(event, FIELD_source_ip, text);
    return true;
}

static bool split_server_address(struct event *event, struct text text) {
    set_ip(event, FIELD_destination_ip, text);
    return true;
}

/* our side of an outgoing connection: "server1.example.com" or "[192.0.2.1]" */
static bool split_outgoing(struct event *event, struct text text) {
    if (!sendmail_is_relay(text))
        return false;
    if (!text_starts(text, TEXT("[")))
        return event_set(event, FIELD_vendor_relay_host, text);
    set_ip(event, FIELD_vendor_relay_ip, text_slice(text, 1, text.length - 1));
    return true;
}

static bool split_sender(struct event *event, struct text text) {
    sendmail_set_address(event, FIELD_email_from, text);
    return true;
}

static bool split_recipient(struct event *event, struct text text) {
    sendmail_set_address(event, FIELD_email_to, text);
    return true;
}

static bool split_daemon(struct event *event, struct text text) {
    return event_set(event, FIELD_vendor_daemon, text) && event_set(event, FIELD_service_name, text);
}

/* what a filter or a ruleset answers to the client */
static bool split_reject(struct event *event, struct text text) {
    reply_add(event, text, REPLY_LOCAL);
    return event_set(event, FIELD_vendor_reject, text);
}

static bool split_remote_reply(struct event *event, struct text text) {
    reply_add(event, text, REPLY_REMOTE);
    return true;
}

/* our answer to the client as LogLevel 15 shows it */
static bool split_local_reply(struct event *event, struct text text) {
    reply_add(event, text, REPLY_LOCAL);
    return true;
}

/* an argument of VRFY, EXPN or ETRN, " [rejected]" behind it */
static bool split_query(struct event *event, struct text text) {
    if (text_ends(text, TEXT(" [rejected]"))) {
        event_set(event, FIELD_vendor_event_action, TEXT("rejected"));
        text.length -= sizeof(" [rejected]") - 1;
    }
    return event_set(event, FIELD_vendor_arg1, sendmail_bare_address(text_trim(text)));
}

/* "bob@example.org>... User unknown", its "<" taken by the rule */
static bool split_refused(struct event *event, struct text text) {
    enum { TRIES = 8 }; /* each reads all in front of it */
    size_t at = text_find(text, TEXT(">... "));
    for (int i = 0; i < TRIES && at != TEXT_NONE; i++) {
        if (sendmail_address_length(text_slice(text, 0, at + 1)) == TEXT_NONE) { /* inside a quoted string */
            size_t next = text_find(text_skip(text, at + 1), TEXT(">... "));
            at = next != TEXT_NONE ? at + 1 + next : TEXT_NONE;
            continue;
        }
        event_set(event, FIELD_email_to, text_slice(text, 0, at));
        return event_set(event, FIELD_vendor_event_outcome_reason, text_skip(text, at + sizeof(">... ") - 1));
    }
    return false;
}

/* "bob...", what is in front of "User unknown" */
static bool split_refused_user(struct event *event, struct text text) {
    if (!text_ends(text, TEXT("...")))
        return false;
    return event_set(event, FIELD_email_to, text_slice(text, 0, text.length - 3));
}

/* "client.example.net, from=<a@example.org>, info=read timeout, where=body, status=tempfail" */
static bool split_collect(struct event *event, struct text text) {
    static const struct text STATES[] = {{", status=tempfail", 17},
                                         {", status=replaced", 17},
                                         {", where=header+body", 19},
                                         {", where=header", 14},
                                         {", where=body", 12}};
    struct text sender, reason;
    size_t at = text_find(text, TEXT(", from="));
    if (at == TEXT_NONE)
        return false;
    sender = text_skip(text, at + sizeof(", from=") - 1);
    for (size_t i = 0; i < sizeof(STATES) / sizeof(STATES[0]); i++)
        if (text_ends(sender, STATES[i]))
            sender.length -= STATES[i].length;
    if (!text_cut_last(&sender, TEXT(", info="), &reason) ||
        !sendmail_relay(event, text_slice(text, 0, at), RELAY_CLIENT))
        return false;
    event_set(event, FIELD_vendor_event_outcome_reason, reason);
    return split_sender(event, sender);
}

/* "26 (25 max): from <a@example.org> via mx.example.net, to <b@example.com>" */
static bool split_hops(struct event *event, struct text text) {
    size_t from = text_find(text, TEXT(": from ")), via = text_find(text, TEXT(" via "));
    size_t to = text_find(text, TEXT(", to "));
    if (from == TEXT_NONE || via == TEXT_NONE || to == TEXT_NONE || from > via || via > to ||
        text_find_last(text, TEXT(" via ")) != via || text_find_last(text, TEXT(", to ")) != to ||
        !sendmail_relay(event, text_slice(text, via + sizeof(" via ") - 1, to), RELAY_CLIENT))
        return false;
    split_recipient(event, text_skip(text, to + sizeof(", to ") - 1));
    return split_sender(event, text_slice(text, from + sizeof(": from ") - 1, via));
}

/* "read timeout on connection from client.example.net, from=<a@example.org>: Connection reset" */
static void split_collect_error(struct event *event, struct text text) {
    size_t at = text_find(text, TEXT(" on connection from ")), end = text_find(text, TEXT(", from="));
    if (at == TEXT_NONE || end == TEXT_NONE || end < at)
        return;
    struct text client = text_slice(text, at + sizeof(" on connection from ") - 1, end);
    struct text sender = text_skip(text, end + sizeof(", from=") - 1);
    if (!sendmail_relay(event, client, RELAY_CLIENT))
        return;
    event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, at));
    if (!text_ends(sender, TEXT(">")) && text_find_last(sender, TEXT(">: ")) != TEXT_NONE)
        sender = text_slice(sender, 0, text_find_last(sender, TEXT(">: ")) + 1);
    split_sender(event, sender);
}

/* any error of the system; of some the text holds more */
static bool split_system_error(struct event *event, struct text text) {
    event_set(event, FIELD_vendor_warning_description, text);
    if (text_take(&text, TEXT("collect: relay=")))
        split_collect(event, text);
    else if (text_take(&text, TEXT("collect: ")))
        split_collect_error(event, text);
    else if (text_take(&text, TEXT("Too many hops ")))
        split_hops(event, text);
    return true;
}

static const struct parser parsers[] = {
    {"sendmail_uid", split_uid},
    {"sendmail_piece_uid", split_piece_uid},
    {"sendmail_bounce_uid", split_bounce_uid},
    {"sendmail_receipt", sendmail_receipt},
    {"sendmail_delivery", sendmail_delivery},
    {"sendmail_delay", sendmail_delay},
    {"sendmail_ruleset", sendmail_ruleset},
    {"sendmail_client", split_client},
    {"sendmail_client_start", split_client_start},
    {"sendmail_client_address", split_client_address},
    {"sendmail_client_and_address", split_client_and_address},
    {"sendmail_bad_helo", split_bad_helo},
    {"sendmail_tempfail", split_tempfail},
    {"sendmail_relay_at_end", split_relay_at_end},
    {"sendmail_server", split_server},
    {"sendmail_server_address", split_server_address},
    {"sendmail_outgoing", split_outgoing},
    {"sendmail_sender", split_sender},
    {"sendmail_recipient", split_recipient},
    {"sendmail_daemon", split_daemon},
    {"sendmail_reject", split_reject},
    {"sendmail_remote_reply", split_remote_reply},
    {"sendmail_local_reply", split_local_reply},
    {"sendmail_query", split_query},
    {"sendmail_refused", split_refused},
    {"sendmail_refused_user", split_refused_user},
    {"sendmail_collect", split_collect},
    {"sendmail_hops", split_hops},
    {"sendmail_system_error", split_system_error},
    {"sendmail_auth", sendmail_auth},
    {"sendmail_auth_failure", sendmail_auth_failure},
    {"sendmail_starttls_error", sendmail_starttls_error},
    {"sendmail_tls_error", sendmail_tls_error},
    {"sendmail_certificate", sendmail_certificate},
    {"sendmail_milter_sender", sendmail_milter_sender},
    {"sendmail_milter_recipient", sendmail_milter_recipient},
    {"sendmail_milter_helo", sendmail_milter_helo},
    {"sendmail_milter_verdict", sendmail_milter_verdict},
    {NULL, NULL},
};

const struct server sendmail_server = {
    .product = "sendmail",
    .parsers = {parsers},
    .processes = PROCESSES_OF_CLIENTS_IN_TURN,
    .matched = offsetof(struct counters, matched_sendmail),
    .unmatched = offsetof(struct counters, unmatched_sendmail),
};
