/* SPDX-License-Identifier: Apache-2.0
 *
 * login - what the parsers of programs that check log-ins share; see parser.h
 *
 *     static const char *const SEPARATORS[] = {"[user=", "] [service=", "]"};
 *     struct text pieces[3];                      // before, user, service; after the last: nothing
 *     bool certain;
 *     if (!login_split(text, SEPARATORS, 3, pieces, &certain))
 *         return false;
 *     if (certain)
 *         login_set_user(event, pieces[1]);
 *
 * Who logs in chooses the user name, and may put the program's own words into it.
 */
#ifndef LOGIN_PARSERS_H
#define LOGIN_PARSERS_H

#include "servers/server.h"

enum { LOGIN_PIECES_MAX = 12 };

/* login_split - the pieces before each separator, in their order; the last separator ends the text.
 * False where the text lacks one of them. certain is false where one of them occurs twice: a
 * stranger may have written either, so no piece can be believed. count is at most
 * LOGIN_PIECES_MAX. */
bool login_split(struct text text, const char *const *separators, size_t count, struct text *pieces,
                 bool *certain);

/* user_name, if the text is not empty */
void login_set_user(struct event *event, struct text user);
/* "bob" and "example.org": user_name bob@example.org, as SASL programs keep the two apart */
void login_set_user_in_realm(struct event *event, struct text user, struct text realm);

/* source_ip of "192.0.2.1" or "::ffff:192.0.2.1"; source_ip and source_hostname of "NAME [IP]",
 * "NAME[IP]" and "[IP]". Sets nothing for any other text. */
void login_set_client(struct event *event, struct text client);

#endif
