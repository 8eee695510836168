/* SPDX-License-Identifier: Apache-2.0
 *
 * condition - "FIELD=VALUE", as the tables CATEGORIES and REJECT_REASONS write it
 *
 *     vendor_status=sent         the field has that value, letter for letter
 *     smtp_response_code=5*      its value begins so
 *     user_name=*                it has a value
 *
 * A row may have up to CONDITIONS_MAX, which must all hold. A condition points into the text that it was read
 * from.
 */
#ifndef CONDITION_H
#define CONDITION_H

#include "common/lines.h"
#include "event/event.h"

struct condition {
    enum field field;
    struct text value; /* without the star */
    bool prefix;       /* it ended in a star */
};

enum { CONDITIONS_MAX = 4 };

struct conditions {
    struct condition of[CONDITIONS_MAX];
    int count;
};

/* conditions_add - one more, from a word of a row. False, with a message of lines_fail, for a word that
 * is no condition or names no field of the dictionary, and for one that is too many. */
bool conditions_add(struct conditions *conditions, struct text word, const struct fields *fields,
                    const struct lines *lines, char *error, size_t size);

static inline bool condition_holds(const struct condition *condition, const struct event *event) {
    if (!event_has(event, condition->field))
        return false;
    struct text value = event_get(event, condition->field);
    return condition->prefix ? text_starts(value, condition->value) : text_is(value, condition->value);
}

static inline bool conditions_hold(const struct conditions *conditions, const struct event *event) {
    for (int i = 0; i < conditions->count; i++)
        if (!condition_holds(&conditions->of[i], event))
            return false;
    return true;
}

#endif
