/* SPDX-License-Identifier: Apache-2.0
 *
 * counters_test - names for impstats, and the first loss of each kind
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "event/counters.h"

static void every_counter_has_a_name_and_a_place_of_its_own(void **state) {
    (void)state;
    for (const struct counter_row *row = counter_rows; row->name != NULL; row++) {
        assert_true(row->offset < sizeof(struct counters));
        for (const struct counter_row *other = counter_rows; other != row; other++) {
            assert_string_not_equal(row->name, other->name);
            assert_int_not_equal(row->offset, other->offset);
        }
    }
}

static void the_first_loss_of_each_kind_is_told_once(void **state) {
    (void)state;
    struct counters counters;
    unsigned told = 0;
    memset(&counters, 0, sizeof(counters));
    assert_null(counters_first_loss(&counters, &told));
    COUNT_BY(&counters, track_evicted, 5);
    assert_string_equal(counters_first_loss(&counters, &told)->name, "track_evicted");
    COUNT(&counters, track_evicted);
    assert_null(counters_first_loss(&counters, &told));
    COUNT(&counters, geo_damaged);
    assert_string_equal(counters_first_loss(&counters, &told)->name, "geo_damaged");
    assert_null(counters_first_loss(&counters, &told));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_counter_has_a_name_and_a_place_of_its_own),
        cmocka_unit_test(the_first_loss_of_each_kind_is_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
