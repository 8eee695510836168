/* SPDX-License-Identifier: Apache-2.0
 *
 * rulebase - the rules of a directory, and the rule that a line matches
 *
 *     rulebases/postfix/smtpd.rb       rules for the program smtpd of Postfix
 *     rulebases/postfix/common.rb      include=d by the others
 *     rulebases/sendmail/sendmail.rb
 *     rulebases/PROGRAMS               which tag belongs to which file
 *     rulebases/CATEGORIES             see category.h
 *     LOCAL/postfix/smtpd.rb           an administrator's own rules, read in
 *     LOCAL/FIELDS                     addition to the shipped ones
 *
 * A rulebase file is a liblognorm v2 rulebase. Two lines are handled here:
 * include=FILE (of the same directory), and
 * annotate=RULE-ID:+field="value", which gives every line of that rule a constant.
 *
 * struct rulebase is the loaded, checked text of a directory: immutable, counted,
 * shared by all workers. struct matcher is one worker's liblognorm contexts made
 * from it: liblognorm writes statistics into its graphs, so sharing them would
 * have threads fight over cache lines.
 *
 * Errors are "FILE:LINE: what is wrong; the mend".
 */
#ifndef RULEBASE_H
#define RULEBASE_H

#include "event.h"
#include "source.h"

struct rulebase;
struct matcher;

/* one rule as the rest of the engine sees it */
struct rule {
    struct text id;      /* "postfix.smtpd.reject" */
    struct text product; /* "postfix": the rulebase's directory */
    unsigned number;     /* 0 to rulebase_rule_count - 1 */
};

/* rulebase_load - read and check a directory, and a local one if not NULL.
 * Returns NULL and the first error. Release with rulebase_release. */
struct rulebase *rulebase_load(const char *directory, const char *local_directory, char *error, size_t size);
struct rulebase *rulebase_hold(struct rulebase *rulebase);
void rulebase_release(struct rulebase *rulebase);

const struct fields *rulebase_fields(const struct rulebase *rulebase);
unsigned rulebase_rule_count(const struct rulebase *rulebase);
const struct rule *rulebase_rule(const struct rulebase *rulebase, unsigned number);
/* rule of that id, or NULL */
const struct rule *rulebase_find(const struct rulebase *rulebase, struct text id);

/* one worker's matcher, or NULL with an error; holds the rulebase */
struct matcher *matcher_new(struct rulebase *rulebase, char *error, size_t size);
void matcher_free(struct matcher *matcher);

/* matcher_identify - whose line is it: fills product ("postfix"), instance
 * ("postfix-out"), service ("submission") and daemon ("smtpd") of the event, and
 * returns false where no rulebase is for this tag. */
bool matcher_identify(struct matcher *matcher, const struct source *source, struct event *event);

/* matcher_match - the rule that the message matches, its fields set in event;
 * NULL where none does (the event then has none of them). After matcher_identify. */
const struct rule *matcher_match(struct matcher *matcher, const struct source *source, struct event *event);

#endif
