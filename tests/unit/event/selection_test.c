/* SPDX-License-Identifier: Apache-2.0
 *
 * selection_test - which fields leave, by the words of the parameter fields
 */
#include "config.h"

#include <stdio.h>

#include "event/selection.h"
#include "event/event_fixture.h"

static struct selection selection;

static void fill(void) {
    event_set(event, FIELD_mailnorm_rule, TEXT("postfix.smtpd.connect"));
    event_set(event, FIELD_source_ip, TEXT("192.0.2.1"));
    event_set(event, FIELD_email_from, TEXT("a@example.org"));
    event_set(event, FIELD_email_from_domain, TEXT("example.org"));
    event_set(event, FIELD_gim_event_type, TEXT("email sent"));
}

/* the words, up to NULL; want has the names that are left */
static void want_fields(const char *want, const char *const *words) {
    char error[200] = "", got[200] = "";
    unsigned count = 0;
    while (words[count] != NULL)
        count++;
    if (!selection_read(&selection, fields, words, count, error, sizeof(error)))
        fail_msg("%s", error);
    event_clear(event);
    fill();
    selection_apply(&selection, event);
    for (enum field f = event_next(event, 0); f != FIELD_NONE; f = event_next(event, f + 1)) {
        strcat(got, fields_name(fields, f));
        strcat(got, " ");
    }
    assert_string_equal(got, want);
}

#define WANT(want, ...) want_fields(want, (const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})
#define EVERY "mailnorm_rule gim_event_type source_ip email_from email_from_domain "

static void without_a_word_all_leave(void **state) {
    (void)state;
    WANT(EVERY);
    WANT(EVERY, "all");
}

static void lean_leaves_out_what_follows_from_other_fields(void **state) {
    (void)state;
    WANT("mailnorm_rule source_ip email_from ", "lean");
    WANT("mailnorm_rule gim_event_type source_ip email_from ", "lean", "gim_event_type");
    WANT("mailnorm_rule email_from ", "lean", "-source_ip");
}

static void a_name_first_is_alone_and_one_less_first_is_of_all(void **state) {
    (void)state;
    WANT("mailnorm_rule source_ip ", "source_ip");
    WANT("mailnorm_rule source_ip email_from ", "source_ip", "email_from");
    WANT("mailnorm_rule gim_event_type email_from email_from_domain ", "-source_ip");
}

static void the_rule_always_leaves(void **state) {
    (void)state;
    WANT("mailnorm_rule source_ip email_from ", "lean", "-mailnorm_rule");
}

static void a_name_that_the_dictionary_lacks_is_refused(void **state) {
    char error[200] = "";
    (void)state;
    assert_false(
        selection_read(&selection, fields, (const char *const[]){"-sourceip"}, 1, error, sizeof(error)));
    assert_string_equal(error,
                        "fields: no field is called \"sourceip\"; FIELDS has the names, and \"all\" and "
                        "\"lean\" stand for many");
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(without_a_word_all_leave),
        T(lean_leaves_out_what_follows_from_other_fields),
        T(a_name_first_is_alone_and_one_less_first_is_of_all),
        T(the_rule_always_leaves),
        T(a_name_that_the_dictionary_lacks_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
