/* SPDX-License-Identifier: Apache-2.0
 *
 * rescue_test - frames on disk come back whole, once, or are set aside
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <glob.h>

#include "delivery/rescue.h"

static char directory[32], prefix[64], taken[8192], errors[1024];
static bool no_room, again;
static size_t largest = SIZE_MAX; /* what malloc gives */

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size) {
    return size <= largest ? __real_malloc(size) : NULL;
}

static int set_up(void **state) {
    (void)state;
    strcpy(directory, "/tmp/rescue_test_XXXXXX");
    taken[0] = errors[0] = '\0';
    no_room = false;
    largest = SIZE_MAX;
    if (mkdtemp(directory) == NULL)
        return 1;
    snprintf(prefix, sizeof(prefix), "%s/omgelf-graylog-12201", directory);
    return 0;
}

static unsigned files(const char *ending, char *name, bool remove_them) {
    char pattern[128];
    glob_t found;
    snprintf(pattern, sizeof(pattern), "%s/*%s", directory, ending);
    unsigned count = glob(pattern, 0, NULL, &found) == 0 ? (unsigned)found.gl_pathc : 0;
    for (unsigned i = 0; i < count; i++) {
        if (name != NULL)
            strcpy(name, found.gl_pathv[i]);
        if (remove_them)
            remove(found.gl_pathv[i]);
    }
    if (count > 0)
        globfree(&found);
    return count;
}

static int tear_down(void **state) {
    (void)state;
    files("", NULL, true);
    return rmdir(directory);
}

static bool add(void *context, struct text frames) {
    (void)context;
    if (no_room)
        return false;
    for (; frames.length > 0; frames = text_skip(frames, strlen(frames.start) + 1))
        strcat(strcat(taken, frames.start), "|");
    return true;
}

static void report(void *context, const char *error) {
    (void)context;
    strcat(strcat(errors, error), "\n");
}

static void keep(const char *frame) {
    char error[256] = "";
    struct rescue *rescue = rescue_create(prefix);
    assert_non_null(rescue);
    rescue_put(rescue, (struct text){frame, strlen(frame) + 1}, 1);
    if (!rescue_keep(rescue, error, sizeof(error)))
        fail_msg("%s", error);
}

/* one byte of the only file becomes another */
static void damage(long offset) {
    char name[128];
    assert_int_equal(files(".frames", name, false), 1);
    FILE *file = fopen(name, "r+");
    fseek(file, offset, offset < 0 ? SEEK_END : SEEK_SET);
    fputc('~', file);
    fclose(file);
}

static void want_set_aside(void) {
    assert_null(rescue_take(prefix, add, report, NULL, &again));
    assert_string_equal(taken, "");
    assert_non_null(strstr(errors, "is damaged and none of its frames is sent; set aside as"));
    assert_int_equal(files(".frames", NULL, false), 0);
    assert_int_equal(files(".damaged", NULL, false), 1);
}

static void frames_come_back_in_the_order_of_the_files(void **state) {
    (void)state;
    keep("first");
    keep("second");
    struct rescued *rescued = rescue_take(prefix, add, report, NULL, &again);
    assert_string_equal(taken, "first|second|");
    assert_int_equal(rescued_frames(rescued), 2);
    rescue_done(rescued);
    assert_int_equal(files("", NULL, false), 0);
}

static void a_file_that_was_not_sent_stays(void **state) {
    (void)state;
    keep("frame");
    rescue_return(rescue_take(prefix, add, report, NULL, &again));
    rescue_done(rescue_take(prefix, add, report, NULL, &again));
    assert_string_equal(taken, "frame|frame|");
    assert_int_equal(files("", NULL, false), 0);
}

static void a_file_taken_by_one_worker_is_not_taken_by_another(void **state) {
    (void)state;
    keep("frame");
    struct rescued *rescued = rescue_take(prefix, add, report, NULL, &again);
    assert_null(rescue_take(prefix, add, report, NULL, &again));
    assert_string_equal(taken, "frame|");
    rescue_done(rescued);
}

static void a_file_without_memory_for_it_stays_until_there_is_some(void **state) {
    (void)state;
    char frame[5000];
    char error[256] = "";
    struct rescue *rescue = rescue_create(prefix);
    memset(frame, 'x', sizeof(frame));
    frame[sizeof(frame) - 1] = '\0';
    rescue_put(rescue, (struct text){frame, sizeof(frame)}, 1);
    assert_true(rescue_keep(rescue, error, sizeof(error)));
    largest = sizeof(frame) - 1;
    assert_null(rescue_take(prefix, add, report, NULL, &again));
    largest = SIZE_MAX;
    assert_true(again);
    assert_string_equal(errors, "");
    assert_int_equal(files(".frames", NULL, false), 1);
    assert_int_equal(files(".damaged", NULL, false), 0);
    rescue_done(rescue_take(prefix, add, report, NULL, &again));
    assert_false(again);
    assert_int_equal(files("", NULL, false), 0);
}

static void a_file_without_room_in_the_window_stays_whole(void **state) {
    (void)state;
    keep("first");
    keep("second");
    no_room = true;
    assert_null(rescue_take(prefix, add, report, NULL, &again));
    assert_true(again);
    assert_int_equal(files(".frames", NULL, false), 2);
    no_room = false;
    rescue_done(rescue_take(prefix, add, report, NULL, &again));
    assert_string_equal(taken, "first|second|");
}

static void files_of_other_targets_are_left_alone(void **state) {
    (void)state;
    char other[80];
    keep("frame");
    snprintf(other, sizeof(other), "%s/omgelf-graylog-1220", directory);
    assert_null(rescue_take(other, add, report, NULL, &again));
}

static void a_damaged_first_line_sets_the_file_aside(void **state) {
    (void)state;
    keep("frame");
    damage(20);
    want_set_aside();
}

static void a_damaged_frame_sets_the_file_aside(void **state) {
    (void)state;
    keep("frame");
    damage(-3);
    want_set_aside();
}

static void a_file_cut_short_is_set_aside(void **state) {
    (void)state;
    char name[128];
    keep("frame");
    files(".frames", name, false);
    assert_int_equal(truncate(name, 55), 0);
    want_set_aside();
}

static void an_unfinished_file_is_not_taken(void **state) {
    (void)state;
    struct rescue *rescue = rescue_create(prefix);
    char error[256];
    rescue_put(rescue, TEXT("frame\0"), 1);
    assert_null(rescue_take(prefix, add, report, NULL, &again));
    assert_true(rescue_keep(rescue, error, sizeof(error)));
    assert_int_equal(files(".new", NULL, false), 0);
}

/* a name as rescue_create makes it, and older than all that it makes */
static void name_of_old_file(char name[128]) {
    snprintf(name, 128, "%s.00000000001.000000000-1-1.frames", prefix);
}

static void a_pipe_or_a_link_is_told_of_and_left_alone(void **state) {
    char name[128];
    (void)state;
    name_of_old_file(name);
    keep("one");
    assert_int_equal(mkfifo(name, 0600), 0);
    struct rescued *rescued = rescue_take(prefix, add, report, NULL, &again);
    assert_string_equal(taken, "one|");
    assert_non_null(strstr(errors, "no regular file"));
    rescue_return(rescued);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(symlink("/dev/zero", name), 0);
    taken[0] = errors[0] = '\0';
    rescued = rescue_take(prefix, add, report, NULL, &again);
    assert_string_equal(taken, "one|");
    assert_non_null(strstr(errors, "no regular file"));
    rescue_done(rescued);
}

static void a_file_of_another_user_is_told_of_and_left_alone(void **state) {
    char name[128];
    (void)state;
    if (geteuid() != 0)
        skip();
    keep("one");
    assert_int_equal(files(".frames", name, false), 1);
    assert_int_equal(chown(name, 12345, 12345), 0);
    assert_null(rescue_take(prefix, add, report, NULL, &again));
    assert_non_null(strstr(errors, "rsyslogd's user or root"));
    assert_int_equal(files(".frames", NULL, false), 1);
}

static bool count_bytes(void *context, struct text frames) {
    *(size_t *)context += frames.length;
    return true;
}

static void more_than_memory_should_hold_comes_in_lots(void **state) {
    size_t length = RESCUE_AT_ONCE / 3 * 2, bytes = 0;
    char *frame = malloc(length);
    (void)state;
    assert_non_null(frame);
    memset(frame, 'x', length);
    frame[length - 1] = '\0';
    for (int i = 0; i < 3; i++) {
        struct rescue *rescue = rescue_create(prefix);
        rescue_put(rescue, (struct text){frame, length}, 1);
        assert_true(rescue_keep(rescue, errors, sizeof(errors)));
    }
    free(frame);
    struct rescued *rescued = rescue_take(prefix, count_bytes, report, &bytes, &again);
    assert_int_equal(bytes, 2 * length);
    assert_true(again);
    rescue_done(rescued);
    rescued = rescue_take(prefix, count_bytes, report, &bytes, &again);
    assert_int_equal(bytes, 3 * length);
    assert_false(again);
    rescue_done(rescued);
    assert_int_equal(files(".frames", NULL, false), 0);
}

static void a_directory_that_is_not_there_is_an_error_with_its_name(void **state) {
    (void)state;
    char error[256] = "";
    struct rescue *rescue = rescue_create("/nonexistent/omgelf");
    rescue_put(rescue, TEXT("frame\0"), 1);
    assert_false(rescue_keep(rescue, error, sizeof(error)));
    assert_non_null(strstr(error, "/nonexistent/omgelf"));
    assert_non_null(strstr(error, "No such file or directory"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(frames_come_back_in_the_order_of_the_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_was_not_sent_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_taken_by_one_worker_is_not_taken_by_another, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_without_memory_for_it_stays_until_there_is_some, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_without_room_in_the_window_stays_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files_of_other_targets_are_left_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_damaged_first_line_sets_the_file_aside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_damaged_frame_sets_the_file_aside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_cut_short_is_set_aside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_unfinished_file_is_not_taken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_pipe_or_a_link_is_told_of_and_left_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_of_another_user_is_told_of_and_left_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_than_memory_should_hold_comes_in_lots, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_directory_that_is_not_there_is_an_error_with_its_name, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
