/* SPDX-License-Identifier: Apache-2.0
 *
 * login - the contract is in login.h
 */
#include "config.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "logins/failures.h"
#include "logins/login.h"

#define SECONDS INT64_C(1000000)
#define EARTH_RADIUS_KM 6371.0088 /* mean, IUGG */
#define COUNTRIES_LENGTH 240      /* of the list of a user's countries: 80 of them */

/* numbers of what no field stands for */
enum { OWN_COUNTRIES = FIELD_MAX, OWN_LAST };

/* a user's last login, under OWN_LAST */
struct last_login {
    int64_t when;
    double latitude, longitude;
    int8_t has_coordinates;
    char country[3]; /* a C string, empty where unknown */
};

struct logins {
    struct track *users; /* those who logged in */
    struct failures *failures;
    struct counters *counters;
    unsigned home_country_count;
    char (*home_countries)[3];
};

struct logins *logins_new(const struct login_config *config, struct counters *counters) {
    struct logins *logins = calloc(1, sizeof(*logins));
    if (logins == NULL)
        return NULL;
    struct track_limits limits = config->limits;
    if (limits.age == 0)
        limits.age = LOGIN_DEFAULT_AGE;
    if (limits.bytes == 0)
        limits.bytes = LOGIN_DEFAULT_BYTES;
    logins->counters = counters;
    limits.evicted = offsetof(struct counters, login_evicted);
    limits.expires_in_silence = true;
    logins->users = track_new(&limits, counters);
    logins->failures = failures_new(config->window > 0 ? config->window : LOGIN_DEFAULT_WINDOW, counters);
    logins->home_countries = calloc(config->home_country_count + 1, 3);
    if (logins->users == NULL || logins->failures == NULL || logins->home_countries == NULL) {
        logins_free(logins);
        return NULL;
    }
    for (unsigned i = 0; i < config->home_country_count; i++) {
        const char *code = config->home_countries[i];
        for (int c = 0; c < 2 && code[c] != '\0'; c++)
            logins->home_countries[i][c] = (char)toupper((unsigned char)code[c]);
    }
    logins->home_country_count = config->home_country_count;
    return logins;
}

void logins_free(struct logins *logins) {
    if (logins == NULL)
        return;
    track_free(logins->users);
    failures_free(logins->failures);
    free(logins->home_countries);
    free(logins);
}

struct track *logins_track(struct logins *logins) {
    return logins->users;
}

/* kilometres along a great circle, by the haversine formula; degrees */
static double distance_of(double latitude1, double longitude1, double latitude2, double longitude2) {
    const double radian = 3.14159265358979323846 / 180;
    double phi1 = latitude1 * radian, phi2 = latitude2 * radian;
    double half_phi = sin((phi2 - phi1) / 2), half_lambda = sin((longitude2 - longitude1) * radian / 2);
    double a = half_phi * half_phi + cos(phi1) * cos(phi2) * half_lambda * half_lambda;
    return 2 * EARTH_RADIUS_KM * asin(sqrt(a < 1 ? a : 1));
}

static bool is_home(const struct logins *logins, struct text country) {
    for (unsigned i = 0; i < logins->home_country_count; i++)
        if (text_is_nocase(country, text_of(logins->home_countries[i])))
            return true;
    return false;
}

static bool knows_country(struct text countries, struct text country) {
    for (size_t at = 0; at + 2 <= countries.length; at += 3)
        if (text_is(text_slice(countries, at, at + 2), country))
            return true;
    return false;
}

/* the list "DE,AT" with one more; the oldest goes where it is full */
static void add_country(struct logins *logins, struct event *event, struct record *record,
                        struct text country) {
    struct text countries = record_get(record, OWN_COUNTRIES);
    if (countries.length + 3 > COUNTRIES_LENGTH)
        countries = text_skip(countries, 3);
    record_set(logins->users, record, OWN_COUNTRIES,
               event_print(event, "%.*s%s%.*s", (int)countries.length,
                           countries.length > 0 ? countries.start : "", countries.length > 0 ? "," : "",
                           (int)country.length, country.start));
}

/* lines may come out of order, and a state file may hold anything: time between them in seconds,
 * at least one */
static double seconds_between(int64_t one, int64_t other) {
    double seconds = ((double)one - (double)other) / (double)SECONDS;
    return fabs(seconds) < 1 ? 1 : fabs(seconds);
}

static void compare(struct event *event, const struct last_login *last, const struct geo_place *place,
                    int64_t now) {
    event_set_copy(event, FIELD_login_previous_country, text_of(last->country));
    if (!last->has_coordinates || !place->has_coordinates)
        return;
    double distance = distance_of(last->latitude, last->longitude, place->latitude, place->longitude);
    event_set_float(event, FIELD_login_distance_km, distance);
    event_set_float(event, FIELD_login_speed_kmh, distance / seconds_between(now, last->when) * 3600);
}

static void write_last(struct logins *logins, struct record *record, const struct geo_place *place,
                       int64_t now) {
    struct last_login last;
    memset(&last, 0, sizeof(last)); /* its padding, too */
    last.when = now;
    last.latitude = place->latitude;
    last.longitude = place->longitude;
    last.has_coordinates = place->has_coordinates;
    memcpy(last.country, place->country_iso.start, 2);
    record_set(logins->users, record, OWN_LAST, (struct text){(const char *)&last, sizeof(last)});
}

/* the login against those of the user before, which the record holds */
static void judge_user(struct logins *logins, struct event *event, struct record *record,
                       const struct geo_place *place, int64_t now) {
    struct last_login last;
    struct text before = record_get(record, OWN_LAST);
    bool is_later = true, is_first = before.length != sizeof(last);
    if (!is_first) {
        memcpy(&last, before.start, sizeof(last));
        last.country[2] = '\0';
        compare(event, &last, place, now);
        is_later = now >= last.when;
    }
    if (!knows_country(record_get(record, OWN_COUNTRIES), place->country_iso)) {
        if (!is_first) {
            event_set(event, FIELD_login_new_country, TEXT("true"));
            COUNT(logins->counters, login_new_country);
        }
        add_country(logins, event, record, place->country_iso);
    }
    if (is_later)
        write_last(logins, record, place, now);
}

static void judge_success(struct logins *logins, struct event *event, const struct geo_place *place,
                          int64_t now) {
    struct text user = event_get(event, FIELD_user_name);
    bool has_country = place != NULL && place->country_iso.length == 2;
    if (has_country && logins->home_country_count > 0 && !is_home(logins, place->country_iso)) {
        event_set(event, FIELD_login_foreign, TEXT("true"));
        COUNT(logins->counters, login_foreign);
    }
    /* without a country the user is known all the same: his failures count apart */
    struct record *record =
        user.length > 0 ? track_open(logins->users, user_key(event, user), now, TRACK_CREATE) : NULL;
    if (record == NULL)
        return;
    if (has_country)
        judge_user(logins, event, record, place, now);
    track_close(logins->users, record);
}

static bool is_known_user(struct logins *logins, struct event *event, int64_t now) {
    struct text user = event_get(event, FIELD_user_name);
    struct record *record =
        user.length > 0 ? track_open(logins->users, user_key(event, user), now, TRACK_FIND) : NULL;
    if (record == NULL)
        return false;
    track_close(logins->users, record);
    return true;
}

static void add_failures(struct logins *logins, struct event *event, unsigned added, int64_t now) {
    unsigned of_user =
        failures_of_user(logins->failures, event, is_known_user(logins, event, now), added, now);
    unsigned of_source = failures_of_source(logins->failures, event, added, now);
    if (of_user > 0)
        event_set_integer(event, FIELD_login_failures_user, of_user);
    if (of_source > 0)
        event_set_integer(event, FIELD_login_failures_source, of_source);
}

void login_line(struct logins *logins, struct event *event, const struct geo_place *place, int64_t now) {
    int64_t code = event_get_integer(event, FIELD_gim_event_type_code);
    struct text outcome = event_get(event, FIELD_event_outcome);
    if (code < 100000 || code > 109999 || outcome.length == 0)
        return;
    bool failure = text_is(outcome, TEXT("failure"));
    int64_t repeated = event_get_integer(event, FIELD_event_repeat_count);
    unsigned failures = !failure ? 0 : repeated > 0 ? (unsigned)repeated : 1;
    if (failure)
        COUNT_BY(logins->counters, login_failures, failures);
    else
        COUNT(logins->counters, login_successes);
    add_failures(logins, event, failures, now);
    if (!failure)
        judge_success(logins, event, place, now);
}
