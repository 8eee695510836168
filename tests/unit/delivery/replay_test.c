/* SPDX-License-Identifier: Apache-2.0
 *
 * replay_test - what is sent again after a loss, in which order, and what is forgotten
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "delivery/replay.h"

static void add(struct replay *replay, const char *frame) {
    assert_true(replay_add(replay, frame, strlen(frame)));
}

/* the next piece, its NULs shown as '|' */
static const char *next(const struct replay *replay) {
    static char shown[256];
    struct text piece = replay_next(replay);
    assert_true(piece.length < sizeof(shown));
    for (size_t i = 0; i < piece.length; i++)
        shown[i] = piece.start[i] == '\0' ? '|' : piece.start[i];
    shown[piece.length] = '\0';
    return shown;
}

/* one frame a segment: each in a batch of its own, sent at this time to this position */
static void send_alone(struct replay *replay, const char *frame, int64_t time, uint64_t position) {
    replay_begin(replay);
    add(replay, frame);
    replay_sent(replay, time, position);
}

/* sends all that is unsent and returns it */
static const char *send_all(struct replay *replay) {
    static char all[1024];
    all[0] = '\0';
    while (replay_next(replay).length > 0) {
        strcat(all, next(replay));
        replay_sent(replay, 1, 1);
    }
    return all;
}

static void frames_of_a_batch_go_out_as_one_piece(void **state) {
    (void)state;
    struct replay *replay = replay_new(1000, 1000);
    assert_int_equal(replay_next(replay).length, 0);
    add(replay, "one");
    add(replay, "two");
    assert_string_equal(next(replay), "one|two|");
    assert_int_equal(replay_next_frames(replay), 2);
    replay_sent(replay, 1, 8);
    assert_int_equal(replay_next(replay).length, 0);
    replay_free(replay);
}

static void a_piece_ends_before_64_kib_and_a_longer_frame_is_one(void **state) {
    (void)state;
    struct replay *replay = replay_new(1 << 20, 1000);
    static char large[100000];
    memset(large, 'x', sizeof(large));
    add(replay, "small");
    assert_true(replay_add(replay, large, 65000));
    assert_true(replay_add(replay, large, 1000));
    assert_true(replay_add(replay, large, sizeof(large)));
    add(replay, "small");
    assert_int_equal(replay_next(replay).length, 6 + 65001);
    replay_sent(replay, 1, 1);
    assert_int_equal(replay_next(replay).length, 1001);
    replay_sent(replay, 1, 2);
    assert_int_equal(replay_next(replay).length, sizeof(large) + 1);
    replay_sent(replay, 1, 3);
    assert_string_equal(next(replay), "small|");
    replay_free(replay);
}

static void what_was_never_acknowledged_goes_first_after_a_loss(void **state) {
    (void)state;
    struct replay *replay = replay_new(1000, 1000);
    send_alone(replay, "read", 1, 5);
    send_alone(replay, "flight", 2, 12);
    replay_begin(replay);
    add(replay, "unsent");
    replay_acknowledge(replay, 5);
    assert_int_equal(replay_rewind(replay, INT64_MIN), 2);
    assert_string_equal(send_all(replay), "flight|unsent|read|");
    replay_free(replay);
}

static void a_segment_is_acknowledged_when_all_of_it_is(void **state) {
    (void)state;
    struct replay *replay = replay_new(1000, 1000);
    send_alone(replay, "one", 1, 4);
    send_alone(replay, "two", 1, 8);
    replay_acknowledge(replay, 7);
    assert_int_equal(replay_fill(replay).in_flight, 4);
    assert_int_equal(replay_fill(replay).acknowledged, 4);
    replay_acknowledge(replay, 8);
    assert_int_equal(replay_fill(replay).in_flight, 0);
    replay_free(replay);
}

static void a_clean_end_brings_back_only_what_was_sent_lately(void **state) {
    (void)state;
    struct replay *replay = replay_new(1000, 100000);
    send_alone(replay, "old", 1000, 4);
    send_alone(replay, "late", 5000, 9);
    send_alone(replay, "flight", 5001, 16);
    replay_acknowledge(replay, 9);
    assert_int_equal(replay_rewind(replay, 4000), 2);
    assert_string_equal(send_all(replay), "flight|late|");
    replay_free(replay);
}

static void a_goodbye_brings_back_only_what_is_in_flight(void **state) {
    (void)state;
    struct replay *replay = replay_new(1000, 1000);
    send_alone(replay, "read", 1, 5);
    send_alone(replay, "flight", 2, 12);
    replay_acknowledge(replay, 5);
    assert_int_equal(replay_rewind(replay, INT64_MAX), 1);
    assert_string_equal(send_all(replay), "flight|");
    replay_free(replay);
}

static void a_frame_sent_again_keeps_its_first_time(void **state) {
    (void)state;
    struct replay *replay = replay_new(1000, 100000);
    send_alone(replay, "one", 1000, 4);
    replay_acknowledge(replay, 4);
    replay_rewind(replay, 900);
    replay_sent(replay, 5000, 4);
    replay_acknowledge(replay, 4);
    assert_int_equal(replay_rewind(replay, 4900), 0);
    replay_free(replay);
}

static void acknowledged_frames_beyond_the_octets_are_forgotten(void **state) {
    (void)state;
    struct replay *replay = replay_new(10, 1000);
    send_alone(replay, "one", 1, 4);
    send_alone(replay, "two", 1, 8);
    send_alone(replay, "three", 1, 14);
    replay_acknowledge(replay, 14);
    replay_rewind(replay, INT64_MIN);
    assert_string_equal(send_all(replay), "two|three|");
    replay_free(replay);
}

static void acknowledged_frames_beyond_the_time_are_forgotten(void **state) {
    (void)state;
    struct replay *replay = replay_new(1000, 50);
    send_alone(replay, "one", 100, 4);
    send_alone(replay, "two", 120, 8);
    send_alone(replay, "three", 170, 14);
    replay_acknowledge(replay, 14);
    replay_rewind(replay, INT64_MIN);
    assert_string_equal(send_all(replay), "two|three|");
    replay_free(replay);
}

static void nothing_unacknowledged_is_ever_forgotten(void **state) {
    (void)state;
    struct replay *replay = replay_new(0, 0);
    char frame[16];
    for (int i = 0; i < 1000; i++) {
        snprintf(frame, sizeof(frame), "%d", i);
        send_alone(replay, frame, i + 1, (uint64_t)i + 1);
    }
    replay_acknowledge(replay, 1);
    assert_int_equal(replay_fill(replay).acknowledged, 0);
    assert_int_equal(replay_rewind(replay, INT64_MIN), 999);
    replay_free(replay);
}

static void a_batch_is_withdrawn_as_far_as_it_is_unsent(void **state) {
    (void)state;
    struct replay *replay = replay_new(1000, 1000);
    add(replay, "before");
    replay_begin(replay);
    add(replay, "batch");
    replay_rewind(replay, INT64_MIN);
    replay_withdraw(replay);
    assert_string_equal(send_all(replay), "before|");
    replay_free(replay);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_of_a_batch_go_out_as_one_piece),
        cmocka_unit_test(a_piece_ends_before_64_kib_and_a_longer_frame_is_one),
        cmocka_unit_test(what_was_never_acknowledged_goes_first_after_a_loss),
        cmocka_unit_test(a_segment_is_acknowledged_when_all_of_it_is),
        cmocka_unit_test(a_clean_end_brings_back_only_what_was_sent_lately),
        cmocka_unit_test(a_goodbye_brings_back_only_what_is_in_flight),
        cmocka_unit_test(a_frame_sent_again_keeps_its_first_time),
        cmocka_unit_test(acknowledged_frames_beyond_the_octets_are_forgotten),
        cmocka_unit_test(acknowledged_frames_beyond_the_time_are_forgotten),
        cmocka_unit_test(nothing_unacknowledged_is_ever_forgotten),
        cmocka_unit_test(a_batch_is_withdrawn_as_far_as_it_is_unsent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
