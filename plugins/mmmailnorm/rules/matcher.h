/* SPDX-License-Identifier: Apache-2.0
 *
 * matcher - one worker's liblognorm contexts, and the rule that a line matches
 *
 *     struct matcher *matcher = matcher_new(rulebase);
 *     if (matcher_identify(matcher, &source, event))
 *         rule = matcher_match(matcher, &source, event);
 *
 * Each .rb file of the rulebase is a liblognorm context of its own, so that a
 * line meets only the rules of its program; a context is made at the first line
 * that needs it. Contexts are never shared: liblognorm writes statistics into its
 * graphs, and threads would fight over those cache lines.
 *
 * matcher_check compiles all files once and reports what liblognorm finds wrong.
 */
#ifndef MATCHER_H
#define MATCHER_H

#include "rules/rulebase.h"
#include "source/source.h"

struct matcher;

/* whether liblognorm accepts all files; else false and "FILE:LINE: what" in error */
bool matcher_check(const struct rulebase *rulebase, char *error, size_t size);

/* a matcher that holds the rulebase, or NULL when memory is out */
struct matcher *matcher_new(struct rulebase *rulebase);
void matcher_free(struct matcher *matcher);

/* whether a rulebase is for the source's tag */
bool matcher_knows(const struct matcher *matcher, const struct source *source);

/* matcher_identify - identify the server of the line: sets event_source_product,
 * application_name, vendor_instance, service_name, vendor_daemon, process_id,
 * event_source and vendor_session_id. Returns false, and sets nothing, where no
 * rulebase is for this tag. */
bool matcher_identify(struct matcher *matcher, const struct source *source, struct event *event);

/* the server that matcher_identify found last */
const struct server *matcher_server(const struct matcher *matcher);

/* matcher_match - the rule that the message matches, with its captures and
 * annotations set in event. NULL where none matches; the event is then as
 * matcher_identify left it. The byte after the message must be readable
 * (liblognorm reads it). Call it only after matcher_identify returned true. */
const struct rule *matcher_match(struct matcher *matcher, const struct source *source, struct event *event);

#endif
