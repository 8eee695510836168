/* SPDX-License-Identifier: Apache-2.0
 *
 * condition - "FIELD=VALUE", as the tables CATEGORIES and REJECT_REASONS write it
 *
 *     vendor_status=sent         the field has that value, letter for letter
 *     smtp_response_code=5*      its value begins so
 *     user_name=*                it has a value
 *
 * A condition points into the text that it was read from.
 */
#ifndef CONDITION_H
#define CONDITION_H

#include "event/event.h"

struct condition {
    enum field field;
    struct text value; /* without the star */
    bool prefix;       /* it ended in a star */
};

/* condition_read - false, and what is wrong with it in fault (a constant), for a
 * word that is no condition or names no field of the dictionary */
bool condition_read(struct condition *condition, struct text word, const struct fields *fields,
                    const char **fault);

static inline bool condition_holds(const struct condition *condition, const struct event *event) {
    if (!event_has(event, condition->field))
        return false;
    struct text value = event_get(event, condition->field);
    return condition->prefix ? text_starts(value, condition->value) : text_is(value, condition->value);
}

#endif
