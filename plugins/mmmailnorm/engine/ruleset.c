/* SPDX-License-Identifier: Apache-2.0
 *
 * ruleset - the contract is in ruleset.h
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "rules/matcher.h"
#include "engine/ruleset.h"

struct ruleset *ruleset_load(const char *directory, const char *local_directory, char *error, size_t size) {
    char path[4096];
    struct ruleset *ruleset = calloc(1, sizeof(*ruleset));
    if (ruleset == NULL) {
        snprintf(error, size, "%s: out of memory", directory);
        return NULL;
    }
    ruleset->references = 1;
    ruleset->rulebase = rulebase_load(directory, local_directory, error, size);
    if (ruleset->rulebase == NULL || !matcher_check(ruleset->rulebase, error, size))
        goto failed;
    ruleset->categories = categories_load(directory, local_directory, ruleset->rulebase, error, size);
    if (ruleset->categories == NULL)
        goto failed;
    ruleset->reject_reasons =
        reject_reasons_load(directory, local_directory, rulebase_fields(ruleset->rulebase), error, size);
    if (ruleset->reject_reasons == NULL)
        goto failed;
    snprintf(path, sizeof(path), "%s/TRACKING", directory);
    ruleset->joiner = joiner_load(path, ruleset->rulebase, error, size);
    if (ruleset->joiner == NULL)
        goto failed;
    return ruleset;

failed:
    ruleset_release(ruleset);
    return NULL;
}

struct ruleset *ruleset_hold(struct ruleset *ruleset) {
    __atomic_fetch_add(&ruleset->references, 1, __ATOMIC_RELAXED);
    return ruleset;
}

void ruleset_release(struct ruleset *ruleset) {
    if (ruleset == NULL || __atomic_sub_fetch(&ruleset->references, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    joiner_free(ruleset->joiner);
    reject_reasons_free(ruleset->reject_reasons);
    categories_free(ruleset->categories);
    rulebase_release(ruleset->rulebase);
    free(ruleset);
}
