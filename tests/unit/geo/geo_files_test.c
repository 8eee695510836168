/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_files_test - databases that are damaged, replaced or no files at all
 */
#include "config.h"

#include "common/array.h"
#include "geo/geo_fixture.h"

/* ---- files that are not what they should be ---- */

static void write_file(const char *name, const char *content, size_t size) {
    FILE *file = fopen(in_directory(name), "w");
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, size, file), size);
    fclose(file);
}

static char *read_whole_file(const char *name, size_t *size) {
    struct stat status;
    assert_int_equal(stat(in_directory(name), &status), 0);
    *size = (size_t)status.st_size;
    char *content = malloc(*size);
    FILE *file = fopen(in_directory(name), "r");
    assert_int_equal(fread(content, 1, *size, file), *size);
    fclose(file);
    return content;
}

static void a_bad_file_is_named_with_its_fault(void **state) {
    (void)state;
    size_t size;
    want_error("a.mmdb", "No such file");
    write_file("a.mmdb", "", 0);
    want_error("a.mmdb", "is no MMDB database, or a part of one");
    write_file("a.mmdb", "hello", 5);
    want_error("a.mmdb", "is no MMDB database, or a part of one");
    write_database("a.mmdb", 6, "81.2.69.0/24", NESTED);
    char *content = read_whole_file("a.mmdb", &size);
    for (size_t cut = 1; cut < size; cut = cut * 3 / 2 + 1) {
        write_file("a.mmdb", content, size - cut);
        want_error("a.mmdb", "; ");
    }
    /* a hole where the record was, as after a crash of the machine */
    write_file("a.mmdb", content, size);
    char *record = memmem(content, size, "geoname_id", 10);
    memset(record - 6, 0xff, 20);
    write_file("a.mmdb", content, size);
    want_error("a.mmdb", "is damaged");
    free(content);
    write_database("a.mmdb", 4, "8.8.8.0/24", "{\"is_anonymous\":\"yes\"}");
    want_error("a.mmdb", "has no place and no network");
    assert_non_null(strstr(error, "its type is \"Test\""));
    unlink(in_directory("a.mmdb"));
    mkdir(in_directory("a.mmdb"), 0700);
    want_error("a.mmdb", "is no regular file");
    rmdir(in_directory("a.mmdb"));
}

static void a_pipe_is_refused_and_does_not_wait_for_a_writer(void **state) {
    (void)state;
    assert_int_equal(mkfifo(in_directory("a.mmdb"), 0600), 0);
    alarm(10); /* ends the test where open waits */
    want_error("a.mmdb", "is no regular file; give the path of a whole City, Country or ASN database");
    alarm(0);
}

static void no_damage_crashes_or_gives_text_from_outside(void **state) {
    (void)state;
    struct mmdb_writer *writer = mmdb_writer_new(6);
    size_t size;
    mmdb_writer_add(writer, "81.2.69.0/24", NESTED);
    mmdb_writer_add(writer, "144.76.0.0/16", FLAT);
    mmdb_writer_add(writer, "2a01:4f8::/32", ASN);
    mmdb_writer_close(writer, in_directory("a.mmdb"));
    char *content = read_whole_file("a.mmdb", &size);
    /* not the metadata: libmaxminddb 1.7 leaks where it is damaged */
    size_t hit_size = (size_t)((char *)memmem(content, size, "MaxMind.com", 11) - content) - 3;
    unsigned opened = 0, seed = 1;
    for (int round = 0; round < 1500; round++) {
        char *broken = malloc(size);
        memcpy(broken, content, size);
        for (int i = 0; i <= round % 3; i++)
            broken[(size_t)rand_r(&seed) % hit_size] = (char)rand_r(&seed);
        write_file("a.mmdb", broken, size);
        free(broken);
        if (!try_open(GEO_SCHEMA, "a.mmdb", NULL, NULL))
            continue;
        opened++;
        worker = geo_worker_new(geo);
        static const char *const addresses[] = {"81.2.69.1", "144.76.1.1", "2a01:4f8::1", "1.1.1.1",
                                                "2a00::"};
        for (size_t i = 0; i < COUNT_OF(addresses); i++) {
            look_up(addresses[i]);
            fjson_object_put(event_to_json(event)); /* reads every byte of every value */
        }
        geo_worker_free(worker);
        geo_close(geo);
        worker = NULL;
        geo = NULL;
    }
    free(content);
    if (opened < 100 || opened > 1400)
        fail_msg("got %u of 1500 opened, want enough of both kinds", opened);
}

/* ---- reload ---- */

static void replace_by_rename(const char *name, const char *network, const char *json) {
    write_database("new.mmdb", 4, network, json);
    assert_int_equal(rename(in_directory("new.mmdb"), in_directory(name)), 0);
}

static void a_reload_shows_at_the_next_line_of_each_worker(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "8.8.8.0/24", "{\"country_code\":\"US\"}");
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    want("8.8.8.8", "{\"source_geo_country_iso\":\"US\"}");
    assert_false(geo_has_changed(geo));
    replace_by_rename("a.mmdb", "8.8.8.0/24", "{\"country_code\":\"CA\"}");
    assert_true(geo_has_changed(geo));
    want("8.8.8.8", "{\"source_geo_country_iso\":\"US\"}");
    assert_true(geo_reload(geo, error, sizeof(error)));
    assert_false(geo_has_changed(geo));
    want("8.8.8.8", "{\"source_geo_country_iso\":\"CA\"}");
    assert_int_equal(counters.geo_reload_failures, 0);
}

static void an_unchanged_file_is_not_opened_again(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "8.8.8.0/24", "{\"country_code\":\"US\"}");
    write_database("b.mmdb", 4, "8.8.8.0/24", ASN);
    open_geo(GEO_SCHEMA, "a.mmdb", "b.mmdb", NULL);
    look_up("8.8.8.8");
    const char *country = event_get(event, FIELD_source_geo_country_iso).start;
    for (int i = 0; i < 100; i++)
        assert_true(geo_reload(geo, error, sizeof(error)));
    look_up("8.8.8.8");
    assert_int_equal(counters.geo_cache_hits, 1);
    /* a.mmdb stays where it is while b.mmdb changes */
    replace_by_rename("b.mmdb", "8.8.8.0/24", "{\"autonomous_system_number\":15169}");
    assert_true(geo_reload(geo, error, sizeof(error)));
    want("8.8.8.8", "{\"source_geo_country_iso\":\"US\",\"source_as_number\":\"15169\"}");
    assert_ptr_equal(event_get(event, FIELD_source_geo_country_iso).start, country);
}

static void all_who_open_a_file_share_one_copy(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "8.8.8.0/24", "{\"country_code\":\"US\"}");
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    look_up("8.8.8.8");
    const char *country = event_get(event, FIELD_source_geo_country_iso).start;
    geo_worker_free(worker);
    struct geo *first = geo;
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    geo_close(first);
    look_up("8.8.8.8");
    assert_ptr_equal(event_get(event, FIELD_source_geo_country_iso).start, country);
    want("8.8.8.8", "{\"source_geo_country_iso\":\"US\"}");
}

static void a_bad_file_at_reload_keeps_what_ran_before(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "8.8.8.0/24", "{\"country_code\":\"US\"}");
    write_database("b.mmdb", 4, "8.8.8.0/24", ASN);
    open_geo(GEO_SCHEMA, "a.mmdb", "b.mmdb", NULL);
    replace_by_rename("a.mmdb", "8.8.8.0/24", "{\"country_code\":\"CA\"}");
    unlink(in_directory("b.mmdb"));
    assert_false(geo_reload(geo, error, sizeof(error)));
    assert_non_null(strstr(error, "b.mmdb: No such file"));
    want("8.8.8.8", "{\"source_geo_country_iso\":\"US\",\"source_as_number\":\"1221\","
                    "\"source_as_organization\":\"Telstra Pty Ltd\"}");
    assert_false(geo_has_changed(geo)); /* told once; a new file is a new try */
    write_file("b.mmdb", "half a file", 11);
    assert_true(geo_has_changed(geo));
    assert_false(geo_reload(geo, NULL, 0));
    assert_int_equal(counters.geo_reload_failures, 2);
    replace_by_rename("b.mmdb", "8.8.8.0/24", ASN);
    assert_true(geo_reload(geo, error, sizeof(error)));
    want("8.8.8.8", "{\"source_geo_country_iso\":\"CA\",\"source_as_number\":\"1221\","
                    "\"source_as_organization\":\"Telstra Pty Ltd\"}");
}

static void a_file_cut_short_in_place_does_not_kill(void **state) {
    (void)state;
    write_database("a.mmdb", 4, "8.8.8.0/24", "{\"country_code\":\"US\"}");
    open_geo(GEO_SCHEMA, "a.mmdb", NULL, NULL);
    assert_int_equal(truncate(in_directory("a.mmdb"), 0), 0);
    want("8.8.8.8", "{\"source_geo_country_iso\":\"US\"}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
#ifdef COUNTS_ALLOCATIONS
#endif
        TEST(a_bad_file_is_named_with_its_fault),
        TEST(a_pipe_is_refused_and_does_not_wait_for_a_writer),
        TEST(no_damage_crashes_or_gives_text_from_outside),
        TEST(a_reload_shows_at_the_next_line_of_each_worker),
        TEST(an_unchanged_file_is_not_opened_again),
        TEST(all_who_open_a_file_share_one_copy),
        TEST(a_bad_file_at_reload_keeps_what_ran_before),
        TEST(a_file_cut_short_in_place_does_not_kill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
