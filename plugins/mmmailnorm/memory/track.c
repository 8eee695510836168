/* SPDX-License-Identifier: Apache-2.0
 *
 * track - the sharded table; the contract is in track.h
 */
#include "config.h"

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "common/siphash.h"
#include "memory/track.h"
#include "memory/track_record.h"

#define SHARDS 16
#define FIRST_SLOTS 256
#define MICROSECONDS 1000000
#define JUMP (3600 * (int64_t)MICROSECONDS)
#define FINISHED_AGE (60 * (int64_t)MICROSECONDS) /* late lines of other workers still find it */

struct list {
    struct record *newest, *oldest;
};

struct shard {
    pthread_mutex_t lock;
    struct record **slots;
    size_t slot_count; /* a power of two */
    uint64_t entries, bytes;
    struct list active, finished;
    int64_t now;   /* of the track_open under way */
    int64_t clock; /* the latest of them, without its jumps */
    int64_t jumps;
} __attribute__((aligned(64)));

struct track {
    struct shard shards[SHARDS];
    uint64_t shard_entries, shard_bytes;
    int64_t age;            /* microseconds */
    struct siphash_key key; /* so that nobody can choose ids that collide */
    struct counters *counters;
    unsigned evicted; /* offset of its counter */
    bool expires_in_silence;
};

struct track *track_new(const struct track_limits *limits, struct counters *counters) {
    struct track *track = aligned_alloc(64, sizeof(*track));
    if (track == NULL)
        return NULL;
    memset(track, 0, sizeof(*track));
    uint64_t entries = limits->entries > 0 ? limits->entries : TRACK_DEFAULT_ENTRIES;
    uint64_t bytes = limits->bytes > 0 ? limits->bytes : TRACK_DEFAULT_BYTES;
    track->shard_entries = (entries + SHARDS - 1) / SHARDS;
    track->shard_bytes = (bytes + SHARDS - 1) / SHARDS;
    track->age = (limits->age > 0 ? limits->age : TRACK_DEFAULT_AGE) * MICROSECONDS;
    track->counters = counters;
    track->evicted = limits->evicted != 0 ? limits->evicted : offsetof(struct counters, track_evicted);
    track->expires_in_silence = limits->expires_in_silence;
    if (getrandom(&track->key, sizeof(track->key), 0) != sizeof(track->key))
        track->key = (struct siphash_key){(uint64_t)time(NULL), (uintptr_t)track};
    for (int i = 0; i < SHARDS; i++) {
        struct shard *shard = &track->shards[i];
        pthread_mutex_init(&shard->lock, NULL);
        shard->slot_count = FIRST_SLOTS;
        shard->slots = calloc(FIRST_SLOTS, sizeof(struct record *));
        if (shard->slots == NULL) {
            track_free(track);
            return NULL;
        }
    }
    return track;
}

static struct shard *shard_of(struct track *track, uint64_t hash) {
    return &track->shards[hash >> 60];
}

static struct record **slot_of(struct shard *shard, uint64_t hash) {
    return &shard->slots[hash >> 8 & (shard->slot_count - 1)];
}

static struct list *list_of(struct shard *shard, const struct record *record) {
    return record->finished ? &shard->finished : &shard->active;
}

static void list_remove(struct list *list, struct record *record) {
    *(record->newer != NULL ? &record->newer->older : &list->newest) = record->older;
    *(record->older != NULL ? &record->older->newer : &list->oldest) = record->newer;
}

static void list_add(struct list *list, struct record *record) {
    record->newer = NULL;
    record->older = list->newest;
    *(list->newest != NULL ? &list->newest->newer : &list->oldest) = record;
    list->newest = record;
}

static void slots_remove(struct shard *shard, struct record *record) {
    struct record **at = slot_of(shard, record->hash);
    while (*at != record)
        at = &(*at)->next;
    *at = record->next;
}

static void discard(struct shard *shard, struct record *record) {
    slots_remove(shard, record);
    list_remove(list_of(shard, record), record);
    shard->entries--;
    shard->bytes -= record_size(record);
    record_free(record);
}

/* twice the slots; where memory is out the chains get longer instead */
static void grow(struct shard *shard) {
    size_t count = shard->slot_count * 2;
    struct record **slots = calloc(count, sizeof(struct record *));
    if (slots == NULL)
        return;
    for (size_t i = 0; i < shard->slot_count; i++)
        for (struct record *record = shard->slots[i], *next; record != NULL; record = next) {
            next = record->next;
            struct record **slot = &slots[record->hash >> 8 & (count - 1)];
            record->next = *slot;
            *slot = record;
        }
    free(shard->slots);
    shard->slots = slots;
    shard->slot_count = count;
}

static void count_expired(struct track *track) {
    if (!track->expires_in_silence)
        COUNT(track->counters, track_expired);
}

static bool is_within(int64_t one, int64_t other, int64_t age) {
    return (one > other ? one - other : other - one) <= age;
}

static struct record *find(struct shard *shard, uint64_t hash, struct text key) {
    struct record *record = *slot_of(shard, hash);
    while (record != NULL && !(record->hash == hash && text_is(record_key(record), key)))
        record = record->next;
    return record;
}

static struct record *insert(struct shard *shard, uint64_t hash, struct text key, int64_t now) {
    struct record *record = record_new(key, hash, now);
    if (record == NULL)
        return NULL;
    if (shard->entries >= shard->slot_count)
        grow(shard);
    struct record **slot = slot_of(shard, hash);
    record->next = *slot;
    *slot = record;
    shard->entries++;
    shard->bytes += record_size(record);
    list_add(&shard->active, record);
    return record;
}

static void set_now(struct shard *shard, int64_t now) {
    shard->now = now;
    if (now - shard->jumps > shard->clock + JUMP)
        shard->jumps = now - shard->clock;
    else if (now - shard->jumps > shard->clock)
        shard->clock = now - shard->jumps;
}

struct record *track_open(struct track *track, struct text key, int64_t now, enum track_mode mode) {
    if (key.length == 0 || key.length > TRACK_KEY_MAX)
        return NULL;
    uint64_t hash = siphash_of_table(&track->key, key.start, key.length);
    struct shard *shard = shard_of(track, hash);
    pthread_mutex_lock(&shard->lock);
    struct record *record = find(shard, hash, key);
    if (record != NULL && !is_within(now, record->last_seen, track->age)) {
        count_expired(track);
        discard(shard, record);
        record = NULL;
    }
    if (record == NULL) {
        if (mode == TRACK_FIND || (record = insert(shard, hash, key, now)) == NULL) {
            pthread_mutex_unlock(&shard->lock);
            return NULL;
        }
    } else {
        list_remove(list_of(shard, record), record);
        record->fresh = false;
        if (mode == TRACK_RENEW) {
            shard->bytes -= record_size(record);
            record_clear(record, now);
            shard->bytes += record_size(record);
        }
        list_add(list_of(shard, record), record);
    }
    set_now(shard, now);
    return record;
}

static void enforce_bounds(struct track *track, struct shard *shard) {
    struct record *oldest;
    while ((oldest = shard->finished.oldest) != NULL && shard->clock - oldest->last_used > FINISHED_AGE)
        discard(shard, oldest);
    while ((oldest = shard->active.oldest) != NULL && shard->clock - oldest->last_used > track->age) {
        count_expired(track);
        discard(shard, oldest);
    }
    while (shard->entries > track->shard_entries || shard->bytes > track->shard_bytes) {
        if (shard->finished.oldest != NULL) {
            discard(shard, shard->finished.oldest);
        } else {
            counters_add(track->counters, track->evicted);
            discard(shard, shard->active.oldest);
        }
    }
}

void track_close(struct track *track, struct record *record) {
    struct shard *shard = shard_of(track, record->hash);
    if (shard->now > record->last_seen)
        record->last_seen = shard->now;
    record->last_used = shard->clock;
    enforce_bounds(track, shard);
    pthread_mutex_unlock(&shard->lock);
}

void track_remove(struct track *track, struct record *record) {
    struct shard *shard = shard_of(track, record->hash);
    discard(shard, record);
    pthread_mutex_unlock(&shard->lock);
}

/* a record has got a text, or would not take it */
static bool settle(struct track *track, const struct record *record, size_t size_before, bool kept) {
    shard_of(track, record->hash)->bytes += record_size(record) - size_before;
    if (!kept)
        COUNT(track->counters, track_overflow);
    return kept;
}

bool record_set(struct track *track, struct record *record, int field, struct text text) {
    size_t before = record_size(record);
    return settle(track, record, before, record_keep(record, field, text));
}

bool record_add(struct track *track, struct record *record, int field, struct text text) {
    size_t before = record_size(record);
    return settle(track, record, before, record_append(record, field, text));
}

static void move(struct track *track, struct record *record, bool finished) {
    struct shard *shard = shard_of(track, record->hash);
    list_remove(list_of(shard, record), record);
    record->finished = finished;
    list_add(list_of(shard, record), record);
}

void record_finish(struct track *track, struct record *record) {
    move(track, record, true);
}

void record_resume(struct track *track, struct record *record) {
    move(track, record, false);
}

struct counters *track_counters(struct track *track) {
    return track->counters;
}

uint64_t track_entries(struct track *track) {
    uint64_t sum = 0;
    for (int i = 0; i < SHARDS; i++) {
        pthread_mutex_lock(&track->shards[i].lock);
        sum += track->shards[i].entries;
        pthread_mutex_unlock(&track->shards[i].lock);
    }
    return sum;
}

uint64_t track_bytes(struct track *track) {
    uint64_t sum = 0;
    for (int i = 0; i < SHARDS; i++) {
        pthread_mutex_lock(&track->shards[i].lock);
        sum += track->shards[i].bytes;
        pthread_mutex_unlock(&track->shards[i].lock);
    }
    return sum;
}

void track_each(struct track *track, void (*visit)(void *, const struct record *), void *cookie) {
    for (int i = 0; i < SHARDS; i++) {
        struct shard *shard = &track->shards[i];
        pthread_mutex_lock(&shard->lock);
        for (struct record *record = shard->active.oldest; record != NULL; record = record->newer)
            visit(cookie, record);
        pthread_mutex_unlock(&shard->lock);
    }
}

void track_free(struct track *track) {
    if (track == NULL)
        return;
    for (int i = 0; i < SHARDS; i++) {
        struct shard *shard = &track->shards[i];
        while (shard->active.oldest != NULL)
            discard(shard, shard->active.oldest);
        while (shard->finished.oldest != NULL)
            discard(shard, shard->finished.oldest);
        free(shard->slots);
        pthread_mutex_destroy(&shard->lock);
    }
    free(track);
}
