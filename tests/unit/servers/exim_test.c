/* SPDX-License-Identifier: Apache-2.0
 *
 * exim_test - Exim's parsers take time in proportion to a line's length, whatever strangers write
 */
#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "common/array.h"
#include "event/event_fixture.h"

#define SHORT 20000 /* bytes */
#define FACTOR 16

/* what a line begins with, and what a stranger repeats behind it */
static const struct {
    const char *parser, *beginning;
} LINES[] = {
    {"exim_arrival", "a@example.org H=(x) [192.0.2.1]"},
    {"exim_arrival", "a@example.org H=(x) [192.0.2.1] U="},
    {"exim_arrival", "a@example.org H=(x) [192.0.2.1] P=esmtp id="},
    {"exim_arrival", "a@example.org H=(x) [192.0.2.1] P=esmtp X=a:b:1 DN=\""},
    {"exim_arrival", "a@example.org H=(x) [192.0.2.1] P=esmtp T=\""},
    {"exim_arrival", "a@example.org H=(x) [192.0.2.1] P=esmtp for "},
    {"exim_delivery", ""},
    {"exim_delivery", "|x"},
    {"exim_delivery", "bob@example.org R=x T=y C=\""},
    {"exim_deferral", "bob@example.org R=x T=y defer (110): "},
    {"exim_failure", "bob@example.org: "},
    {"exim_client_event", "(x) [192.0.2.1]"},
    {"exim_client_event", "(x) [192.0.2.1] U="},
    {"exim_client_event", "(x) [192.0.2.1] F=<"},
    {"exim_host_event", "mx.example.org [192.0.2.7]: SMTP error from remote mail server after "},
    {"exim_authenticator_failed", "(x) [192.0.2.1]: 535 x (set_id="},
    {"exim_command", ""},
    {"exim_rejected_helo", ""},
    {"exim_notice", ""},
    {"exim_dkim", "d="},
};
static const char *const REPEATED[] = {") [",        ") [192.0.2.9]", " P=",       " K",         "\" ",
                                       " DN=\"x\"",  " SNI=\"x\"",    " <a",       " <\"a\"@b>", " (",
                                       "((",         " T=\"",         " id=\"x\"", " from <",    " for ",
                                       "\"a\".",     " U=x P=",       " F=<",      "\\\"",       ": ",
                                       " rejected ", " R=",           " x",        "\" H=",      " [x] ",
                                       "@",          " error="};

/* seconds of the processor that the parser takes for so many bytes */
static double seconds_for(parser_function parse, const char *beginning, const char *repeated, size_t length) {
    size_t used = strlen(beginning), unit = strlen(repeated);
    char *line = malloc(length + unit + used);
    struct timespec start, end;
    memcpy(line, beginning, used);
    for (; used < length; used += unit)
        memcpy(line + used, repeated, unit);
    event_clear(event);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
    parse(event, (struct text){line, used});
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    event_clear(event);
    free(line);
    return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

/* of three runs the quickest: what disturbs one disturbs not all */
static double quickest(parser_function parse, const char *beginning, const char *repeated, size_t length) {
    double least = seconds_for(parse, beginning, repeated, length);
    for (int i = 0; i < 2; i++) {
        double seconds = seconds_for(parse, beginning, repeated, length);
        least = seconds < least ? seconds : least;
    }
    return least;
}

/* The whole time of all lines of a parser, long against short: FACTOR times where it is linear, its
 * square where it is quadratic. A microsecond a line is for what does not depend on the length. */
static void no_parser_is_more_than_linear(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(LINES); i++) {
        parser_function parse = server_parser(server_find(TEXT("exim")), text_of(LINES[i].parser))->parse;
        for (size_t r = 0; r < COUNT_OF(REPEATED); r++) {
            double few = quickest(parse, LINES[i].beginning, REPEATED[r], SHORT) + 1e-5;
            double many = quickest(parse, LINES[i].beginning, REPEATED[r], SHORT * FACTOR);
            if (many > few * FACTOR * FACTOR / 3)
                fail_msg("%s, %s%s...: %.1f times the time for %d times the length", LINES[i].parser,
                         LINES[i].beginning, REPEATED[r], many / few, FACTOR);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_parser_is_more_than_linear, set_up, tear_down)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
