/* SPDX-License-Identifier: Apache-2.0
 *
 * targets_test - which target is tried next, and for how long one is left alone
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/array.h"
#include "delivery/targets.h"

static struct targets *targets;

static int set_up(void **state) {
    (void)state;
    targets = targets_new();
    return targets == NULL || !targets_add(targets, "a.example.org", "12201") ||
           !targets_add(targets, "b.example.org", "12201") || !targets_add(targets, "2001:db8::1", "12201");
}

static int tear_down(void **state) {
    (void)state;
    targets_free(targets);
    return 0;
}

static void an_ipv6_address_is_named_with_brackets(void **state) {
    (void)state;
    assert_string_equal(targets->list[0]->name, "a.example.org:12201");
    assert_string_equal(targets->list[2]->name, "[2001:db8::1]:12201");
}

static void failover_takes_the_first_that_is_not_suspended(void **state) {
    (void)state;
    struct choice *choice = choice_new(targets, TARGETS_FAILOVER, 7, 30000);
    assert_ptr_equal(choice_next(choice, 0), targets->list[0]);
    assert_ptr_equal(choice_next(choice, 0), targets->list[0]);
    choice_failed(choice, targets->list[0], 0);
    assert_ptr_equal(choice_next(choice, 0), targets->list[1]);
    assert_ptr_equal(choice_next(choice, TARGETS_FIRST_SUSPENSION), targets->list[0]);
    choice_free(choice);
}

static void round_robin_takes_them_in_turn_from_the_workers_own(void **state) {
    (void)state;
    struct choice *choice = choice_new(targets, TARGETS_ROUND_ROBIN, 4, 30000);
    assert_ptr_equal(choice_next(choice, 0), targets->list[1]);
    assert_ptr_equal(choice_next(choice, 0), targets->list[2]);
    choice_failed(choice, targets->list[0], 0);
    assert_ptr_equal(choice_next(choice, 0), targets->list[1]);
    choice_free(choice);
}

static void suspension_doubles_up_to_the_longest_and_starts_anew_after_work(void **state) {
    (void)state;
    static const int64_t want[] = {1000, 2000, 4000, 5000, 5000};
    struct choice *choice = choice_new(targets, TARGETS_FAILOVER, 0, 5000);
    for (unsigned i = 0; i < targets->count; i++)
        choice_failed(choice, targets->list[i], 1000000);
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        choice_worked(choice, targets->list[0]);
        for (size_t n = 0; n <= i; n++)
            choice_failed(choice, targets->list[0], 0);
        assert_null(choice_next(choice, want[i] - 1));
        assert_int_equal(choice_wait(choice, want[i] - 1), 1);
        assert_ptr_equal(choice_next(choice, want[i]), targets->list[0]);
    }
    choice_free(choice);
}

static void only_the_first_failure_and_the_work_after_it_are_news(void **state) {
    (void)state;
    struct choice *choice = choice_new(targets, TARGETS_FAILOVER, 0, 5000);
    assert_false(choice_worked(choice, targets->list[0]));
    choice_lost(choice, targets->list[0], 0); /* has a line of its own */
    assert_true(choice_failed(choice, targets->list[0], 0));
    assert_false(choice_failed(choice, targets->list[0], 0));
    assert_true(choice_worked(choice, targets->list[0]));
    assert_false(choice_worked(choice, targets->list[0]));
    choice_free(choice);
}

static void another_target_is_there_as_long_as_one_is_not_suspended(void **state) {
    (void)state;
    struct choice *choice = choice_new(targets, TARGETS_FAILOVER, 0, 5000);
    choice_failed(choice, targets->list[1], 0);
    assert_true(choice_has_other(choice, targets->list[0], 0));
    choice_failed(choice, targets->list[2], 0);
    assert_false(choice_has_other(choice, targets->list[0], 0));
    assert_true(choice_has_other(choice, targets->list[0], 1000));
    choice_free(choice);
}

static void failover_goes_back_to_the_first_that_can_be_taken(void **state) {
    (void)state;
    struct choice *choice = choice_new(targets, TARGETS_FAILOVER, 0, 5000);
    assert_null(choice_earlier(choice, targets->list[0], 0));
    choice_failed(choice, targets->list[0], 0);
    assert_null(choice_earlier(choice, targets->list[1], 0));
    assert_ptr_equal(choice_earlier(choice, targets->list[2], 0), targets->list[1]);
    assert_ptr_equal(choice_earlier(choice, targets->list[2], TARGETS_FIRST_SUSPENSION), targets->list[0]);
    choice_free(choice);
}

static void round_robin_never_goes_back(void **state) {
    (void)state;
    struct choice *choice = choice_new(targets, TARGETS_ROUND_ROBIN, 0, 5000);
    assert_null(choice_earlier(choice, targets->list[2], 0));
    choice_free(choice);
}

static void a_stalled_target_is_taken_only_where_no_other_is_left(void **state) {
    (void)state;
    struct choice *choice = choice_new(targets, TARGETS_FAILOVER, 0, 5000);
    choice_stalled(choice, targets->list[0], 10000);
    assert_ptr_equal(choice_next(choice, 0), targets->list[1]);
    assert_null(choice_earlier(choice, targets->list[1], 0));
    choice_failed(choice, targets->list[1], 0);
    choice_failed(choice, targets->list[2], 0);
    assert_false(choice_has_other(choice, targets->list[1], 0));
    assert_ptr_equal(choice_next(choice, 0), targets->list[0]);
    assert_ptr_equal(choice_earlier(choice, targets->list[1], 10000), targets->list[0]);
    choice_free(choice);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_ipv6_address_is_named_with_brackets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(failover_takes_the_first_that_is_not_suspended, set_up, tear_down),
        cmocka_unit_test_setup_teardown(round_robin_takes_them_in_turn_from_the_workers_own, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(suspension_doubles_up_to_the_longest_and_starts_anew_after_work,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_the_first_failure_and_the_work_after_it_are_news, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(another_target_is_there_as_long_as_one_is_not_suspended, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(failover_goes_back_to_the_first_that_can_be_taken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(round_robin_never_goes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stalled_target_is_taken_only_where_no_other_is_left, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
