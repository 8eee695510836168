/* SPDX-License-Identifier: Apache-2.0
 *
 * long_lines_test - a stranger's text of any length costs time in proportion to it
 *
 * Every sample line gets a long run of what its grammar splits at, in a place of
 * its message. The bound is far above what a line costs, and far below what it
 * costs where each piece of it is read once more for each other piece.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>
#include <ftw.h>

#include "common/array.h"
#include "engine/mailnorm.h"

enum { RUN = 30000, LONGEST = 2 * RUN, MILLISECONDS_MAX = 30 };

static const char *const PIECES[] = {
    "<",        ">",         ", ",       ",",      "\"",     "\\",      " from=<",
    " to=<",    ", relay=",  "[",        "]",      "(",      ")",       "a",
    "1",        ": ",        "; ",       " ",      "=",      "{",       ".",
    " <a@b>",   " (",        " status=", "550-",   "550 ",   " proto=", " helo=<",
    "@",        "/",         ", stat=",  " T=",    " H=[",   "::",      "reject: ",
    "\xff",     " said: ",   ", <",      "> -> <", " id=",   ">,<",     "a=b, ",
    "5.7.1 ",   " for ",     ">... ",    "x[1]",   "a.b-",   ", dsn=",  ", delay=00:00:01, quarantine=",
    "pthread_", ") from ",   "--",       "<a@b>,", "\"a\",", "] ",      "[1.2.3.4]: ",
    "msgid=",   "queued as "};

static struct mailnorm *mailnorm;
static struct mailnorm_worker *worker;
static unsigned seed = 1; /* the same places at each run */

static unsigned any_below(size_t bound) {
    seed = seed * 1103515245 + 12345;
    return bound > 0 ? (unsigned)((seed >> 8) % bound) : 0;
}

static double milliseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void check(struct text sample, const char *piece) {
    static char line[LONGEST + 1];
    if (sample.length + RUN + 64 > LONGEST)
        return;
    size_t head = text_find(sample, TEXT(": ")), length;
    head = head == TEXT_NONE ? 0 : head + 2;
    head += any_below(sample.length - head + 1);
    memcpy(line, sample.start, head);
    for (length = head; length < head + RUN; length += strlen(piece))
        memcpy(line + length, piece, strlen(piece));
    memcpy(line + length, sample.start + head, sample.length - head);
    length += sample.length - head;
    line[length] = '\0';

    const struct arrival arrival = {.message = {line, length}, .severity = -1};
    struct mailnorm_result result;
    double before = milliseconds();
    mailnorm_line(worker, &arrival, &result);
    double took = milliseconds() - before;
    if (took > MILLISECONDS_MAX)
        fail_msg("got %.0f ms for %zu bytes, want at most %d: %d times \"%s\" at %zu of: %.*s", took, length,
                 MILLISECONDS_MAX, RUN / (int)strlen(piece), piece, head, (int)sample.length, sample.start);
}

static int check_samples(const char *path, const struct stat *status, int kind, struct FTW *at) {
    (void)status, (void)at;
    char line[8192];
    FILE *file = kind == FTW_F ? fopen(path, "r") : NULL;
    while (file != NULL && fgets(line, sizeof(line), file) != NULL)
        if (line[0] != '#' && line[0] != '\n')
            check(text_slice(text_of(line), 0, strcspn(line, "\n")), PIECES[any_below(COUNT_OF(PIECES))]);
    if (file != NULL)
        fclose(file);
    return 0;
}

static void any_sample_made_long(void **state) {
    (void)state;
    assert_int_equal(nftw(TESTDATA "/../samples", check_samples, 8, FTW_PHYS), 0);
}

static void recipients_whose_brackets_do_not_close(void **state) {
    (void)state;
    struct text sample = TEXT("sendmail[9]: 6AKAeQIh001064: to=<b@example.org>, delay=00:00:01, stat=Sent");
    for (int i = 0; i < 20; i++) {
        check(sample, ",");
        check(sample, "\"a\",");
        check(sample, ", delay=00:00:01, quarantine=");
    }
    sample = TEXT("sendmail[9]: 6AKAeQIh001064: <\"b@example.org>... User unknown");
    for (int i = 0; i < 20; i++)
        check(sample, ">... ");
}

static void errors_of_milters(void **state) {
    (void)state;
    struct text sample = TEXT("opendkim[9]: pthread_create(): x");
    for (int i = 0; i < 20; i++) {
        check(sample, "pthread_");
        check(sample, "flock(LOCK_");
        check(sample, "dkim_");
    }
}

static void recipients_of_many_domains(void **state) {
    (void)state;
    static char line[8 * RUN];
    size_t length = (size_t)sprintf(line, "sendmail[9]: 6AKAeQIh001064: to=");
    for (int i = 0; length < 4 * RUN; i++)
        length += (size_t)sprintf(line + length, "<a@%d.example>,", i);
    length += (size_t)sprintf(line + length, "<a@b>, delay=00:00:01, mailer=local, stat=Sent");
    const struct arrival arrival = {.message = {line, length}, .severity = -1};
    struct mailnorm_result result;
    double before = milliseconds();
    mailnorm_line(worker, &arrival, &result);
    double took = milliseconds() - before;
    if (took > 4 * MILLISECONDS_MAX)
        fail_msg("got %.0f ms for %zu bytes, want at most %d", took, length, 4 * MILLISECONDS_MAX);
}

static int set_up(void **state) {
    (void)state;
    char error[1024] = "out of memory";
    mailnorm =
        mailnorm_open(&(struct mailnorm_config){.rulebase_directory = RULEBASES}, error, sizeof(error));
    worker = mailnorm != NULL ? mailnorm_worker_new(mailnorm) : NULL;
    if (worker == NULL)
        fprintf(stderr, "%s\n", error);
    return worker == NULL;
}

static int tear_down(void **state) {
    (void)state;
    mailnorm_worker_free(worker);
    mailnorm_close(mailnorm);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_sample_made_long),
        cmocka_unit_test(recipients_whose_brackets_do_not_close),
        cmocka_unit_test(recipients_of_many_domains),
        cmocka_unit_test(errors_of_milters),
    };
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    const bool instrumented = true;
#else
    const bool instrumented = getenv("VG") != NULL; /* valgrind */
#endif
    if (instrumented) {
        puts("1..1\nok 1 - time # SKIP an instrumented program has no speed to measure");
        return 0;
    }
    return cmocka_run_group_tests_name("long lines", tests, set_up, tear_down);
}
