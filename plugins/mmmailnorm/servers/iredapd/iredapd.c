/* SPDX-License-Identifier: Apache-2.0
 *
 * iredapd - what iRedAPD answers Postfix; see parser.h
 *
 * Source: iRedAPD 3 to 5, libs/utils.py log_policy_request(). Sender, recipient and HELO are strangers'
 * words, so the answer begins after a ", " with a known word after it; there must be only one such place.
 */
#include "config.h"

#include "servers/login/login.h"

/* "192.0.2.1] RCPT, alice@example.com -> bob@example.org, REJECT Not allowed [sasl_username=, sender=...,
 * ...]" */
static bool iredapd_request(struct event *event, struct text text) {
    struct text client, stage, addresses, detail, from, user;
    if (!text_take_to(&text, TEXT("] "), &client) || !text_take_to(&text, TEXT(", "), &stage) ||
        !text_cut_last(&text, TEXT(" [sasl_username="), &detail))
        return false;
    login_set_client(event, client);
    event_set(event, FIELD_vendor_stage, stage);
    if (!event_has(event, FIELD_source_ip))
        return false;
    user = text_slice(detail, 0, text_find_char(detail, ','));
    if (text_find_only(detail, TEXT("sender=")) != TEXT_NONE)
        login_set_user(event, user);
    if (text_find_only(text, TEXT(" -> ")) == TEXT_NONE || text_find_only(text, TEXT(", ")) == TEXT_NONE)
        return true;
    text_take_to(&text, TEXT(", "), &addresses);
    text_take_to(&addresses, TEXT(" -> "), &from);
    event_set(event, FIELD_email_from, from);
    event_set(event, FIELD_email_to, addresses);
    event_set(event, FIELD_vendor_event_action, text_slice(text, 0, text_find_char(text, ' ')));
    event_set(event, FIELD_vendor_event_outcome_reason, text);
    return true;
}

static const struct parser parsers[] = {
    {"iredapd_request", iredapd_request,
     "192.0.2.1] RCPT, alice@example.com -> bob@example.org, REJECT Not allowed [sasl_username=bob, "
     "sender=alice@example.com, client_name=unknown, reverse_client_name=unknown, helo=x, "
     "process_time=0.01s]"},
    {NULL, NULL, NULL},
};

const struct server iredapd_server = {.product = "iredapd", .parsers = {parsers}};
