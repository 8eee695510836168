/* SPDX-License-Identifier: Apache-2.0
 *
 * privacy - pseudonyms for people, before a line leaves the host
 *
 *     struct privacy_config config = {.addresses = PRIVACY_HASH, .key_file = "/etc/rsyslog.d/mailnorm.key"};
 *     struct privacy *privacy = privacy_open(&config, error, sizeof(error));
 *     message = privacy_apply(privacy, event, message);
 *
 * Three kinds, each left alone, hashed or masked:
 *
 *     kind        found                                  hash                          mask
 *     addresses   local parts of all mail addresses      u1f83d9abfb41bd6b@example.org ***@example.org
 *     users       login names                            u0bb2a1c54e7f9d10             ***
 *     clients     IP addresses, and the client's name    fd00::9b05:688c:2b3e:6c1f     192.0.2.0 (/24, /48)
 *                 (its last two labels stay)             c5be0cd19137e2179.example.org ***.example.org
 *
 * The same text has the same pseudonym everywhere, in the event's fields, in the
 * message, on every host with the same key, so searches still join; upper and
 * lower case count as the same. Hashes are keyed (SipHash-2-4, 64 bits): nobody
 * can try names out without the key. A hashed IP address is an address of
 * fd00::/8, which nobody owns, so *_ip fields are still addresses.
 *
 * The column privacy of rulebases/FIELDS says which kind a field is.
 *
 * The password of a failed login, which Dovecot logs after "given password: ", is masked
 * whatever the kind.
 *
 * What stays: domains; values of exempt fields (Message-Ids, addresses of servers), unless
 * they are a person's address as well; addresses of the loopback; names
 * within paths and in Sendmail's Authentication-Warning. In lines without a rule
 * every IP address counts as a client's, login names are found only after words
 * such as sasl_username= and user=, and local addresses without a domain are not found.
 *
 * A struct privacy never changes once opened; threads share it without a lock.
 */
#ifndef PRIVACY_H
#define PRIVACY_H

#include "event/event.h"

enum privacy_method { PRIVACY_OFF, PRIVACY_HASH, PRIVACY_MASK };

struct privacy_config {
    enum privacy_method addresses, users, clients;
    const char *key_file; /* 32 hexadecimal digits; needed where something is hashed */
};

struct privacy;

/* the method of the words off, hash and mask; false for any other */
bool privacy_method_of(const char *word, enum privacy_method *method);

/* whether anything is to be changed: open one only then */
static inline bool privacy_is_wanted(const struct privacy_config *config) {
    return config->addresses != PRIVACY_OFF || config->users != PRIVACY_OFF || config->clients != PRIVACY_OFF;
}

/* privacy_open - NULL and a message in error where a key is needed and cannot be
 * read */
struct privacy *privacy_open(const struct privacy_config *config, char *error, size_t size);
void privacy_close(struct privacy *privacy);

/* privacy_apply - put pseudonyms into the event's fields, and return the message
 * with them: the message itself where it needs none, else scratch memory of the
 * event. Call it last: geo and joins need the real values. { NULL, 0 } when memory
 * is out: the message must not go out then. */
struct text privacy_apply(const struct privacy *privacy, struct event *event, struct text message);

#endif
