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
 * keys and texts, in the sizes that malloc was asked for) and age. A finished record is
 * forgotten a minute after its last use. At a bound the finished records are evicted first,
 * oldest first: nothing is lost with them. Then the oldest active record is evicted: later
 * lines of that message get no joined fields, and begin a new record. track_evicted counts
 * these records, track_expired those that outlived the age. A record takes at most RECORD_MAX
 * bytes of fields; a field that does not fit is not kept (track_overflow).
 *
 * Times are those of lines. Lines may come late (a file of last year), out of order (two
 * workers, several files) or from a clock that jumped. A record is too old for a line where
 * their times are further apart than the age; either may be the earlier. Records are forgotten by
 * the clock of their shard: the latest time that came, without steps of more than an hour.
 * The age counts from the last use of the record by this clock. So lines of last year do not age
 * those of today, nor the reverse. After a line that is ahead, the clock waits until the others
 * have caught up; until then entries and bytes are the bounds.
 *
 * Texts longer than TRACK_TEXT_MAX are cut when kept, on a UTF-8 boundary. A key longer than
 * TRACK_KEY_MAX has no record.
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
    /* offset in struct counters of the counter of evicted records; 0: track_evicted */
    unsigned evicted;
    bool expires_in_silence; /* a record that outlives its age is no loss, and is not counted */
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
 * in microseconds. NULL (and no lock) where there is none, memory is out or the key is
 * empty or longer than TRACK_KEY_MAX. */
struct record *track_open(struct track *track, struct text key, int64_t now, enum track_mode mode);
/* track_close - unlock; enforces the bounds, so the record may be gone after it */
void track_close(struct track *track, struct record *record);
/* track_remove - unlock and forget the record */
void track_remove(struct track *track, struct record *record);

/* the text kept for a field, valid until track_close; absent: { NULL, 0 } */
struct text record_get(const struct record *record, int field);
/* record_set - keep a text; false where the record would grow over RECORD_MAX, or memory is out.
 * field may also be a number from FIELD_MAX on, for an entry that is not a field (line.h). */
bool record_set(struct track *track, struct record *record, int field, struct text text);
/* the same for a field that the record does not hold yet, without a search for it */
bool record_add(struct track *track, struct record *record, int field, struct text text);
/* the fields that a record holds, in the order they came: start with at = 0; false
 * at the end */
bool record_next(const struct record *record, size_t *at, int *field, struct text *text);

/* record_look - read many fields in one walk. places has a number for each of the first count
 * fields: 0, or 1 more than the index of the field in texts, which has at most 32 texts. Returns
 * a bit for each text that the record has; the other texts are left as they were. */
uint32_t record_look(const struct record *record, const unsigned char *places, int count, struct text *texts);

int64_t record_first_seen(const struct record *record); /* microseconds */
int64_t record_last_seen(const struct record *record);  /* before this track_open */
bool record_is_finished(const struct record *record);
/* moves the record to the finished ones, which are evicted first */
void record_finish(struct track *track, struct record *record);
/* moves it back to the active ones */
void record_resume(struct track *track, struct record *record);
bool record_is_new(const struct record *record); /* made or emptied by this track_open */

struct counters *track_counters(struct track *track);
uint64_t track_entries(struct track *track);
uint64_t track_bytes(struct track *track);

/* track_save, track_load - write the active records to a file and read them again, so that joins
 * outlive a restart. The file has a version and a checksum. It is written under another name in
 * the same directory, then renamed.
 *
 * track_load takes a missing file for an empty one. It loads nothing, and returns false with the
 * error, where the file is damaged or foreign (then it is renamed to PATH.damaged), cannot be
 * read, is not a regular file, or may be written by anybody but this process, root and the owner
 * of its directory. A record that was last seen after now counts as seen now. */
bool track_save(struct track *track, const char *path, char *error, size_t size);
bool track_load(struct track *track, const char *path, int64_t now, char *error, size_t size);

#endif
