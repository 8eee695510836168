/* SPDX-License-Identifier: Apache-2.0
 *
 * order - the contract is in order.h
 */
#include "config.h"

#include "memory/keys.h"
#include "memory/order.h"

#define DISORDER_AGE (60 * SECONDS)
#define JUMP (3600 * SECONDS)

static int64_t disorder_of(const struct record *record) {
    int64_t disorder = 0;
    struct text bytes = record_get(record, OWN_DISORDER);
    if (bytes.length == sizeof(disorder))
        memcpy(&disorder, bytes.start, sizeof(disorder));
    return disorder;
}

bool order_note(struct line *line) {
    struct text key = host_key(line->event);
    struct record *record = key.length > 0 ? track_open(line->track, key, line->now, TRACK_CREATE) : NULL;
    if (record == NULL)
        return false;
    int64_t disorder = disorder_of(record), last = record_last_seen(record);
    if (line->now < last && is_within(line->now, last, JUMP)) {
        disorder = last;
        record_set(line->track, record, OWN_DISORDER,
                   (struct text){(const char *)&disorder, sizeof(disorder)});
    }
    track_close(line->track, record);
    return !is_within(line->now, disorder, DISORDER_AGE);
}

bool order_is_kept(struct line *line) {
    struct text key = host_key(line->event);
    struct record *record = key.length > 0 ? track_open(line->track, key, line->now, TRACK_FIND) : NULL;
    if (record == NULL)
        return true;
    bool is_kept = !is_within(line->now, disorder_of(record), DISORDER_AGE);
    int64_t last = record_last_seen(record);
    track_close(line->track, record);
    return is_kept && (line->now >= last || !is_within(line->now, last, JUMP));
}
