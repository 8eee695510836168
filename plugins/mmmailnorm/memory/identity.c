/* SPDX-License-Identifier: Apache-2.0
 *
 * identity - the contract is in identity.h
 */
#include "config.h"

#include "memory/identity.h"
#include "memory/keys.h"

#define RESENT_AGE (10 * SECONDS) /* from pipe(8)'s delivery to the pickup of what the program sent */

/* in place of the first character of a key: the message is done */
#define DONE '-'

void identity_read(struct line *line, struct text key, struct identity *identity) {
    identity->count = 0;
    identity->is_ambiguous = false;
    struct text own = identity_key(line->event);
    struct record *record = own.length > 0 ? track_open(line->track, own, line->now, TRACK_FIND) : NULL;
    if (record == NULL)
        return;
    for (int i = 0; i < IDENTITY_MESSAGES; i++) {
        struct text other = copy_of(line->event, record_get(record, OWN_MESSAGES + i));
        if (other.length == 0)
            continue;
        ((char *)other.start)[0] = 'Q';
        if (!text_is(other, key))
            identity->keys[identity->count++] = other;
    }
    track_close(line->track, record);
}

/* whether the message of the record may come again as the one with these values */
static bool may_come_again(const struct line *line, const struct record *record,
                           const struct values *values) {
    struct message_state state = state_of(record);
    if (state.left)
        return false;
    if (origin_of(values) == ORIGIN_LOOPBACK)
        return !record_is_finished(record);
    if (origin_of(values) != ORIGIN_LOCAL_USER ||
        text_is(record_get(record, FIELD_user_id), values_get(values, VALUE_user_id)) ||
        !text_is(record_get(record, FIELD_email_from), values_get(values, VALUE_email_from)))
        return false;
    return record_is_finished(record)
               ? state.resent < state.piped && is_within(line->now, record_last_seen(record), RESENT_AGE)
               : state.resent <= state.piped;
}

/* counts that the message was found to be sent again */
static void count_resent(struct line *line, struct text key) {
    struct record *record = track_open(line->track, key, line->now, TRACK_FIND);
    if (record == NULL)
        return;
    struct message_state state = state_of(record);
    state.resent++;
    set_state(line, record, &state);
    track_close(line->track, record);
}

bool identity_find(struct line *line, struct identity *identity, const struct values *values,
                   struct earlier *earlier) {
    struct text found = {NULL, 0};
    unsigned count = 0;
    for (unsigned i = 0; i < identity->count; i++) {
        struct record *record = track_open(line->track, identity->keys[i], line->now, TRACK_FIND);
        if (record == NULL)
            continue;
        struct text trace = record_get(record, FIELD_vendor_trace_id);
        bool is_meant = may_come_again(line, record, values);
        bool is_other = /* one without a trace waits itself: it may be any */
            is_meant && (trace.length == 0 ||
                         (count > 0 && !text_is(trace, values_get(&earlier->origin, VALUE_vendor_trace_id))));
        if (is_meant && count++ == 0) {
            earlier_read(line, record, earlier);
            found = identity->keys[i];
            earlier->queue_id = queue_id_of(found);
        }
        track_close(line->track, record);
        if (is_other) {
            identity->is_ambiguous = true;
            return false;
        }
    }
    if (count > 1)
        earlier->queue_id = (struct text){NULL, 0};
    if (count > 0 && origin_of(values) == ORIGIN_LOCAL_USER)
        count_resent(line, found);
    return count > 0;
}

/* the entry for a further message: a free one, else one that is done, else the first */
static int place_for(const struct record *record, struct text key) {
    int free = -1, done = -1;
    for (int i = IDENTITY_MESSAGES; i-- > 0;) {
        struct text other = record_get(record, OWN_MESSAGES + i);
        if (text_is(other, key))
            return i;
        if (other.length == 0)
            free = i;
        else if (other.start[0] == DONE)
            done = i;
    }
    return free >= 0 ? free : done >= 0 ? done : 0;
}

void identity_add(struct line *line, struct text key) {
    struct text own = identity_key(line->event);
    struct record *record = own.length > 0 ? track_open(line->track, own, line->now, TRACK_CREATE) : NULL;
    if (record == NULL)
        return;
    if (record_is_finished(record))
        record_resume(line->track, record);
    record_set(line->track, record, OWN_MESSAGES + place_for(record, key), key);
    track_close(line->track, record);
}

void identity_end(struct line *line, struct text key, const struct message_state *state) {
    struct text own = identity_key(line->event);
    struct record *record = own.length > 0 ? track_open(line->track, own, line->now, TRACK_FIND) : NULL;
    if (record == NULL)
        return;
    unsigned under_way = 0;
    for (int i = 0; i < IDENTITY_MESSAGES; i++) {
        struct text other = record_get(record, OWN_MESSAGES + i);
        if (other.length == 0 || other.start[0] == DONE)
            continue;
        if (!text_is(other, key)) {
            under_way++;
            continue;
        }
        struct text done = copy_of(line->event, other);
        if (done.length > 0)
            ((char *)done.start)[0] = DONE;
        bool may_return = state->piped > state->resent && !state->left;
        record_set(line->track, record, OWN_MESSAGES + i, may_return ? done : (struct text){"", 0});
    }
    if (under_way == 0)
        record_finish(line->track, record);
    track_close(line->track, record);
}
