/* SPDX-License-Identifier: Apache-2.0
 *
 * condition - the contract is in condition.h
 */
#include "config.h"

#include "meaning/condition.h"

/* what is wrong with the word, or NULL */
static const char *read_condition(struct condition *condition, struct text word,
                                  const struct fields *fields) {
    size_t equal = text_find_char(word, '=');
    if (equal == TEXT_NONE || equal == 0 || equal + 1 == word.length)
        return "a condition is FIELD=VALUE, FIELD=BEGINNING* or FIELD=*";
    condition->field = fields_find(fields, text_slice(word, 0, equal));
    if (condition->field == FIELD_NONE)
        return "there is no such field in FIELDS; fix its name";
    condition->value = text_skip(word, equal + 1);
    condition->prefix = text_ends(condition->value, TEXT("*"));
    if (condition->prefix)
        condition->value.length--;
    return NULL;
}

bool conditions_add(struct conditions *conditions, struct text word, const struct fields *fields,
                    const struct lines *lines, char *error, size_t size) {
    if (conditions->count == CONDITIONS_MAX)
        return lines_fail(lines, error, size, "more than %d conditions; split the row", CONDITIONS_MAX);
    const char *fault = read_condition(&conditions->of[conditions->count], word, fields);
    if (fault != NULL)
        return lines_fail(lines, error, size, "\"%.*s\": %s", (int)word.length, word.start, fault);
    conditions->count++;
    return true;
}
