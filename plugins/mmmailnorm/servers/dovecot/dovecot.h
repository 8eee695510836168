/* SPDX-License-Identifier: Apache-2.0
 *
 * dovecot - what the files of Dovecot's parsers share; see parser.h
 *
 * dovecot_head.c has the head of a message, dovecot_login.c what the login processes and
 * auth print, dovecot_delivery.c sessions and deliveries. User names come from whoever
 * tries to log in; Message-Ids, subjects and reject senders from the sender of a message.
 */
#ifndef DOVECOT_H
#define DOVECOT_H

#include "servers/server.h"

#define DOVECOT_DIGITS "0123456789"
#define DOVECOT_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* dovecot_message - the text that Dovecot's rules match: the message without its head. The head names
 * process, user, address, process id and session, which become fields of the event:
 *
 *     imap(alice)<3101><AbCd>: Info: Disconnected: Logged out     session: Disconnected: Logged out
 *     imap-login: Login: user=<alice>, ...                        login: Login: user=<alice>, ...
 *     auth(bob,192.0.2.1,sasl:plain)<AbCd>: sql: unknown user     request: sql: unknown user
 *     auth: passwd-file(bob,192.0.2.1,<AbCd>): unknown user       request: unknown user
 *     lmtp(1117): Warning: Killed with signal 15                  lmtp: Warning: Killed with signal 15
 *
 * The first word is "login" for login processes, "request" for the result of a request of auth, "passdb"
 * where another database is asked next, "session" where the head names a user, else the name of the process.
 * The password of a failed login (auth_verbose_passwords) is cut off. Returns the text itself where it has no
 * such head, else scratch memory of the event. Source of the heads: src/lib-storage/mail-storage-settings.c
 * (mail_log_prefix), src/auth/auth-request.c (get_log_prefix), src/lib/failures.c. */
struct text dovecot_message(struct event *event, struct text text);

/* the parsers of dovecot_login.c and dovecot_delivery.c */
extern const struct parser dovecot_login_parsers[], dovecot_delivery_parsers[];

#endif
