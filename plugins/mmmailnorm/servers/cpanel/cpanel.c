/* SPDX-License-Identifier: Apache-2.0
 *
 * cpanel - failed log-ins at cPanel, WHM and their web mail; see parser.h
 *
 * cPanel is closed: the lines are those of /usr/local/cpanel/logs/login_log, as its users show them. The
 * user name and the request are the client's words.
 */
#include "config.h"

#include "servers/login/login.h"

/* "192.0.2.1 - bob "POST /login/?login_only=1 HTTP/1.1" FAILED LOGIN cpaneld: user password incorrect" */
static bool cpanel_failure(struct event *event, struct text text) {
    static const char *const SEPARATORS[] = {" - ", " \"", "\" FAILED LOGIN ", ""};
    struct text pieces[4], reason;
    bool certain;
    if (!login_split(text, SEPARATORS, 4, pieces, &certain))
        return false;
    login_set_client(event, pieces[0]); /* what the server itself writes first */
    if (!event_has(event, FIELD_source_ip))
        return false;
    if (text_find_only(text, TEXT("\" FAILED LOGIN ")) == TEXT_NONE)
        return true;
    if (text_find(pieces[1], TEXT(" ")) == TEXT_NONE && !text_is(pieces[1], TEXT("-")))
        login_set_user(event, pieces[1]);
    reason = pieces[3];
    event_set(event, FIELD_vendor_event_outcome_reason, reason);
    return true;
}

static const struct parser parsers[] = {
    {"cpanel_failure", cpanel_failure,
     "192.0.2.1 - bob \"POST /login/?login_only=1 HTTP/1.1\" FAILED LOGIN cpaneld: user password incorrect"},
    {NULL, NULL, NULL},
};

const struct server cpanel_server = {.product = "cpanel", .parsers = {parsers}};
