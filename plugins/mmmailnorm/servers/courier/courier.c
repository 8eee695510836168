/* SPDX-License-Identifier: Apache-2.0
 *
 * courier - what Courier's IMAP and POP3 servers say of their clients; see parser.h
 *
 * Source: courier-imap 5, imap/imaplogin.c, imap/pop3login.c, imap/pop3dserver.c, imap/imapd.c.
 */
#include "config.h"

#include "servers/login/login.h"

/* "bob, ip=[::ffff:192.0.2.1], port=[4711], protocol=IMAP": what follows ip= is the server's */
static bool courier_user(struct event *event, struct text text) {
    struct text user, address;
    size_t at = text_find_only(text, TEXT(", ip=["));
    if (at == TEXT_NONE)
        return text_find(text, TEXT(", ip=[")) != TEXT_NONE;
    user = text_slice(text, 0, at);
    text = text_skip(text, at + 6);
    if (!text_take_to(&text, TEXT("]"), &address))
        return false;
    login_set_user(event, user);
    login_set_client(event, address);
    struct text port;
    if (text_take(&text, TEXT(", port=[")) && text_take_to(&text, TEXT("]"), &port))
        event_set(event, FIELD_source_port, port);
    return true;
}

/* "PLAIN, ip=[::ffff:192.0.2.1]": newer servers do not name a user who failed */
static bool courier_method(struct event *event, struct text text) {
    size_t comma = text_find_char(text, ',');
    if (comma == TEXT_NONE || !text_starts(text_skip(text, comma), TEXT(", ip=[")) ||
        !text_ends(text, TEXT("]")))
        return false;
    event_set(event, FIELD_vendor_sasl_method, text_slice(text, 0, comma));
    login_set_client(event, text_slice(text, comma + 6, text.length - 1));
    return true;
}

/* "::ffff:192.0.2.1]" and what may follow: ", port=[4711]" */
static bool courier_address(struct event *event, struct text text) {
    size_t close = text_find_char(text, ']');
    if (close == TEXT_NONE)
        return false;
    login_set_client(event, text_slice(text, 0, close));
    return true;
}

static const struct parser parsers[] = {
    {"courier_user", courier_user, "bob, ip=[::ffff:192.0.2.1], port=[4711], protocol=IMAP"},
    {"courier_method", courier_method, "PLAIN, ip=[::ffff:192.0.2.1]"},
    {"courier_address", courier_address, "::ffff:192.0.2.1]"},
    {NULL, NULL, NULL},
};

const struct server courier_server = {.product = "courier", .parsers = {parsers}};
