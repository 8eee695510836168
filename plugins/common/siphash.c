/* SPDX-License-Identifier: Apache-2.0
 *
 * siphash - the contract is in siphash.h
 */
#include "config.h"

#include "common/siphash.h"

struct state {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t x, int bits) {
    return x << bits | x >> (64 - bits);
}

static inline void rounds(struct state *s, int count) {
    while (count-- > 0) {
        s->v0 += s->v1;
        s->v2 += s->v3;
        s->v1 = rotate(s->v1, 13) ^ s->v0;
        s->v3 = rotate(s->v3, 16) ^ s->v2;
        s->v0 = rotate(s->v0, 32);
        s->v2 += s->v1;
        s->v0 += s->v3;
        s->v1 = rotate(s->v1, 17) ^ s->v2;
        s->v3 = rotate(s->v3, 21) ^ s->v0;
        s->v2 = rotate(s->v2, 32);
    }
}

static inline void compress(struct state *s, uint64_t word, int count) {
    s->v3 ^= word;
    rounds(s, count);
    s->v0 ^= word;
}

/* at most eight bytes, little-endian */
static uint64_t word_of(const unsigned char *bytes, size_t count) {
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++)
        word |= (uint64_t)bytes[i] << 8 * i;
    return word;
}

static inline uint64_t hash_of(const struct siphash_key *key, const void *data, size_t length,
                               int rounds_of_word, int rounds_of_end) {
    const unsigned char *bytes = data;
    struct state s = {key->k0 ^ 0x736f6d6570736575u, key->k1 ^ 0x646f72616e646f6du,
                      key->k0 ^ 0x6c7967656e657261u, key->k1 ^ 0x7465646279746573u};
    size_t left = length;
    for (; left >= 8; left -= 8, bytes += 8)
        compress(&s, word_of(bytes, 8), rounds_of_word);
    compress(&s, word_of(bytes, left) | (uint64_t)length << 56, rounds_of_word);
    s.v2 ^= 0xff;
    rounds(&s, rounds_of_end);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

uint64_t siphash(const struct siphash_key *key, const void *data, size_t length) {
    return hash_of(key, data, length, 2, 4);
}

uint64_t siphash_of_table(const struct siphash_key *key, const void *data, size_t length) {
    return hash_of(key, data, length, 1, 3);
}
