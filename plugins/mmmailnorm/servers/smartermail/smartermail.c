/* SPDX-License-Identifier: Apache-2.0
 *
 * smartermail - sessions, log-ins and deliveries of SmarterMail; see parser.h
 *
 * SmarterMail is closed: the lines of its SMTP, POP, IMAP, delivery and administrative logs are known from
 * its documentation and its users' logs (15 to 100). What a client sends stands behind "cmd: ", what the
 * server answers behind "rsp: ".
 */
#include "config.h"

#include "reply/reply.h"
#include "common/array.h"
#include "servers/login/login.h"

/* "AUTH PLAIN AGJvYgBzZWNyZXQ=", or the password alone, as AUTH LOGIN sends it: nothing but a verb is kept */
static bool smartermail_command(struct event *event, struct text text) {
    static const char *const VERBS[] = {"EHLO", "HELO", "AUTH", "MAIL", "RCPT", "DATA", "BDAT",
                                        "RSET", "NOOP", "QUIT", "VRFY", "EXPN", "ETRN", "STARTTLS"};
    struct text verb = text_slice(text, 0, text_find_char(text, ' '));
    for (size_t i = 0; i < COUNT_OF(VERBS); i++)
        if (text_is_nocase(verb, text_of(VERBS[i])))
            event_set(event, FIELD_vendor_command, verb);
    return true;
}

static bool set_reply(struct event *event, const char *code, struct text text) {
    char *reply = event_alloc(event, text.length + 4);
    if (reply == NULL)
        return true;
    memcpy(reply, code, 3);
    reply[3] = ' ';
    memcpy(reply + 4, text.start, text.length);
    reply_add(event, (struct text){reply, text.length + 4}, REPLY_LOCAL);
    return true;
}

/* "Authentication successful": behind the code, which the rule took */
static bool smartermail_login(struct event *event, struct text text) {
    return set_reply(event, "235", text);
}

static bool smartermail_login_failed(struct event *event, struct text text) {
    return set_reply(event, "535", text);
}

/* "550 <nobody@example.org> No such user here" */
static bool smartermail_reply(struct event *event, struct text text) {
    reply_add(event, text, REPLY_LOCAL);
    return true;
}

/* "192.0.2.1] IMAP Login successful: User [bob@example.org]", "... failed: User [bob@example.org], ..." */
static bool smartermail_user(struct event *event, struct text text) {
    struct text user;
    size_t at = text_find_only(text, TEXT("User ["));
    if (at == TEXT_NONE)
        return text_find(text, TEXT("User [")) != TEXT_NONE;
    text = text_skip(text, at + 6);
    if (!text_take_to(&text, TEXT("]"), &user))
        return false;
    login_set_user(event, user);
    return true;
}

/* "alice@example.org to bob@example.com has completed (Delivered)" */
static bool smartermail_delivery(struct event *event, struct text text) {
    struct text from, result;
    if (!text_cut_last(&text, TEXT(" has completed ("), &result) || !text_ends(result, TEXT(")")))
        return false;
    result.length--;
    event_set(event, FIELD_vendor_status, result);
    if (text_find_only(text, TEXT(" to ")) != TEXT_NONE && text_take_to(&text, TEXT(" to "), &from)) {
        event_set(event, FIELD_email_from, from);
        event_set(event, FIELD_email_to, text);
    }
    return true;
}

static bool smartermail_client(struct event *event, struct text text) {
    login_set_client(event, text);
    return event_has(event, FIELD_source_ip);
}

static const struct parser parsers[] = {
    {"smartermail_command", smartermail_command, "AUTH PLAIN AGJvYgBzZWNyZXQ="},
    {"smartermail_login", smartermail_login, "Authentication successful"},
    {"smartermail_login_failed", smartermail_login_failed, "Authentication failed"},
    {"smartermail_reply", smartermail_reply, "550 <nobody@example.org> No such user here"},
    {"smartermail_user", smartermail_user, " User [bob@example.org]"},
    {"smartermail_delivery", smartermail_delivery,
     "alice@example.org to bob@example.com has completed (Delivered)"},
    {"smartermail_client", smartermail_client, "192.0.2.1"},
    {NULL, NULL, NULL},
};

const struct server smartermail_server = {.product = "smartermail", .parsers = {parsers}};
