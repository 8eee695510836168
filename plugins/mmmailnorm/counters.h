/* SPDX-License-Identifier: Apache-2.0
 *
 * counters - what impstats shows of mmmailnorm
 *
 * One row of COUNTERS is one counter: its name in impstats and its meaning. All
 * workers of an action share a struct counters; COUNT is a relaxed atomic add.
 * The glue hands the addresses to rsyslog's statsobj; the command prints them.
 */
#ifndef COUNTERS_H
#define COUNTERS_H

#include <stdint.h>

#define COUNTERS(C)                                                           \
    C(lines, "lines seen")                                                    \
    C(matched_postfix, "Postfix lines that a rule recognised")                \
    C(matched_sendmail, "Sendmail lines that a rule recognised")              \
    C(matched_axigen, "Axigen lines that a rule recognised")                  \
    C(matched_other, "lines of other servers that a rule recognised")         \
    C(unmatched_postfix, "Postfix lines without a rule")                      \
    C(unmatched_sendmail, "Sendmail lines without a rule")                    \
    C(unmatched_axigen, "Axigen lines without a rule")                        \
    C(unmatched_other, "lines of other servers without a rule")               \
    C(not_mail, "lines of programs that no rulebase is for")                  \
    C(geo_hits, "addresses that a geo database knew")                         \
    C(geo_misses, "addresses that no geo database knew")                      \
    C(geo_reserved, "addresses of reserved ranges, which have no place")      \
    C(geo_cache_hits, "addresses of all these that the cache answered")       \
    C(geo_damaged, "look-ups that met a damaged piece of a geo database")     \
    C(geo_reload_failures, "reloads that kept the geo databases of before")   \
    C(login_successes, "successful logins")                                   \
    C(login_failures, "failed logins")                                        \
    C(login_foreign, "successful logins from outside homeCountries")          \
    C(login_new_country, "successful logins from a country new to the user")  \
    C(track_joined, "lines that got fields of earlier ones")                  \
    C(track_linked, "messages that were found to be an earlier one again")    \
    C(track_evicted, "unfinished messages forgotten at the bound")            \
    C(track_expired, "unfinished messages forgotten by age")                  \
    C(track_overflow, "texts that a full record did not take")                \
    C(reloads, "reloads of rulebases and databases that took effect")         \
    C(reload_failures, "reloads that kept what ran before")

struct counters {
#define COUNTER(name, meaning) uint64_t name;
    COUNTERS(COUNTER)
#undef COUNTER
};

#define COUNT_BY(counters, name, n) ((void)__atomic_fetch_add(&(counters)->name, (n), __ATOMIC_RELAXED))
#define COUNT(counters, name) COUNT_BY(counters, name, 1)

struct counter_row {
    const char *name, *meaning;
    unsigned offset; /* of the uint64_t in struct counters */
};

/* the rows, ended by a row whose name is NULL */
extern const struct counter_row counter_rows[];

#endif
