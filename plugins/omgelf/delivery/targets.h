/* SPDX-License-Identifier: Apache-2.0
 *
 * targets - the receivers of an action, and which of them is tried next
 *
 *     struct targets *targets = targets_new();                 // one an action
 *     targets_add(targets, "graylog1.example.org", "12201");
 *     targets_add(targets, "graylog2.example.org", "12201");
 *
 *     struct choice *choice = choice_new(targets, TARGETS_FAILOVER, 0, 30000);    // one a worker
 *     while ((target = choice_next(choice, now)) != NULL)
 *         if (connected(target)) { choice_worked(choice, target); break; }
 *         else choice_failed(choice, target, now);
 *     // NULL: all are suspended, the first for choice_wait(choice, now) more milliseconds
 *
 * Failover takes the first target, in the order of the configuration, that is not
 * suspended. Round robin takes them in turn; workers start at different ones. A
 * target that fails is suspended for TARGETS_FIRST_SUSPENSION milliseconds. Each further
 * failure doubles the time, up to the longest, until the target works again.
 *
 * With failover the worker goes back to an earlier target as soon as it can be reached:
 * choice_earlier returns the one to try. A target may take connections but not read.
 * Finding that out costs a whole time-out. So after choice_stalled a target is taken only
 * where no other is left.
 *
 * Targets are shared by all workers. Once workers run, only the counters change: relaxed
 * atomics (TARGET_COUNT). A choice belongs to one worker. Times
 * are milliseconds of a monotonic clock.
 */
#ifndef TARGETS_H
#define TARGETS_H

#include <stdbool.h>
#include <stdint.h>

#define TARGETS_FIRST_SUSPENSION 1000

/* name in impstats, resettable or a level, meaning */
#define TARGET_COUNTERS(C)                                                                                   \
    C(frames, 1, "frames written, repeated ones included")                                                   \
    C(bytes, 1, "bytes of these frames")                                                                     \
    C(connects, 1, "connections made, TLS handshake included")                                               \
    C(unresolved, 1, "attempts that failed: the name has no address")                                        \
    C(refused, 1, "attempts that failed: refused or unreachable")                                            \
    C(timeout, 1, "attempts or connections that failed: no answer in time")                                  \
    C(tls, 1, "attempts that failed: TLS handshake or certificate")                                          \
    C(reset, 1, "connections that failed: reset, or ended without a goodbye")                                \
    C(closed, 1, "connections that the receiver closed")                                                     \
    C(resent, 1, "frames sent again because they may not have been read")                                    \
    C(blocked, 1, "milliseconds that a worker waited for this target")                                       \
    C(window, 0, "bytes kept now in case they have to be sent again")

struct target_counters {
#define COUNTER(name, resettable, meaning) uint64_t name;
    TARGET_COUNTERS(COUNTER)
#undef COUNTER
};

#define TARGET_COUNT(target, name, n)                                                                        \
    ((void)__atomic_fetch_add(&(target)->counters.name, (uint64_t)(n), __ATOMIC_RELAXED))

struct target {
    char *host, *port;
    char *name; /* "graylog.example.org:12201", "[2001:db8::1]:12201" */
    struct target_counters counters;
};

struct targets {
    struct target **list;
    unsigned count;
};

enum targets_order { TARGETS_FAILOVER, TARGETS_ROUND_ROBIN };

struct choice;

struct targets *targets_new(void);
void targets_free(struct targets *targets);
/* copies host and port; false when memory is out */
bool targets_add(struct targets *targets, const char *host, const char *port);

/* number: of the worker, from 0; longest suspension in milliseconds. NULL when memory
 * is out. The targets outlive it. */
struct choice *choice_new(const struct targets *targets, enum targets_order order, unsigned number,
                          int64_t longest);
void choice_free(struct choice *choice);

struct target *choice_next(struct choice *choice, int64_t now);
int64_t choice_wait(const struct choice *choice, int64_t now);
/* a connection ended so soon that it counts as a failure */
void choice_lost(struct choice *choice, const struct target *target, int64_t now);
/* there was no connection. True at the first failure since the target worked: the caller logs it. */
bool choice_failed(struct choice *choice, const struct target *target, int64_t now);
/* the target works: it is no longer suspended. True when it had failed before. */
bool choice_worked(struct choice *choice, const struct target *target);
/* not to be taken until this time, as long as another target can be */
void choice_stalled(struct choice *choice, const struct target *target, int64_t until);
/* failover: the first target before this one that could be taken now, or NULL */
struct target *choice_earlier(const struct choice *choice, const struct target *target, int64_t now);
/* another target than this one could be taken now */
bool choice_has_other(const struct choice *choice, const struct target *target, int64_t now);

#endif
