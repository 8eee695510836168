/* SPDX-License-Identifier: Apache-2.0
 *
 * cyrus - log-ins and deliveries of Cyrus IMAP; see parser.h
 *
 * Source: cyrus-imapd 2.4 to 3.8, imap/imapd.c, imap/pop3d.c, imap/lmtpd.c, imap/append.c.
 */
#include "config.h"

#include "servers/login/login.h"

/* "mx.example.org [192.0.2.1]" off the start; the name comes from DNS and holds no bracket */
static bool take_client(struct event *event, struct text *text) {
    size_t close = text_find(*text, TEXT("] "));
    if (close == TEXT_NONE)
        return false;
    login_set_client(event, text_slice(*text, 0, close + 1));
    *text = text_skip(*text, close + 2);
    return event_has(event, FIELD_source_ip);
}

/* "mx.example.org [192.0.2.1] bob PLAIN+TLS User logged in SESSIONID=<x>": a user who is known may have
 * blanks in the name, so all but the name is found from the right */
static bool cyrus_login(struct event *event, struct text text) {
    struct text session, method;
    if (!take_client(event, &text))
        return false;
    if (text_cut_last(&text, TEXT(" SESSIONID=<"), &session))
        event_set(event, FIELD_vendor_session_id, text_slice(session, 0, text_find_char(session, '>')));
    if (text_cut_last(&text, TEXT(" User logged in"), &session) && session.length > 0)
        return false;
    if (!text_cut_last(&text, TEXT(" "), &method))
        return false;
    size_t plus = text_find_char(method, '+');
    event_set(event, FIELD_vendor_sasl_method, text_slice(method, 0, plus));
    login_set_user(event, text);
    return true;
}

/* "mx.example.org [192.0.2.1] PLAIN (bob) [SASL(-13): authentication failure: checkpass failed]", and
 * "... plaintext bob SASL(-13): ...": the user's name is the client's word */
static bool cyrus_bad_login(struct event *event, struct text text) {
    struct text method, reason = {NULL, 0}, user = {NULL, 0};
    if (!take_client(event, &text) || !text_take_to(&text, TEXT(" "), &method))
        return false;
    event_set(event, FIELD_vendor_sasl_method, method);
    if (text_ends(text, TEXT("]"))) {
        size_t open = text_find_only(text, TEXT("[SASL("));
        bool one = open != TEXT_NONE || text_find(text, TEXT("[SASL(")) == TEXT_NONE;
        if (open == TEXT_NONE && one)
            open = text_starts(text, TEXT("[")) ? 0 : TEXT_NONE;
        if (open == TEXT_NONE)
            return text_find(text, TEXT("[")) != TEXT_NONE;
        reason = text_slice(text, open + 1, text.length - 1);
        user = text_trim(text_slice(text, 0, open));
        if (text_take(&user, TEXT("(")) && text_ends(user, TEXT(")")))
            user.length--;
    } else {
        size_t at = text_find_only(text, TEXT(" SASL("));
        if (at == TEXT_NONE)
            return true; /* "plaintext bob invalid user" has as many forms as reasons */
        user = text_slice(text, 0, at);
        reason = text_skip(text, at + 1);
    }
    login_set_user(event, user);
    event_set(event, FIELD_vendor_event_outcome_reason, reason);
    return true;
}

/* "<1@example.org> to mailbox: user.bob": a Message-Id is the sender's word */
static bool cyrus_delivered(struct event *event, struct text text) {
    struct text mailbox;
    if (!text_cut_last(&text, TEXT(" to mailbox: "), &mailbox))
        return false;
    event_set(event, FIELD_vendor_mailbox, mailbox);
    struct text id;
    if (text_find(text, TEXT(" to mailbox: ")) == TEXT_NONE && text_take_bracketed(&text, &id) &&
        text.length == 0)
        event_set(event, FIELD_email_message_id, id);
    return true;
}

static bool cyrus_client(struct event *event, struct text text) {
    login_set_client(event, text);
    return event_has(event, FIELD_source_ip);
}

static const struct parser parsers[] = {
    {"cyrus_login", cyrus_login, "mx.example.org [192.0.2.1] bob PLAIN+TLS User logged in SESSIONID=<x>"},
    {"cyrus_bad_login", cyrus_bad_login,
     "mx.example.org [192.0.2.1] PLAIN (bob) [SASL(-13): authentication failure: checkpass failed]"},
    {"cyrus_delivered", cyrus_delivered, "<1@example.org> to mailbox: user.bob"},
    {"cyrus_client", cyrus_client, "mx.example.org [192.0.2.1]"},
    {NULL, NULL, NULL},
};

const struct server cyrus_server = {.product = "cyrus", .parsers = {parsers}};
