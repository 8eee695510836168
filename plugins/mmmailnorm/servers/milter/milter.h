/* SPDX-License-Identifier: Apache-2.0
 *
 * milter - what the parsers of milters and policy servers share; see parser.h
 *
 * They write into the log of the mail server that asks them, and name its queue ids.
 */
#ifndef MILTER_H
#define MILTER_H

#include "servers/server.h"

#define MILTER_DIGITS "0123456789"
#define MILTER_LOWER_CASE "abcdefghijklmnopqrstuvwxyz"
#define MILTER_UPPER_CASE "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* the queue id in front of a text; "(unknown-jobid)", where the mail server did not name it, sets
 * nothing. False where it is neither. */
bool milter_job(struct event *event, struct text text);

/* sets vendor_warning_description from an error of OpenDKIM or OpenDMARC, in the form of their calls of
 * syslog(). A queue id may be in front of it. False where it is none of these. */
bool milter_error(struct event *event, struct text text);

#endif
