/* SPDX-License-Identifier: Apache-2.0
 *
 * login - the contract is in login.h
 */
#include "config.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "memory/login.h"

#define SECONDS INT64_C(1000000)
#define EARTH_RADIUS_KM 6371.0088 /* mean, IUGG */
#define COUNTRIES_LENGTH 240      /* of the list of a user's countries: 80 of them */

/* numbers of what no field stands for */
enum { OWN_FAILURES = FIELD_MAX, OWN_COUNTRIES, OWN_LAST };

/* a user's last login, as kept in OWN_LAST */
struct last_login {
    int64_t when;
    double latitude, longitude;
    int8_t has_coordinates;
    char country[3]; /* a C string, empty where unknown */
};

struct logins {
    struct track *track;
    struct counters *counters;
    int64_t window; /* microseconds */
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
    logins->window = (config->window > 0 ? config->window : LOGIN_DEFAULT_WINDOW) * SECONDS;
    logins->track = track_new(&limits, counters);
    logins->home_countries = calloc(config->home_country_count + 1, 3);
    if (logins->track == NULL || logins->home_countries == NULL) {
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
    track_free(logins->track);
    free(logins->home_countries);
    free(logins);
}

struct track *logins_track(struct logins *logins) {
    return logins->track;
}

/* kilometres along a great circle, by the haversine formula; degrees */
static double distance_of(double latitude1, double longitude1, double latitude2, double longitude2) {
    const double radian = 3.14159265358979323846 / 180;
    double phi1 = latitude1 * radian, phi2 = latitude2 * radian;
    double half_phi = sin((phi2 - phi1) / 2), half_lambda = sin((longitude2 - longitude1) * radian / 2);
    double a = half_phi * half_phi + cos(phi1) * cos(phi2) * half_lambda * half_lambda;
    return 2 * EARTH_RADIUS_KM * asin(sqrt(a < 1 ? a : 1));
}

static struct text lower_key(struct event *event, char kind, struct text name) {
    size_t length = name.length < 256 ? name.length : 256;
    char *key = event_alloc(event, 1 + length);
    if (key == NULL)
        return (struct text){NULL, 0};
    key[0] = kind;
    for (size_t i = 0; i < length; i++)
        key[1 + i] =
            name.start[i] >= 'A' && name.start[i] <= 'Z' ? (char)(name.start[i] + 32) : name.start[i];
    return (struct text){key, 1 + length};
}

/* failures within the window, after adding so many of now */
static unsigned count_failures(struct logins *logins, struct record *record, unsigned failures, int64_t now) {
    uint32_t kept[FAILURES_MAX + 1], seconds = (uint32_t)(now / SECONDS);
    struct text text = record_get(record, OWN_FAILURES);
    size_t count = 0, before = text.length / sizeof(uint32_t);
    for (size_t i = 0; i < before && count < FAILURES_MAX; i++) {
        uint32_t when;
        memcpy(&when, text.start + i * sizeof(when), sizeof(when));
        if ((int64_t)seconds - when < logins->window / SECONDS)
            kept[count++] = when;
    }
    for (unsigned i = 0; i < failures && i < FAILURES_MAX; i++) {
        if (count == FAILURES_MAX)
            memmove(kept, kept + 1, --count * sizeof(kept[0]));
        kept[count++] = seconds;
    }
    if (failures > 0 || count != before)
        record_set(logins->track, record, OWN_FAILURES,
                   (struct text){(const char *)kept, count * sizeof(kept[0])});
    return (unsigned)count;
}

static void add_failures(struct logins *logins, struct event *event, char kind, enum field who,
                         enum field field, unsigned failures, int64_t now) {
    struct text name = event_get(event, who);
    struct record *record = name.length > 0 ? track_open(logins->track, lower_key(event, kind, name), now,
                                                         failures > 0 ? TRACK_CREATE : TRACK_FIND)
                                            : NULL;
    if (record == NULL)
        return;
    unsigned count = count_failures(logins, record, failures, now);
    track_close(logins->track, record);
    if (count > 0)
        event_set_integer(event, field, count);
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
    record_set(logins->track, record, OWN_COUNTRIES,
               event_print(event, "%.*s%s%.*s", (int)countries.length,
                           countries.length > 0 ? countries.start : "", countries.length > 0 ? "," : "",
                           (int)country.length, country.start));
}

static void compare(struct event *event, const struct last_login *last, const struct geo_place *place,
                    int64_t now) {
    event_set_copy(event, FIELD_login_previous_country, text_of(last->country));
    if (!last->has_coordinates || !place->has_coordinates)
        return;
    double distance = distance_of(last->latitude, last->longitude, place->latitude, place->longitude);
    double seconds = (double)(now - last->when) / (double)SECONDS;
    event_set_float(event, FIELD_login_distance_km, distance);
    event_set_float(event, FIELD_login_speed_kmh, distance / (seconds < 1 ? 1 : seconds) * 3600);
}

static void judge_success(struct logins *logins, struct event *event, const struct geo_place *place,
                          int64_t now) {
    struct text country = place->country_iso, user = event_get(event, FIELD_user_name);
    if (country.length != 2)
        return;
    if (logins->home_country_count > 0 && !is_home(logins, country)) {
        event_set(event, FIELD_login_foreign, TEXT("true"));
        COUNT(logins->counters, login_foreign);
    }
    struct record *record =
        user.length > 0 ? track_open(logins->track, lower_key(event, 'U', user), now, TRACK_CREATE) : NULL;
    if (record == NULL)
        return;
    struct last_login last;
    struct text kept = record_get(record, OWN_LAST);
    if (kept.length == sizeof(last)) {
        memcpy(&last, kept.start, sizeof(last));
        last.country[2] = '\0';
        compare(event, &last, place, now);
    }
    if (!knows_country(record_get(record, OWN_COUNTRIES), country)) {
        if (kept.length > 0) {
            event_set(event, FIELD_login_new_country, TEXT("true"));
            COUNT(logins->counters, login_new_country);
        }
        add_country(logins, event, record, country);
    }
    memset(&last, 0, sizeof(last));
    last.when = now;
    last.latitude = place->latitude;
    last.longitude = place->longitude;
    last.has_coordinates = place->has_coordinates;
    memcpy(last.country, country.start, 2);
    record_set(logins->track, record, OWN_LAST, (struct text){(const char *)&last, sizeof(last)});
    track_close(logins->track, record);
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
    add_failures(logins, event, 'F', FIELD_user_name, FIELD_login_failures_user, failures, now);
    add_failures(logins, event, 'A', FIELD_source_ip, FIELD_login_failures_source, failures, now);
    if (!failure && place != NULL)
        judge_success(logins, event, place, now);
}
