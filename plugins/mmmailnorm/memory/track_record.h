/* SPDX-License-Identifier: Apache-2.0
 *
 * track_record - the inside of a record, for track.c and track_file.c
 *
 *     [ struct record ][ key ]
 *                 |
 *                 data -> [ field | length | text ][ field | length | text ] ...
 *
 * Fields and lengths are two bytes each, in the machine's order.
 */
#ifndef TRACK_RECORD_H
#define TRACK_RECORD_H

#include "memory/track.h"

struct record {
    struct record *next;          /* of the same slot */
    struct record *newer, *older; /* of the same list */
    uint64_t hash;
    int64_t first_seen, last_seen; /* by the times of lines */
    int64_t last_used;             /* by the shard's clock */
    char *data;
    uint32_t data_size, data_room;
    uint16_t key_length;
    bool finished, fresh;
    char key[];
};

struct record *record_new(struct text key, uint64_t hash, int64_t now);
void record_free(struct record *record);
/* forgets all fields and begins again */
void record_clear(struct record *record, int64_t now);
struct text record_key(const struct record *record);
/* bytes that malloc was asked for */
size_t record_size(const struct record *record);
/* record_keep sets a field; record_append adds one that is not there yet. False where it does not
 * fit or memory is out. */
bool record_keep(struct record *record, int field, struct text text);
bool record_append(struct record *record, int field, struct text text);

/* every active record, oldest first, under its shard's lock */
void track_each(struct track *track, void (*visit)(void *, const struct record *), void *cookie);

#endif
