/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_cache - pairs of places; the contract is in geo_cache.h
 */
#include "config.h"

#include <stdlib.h>

#include "geo_cache.h"

struct slot {
    uint8_t length; /* 0: unused */
    char address[GEO_ADDRESS_MAX];
    struct geo_place place;
};

struct pair {
    struct slot slots[2];
    unsigned last; /* used */
};

struct geo_cache {
    struct pair pairs[GEO_CACHE_SIZE / 2];
};

struct geo_cache *geo_cache_new(void) {
    return calloc(1, sizeof(struct geo_cache));
}

void geo_cache_free(struct geo_cache *cache) {
    free(cache);
}

void geo_cache_clear(struct geo_cache *cache) {
    for (size_t i = 0; i < GEO_CACHE_SIZE / 2; i++)
        cache->pairs[i].slots[0].length = cache->pairs[i].slots[1].length = 0;
}

static bool holds(const struct slot *slot, struct text address) {
    return slot->length == address.length && memcmp(slot->address, address.start, address.length) == 0;
}

bool geo_cache_find(struct geo_cache *cache, struct text address, struct geo_place **place) {
    struct pair *pair = &cache->pairs[text_hash(address, 0) % (GEO_CACHE_SIZE / 2)];
    bool found = holds(&pair->slots[pair->last], address);
    if (!found) {
        pair->last = 1 - pair->last;
        found = holds(&pair->slots[pair->last], address);
    }
    struct slot *slot = &pair->slots[pair->last];
    *place = &slot->place;
    if (found)
        return true;
    slot->length = (uint8_t)address.length;
    memcpy(slot->address, address.start, address.length);
    memset(&slot->place, 0, sizeof(slot->place));
    return false;
}
