/* SPDX-License-Identifier: Apache-2.0
 *
 * failures - failed logins within a window, by user and by address
 *
 *     struct failures *failures = failures_new(window, counters);
 *     unsigned count = failures_of_user(failures, event, is_known, 1, now);
 *     count = failures_of_source(failures, event, 1, now);
 *
 * An attacker who guesses passwords can invent any number of user names and IPv6 addresses.
 * So there are three tables: users who have logged in, other names, and sources. A flood of
 * invented names cannot push out the count of a user who exists. Each table is bounded by
 * FAILURES_BYTES. At the bound the record that was used least recently is evicted, and
 * login_evicted counts it. An IPv6 address counts as its /64 network, because an attacker has
 * at least a whole /64.
 *
 * A count is at most FAILURES_MAX. A failure counts for lines that are less than the window
 * away from it, before or after: a clock may have been ahead.
 */
#ifndef FAILURES_H
#define FAILURES_H

#include "memory/track.h"

enum { FAILURES_MAX = 250, FAILURES_BYTES = 16 << 20 };

struct failures;

/* window in seconds; NULL when memory is out. counters outlive the failures. */
struct failures *failures_new(int64_t window, struct counters *counters);
void failures_free(struct failures *failures);

/* failures_of_user, failures_of_source - add so many failures at the time now (microseconds),
 * and return the number of failures within the window, of the event's user_name or source_ip.
 * added may be 0. Returns 0 where the event lacks the field or memory is out. is_known: the user
 * has logged in before. */
unsigned failures_of_user(struct failures *failures, struct event *event, bool is_known, unsigned added,
                          int64_t now);
unsigned failures_of_source(struct failures *failures, struct event *event, unsigned added, int64_t now);

/* user_key - the key of a user name: its first 256 bytes in lower case (ASCII), in the event's
 * memory. Names that begin with the same 256 bytes have the same key. Absent when memory is out. */
struct text user_key(struct event *event, struct text name);

#endif
