/* SPDX-License-Identifier: Apache-2.0
 *
 * packer_test - what is packed, what stays, and how each value is written
 */
#include "config.h"

#include <stdio.h>

#include "event/event_fixture.h"
#include "common/packed.h"
#include "event/packer.h"

static const char *const no_names[] = {NULL};

static void want_packed(const char *const *tree_fields, unsigned count, const char *want) {
    struct packer *packer = packer_new(fields, tree_fields, count);
    assert_non_null(packer);
    struct text packed = packer_take(packer, event);
    if (!text_is(packed, text_of(want)))
        fail_msg("got:  %.*s\nwant: %s", (int)packed.length, packed.start, want);
    packer_free(packer);
}

static void fields_are_packed_in_the_order_of_the_dictionary(void **state) {
    (void)state;
    event_set(event, FIELD_email_size, TEXT("2522"));
    event_set(event, FIELD_email_from, TEXT("a@example.org"));
    want_packed(no_names, 0, "s100013email_froma@example.orgi100004email_size2522");
    assert_int_equal(event_next(event, 0), FIELD_NONE);
}

static void fields_for_the_tree_stay_in_the_event(void **state) {
    (void)state;
    event_set(event, FIELD_email_size, TEXT("2522"));
    event_set(event, FIELD_email_from, TEXT("a@example.org"));
    want_packed((const char *[]){"email_size"}, 1, "s100013email_froma@example.org");
    assert_int_equal(event_next(event, 0), FIELD_email_size);
    assert_int_equal(event_next(event, FIELD_email_size + 1), FIELD_NONE);
}

static void an_empty_event_packs_to_nothing(void **state) {
    (void)state;
    want_packed(no_names, 0, "");
}

static void integers_are_written_as_json_has_them(void **state) {
    static const struct {
        const char *logged, *want;
    } cases[] = {{"0", "i100001email_size0"},
                 {"7", "i100001email_size7"},
                 {"007", "i100001email_size7"},
                 {"+7", "i100001email_size7"},
                 {"-7", "i100002email_size-7"},
                 {"-0", "i100001email_size0"},
                 {"9223372036854775807", "i100019email_size9223372036854775807"},
                 {"-9223372036854775808", "i100020email_size-9223372036854775808"}};
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(event_set(event, FIELD_email_size, text_of(cases[i].logged)));
        want_packed(no_names, 0, cases[i].want);
    }
}

static void floats_keep_their_text_and_have_a_point(void **state) {
    (void)state;
    event_set(event, FIELD_vendor_spam_score, TEXT("0.30"));
    want_packed(no_names, 0, "f170004vendor_spam_score0.30");
    event_set(event, FIELD_vendor_spam_score, TEXT("12"));
    want_packed(no_names, 0, "f170004vendor_spam_score12.0");
}

/* digits, colons and the beginning of a field within a value are part of the value */
static void a_value_cannot_be_taken_for_another_field(void **state) {
    (void)state;
    event_set(event, FIELD_vendor_helo, TEXT("xs090009source_ip192.0.2.1"));
    struct packer *packer = packer_new(fields, no_names, 0);
    struct text packed = packer_take(packer, event);
    struct packed_field field = {PACKED_STRING, {NULL, 0}, {NULL, 0}};
    assert_true(packed_next(&packed, &field));
    assert_true(text_is(field.name, TEXT("vendor_helo")));
    assert_true(text_is(field.value, TEXT("xs090009source_ip192.0.2.1")));
    assert_false(packed_next(&packed, &field));
    assert_int_equal(packed.length, 0);
    packer_free(packer);
}

static void the_longest_value_makes_the_buffer_grow_and_a_longer_one_stays(void **state) {
    char value[PACKED_VALUE_LIMIT + 1];
    (void)state;
    memset(value, 'x', sizeof(value));
    struct packer *packer = packer_new(fields, no_names, 0);
    for (size_t length = PACKED_VALUE_LIMIT; length <= sizeof(value); length++) {
        event_set(event, FIELD_vendor_helo, (struct text){value, length});
        event_set(event, FIELD_email_from, TEXT("a@example.org"));
        struct text packed = packer_take(packer, event);
        struct packed_field field = {PACKED_STRING, {NULL, 0}, {NULL, 0}};
        size_t longest = 0;
        while (packed_next(&packed, &field))
            longest = field.value.length > longest ? field.value.length : longest;
        assert_int_equal(packed.length, 0);
        assert_int_equal(longest, length > PACKED_VALUE_LIMIT ? 13 : length);
        assert_int_equal(event_next(event, 0), length > PACKED_VALUE_LIMIT ? FIELD_vendor_helo : FIELD_NONE);
    }
    packer_free(packer);
}

static void a_name_that_the_dictionary_lacks_is_refused(void **state) {
    char error[200] = "";
    (void)state;
    assert_true(packer_check(fields, (const char *[]){"email_from", "source_ip"}, 2, error, sizeof(error)));
    assert_false(packer_check(fields, (const char *[]){"email_from", "sourceip"}, 2, error, sizeof(error)));
    assert_string_equal(error, "treeFields: no field is called \"sourceip\"; FIELDS has the names");
}

static void a_text_that_is_cut_anywhere_gives_whole_fields_only(void **state) {
    static const char whole[] =
        "s100013email_froma@example.orgi100004email_size2522f170004vendor_spam_score0.30";
    static const size_t ends[] = {30, 51, 79};
    (void)state;
    for (size_t length = 0; length < sizeof(whole); length++) {
        char *copy = malloc(length + 1); /* its end is watched by valgrind and ASAN */
        memcpy(copy, whole, length);
        struct text rest = {copy, length};
        struct packed_field field;
        size_t count = 0, want = 0;
        while (packed_next(&rest, &field))
            count++;
        while (want < 3 && ends[want] <= length)
            want++;
        assert_int_equal(count, want);
        assert_int_equal(rest.length, length - (want == 0 ? 0 : ends[want - 1]));
        free(copy);
    }
}

static void what_is_no_packed_field_is_left(void **state) {
    static const char *const texts[] = {"x010001ab", "s010001",    "s010001a",  "s0100-1ab",
                                        "s01 001ab", "s1:a1:b",    "s990001ab", "s019999ab",
                                        "{\"a\":1}", " s010001ab", "s0100011"};
    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct text rest = text_of(texts[i]);
        struct packed_field field;
        if (packed_next(&rest, &field) || rest.length != strlen(texts[i]))
            fail_msg("%s was taken for a field", texts[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fields_are_packed_in_the_order_of_the_dictionary, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fields_for_the_tree_stay_in_the_event, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_event_packs_to_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(integers_are_written_as_json_has_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(floats_keep_their_text_and_have_a_point, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_value_cannot_be_taken_for_another_field, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_longest_value_makes_the_buffer_grow_and_a_longer_one_stays,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_name_that_the_dictionary_lacks_is_refused, set_up, tear_down),
        cmocka_unit_test(a_text_that_is_cut_anywhere_gives_whole_fields_only),
        cmocka_unit_test(what_is_no_packed_field_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
