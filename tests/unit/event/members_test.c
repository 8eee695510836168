/* SPDX-License-Identifier: Apache-2.0
 *
 * members_test - what is written, what stays, and how each value is written
 */
#include "config.h"

#include <stdio.h>

#include "common/array.h"
#include "event/event_fixture.h"
#include "common/gelf_members.h"
#include "event/members.h"

static const char *const no_names[] = {NULL};

static void want_members(const char *const *tree_fields, unsigned count, const char *want) {
    struct members *members = members_new(fields, tree_fields, count);
    assert_non_null(members);
    struct text text = members_take(members, event);
    if (!text_is(text, text_of(want)))
        fail_msg("got:  %.*s\nwant: %s", (int)text.length, text.start, want);
    members_free(members);
}

static void members_are_in_the_order_of_the_dictionary(void **state) {
    (void)state;
    event_set(event, FIELD_email_size, TEXT("2522"));
    event_set(event, FIELD_email_from, TEXT("a@example.org"));
    want_members(no_names, 0, ",\"_email_from\":\"a@example.org\",\"_email_size\":2522");
    assert_int_equal(event_next(event, 0), FIELD_NONE);
}

static void fields_for_the_tree_stay_in_the_event(void **state) {
    (void)state;
    event_set(event, FIELD_email_size, TEXT("2522"));
    event_set(event, FIELD_email_from, TEXT("a@example.org"));
    want_members((const char *[]){"email_size"}, 1, ",\"_email_from\":\"a@example.org\"");
    assert_int_equal(event_next(event, 0), FIELD_email_size);
    assert_int_equal(event_next(event, FIELD_email_size + 1), FIELD_NONE);
}

static void an_empty_event_has_no_members(void **state) {
    (void)state;
    want_members(no_names, 0, "");
}

static void integers_are_written_as_json_has_them(void **state) {
    static const struct {
        const char *logged, *want;
    } cases[] = {{"0", ",\"_email_size\":0"},
                 {"7", ",\"_email_size\":7"},
                 {"007", ",\"_email_size\":7"},
                 {"+7", ",\"_email_size\":7"},
                 {"-7", ",\"_email_size\":-7"},
                 {"-0", ",\"_email_size\":0"},
                 {"999999999999999999", ",\"_email_size\":999999999999999999"}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_true(event_set(event, FIELD_email_size, text_of(cases[i].logged)));
        want_members(no_names, 0, cases[i].want);
    }
}

static void floats_keep_their_text_and_have_a_point(void **state) {
    (void)state;
    event_set(event, FIELD_vendor_spam_score, TEXT("0.30"));
    want_members(no_names, 0, ",\"_vendor_spam_score\":0.30");
    event_set(event, FIELD_vendor_spam_score, TEXT("12"));
    want_members(no_names, 0, ",\"_vendor_spam_score\":12.0");
}

static void a_value_cannot_be_taken_for_another_member(void **state) {
    (void)state;
    event_set(event, FIELD_vendor_helo, TEXT("x\",\"_source_ip\":\"192.0.2.1\\"));
    want_members(no_names, 0, ",\"_vendor_helo\":\"x\\\",\\\"_source_ip\\\":\\\"192.0.2.1\\\\\"");
}

/* the encoder repairs them in the tree, and counts that */
static void a_value_that_has_no_form_stays(void **state) {
    static const char *const values[] = {" x", "\tx", "x\xff", "\xe3\x80\x80"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        event_set(event, FIELD_vendor_helo, text_of(values[i]));
        event_set(event, FIELD_email_from, TEXT("a@example.org"));
        want_members(no_names, 0, ",\"_email_from\":\"a@example.org\"");
        assert_int_equal(event_next(event, 0), FIELD_vendor_helo);
        event_clear(event);
    }
    event_set(event, FIELD_email_size, TEXT("9223372036854775807"));
    want_members(no_names, 0, "");
    assert_int_equal(event_next(event, 0), FIELD_email_size);
}

static void the_longest_value_makes_the_buffer_grow_and_a_longer_one_stays(void **state) {
    char value[GELF_MEMBER_VALUE_LIMIT + 1];
    (void)state;
    memset(value, 'x', sizeof(value));
    struct members *members = members_new(fields, no_names, 0);
    for (size_t length = GELF_MEMBER_VALUE_LIMIT; length <= sizeof(value); length++) {
        event_set(event, FIELD_vendor_helo, (struct text){value, length});
        event_set(event, FIELD_email_from, TEXT("a@example.org"));
        struct text text = members_take(members, event);
        bool fits = length <= GELF_MEMBER_VALUE_LIMIT;
        assert_int_equal(text.length, strlen(",\"_email_from\":\"a@example.org\"") +
                                          (fits ? strlen(",\"_vendor_helo\":\"\"") + length : 0));
        assert_int_equal(event_next(event, 0), fits ? FIELD_NONE : FIELD_vendor_helo);
    }
    members_free(members);
}

static void a_name_that_the_dictionary_lacks_is_refused(void **state) {
    char error[200] = "";
    (void)state;
    assert_true(members_check(fields, (const char *[]){"email_from", "source_ip"}, 2, error, sizeof(error)));
    assert_false(members_check(fields, (const char *[]){"email_from", "sourceip"}, 2, error, sizeof(error)));
    assert_string_equal(error, "treeFields: no field is called \"sourceip\"; FIELDS has the names");
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(members_are_in_the_order_of_the_dictionary),
        T(fields_for_the_tree_stay_in_the_event),
        T(an_empty_event_has_no_members),
        T(integers_are_written_as_json_has_them),
        T(floats_keep_their_text_and_have_a_point),
        T(a_value_cannot_be_taken_for_another_member),
        T(a_value_that_has_no_form_stays),
        T(the_longest_value_makes_the_buffer_grow_and_a_longer_one_stays),
        T(a_name_that_the_dictionary_lacks_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
