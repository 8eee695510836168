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

#include <stddef.h>
#include <stdint.h>

/* why mail was refused, see reject.h */
#define REJECT_CATEGORIES(R)                                                                                 \
    R(rbl, "the client's address has a bad name or is on a block list")                                      \
    R(greylist, "greylisted: to be tried again")                                                             \
    R(relay_denied, "the server is no relay for this client")                                                \
    R(user_unknown, "there is no such recipient")                                                            \
    R(mailbox_full, "the mailbox is full")                                                                   \
    R(helo, "the name given in HELO or EHLO")                                                                \
    R(sender_domain, "the sender's address or domain")                                                       \
    R(ptr, "the client's reverse DNS")                                                                       \
    R(spf, "SPF")                                                                                            \
    R(dkim, "DKIM")                                                                                          \
    R(dmarc, "DMARC, or neither SPF nor DKIM")                                                               \
    R(rate, "too much, too often or too many at once")                                                       \
    R(content, "spam or unwanted content")                                                                   \
    R(virus, "a virus or a banned file")                                                                     \
    R(tls, "encryption")                                                                                     \
    R(auth, "authentication")                                                                                \
    R(size, "the message is too big")                                                                        \
    R(policy, "a rule of the server")                                                                        \
    R(protocol, "the client broke the protocol or a format")                                                 \
    R(other, "another reason")

/* reply codes of refusals that have a counter of their own */
#define REPLY_CODES(R)                                                                                       \
    R(421)                                                                                                   \
    R(450)                                                                                                   \
    R(451)                                                                                                   \
    R(452)                                                                                                   \
    R(454)                                                                                                   \
    R(455)                                                                                                   \
    R(500)                                                                                                   \
    R(501)                                                                                                   \
    R(502)                                                                                                   \
    R(503)                                                                                                   \
    R(504)                                                                                                   \
    R(521)                                                                                                   \
    R(530)                                                                                                   \
    R(534) R(535) R(538) R(550) R(551) R(552) R(553) R(554) R(555) R(556)

#define REJECT_COUNTER(name, meaning) COUNTER(reject_##name, "refused by this server: " meaning)
#define REMOTE_REJECT_COUNTER(name, meaning)                                                                 \
    COUNTER(remote_reject_##name, "refused by other servers: " meaning)
#define REPLY_COUNTER(code) COUNTER(reply_##code, "refusals with the reply code " #code)

/* all counters; whoever uses the list defines COUNTER(name, meaning) first */
#define COUNTERS                                                                                             \
    COUNTER(lines, "lines seen")                                                                             \
    COUNTER(matched_postfix, "Postfix lines that a rule recognised")                                         \
    COUNTER(matched_sendmail, "Sendmail lines that a rule recognised")                                       \
    COUNTER(matched_axigen, "Axigen lines that a rule recognised")                                           \
    COUNTER(matched_other, "lines of other servers that a rule recognised")                                  \
    COUNTER(unmatched_postfix, "Postfix lines without a rule")                                               \
    COUNTER(unmatched_sendmail, "Sendmail lines without a rule")                                             \
    COUNTER(unmatched_axigen, "Axigen lines without a rule")                                                 \
    COUNTER(unmatched_other, "lines of other servers without a rule")                                        \
    COUNTER(not_mail, "lines of programs that no rulebase is for")                                           \
    COUNTER(geo_hits, "addresses that a geo database knew")                                                  \
    COUNTER(geo_misses, "addresses that no geo database knew")                                               \
    COUNTER(geo_reserved, "addresses of reserved ranges, which have no place")                               \
    COUNTER(geo_cache_hits, "addresses of all these that the cache answered")                                \
    COUNTER(geo_damaged, "look-ups that met a damaged piece of a geo database")                              \
    COUNTER(geo_reload_failures, "reloads that kept the geo databases of before")                            \
    COUNTER(login_successes, "successful logins")                                                            \
    COUNTER(login_failures, "failed logins")                                                                 \
    COUNTER(login_foreign, "successful logins from outside homeCountries")                                   \
    COUNTER(login_new_country, "successful logins from a country new to the user")                           \
    COUNTER(login_evicted, "users, names and addresses of logins forgotten at the bound")                    \
    COUNTER(track_joined, "lines that got fields of earlier ones")                                           \
    COUNTER(track_linked, "messages that were found to be an earlier one again")                             \
    COUNTER(track_evicted, "unfinished messages forgotten at the bound")                                     \
    COUNTER(track_expired, "unfinished messages forgotten by age")                                           \
    COUNTER(track_overflow, "texts that a full record did not take")                                         \
    REJECT_CATEGORIES(REJECT_COUNTER)                                                                        \
    REJECT_CATEGORIES(REMOTE_REJECT_COUNTER)                                                                 \
    REPLY_CODES(REPLY_COUNTER)                                                                               \
    COUNTER(reply_4yz, "refusals with another reply code from 400 to 499")                                   \
    COUNTER(reply_5yz, "refusals with another reply code from 500 to 599")                                   \
    COUNTER(reloads, "reloads of rulebases and databases that took effect")                                  \
    COUNTER(reload_failures, "reloads that kept what ran before")

/* counters of losses and damage: the first occurrence of each is logged */
#define COUNTER_LOSSES(C)                                                                                    \
    C(track_evicted)                                                                                         \
    C(track_expired)                                                                                         \
    C(track_overflow)                                                                                        \
    C(login_evicted)                                                                                         \
    C(geo_damaged)

struct counters {
#define COUNTER(name, meaning) uint64_t name;
    COUNTERS
#undef COUNTER
};

#define COUNT_BY(counters, name, n) ((void)__atomic_fetch_add(&(counters)->name, (n), __ATOMIC_RELAXED))
#define COUNT(counters, name) COUNT_BY(counters, name, 1)

/* COUNT of the counter at that offset of struct counters, for tables of counters */
static inline void counters_add(struct counters *counters, size_t offset) {
    uint64_t *counter = (uint64_t *)(void *)((char *)counters + offset);
    (void)__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

struct counter_row {
    const char *name, *meaning;
    unsigned offset; /* of the uint64_t in struct counters */
};

/* counters_first_loss - the row of a loss that has happened and is not reported yet, or
 * NULL. told is a set of bits, 0 at first; of several threads that share it, only one
 * gets the row. */
const struct counter_row *counters_first_loss(const struct counters *counters, unsigned *told);

/* the rows, ended by a row whose name is NULL */
extern const struct counter_row counter_rows[];

#endif
