/* SPDX-License-Identifier: Apache-2.0
 *
 * event_test - values keep their type, their order and their lifetime
 */
#include "config.h"

#include <locale.h>
#include <stdio.h>

#include <libfastjson/json.h>

#include "common/array.h"
#include "event/event_fixture.h"

static void want_json(const char *want) {
    struct fjson_object *json = event_to_json(event);
    assert_string_equal(fjson_object_to_json_string_ext(json, FJSON_TO_STRING_PLAIN), want);
    fjson_object_put(json);
}

static void values_come_out_in_the_order_of_the_dictionary(void **state) {
    (void)state;
    assert_true(event_set(event, FIELD_email_to, TEXT("b@example.org")));
    assert_true(event_set(event, FIELD_email_from, TEXT("a@example.org")));
    assert_true(event_set(event, FIELD_email_size, TEXT("2522")));
    want_json("{\"email_from\":\"a@example.org\",\"email_to\":\"b@example.org\",\"email_size\":2522}");
}

static void an_empty_text_leaves_a_field_absent(void **state) {
    (void)state;
    assert_true(event_set(event, FIELD_email_from, TEXT("")));
    assert_true(event_set_copy(event, FIELD_email_to, TEXT("")));
    assert_false(event_has(event, FIELD_email_from));
    want_json("{}");
}

static void of_several_texts_those_asked_for_are_set(void **state) {
    (void)state;
    static const enum field fields_of_texts[] = {FIELD_email_to, FIELD_email_from, FIELD_source_ip};
    const struct text texts[] = {TEXT("b@example.org"), TEXT("a@example.org"), TEXT("")};
    event_set_texts(event, fields_of_texts, texts, 1 << 0 | 1 << 1);
    want_json("{\"email_from\":\"a@example.org\",\"email_to\":\"b@example.org\"}");
    event_clear(event);
    event_set_texts(event, fields_of_texts, texts, 0);
    want_json("{}");
}

static void an_integer_field_refuses_what_is_no_number(void **state) {
    (void)state;
    assert_false(event_set(event, FIELD_email_size, TEXT("12x")));
    assert_false(event_set(event, FIELD_email_size, TEXT("-")));
    assert_false(event_set(event, FIELD_email_size, TEXT("9223372036854775808")));
    assert_false(event_has(event, FIELD_email_size));
    assert_true(event_set(event, FIELD_email_size, TEXT("9223372036854775807")));
    assert_true(event_get_integer(event, FIELD_email_size) == INT64_MAX);
    assert_true(event_set(event, FIELD_email_size, TEXT("-9223372036854775808")));
    assert_true(event_get_integer(event, FIELD_email_size) == INT64_MIN);
}

static void a_float_always_shows_a_point(void **state) {
    (void)state;
    assert_true(event_set(event, FIELD_vendor_delay_total_seconds, TEXT("532")));
    want_json("{\"vendor_delay_total_seconds\":532.0}");
    event_set_float(event, FIELD_vendor_delay_total_seconds, 0.25);
    want_json("{\"vendor_delay_total_seconds\":0.25}");
    assert_false(event_set(event, FIELD_vendor_delay_total_seconds, TEXT("1e5")));
    assert_false(event_set(event, FIELD_vendor_delay_total_seconds, TEXT("1.")));
    assert_false(event_set(event, FIELD_vendor_delay_total_seconds, TEXT("01")));
}

static void a_float_has_at_most_three_digits_behind_the_point(void **state) {
    static const struct {
        double value;
        const char *want;
    } CASES[] = {{0, "0.0"},       {-0.0001, "0.0"},    {1.0005, "1.001"},
                 {-12.5, "-12.5"}, {1e6, "1000000.0"},  {999999999999.999, "999999999999.999"},
                 {1e15, ""},       {-1e300 * 1e300, ""}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        event_clear(event);
        event_set_float(event, FIELD_vendor_delay_total_seconds, CASES[i].value);
        struct text got = event_get(event, FIELD_vendor_delay_total_seconds);
        if (!text_is(got, text_of(CASES[i].want)))
            fail_msg("%g: got \"%.*s\", want \"%s\"", CASES[i].value, (int)got.length,
                     got.length > 0 ? got.start : "", CASES[i].want);
    }
}

/* modules of others may have called setlocale in the same process */
static void a_float_has_its_point_in_every_locale(void **state) {
    (void)state;
    if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL)
        skip(); /* the locale is not installed */
    event_set_float(event, FIELD_vendor_delay_total_seconds, 1234.5);
    want_json("{\"vendor_delay_total_seconds\":1234.5}");
    double got = event_get_float(event, FIELD_vendor_delay_total_seconds);
    setlocale(LC_NUMERIC, "C");
    assert_true(got == 1234.5);
}

static void lower_case_is_copied_only_where_needed(void **state) {
    (void)state;
    struct text lower = TEXT("esmtp");
    event_set_lower(event, FIELD_network_protocol, lower);
    assert_ptr_equal(event_get(event, FIELD_network_protocol).start, lower.start);
    event_set_lower(event, FIELD_network_protocol, TEXT("ESMTP"));
    want_json("{\"network_protocol\":\"esmtp\"}");
}

static void clearing_forgets_all_and_frees_what_a_long_line_took(void **state) {
    (void)state;
    for (int i = 0; i < 100; i++)
        assert_non_null(event_alloc(event, 100000));
    event_set(event, FIELD_email_from, TEXT("a@example.org"));
    event_clear(event);
    want_json("{}");
}

static void a_local_dictionary_adds_fields_and_may_not_change_types(void **state) {
    (void)state;
    char path[] = "/tmp/fields_test_XXXXXX", error[256];
    int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    fputs("# own\nvendor_own\tinteger\t1\tpostfix\tlocal\tuser\tderived\tmine\n"
          "email_from\tinteger\t1\tall\tlocal\t-\town\tno\n",
          file);
    fclose(file);
    assert_false(fields_read(fields, path, error, sizeof(error)));
    assert_non_null(strstr(error, ":3: the field is in the dictionary already"));
    assert_int_equal(fields_find(fields, TEXT("vendor_own")), FIELD_SHIPPED);
    assert_int_equal(fields_find(fields, TEXT("vendor_other")), FIELD_NONE);
    remove(path);
}

/* a reload frees the dictionary while messages wait in a queue */
static void names_of_a_local_dictionary_outlive_it_in_trees(void **state) {
    (void)state;
    char path[] = "/tmp/fields_test_XXXXXX", error[256];
    FILE *file = fdopen(mkstemp(path), "w");
    fputs("vendor_own\tinteger\t1\tpostfix\tlocal\t-\town\tmine\n", file);
    fclose(file);
    assert_true(fields_read(fields, path, error, sizeof(error)));
    remove(path);
    assert_true(event_set(event, (enum field)FIELD_SHIPPED, TEXT("7")));
    struct fjson_object *tree = event_to_json(event);
    event_free(event);
    fields_free(fields);
    fields = fields_new();
    event = event_new(fields);
    assert_string_equal(fjson_object_to_json_string_ext(tree, FJSON_TO_STRING_PLAIN), "{\"vendor_own\":7}");
    fjson_object_put(tree);
}

/* the tree of a line with this daemon and this size */
static struct fjson_object *tree_of(const char *daemon, int64_t size) {
    event_clear(event);
    assert_true(event_set(event, FIELD_vendor_daemon, text_of(daemon)));
    event_set_integer(event, FIELD_email_size, size);
    return event_to_json(event);
}

static struct fjson_object *member(struct fjson_object *tree, const char *name) {
    struct fjson_object *value = NULL;
    fjson_object_object_get_ex(tree, name, &value);
    return value;
}

static void a_string_that_comes_again_is_shared_between_trees_and_outlives_them(void **state) {
    (void)state;
    struct fjson_object *first = tree_of("smtpd", 1), *second = tree_of("smtpd", 1),
                        *third = tree_of("smtpd", 1);
    assert_ptr_equal(member(third, "vendor_daemon"), member(second, "vendor_daemon"));
    assert_ptr_not_equal(member(third, "email_size"), member(second, "email_size"));
    fjson_object_put(first);
    fjson_object_put(second);
    assert_string_equal(fjson_object_get_string(member(third, "vendor_daemon")), "smtpd");
    fjson_object_put(third);
    third = tree_of("smtpd", 1);
    event_free(event); /* trees may be in a queue when a worker ends */
    event = event_new(fields);
    assert_string_equal(fjson_object_get_string(member(third, "vendor_daemon")), "smtpd");
    fjson_object_put(third);
}

static void strings_that_are_not_equal_are_never_shared(void **state) {
    (void)state;
    char name[16];
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 20000; i++) { /* more than there are slots */
            snprintf(name, sizeof(name), "d%d", i);
            struct fjson_object *tree = tree_of(name, i);
            assert_string_equal(fjson_object_get_string(member(tree, "vendor_daemon")), name);
            fjson_object_put(tree);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_come_out_in_the_order_of_the_dictionary, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_text_leaves_a_field_absent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_several_texts_those_asked_for_are_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_integer_field_refuses_what_is_no_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_float_always_shows_a_point, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_float_has_at_most_three_digits_behind_the_point, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_float_has_its_point_in_every_locale, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lower_case_is_copied_only_where_needed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clearing_forgets_all_and_frees_what_a_long_line_took, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_string_that_comes_again_is_shared_between_trees_and_outlives_them,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(strings_that_are_not_equal_are_never_shared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_local_dictionary_adds_fields_and_may_not_change_types, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(names_of_a_local_dictionary_outlive_it_in_trees, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
