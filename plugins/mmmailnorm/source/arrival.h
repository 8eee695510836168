/* SPDX-License-Identifier: Apache-2.0
 *
 * arrival - a message as it comes in, and which of its heads to believe
 *
 * rsyslog has taken a message apart: its tag says who wrote it. But the message of a tag that no rules
 * are for may be a whole line with a head of its own, as files (imfile) and the output of containers
 * have it, or rsyslog took a line for syslog's that is not (Axigen's own). A file's line arrives as a
 * message alone:
 *
 *     struct arrival arrival = {.message = line, .severity = -1};
 *     arrival_source(&arrival, knows, rulebase, &source);
 *
 * The heads, in this order; the first one that rules are known for counts:
 *   1. the tag
 *   2. the head at the start of the message. A tag with a process id is a program that writes what
 *      strangers send it: in its words a head needs a time in front.
 *   3. the head of the raw message, with a time in front
 */
#ifndef ARRIVAL_H
#define ARRIVAL_H

#include "source/source.h"

struct arrival {
    struct text tag;     /* "postfix/smtpd[1044]:", or absent */
    struct text message; /* behind the tag */
    struct text raw;     /* all of it as it was received, or absent */
    struct text host;    /* what the source has where its head names none */
    int severity;        /* the same; 0 to 7, or -1 */
};

/* whether there are rules for a source */
typedef bool arrival_knows(const void *context, const struct source *source);

/* arrival_source - who wrote the message. Where knows is false for all heads, source is that of the
 * last one. All texts of source point into those of arrival, or at constants. */
void arrival_source(const struct arrival *arrival, arrival_knows *knows, const void *context,
                    struct source *source);

#endif
