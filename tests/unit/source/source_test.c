/* SPDX-License-Identifier: Apache-2.0
 *
 * source_test - heads of lines as syslog daemons, templates and servers print them
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "common/array.h"
#include "source/source.h"

static const struct {
    const char *line;
    const char *host, *tag, *pid, *service, *message;
    int severity;
} HEADS[] = {
    {"Nov 20 10:36:58 mail sm-mta[7]: x", "mail", "sm-mta", "7", "", "x", -1},
    {"<22>Nov 20 10:36:58 mail sm-mta[7]: x", "mail", "sm-mta", "7", "", "x", 6},
    {"<22>Nov 20 10:36:58 sm-mta[7]: x", "", "sm-mta", "7", "", "x", 6},
    /* syslogds that print the priority: FreeBSD, BusyBox, AIX */
    {"Nov 20 10:36:58 <mail.notice> mail sm-mta[7]: x", "mail", "sm-mta", "7", "", "x", 5},
    {"Nov 20 10:36:58 <2.6> mail sm-mta[7]: x", "mail", "sm-mta", "7", "", "x", 6},
    {"Nov 20 10:36:58 mail mail.err sendmail[7]: x", "mail", "sendmail", "7", "", "x", 3},
    {"Nov 20 10:36:58 mail mail:info sendmail[7]: x", "mail", "sendmail", "7", "", "x", 6},
    {"Nov 20 10:36:58 mail.info sendmail[7]: x", "mail.info", "sendmail", "7", "", "x", -1},
    {"Nov 20 10:36:58 <none> mail sm-mta[7]: x", "", "", "", "", NULL, -1},
    /* Solaris */
    {"Nov 20 10:36:58 mail sendmail[7]: [ID 801593 mail.info] x", "mail", "sendmail", "7", "", "x", -1},
    /* a date with a blank is Exim's own, but where a process follows the first word */
    {"2026-11-20 10:36:58 mail sendmail[7]: x", "mail", "sendmail", "7", "", "x", -1},
    {"2026-11-20 10:36:58 1tABCD-000123-4E <= a@example.org", "", "exim", "", "",
     "1tABCD-000123-4E <= a@example.org", -1},
    {"2026-11-20 10:36:58 unexpected [192.0.2.1]: x", "", "exim", "", "", "unexpected [192.0.2.1]: x", -1},
    {"2026-11-20 10:36:58 daemon started: x", "", "exim", "", "", "daemon started: x", -1},
    /* a collector's own words in front */
    {"- 1131566490 2026.11.20 mail1 Nov 20 10:36:58 src@mail1 sendmail[7]: x", "src@mail1", "sendmail", "7",
     "", "x", -1},
    {"June 12 02:26:22 mail sendmail[7]: x", "mail", "sendmail", "7", "", "x", -1},
    /* Axigen */
    {"2026-07-06 13:10:08 +0545 08 mail SMTP-IN:0000001B: x", "mail", "axigen", "", "SMTP-IN", "x", -1},
    {"<22>2026-07-06 13:10:08 +0545 08 mail SMTP-IN:0000001B: x", "mail", "axigen", "", "SMTP-IN", "x", 6},
    {"Nov 20 10:36:58 mail axigen: SMTP-IN:0000001B: x", "mail", "axigen", "", "SMTP-IN", "x", -1},
    {"Nov 20 10:36:58 mail SMTP-IN:0000001B: x", "mail", "axigen", "", "SMTP-IN", "x", -1},
    {"Nov 20 10:36:58 mail SMTP-IN: 0000001B: x", "mail", "axigen", "", "SMTP-IN", "x", -1},
    {"<22>1 2026-11-20T10:36:58Z mail SMTP-IN - - - 0000001B: x", "mail", "axigen", "", "SMTP-IN", "x", 6},
    {"<22>1 2026-11-20T10:36:58Z mail axigen - - - SMTP-IN:0000001B: x", "mail", "axigen", "", "SMTP-IN", "x",
     6},
    {"Nov 20 10:36:58 mail LOG: 0000001: x", "mail", "LOG", "", "", "0000001: x", -1},
    /* no host, a tab after the tag */
    {"Nov 20 10:36:58 postfix/smtpd[7]: warning: x", "", "postfix/smtpd", "7", "", "warning: x", -1},
    {"Nov 20 10:36:58 mail postfix/smtpd[7]:\twarning: x", "mail", "postfix/smtpd", "7", "", "warning: x",
     -1},
    /* docker logs -t, docker compose, a level word, both */
    {"2026-11-20T10:36:58.123456789Z Nov 20 10:36:58 mail postfix/smtpd[7]: x", "mail", "postfix/smtpd", "7",
     "", "x", -1},
    {"2026-11-20T10:36:58Z 2026-11-20T10:36:58.5+00:00 mail postfix/smtpd[7]: x", "mail", "postfix/smtpd",
     "7", "", "x", -1},
    {"2026-11-20T10:36:58Z 2026-11-20 10:36:58 1tABCD-000123-4E <= a@example.org", "", "exim", "", "",
     "1tABCD-000123-4E <= a@example.org", -1},
    {"postfix-mailcow_1  | Nov 20 10:36:58 mail postfix/smtpd[7]: x", "mail", "postfix/smtpd", "7", "", "x",
     -1},
    {"mailserver-1 | 2026-11-20T10:36:58Z INFO    postfix/smtpd[7]: warning: x", "", "postfix/smtpd", "7", "",
     "warning: x", 6},
    {"2026-11-20T10:36:58+00:00 WARNING mail postfix/smtpd[7]: x", "mail", "postfix/smtpd", "7", "", "x", 4},
    {"a | b | Nov 20 10:36:58 mail sm-mta[7]: x", "mail", "sm-mta", "7", "", "x", -1},
    /* RFC 5424 without its PRI, an appliance's time, months in other languages */
    {"1 2026-11-20T10:36:58.123456+01:00 mail postfix/smtpd 7 - - x", "mail", "postfix/smtpd", "7", "", "x",
     -1},
    {"2026:11:20-10:36:58 utm exim-in[7]: x", "utm", "exim-in", "7", "", "x", -1},
    {"Dez 20 10:36:58 mail sm-mta[7]: x", "mail", "sm-mta", "7", "", "x", -1},
    {"d\xC3\xA9"
     "c. 20 10:36:58 mail sm-mta[7]: x",
     "mail", "sm-mta", "7", "", "x", -1},
    /* Dovecot's own log file and standard error, and the same with a tag of imfile's */
    {"Nov 14 03:51:22 pop3-login: Info: Aborted login: user=<a: Error: b>, x", "", "dovecot", "", "",
     "pop3-login: Info: Aborted login: user=<a: Error: b>, x", -1},
    {"Nov 14 03:51:22 imap(alice)<3101><AbCd>: Info: Logged out", "", "dovecot", "", "",
     "imap(alice)<3101><AbCd>: Info: Logged out", -1},
    {"dovecot-1  | 2026-11-14T03:51:22.5Z Nov 14 03:51:22 auth: Error: x", "", "dovecot", "", "",
     "auth: Error: x", -1},
    {"2026-11-14 03:51:22 auth: Error: x", "", "dovecot", "", "", "auth: Error: x", -1},
    {"Nov 14 03:51:22 mail dovecot: Nov 14 03:51:22 auth: Error: x", "mail", "dovecot", "", "",
     "auth: Error: x", -1},
    {"Nov 14 03:51:22 auth(bob,192.0.2.1,sasl:plain)<AbCd>: Info: sql: unknown user (given password: a)<b>: "
     "c)",
     "", "dovecot", "", "",
     "auth(bob,192.0.2.1,sasl:plain)<AbCd>: Info: sql: unknown user (given password: a)<b>: c)", -1},
    {"Nov 14 03:51:22 sshd: Error: x", "", "sshd", "", "", "Error: x", -1},
    {"SMTP-IN:0000001B: x\r", "", "axigen", "", "SMTP-IN", "x", -1},
};

static void assert_text(struct text got, const char *want, const char *line) {
    if (!text_is(got, text_of(want)))
        fail_msg("%s: got \"%.*s\", want \"%s\"", line, (int)got.length, got.start != NULL ? got.start : "",
                 want);
}

static void head_of_line_is_split(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(HEADS); i++) {
        const char *line = HEADS[i].line;
        struct source source;
        source_from_line(&source, text_of(line));
        if (source.severity != HEADS[i].severity)
            fail_msg("%s: got severity %d, want %d", line, source.severity, HEADS[i].severity);
        assert_text(source.host, HEADS[i].host, line);
        assert_text(source.tag, HEADS[i].tag, line);
        assert_text(source.pid, HEADS[i].pid, line);
        assert_text(source.service, HEADS[i].service, line);
        if (HEADS[i].message != NULL)
            assert_text(source.message, HEADS[i].message, line);
    }
}

/* what rsyslog makes of "SMTP-IN:0000001B: x" on the wire */
static void tag_and_message_are_joined(void **state) {
    (void)state;
    static const char *const MESSAGES[] = {"0000001B: x", " 0000001B: x", "SMTP-IN:0000001B: x"};
    for (size_t i = 0; i < COUNT_OF(MESSAGES); i++) {
        struct source source;
        source_from_tag(&source, TEXT("SMTP-IN:"), text_of(MESSAGES[i]));
        assert_text(source.tag, "axigen", MESSAGES[i]);
        assert_text(source.session, "0000001B", MESSAGES[i]);
        assert_text(source.message, "x", MESSAGES[i]);
    }
}

static void a_head_inside_another_programs_text_needs_a_time(void **state) {
    (void)state;
    struct source source;
    assert_true(source_from_dated_line(&source, TEXT("Nov 20 10:36:58 mail sm-mta[7]: x")));
    assert_text(source.tag, "sm-mta", "dated");
    assert_false(source_from_dated_line(&source, TEXT("Invalid user postfix/smtpd[7]: connect from x")));
    assert_false(source_from_dated_line(&source, TEXT("postfix/smtpd[7]: connect from x")));
    assert_false(source_from_dated_line(&source, TEXT("SMTP-IN:0000001B: x")));
}

/* RepeatedMsgReduction of rsyslog, Ubuntu's default */
static void a_repeated_message_is_the_inner_one_with_its_count(void **state) {
    (void)state;
    static const struct {
        const char *line, *message;
        unsigned repeated;
    } LINES[] = {
        {"Nov 20 10:36:58 mail sm-mta[7]: message repeated 2 times: [ x: [y] ]", "x: [y]", 2},
        {"Nov 20 10:36:58 mail sm-mta[7]: message repeated 12 times: [x]", "x", 12},
        {"Nov 20 10:36:58 mail sm-mta[7]: message repeated 2 times: [ x", "message repeated 2 times: [ x", 0},
        {"Nov 20 10:36:58 mail sm-mta[7]: message repeated 9999999999 times: [ x]",
         "message repeated 9999999999 times: [ x]", 0},
        {"Nov 20 10:36:58 mail sm-mta[7]: x", "x", 0}};
    for (size_t i = 0; i < COUNT_OF(LINES); i++) {
        struct source source;
        source_from_line(&source, text_of(LINES[i].line));
        assert_text(source.message, LINES[i].message, LINES[i].line);
        assert_int_equal(source.repeated, LINES[i].repeated);
    }
}

/* the time of a container's log is later than the program's own */
static void the_last_of_two_times_counts(void **state) {
    (void)state;
    struct source source;
    source_from_line(&source, TEXT("2026-11-20T10:37:01.5Z 2026-11-20T10:36:58Z mail postfix/smtpd[7]: x"));
    assert_int_equal(source.time, INT64_C(1795171018) * 1000000);
    source_from_line(&source, TEXT("2026-11-20T10:36:58Z INFO postfix/smtpd[7]: x"));
    assert_int_equal(source.time, INT64_C(1795171018) * 1000000);
}

static void want_time(const char *line, int64_t want) {
    struct source source;
    source_from_line(&source, text_of(line));
    if (source.time != want)
        fail_msg("%s: got %lld, want %lld", line, (long long)source.time, (long long)want);
}

static void the_time_of_a_head_is_in_microseconds_of_utc(void **state) {
    (void)state;
    const int64_t second = 1000000, then = INT64_C(1795171018) * second; /* 2026-11-20 10:36:58 UTC */
    want_time("2026-11-20T10:36:58Z mail sendmail[7]: x", then);
    want_time("2026-11-20T11:36:58+01:00 mail sendmail[7]: x", then);
    want_time("2026-11-20T05:06:58-0530 mail sendmail[7]: x", then);
    want_time("2026-11-20T10:36:58.123456Z mail sendmail[7]: x", then + 123456);
    want_time("2026-11-20T10:36:58.5Z mail sendmail[7]: x", then + 500000);
    want_time("2026-11-20T10:36:58.123456789Z mail sendmail[7]: x", then + 123456);
    want_time("<22>1 2026-11-20T10:36:58.25Z mail postfix/smtpd 7 - - x", then + 250000);
    want_time("2026-11-20 16:21:58 +0545 08 mail SMTP-IN:0000001B: x", then);
    want_time("2026-11-20 10:36:58 1tABCD-000123-4E <= a@example.org", then);
    want_time("2026:11:20-10:36:58 utm exim-in[7]: x", then);
    want_time("1 2026-11-20T10:36:58.25Z mail postfix/smtpd 7 - - x", then + 250000);
    want_time("sendmail[7]: x", 0);
}

/* RFC 3164 knows no year */
static void a_time_without_a_year_is_not_over_a_day_ahead(void **state) {
    (void)state;
    static const int DAYS[] = {0, -1, -100, -300};
    for (size_t i = 0; i < COUNT_OF(DAYS); i++) {
        char line[64];
        time_t then = time(NULL) + DAYS[i] * 86400;
        strftime(line, sizeof(line), "%b %e %H:%M:%S.75 mail sendmail[7]: x", gmtime(&then));
        want_time(line, (int64_t)then * 1000000 + 750000);
    }
}

int main(void) {
    setenv("TZ", "UTC", 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(head_of_line_is_split),
                                       cmocka_unit_test(tag_and_message_are_joined),
                                       cmocka_unit_test(a_head_inside_another_programs_text_needs_a_time),
                                       cmocka_unit_test(a_repeated_message_is_the_inner_one_with_its_count),
                                       cmocka_unit_test(the_last_of_two_times_counts),
                                       cmocka_unit_test(the_time_of_a_head_is_in_microseconds_of_utc),
                                       cmocka_unit_test(a_time_without_a_year_is_not_over_a_day_ahead)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
