/* SPDX-License-Identifier: Apache-2.0
 *
 * arrival_test - which head of a message is believed
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/array.h"
#include "source/arrival.h"

#define LINE "Nov 20 10:36:58 mail sm-mta[7]: x"

static const struct {
    const char *what, *tag, *message, *raw, *want_tag, *want_message;
} ARRIVALS[] = {
    {"the tag is the server's", "sm-mta[7]:", " x", "<22>sm-mta[7]: x", "sm-mta", "x"},
    {"a file's line", "maillog:", " " LINE, "", "sm-mta", "x"},
    {"a file's line without a tag", "", LINE, "", "sm-mta", "x"},
    {"a file's line that has no time", "maillog:", "sm-mta[7]: x", "", "sm-mta", "x"},
    {"a container's output", "docker[812]:", " " LINE, "", "sm-mta", "x"},
    /* whoever fails to log in by ssh chooses his name */
    {"a stranger's words in a process' text", "sshd[99]:", " Invalid user sm-mta[7]: x", "", "", ""},
    {"a stranger's words in a text without a process",
     "imapd:", " LOGIN FAILED, user=sm-mta[1]: x, ip=[192.0.2.1]", "", "", ""},
    {"the same as a word of its own", "imapd:", " LOGIN FAILED, user=x sm-mta[1]: x", "", "", ""},
    {"the same behind one word", "app:", " FAILED sm-mta[1]: x", "", "", ""},
    {"the same behind a time", "app:", " at 10:00:00 mail sm-mta[1]: x", "", "", ""},
    {"a kernel's", "kernel:", " [12.5] x sm-mta[1]: x", "", "", ""},
    {"a file's line with a date of its own", "maillog:", " June 12 02:26:22 mail sm-mta[7]: x", "", "sm-mta",
     "x"},
    {"a head of the server's, inside of which another one is quoted", "sm-mta[7]:", " " LINE, "", "sm-mta",
     LINE},
    /* rsyslog takes the date for host and tag */
    {"a server's own format", "13:10:08", " +0545 08 mail SMTP-IN:0000001B: x",
     "2026-07-06 13:10:08 +0545 08 mail SMTP-IN:0000001B: x", "axigen", "x"},
    {"no mail server's", "cron[5]:", " (root) CMD (true)", "cron[5]: (root) CMD (true)", "", ""},
};

static bool knows(const void *context, const struct source *source) {
    (void)context;
    return text_is(source->tag, TEXT("sm-mta")) || text_is(source->tag, TEXT("axigen"));
}

static void the_first_head_with_rules_is_believed(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ARRIVALS); i++) {
        const struct arrival arrival = {.tag = text_of(ARRIVALS[i].tag),
                                        .message = text_of(ARRIVALS[i].message),
                                        .raw = text_of(ARRIVALS[i].raw),
                                        .severity = -1};
        struct source source;
        arrival_source(&arrival, knows, NULL, &source);
        if (ARRIVALS[i].want_tag[0] == '\0' ? knows(NULL, &source)
                                            : !text_is(source.tag, text_of(ARRIVALS[i].want_tag)) ||
                                                  !text_is(source.message, text_of(ARRIVALS[i].want_message)))
            fail_msg("%s: got tag \"%.*s\", message \"%.*s\"", ARRIVALS[i].what, (int)source.tag.length,
                     source.tag.start, (int)source.message.length, source.message.start);
    }
}

static void a_head_names_the_host_before_rsyslog_does(void **state) {
    (void)state;
    struct arrival arrival = {.message = TEXT(LINE), .host = TEXT("relay"), .severity = 6};
    struct source source;
    arrival_source(&arrival, knows, NULL, &source);
    assert_true(text_is(source.host, TEXT("mail")));
    assert_int_equal(source.severity, 6);
    arrival = (struct arrival){.tag = TEXT("sm-mta[7]:"), .message = TEXT(" x"), .host = TEXT("relay")};
    arrival_source(&arrival, knows, NULL, &source);
    assert_true(text_is(source.host, TEXT("relay")));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_first_head_with_rules_is_believed),
                                       cmocka_unit_test(a_head_names_the_host_before_rsyslog_does)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
