/* SPDX-License-Identifier: Apache-2.0
 *
 * ruleset - all that is read from the rulebase directories, replaced as one
 *
 *     struct ruleset *ruleset = ruleset_load(directory, local_directory, error, size);
 *     ruleset->rulebase, ruleset->categories, ruleset->joiner
 *     ruleset_release(ruleset);
 *
 * Counted, never changed once loaded, shared by all workers without a lock.
 */
#ifndef RULESET_H
#define RULESET_H

#include "meaning/category.h"
#include "meaning/reject.h"
#include "memory/join.h"
#include "rules/rulebase.h"

struct ruleset {
    int references; /* atomic */
    struct rulebase *rulebase;
    struct categories *categories;
    struct reject_reasons *reject_reasons;
    struct joiner *joiner;
};

/* NULL and "FILE:LINE: what is wrong; the mend" in error where it fails */
struct ruleset *ruleset_load(const char *directory, const char *local_directory, char *error, size_t size);
struct ruleset *ruleset_hold(struct ruleset *ruleset);
void ruleset_release(struct ruleset *ruleset);

#endif
