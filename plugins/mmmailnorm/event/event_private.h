/* SPDX-License-Identifier: Apache-2.0
 *
 * event_private - the inside of an event, and its small accessors
 *
 * A line sets about 40 fields and asks for 150. As function calls the accessors would cost
 * more than their work, so they are inline. Include event.h, which includes this file.
 */
#ifndef EVENT_PRIVATE_H
#define EVENT_PRIVATE_H

enum { EVENT_WORD_BITS = 64, EVENT_WORDS = FIELD_MAX / EVENT_WORD_BITS };

struct event {
    const struct fields *fields;
    const enum field_type *types; /* of the fields */
    uint64_t present[EVENT_WORDS];
    struct chunk *chunk; /* newest piece of the scratch memory */
    struct fjson_object *held;
    struct json_strings *strings;
    struct {
        struct text text;
        int64_t integer; /* of an integer field */
    } values[FIELD_MAX];
};

/* event_set for an integer or float field; the value is not empty */
bool event_set_number(struct event *event, enum field field, struct text value);

static inline bool event_set(struct event *event, enum field field, struct text value) {
    if (value.length == 0)
        return true;
    if (event->types[field] != FIELD_TYPE_STRING)
        return event_set_number(event, field, value);
    event->values[field].text = value;
    event->present[(unsigned)field / EVENT_WORD_BITS] |= (uint64_t)1 << (unsigned)field % EVENT_WORD_BITS;
    return true;
}

static inline void event_unset(struct event *event, enum field field) {
    event->present[(unsigned)field / EVENT_WORD_BITS] &= ~((uint64_t)1 << (unsigned)field % EVENT_WORD_BITS);
}

static inline bool event_has(const struct event *event, enum field field) {
    return event->present[(unsigned)field / EVENT_WORD_BITS] >> (unsigned)field % EVENT_WORD_BITS & 1;
}

static inline struct text event_get(const struct event *event, enum field field) {
    return event_has(event, field) ? event->values[field].text : (struct text){NULL, 0};
}

static inline int64_t event_get_integer(const struct event *event, enum field field) {
    return event_has(event, field) ? event->values[field].integer : 0;
}

static inline enum field event_next(const struct event *event, int from) {
    unsigned word = (unsigned)from / EVENT_WORD_BITS;
    if (word >= EVENT_WORDS)
        return FIELD_NONE;
    uint64_t bits = event->present[word] >> (unsigned)from % EVENT_WORD_BITS
                                                << (unsigned)from % EVENT_WORD_BITS;
    while (bits == 0 && ++word < EVENT_WORDS)
        bits = event->present[word];
    return bits != 0 ? (enum field)(word * EVENT_WORD_BITS + (unsigned)__builtin_ctzll(bits)) : FIELD_NONE;
}

#endif
