/* SPDX-License-Identifier: Apache-2.0
 *
 * arrival - a message as it comes in, and the choice of the head to believe
 *
 * rsyslog has split a message, and its tag says which program wrote it. Where no rules are for the tag,
 * there are two cases. The message may be a whole line with a head of its own, as in files (imfile)
 * and in the output of containers. Or rsyslog took a line for a syslog line that is none (Axigen's own
 * format). A file's line arrives as a message alone:
 *
 *     struct arrival arrival = {.message = line, .severity = -1};
 *     arrival_source(&arrival, knows, rulebase, &source);
 *
 * The heads, in this order; the first one that rules are known for counts:
 *   1. the tag
 *   2. the head at the start of the message. A tag with a process id belongs to an ordinary program,
 *      whose text may come from strangers: there only a head that starts with a time is believed.
 *   3. the head of the raw message, if it starts with a time and the tag has no process id
 */
#ifndef ARRIVAL_H
#define ARRIVAL_H

#include "source/source.h"

struct arrival {
    struct text tag;     /* "postfix/smtpd[1044]:", or absent */
    struct text message; /* after the tag */
    struct text raw;     /* all of it as it was received, or absent */
    struct text host;    /* the host of the source where its head names none */
    int severity;        /* the severity where the head has none: 0 to 7, or -1 */
};

/* whether there are rules for a source */
typedef bool arrival_knows(const void *context, const struct source *source);

/* arrival_source - who wrote the message. Where knows is false for all heads, source is that of the
 * last one. All texts of source point into those of arrival, or at constants. */
void arrival_source(const struct arrival *arrival, arrival_knows *knows, const void *context,
                    struct source *source);

#endif
