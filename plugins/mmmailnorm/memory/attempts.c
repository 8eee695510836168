/* SPDX-License-Identifier: Apache-2.0
 *
 * attempts - the contract is in attempts.h
 */
#include "config.h"

#include "common/array.h"
#include "memory/attempts.h"

/* one recipient */
struct attempt {
    uint32_t recipient; /* hash */
    uint32_t count;
};

/* counts this attempt at the line's recipient; 0 where there are too many to count */
static uint32_t count_attempt(struct line *line, struct record *record) {
    struct attempt attempts[TRACK_TEXT_MAX / sizeof(struct attempt)];
    struct text before = record_get(record, OWN_ATTEMPTS), to = event_get(line->event, FIELD_email_to);
    size_t count = before.length / sizeof(struct attempt), i = 0;
    memcpy(attempts, before.start != NULL ? before.start : "", before.length);
    uint32_t hash = 2166136261u;
    for (size_t n = 0; n < to.length; n++)
        hash = (hash ^ (unsigned char)to.start[n]) * 16777619u;
    while (i < count && attempts[i].recipient != hash)
        i++;
    if (i == COUNT_OF(attempts))
        return 0;
    if (i == count)
        attempts[count++] = (struct attempt){hash, 0};
    uint32_t result = ++attempts[i].count;
    record_set(line->track, record, OWN_ATTEMPTS,
               (struct text){(const char *)attempts, count * sizeof(struct attempt)});
    return result;
}

void attempts_add(struct line *line, struct record *record) {
    struct text status = event_get(line->event, FIELD_vendor_status);
    bool deferred = text_starts_nocase(status, TEXT("deferred"));
    if (!deferred && record_get(record, OWN_ATTEMPTS).length == 0)
        return;
    uint32_t count = count_attempt(line, record);
    if (count > 0)
        event_set_integer(line->event, FIELD_vendor_delivery_attempts, count);
    int64_t age = line->now - record_first_seen(record);
    event_set_float(line->event, FIELD_vendor_first_seen_seconds,
                    age > 0 ? (double)age / (double)SECONDS : 0);
}
