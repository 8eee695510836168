/* SPDX-License-Identifier: Apache-2.0
 *
 * roundcube - log-ins at the web mail program Roundcube; see parser.h
 *
 * Source: Roundcube 1.3 to 1.6, program/include/rcmail.php log_login(), program/lib/Roundcube/rcube_utils.php
 * remote_ip(). The user name of a failed log-in is the client's word, and so is what stands in the
 * brackets behind its address (X-Forwarded-For).
 */
#include "config.h"

#include "servers/login/login.h"

static bool set_login(struct event *event, struct text user, struct text client, struct text session) {
    size_t open = text_find_char(client, '(');
    login_set_user(event, user);
    login_set_client(event, text_slice(client, 0, open));
    event_set(event, FIELD_vendor_session_id, text_slice(session, 0, text_find_char(session, ' ')));
    return true;
}

/* "bob (ID: 1) from 192.0.2.1 in session 0123456789abcdef" */
static bool roundcube_success(struct event *event, struct text text) {
    static const char *const SEPARATORS[] = {" (ID: ", ") from ", " in session ", ""};
    struct text pieces[4];
    bool certain;
    if (!login_split(text, SEPARATORS, 4, pieces, &certain))
        return false;
    return !certain || set_login(event, pieces[0], pieces[2], pieces[3]);
}

/* "bob from 192.0.2.1 in session 0123456789abcdef (error: 0)" */
static bool roundcube_failure(struct event *event, struct text text) {
    static const char *const SEPARATORS[] = {" from ", " in session ", " (error: ", ")"};
    struct text pieces[4];
    bool certain;
    if (!login_split(text, SEPARATORS, 4, pieces, &certain))
        return false;
    return !certain || set_login(event, pieces[0], pieces[1], pieces[2]);
}

static const struct parser parsers[] = {
    {"roundcube_success", roundcube_success, "bob (ID: 1) from 192.0.2.1 in session 0123456789abcdef"},
    {"roundcube_failure", roundcube_failure, "bob from 192.0.2.1 in session 0123456789abcdef (error: 0)"},
    {NULL, NULL, NULL},
};

const struct server roundcube_server = {.product = "roundcube", .parsers = {parsers}};
