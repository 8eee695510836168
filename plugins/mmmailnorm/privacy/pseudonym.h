/* SPDX-License-Identifier: Apache-2.0
 *
 * pseudonym - keyed pseudonyms of names and addresses
 *
 *     char buffer[PSEUDONYM_MAX];
 *     pseudonym_of_name(&key, PSEUDONYM_PERSON, TEXT("alice@example.org"), buffer);
 *     // "u1f83d9abfb41bd6b", the same for "Alice@Example.org"
 *     pseudonym_of_ip(&key, AF_INET, &in_addr, buffer);       // "fd00::9b05:688c:2b3e:6c1f"
 *     pseudonym_network(AF_INET, &in_addr, buffer);           // "192.0.2.0"
 *
 * A pseudonym is 64 bits of SipHash-2-4. The results are in buffer. Persons, clients and IP
 * addresses are hashed differently: the same text has another pseudonym in each kind. Of a
 * name, only the first PSEUDONYM_HASHED bytes are hashed.
 */
#ifndef PSEUDONYM_H
#define PSEUDONYM_H

#include "common/siphash.h"
#include "common/text.h"

enum { PSEUDONYM_MAX = 64, PSEUDONYM_HASHED = 512 };

/* also the first letter of the pseudonym */
enum pseudonym_kind { PSEUDONYM_PERSON = 'u', PSEUDONYM_CLIENT = 'c' };

/* pseudonym_read_key - a file's 32 hexadecimal digits; false and a message where
 * it has anything else */
bool pseudonym_read_key(const char *path, struct siphash_key *key, char *error, size_t size);

struct text pseudonym_of_name(const struct siphash_key *key, enum pseudonym_kind kind, struct text name,
                              char buffer[static PSEUDONYM_MAX]);

/* an address of fd00::/8 for a struct in_addr (AF_INET) or in6_addr (AF_INET6) */
struct text pseudonym_of_ip(const struct siphash_key *key, int family, const void *address,
                            char buffer[static PSEUDONYM_MAX]);

/* the address of its network: /24, /48 */
struct text pseudonym_network(int family, const void *address, char buffer[static PSEUDONYM_MAX]);

#endif
