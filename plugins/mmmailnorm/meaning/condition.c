/* SPDX-License-Identifier: Apache-2.0
 *
 * condition - the contract is in condition.h
 */
#include "config.h"

#include "meaning/condition.h"

bool condition_read(struct condition *condition, struct text word, const struct fields *fields,
                    const char **fault) {
    size_t equal = text_find_char(word, '=');
    if (equal == TEXT_NONE || equal == 0 || equal + 1 == word.length) {
        *fault = "a condition is FIELD=VALUE, FIELD=BEGINNING* or FIELD=*";
        return false;
    }
    condition->field = fields_find(fields, text_slice(word, 0, equal));
    if (condition->field == FIELD_NONE) {
        *fault = "there is no such field in FIELDS; fix its name";
        return false;
    }
    condition->value = text_skip(word, equal + 1);
    condition->prefix = text_ends(condition->value, TEXT("*"));
    if (condition->prefix)
        condition->value.length--;
    return true;
}
