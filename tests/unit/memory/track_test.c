/* SPDX-License-Identifier: Apache-2.0
 *
 * track_test - the bounded table: what stays, what goes, what survives a restart
 */
#include "config.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/array.h"
#include "memory/track.h"

#define SECOND INT64_C(1000000)
#define START (INT64_C(1790000000) * SECOND)

static struct counters counters;
static struct track *track;

static void make(uint64_t entries, uint64_t bytes, int64_t age) {
    struct track_limits limits = {.entries = entries, .bytes = bytes, .age = age};
    memset(&counters, 0, sizeof(counters));
    track_free(track);
    track = track_new(&limits, &counters);
    assert_non_null(track);
}

static int set_up(void **state) {
    (void)state;
    make(0, 0, 0);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    track_free(track);
    track = NULL;
    return 0;
}

static struct text key_of(int number, char buffer[32]) {
    int length = snprintf(buffer, 32, "Q%cqueue-%d", '\0', number);
    return (struct text){buffer, (size_t)length};
}

static void put(int number, const char *sender, int64_t now) {
    char buffer[32];
    struct record *record = track_open(track, key_of(number, buffer), now, TRACK_CREATE);
    assert_non_null(record);
    assert_true(record_set(track, record, FIELD_email_from, text_of(sender)));
    track_close(track, record);
}

/* the sender kept under a number, or "" */
static const char *get(int number, int64_t now) {
    static char sender[2048];
    char buffer[32];
    struct record *record = track_open(track, key_of(number, buffer), now, TRACK_FIND);
    sender[0] = '\0';
    if (record == NULL)
        return sender;
    struct text text = record_get(record, FIELD_email_from);
    snprintf(sender, sizeof(sender), "%.*s", (int)text.length, text.start);
    track_close(track, record);
    return sender;
}

static void a_record_keeps_its_fields_until_it_is_removed(void **state) {
    (void)state;
    put(1, "alice@example.org", START);
    put(1, "carol@example.org", START + SECOND);
    assert_string_equal(get(1, START), "carol@example.org");
    char buffer[32];
    track_remove(track, track_open(track, key_of(1, buffer), START, TRACK_FIND));
    assert_string_equal(get(1, START), "");
    assert_int_equal(track_entries(track), 0);
    assert_int_equal(track_bytes(track), 0);
}

static void a_renewed_record_has_forgotten_everything(void **state) {
    (void)state;
    char buffer[32];
    put(1, "alice@example.org", START);
    struct record *record = track_open(track, key_of(1, buffer), START + 5 * SECOND, TRACK_RENEW);
    assert_true(record_is_new(record));
    assert_null(record_get(record, FIELD_email_from).start);
    assert_int_equal(record_first_seen(record), START + 5 * SECOND);
    track_close(track, record);
}

/* keys.h gives an empty key where memory is out: messages must not share a record under it */
static void an_empty_key_has_no_record(void **state) {
    (void)state;
    struct text empty = {"", 0};
    assert_null(track_open(track, empty, START, TRACK_CREATE));
    assert_null(track_open(track, empty, START, TRACK_FIND));
    assert_int_equal(track_entries(track), 0);
}

static void fields_of_any_length_replace_each_other(void **state) {
    (void)state;
    char buffer[32], text[700];
    struct record *record = track_open(track, key_of(1, buffer), START, TRACK_CREATE);
    for (int round = 0; round < 300; round++) {
        size_t length = (size_t)(round * 7919 % 700);
        memset(text, 'a' + round % 26, sizeof(text));
        assert_true(record_set(track, record, FIELD_email_from, (struct text){text, length}));
        assert_true(record_set(track, record, FIELD_email_to, TEXT("bob@example.com")));
        struct text kept = record_get(record, FIELD_email_from);
        assert_int_equal(kept.length, length);
        assert_memory_equal(kept.start, text, length);
        assert_true(text_is(record_get(record, FIELD_email_to), TEXT("bob@example.com")));
    }
    track_close(track, record);
}

static void a_long_text_is_cut_between_characters(void **state) {
    (void)state;
    char buffer[32], text[2 * TRACK_TEXT_MAX];
    for (size_t i = 0; i < sizeof(text); i += 2)
        memcpy(text + i, "\xC3\xA4", 2);
    struct record *record = track_open(track, key_of(1, buffer), START, TRACK_CREATE);
    record_set(track, record, FIELD_email_from, (struct text){text + 1, sizeof(text) - 1});
    struct text kept = record_get(record, FIELD_email_from);
    assert_int_equal(kept.length, TRACK_TEXT_MAX - 1);
    assert_int_equal((unsigned char)kept.start[kept.length - 1], 0xA4);
    track_close(track, record);
}

static void a_full_record_refuses_more_and_counts_it(void **state) {
    (void)state;
    char buffer[32], text[TRACK_TEXT_MAX];
    memset(text, 'x', sizeof(text));
    struct record *record = track_open(track, key_of(1, buffer), START, TRACK_CREATE);
    int kept = 0;
    while (kept < 100 && record_set(track, record, FIELD_MAX + kept, (struct text){text, sizeof(text)}))
        kept++;
    assert_int_equal(kept, RECORD_MAX / (TRACK_TEXT_MAX + 4));
    assert_int_equal(counters.track_overflow, 1);
    track_close(track, record);
}

static void added_fields_are_as_good_as_set_ones(void **state) {
    (void)state;
    static char text[TRACK_TEXT_MAX + 2];
    char buffer[32];
    struct record *record = track_open(track, key_of(1, buffer), START, TRACK_CREATE);
    assert_true(record_add(track, record, FIELD_email_from, TEXT("alice@example.org")));
    memset(text, 'x', sizeof(text));
    memcpy(text + TRACK_TEXT_MAX - 1, "\xC3\xA4", 2); /* the bound falls into the character */
    assert_true(record_add(track, record, FIELD_email_to, (struct text){text, sizeof(text)}));
    assert_int_equal(record_get(record, FIELD_email_to).length, TRACK_TEXT_MAX - 1);
    assert_true(record_set(track, record, FIELD_email_from, TEXT("bob@example.com")));
    int kept = 0;
    while (kept < 100 && record_add(track, record, FIELD_MAX + kept, (struct text){text, TRACK_TEXT_MAX}))
        kept++;
    assert_true(kept >= 1 && kept <= 99);
    track_close(track, record);
    assert_int_equal(counters.track_overflow, 1);
    assert_string_equal(get(1, START), "bob@example.com");
    assert_true(track_bytes(track) > 14000); /* all of it is accounted for */
    track_remove(track, track_open(track, key_of(1, buffer), START, TRACK_FIND));
    assert_int_equal(track_bytes(track), 0);
}

static void one_walk_finds_all_wanted_fields(void **state) {
    (void)state;
    static const unsigned char PLACES[FIELD_SHIPPED] = {
        [FIELD_email_from] = 1, [FIELD_email_size] = 2, [FIELD_user_name] = 32};
    struct text texts[32] = {{NULL, 0}};
    char buffer[32];
    struct record *record = track_open(track, key_of(1, buffer), START, TRACK_CREATE);
    assert_int_equal(record_look(record, PLACES, FIELD_SHIPPED, texts), 0);
    record_set(track, record, FIELD_email_to, TEXT("bob@example.com"));
    record_set(track, record, FIELD_MAX, TEXT("own"));
    record_set(track, record, FIELD_user_name, TEXT("alice"));
    record_set(track, record, FIELD_email_from, TEXT("alice@example.org"));
    assert_int_equal(record_look(record, PLACES, FIELD_SHIPPED, texts), UINT32_C(1) << 31 | 1);
    assert_true(text_is(texts[0], TEXT("alice@example.org")));
    assert_true(text_is(texts[31], TEXT("alice")));
    assert_null(texts[1].start);
    track_close(track, record);
}

static void at_the_bound_the_oldest_unfinished_goes_and_is_counted(void **state) {
    (void)state;
    make(1600, 0, 0);
    for (int i = 0; i < 10000; i++)
        put(i, "alice@example.org", START + i * SECOND);
    assert_true(track_entries(track) <= 1600);
    assert_true(track_entries(track) > 1200);
    assert_int_equal(counters.track_evicted, 10000 - track_entries(track));
    assert_string_equal(get(0, START), "");
    assert_string_equal(get(9999, START + 10000 * SECOND), "alice@example.org");
}

static void bytes_are_bounded_too(void **state) {
    (void)state;
    make(0, 1 << 20, 0);
    char sender[900];
    memset(sender, 'a', sizeof(sender) - 1);
    sender[sizeof(sender) - 1] = '\0';
    for (int i = 0; i < 20000; i++)
        put(i, sender, START + i);
    assert_true(track_bytes(track) <= 1 << 20);
    assert_true(counters.track_evicted > 18000);
}

static void finished_records_go_before_unfinished_ones(void **state) {
    (void)state;
    make(16, 0, 0); /* one a shard */
    char buffer[32];
    for (int i = 0; i < 400; i++) {
        put(i, "alice@example.org", START + i);
        struct record *record = track_open(track, key_of(i, buffer), START + i, TRACK_FIND);
        if (record == NULL)
            continue;
        record_finish(track, record);
        track_close(track, record);
    }
    assert_int_equal(counters.track_evicted, 0);
    assert_true(track_entries(track) <= 16);
}

static void a_finished_record_is_found_for_a_minute(void **state) {
    (void)state;
    char buffer[32];
    put(1, "alice@example.org", START);
    struct record *record = track_open(track, key_of(1, buffer), START, TRACK_FIND);
    record_finish(track, record);
    track_close(track, record);
    assert_string_equal(get(1, START + 30 * SECOND), "alice@example.org");
    for (int i = 2; i < 200; i++) /* any work in its shard looks after it */
        put(i, "bob@example.org", START + 200 * SECOND);
    assert_string_equal(get(1, START + 200 * SECOND), "");
    assert_int_equal(counters.track_expired, 0);
}

static void a_record_that_outlives_the_age_is_forgotten_and_counted(void **state) {
    (void)state;
    make(0, 0, 3600);
    put(1, "alice@example.org", START);
    assert_string_equal(get(1, START + 3599 * SECOND), "alice@example.org");
    assert_string_equal(get(1, START + 2 * 3600 * SECOND), "");
    assert_int_equal(counters.track_expired, 1);
}

/* a file of last year is read while today's lines come */
static void old_lines_and_new_ones_do_not_age_each_other(void **state) {
    (void)state;
    const int64_t last_year = START - 365 * 24 * 3600 * SECOND;
    for (int i = 0; i < 100; i++) {
        put(i, "old@example.org", last_year + i * SECOND);
        put(1000 + i, "new@example.org", START + i * SECOND);
    }
    for (int i = 0; i < 100; i++) {
        assert_string_equal(get(i, last_year + 200 * SECOND), "old@example.org");
        assert_string_equal(get(1000 + i, START + 200 * SECOND), "new@example.org");
    }
    assert_int_equal(counters.track_expired, 0);
    assert_string_equal(get(1000, last_year), ""); /* an id of last year is another one */
}

static void a_clock_that_jumps_forgets_nothing_that_is_young(void **state) {
    (void)state;
    put(1, "alice@example.org", START);
    put(2, "bob@example.org", START - 3600 * SECOND);
    assert_string_equal(get(1, START - 3600 * SECOND), "alice@example.org");
    put(3, "carol@example.org", START + 20 * 3600 * SECOND);
    assert_string_equal(get(1, START + 5 * SECOND), "alice@example.org");
    assert_string_equal(get(2, START + 5 * SECOND), "bob@example.org");
}

/* ---- state over a restart ---- */

static char path[64];

static void save(void) {
    char error[256] = "";
    snprintf(path, sizeof(path), "/tmp/track_test.%d", (int)getpid());
    assert_true(track_save(track, path, error, sizeof(error)));
}

static void what_is_saved_is_found_after_a_restart(void **state) {
    (void)state;
    char error[256] = "";
    for (int i = 0; i < 1000; i++)
        put(i, i % 2 ? "alice@example.org" : "bob@example.org", START + i * SECOND);
    save();
    make(0, 0, 0);
    assert_true(track_load(track, path, START + 5000 * SECOND, error, sizeof(error)));
    assert_int_equal(track_entries(track), 1000);
    assert_string_equal(get(501, START), "alice@example.org");
    assert_string_equal(get(500, START), "bob@example.org");
    remove(path);
}

static void what_was_seen_ahead_of_the_clock_is_kept_as_of_now(void **state) {
    (void)state;
    char error[256] = "", buffer[32];
    put(1, "alice@example.org", START + 5000 * SECOND);
    save();
    make(0, 0, 0);
    assert_true(track_load(track, path, START, error, sizeof(error)));
    assert_string_equal(get(1, START), "alice@example.org");
    struct record *record = track_open(track, key_of(1, buffer), START, TRACK_FIND);
    assert_int_equal(record_first_seen(record), START);
    assert_int_equal(record_last_seen(record), START);
    track_close(track, record);
    remove(path);
}

/* puts eight bytes into the state file, at the first place that holds others, and corrects its
 * checksum */
static void forge(int64_t old, int64_t forged) {
    static unsigned char bytes[1 << 20];
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    size_t length = fread(bytes, 1, sizeof(bytes), file) - sizeof(uint64_t);
    unsigned char *at = memmem(bytes, length, &old, sizeof(old));
    assert_non_null(at);
    memcpy(at, &forged, sizeof(forged));
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ bytes[i]) * 1099511628211u;
    memcpy(bytes + length, &sum, sizeof(sum));
    rewind(file);
    assert_int_equal(fwrite(bytes, 1, length + sizeof(sum), file), length + sizeof(sum));
    fclose(file);
}

static void a_forged_time_is_not_believed(void **state) {
    (void)state;
    static const int64_t times[] = {INT64_MIN, INT64_MIN + 1, -1, INT64_MAX};
    char error[256] = "";
    for (size_t i = 0; i < COUNT_OF(times); i++) {
        make(0, 0, 0);
        put(1, "alice@example.org", START);
        save();
        forge(START, times[i]);
        make(0, 0, 0);
        assert_true(track_load(track, path, START, error, sizeof(error)));
        assert_string_equal(get(1, START + SECOND), times[i] < 0 ? "" : "alice@example.org");
        put(2, "bob@example.org", START + SECOND);
        remove(path);
    }
}

static void a_file_that_others_may_write_is_not_believed(void **state) {
    (void)state;
    char error[256] = "";
    put(1, "alice@example.org", START);
    save();
    make(0, 0, 0);
    assert_int_equal(chmod(path, 0606), 0);
    assert_false(track_load(track, path, START, error, sizeof(error)));
    assert_non_null(strstr(error, "others may write it"));
    assert_string_equal(get(1, START), "");
    assert_int_equal(chmod(path, 0600), 0);
    if (geteuid() == 0) { /* in /tmp, where anybody may leave a file */
        assert_int_equal(chown(path, 65534, 65534), 0);
        assert_false(track_load(track, path, START, error, sizeof(error)));
        assert_int_equal(chown(path, 0, 0), 0);
    }
    assert_true(track_load(track, path, START, error, sizeof(error)));
    assert_string_equal(get(1, START), "alice@example.org");
    remove(path);
}

static void a_pipe_as_state_file_is_an_error_and_nobody_waits_for_its_other_end(void **state) {
    (void)state;
    char error[256] = "", fresh[80];
    snprintf(path, sizeof(path), "/tmp/track_test.%d", (int)getpid());
    snprintf(fresh, sizeof(fresh), "%s.new", path);
    assert_int_equal(mkfifo(path, 0600), 0);
    alarm(10); /* where it waits */
    assert_false(track_load(track, path, START, error, sizeof(error)));
    assert_non_null(strstr(error, "not a regular file"));
    assert_int_equal(access(path, F_OK), 0);
    remove(path);
    assert_int_equal(mkfifo(fresh, 0600), 0);
    assert_true(track_save(track, path, error, sizeof(error)));
    alarm(0);
    assert_true(track_load(track, path, START, error, sizeof(error)));
    remove(path);
}

static void a_missing_file_is_an_empty_one(void **state) {
    (void)state;
    char error[256] = "";
    assert_true(track_load(track, "/nonexistent/state", START, error, sizeof(error)));
    assert_int_equal(track_entries(track), 0);
}

static void every_damaged_file_is_set_aside_and_nothing_of_it_loaded(void **state) {
    (void)state;
    char error[256], damaged[80], bytes[1 << 16];
    put(1, "alice@example.org", START);
    save();
    FILE *file = fopen(path, "r");
    size_t size = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    snprintf(damaged, sizeof(damaged), "%s.damaged", path);
    for (size_t at = 0; at < size; at += size / 37) {
        make(0, 0, 0);
        file = fopen(path, "w");
        fwrite(bytes, 1, at % 2 ? at : size, file); /* cut here, or one byte turned */
        if (at % 2 == 0) {
            fseek(file, (long)at, SEEK_SET);
            fputc(bytes[at] ^ 1, file);
        }
        fclose(file);
        assert_false(track_load(track, path, START + SECOND, error, sizeof(error)));
        assert_non_null(strstr(error, "set aside as"));
        assert_int_equal(track_entries(track), 0);
        assert_int_equal(access(damaged, F_OK), 0);
        assert_int_not_equal(access(path, F_OK), 0);
    }
    remove(damaged);
}

static void an_unwritable_place_is_an_error_with_its_name(void **state) {
    (void)state;
    char error[256] = "";
    assert_false(track_save(track, "/nonexistent/state", error, sizeof(error)));
    assert_non_null(strstr(error, "/nonexistent/state"));
}

/* ---- threads ---- */

static void *work(void *cookie) {
    int worker = *(int *)cookie;
    for (int i = 0; i < 20000; i++) {
        char buffer[32];
        struct record *record = track_open(track, key_of(i % 500, buffer), START + i * SECOND / 100,
                                           i % 7 ? TRACK_CREATE : TRACK_RENEW);
        record_set(track, record, FIELD_email_from,
                   worker ? TEXT("alice@example.org") : TEXT("bob@example.com"));
        if (i % 11 == 0)
            record_finish(track, record);
        if (i % 13 == 0)
            track_remove(track, record);
        else
            track_close(track, record);
    }
    return NULL;
}

static void two_workers_share_the_table(void **state) {
    (void)state;
    make(300, 0, 0);
    pthread_t threads[2];
    int numbers[2] = {0, 1};
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, work, &numbers[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_true(track_entries(track) <= 304);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_record_keeps_its_fields_until_it_is_removed),
        TEST(a_renewed_record_has_forgotten_everything),
        TEST(an_empty_key_has_no_record),
        TEST(fields_of_any_length_replace_each_other),
        TEST(a_long_text_is_cut_between_characters),
        TEST(a_full_record_refuses_more_and_counts_it),
        TEST(added_fields_are_as_good_as_set_ones),
        TEST(one_walk_finds_all_wanted_fields),
        TEST(at_the_bound_the_oldest_unfinished_goes_and_is_counted),
        TEST(bytes_are_bounded_too),
        TEST(finished_records_go_before_unfinished_ones),
        TEST(a_finished_record_is_found_for_a_minute),
        TEST(a_record_that_outlives_the_age_is_forgotten_and_counted),
        TEST(old_lines_and_new_ones_do_not_age_each_other),
        TEST(a_clock_that_jumps_forgets_nothing_that_is_young),
        TEST(a_forged_time_is_not_believed),
        TEST(a_file_that_others_may_write_is_not_believed),
        TEST(what_is_saved_is_found_after_a_restart),
        TEST(what_was_seen_ahead_of_the_clock_is_kept_as_of_now),
        TEST(a_pipe_as_state_file_is_an_error_and_nobody_waits_for_its_other_end),
        TEST(a_missing_file_is_an_empty_one),
        TEST(every_damaged_file_is_set_aside_and_nothing_of_it_loaded),
        TEST(an_unwritable_place_is_an_error_with_its_name),
        TEST(two_workers_share_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
