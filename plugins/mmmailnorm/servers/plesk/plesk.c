/* SPDX-License-Identifier: Apache-2.0
 *
 * plesk - log-ins and local deliveries of Plesk's own programs; see parser.h
 *
 * Plesk is closed: the lines are known from its users' logs.
 */
#include "config.h"

#include "servers/login/login.h"

/* "bob@example.org' (password len=8)": the user's name is the client's word */
static bool plesk_failure(struct event *event, struct text text) {
    struct text length;
    if (!text_cut_last(&text, TEXT("' (password len="), &length) || text_digits(length) + 1 != length.length)
        return false;
    login_set_user(event, text);
    return true;
}

/* "bob@example.org' in mail authorization database" */
static bool plesk_no_user(struct event *event, struct text text) {
    const struct text END = TEXT("' in mail authorization database");
    if (!text_ends(text, END))
        return false;
    login_set_user(event, text_slice(text, 0, text.length - END.length));
    return true;
}

/* "bob@'" */
static bool plesk_quoted_user(struct event *event, struct text text) {
    if (!text_ends(text, TEXT("'")))
        return false;
    login_set_user(event, text_slice(text, 0, text.length - 1));
    return true;
}

/* "alice@example.com, to=bob@example.org, dirname=/var/qmail/mailnames": the sender is a stranger's word */
static bool plesk_local(struct event *event, struct text text) {
    static const char *const SEPARATORS[] = {", to=", ", dirname=", ""};
    struct text pieces[3];
    bool certain;
    if (!login_split(text, SEPARATORS, 3, pieces, &certain))
        return false;
    if (certain) {
        event_set(event, FIELD_email_from, pieces[0]);
        event_set(event, FIELD_email_to, pieces[1]);
    }
    return true;
}

static const struct parser parsers[] = {
    {"plesk_failure", plesk_failure, "bob@example.org' (password len=8)"},
    {"plesk_no_user", plesk_no_user, "bob@example.org' in mail authorization database"},
    {"plesk_quoted_user", plesk_quoted_user, "bob@'"},
    {"plesk_local", plesk_local, "alice@example.com, to=bob@example.org, dirname=/var/qmail/mailnames"},
    {NULL, NULL, NULL},
};

const struct server plesk_server = {.product = "plesk", .parsers = {parsers}};
