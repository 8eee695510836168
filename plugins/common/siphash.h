/* SPDX-License-Identifier: Apache-2.0
 *
 * siphash - a short hash with a key. Without the key nobody can find out what was hashed, or
 * find two texts with the same hash.
 *
 *     uint64_t hash = siphash(&key, data, length);
 *
 * SipHash-2-4 of J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input
 * PRF" (2012).
 */
#ifndef SIPHASH_H
#define SIPHASH_H

#include <stddef.h>
#include <stdint.h>

struct siphash_key {
    uint64_t k0, k1; /* bytes 0 to 7 and 8 to 15 of the key, little-endian */
};

uint64_t siphash(const struct siphash_key *key, const void *data, size_t length);

/* siphash_of_table - SipHash-1-3, about twice as fast. For tables whose texts come from strangers and
 * whose hashes nobody sees. */
uint64_t siphash_of_table(const struct siphash_key *key, const void *data, size_t length);

#endif
