/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_cache - places by a key: an address as the log writes it, or the numbers of
 * database records
 *
 *     struct geo_cache *cache = geo_cache_new(8192);
 *     struct geo_place *place;
 *     if (!geo_cache_find(cache, TEXT("192.0.2.1"), &place))
 *         ...                               // fill *place, which is empty
 *
 * One worker's own; nothing is locked. Places are kept in pairs, 260 bytes each. A
 * new place replaces the one of its pair that was used earlier. So a place is valid
 * until the call after the next: the two addresses of one line never replace each
 * other. A key has at most GEO_KEY_MAX bytes; the caller checks this.
 */
#ifndef GEO_CACHE_H
#define GEO_CACHE_H

#include "geo/geo_place.h"

enum { GEO_KEY_MAX = 45 /* INET6_ADDRSTRLEN - 1 */ };

struct geo_cache;

/* size: how many places, a power of 2. NULL when memory is out */
struct geo_cache *geo_cache_new(size_t size);
void geo_cache_free(struct geo_cache *cache);
void geo_cache_clear(struct geo_cache *cache);

/* true: the place is the key's. false: it is an empty one to fill. */
bool geo_cache_find(struct geo_cache *cache, struct text key, struct geo_place **place);

#endif
