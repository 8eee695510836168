/* SPDX-License-Identifier: Apache-2.0
 *
 * rules - everything that is loaded from the rulebase directories, replaced as one
 *
 *     struct rules *rules = rules_load(directory, local_directory, error, sizeof(error));
 *     rules->rulebase, rules->categories, rules->roles
 *     rules_release(rules);
 *
 * A struct rules is reference-counted and never changes once loaded; all workers share it without
 * a lock.
 */
#ifndef RULES_H
#define RULES_H

#include "meaning/category.h"
#include "meaning/reject.h"
#include "memory/join.h"
#include "rules/rulebase.h"

struct rules {
    int references; /* atomic */
    struct rulebase *rulebase;
    struct categories *categories;
    struct reject_reasons *reject_reasons;
    struct roles *roles;
};

/* NULL and "FILE:LINE: what is wrong; the fix" in error where it fails */
struct rules *rules_load(const char *directory, const char *local_directory, char *error, size_t size);
struct rules *rules_hold(struct rules *rules);
void rules_release(struct rules *rules);

#endif
