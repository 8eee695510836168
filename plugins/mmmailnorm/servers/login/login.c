/* SPDX-License-Identifier: Apache-2.0
 *
 * login - the contract is in login.h
 */
#include "config.h"

#include "servers/login/login.h"

bool login_split(struct text text, const char *const *separators, size_t count, struct text *pieces,
                 bool *certain) {
    struct text rest = text;
    *certain = true;
    for (size_t i = 0; i + 1 < count; i++) {
        struct text separator = text_of(separators[i]);
        *certain &= text_find_only(text, separator) != TEXT_NONE;
        if (!text_take_to(&rest, separator, &pieces[i]))
            return false;
    }
    struct text ending = text_of(separators[count - 1]);
    if (!text_ends(rest, ending))
        return false;
    pieces[count - 1] = text_slice(rest, 0, rest.length - ending.length);
    return true;
}

void login_set_user(struct event *event, struct text user) {
    if (user.length > 0)
        event_set(event, FIELD_user_name, user);
}

void login_set_user_in_realm(struct event *event, struct text user, struct text realm) {
    if (user.length == 0 || realm.length == 0) {
        login_set_user(event, user);
        return;
    }
    char *name = event_alloc(event, user.length + 1 + realm.length);
    if (name == NULL)
        return;
    memcpy(name, user.start, user.length);
    name[user.length] = '@';
    memcpy(name + user.length + 1, realm.start, realm.length);
    event_set(event, FIELD_user_name, (struct text){name, user.length + 1 + realm.length});
}

void login_set_client(struct event *event, struct text client) {
    size_t open = text_find_last_char(client, '[');
    if (open != TEXT_NONE && text_ends(client, TEXT("]"))) {
        struct text name = text_trim(text_slice(client, 0, open));
        client = text_slice(client, open + 1, client.length - 1);
        if (name.length > 0 && !text_is(name, TEXT("unknown")))
            event_set(event, FIELD_source_hostname, name);
    }
    struct text mapped = client;
    if (text_take(&mapped, TEXT("::ffff:")) && text_find_char(mapped, '.') != TEXT_NONE)
        client = mapped;
    set_ip(event, FIELD_source_ip, client);
}
