/* SPDX-License-Identifier: Apache-2.0
 *
 * login_test - logins judged by the ones before them
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "logins/login.h"

#define SECOND INT64_C(1000000)
#define START (INT64_C(1790000000) * SECOND)

static struct fields *fields;
static struct event *event;
static struct counters counters;
static struct logins *logins;

static struct geo_place berlin, vienna, lagos;

static int set_up(void **state) {
    static const char *const home[] = {"DE", "at"};
    struct login_config config = {.home_countries = home, .home_country_count = 2};
    (void)state;
    memset(&counters, 0, sizeof(counters));
    fields = fields_new();
    event = event_new(fields);
    logins = logins_new(&config, &counters);
    berlin = (struct geo_place){.country_iso = TEXT("DE"), .has_location = true};
    geo_place_set_coordinates(&berlin, 52.52, 13.405, false);
    vienna = (struct geo_place){.country_iso = TEXT("AT"), .has_location = true};
    geo_place_set_coordinates(&vienna, 48.2082, 16.3738, false);
    lagos = (struct geo_place){.country_iso = TEXT("NG"), .has_location = true};
    geo_place_set_coordinates(&lagos, 6.5244, 3.3792, false);
    return logins == NULL;
}

static int tear_down(void **state) {
    (void)state;
    logins_free(logins);
    event_free(event);
    fields_free(fields);
    return 0;
}

static void login(const char *user, const char *address, const char *outcome, const struct geo_place *place,
                  int64_t seconds) {
    event_clear(event);
    event_set_copy(event, FIELD_user_name, text_of(user));
    event_set_copy(event, FIELD_source_ip, text_of(address));
    event_set_copy(event, FIELD_event_outcome, text_of(outcome));
    event_set_integer(event, FIELD_gim_event_type_code, 100500);
    login_line(logins, event, place, START + seconds * SECOND);
}

static void want(enum field field, const char *value) {
    struct text got = event_get(event, field);
    char buffer[128];
    snprintf(buffer, sizeof(buffer), "%.*s", (int)got.length, got.length > 0 ? got.start : "");
    assert_string_equal(buffer, value);
}

static void a_first_login_from_home_is_not_odd(void **state) {
    (void)state;
    login("alice", "192.0.2.1", "success", &berlin, 0);
    want(FIELD_login_foreign, "");
    want(FIELD_login_new_country, "");
    want(FIELD_login_previous_country, "");
    assert_int_equal(counters.login_successes, 1);
}

static void a_login_from_elsewhere_is_foreign_and_new(void **state) {
    (void)state;
    login("alice", "192.0.2.1", "success", &berlin, 0);
    login("ALICE", "192.0.2.9", "success", &lagos, 3600);
    want(FIELD_login_foreign, "true");
    want(FIELD_login_new_country, "true");
    want(FIELD_login_previous_country, "DE");
    assert_true(fabs(event_get_float(event, FIELD_login_distance_km) - 5198) < 15);
    assert_true(fabs(event_get_float(event, FIELD_login_speed_kmh) - 5198) < 15);
    login("alice", "192.0.2.9", "success", &lagos, 7200);
    want(FIELD_login_foreign, "true");
    want(FIELD_login_new_country, "");
    want(FIELD_login_distance_km, "0.0");
}

static void a_second_home_country_is_new_but_not_foreign(void **state) {
    (void)state;
    login("alice", "192.0.2.1", "success", &berlin, 0);
    login("alice", "192.0.2.2", "success", &vienna, 86400);
    want(FIELD_login_foreign, "");
    want(FIELD_login_new_country, "true");
}

static void an_address_without_a_country_is_neither(void **state) {
    (void)state;
    struct geo_place nowhere = {.reserved = true};
    login("alice", "192.0.2.1", "success", &berlin, 0);
    login("alice", "10.0.0.1", "success", &nowhere, 10);
    want(FIELD_login_foreign, "");
    want(FIELD_login_previous_country, "");
    login("alice", "10.0.0.1", "success", NULL, 20);
    want(FIELD_login_foreign, "");
}

static void two_logins_in_one_second_have_a_finite_speed(void **state) {
    (void)state;
    login("alice", "192.0.2.1", "success", &berlin, 0);
    login("alice", "192.0.2.9", "success", &lagos, 0);
    assert_true(isfinite(event_get_float(event, FIELD_login_speed_kmh)));
}

static void failures_count_by_user_and_by_address_within_the_window(void **state) {
    (void)state;
    for (int i = 0; i < 5; i++)
        login("bob", "192.0.2.7", "failure", &lagos, i);
    want(FIELD_login_failures_user, "5");
    want(FIELD_login_failures_source, "5");
    login("carol", "192.0.2.7", "failure", &lagos, 6);
    want(FIELD_login_failures_user, "1");
    want(FIELD_login_failures_source, "6");
    login("bob", "198.51.100.1", "success", &berlin, 10);
    want(FIELD_login_failures_user, "5");
    want(FIELD_login_failures_source, "");
    login("bob", "192.0.2.7", "failure", &lagos, 700);
    want(FIELD_login_failures_user, "1");
    want(FIELD_login_failures_source, "1");
}

static void a_repeated_failure_counts_as_often_as_it_came(void **state) {
    (void)state;
    login("alice", "192.0.2.1", "failure", NULL, 0);
    event_clear(event);
    event_set(event, FIELD_user_name, TEXT("alice"));
    event_set(event, FIELD_event_outcome, TEXT("failure"));
    event_set_integer(event, FIELD_gim_event_type_code, 100500);
    event_set_integer(event, FIELD_event_repeat_count, 3);
    login_line(logins, event, NULL, START + SECOND);
    want(FIELD_login_failures_user, "4");
    assert_int_equal(counters.login_failures, 4);
}

static void a_flood_of_invented_names_takes_nothing_of_a_user(void **state) {
    (void)state;
    char name[32], address[32];
    login("alice", "192.0.2.1", "success", &berlin, 0);
    for (int i = 0; i < 3; i++)
        login("alice", "192.0.2.7", "failure", &lagos, 10);
    for (int i = 0; i < 200000; i++) {
        snprintf(name, sizeof(name), "invented-%d", i);
        snprintf(address, sizeof(address), "2001:db8::%x:%x", i >> 16, i & 0xffff);
        login(name, address, "failure", &lagos, 20 + i / 1000);
    }
    assert_true(counters.login_evicted > 0);
    assert_int_equal(counters.track_evicted, 0);
    want(FIELD_login_failures_source, "250"); /* one /64 */
    login("alice", "192.0.2.7", "failure", &lagos, 300);
    want(FIELD_login_failures_user, "4");
    want(FIELD_login_failures_source, "4");
    login("alice", "198.51.100.1", "success", &lagos, 301);
    want(FIELD_login_new_country, "true");
    want(FIELD_login_previous_country, "DE");
}

static void failures_before_the_first_login_count(void **state) {
    (void)state;
    login("bob", "192.0.2.7", "failure", NULL, 0);
    login("bob", "192.0.2.7", "failure", NULL, 1);
    login("bob", "192.0.2.7", "success", NULL, 2);
    want(FIELD_login_failures_user, "2");
    login("bob", "192.0.2.7", "failure", NULL, 3);
    want(FIELD_login_failures_user, "3");
}

static void failures_of_a_clock_that_was_ahead_do_not_stay_in_the_window(void **state) {
    (void)state;
    for (int i = 0; i < 9; i++)
        login("bob", "192.0.2.7", "failure", NULL, 20 * 3600);
    login("bob", "192.0.2.7", "failure", NULL, 0);
    want(FIELD_login_failures_user, "1");
    login("bob", "192.0.2.7", "failure", NULL, 599);
    want(FIELD_login_failures_user, "2");
}

static void failures_are_no_losses_when_they_grow_old(void **state) {
    (void)state;
    login("bob", "192.0.2.7", "failure", NULL, 0);
    for (int i = 0; i < 50; i++)
        login("bob", "192.0.2.8", "failure", NULL, 1000 + 100 * i);
    assert_int_equal(counters.track_expired, 0);
    assert_int_equal(counters.login_evicted, 0);
}

static void logins_out_of_order_have_the_speed_between_them(void **state) {
    (void)state;
    login("alice", "192.0.2.1", "success", &berlin, 36000);
    login("alice", "192.0.2.2", "success", &vienna, 0);
    assert_true(event_get_float(event, FIELD_login_speed_kmh) < 100);
    login("alice", "192.0.2.1", "success", &berlin, 36001);
    want(FIELD_login_previous_country, "DE");
}

static void a_failed_login_teaches_nothing_of_the_user(void **state) {
    (void)state;
    login("alice", "192.0.2.1", "success", &berlin, 0);
    login("alice", "192.0.2.9", "failure", &lagos, 10);
    want(FIELD_login_foreign, "");
    want(FIELD_login_new_country, "");
    login("alice", "192.0.2.9", "success", &lagos, 20);
    want(FIELD_login_new_country, "true");
    want(FIELD_login_previous_country, "DE");
}

static void more_failures_than_can_be_told_apart_stay_at_the_bound(void **state) {
    (void)state;
    for (int i = 0; i < FAILURES_MAX + 100; i++)
        login("bob", "192.0.2.7", "failure", NULL, 1);
    assert_int_equal(event_get_integer(event, FIELD_login_failures_user), FAILURES_MAX);
}

static void logins_are_remembered_over_a_restart(void **state) {
    char path[64], error[256] = "";
    login("alice", "192.0.2.1", "success", &berlin, 0);
    snprintf(path, sizeof(path), "/tmp/login_test.%d", (int)getpid());
    assert_true(track_save(logins_track(logins), path, error, sizeof(error)));
    tear_down(state);
    set_up(state);
    assert_true(track_load(logins_track(logins), path, START + SECOND, error, sizeof(error)));
    remove(path);
    login("alice", "192.0.2.9", "success", &lagos, 7200);
    want(FIELD_login_new_country, "true");
    want(FIELD_login_previous_country, "DE");
    double speed = event_get_float(event, FIELD_login_speed_kmh);
    assert_true(speed > 2500 && speed < 2700); /* 5200 km in two hours */
}

static void lines_that_are_no_logins_are_left_alone(void **state) {
    (void)state;
    event_clear(event);
    event_set(event, FIELD_user_name, TEXT("alice"));
    event_set(event, FIELD_event_outcome, TEXT("failure"));
    event_set_integer(event, FIELD_gim_event_type_code, 130000);
    login_line(logins, event, &lagos, START);
    want(FIELD_login_failures_user, "");
    assert_int_equal(counters.login_failures, 0);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_first_login_from_home_is_not_odd),
        TEST(a_login_from_elsewhere_is_foreign_and_new),
        TEST(a_second_home_country_is_new_but_not_foreign),
        TEST(an_address_without_a_country_is_neither),
        TEST(two_logins_in_one_second_have_a_finite_speed),
        TEST(failures_count_by_user_and_by_address_within_the_window),
        TEST(a_repeated_failure_counts_as_often_as_it_came),
        TEST(a_flood_of_invented_names_takes_nothing_of_a_user),
        TEST(failures_before_the_first_login_count),
        TEST(failures_of_a_clock_that_was_ahead_do_not_stay_in_the_window),
        TEST(failures_are_no_losses_when_they_grow_old),
        TEST(logins_out_of_order_have_the_speed_between_them),
        TEST(a_failed_login_teaches_nothing_of_the_user),
        TEST(more_failures_than_can_be_told_apart_stay_at_the_bound),
        TEST(logins_are_remembered_over_a_restart),
        TEST(lines_that_are_no_logins_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
