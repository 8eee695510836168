/* SPDX-License-Identifier: Apache-2.0
 *
 * login - what is odd about a login, judged by the ones before it
 *
 *     struct login_config config = {.home_countries = (const char *[]){"DE", "AT"}, .home_country_count = 2};
 *     struct logins *logins = logins_new(&config, counters);
 *     login_line(logins, event, geo_source(worker), now);
 *
 * A login is a line whose GIM code is of authentication (100000 to 109999) and
 * whose event_outcome is success or failure: rulebases/CATEGORIES decides, for
 * every server alike. It gets
 *
 *     success  login_foreign           "true": not from homeCountries
 *              login_new_country       "true": not where this user ever was before
 *              login_previous_country  of the user's last login
 *              login_distance_km, login_speed_kmh   since that login
 *     both     login_failures_user, login_failures_source   failures within the
 *              window by user and by address, this line's own among them
 *
 * Addresses without a known country (reserved ranges, no database) are neither
 * foreign nor new. Speed counts at least one second, so it is finite.
 *
 * Users who logged in are in a struct track of their own, so that neither messages nor
 * failures with invented names push them out; at its bounds the user goes who was not seen
 * for longest (login_evicted), and his next login counts as the first. Failures: failures.h.
 * User names are compared without case. All workers share it; it locks one shard at a time.
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
    struct track_limits limits;        /* age: how long a user is remembered; 0: LOGIN_DEFAULT_AGE */
};

#define LOGIN_DEFAULT_WINDOW 600
#define LOGIN_DEFAULT_AGE (90 * 24 * 3600)
#define LOGIN_DEFAULT_BYTES (32u << 20)

struct logins;

/* the config is copied; NULL when memory is out */
struct logins *logins_new(const struct login_config *config, struct counters *counters);
void logins_free(struct logins *logins);
/* the users, for track_save and track_load */
struct track *logins_track(struct logins *logins);

/* login_line - judge the line if it is a login. place of source_ip, or NULL; now
 * in microseconds. */
void login_line(struct logins *logins, struct event *event, const struct geo_place *place, int64_t now);

#endif
