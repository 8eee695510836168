/* SPDX-License-Identifier: Apache-2.0
 *
 * line - the line that is being joined, and the data of a record that are not fields
 */
#ifndef LINE_H
#define LINE_H

#include "memory/roles.h"
#include "memory/values.h"

#define SECONDS INT64_C(1000000)

struct line {
    struct track *track;
    struct event *event;
    int64_t now; /* microseconds: the time that the line names */
    struct joined joined;
};

/* the state of a message, which its later lines do not repeat */
struct message_state {
    bool waits;         /* it has no trace yet: a later line decides */
    bool left;          /* a delivery left this host, so it was not for a filter */
    uint16_t piped;     /* deliveries to a program (pipe(8)) that may send the message again */
    uint16_t delivered; /* recipients, for good or not */
    uint16_t resent;    /* messages of sendmail(1) that were found to be this message again */
};

/* record entries that are not fields: their numbers come after the last field */
enum {
    OWN_ATTEMPTS = FIELD_MAX, /* see attempts.c */
    OWN_STATE,                /* struct message_state */
    OWN_DISORDER,             /* int64_t, of a host: when a line came out of order */
    OWN_MESSAGES              /* and the next IDENTITY_MESSAGES - 1 numbers: keys, see identity.h */
};

static inline struct message_state state_of(const struct record *record) {
    struct message_state state = {.waits = false};
    struct text bytes = record_get(record, OWN_STATE);
    if (bytes.length == sizeof(state))
        memcpy(&state, bytes.start, sizeof(state));
    return state;
}

static inline void set_state(struct line *line, struct record *record, const struct message_state *state) {
    record_set(line->track, record, OWN_STATE, (struct text){(const char *)state, sizeof(*state)});
}

/* whether two times are at most age apart. Either may be the earlier: lines may come out of
 * order, and clocks jump. */
static inline bool is_within(int64_t one, int64_t other, int64_t age) {
    int64_t between = one > other ? one - other : other - one;
    return between <= age;
}

/* a copy of a record's text, which stays valid after the record is closed; absent when memory is
 * out */
static inline struct text copy_of(struct event *event, struct text text) {
    char *memory = text.length > 0 ? event_alloc(event, text.length) : NULL;
    if (memory == NULL)
        return (struct text){NULL, 0};
    memcpy(memory, text.start, text.length);
    return (struct text){memory, text.length};
}

#endif
