/* SPDX-License-Identifier: Apache-2.0
 *
 * sendmail_message - the from= and to= lines of Sendmail; the contract is in
 * sendmail.h
 *
 * Sendmail sources: logsender in headers.c, logdelivery in deliver.c.
 */
#include "config.h"

#include "servers/sendmail/sendmail.h"
#include "reply/reply.h"

/* ---- from= ---- */

/* take ", name=" and a number */
static bool take_number(struct text *text, struct text name, struct text *value) {
    return sendmail_take_value(text, name, value) && sendmail_is_number(*value);
}

struct receipt {
    struct text size, class, pri, nrcpts;
};

/* ", size=1286, class=0, nrcpts=1"; 8.11 and before have pri= too */
static bool take_receipt(struct text *text, struct receipt *receipt) {
    return take_number(text, TEXT(", size="), &receipt->size) &&
           take_number(text, TEXT(", class="), &receipt->class) &&
           (!text_starts(*text, TEXT(", pri=")) || take_number(text, TEXT(", pri="), &receipt->pri)) &&
           take_number(text, TEXT(", nrcpts="), &receipt->nrcpts) &&
           (text->length == 0 || text_starts(*text, TEXT(", ")));
}

static bool is_receipt(struct text text) {
    struct receipt receipt;
    return take_receipt(&text, &receipt);
}

/* cut ", name=word" off the end, if it stands there */
static struct text cut_word(struct text *text, struct text name) {
    struct text rest = *text, value;
    if (!text_cut_last(&rest, name, &value) || value.length == 0)
        return (struct text){NULL, 0};
    for (size_t i = 0; i < value.length; i++)
        if (value.start[i] == ',' || value.start[i] == '>')
            return (struct text){NULL, 0};
    *text = rest;
    return value;
}

static void set_message_id(struct event *event, struct text id) {
    if (text_starts(id, TEXT("<")))
        id = text_skip(id, 1);
    if (text_ends(id, TEXT(">")))
        id.length--;
    event_set(event, FIELD_email_message_id, id);
}

bool sendmail_receipt(struct event *event, struct text text) {
    struct text relay;
    if (!text_cut_last(&text, TEXT(", relay="), &relay))
        return false;
    struct text auth = cut_word(&text, TEXT(", auth="));
    struct text cipher = cut_word(&text, TEXT(", cipher="));
    struct text version = cut_word(&text, TEXT(", tls_version="));
    struct text verify = cut_word(&text, TEXT(", tls_verify="));
    struct text daemon = cut_word(&text, TEXT(", daemon="));
    struct text protocol = cut_word(&text, TEXT(", proto="));
    struct text body_type = cut_word(&text, TEXT(", bodytype="));

    size_t at = sendmail_find_names(text, TEXT(", size="), is_receipt);
    if (at == TEXT_NONE)
        return false;
    struct text sender = text_slice(text, 0, at), message_id = {NULL, 0};
    struct receipt receipt = {{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
    text = text_skip(text, at);
    take_receipt(&text, &receipt);
    if (text_take(&text, TEXT(", msgid=")))
        message_id = text;
    else if (text.length > 0)
        return false;
    if (!sendmail_relay(event, relay, RELAY_CLIENT))
        return false;

    if (!text_is(sender, TEXT("<NONE>")))
        sendmail_set_address(event, FIELD_email_from, sender);
    set_message_id(event, message_id);
    event_set(event, FIELD_email_size, receipt.size);
    event_set(event, FIELD_vendor_class, receipt.class);
    event_set(event, FIELD_vendor_pri, receipt.pri);
    event_set(event, FIELD_vendor_nrcpts, receipt.nrcpts);
    event_set(event, FIELD_vendor_bodytype, body_type);
    event_set_lower(event, FIELD_network_protocol, protocol);
    event_set(event, FIELD_vendor_daemon, daemon);
    event_set(event, FIELD_service_name, daemon);
    event_set(event, FIELD_vendor_starttls_verify, verify);
    event_set(event, FIELD_vendor_tls_version, version);
    event_set(event, FIELD_vendor_tls_cipher, cipher);
    if (!text_is(auth, TEXT("NONE"))) {
        event_set(event, FIELD_vendor_mech, auth);
        event_set(event, FIELD_vendor_sasl_method, auth);
    }
    return true;
}

/* ---- to= ---- */

enum { LONGEST_DSN = sizeof(", dsn=5.999.999") - 1 };

struct delivery {
    struct text delay, xdelay, mailer, pri, relay, quarantine, dsn, tries, stage, tls_verify, tls_version,
        cipher;
};

/* "00:08:52" or "1+02:03:04"; -1 for anything else */
static double read_interval(struct text text) {
    long parts[4] = {0, 0, 0, 0}; /* days, hours, minutes, seconds */
    size_t plus = text_find_char(text, '+');
    for (int i = plus == TEXT_NONE ? 1 : 0; i < 4; i++) {
        size_t digits = text_span(text, "0123456789");
        if (digits == 0 || digits > 6 || (i > 0 && digits != 2))
            return -1;
        for (size_t j = 0; j < digits; j++)
            parts[i] = parts[i] * 10 + text.start[j] - '0';
        text = text_skip(text, digits);
        if (i < 3 && !text_take(&text, i == 0 ? TEXT("+") : TEXT(":")))
            return -1;
    }
    if (text.length > 0)
        return -1;
    return (double)(((parts[0] * 24 + parts[1]) * 60 + parts[2]) * 60 + parts[3]);
}

bool sendmail_delay(struct event *event, struct text text) {
    double seconds = read_interval(text);
    if (seconds < 0)
        return false;
    event_set(event, FIELD_vendor_delay, text);
    event_set_float(event, FIELD_vendor_delay_total_seconds, seconds);
    return true;
}

/* Names from delay= to the one before reply= or stat=, in the server's order. */
static bool take_delivery(struct text *text, struct delivery *delivery) {
    memset(delivery, 0, sizeof(*delivery));
    if (!sendmail_take_value(text, TEXT(", delay="), &delivery->delay) || read_interval(delivery->delay) < 0)
        return false;
    if (sendmail_take_value(text, TEXT(", xdelay="), &delivery->xdelay) &&
        read_interval(delivery->xdelay) < 0)
        return false;
    sendmail_take_value(text, TEXT(", mailer="), &delivery->mailer);
    if (sendmail_take_value(text, TEXT(", tls_verify="), &delivery->tls_verify)) {
        sendmail_take_value(text, TEXT(", tls_version="), &delivery->tls_version);
        sendmail_take_value(text, TEXT(", cipher="), &delivery->cipher);
    }
    if (sendmail_take_value(text, TEXT(", pri="), &delivery->pri) && !sendmail_is_number(delivery->pri))
        return false;
    if (!sendmail_take_value(text, TEXT(", relay="), &delivery->relay) &&
        text_starts(*text, TEXT(", quarantine="))) {
        /* a filter's words; behind them stand a fixed status and at most one short name */
        if (!text_ends(*text, TEXT(", stat=quarantined")))
            return false;
        size_t end = text->length - (sizeof(", stat=quarantined") - 1);
        size_t near = end > LONGEST_DSN ? end - LONGEST_DSN : 0;
        size_t dsn = text_find_last(text_slice(*text, near, end), TEXT(", dsn="));
        if (dsn != TEXT_NONE)
            end = near + dsn;
        delivery->quarantine = text_skip(text_slice(*text, 0, end), sizeof(", quarantine=") - 1);
        *text = text_skip(*text, end);
    }
    sendmail_take_value(text, TEXT(", dsn="), &delivery->dsn);
    if (sendmail_take_value(text, TEXT(", ntries="), &delivery->tries) &&
        !sendmail_is_number(delivery->tries))
        return false;
    sendmail_take_value(text, TEXT(", stage="), &delivery->stage);
    return text_starts(*text, TEXT(", reply=")) || text_starts(*text, TEXT(", status=")) ||
           text_starts(*text, TEXT(", stat=")) || text_starts(*text, TEXT("..., stat="));
}

static bool is_delivery(struct text text) {
    struct delivery delivery;
    return take_delivery(&text, &delivery);
}

/* whether stat= repeats the reply: "Deferred: 451 4.7.1 ..." */
static bool repeats(struct text status, struct text reply) {
    text_take(&status, TEXT("Deferred: "));
    size_t same = reply.length < status.length ? reply.length : status.length;
    if (same > 80)
        same = 80; /* both are shortened in the middle */
    else if (reply.length != status.length)
        return false;
    return memcmp(status.start, reply.start, same) == 0;
}

/* split_reply - cut "reply=..., stat=..." in two. Both are the other server's
 * words, and either may hold ", stat=": the place is right where stat= repeats the
 * reply, else the last. A reply is printed for failures only. */
static bool split_reply(struct text text, struct text *reply, struct text *status) {
    struct text rest = text, value;
    while (text_cut_last(&rest, TEXT(", stat="), &value)) {
        *reply = rest;
        *status = text_skip(text, rest.length + sizeof(", stat=") - 1);
        if (repeats(*status, *reply))
            return true;
    }
    if (!text_cut_last(&text, TEXT(", stat="), status))
        return false;
    *reply = text;
    return !text_starts(*status, TEXT("Sent")) && !text_is(*status, TEXT("queued"));
}

/* "<a>,<b>" as "a, b" */
static void set_recipients(struct event *event, struct text list) {
    if (list.length == 0 || text_is(list, TEXT("NO-TO-LIST")) || sendmail_address_length(list) != list.length)
        return;
    struct recipients recipients = recipients_begin(event, list);
    while (list.length > 0) {
        struct text one = text_slice(list, 0, sendmail_recipient_length(list));
        list = text_skip(list, one.length + 1);
        recipients_add(&recipients, sendmail_bare_address(one));
    }
    recipients_set(&recipients, event);
}

/* "<alice@example.com> (1000/1000)": the user, without ids */
static void set_controlling_user(struct event *event, struct text text) {
    size_t at = text_find_last(text, TEXT(" ("));
    if (at != TEXT_NONE && text_ends(text, TEXT(")"))) {
        struct text ids = text_slice(text, at + 2, text.length - 1);
        if (text_span(ids, "0123456789/") == ids.length)
            text = text_slice(text, 0, at);
    }
    event_set(event, FIELD_vendor_ctladdr, sendmail_bare_address(text));
}

/* queue id that the next server gave: "<id> Message accepted for delivery",
 * "... queued as <id>", "OK id=<id>" */
static struct text queued_as(struct text text) {
    static const char ID[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
    struct text id = {NULL, 0};
    size_t at = text_find(text, TEXT("queued as "));
    if (text_ends(text, TEXT(" Message accepted for delivery")))
        id = text_slice(text, 0, text.length - sizeof(" Message accepted for delivery") + 1);
    else if (at != TEXT_NONE)
        id = text_skip(text, at + sizeof("queued as ") - 1);
    else if (text_starts_nocase(text, TEXT("OK id=")))
        id = text_skip(text, sizeof("OK id=") - 1);
    size_t length = text_span(id, ID);
    if (length < id.length && !char_is_in(id.start[length], " ).;,"))
        return (struct text){NULL, 0};
    return text_slice(id, 0, length);
}

static bool is_reply(struct text text) {
    struct reply reply;
    return reply_parse(text, &reply) && reply.code.length > 0;
}

/* status texts of the server itself, which words of others may follow; the rest of a
 * status is the reply or a filter's text and stays whole */
static const char *const STATES[] = {"Sent",
                                     "Deferred",
                                     "User unknown",
                                     "Host unknown",
                                     "Service unavailable",
                                     "Data format error",
                                     "Operating system error",
                                     "Local configuration error",
                                     "Remote protocol error",
                                     "Internal error",
                                     "I/O error",
                                     "Insufficient permission",
                                     "Can't create output",
                                     "Cannot open input",
                                     "System file missing",
                                     NULL};

/* "Sent (OK 123)", "Deferred: Connection refused by x", "User unknown" */
static void set_status(struct event *event, struct text full, bool has_reply) {
    struct text status = full, text = {NULL, 0};
    for (size_t i = 0; STATES[i] != NULL; i++) {
        struct text rest = full;
        if (!text_take(&rest, text_of(STATES[i])))
            continue;
        if (text_starts(rest, TEXT(" (")) && text_ends(rest, TEXT(")")))
            text = text_slice(rest, 2, rest.length - 1);
        else if (text_starts(rest, TEXT(": ")))
            text = text_skip(rest, 2);
        if (text.length > 0)
            status = text_of(STATES[i]);
    }
    event_set(event, FIELD_vendor_status_full, full);
    struct text reply = is_reply(full) ? full : text;
    if (!is_reply(full)) {
        event_set(event, FIELD_vendor_status, status);
        event_set(event, FIELD_vendor_status_text, text);
    }
    if (text_is(status, TEXT("Sent")))
        event_set(event, FIELD_vendor_queued_as, queued_as(text));
    else if (!has_reply && is_reply(reply))
        /* 403 is what our own TLS rulesets answer */
        reply_add(event, reply, text_starts(reply, TEXT("403 ")) ? REPLY_LOCAL : REPLY_REMOTE);
}

/* $h of a mailer that delivers here is no host */
static void set_next_hop(struct event *event, struct text relay) {
    bool has_address = text_ends(relay, TEXT("]"));
    if (has_address || (text_find_char(relay, '.') != TEXT_NONE && text_find_char(relay, '@') == TEXT_NONE) ||
        text_is(relay, TEXT("localhost")))
        sendmail_relay(event, relay, RELAY_NEXT_HOP);
}

bool sendmail_delivery(struct event *event, struct text text) {
    size_t at = sendmail_find_names(text, TEXT(", delay="), is_delivery),
           list_length = sendmail_address_length(text);
    if (at == TEXT_NONE && list_length != TEXT_NONE) {
        /* two places look like it: the controlling user's own quoting decides */
        struct text rest = text_skip(text, list_length);
        text_take(&rest, TEXT(", [more]"));
        if (!text_take(&rest, TEXT(", ctladdr=")))
            return false;
        at = sendmail_find_names(rest, TEXT(", delay="), is_delivery);
        if (at == TEXT_NONE)
            return false;
        at += (size_t)(rest.start - text.start);
    }
    if (at == TEXT_NONE)
        return false;

    struct text head = text_slice(text, 0, at), list, user = {NULL, 0};
    struct text names = text_skip(text, at), reply = {NULL, 0}, status;
    struct delivery delivery;
    take_delivery(&names, &delivery);
    if (list_length == TEXT_NONE || list_length > at)
        list_length = text_find(head, TEXT(", ctladdr="));
    list = text_slice(head, 0, list_length);
    head = text_skip(head, list.length);
    text_take(&head, TEXT(", [more]"));
    if (text_take(&head, TEXT(", ctladdr=")))
        user = head;
    else if (head.length > 0)
        return false;

    text_take(&names, TEXT("..."));
    if (text_take(&names, TEXT(", reply=")) || text_take(&names, TEXT(", status="))) {
        if (!split_reply(names, &reply, &status))
            return false;
    } else {
        text_take(&names, TEXT(", stat="));
        status = names;
    }

    set_recipients(event, list);
    set_controlling_user(event, user);
    sendmail_delay(event, delivery.delay);
    event_set(event, FIELD_vendor_xdelay, delivery.xdelay);
    event_set(event, FIELD_vendor_mailer, delivery.mailer);
    event_set(event, FIELD_vendor_pri, delivery.pri);
    set_next_hop(event, delivery.relay);
    event_set(event, FIELD_vendor_quarantine, delivery.quarantine);
    event_set(event, FIELD_vendor_dsn, delivery.dsn);
    event_set(event, FIELD_vendor_ntries, delivery.tries);
    event_set(event, FIELD_vendor_starttls_verify, delivery.tls_verify);
    event_set(event, FIELD_vendor_tls_version, delivery.tls_version);
    event_set(event, FIELD_vendor_tls_cipher, delivery.cipher);
    set_status(event, status, reply.length > 0);
    if (reply.length > 0)
        reply_add(event, reply, REPLY_REMOTE);
    return true;
}
