/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_cache - pairs of places; the contract is in geo_cache.h
 */
#include "config.h"

#include <stdlib.h>

#include "geo/geo_cache.h"

struct slot {
    uint8_t length; /* 0: unused */
    char key[GEO_KEY_MAX];
    struct geo_place place;
};

struct pair {
    struct slot slots[2];
    unsigned last; /* used */
};

struct geo_cache {
    size_t count;
    struct pair pairs[];
};

struct geo_cache *geo_cache_new(size_t size) {
    struct geo_cache *cache = calloc(1, sizeof(*cache) + size / 2 * sizeof(cache->pairs[0]));
    if (cache != NULL)
        cache->count = size / 2;
    return cache;
}

void geo_cache_free(struct geo_cache *cache) {
    free(cache);
}

void geo_cache_clear(struct geo_cache *cache) {
    for (size_t i = 0; i < cache->count; i++)
        cache->pairs[i].slots[0].length = cache->pairs[i].slots[1].length = 0;
}

static bool holds(const struct slot *slot, struct text key) {
    return slot->length == key.length && memcmp(slot->key, key.start, key.length) == 0;
}

bool geo_cache_find(struct geo_cache *cache, struct text key, struct geo_place **place) {
    struct pair *pair = &cache->pairs[text_hash(key) >> 32 & (cache->count - 1)];
    bool found = holds(&pair->slots[pair->last], key);
    if (!found) {
        pair->last = 1 - pair->last;
        found = holds(&pair->slots[pair->last], key);
    }
    struct slot *slot = &pair->slots[pair->last];
    *place = &slot->place;
    if (found)
        return true;
    slot->length = (uint8_t)key.length;
    memcpy(slot->key, key.start, key.length);
    memset(&slot->place, 0, sizeof(slot->place));
    return false;
}
