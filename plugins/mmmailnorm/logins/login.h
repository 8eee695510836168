/* SPDX-License-Identifier: Apache-2.0
 *
 * login - compares each login with earlier logins of the same user
 *
 *     struct login_config config = {.home_countries = (const char *[]){"DE", "AT"}, .home_country_count = 2};
 *     struct logins *logins = logins_new(&config, counters);
 *     login_line(logins, event, geo_source(worker), now);
 *
 * A login is a line whose GIM code is of authentication (100000 to 109999) and
 * whose event_outcome is success or failure: rulebases/CATEGORIES decides, for
 * every server alike. It gets
 *
 *     success  login_foreign           "true": the country is not in homeCountries
 *              login_new_country       "true": the user has logged in before, but never
 *                                      from this country
 *              login_previous_country  the country of the user's last login
 *              login_distance_km, login_speed_kmh   since that login
 *     both     login_failures_user, login_failures_source   failures within the
 *              window by user and by address, with those of this line
 *
 * An address without a known country (a reserved range, no database) is neither
 * foreign nor new. The speed is computed with at least one second, so it is finite.
 * The last 80 countries of a user are remembered.
 *
 * Users who have logged in are in a struct track of their own: neither messages nor failures
 * with invented names push them out. At its bounds the user who was not seen for the longest
 * time is evicted (login_evicted), and the next login of that user counts as the first.
 * failures.h has the failures. Upper and lower case of user names are the same. All workers
 * share a struct logins; it locks one shard at a time.
 */
#ifndef LOGIN_H
#define LOGIN_H

#include "geo/geo_place.h"
#include "logins/failures.h"
#include "memory/track.h"

struct login_config {
    const char *const *home_countries; /* ISO codes, any case */
    unsigned home_country_count;       /* 0: nothing is foreign */
    int64_t window;                    /* seconds; 0: LOGIN_DEFAULT_WINDOW */
    struct track_limits limits;        /* age: how long a user is remembered. 0: LOGIN_DEFAULT_AGE,
                                          LOGIN_DEFAULT_BYTES, TRACK_DEFAULT_ENTRIES */
};

#define LOGIN_DEFAULT_WINDOW 600
#define LOGIN_DEFAULT_AGE (90 * 24 * 3600)
#define LOGIN_DEFAULT_BYTES (32u << 20)

struct logins;

/* NULL when memory is out. The config is copied; counters outlive the logins. */
struct logins *logins_new(const struct login_config *config, struct counters *counters);
void logins_free(struct logins *logins);
/* the users, for track_save and track_load */
struct track *logins_track(struct logins *logins);

/* login_line - set the fields above if the line is a login. place: where source_ip is, or NULL.
 * now: microseconds. */
void login_line(struct logins *logins, struct event *event, const struct geo_place *place, int64_t now);

#endif
