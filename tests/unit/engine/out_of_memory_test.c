/* SPDX-License-Identifier: Apache-2.0
 *
 * out_of_memory_test - memory that is out at any place of a load, a reload or a line: what
 * ran before goes on, and nothing leaks
 *
 * The linker puts the allocators below in front of the engine's own calls; those
 * within shared libraries are not touched.
 */
#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "common/array.h"
#include "engine/mailnorm.h"
#include "geo/mmdb_writer.h"

/* ---- the allocators ---- */

static long left = -1; /* allocations until one fails; below 0: none does */
static bool has_failed, for_good;

static bool fails(void) {
    if (left < 0 || (left > 0 && left-- > 0))
        return false;
    if (!for_good)
        left = -1;
    has_failed = true;
    errno = ENOMEM;
    return true;
}

#define WRAP(type, name, parameters, arguments)                                                              \
    type __real_##name parameters;                                                                           \
    type __wrap_##name parameters;                                                                           \
    type __wrap_##name parameters {                                                                          \
        return fails() ? NULL : __real_##name arguments;                                                     \
    }
WRAP(void *, malloc, (size_t size), (size))
WRAP(void *, calloc, (size_t count, size_t size), (count, size))
WRAP(void *, realloc, (void *memory, size_t size), (memory, size))
WRAP(void *, aligned_alloc, (size_t alignment, size_t size), (alignment, size))
WRAP(char *, strdup, (const char *text), (text))
WRAP(char *, strndup, (const char *text, size_t length), (text, length))
WRAP(FILE *, open_memstream, (char **text, size_t *size), (text, size))

/* ---- a small installation ---- */

static const char *const POSTFIX_LINE = "postfix/smtpd[1]: hello mx.example.org[81.2.69.160] 7";
static char directory[64], error[1024];
static char database[128];
static struct mailnorm_config config;
static char local[96], state_file[96];

static FILE *create(const char *name) {
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    return file;
}

static void write_file(const char *name, const char *text) {
    FILE *file = create(name);
    fputs(text, file);
    fclose(file);
}

static int set_up(void **state) {
    (void)state;
    char path[256];
    strcpy(directory, "/tmp/memory_test_XXXXXX");
    assert_non_null(mkdtemp(directory));
    const char *const directories[] = {"postfix", "local", "local/postfix"};
    for (size_t i = 0; i < COUNT_OF(directories); i++) {
        snprintf(path, sizeof(path), "%s/%s", directory, directories[i]);
        mkdir(path, 0755);
    }
    write_file("PROGRAMS", "*/smtpd postfix/smtpd\n");
    write_file("TRACKING", "own.hello connection\n");
    write_file("CATEGORIES", "own.hello 120200 success\n");
    write_file("REJECT_REASONS", "other \"no such thing\"\n");
    write_file("postfix/smtpd.rb", "version=2\ninclude=common.rb\n"
                                   "rule=own.hello:hello %postfix_client:word% %vendor_own:number%\n"
                                   "annotate=own.hello:+vendor_event_action=\"hello\"\n");
    FILE *many = create("postfix/common.rb"); /* so many that the tables grow */
    for (int i = 0; i < 70; i++)
        fprintf(many, "rule=own.rule_%d:rule %d\n", i, i);
    fclose(many);
    write_file("local/FIELDS", "vendor_own\tinteger\t1\tpostfix\tlocal\t-\town\tmine\n");
    write_file("local/CATEGORIES", "own.rule_1 120200 success\n");
    snprintf(database, sizeof(database), "%s/geo.mmdb", directory);
    struct mmdb_writer *writer = mmdb_writer_new(4);
    mmdb_writer_add(writer, "81.2.69.0/24", "{\"country\":{\"iso_code\":\"GB\"}}");
    mmdb_writer_close(writer, database);
    snprintf(local, sizeof(local), "%s/local", directory);
    snprintf(state_file, sizeof(state_file), "%s/state", directory);
    static const char *paths[1];
    paths[0] = database;
    config = (struct mailnorm_config){.rulebase_directory = directory,
                                      .local_rulebase_directory = local,
                                      .geo_databases = paths,
                                      .geo_database_count = 1,
                                      .geo_mode = GEO_SCHEMA,
                                      .state_file = state_file};
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    char command[128];
    left = -1;
    snprintf(command, sizeof(command), "rm -rf '%s'", directory);
    return system(command);
}

/* from here on, all allocations but the first so many fail: one of them, or all */
static void fail_behind(long allocations, bool all) {
    left = allocations;
    for_good = all;
    has_failed = false;
    strcpy(error, "nothing");
}

static bool end_of_failures(void) {
    left = -1;
    return !has_failed;
}

static void want_memory_error(long allocations) {
    if (strstr(error, "out of memory") == NULL && strstr(error, strerror(ENOMEM)) == NULL)
        fail_msg("allocation %ld: got \"%s\", want a word of memory", allocations, error);
}

/* the event of the line; NULL where it is of no mail server */
static struct event *feed(struct mailnorm_worker *worker, const char *line) {
    const struct arrival arrival = {.message = text_of(line), .severity = -1};
    struct mailnorm_result result;
    return mailnorm_line(worker, &arrival, &result) ? result.event : NULL;
}

static void want_recognised(struct mailnorm_worker *worker, const char *rule) {
    const struct event *event = feed(worker, POSTFIX_LINE);
    assert_non_null(event);
    struct text got = event_get(event, FIELD_mailnorm_rule);
    if (!text_is(got, text_of(rule)))
        fail_msg("got rule \"%.*s\", want %s", (int)got.length, got.length > 0 ? got.start : "", rule);
}

static void open_until_it_works(bool all) {
    for (long n = 0;; n++) {
        fail_behind(n, all);
        struct mailnorm *mailnorm = mailnorm_open(&config, error, sizeof(error));
        struct mailnorm_worker *worker = mailnorm != NULL ? mailnorm_worker_new(mailnorm) : NULL;
        bool ended = end_of_failures();
        if (mailnorm == NULL)
            want_memory_error(n);
        if (worker != NULL)
            want_recognised(worker, "own.hello");
        mailnorm_worker_free(worker);
        mailnorm_close(mailnorm);
        if (ended) {
            assert_non_null(worker);
            assert_true(n > 300);
            return;
        }
    }
}

static void opening_says_where_one_allocation_fails(void **state) {
    (void)state;
    open_until_it_works(false);
}

static void opening_says_where_memory_stays_out(void **state) {
    (void)state;
    open_until_it_works(true);
}

static void a_reload_keeps_what_ran_before(void **state) {
    (void)state;
    struct mailnorm *mailnorm = mailnorm_open(&config, error, sizeof(error));
    assert_non_null(mailnorm);
    struct mailnorm_worker *worker = mailnorm_worker_new(mailnorm);
    assert_non_null(worker);
    char running[32] = "own.hello";
    bool ended = false;
    for (long n = 0; !ended; n++) {
        char rules[128], fresh[32];
        want_recognised(worker, running);
        snprintf(fresh, sizeof(fresh), "own.new_%ld", n);
        snprintf(rules, sizeof(rules), "version=2\nrule=%s:hello %%postfix_client:word%% 7\n", fresh);
        write_file("local/postfix/smtpd.rb", rules);
        fail_behind(n, n % 2);
        bool good = mailnorm_reload(mailnorm, error, sizeof(error));
        ended = end_of_failures();
        if (good)
            strcpy(running, fresh);
        else
            want_memory_error(n);
    }
    want_recognised(worker, running);
    assert_string_not_equal(running, "own.hello");
    mailnorm_worker_free(worker);
    mailnorm_close(mailnorm);
}

/* the line itself gets through, whatever its fields */
static void a_line_passes(void **state) {
    (void)state;
    struct mailnorm *mailnorm = mailnorm_open(&config, error, sizeof(error));
    assert_non_null(mailnorm);
    for (long n = 0;; n++) {
        struct mailnorm_worker *worker = mailnorm_worker_new(mailnorm);
        assert_non_null(worker);
        fail_behind(n, n % 2);
        struct event *event = feed(worker, POSTFIX_LINE);
        struct fjson_object *json = event_to_json(event);
        bool ended = end_of_failures();
        if (json != NULL)
            event_hold(event, json);
        want_recognised(worker, "own.hello");
        mailnorm_worker_free(worker);
        if (ended)
            break;
    }
    mailnorm_close(mailnorm);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(opening_says_where_one_allocation_fails),
        TEST(opening_says_where_memory_stays_out),
        TEST(a_reload_keeps_what_ran_before),
        TEST(a_line_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
