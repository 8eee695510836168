/* SPDX-License-Identifier: Apache-2.0
 *
 * geo - sets of databases, workers and fields; the contract is in geo.h
 */
#include "config.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "common/array.h"
#include "geo/geo.h"
#include "geo/geo_cache.h"
#include "geo/geo_database.h"
#include "geo/reserved.h"

/* places that a worker keeps, 3 MB in all */
enum { ADDRESSES = 8192, RECORDS = 4096 };

struct set {
    unsigned references; /* workers, and struct geo for the current one */
    struct geo_database *databases[GEO_DATABASES_MAX];
};

struct geo {
    enum geo_mode mode;
    unsigned count;
    char *paths[GEO_DATABASES_MAX];
    struct counters *counters;
    pthread_mutex_t reloading; /* held for a whole reload; taken before lock */
    pthread_mutex_t lock;      /* guards all below and every reference count */
    struct set *current;
    struct geo_file seen[GEO_DATABASES_MAX]; /* by the last open or reload */
    uint64_t generation;                     /* of current; atomic */
};

struct geo_worker {
    struct geo *geo;
    struct set *set;
    uint64_t generation;
    struct geo_cache *addresses, *records;
    const struct geo_place *source;
};

bool geo_mode_of(const char *text, enum geo_mode *mode) {
    static const char *const names[] = {
        [GEO_OFF] = "off", [GEO_SCHEMA] = "schema", [GEO_LEGACY] = "legacy", [GEO_BOTH] = "both"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(text, names[i]) == 0) {
            *mode = (enum geo_mode)i;
            return true;
        }
    return false;
}

static void set_drop(struct geo *geo, struct set *set) {
    if (set == NULL)
        return;
    pthread_mutex_lock(&geo->lock);
    bool was_last = --set->references == 0;
    pthread_mutex_unlock(&geo->lock);
    if (!was_last)
        return;
    for (unsigned i = 0; i < geo->count; i++)
        geo_database_free(set->databases[i]);
    free(set);
}

/* NULL and an error where one database fails; a file that the running set has in the
 * same state is not read again */
static struct set *set_open(struct geo *geo, char *error, size_t size) {
    struct set *set = calloc(1, sizeof(*set));
    bool failed = set == NULL;
    if (failed)
        snprintf(error, size, "geo databases: out of memory");
    else
        set->references = 1;
    for (unsigned i = 0; i < geo->count; i++) {
        struct geo_file file = geo_file_of(geo->paths[i]);
        pthread_mutex_lock(&geo->lock);
        geo->seen[i] = file;
        pthread_mutex_unlock(&geo->lock);
        if (failed)
            continue;
        set->databases[i] = geo_database_open(geo->paths[i], error, size);
        failed = set->databases[i] == NULL;
    }
    if (failed && set != NULL) {
        set_drop(geo, set);
        set = NULL;
    }
    return set;
}

struct geo *geo_open(const char *const *paths, unsigned count, enum geo_mode mode, struct counters *counters,
                     char *error, size_t size) {
    if (count > GEO_DATABASES_MAX) {
        snprintf(error, size, "geo databases: %u are too many; give at most %d", count, GEO_DATABASES_MAX);
        return NULL;
    }
    struct geo *geo = calloc(1, sizeof(*geo));
    if (geo == NULL) {
        snprintf(error, size, "geo databases: out of memory");
        return NULL;
    }
    pthread_mutex_init(&geo->reloading, NULL);
    pthread_mutex_init(&geo->lock, NULL);
    geo->mode = mode;
    geo->counters = counters;
    for (; geo->count < count; geo->count++) {
        geo->paths[geo->count] = strdup(paths[geo->count]);
        if (geo->paths[geo->count] == NULL) {
            snprintf(error, size, "%s: out of memory", paths[geo->count]);
            geo_close(geo);
            return NULL;
        }
    }
    geo->current = set_open(geo, error, size);
    if (geo->current == NULL) {
        geo_close(geo);
        return NULL;
    }
    return geo;
}

void geo_close(struct geo *geo) {
    if (geo == NULL)
        return;
    set_drop(geo, geo->current);
    for (unsigned i = 0; i < geo->count; i++)
        free(geo->paths[i]);
    pthread_mutex_destroy(&geo->lock);
    pthread_mutex_destroy(&geo->reloading);
    free(geo);
}

bool geo_reload(struct geo *geo, char *error, size_t size) {
    pthread_mutex_lock(&geo->reloading);
    struct set *set = set_open(geo, error, size), *old = NULL;
    if (set == NULL) {
        COUNT(geo->counters, geo_reload_failures);
    } else if (memcmp(set->databases, geo->current->databases, sizeof(set->databases)) == 0) {
        old = set; /* nothing has changed: no reason to drop the caches */
    } else {
        pthread_mutex_lock(&geo->lock);
        old = geo->current;
        geo->current = set;
        __atomic_fetch_add(&geo->generation, 1, __ATOMIC_RELEASE);
        pthread_mutex_unlock(&geo->lock);
    }
    set_drop(geo, old);
    pthread_mutex_unlock(&geo->reloading);
    return set != NULL;
}

bool geo_has_changed(struct geo *geo) {
    bool changed = false;
    for (unsigned i = 0; i < geo->count && !changed; i++) {
        struct geo_file file = geo_file_of(geo->paths[i]);
        pthread_mutex_lock(&geo->lock);
        changed = !geo_file_is(&file, &geo->seen[i]);
        pthread_mutex_unlock(&geo->lock);
    }
    return changed;
}

/* the current set, for a worker that has an older one, or none */
static void worker_take_over(struct geo_worker *worker) {
    struct geo *geo = worker->geo;
    struct set *old = worker->set;
    pthread_mutex_lock(&geo->lock);
    worker->set = geo->current;
    worker->set->references++;
    worker->generation = geo->generation;
    pthread_mutex_unlock(&geo->lock);
    geo_cache_clear(worker->addresses);
    geo_cache_clear(worker->records);
    set_drop(geo, old);
}

struct geo_worker *geo_worker_new(struct geo *geo) {
    struct geo_worker *worker = calloc(1, sizeof(*worker));
    if (worker == NULL)
        return NULL;
    worker->geo = geo;
    worker->addresses = geo_cache_new(ADDRESSES);
    worker->records = geo_cache_new(RECORDS);
    if (worker->addresses == NULL || worker->records == NULL) {
        geo_worker_free(worker);
        return NULL;
    }
    worker_take_over(worker);
    return worker;
}

void geo_worker_free(struct geo_worker *worker) {
    if (worker == NULL)
        return;
    set_drop(worker->geo, worker->set);
    geo_cache_free(worker->addresses);
    geo_cache_free(worker->records);
    free(worker);
}

union address {
    struct sockaddr any;
    struct sockaddr_in ipv4;
    struct sockaddr_in6 ipv6;
};

/* an IPv4-mapped address (::ffff:192.0.2.1) is the IPv4 address */
static bool address_read(union address *address, struct text text) {
    char string[GEO_KEY_MAX + 1];
    memcpy(string, text.start, text.length);
    string[text.length] = '\0';
    memset(address, 0, sizeof(*address));
    address->any.sa_family = AF_INET;
    if (inet_pton(AF_INET, string, &address->ipv4.sin_addr) == 1)
        return true;
    struct in6_addr ipv6;
    if (inet_pton(AF_INET6, string, &ipv6) != 1)
        return false;
    if (IN6_IS_ADDR_V4MAPPED(&ipv6)) {
        memcpy(&address->ipv4.sin_addr, ipv6.s6_addr + 12, 4);
    } else {
        address->any.sa_family = AF_INET6;
        address->ipv6.sin6_addr = ipv6;
    }
    return true;
}

static void read_records(struct geo_worker *worker, const uint32_t *records, struct geo_place *place) {
    struct geo *geo = worker->geo;
    for (unsigned i = 0; i < geo->count; i++)
        if (records[i] != GEO_NO_RECORD && !geo_database_read(worker->set->databases[i], records[i], place))
            COUNT(geo->counters, geo_damaged);
    geo_place_finish(place);
}

/* reading a record costs most, and many addresses of a City database share one */
static void look_up(struct geo_worker *worker, const struct sockaddr *address, struct geo_place *place) {
    struct geo *geo = worker->geo;
    uint32_t records[GEO_DATABASES_MAX];
    struct text key = {(const char *)records, geo->count * sizeof(records[0])};
    struct geo_place *known;
    bool is_known = false;
    for (unsigned i = 0; i < geo->count; i++) {
        if (!geo_database_find(worker->set->databases[i], address, &records[i]))
            COUNT(geo->counters, geo_damaged);
        is_known |= records[i] != GEO_NO_RECORD;
    }
    if (!is_known)
        return;
    if (key.length > GEO_KEY_MAX) { /* more than 11 databases */
        read_records(worker, records, place);
        return;
    }
    if (!geo_cache_find(worker->records, key, &known))
        read_records(worker, records, known);
    geo_place_copy(place, known);
}

static void locate(struct geo_worker *worker, struct text text, struct geo_place *place) {
    union address address;
    if (!address_read(&address, text))
        return;
    place->reserved = address.any.sa_family == AF_INET ? reserved_ipv4(address.ipv4.sin_addr)
                                                       : reserved_ipv6(&address.ipv6.sin6_addr);
    if (!place->reserved)
        look_up(worker, &address.any, place);
}

static struct geo_place *find(struct geo_worker *worker, struct text address) {
    struct counters *counters = worker->geo->counters;
    struct geo_place *place;
    if (address.length == 0 || address.length > GEO_KEY_MAX)
        return NULL;
    if (geo_cache_find(worker->addresses, address, &place))
        COUNT(counters, geo_cache_hits);
    else
        locate(worker, address, place);
    if (place->reserved)
        COUNT(counters, geo_reserved);
    else if (place->has_location || place->has_as)
        COUNT(counters, geo_hits);
    else
        COUNT(counters, geo_misses);
    return place;
}

/* the fields of one address: those of the place's texts by their numbers, then others */
struct role {
    enum field address;
    enum field schema[GEO_PLACE_TEXTS], name, reserved;
    enum field legacy[GEO_PLACE_TEXTS], legacy_reserved; /* only of LEGACY_TEXTS */
};

#define ROLE(prefix)                                                                                         \
    {                                                                                                        \
        .address = FIELD_##prefix##_ip,                                                                      \
        .schema =                                                                                            \
            {                                                                                                \
                [GEO_PLACE_COUNTRY_ISO] = FIELD_##prefix##_geo_country_iso,                                  \
                [GEO_PLACE_COUNTRY] = FIELD_##prefix##_geo_country,                                          \
                [GEO_PLACE_CITY] = FIELD_##prefix##_geo_city,                                                \
                [GEO_PLACE_REGION] = FIELD_##prefix##_geo_region,                                            \
                [GEO_PLACE_COORDINATES] = FIELD_##prefix##_geo_coordinates,                                  \
                [GEO_PLACE_TIMEZONE] = FIELD_##prefix##_geo_timezone,                                        \
                [GEO_PLACE_AS_NUMBER] = FIELD_##prefix##_as_number,                                          \
                [GEO_PLACE_AS_ORGANIZATION] = FIELD_##prefix##_as_organization,                              \
            },                                                                                               \
        .name = FIELD_##prefix##_geo_name, .reserved = FIELD_##prefix##_reserved_ip,                         \
        .legacy =                                                                                            \
            {                                                                                                \
                [GEO_PLACE_COUNTRY_ISO] = FIELD_##prefix##_ip_country_code,                                  \
                [GEO_PLACE_CITY] = FIELD_##prefix##_ip_city_name,                                            \
                [GEO_PLACE_COORDINATES] = FIELD_##prefix##_ip_geolocation,                                   \
            },                                                                                               \
        .legacy_reserved = FIELD_##prefix##_ip_reserved_ip,                                                  \
    }
#define LEGACY_TEXTS (1u << GEO_PLACE_COUNTRY_ISO | 1u << GEO_PLACE_CITY | 1u << GEO_PLACE_COORDINATES)

static const struct role source = ROLE(source), destination = ROLE(destination);

/* "London, GB" */
static struct text name_of(struct event *event, const struct geo_place *place) {
    size_t length = place->city.length + 2 + place->country_iso.length;
    char *name = place->city.length > 0 && place->country_iso.length > 0 ? event_alloc(event, length) : NULL;
    if (name == NULL)
        return (struct text){NULL, 0};
    memcpy(name, place->city.start, place->city.length);
    memcpy(name + place->city.length, ", ", 2);
    memcpy(name + place->city.length + 2, place->country_iso.start, place->country_iso.length);
    return (struct text){name, length};
}

static const struct geo_place *add(struct geo_worker *worker, struct event *event, const struct role *role) {
    const struct geo_place *place = find(worker, event_get(event, role->address));
    if (place == NULL)
        return NULL;
    struct text reserved = place->reserved ? TEXT("true") : (struct text){NULL, 0};
    if (worker->geo->mode & GEO_SCHEMA) {
        event_set_texts(event, role->schema, place->texts, place->known);
        event_set(event, role->name, name_of(event, place));
        event_set(event, role->reserved, reserved);
    }
    if (worker->geo->mode & GEO_LEGACY) {
        event_set_texts(event, role->legacy, place->texts, place->known & LEGACY_TEXTS);
        event_set(event, role->legacy_reserved, reserved);
    }
    return place;
}

void geo_add(struct geo_worker *worker, struct event *event) {
    if (__atomic_load_n(&worker->geo->generation, __ATOMIC_ACQUIRE) != worker->generation)
        worker_take_over(worker);
    worker->source = add(worker, event, &source);
    add(worker, event, &destination);
}

const struct geo_place *geo_source(const struct geo_worker *worker) {
    return worker->source;
}
