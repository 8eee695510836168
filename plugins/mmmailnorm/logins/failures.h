/* SPDX-License-Identifier: Apache-2.0
 *
 * failures - failed logins within a window, by user and by address
 *
 *     struct failures *failures = failures_new(window, counters);
 *     unsigned count = failures_of_user(failures, event, is_known, 1, now);
 *     count = failures_of_source(failures, event, 1, now);
 *
 * Who guesses invents names, and with IPv6 addresses: users who ever logged in, other names, and
 * sources are in tables of their own, each bounded by FAILURES_BYTES, so that no flood of
 * names takes the count of a user who exists. At the bound the oldest goes, counted as
 * login_evicted. Of IPv6 addresses the /64 network counts: a stranger has no fewer.
 *
 * FAILURES_MAX failures are told apart in a window, further ones leave the count there. What
 * lies further than the window from a line is forgotten, also where its clock was ahead.
 */
#ifndef FAILURES_H
#define FAILURES_H

#include "memory/track.h"

enum { FAILURES_MAX = 250, FAILURES_BYTES = 16 << 20 };

struct failures;

/* window in seconds; NULL when memory is out */
struct failures *failures_new(int64_t window, struct counters *counters);
void failures_free(struct failures *failures);

/* failures_of_user, failures_of_source - failures of the event's user_name and source_ip within
 * the window, after adding so many of now (microseconds). is_known: the user logged in before. */
unsigned failures_of_user(struct failures *failures, struct event *event, bool is_known, unsigned added,
                          int64_t now);
unsigned failures_of_source(struct failures *failures, struct event *event, unsigned added, int64_t now);

/* user_key - under which a user name is found, upper and lower case being the same, in the event's
 * memory; names that begin with the same 256 bytes are one */
struct text user_key(struct event *event, struct text name);

#endif
