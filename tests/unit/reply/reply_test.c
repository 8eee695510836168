/* SPDX-License-Identifier: Apache-2.0
 *
 * reply_test - SMTP replies in every shape that a line holds them in
 */
#include "config.h"

#include <stdio.h>

#include "common/array.h"
#include "event/event_fixture.h"
#include "reply/reply.h"
#include "reply/reply_codes.h"

/* want NULL: the field is absent */
static void want_field(enum field field, const char *want, const char *from) {
    struct text got = event_get(event, field);
    if (want == NULL ? got.length > 0 : !text_is(got, text_of(want)))
        fail_msg("%s of \"%s\": got \"%.*s\", want %s", fields_name(fields, field), from, (int)got.length,
                 got.length > 0 ? got.start : "", want != NULL ? want : "none");
}

static void want_reply(const char *from, const char *code, const char *class, const char *status,
                       const char *message) {
    event_clear(event);
    if (!reply_add(event, text_of(from), REPLY_REMOTE))
        fail_msg("\"%s\": got no reply, want one", from);
    want_field(FIELD_smtp_response_code, code, from);
    want_field(FIELD_smtp_response_enhanced_class_code, class, from);
    want_field(FIELD_smtp_response_enhanced_status_code, status, from);
    want_field(FIELD_vendor_smtp_response_message, message, from);
    want_field(FIELD_vendor_smtp_response_origin, "remote", from);
}

static void a_reply_has_a_basic_code_an_enhanced_code_and_a_text(void **state) {
    (void)state;
    want_reply("550 5.1.1 <x@example.org>: Recipient address rejected: User unknown", "550", "5", "1.1",
               "<x@example.org>: Recipient address rejected: User unknown");
    want_reply("250 2.0.0 Ok: queued as 92AA522740522", "250", "2", "0.0", "Ok: queued as 92AA522740522");
    want_reply("250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 92AA522740522", "250",
               "2", "0.0", "from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 92AA522740522");
    want_reply("451 4.7.500 Server busy. Please try again later", "451", "4", "7.500",
               "Server busy. Please try again later");
    want_reply("  550  5.7.1\tblocked \r\n", "550", "5", "7.1", "blocked");
}

static void either_code_and_the_text_may_be_missing(void **state) {
    (void)state;
    want_reply("550 no such user", "550", NULL, NULL, "no such user");
    want_reply("550", "550", NULL, NULL, NULL);
    want_reply("550 5.7.1", "550", "5", "7.1", NULL);
    want_reply("550-", "550", NULL, NULL, NULL);
    want_reply("5.7.1 Command rejected", NULL, "5", "7.1", "Command rejected");
    want_reply("4.7.1", NULL, "4", "7.1", NULL);
}

static void a_dashed_reply_of_one_line_is_like_any_other(void **state) {
    (void)state;
    want_reply("550-5.7.1 text", "550", "5", "7.1", "text");
    want_reply("550-text 551 more", "550", NULL, NULL, "text 551 more");
}

static void lines_of_a_reply_are_put_together_without_their_codes(void **state) {
    (void)state;
    want_reply(
        "550-5.7.1 [192.0.2.1] The IP you're using is not authorized to 550-5.7.1 send email directly. "
        "Learn more at 550 5.7.1  https://example.com/?p=NotAuthorizedError 5-1.1 - gsmtp",
        "550", "5", "7.1",
        "[192.0.2.1] The IP you're using is not authorized to send email directly. Learn more at "
        "https://example.com/?p=NotAuthorizedError 5-1.1 - gsmtp");
    want_reply("550-first\\n550-second\\n550 third", "550", NULL, NULL, "first second third");
    want_reply("550-5.7.1 first\\n550-5.7.1 second\\n550 5.7.1 third", "550", "5", "7.1",
               "first second third");
    want_reply("550-first 550-the 5500 second 550 third 550 stays", "550", NULL, NULL,
               "first the 5500 second third 550 stays");
    want_reply("250-one 250 two", "250", NULL, NULL, "one two");
    want_reply("550-5.7.1 550 5.7.1", "550", "5", "7.1", NULL);
}

static void the_same_code_within_the_words_stays(void **state) {
    (void)state;
    want_reply("550-5.7.1 limit 550 messages, 5500 bytes x550-5.7.1 y 550 5.7.10 z 550 5.7.1 end", "550", "5",
               "7.1", "limit 550 messages, 5500 bytes x550-5.7.1 y 550 5.7.10 z end");
    want_reply("550 5.7.1 limit 550-5.7.1 stays", "550", "5", "7.1", "limit 550-5.7.1 stays");
}

static void a_text_without_a_code_is_no_reply(void **state) {
    (void)state;
    static const char *const NO_REPLIES[] = {
        "",
        "delivered to mailbox",
        "unknown user: \"x\"",
        "5500 messages",
        "550text",
        "150 wait",
        "650 x",
        "55",
        "550.1 x",
        "3.0.0 x",
        "5.7 x",
        "5.7.1.3 is bad",
        "5.7.1234 x",
        "5.1234.1 x",
        "5..1 x",
        "5.7. x",
        "5.7.1: text",
        "550_5.7.1 x",
        "192.0.2.1",
        "-550 x",
        "x 550 5.7.1 y",
        "2.0",
        "5.",
        "5",
    };
    for (size_t i = 0; i < COUNT_OF(NO_REPLIES); i++) {
        event_clear(event);
        if (reply_add(event, text_of(NO_REPLIES[i]), REPLY_LOCAL))
            fail_msg("\"%s\": got a reply, want none", NO_REPLIES[i]);
        assert_int_equal(event_next(event, 0), FIELD_NONE);
    }
    assert_false(reply_add(event, (struct text){NULL, 0}, REPLY_LOCAL));
}

static void parsing_stays_within_the_text(void **state) {
    (void)state;
    static const char LINE[] = "550-5.7.1 one 550 5.7.1 two";
    for (size_t length = 0; length < sizeof(LINE); length++) {
        char *exact = malloc(length + 1); /* the sanitizer sees a read beyond it */
        memcpy(exact, LINE, length);
        event_clear(event);
        reply_add(event, (struct text){exact, length}, REPLY_LOCAL);
        free(exact);
    }
}

static void codes_carry_their_texts(void **state) {
    (void)state;
    reply_add(event, TEXT("550 5.7.1 Relay access denied"), REPLY_LOCAL);
    want_field(FIELD_smtp_response_code_description, "Mailbox unavailable", "550");
    want_field(FIELD_smtp_response_enhanced_class_code_description, "Permanent Failure", "5");
    want_field(FIELD_smtp_response_enhanced_subject_code, "7", "7");
    want_field(FIELD_smtp_response_enhanced_subject_code_description, "Security or Policy Status", "7");
    want_field(FIELD_smtp_response_enhanced_status_code_description,
               "Delivery not authorized, message refused", "7.1");
    want_field(FIELD_vendor_smtp_response_origin, "local", "550");
}

static void a_code_that_nobody_registered_has_no_text(void **state) {
    (void)state;
    want_reply("571 5.99.500 x", "571", "5", "99.500", "x");
    want_field(FIELD_smtp_response_code_description, NULL, "571");
    want_field(FIELD_smtp_response_enhanced_class_code_description, "Permanent Failure", "571");
    want_field(FIELD_smtp_response_enhanced_subject_code, "99", "571");
    want_field(FIELD_smtp_response_enhanced_subject_code_description, NULL, "571");
    want_field(FIELD_smtp_response_enhanced_status_code_description, NULL, "571");
    for (unsigned code = 0; code < 100000; code++)
        if (code < 200 || code > 599)
            assert_null(reply_code_text(code).start);
}

static void a_delivery_status_without_a_reply_gives_the_enhanced_code(void **state) {
    (void)state;
    assert_true(reply_add_status(event, TEXT("5.1.1")));
    want_field(FIELD_smtp_response_code, NULL, "5.1.1");
    want_field(FIELD_smtp_response_enhanced_class_code, "5", "5.1.1");
    want_field(FIELD_smtp_response_enhanced_status_code_description, "Bad destination mailbox address",
               "5.1.1");
    want_field(FIELD_vendor_smtp_response_origin, NULL, "5.1.1");
    event_clear(event);
    assert_false(reply_add_status(event, TEXT("5.1.1 x")));
    assert_false(reply_add_status(event, TEXT("550")));
    assert_int_equal(event_next(event, 0), FIELD_NONE);
}

/* tests/data/reply_codes: a code TAB its text, from the RFCs and IANA's registry */
static void every_registered_code_has_its_text(void **state) {
    (void)state;
    FILE *file = fopen(TESTDATA "/reply_codes", "r");
    assert_non_null(file);
    char line[256];
    unsigned rows = 0;
    while (fgets(line, sizeof(line), file) != NULL) {
        if (line[0] == '#')
            continue;
        line[strcspn(line, "\n")] = '\0';
        char *want = strchr(line, '\t');
        assert_non_null(want);
        *want++ = '\0';
        unsigned code, subject, detail;
        struct text got = {NULL, 0};
        if (sscanf(line, "X.%u.%u", &subject, &detail) == 2)
            got = reply_status_text(subject, detail);
        else if (sscanf(line, "X.%u", &subject) == 1)
            got = reply_subject_text(subject);
        else if (sscanf(line, "%u", &code) == 1)
            got = code < 10 ? reply_class_text(code) : reply_code_text(code);
        if (!text_is(got, text_of(want)))
            fail_msg("%s: got \"%.*s\", want \"%s\"", line, (int)got.length, got.start, want);
        rows++;
    }
    fclose(file);

    /* and nothing else has one */
    unsigned texts = 0;
    for (unsigned i = 0; i < 1000; i++) {
        texts += (reply_code_text(i).length > 0) + (reply_class_text(i).length > 0) +
                 (reply_subject_text(i).length > 0);
        for (unsigned detail = 0; detail < 1000; detail++)
            texts += reply_status_text(i, detail).length > 0;
    }
    assert_int_equal(texts, rows);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_reply_has_a_basic_code_an_enhanced_code_and_a_text),
        TEST(either_code_and_the_text_may_be_missing),
        TEST(a_dashed_reply_of_one_line_is_like_any_other),
        TEST(lines_of_a_reply_are_put_together_without_their_codes),
        TEST(the_same_code_within_the_words_stays),
        TEST(a_text_without_a_code_is_no_reply),
        TEST(parsing_stays_within_the_text),
        TEST(codes_carry_their_texts),
        TEST(a_code_that_nobody_registered_has_no_text),
        TEST(a_delivery_status_without_a_reply_gives_the_enhanced_code),
        TEST(every_registered_code_has_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
