/* SPDX-License-Identifier: Apache-2.0
 *
 * watchdog_test - a blocking call ends when the judge says so, and only then
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "delivery/clock.h"
#include "delivery/watchdog.h"

static struct watchdog *watchdog;
static int ends[2];

static int set_up(void **state) {
    (void)state;
    watchdog = watchdog_new();
    return watchdog == NULL || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0;
}

static int tear_down(void **state) {
    (void)state;
    watchdog_free(watchdog);
    close(ends[0]);
    close(ends[1]);
    return 0;
}

struct judgement {
    int64_t time; /* when to end the call; INT64_MAX: never */
    int asked;    /* atomic */
};

static int judge(void *context) {
    struct judgement *judgement = context;
    __atomic_add_fetch(&judgement->asked, 1, __ATOMIC_RELAXED);
    return clock_now() >= judgement->time ? ends[0] : -1;
}

static void a_call_that_blocks_ends_when_the_judge_names_its_socket(void **state) {
    (void)state;
    char byte;
    int64_t start = clock_now();
    struct judgement judgement = {start + 250, 0};
    assert_true(watchdog_watch(watchdog, judge, &judgement));
    assert_int_equal(recv(ends[0], &byte, 1, 0), 0);
    assert_true(watchdog_release(watchdog));
    int64_t duration = clock_now() - start;
    assert_true(duration >= 250 && duration <= 250 + 20 * WATCHDOG_MILLISECONDS);
}

static void a_call_that_returns_in_time_is_left_alone(void **state) {
    (void)state;
    char byte = 'x';
    struct judgement judgement = {INT64_MAX, 0};
    watchdog_watch(watchdog, judge, &judgement);
    usleep(3 * WATCHDOG_MILLISECONDS * 1000);
    assert_false(watchdog_release(watchdog));
    assert_true(__atomic_load_n(&judgement.asked, __ATOMIC_RELAXED) >= 1);
    assert_int_equal(send(ends[0], &byte, 1, MSG_NOSIGNAL), 1);
}

static void nobody_is_asked_after_the_release(void **state) {
    (void)state;
    struct judgement judgement = {0, 0};
    for (int i = 0; i < 1000; i++) {
        watchdog_watch(watchdog, judge, &judgement);
        watchdog_release(watchdog);
    }
    int asked = __atomic_load_n(&judgement.asked, __ATOMIC_RELAXED);
    usleep(3 * WATCHDOG_MILLISECONDS * 1000);
    assert_int_equal(__atomic_load_n(&judgement.asked, __ATOMIC_RELAXED), asked);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_call_that_blocks_ends_when_the_judge_names_its_socket, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_call_that_returns_in_time_is_left_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nobody_is_asked_after_the_release, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
