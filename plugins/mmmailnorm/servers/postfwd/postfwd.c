/* SPDX-License-Identifier: Apache-2.0
 *
 * postfwd - the rule of postfwd that decided; see parser.h
 *
 * Source: postfwd 1.35 and 2.03, postfwd log_rule(). Sender, recipient and HELO are strangers' words.
 */
#include "config.h"

#include "servers/login/login.h"

/* "rule=5, id=RBL01, queue=44DB6AA49A6, client=mx.example.com[192.0.2.1], sender=<a@example.com>,
 * recipient=<b@example.org>, helo=<x>, proto=ESMTP, state=RCPT, delay=0s, hits=RBL01, action=REJECT" */
static bool postfwd_rule(struct event *event, struct text text) {
    struct text number, id, client, from, to, uid = {NULL, 0}, rest;
    if (!text_take_to(&text, TEXT(", id="), &number) || text_digits(number) != number.length ||
        !text_take_to(&text, TEXT(", "), &id))
        return false;
    event_set(event, FIELD_vendor_filter_method, id);
    if (text_take(&text, TEXT("queue=")) && !text_take_to(&text, TEXT(", "), &uid))
        return false;
    event_set(event, FIELD_email_uid, uid);
    if (!text_take(&text, TEXT("client=")) || !text_take_to(&text, TEXT(", "), &client))
        return false;
    login_set_client(event, client);
    rest = text;
    if (!text_take(&rest, TEXT("sender=")) || !text_take_bracketed(&rest, &from) ||
        !text_take(&rest, TEXT(", recipient=")) || !text_take_bracketed(&rest, &to) ||
        !text_take(&rest, TEXT(", helo=<")))
        return true;
    event_set(event, FIELD_email_from, from);
    event_set(event, FIELD_email_to, to);
    if (text_find_only(rest, TEXT(">, proto=")) == TEXT_NONE ||
        text_find_only(rest, TEXT(", action=")) == TEXT_NONE)
        return true;
    struct text helo, action;
    text_take_to(&rest, TEXT(">, proto="), &helo);
    event_set(event, FIELD_vendor_helo, helo);
    text_cut_last(&rest, TEXT(", action="), &action);
    event_set(event, FIELD_vendor_event_action, text_slice(action, 0, text_find_char(action, ' ')));
    event_set(event, FIELD_vendor_event_outcome_reason, action);
    return true;
}

static const struct parser parsers[] = {
    {"postfwd_rule", postfwd_rule,
     "5, id=RBL01, client=mx.example.com[192.0.2.1], sender=<a@example.com>, recipient=<b@example.org>, "
     "helo=<x>, proto=ESMTP, state=RCPT, delay=0s, hits=RBL01, action=REJECT"},
    {NULL, NULL, NULL},
};

const struct server postfwd_server = {.product = "postfwd", .parsers = {parsers}, .queue = "postfix"};
