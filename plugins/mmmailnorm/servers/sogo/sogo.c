/* SPDX-License-Identifier: Apache-2.0
 *
 * sogo - log-ins at the groupware SOGo; see parser.h
 *
 * Source: SOGo 2.3 to 5, UI/MainUI/SOGoRootPage.m connectAction. The user name is the client's word; the
 * address may be a list of what proxies said, the client's own word first.
 */
#include "config.h"

#include "servers/login/login.h"

/* "192.0.2.1' for user 'bob'" and what is said of the password's age */
static bool take_login(struct event *event, struct text text, struct text end) {
    struct text address, user;
    if (!text_take_to(&text, TEXT("' for user '"), &address) || text_find(text, end) == TEXT_NONE)
        return false;
    login_set_client(event, address);
    if (text_find_only(text, end) != TEXT_NONE && text_find(text, TEXT("' for user '")) == TEXT_NONE &&
        text_take_to(&text, end, &user))
        login_set_user(event, user);
    return true;
}

static bool sogo_failure(struct event *event, struct text text) {
    return take_login(event, text, TEXT("' might not have worked"));
}

static bool sogo_success(struct event *event, struct text text) {
    return take_login(event, text, TEXT("' - expire = "));
}

static const struct parser parsers[] = {
    {"sogo_failure", sogo_failure,
     "192.0.2.1' for user 'bob' might not have worked - password policy: 65535  grace: -1  expire: -1  "
     "bound: 0"},
    {"sogo_success", sogo_success, "192.0.2.1' for user 'bob' - expire = -1  grace = -1"},
    {NULL, NULL, NULL},
};

const struct server sogo_server = {.product = "sogo", .parsers = {parsers}};
