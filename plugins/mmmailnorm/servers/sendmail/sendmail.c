/* SPDX-License-Identifier: Apache-2.0
 *
 * sendmail - Sendmail's parsers and the short ones among them; the contract is
 * in parser.h, helpers in sendmail.h
 *
 * Sendmail sources: sm_syslog in conf.c (id), smtp in srvrsmtp.c, collect in
 * collect.c, syserr and usrerr in err.c, returntosender in savemail.c.
 */
#include "config.h"

#include "common/array.h"
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
/* "ID, ID": the queue ids that the rest of the recipients got */
static bool split_split_uids(struct event *event, struct text text) {
    struct text list = text;
    while (list.length > 0) {
        size_t comma = text_find(list, TEXT(", "));
        if (!sendmail_is_queue_id(text_slice(list, 0, comma)))
            return false;
        list = text_skip(list, comma == TEXT_NONE ? list.length : comma + 2);
    }
    return event_set(event, FIELD_vendor_split_uids, text);
}

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
    static const struct text STATES[] = {
        TEXT_CONSTANT(", status=tempfail"), TEXT_CONSTANT(", status=replaced"),
        TEXT_CONSTANT(", where=header+body"), TEXT_CONSTANT(", where=header"), TEXT_CONSTANT(", where=body")};
    struct text sender, reason;
    size_t at = text_find(text, TEXT(", from="));
    if (at == TEXT_NONE)
        return false;
    sender = text_skip(text, at + sizeof(", from=") - 1);
    for (size_t i = 0; i < COUNT_OF(STATES); i++)
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
    {"sendmail_uid", split_uid, "AAA12345"},
    {"sendmail_piece_uid", split_piece_uid, "6AKAeQIh001064"},
    {"sendmail_bounce_uid", split_bounce_uid, "6AKAeQIi001064"},
    {"sendmail_split_uids", split_split_uids, "6AKAeQIi001064, 6AKAeQIj001064"},
    {"sendmail_receipt", sendmail_receipt,
     "<alice@example.org>, size=10, class=0, nrcpts=1, msgid=<1@example.org>, proto=ESMTP, daemon=MTA, "
     "relay=mx.example.org [192.0.2.1]"},
    {"sendmail_delivery", sendmail_delivery,
     "<bob@example.com>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=30372, relay=mx.example.com "
     "[198.51.100.7], dsn=2.0.0, stat=Sent (ok)"},
    {"sendmail_delay", sendmail_delay, "00:00:01"},
    {"sendmail_ruleset", sendmail_ruleset,
     "check_eoh, arg1=12, arg2=450, relay=[192.0.2.111], reject=553 5.7.1 Header error"},
    {"sendmail_client", split_client, "alice@mx.example.org [192.0.2.1] (may be forged)"},
    {"sendmail_client_start", split_client_start, "user@mx.example.org [192.0.2.111"},
    {"sendmail_client_address", split_client_address, "192.0.2.111"},
    {"sendmail_client_and_address", split_client_and_address,
     "mx.example.org [192.0.2.111] (may be forged) (192.0.2.111)"},
    {"sendmail_bad_helo", split_bad_helo, "bad_name) from mx.example.org [192.0.2.111]"},
    {"sendmail_tempfail", split_tempfail,
     "PLAIN) from mx.example.org [192.0.2.111] (may be forged) tempfailed (due to previous checks)"},
    {"sendmail_relay_at_end", split_relay_at_end, "-7, relay=mx.example.org [192.0.2.1]"},
    {"sendmail_server", split_server, "mx.example.net [198.51.100.26]"},
    {"sendmail_server_address", split_server_address, "198.51.100.26"},
    {"sendmail_sender", split_sender, "owner-list"},
    {"sendmail_recipient", split_recipient, "<bob@example.com>"},
    {"sendmail_daemon", split_daemon, "MTA"},
    {"sendmail_reject", split_reject, "451 4.7.1 later"},
    {"sendmail_remote_reply", split_remote_reply, "250 2.1.5 <b@example.com>... Recipient ok"},
    {"sendmail_local_reply", split_local_reply, "550 5.7.1 <b@example.com>... Relaying denied"},
    {"sendmail_query", split_query, " user [rejected]"},
    {"sendmail_refused", split_refused, "a@b@c>... Invalid route address"},
    {"sendmail_refused_user", split_refused_user, "bob..."},
    {"sendmail_collect", split_collect, "[192.0.2.111], from=<alice@example.org>, info=unexpected close"},
    {"sendmail_hops", split_hops, "26 (25 max): from <a@example.org> via mx.example.net, to <b@example.com>"},
    {"sendmail_system_error", split_system_error,
     "collect: relay=client.example.net, from=<alice@example.org>, info=read timeout"},
    {"sendmail_auth", sendmail_auth,
     "mx.example.org [192.0.2.1], authid=alice@example.com, mech=CRAM-MD5, bits=0"},
    {"sendmail_auth_failure", sendmail_auth_failure,
     "LOGIN): authentication failure (-13) SASL(-13): authentication failure: checkpass failed, user=alice, "
     "relay=mx.example.org [192.0.2.1]"},
    {"sendmail_starttls_error", sendmail_starttls_error,
     "accept failed=0, reason=unknown, SSL_error=5, errno=0, retry=-1, relay=[192.0.2.111]"},
    {"sendmail_tls_error", sendmail_tls_error, "error:0A000126:SSL routines::no:../ssl/a.c:1:"},
    {"sendmail_certificate", sendmail_certificate,
     "/CN=mx.example.net, cert-issuer=/CN=Example+20CA, verifymsg=ok"},
    {"sendmail_milter_sender", sendmail_milter_sender,
     "<alice@example.org>, reject=550 5.7.1 Command rejected"},
    {"sendmail_milter_recipient", sendmail_milter_recipient,
     "<bob@example.com>, reject=451 4.7.1 Greylisting in action, please come back later"},
    {"sendmail_milter_helo", sendmail_milter_helo, "bad.example.net, reject=550 5.7.1 bad helo name"},
    {"sendmail_milter_verdict", sendmail_milter_verdict, "reject=451 4.3.2 Please try again later"},
    {NULL, NULL, NULL},
};

const struct server sendmail_server = {
    .product = "sendmail",
    .parsers = {parsers},
    .processes = PROCESSES_OF_CLIENTS_IN_TURN,
    .matched = offsetof(struct counters, matched_sendmail),
    .unmatched = offsetof(struct counters, unmatched_sendmail),
};
