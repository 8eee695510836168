/* SPDX-License-Identifier: Apache-2.0
 *
 * sqlgrey - what SQLgrey decides on a client; see parser.h
 *
 * Source: sqlgrey 1.8, sqlgrey smtpd_access_policy(), mylog(). Sender and recipient are strangers' words.
 */
#include "config.h"

#include "servers/login/login.h"

/* "192.0.2(192.0.2.1), alice@example.com -> bob@example.org", also with "(00:05:12)" behind */
static bool sqlgrey_triplet(struct event *event, struct text text) {
    struct text network, client, from, waited;
    if (!text_take_to(&text, TEXT("("), &network) || !text_take_to(&text, TEXT("), "), &client))
        return false;
    login_set_client(event, client);
    if (text_ends(text, TEXT(")")) && text_cut_last(&text, TEXT(" ("), &waited))
        event_set(event, FIELD_vendor_event_outcome_reason, text_slice(waited, 0, waited.length - 1));
    if (text_find_only(text, TEXT(" -> ")) == TEXT_NONE)
        return text_find(text, TEXT(" -> ")) != TEXT_NONE;
    text_take_to(&text, TEXT(" -> "), &from);
    if (!text_is(from, TEXT("-undef-")))
        event_set(event, FIELD_email_from, from);
    event_set(event, FIELD_email_to, text);
    return event_has(event, FIELD_source_ip);
}

static const struct parser parsers[] = {
    {"sqlgrey_triplet", sqlgrey_triplet, "192.0.2(192.0.2.1), alice@example.com -> bob@example.org"},
    {NULL, NULL, NULL},
};

const struct server sqlgrey_server = {.product = "sqlgrey", .parsers = {parsers}, .queue = "postfix"};
