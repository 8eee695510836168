/* SPDX-License-Identifier: Apache-2.0
 *
 * event - what is known of one line: a value for each field that it has
 *
 *     struct event *event = event_new(fields);
 *     event_set(event, FIELD_email_from, text);            // points at text
 *     event_set_integer(event, FIELD_email_size, 2522);
 *     struct fjson_object *json = event_to_json(event);    // a tree of its own
 *     event_clear(event);                                  // ready for the next line
 *
 * Values point at the line, at constants or at the event's scratch memory; none
 * is copied unless a function says so. They are valid until event_clear.
 * An event belongs to one worker thread; nothing in it is locked. Scratch memory
 * grows in chunks and falls back to one chunk at event_clear, so it is bounded
 * by the longest line.
 *
 * Rules that hold for every value: a string is never empty (setting an empty
 * text leaves the field absent); an integer or float field never holds text.
 */
#ifndef EVENT_H
#define EVENT_H

#include <stdint.h>

#include "event/fields.h"

struct fjson_object;
struct event;

/* empty event over a dictionary that outlives it, or NULL when memory is out */
struct event *event_new(const struct fields *fields);
/* the dictionary that it was made with */
const struct fields *event_fields(const struct event *event);
void event_free(struct event *event);
/* forget all values; drop the tree of event_hold */
void event_clear(struct event *event);

/* event_set - give a field its value from a text that lives until event_clear.
 * An integer field takes [-+]digits, a float field digits with one point.
 * Returns false, and leaves the field as it was, where the text does not fit the
 * field's type. An empty text is accepted and sets nothing. */
static inline bool event_set(struct event *event, enum field field, struct text value);
/* the same, from a text that is copied into the scratch memory */
bool event_set_copy(struct event *event, enum field field, struct text value);
/* the same, lower case (ASCII); copies only when the text has upper case */
bool event_set_lower(struct event *event, enum field field, struct text value);
/* event_set_texts - set fields[i] to texts[i] for each bit i of which: fast, for texts that
 * come again and again. Not checked: all must be string fields, and no text may be empty. */
void event_set_texts(struct event *event, const enum field *fields, const struct text *texts, uint32_t which);
void event_set_integer(struct event *event, enum field field, int64_t value);
/* with at most three decimals; a value of 1e15 and more, or NaN, is left out */
void event_set_float(struct event *event, enum field field, double value);
static inline void event_unset(struct event *event, enum field field);

static inline bool event_has(const struct event *event, enum field field);
/* text of a field as in JSON, also of a number; absent: { NULL, 0 } */
static inline struct text event_get(const struct event *event, enum field field);
/* number of an integer field; 0 where absent */
static inline int64_t event_get_integer(const struct event *event, enum field field);
double event_get_float(const struct event *event, enum field field);

/* first field set at or after this one, or FIELD_NONE: walks all in the
 * dictionary's order, event_next(e, 0), event_next(e, f + 1), ... */
static inline enum field event_next(const struct event *event, int from);

/* size bytes of scratch memory, aligned, valid until event_clear; NULL when
 * memory is out */
char *event_alloc(struct event *event, size_t size);
/* printf into scratch memory; the absent text when memory is out */
struct text event_print(struct event *event, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* keep a JSON tree alive until event_clear: values may point into it. Takes over
 * the caller's reference. */
void event_hold(struct event *event, struct fjson_object *tree);

/* a new JSON object with all values, in the dictionary's order; the caller owns
 * it. NULL when memory is out. Keys are constants of the dictionary. */
struct fjson_object *event_to_json(const struct event *event);

#include "event/event_private.h"

#endif
