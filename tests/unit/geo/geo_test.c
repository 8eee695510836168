/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_test - every maker's layout gives the same fields
 */
#include "config.h"

#include "common/array.h"
#include "geo/geo_fixture.h"

/* ---- layouts and modes ---- */

static void a_nested_database_gives_the_schema_fields(void **state) {
    (void)state;
    write_database("a.mmdb", 6, "81.2.69.0/24", NESTED);
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    want("81.2.69.142",
         "{\"source_geo_country_iso\":\"GB\",\"source_geo_country\":\"United Kingdom\","
         "\"source_geo_city\":\"London\",\"source_geo_region\":\"England\","
         "\"source_geo_coordinates\":\"51.5142,-0.0931\",\"source_geo_timezone\":\"Europe\\/London\","
         "\"source_geo_name\":\"London, GB\"}");
    want("81.2.70.1", "{}");
}

static void legacy_mode_gives_the_three_old_names(void **state) {
    (void)state;
    write_database("a.mmdb", 6, "81.2.69.0/24", NESTED);
    write_database("b.mmdb", 6, "81.2.69.0/24", ASN);
    open_geo(GEO_LEGACY, "a.mmdb", "b.mmdb", NULL);
    want("81.2.69.142", "{\"source_ip_country_code\":\"GB\",\"source_ip_city_name\":\"London\","
                        "\"source_ip_geolocation\":\"51.5142,-0.0931\"}");
    want("10.0.0.1", "{\"source_ip_reserved_ip\":\"true\"}");
}

static void both_modes_give_both(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "81.2.69.0/24", "{\"country_code\":\"GB\"}");
    open_geo(GEO_BOTH, "a.mmdb", NULL, NULL);
    want("81.2.69.142", "{\"source_geo_country_iso\":\"GB\",\"source_ip_country_code\":\"GB\"}");
    want("10.0.0.1", "{\"source_reserved_ip\":\"true\",\"source_ip_reserved_ip\":\"true\"}");
}

static void a_flat_database_gives_the_same_names(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "144.76.0.0/16", FLAT);
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    want("144.76.1.1", "{\"source_geo_country_iso\":\"DE\",\"source_geo_city\":\"Nuremberg\","
                       "\"source_geo_region\":\"Bavaria\",\"source_geo_coordinates\":\"49.4543,11.0746\","
                       "\"source_geo_name\":\"Nuremberg, DE\"}");
}

static void ipinfo_gives_the_same_names_and_a_bare_as_number(void **state) {
    (void)state;
    write_database("a.mmdb", 6, "8.8.8.0/24",
                   "{\"city\":\"Mountain "
                   "View\",\"country\":\"US\",\"loc\":\"37.4056,-122.0775\",\"region\":\"California\","
                   "\"timezone\":\"America/Los_Angeles\",\"asn\":\"AS15169\",\"as_name\":\"Google LLC\"}");
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    want("8.8.8.8",
         "{\"source_geo_country_iso\":\"US\",\"source_geo_city\":\"Mountain View\","
         "\"source_geo_region\":\"California\",\"source_geo_coordinates\":\"37.4056,-122.0775\","
         "\"source_geo_timezone\":\"America\\/Los_Angeles\",\"source_geo_name\":\"Mountain View, US\","
         "\"source_as_number\":\"15169\",\"source_as_organization\":\"Google LLC\"}");
}

static void a_country_is_a_code_or_a_name_by_its_value(void **state) {
    (void)state;
    write_database(
        "a.mmdb", 6, "8.8.8.0/24",
        "{\"country\":\"United States\",\"country_code\":\"US\",\"lat\":\"37.4\",\"lng\":\"-122\"}");
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    want("8.8.8.8", "{\"source_geo_country_iso\":\"US\",\"source_geo_country\":\"United States\","
                    "\"source_geo_coordinates\":\"37.4,-122.0\"}");
}

static void a_value_of_a_foreign_type_is_left_out_alone(void **state) {
    (void)state;
    struct mmdb_writer *writer = mmdb_writer_new(4);
    mmdb_writer_add(writer, "144.76.0.0/16", FLAT);
    mmdb_writer_add(writer, "8.8.8.0/24",
                    "{\"city\":7,\"country_code\":{\"x\":\"y\"},\"latitude\":\"north\",\"longitude\":1.5,"
                    "\"state1\":\"Ohio\"}");
    mmdb_writer_add(writer, "8.8.4.0/24", "[\"US\"]");
    mmdb_writer_add(writer, "9.9.9.0/24", "{\"country_code\":\"US\",\"latitude\":91.0,\"longitude\":0.0}");
    mmdb_writer_close(writer, in_directory("a.mmdb"));
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    want("8.8.8.8", "{\"source_geo_region\":\"Ohio\"}");
    want("8.8.4.4", "{}");
    want("9.9.9.9", "{\"source_geo_country_iso\":\"US\"}");
}

static void coordinates_have_the_fewest_digits_and_a_point(void **state) {
    (void)state;
    static const struct {
        double latitude, longitude;
        bool is_float;
        const char *want;
    } cases[] = {
        {52, 13, false, "52.0,13.0"},
        {-0.5, 0, false, "-0.5,0.0"},
        {51.5142, -0.0931, false, "51.5142,-0.0931"},
        {(double)51.5142f, (double)-0.0931f, true, "51.5142,-0.0931"},
        {90, -180, false, "90.0,-180.0"},
        {0.00001, 179.999999, false, "0.00001,179.999999"},
        {1.0 / 3, 2.0 / 3, false, "0.3333333333333,0.6666666666667"},
        {90.1, 0, false, ""},
        {0, -180.5, false, ""},
        {(double)NAN, 0, false, ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct geo_place place = {0};
        char got[sizeof(place.coordinates_digits) + 1];
        geo_place_set_coordinates(&place, cases[i].latitude, cases[i].longitude, cases[i].is_float);
        snprintf(got, sizeof(got), "%.*s", (int)place.coordinates.length,
                 place.coordinates.length > 0 ? place.coordinates.start : "");
        assert_string_equal(got, cases[i].want);
        assert_int_equal(place.has_coordinates, cases[i].want[0] != '\0');
    }
}

static void the_modes_have_names(void **state) {
    (void)state;
    enum geo_mode mode = GEO_OFF;
    assert_true(geo_mode_of("both", &mode));
    assert_int_equal(mode, GEO_SCHEMA | GEO_LEGACY);
    assert_true(geo_mode_of("off", &mode));
    assert_int_equal(mode, GEO_OFF);
    assert_false(geo_mode_of("Schema", &mode));
    assert_false(geo_mode_of("", &mode));
}

/* ---- several databases ---- */

static void several_databases_answer_for_one_address(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "144.76.0.0/16", FLAT);
    write_database("b.mmdb", 6, "2a01:4f8::/32", FLAT);
    struct mmdb_writer *writer = mmdb_writer_new(6);
    mmdb_writer_add(writer, "144.76.0.0/16", ASN);
    mmdb_writer_add(writer, "2a01:4f8::/32", ASN);
    mmdb_writer_add(writer, "8.8.8.0/24", ASN);
    mmdb_writer_close(writer, in_directory("c.mmdb"));
    open_geo(GEO_SCHEMA, "a.mmdb", "b.mmdb", "c.mmdb");
    static const char *const addresses[] = {"144.76.1.1", "::ffff:144.76.1.1", "2a01:4f8::1", "2A01:04F8::1"};
    for (size_t i = 0; i < COUNT_OF(addresses); i++)
        want(addresses[i], "{\"source_geo_country_iso\":\"DE\",\"source_geo_city\":\"Nuremberg\","
                           "\"source_geo_region\":\"Bavaria\",\"source_geo_coordinates\":\"49.4543,11.0746\","
                           "\"source_geo_name\":\"Nuremberg, DE\",\"source_as_number\":\"1221\","
                           "\"source_as_organization\":\"Telstra Pty Ltd\"}");
    want("8.8.8.8", "{\"source_as_number\":\"1221\",\"source_as_organization\":\"Telstra Pty Ltd\"}");
    assert_int_equal(counters.geo_hits, 5);
}

static void a_location_comes_whole_from_one_database(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "8.8.8.0/24", "{\"country_code\":\"US\"}");
    write_database("b.mmdb", 4, "8.8.8.0/24", FLAT);
    open_geo(GEO_SCHEMA, "a.mmdb", "b.mmdb", NULL);
    want("8.8.8.8", "{\"source_geo_country_iso\":\"US\"}");
}

static void an_ipv6_address_is_a_miss_in_a_database_of_ipv4(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "8.8.8.0/24", "{\"country_code\":\"US\"}");
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    want("2a01:4f8::1", "{}");
    want("8.8.8.8", "{\"source_geo_country_iso\":\"US\"}");
    assert_int_equal(counters.geo_misses, 1);
    assert_int_equal(counters.geo_hits, 1);
    assert_int_equal(counters.geo_damaged, 0);
}

static void client_and_server_have_fields_of_their_own(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "8.8.8.0/24", "{\"country_code\":\"US\"}");
    write_database("b.mmdb", 4, "144.76.0.0/16",
                   "{\"country_code\":\"DE\",\"latitude\":49.5,\"longitude\":11.0}");
    open_geo(GEO_SCHEMA, "a.mmdb", "b.mmdb", NULL);
    event_set(event, FIELD_source_ip, TEXT("144.76.1.1"));
    event_set(event, FIELD_destination_ip, TEXT("8.8.8.8"));
    geo_add(worker, event);
    assert_true(text_is(event_get(event, FIELD_source_geo_country_iso), TEXT("DE")));
    assert_true(text_is(event_get(event, FIELD_destination_geo_country_iso), TEXT("US")));
    assert_true(text_is(geo_source(worker)->country_iso, TEXT("DE")));
    assert_true(geo_source(worker)->has_coordinates);
    assert_true(geo_source(worker)->latitude == 49.5);
    event_clear(event);
    geo_add(worker, event);
    assert_null(geo_source(worker));
    assert_int_equal(event_next(event, 0), FIELD_NONE);
}

/* ---- reserved ranges ---- */

static void reserved_addresses_are_told_and_have_no_place(void **state) {
    (void)state;
    static const struct {
        const char *address;
        bool reserved;
    } cases[] = {
        {"0.1.2.3", true},
        {"10.255.255.255", true},
        {"11.0.0.0", false},
        {"100.63.255.255", false},
        {"100.64.0.0", true},
        {"100.127.255.255", true},
        {"100.128.0.0", false},
        {"127.0.0.1", true},
        {"169.254.1.1", true},
        {"172.15.255.255", false},
        {"172.16.0.0", true},
        {"172.31.255.255", true},
        {"172.32.0.0", false},
        {"192.0.0.1", true},
        {"192.0.1.1", false},
        {"192.0.2.1", true},
        {"192.88.99.1", true},
        {"192.168.1.1", true},
        {"198.17.255.255", false},
        {"198.18.0.0", true},
        {"198.19.255.255", true},
        {"198.20.0.0", false},
        {"198.51.100.1", true},
        {"203.0.113.1", true},
        {"223.255.255.255", false},
        {"224.0.0.1", true},
        {"233.252.0.1", true},
        {"240.0.0.1", true},
        {"255.255.255.255", true},
        {"8.8.8.8", false},
        {"::", true},
        {"::1", true},
        {"::ffff:10.0.0.1", true},
        {"::ffff:8.8.8.8", false},
        {"fc00::1", true},
        {"fdff::1", true},
        {"fe80::1", true},
        {"febf::1", true},
        {"fec0::1", true},
        {"ff02::1", true},
        {"2001:db8::1", true},
        {"2001:db9::1", false},
        {"2001:20::1", true},
        {"2001:2::1", true},
        {"2001:2:1::1", false},
        {"64:ff9b:1::1", true},
        {"64:ff9b::8.8.8.8", false},
        {"100::1", true},
        {"100:0:0:1::1", false},
        {"3fff:fff::1", true},
        {"3fff:1000::1", false},
        {"2a00:1450::1", false},
        {"fbff::1", false},
        {"5f00::1", true},
    };
    struct mmdb_writer *writer = mmdb_writer_new(6);
    mmdb_writer_add(writer, "::/1", "{\"country_code\":\"US\"}");
    mmdb_writer_add(writer, "8000::/1", "{\"country_code\":\"US\"}");
    mmdb_writer_close(writer, in_directory("a.mmdb"));
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        look_up(cases[i].address);
        bool reserved = text_is(event_get(event, FIELD_source_reserved_ip), TEXT("true"));
        bool located = event_has(event, FIELD_source_geo_country_iso);
        if (reserved != cases[i].reserved || located == reserved)
            fail_msg("%s: got %s, %s, want %s", cases[i].address, reserved ? "reserved" : "not reserved",
                     located ? "located" : "not located", cases[i].reserved ? "reserved" : "located");
    }
}

static void what_is_no_address_has_no_place(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "8.8.8.0/24", "{\"country_code\":\"US\"}");
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    static const char *const texts[] = {
        "8.8.8",        "8.8.8.8.8",      "8.8.8.8 ",
        "fe80::1%eth0", "mx.example.org", "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        want(texts[i], "{}");
}

/* ---- the cache ---- */

static void the_cache_answers_and_forgets_what_does_not_fit(void **state) {
    (void)state;
    struct mmdb_writer *writer = mmdb_writer_new(4);
    mmdb_writer_add(writer, "20.0.0.0/9", "{\"country_code\":\"US\"}");
    mmdb_writer_add(writer, "20.128.0.0/9", "{\"country_code\":\"DE\"}");
    mmdb_writer_close(writer, in_directory("a.mmdb"));
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    char address[INET_ADDRSTRLEN];
    for (int round = 0; round < 2; round++)
        for (unsigned i = 0; i < 50000; i++) {
            snprintf(address, sizeof(address), "20.%u.%u.7", i & 0xff, i >> 8 & 0xff);
            look_up(address);
            struct text want_country = (i & 0xff) < 128 ? TEXT("US") : TEXT("DE");
            if (!text_is(event_get(event, FIELD_source_geo_country_iso), want_country))
                fail_msg("%s: want %s", address, want_country.start);
        }
    assert_true(counters.geo_cache_hits < 50000);
    counters.geo_cache_hits = 0;
    for (int i = 0; i < 10; i++)
        look_up("20.1.1.1");
    assert_int_equal(counters.geo_cache_hits, 9);
}

static void addresses_that_share_records_differ_where_one_database_tells_them_apart(void **state) {
    (void)state;
    struct mmdb_writer *writer = mmdb_writer_new(4);
    mmdb_writer_add(writer, "8.8.8.0/24", "{\"autonomous_system_number\":1}");
    mmdb_writer_add(writer, "8.8.9.0/24", "{\"autonomous_system_number\":2}");
    mmdb_writer_close(writer, in_directory("b.mmdb"));
    write_database("a.mmdb", 4, "8.8.0.0/16", "{\"country_code\":\"US\",\"loc\":\"37.4,-122.1\"}");
    open_geo(GEO_SCHEMA, "a.mmdb", "b.mmdb", NULL);
    for (int round = 0; round < 3; round++)
        for (int i = 1; i < 20; i++) {
            char address[32], json[160];
            snprintf(address, sizeof(address), "8.8.%d.%d", 8 + i % 3, i);
            snprintf(json, sizeof(json),
                     "{\"source_geo_country_iso\":\"US\",\"source_geo_coordinates\":\"37.4,-122.1\"%s}",
                     i % 3 == 0   ? ",\"source_as_number\":\"1\""
                     : i % 3 == 1 ? ",\"source_as_number\":\"2\""
                                  : "");
            want(address, json);
        }
    assert_int_equal(counters.geo_cache_hits, 2 * 19);
}

static void as_many_databases_as_may_be_answer_together(void **state) {
    (void)state;
    const char *paths[GEO_DATABASES_MAX + 1];
    write_database("a.mmdb", 4, "9.9.9.0/24", "{\"country_code\":\"CH\"}");
    write_database("b.mmdb", 4, "8.8.8.0/24", "{\"country_code\":\"US\"}");
    for (int i = 0; i <= GEO_DATABASES_MAX; i++)
        paths[i] = strdup(in_directory(i == GEO_DATABASES_MAX - 1 ? "b.mmdb" : "a.mmdb"));
    geo = geo_open(paths, GEO_DATABASES_MAX + 1, GEO_SCHEMA, &counters, error, sizeof(error));
    assert_null(geo);
    assert_non_null(strstr(error, "17 are too many; give at most 16"));
    geo = geo_open(paths, GEO_DATABASES_MAX, GEO_SCHEMA, &counters, error, sizeof(error));
    assert_non_null(geo);
    worker = geo_worker_new(geo);
    want("8.8.8.8", "{\"source_geo_country_iso\":\"US\"}");
    want("9.9.9.9", "{\"source_geo_country_iso\":\"CH\"}");
    for (int i = 0; i <= GEO_DATABASES_MAX; i++)
        free((void *)paths[i]);
}

/* sanitizers have a malloc of their own */
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) &&                 \
    !defined(__clang__)
#define COUNTS_ALLOCATIONS
extern void *__libc_malloc(size_t size);
static unsigned long allocations;

void *malloc(size_t size) {
    allocations++;
    return __libc_malloc(size);
}

static void a_line_takes_no_memory_found_or_not(void **state) {
    (void)state;
    write_database("a.mmdb", 6, "81.2.69.0/24", NESTED);
    open_geo(GEO_BOTH, "a.mmdb", NULL, NULL);
    char address[INET_ADDRSTRLEN];
    for (unsigned i = 0; i < 3000; i++) {
        snprintf(address, sizeof(address), "81.2.%u.%u", i % 3 + 68, i & 0xff);
        unsigned long before = allocations;
        look_up(address);
        assert_int_equal(allocations, before);
    }
}
#endif

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_nested_database_gives_the_schema_fields),
        TEST(legacy_mode_gives_the_three_old_names),
        TEST(both_modes_give_both),
        TEST(a_flat_database_gives_the_same_names),
        TEST(ipinfo_gives_the_same_names_and_a_bare_as_number),
        TEST(a_country_is_a_code_or_a_name_by_its_value),
        TEST(a_value_of_a_foreign_type_is_left_out_alone),
        TEST(coordinates_have_the_fewest_digits_and_a_point),
        TEST(the_modes_have_names),
        TEST(several_databases_answer_for_one_address),
        TEST(a_location_comes_whole_from_one_database),
        TEST(an_ipv6_address_is_a_miss_in_a_database_of_ipv4),
        TEST(client_and_server_have_fields_of_their_own),
        TEST(reserved_addresses_are_told_and_have_no_place),
        TEST(what_is_no_address_has_no_place),
        TEST(the_cache_answers_and_forgets_what_does_not_fit),
        TEST(addresses_that_share_records_differ_where_one_database_tells_them_apart),
        TEST(as_many_databases_as_may_be_answer_together),
#ifdef COUNTS_ALLOCATIONS
        TEST(a_line_takes_no_memory_found_or_not),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
