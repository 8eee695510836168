/* SPDX-License-Identifier: Apache-2.0
 *
 * track - a bounded memory of messages, connections and sessions
 *
 * A record is a set of fields under a key, for instance what is known so far of
 * the message with one queue id. All workers of an action share a struct track.
 *
 *     struct record *record = track_open(track, key, now, TRACK_CREATE);
 *     record_set(track, record, FIELD_email_from, TEXT("alice@example.org"));
 *     track_close(track, record);
 *
 * The table is cut into shards, each with a lock, a hash table and two lists in
 * the order of last use:
 *
 *     shard    lock
 *              slots   [ . | . | o | . | o ]     hash -> record -> record
 *              active    newest <-> ... <-> oldest     messages under way
 *              finished  newest <-> ... <-> oldest     "removed" was seen
 *
 * An open record keeps its shard locked: between track_open and track_close do
 * nothing slow and open no other record.
 *
 * Bounds, each split evenly over the shards: entries, bytes (records with their
 * keys and texts, as malloc was asked for them) and age. At a bound the finished
 * records go first, oldest first, as nothing is lost with them; then the oldest
 * active one. What is lost with it: later lines of that message get no joined
 * fields, and what they bring starts a new record. track_evicted counts these,
 * track_expired those that outlived the age. A record takes at most RECORD_MAX
 * bytes of fields; what does not fit is not kept (track_overflow).
 *
 * Times are those of lines, which may come late (a file of last year), out of order (two
 * workers, several files) or from a clock that jumped. Whether a record is too old for a line
 * is judged by the time between them, whichever is the earlier. When a record is forgotten is
 * judged by the shard's clock, from its last use on: the latest time that came, where a step
 * of more than an hour does not count. So lines of last year do not age those of today, nor
 * the reverse. After a line that is ahead the clock stands still until others have caught up:
 * until then entries and bytes are the bounds.
 *
 * Texts longer than TRACK_TEXT_MAX are cut when kept, on a UTF-8 boundary.
 */
#ifndef TRACK_H
#define TRACK_H

#include <stdint.h>

#include "event/counters.h"
#include "event/event.h"

enum { TRACK_TEXT_MAX = 1024, RECORD_MAX = 16384, TRACK_KEY_MAX = 768 };

struct track_limits {
    uint64_t entries; /* 0: default */
    uint64_t bytes;
    int64_t age; /* seconds between lines of a record */
    /* offset in struct counters of what counts the evicted; 0: track_evicted */
    unsigned evicted;
    bool expires_in_silence; /* age is no loss: nothing counts it */
};

#define TRACK_DEFAULT_ENTRIES 200000
#define TRACK_DEFAULT_BYTES (128u << 20)
#define TRACK_DEFAULT_AGE (6 * 24 * 3600) /* Postfix' maximal_queue_lifetime is 5 days */

struct track;
struct record;

/* NULL when memory is out; counters outlive the track */
struct track *track_new(const struct track_limits *limits, struct counters *counters);
void track_free(struct track *track);

enum track_mode {
    TRACK_FIND,   /* NULL where there is none */
    TRACK_CREATE, /* makes one where there is none */
    TRACK_RENEW   /* makes one, or empties the one that is there */
};

/* track_open - the record of a key, its shard locked until track_close. now is
 * in microseconds. NULL (and no lock) where there is none, or no memory. */
struct record *track_open(struct track *track, struct text key, int64_t now, enum track_mode mode);
/* track_close - unlock; enforces the bounds, so the record may be gone after it */
void track_close(struct track *track, struct record *record);
/* track_remove - unlock and forget the record */
void track_remove(struct track *track, struct record *record);

/* the text kept for a field, valid until track_close; absent: { NULL, 0 } */
struct text record_get(const struct record *record, int field);
/* record_set - keep a text; false where the record would grow over its bound.
 * field may also be a number from FIELD_MAX on, for what no field stands for. */
bool record_set(struct track *track, struct record *record, int field, struct text text);
/* the same for a field that the record does not hold yet, without a search for it */
bool record_add(struct track *track, struct record *record, int field, struct text text);
/* the fields that a record holds, in the order they came: start with at = 0; false
 * at the end */
bool record_next(const struct record *record, size_t *at, int *field, struct text *text);

/* record_look - many fields in one walk: places has, for each of the first count
 * fields, its place in texts plus 1, or 0; places are at most 32. Returns which places
 * the record has, a bit each; the other texts are left as they were. */
uint32_t record_look(const struct record *record, const unsigned char *places, int count, struct text *texts);

int64_t record_first_seen(const struct record *record); /* microseconds */
int64_t record_last_seen(const struct record *record);  /* before this track_open */
bool record_is_finished(const struct record *record);
/* moves the record to those that go first */
void record_finish(struct track *track, struct record *record);
/* moves it back to those under way */
void record_resume(struct track *track, struct record *record);
bool record_is_new(const struct record *record); /* made or emptied by this track_open */

struct counters *track_counters(struct track *track);
uint64_t track_entries(struct track *track);
uint64_t track_bytes(struct track *track);

/* track_save, track_load - all records to and from a file, so that a restart does
 * not blind the joins. The file has a version and a checksum; it is written beside
 * its place and renamed. track_load takes a file that is missing for an empty one;
 * a damaged or foreign one is renamed to PATH.damaged; there, and where it cannot be
 * read, is no file, or may be written by others than this process, root and the owner of its
 * directory, false is returned with the error, and nothing is loaded. What was seen ahead of now is
 * taken for seen now. */
bool track_save(struct track *track, const char *path, char *error, size_t size);
bool track_load(struct track *track, const char *path, int64_t now, char *error, size_t size);

#endif
