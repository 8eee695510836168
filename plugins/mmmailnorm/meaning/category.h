/* SPDX-License-Identifier: Apache-2.0
 *
 * category - GIM code and outcome of a line, by the table rulebases/CATEGORIES
 *
 * A row of the table is a rule id (with a star at its end: all ids that begin
 * so), conditions (condition.h), a GIM code and an outcome. "-" means no code or outcome:
 *
 *     postfix.delivery.*      vendor_status=sent      130000   success
 *     postfix.delivery.*                              130000   failure
 *     postfix.cert.*                                  -        failure
 *
 * The first row whose rule and conditions fit decides alone, so a line never has
 * two codes. An administrator's own LOCAL/CATEGORIES is read before the shipped
 * table. When the table is loaded it is sorted by rule, so a line meets only the
 * rows of its own rule.
 *
 *     struct categories *categories = categories_load(directory, local, rulebase, error, size);
 *     categories_apply(categories, rule, event);
 *     // gim_event_type_code 130000, gim_event_category "messaging",
 *     // gim_event_subcategory "messaging.email", gim_event_type "email sent",
 *     // event_outcome "success"
 *
 * A struct categories never changes once loaded; workers share it without a lock.
 * It belongs to one load of a rulebase and must not outlive it. Errors are
 * "FILE:LINE: what is wrong; the fix": an unknown field, code or outcome, a
 * pattern that fits no rule, a row that the rows above it make useless.
 */
#ifndef CATEGORY_H
#define CATEGORY_H

#include "rules/rulebase.h"

struct categories;

/* categories_load - read DIRECTORY/CATEGORIES and, where it is there,
 * LOCAL/CATEGORIES (local_directory may be NULL). NULL and the first error where
 * it fails. */
struct categories *categories_load(const char *directory, const char *local_directory,
                                   const struct rulebase *rulebase, char *error, size_t size);
void categories_free(struct categories *categories);

/* categories_decide - whether each line of the rule has its row: the last of the rule's rows
 * has no condition, and is not for all rules of a product. For the check of the rules. */
bool categories_decide(const struct categories *categories, const struct rule *rule);

/* categories_apply - set the code, its texts and event_outcome from the row that decides. Call it
 * when all other fields of the line are set. */
void categories_apply(const struct categories *categories, const struct rule *rule, struct event *event);

#endif
