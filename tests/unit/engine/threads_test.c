/* SPDX-License-Identifier: Apache-2.0
 *
 * threads_test - two workers of one engine read real logs while its rules are
 * reloaded. Build with SANITIZE=thread to have the locks judged as well.
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
#include <libfastjson/json.h>

#include "common/array.h"
#include "engine/mailnorm.h"

#ifdef __SANITIZE_THREAD__
/* glibc guards mktime's time zone by a lock that the sanitizer does not see */
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void) {
    return "race:tzset_internal\n";
}
#endif

enum { WORKERS = 2, ROUNDS = 3, RELOADS = 5 };

static const char *const LOGS[] = {TESTDATA "/postfix.log", TESTDATA "/sendmail.log", TESTDATA "/axigen.log"};
static struct mailnorm *mailnorm;
static unsigned busy = WORKERS; /* atomic */

struct tally {
    unsigned long lines, matched;
    struct fjson_object *last; /* kept while the worker goes on, as a queue would */
};

static void read_log(const char *path, struct mailnorm_worker *worker, struct tally *tally) {
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    FILE *file = fopen(path, "r");
    while (file != NULL && (length = getline(&line, &room, file)) > 0) {
        const struct arrival arrival = {.message = {line, (size_t)length - 1}, .severity = -1};
        struct mailnorm_result result;
        line[length - 1] = '\0';
        mailnorm_line(worker, &arrival, &result);
        tally->lines++;
        tally->matched += event_has(result.event, FIELD_mailnorm_rule);
        struct fjson_object *json = event_to_json(result.event);
        fjson_object_put(tally->last);
        tally->last = json;
    }
    free(line);
    if (file != NULL)
        fclose(file);
}

static void *work(void *cookie) {
    struct mailnorm_worker *worker = mailnorm_worker_new(mailnorm);
    for (int round = 0; round < ROUNDS && worker != NULL; round++)
        for (size_t i = 0; i < COUNT_OF(LOGS); i++)
            read_log(LOGS[i], worker, cookie);
    mailnorm_worker_free(worker);
    __atomic_fetch_sub(&busy, 1, __ATOMIC_RELAXED);
    return NULL;
}

static void write_file(const char *directory, const char *name, const char *text, int number) {
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, text, number);
    fclose(file);
}

static void reloads_cost_no_line_its_rule(void **state) {
    (void)state;
    char directory[] = "/tmp/threads_test_XXXXXX", path[128], command[160], error[1024] = "out of memory";
    assert_non_null(mkdtemp(directory));
    snprintf(path, sizeof(path), "%s/own", directory);
    mkdir(path, 0755);
    struct mailnorm_config config = {.rulebase_directory = RULEBASES,
                                     .local_rulebase_directory = directory,
                                     .privacy = {.addresses = PRIVACY_MASK, .clients = PRIVACY_MASK}};
    mailnorm = mailnorm_open(&config, error, sizeof(error));
    if (mailnorm == NULL)
        fail_msg("%s", error);

    struct tally alone = {0}, tallies[WORKERS] = {{0}};
    struct mailnorm_worker *worker = mailnorm_worker_new(mailnorm);
    for (size_t i = 0; i < COUNT_OF(LOGS); i++)
        read_log(LOGS[i], worker, &alone);
    mailnorm_worker_free(worker);
    fjson_object_put(alone.last);

    pthread_t threads[WORKERS];
    for (int i = 0; i < WORKERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &tallies[i]), 0);
    for (int i = 0; i < RELOADS && __atomic_load_n(&busy, __ATOMIC_RELAXED) > 0; i++) {
        write_file(directory, "own/own.rb", "version=2\nrule=own.rule%d:hello\n", i);
        if (!mailnorm_reload(mailnorm, error, sizeof(error)))
            fail_msg("%s", error);
        usleep(10000);
    }
    uint64_t reloads = mailnorm_counters(mailnorm)->reloads;
    for (int i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    mailnorm_close(mailnorm);
    snprintf(command, sizeof(command), "rm -rf '%s'", directory);
    assert_int_equal(system(command), 0);

    assert_true(reloads > 0);
    assert_true(alone.lines > 0);
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(tallies[i].lines, ROUNDS * alone.lines);
        assert_int_equal(tallies[i].matched, ROUNDS * alone.matched);
        assert_non_null(tallies[i].last);
        fjson_object_put(tallies[i].last); /* outlives workers and engine */
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reloads_cost_no_line_its_rule)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
