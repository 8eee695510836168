/* SPDX-License-Identifier: Apache-2.0
 *
 * failures - the contract is in failures.h
 */
#include "config.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <stdlib.h>

#include "logins/failures.h"

#define SECONDS INT64_C(1000000)
#define NAME_MAX_BYTES 256
#define NETWORK_BYTES 8 /* of an IPv6 address: /64 */

enum { OWN_FAILURES = FIELD_MAX }; /* uint32_t[]: the second of each */

struct failures {
    int64_t window; /* seconds */
    struct track *users, *names, *sources;
};

struct failures *failures_new(int64_t window, struct counters *counters) {
    const struct track_limits limits = {.bytes = FAILURES_BYTES,
                                        .age = window,
                                        .evicted = offsetof(struct counters, login_evicted),
                                        .expires_in_silence = true};
    struct failures *failures = calloc(1, sizeof(*failures));
    if (failures == NULL)
        return NULL;
    failures->window = window;
    failures->users = track_new(&limits, counters);
    failures->names = track_new(&limits, counters);
    failures->sources = track_new(&limits, counters);
    if (failures->users == NULL || failures->names == NULL || failures->sources == NULL) {
        failures_free(failures);
        return NULL;
    }
    return failures;
}

void failures_free(struct failures *failures) {
    if (failures == NULL)
        return;
    track_free(failures->users);
    track_free(failures->names);
    track_free(failures->sources);
    free(failures);
}

struct text user_key(struct event *event, struct text name) {
    size_t length = name.length < NAME_MAX_BYTES ? name.length : NAME_MAX_BYTES;
    char *key = event_alloc(event, length);
    if (key == NULL)
        return (struct text){NULL, 0};
    for (size_t i = 0; i < length; i++)
        key[i] = name.start[i] >= 'A' && name.start[i] <= 'Z' ? (char)(name.start[i] + 32) : name.start[i];
    return (struct text){key, length};
}

/* the address, or the network of one of IPv6, in the event's memory */
static struct text source_key(struct event *event, struct text address) {
    unsigned char bytes[16];
    char string[INET6_ADDRSTRLEN], *key;
    if (text_find_char(address, ':') == TEXT_NONE || address.length >= sizeof(string))
        return address;
    memcpy(string, address.start, address.length);
    string[address.length] = '\0';
    if (inet_pton(AF_INET6, string, bytes) != 1 || (key = event_alloc(event, NETWORK_BYTES)) == NULL)
        return address;
    memcpy(key, bytes, NETWORK_BYTES);
    return (struct text){key, NETWORK_BYTES};
}

/* failures of the record within the window, after adding so many of now */
static unsigned count(const struct failures *failures, struct track *track, struct record *record,
                      unsigned added, uint32_t now) {
    uint32_t seconds[FAILURES_MAX + 1];
    struct text text = record_get(record, OWN_FAILURES);
    size_t before = text.length / sizeof(uint32_t), result = 0;
    for (size_t i = 0; i < before && result < FAILURES_MAX; i++) {
        uint32_t when;
        memcpy(&when, text.start + i * sizeof(when), sizeof(when));
        int64_t between = now > when ? now - when : when - now;
        if (between < failures->window)
            seconds[result++] = when;
    }
    for (unsigned i = 0; i < added && i < FAILURES_MAX; i++) {
        if (result == FAILURES_MAX)
            memmove(seconds, seconds + 1, --result * sizeof(seconds[0]));
        seconds[result++] = now;
    }
    if (added > 0 || result != before)
        record_set(track, record, OWN_FAILURES,
                   (struct text){(const char *)seconds, result * sizeof(seconds[0])});
    return (unsigned)result;
}

static unsigned add(const struct failures *failures, struct track *track, struct text key, unsigned added,
                    int64_t now) {
    struct record *record =
        key.length > 0 ? track_open(track, key, now, added > 0 ? TRACK_CREATE : TRACK_FIND) : NULL;
    if (record == NULL)
        return 0;
    unsigned result = count(failures, track, record, added, (uint32_t)(now / SECONDS));
    track_close(track, record);
    return result;
}

unsigned failures_of_user(struct failures *failures, struct event *event, bool is_known, unsigned added,
                          int64_t now) {
    struct text key = user_key(event, event_get(event, FIELD_user_name));
    /* those from before the first login are under the name */
    unsigned of_user = is_known ? add(failures, failures->users, key, added, now) : 0,
             of_name = add(failures, failures->names, key, is_known ? 0 : added, now);
    return of_user + of_name < FAILURES_MAX ? of_user + of_name : FAILURES_MAX;
}

unsigned failures_of_source(struct failures *failures, struct event *event, unsigned added, int64_t now) {
    struct text address = event_get(event, FIELD_source_ip);
    return add(failures, failures->sources, source_key(event, address), added, now);
}
