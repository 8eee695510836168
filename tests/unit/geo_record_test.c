/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_record_test - one walk gives what libmaxminddb gives path by path, also of
 * records that are damaged, and never reads outside of the data
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "geo_record.h"

/* a string literal with NULs in it */
#define BYTES(literal) (literal), sizeof(literal) - 1

enum { PATHS = 8 };
static const char *const paths_of_a_place[PATHS][5] = {
    {"city", "names", "en"},     {"country", "iso_code"},     {"location", "latitude"}, {"location", "accuracy"},
    {"location", "longitude"},   {"subdivisions", "0", "code"}, {"asn"},               {"country"},
};

/* {"asn": 15169, "city": {"names": {"de": "Wien", "en": "Vienna", "fr": "Vienne"}}, "country": {"iso_code": "AT",
 * "is_in_european_union": true}, "location": {"accuracy": 20, "latitude": 48.25, "longitude": 16.5f}, "subdivisions":
 * [{"code": "9"}, {"code": "8"}]}; "names" of the city and the country are behind pointers */
static const char place[] =
    "\xe5" "\x43" "asn" "\xc2\x3b\x41"
    "\x44" "city" "\xe1" "\x45" "names" "\x20\x76"
    "\x47" "country" "\x20\x93"
    "\x48" "location" "\xe3" "\x48" "accuracy" "\xa1\x14" "\x48" "latitude" "\x68\x40\x48\x20\0\0\0\0\0"
    "\x49" "longitude" "\x04\x08\x41\x84\0\0"
    "\x4c" "subdivisions" "\x02\x04" "\xe1\x44" "code" "\x41" "9" "\xe1\x44" "code" "\x41" "8"
    "\xe3" "\x42" "de" "\x44" "Wien" "\x42" "en" "\x46" "Vienna" "\x42" "fr" "\x46" "Vienne"
    "\xe2" "\x48" "iso_code" "\x42" "AT" "\x54" "is_in_european_union" "\x01\x07";

enum { MORE = 16 }; /* what the library reads beyond a section that is cut off */

static MMDB_s mmdb, library_mmdb;
static MMDB_entry_s entry = {.mmdb = &mmdb};
static struct geo_paths paths;
static MMDB_entry_data_s values[GEO_PATHS_SIZE];
static int numbers[PATHS];

static void set_section(MMDB_s *to, const char *bytes, size_t size, size_t more) {
    uint8_t *copy = calloc(1, size + more > 0 ? size + more : 1);
    memcpy(copy, bytes, size);
    free((void *)to->data_section);
    to->data_section = copy;
    to->data_section_size = (uint32_t)size;
}

/* ours is of that size exactly, for a sanitizer to see a step too far */
static void set_data(const char *bytes, size_t size) {
    set_section(&mmdb, bytes, size, 0);
    set_section(&library_mmdb, bytes, size, MORE);
}

static int set_up(void **state) {
    (void)state;
    memset(&paths, 0, sizeof(paths));
    for (int i = 0; i < PATHS; i++)
        numbers[i] = geo_paths_add(&paths, paths_of_a_place[i]);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    free((void *)mmdb.data_section);
    free((void *)library_mmdb.data_section);
    mmdb.data_section = library_mmdb.data_section = NULL;
    return 0;
}

static bool is_a_value(const MMDB_entry_data_s *data) {
    return data->has_data && (data->type == MMDB_DATA_TYPE_UTF8_STRING || data->type == MMDB_DATA_TYPE_DOUBLE ||
                              data->type == MMDB_DATA_TYPE_FLOAT || data->type == MMDB_DATA_TYPE_UINT16 ||
                              data->type == MMDB_DATA_TYPE_UINT32);
}

static bool is_equal(const MMDB_entry_data_s *a, const MMDB_entry_data_s *b) {
    if (a->type != b->type)
        return false;
    switch (a->type) {
        case MMDB_DATA_TYPE_UTF8_STRING:
            return a->data_size == b->data_size && memcmp(a->utf8_string, b->utf8_string, a->data_size) == 0;
        case MMDB_DATA_TYPE_DOUBLE:
            return memcmp(&a->double_value, &b->double_value, sizeof(double)) == 0;
        case MMDB_DATA_TYPE_FLOAT:
            return memcmp(&a->float_value, &b->float_value, sizeof(float)) == 0;
        case MMDB_DATA_TYPE_UINT16:
            return a->uint16 == b->uint16;
        default:
            return a->uint32 == b->uint32;
    }
}

/* where both give a value it is the same; where the walk calls the record whole it has
 * all that the library has. Returns how many values there were. */
static int want_what_the_library_has(const char *what, size_t where) {
    bool is_whole = geo_record_read(&paths, &entry, values);
    int count = 0;
    for (int i = 0; i < PATHS; i++) {
        MMDB_entry_data_s want;
        MMDB_entry_s start = {.mmdb = &library_mmdb};
        bool has = MMDB_aget_value(&start, &want, paths_of_a_place[i]) == MMDB_SUCCESS && is_a_value(&want);
        const MMDB_entry_data_s *got = &values[numbers[i]];
        count += got->has_data;
        if (has && (got->has_data ? !is_equal(got, &want) : is_whole))
            fail_msg("%s at %zu: path %s, ...: got %s of type %u, want type %u", what, where, paths_of_a_place[i][0],
                     got->has_data ? "a value" : "nothing", got->type, want.type);
    }
    return count;
}

static void a_walk_finds_what_the_library_finds(void **state) {
    (void)state;
    set_data(BYTES(place));
    assert_int_equal(want_what_the_library_has("whole", 0), 7);
    assert_true(geo_record_read(&paths, &entry, values));
    assert_int_equal(values[numbers[6]].uint32, 15169);
    assert_memory_equal(values[numbers[0]].utf8_string, "Vienna", 6);
    assert_true(values[numbers[2]].double_value == 48.25);
    assert_true(values[numbers[4]].float_value == 16.5f);
    assert_false(values[numbers[7]].has_data); /* a map is no value */
}

static void a_record_cut_off_or_changed_anywhere_gives_no_other_values(void **state) {
    (void)state;
    char changed[sizeof(place) - 1];
    for (size_t size = 0; size < sizeof(changed); size++) {
        set_data(place, size);
        want_what_the_library_has("cut", size);
    }
    for (size_t i = 0; i < sizeof(changed); i++)
        for (int byte = 0; byte < 256; byte++) {
            memcpy(changed, place, sizeof(changed));
            changed[i] = (char)byte;
            set_data(changed, sizeof(changed));
            want_what_the_library_has("changed", i);
        }
}

/* {KEY: text of length, "asn": 1}, where control is what stands for the length */
static void want_a_text_of(size_t length, const char *control, size_t control_size) {
    char *data = malloc(length + 32), *at = data;
    memcpy(at, "\xe2\x46", 2), at += 2;
    memcpy(at, "others", 6), at += 6;
    memcpy(at, control, control_size), at += control_size;
    memset(at, 'x', length), at += length;
    memcpy(at, "\x43" "asn" "\xc1\x01", 6), at += 6;
    set_data(data, (size_t)(at - data));
    free(data);
    assert_int_equal(want_what_the_library_has("long text", length), 1);
}

static void texts_of_any_length_are_passed(void **state) {
    (void)state;
    want_a_text_of(0, BYTES("\x40"));
    want_a_text_of(28, BYTES("\x5c"));
    want_a_text_of(29, BYTES("\x5d\x00"));
    want_a_text_of(285, BYTES("\x5e\x00\x00"));
    want_a_text_of(65821, BYTES("\x5f\x00\x00\x00"));
}

static void pointers_of_all_sizes_lead_to_their_values(void **state) {
    (void)state;
    static const struct {
        size_t target;
        const char *pointer;
        size_t size;
    } cases[] = {
        {2047, BYTES("\x27\xff")},
        {2048, BYTES("\x28\x00\x00")},
        {526335, BYTES("\x2f\xff\xff")},
        {526336, BYTES("\x30\x00\x00\x00")},
        {526336, BYTES("\x38\x00\x08\x08\x00")},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *data = calloc(1, cases[i].target + 2);
        memcpy(data, "\xe1\x43" "asn", 5);
        memcpy(data + 5, cases[i].pointer, cases[i].size);
        memcpy(data + cases[i].target, "\xc1\x07", 2);
        set_data(data, cases[i].target + 2);
        free(data);
        assert_int_equal(want_what_the_library_has("pointer", i), 1);
    }
    set_data(BYTES("\xe1\x20\x04\xc0" "\x43" "asn")); /* a key behind one */
    assert_int_equal(want_what_the_library_has("key", 0), 1);
}

static void a_record_that_leads_astray_is_damaged(void **state) {
    (void)state;
    static const struct {
        const char *what, *data;
        size_t size;
    } cases[] = {
        {"a pointer to itself", BYTES("\xe1\x43" "asn" "\x20\x05")},
        {"a pointer outside", BYTES("\xe1\x43" "asn" "\x27\xff")},
        {"a map that is in itself", BYTES("\xe2\x44" "city" "\x20\x00" "\x43" "asn")},
        {"a number that is too long", BYTES("\xe1\x43" "asn" "\xc8\1\1\1\1")},
        {"a key that is a number", BYTES("\xe1\xc1\x01\xc1\x01")},
        {"a map without end", BYTES("\xff\xff\xff\xff\x41" "a" "\x41" "b")},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        set_data(cases[i].data, cases[i].size);
        if (geo_record_read(&paths, &entry, values))
            fail_msg("%s: got a whole record, want a damaged one", cases[i].what);
        want_what_the_library_has(cases[i].what, 0);
    }
}

/* an array of 60,000 empty arrays before what is looked for */
static void a_record_of_too_many_elements_is_damaged(void **state) {
    (void)state;
    enum { ELEMENTS = 60000 };
    static char data[ELEMENTS * 2 + 64];
    char *at = data;
    memcpy(at, "\xe2\x41" "a" "\x1e\x04\xe9\x43", 7), at += 7; /* 285 + 0xe943 */
    for (int i = 0; i < ELEMENTS; i++)
        memcpy(at, "\x00\x04", 2), at += 2;
    memcpy(at, "\x43" "asn" "\xc1\x07", 6), at += 6;
    set_data(data, (size_t)(at - data));
    assert_false(geo_record_read(&paths, &entry, values));
}

static void paths_that_do_not_fit_are_refused(void **state) {
    (void)state;
    static char keys[GEO_PATHS_SIZE][4];
    struct geo_paths many = {0};
    int number = 0;
    for (int i = 0; i < GEO_PATHS_SIZE; i++) {
        snprintf(keys[i], sizeof(keys[i]), "k%d", i);
        const char *const path[] = {keys[i], NULL};
        number = geo_paths_add(&many, path);
        if (i < GEO_PATHS_SIZE - 1)
            assert_int_equal(number, i + 1);
    }
    assert_int_equal(number, -1);
    const char *const known[] = {keys[3], NULL};
    assert_int_equal(geo_paths_add(&many, known), 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_walk_finds_what_the_library_finds),
        TEST(a_record_cut_off_or_changed_anywhere_gives_no_other_values),
        TEST(texts_of_any_length_are_passed),
        TEST(pointers_of_all_sizes_lead_to_their_values),
        TEST(a_record_that_leads_astray_is_damaged),
        TEST(a_record_of_too_many_elements_is_damaged),
        TEST(paths_that_do_not_fit_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
