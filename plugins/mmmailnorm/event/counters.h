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
#define REJECT_CATEGORIES(R, C)                                                                              \
    R(C, rbl, "the client's address has a bad name or is on a block list")                                   \
    R(C, greylist, "greylisted: to be tried again")                                                          \
    R(C, relay_denied, "the server is no relay for this client")                                             \
    R(C, user_unknown, "there is no such recipient")                                                         \
    R(C, mailbox_full, "the mailbox is full")                                                                \
    R(C, helo, "the name given in HELO or EHLO")                                                             \
    R(C, sender_domain, "the sender's address or domain")                                                    \
    R(C, ptr, "the client's reverse DNS")                                                                    \
    R(C, spf, "SPF")                                                                                         \
    R(C, dkim, "DKIM")                                                                                       \
    R(C, dmarc, "DMARC, or neither SPF nor DKIM")                                                            \
    R(C, rate, "too much, too often or too many at once")                                                    \
    R(C, content, "spam or unwanted content")                                                                \
    R(C, virus, "a virus or a banned file")                                                                  \
    R(C, tls, "encryption")                                                                                  \
    R(C, auth, "authentication")                                                                             \
    R(C, size, "the message is too big")                                                                     \
    R(C, policy, "a rule of the server")                                                                     \
    R(C, protocol, "the client broke the protocol or a format")                                              \
    R(C, other, "another reason")

/* reply codes of refusals that have a counter of their own */
#define REPLY_CODES(R, C)                                                                                    \
    R(C, 421)                                                                                                \
    R(C, 450)                                                                                                \
    R(C, 451)                                                                                                \
    R(C, 452)                                                                                                \
    R(C, 454)                                                                                                \
    R(C, 455)                                                                                                \
    R(C, 500)                                                                                                \
    R(C, 501)                                                                                                \
    R(C, 502)                                                                                                \
    R(C, 503)                                                                                                \
    R(C, 504)                                                                                                \
    R(C, 521)                                                                                                \
    R(C, 530)                                                                                                \
    R(C, 534) R(C, 535) R(C, 538) R(C, 550) R(C, 551) R(C, 552) R(C, 553) R(C, 554) R(C, 555) R(C, 556)

#define REJECT_COUNTER(C, name, meaning) C(reject_##name, "refused by this server: " meaning)
#define REMOTE_REJECT_COUNTER(C, name, meaning) C(remote_reject_##name, "refused by other servers: " meaning)
#define REPLY_COUNTER(C, code) C(reply_##code, "refusals with the reply code " #code)

#define COUNTERS(C)                                                                                          \
    C(lines, "lines seen")                                                                                   \
    C(matched_postfix, "Postfix lines that a rule recognised")                                               \
    C(matched_sendmail, "Sendmail lines that a rule recognised")                                             \
    C(matched_axigen, "Axigen lines that a rule recognised")                                                 \
    C(matched_other, "lines of other servers that a rule recognised")                                        \
    C(unmatched_postfix, "Postfix lines without a rule")                                                     \
    C(unmatched_sendmail, "Sendmail lines without a rule")                                                   \
    C(unmatched_axigen, "Axigen lines without a rule")                                                       \
    C(unmatched_other, "lines of other servers without a rule")                                              \
    C(not_mail, "lines of programs that no rulebase is for")                                                 \
    C(geo_hits, "addresses that a geo database knew")                                                        \
    C(geo_misses, "addresses that no geo database knew")                                                     \
    C(geo_reserved, "addresses of reserved ranges, which have no place")                                     \
    C(geo_cache_hits, "addresses of all these that the cache answered")                                      \
    C(geo_damaged, "look-ups that met a damaged piece of a geo database")                                    \
    C(geo_reload_failures, "reloads that kept the geo databases of before")                                  \
    C(login_successes, "successful logins")                                                                  \
    C(login_failures, "failed logins")                                                                       \
    C(login_foreign, "successful logins from outside homeCountries")                                         \
    C(login_new_country, "successful logins from a country new to the user")                                 \
    C(login_evicted, "users, names and addresses of logins forgotten at the bound")                          \
    C(track_joined, "lines that got fields of earlier ones")                                                 \
    C(track_linked, "messages that were found to be an earlier one again")                                   \
    C(track_evicted, "unfinished messages forgotten at the bound")                                           \
    C(track_expired, "unfinished messages forgotten by age")                                                 \
    C(track_overflow, "texts that a full record did not take")                                               \
    REJECT_CATEGORIES(REJECT_COUNTER, C)                                                                     \
    REJECT_CATEGORIES(REMOTE_REJECT_COUNTER, C)                                                              \
    REPLY_CODES(REPLY_COUNTER, C)                                                                            \
    C(reply_4yz, "refusals with another reply code from 400 to 499")                                         \
    C(reply_5yz, "refusals with another reply code from 500 to 599")                                         \
    C(reloads, "reloads of rulebases and databases that took effect")                                        \
    C(reload_failures, "reloads that kept what ran before")

/* what is lost or damaged when one of these moves: its first occurrence is logged */
#define COUNTER_LOSSES(C)                                                                                    \
    C(track_evicted)                                                                                         \
    C(track_expired)                                                                                         \
    C(track_overflow)                                                                                        \
    C(login_evicted)                                                                                         \
    C(geo_damaged)

struct counters {
#define COUNTER(name, meaning) uint64_t name;
    COUNTERS(COUNTER)
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

/* counters_first_loss - the row of a loss that has happened and is not told yet, or
 * NULL. told is a set of bits that the caller keeps at 0 to begin with; of several
 * threads that share it, one gets the row. */
const struct counter_row *counters_first_loss(const struct counters *counters, unsigned *told);

/* the rows, ended by a row whose name is NULL */
extern const struct counter_row counter_rows[];

#endif
