/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_cache - places by address, as the log writes the address
 *
 *     struct geo_place *place;
 *     if (!geo_cache_find(cache, TEXT("192.0.2.1"), &place))
 *         ...                               // fill *place, which is empty
 *
 * One worker's own; nothing is locked. GEO_CACHE_SIZE places in pairs, 2.1 MB;
 * of a pair, the one that was used last stays and the other gives way. So a place
 * is good until the call after the next: the two addresses of one line never
 * push each other out. A text longer than GEO_ADDRESS_MAX is no address; the
 * caller keeps those away.
 */
#ifndef GEO_CACHE_H
#define GEO_CACHE_H

#include "geo_place.h"

enum { GEO_CACHE_SIZE = 8192, GEO_ADDRESS_MAX = 45 /* INET6_ADDRSTRLEN - 1 */ };

struct geo_cache;

struct geo_cache *geo_cache_new(void); /* NULL when memory is out */
void geo_cache_free(struct geo_cache *cache);
void geo_cache_clear(struct geo_cache *cache);

/* true: the place is the address's. false: it is an empty one to fill. */
bool geo_cache_find(struct geo_cache *cache, struct text address, struct geo_place **place);

#endif
