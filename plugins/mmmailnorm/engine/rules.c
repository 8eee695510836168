/* SPDX-License-Identifier: Apache-2.0
 *
 * rules - the contract is in rules.h
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "rules/matcher.h"
#include "engine/rules.h"

struct rules *rules_load(const char *directory, const char *local_directory, char *error, size_t size) {
    struct rules *rules = calloc(1, sizeof(*rules));
    if (rules == NULL) {
        snprintf(error, size, "%s: out of memory", directory);
        return NULL;
    }
    rules->references = 1;
    rules->rulebase = rulebase_load(directory, local_directory, error, size);
    if (rules->rulebase == NULL || !matcher_check(rules->rulebase, error, size))
        goto failed;
    rules->categories = categories_load(directory, local_directory, rules->rulebase, error, size);
    if (rules->categories == NULL)
        goto failed;
    rules->reject_reasons =
        reject_reasons_load(directory, local_directory, rulebase_fields(rules->rulebase), error, size);
    if (rules->reject_reasons == NULL)
        goto failed;
    rules->roles = roles_load(directory, local_directory, rules->rulebase, error, size);
    if (rules->roles == NULL)
        goto failed;
    return rules;

failed:
    rules_release(rules);
    return NULL;
}

struct rules *rules_hold(struct rules *rules) {
    __atomic_fetch_add(&rules->references, 1, __ATOMIC_RELAXED);
    return rules;
}

void rules_release(struct rules *rules) {
    if (rules == NULL || __atomic_sub_fetch(&rules->references, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    roles_free(rules->roles);
    reject_reasons_free(rules->reject_reasons);
    categories_free(rules->categories);
    rulebase_release(rules->rulebase);
    free(rules);
}
