/* SPDX-License-Identifier: Apache-2.0
 *
 * join_fixture - whole lines through the engine with the shipped rules
 *
 *     at(0, "postfix/smtpd[10]: connect from mx.example.org[192.0.2.1]");
 *     WANT(source_ip, "192.0.2.1");
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/mailnorm.h"

static struct mailnorm *mailnorm;
static struct mailnorm_worker *worker;

static int set_up(void **state) {
    (void)state;
    struct mailnorm_config config = {.rulebase_directory = RULEBASES};
    char error[512] = "";
    mailnorm = mailnorm_open(&config, error, sizeof(error));
    if (mailnorm == NULL)
        fail_msg("%s", error);
    worker = mailnorm_worker_new(mailnorm);
    return worker == NULL;
}

static int tear_down(void **state) {
    (void)state;
    mailnorm_worker_free(worker);
    mailnorm_close(mailnorm);
    return 0;
}

/* of the last line */
static struct mailnorm_result result;

static inline void feed(const char *line) {
    const struct arrival arrival = {.message = text_of(line), .severity = -1};
    assert_true(mailnorm_line(worker, &arrival, &result));
    if (!event_has(result.event, FIELD_mailnorm_rule))
        fail_msg("no rule for: %s", line);
}

/* "Nov 20 10:00:00 mail " and these seconds in front; the event's values point into the line */
static inline void at(int seconds, const char *line) {
    static char whole[2048];
    snprintf(whole, sizeof(whole), "Nov 20 %02d:%02d:%02d mail %s", 10 + seconds / 3600, seconds / 60 % 60,
             seconds % 60, line);
    feed(whole);
}

static inline const char *value(enum field field) {
    static char buffers[4][1024];
    static int next;
    struct text got = event_get(result.event, field);
    char *buffer = buffers[next++ % 4];
    snprintf(buffer, 1024, "%.*s", (int)got.length, got.length > 0 ? got.start : "");
    return buffer;
}

#define WANT(field, text) assert_string_equal(value(FIELD_##field), text)

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
