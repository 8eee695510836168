/* SPDX-License-Identifier: Apache-2.0
 *
 * horde - log-ins at Horde and its web mail IMP; see parser.h
 *
 * Source: Horde 3 to 5, horde/lib/Core/Auth and imp/lib/Auth.php. The user name is the client's word.
 */
#include "config.h"

#include "servers/login/login.h"

/* "bob [192.0.2.1] to {localhost:143 [imap/notls]} [pid 4711 on line 157 of "..."]", and Horde 5's
 * "bob (192.0.2.1) to horde." or "bob to horde (192.0.2.1)" */
static bool horde_login(struct event *event, struct text text) {
    struct text user, client;
    size_t pid = text_find_last(text, TEXT(" [pid "));
    text = text_trim(text_slice(text, 0, pid));
    if (text_find(text, TEXT("] to {")) != TEXT_NONE) {
        bool certain = text_find_only(text, TEXT("] to {")) != TEXT_NONE;
        if (!text_take_to(&text, TEXT(" ["), &user) || !text_take_to(&text, TEXT("] to {"), &client))
            return false;
        if (!certain || text_find_char(client, ' ') != TEXT_NONE)
            return true;
    } else {
        size_t open = text_find_only(text, TEXT(" ("));
        if (open == TEXT_NONE)
            return text_find(text, TEXT(" (")) != TEXT_NONE;
        size_t close = text_find_char(text_skip(text, open), ')');
        if (close == TEXT_NONE)
            return false;
        user = text_slice(text, 0, open);
        client = text_slice(text, open + 2, open + close);
        if (text_ends(user, TEXT(" to horde")))
            user.length -= sizeof(" to horde") - 1;
    }
    login_set_user(event, user);
    login_set_client(event, client);
    return true;
}

static const struct parser parsers[] = {
    {"horde_login", horde_login,
     "bob [192.0.2.1] to {localhost:143 [imap/notls]} [pid 4711 on line 157 of "
     "\"/srv/horde/imp/lib/Auth.php\"]"},
    {NULL, NULL, NULL},
};

const struct server horde_server = {.product = "horde", .parsers = {parsers}};
