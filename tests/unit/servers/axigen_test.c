/* SPDX-License-Identifier: Apache-2.0
 *
 * axigen_test - Axigen's parsers keep to the server's grammar, whatever
 * they are given. What each line yields is in tests/samples/axigen.
 */
#include "config.h"

#include "common/array.h"
#include "event/event_fixture.h"
#include "servers/axigen/axigen.h"

static bool split(const char *parser, struct text text) {
    event_set(event, FIELD_service_name, TEXT("SMTP-IN"));
    return split_exactly(parser, text);
}

/* texts that the parsers accept: all of them, and none of their cut-off halves but
 * those that the server could have written as well */
static const struct {
    const char *parser, *text;
} WHOLE[] = {{"axigen_connect", "192.0.2.10:143] connection accepted from [198.51.100.10:50000]"},
             {"axigen_disconnect", "198.51.100.10:50000]"},
             {"axigen_proxy_update", "192.0.2.254' to '198.51.100.40'"},
             {"axigen_authorized", "alice@example.org] successfully authorized!"},
             {"axigen_logged_in", "alice@example.org' has logged in"},
             {"axigen_recipient", "bob@example.com> data version to 1"},
             {"axigen_to", "bob@example.com>"},
             {"axigen_delivered", "INBOX' of <bob@example.com> with id 6"},
             {"axigen_call_begin", "id=02396|GET api/v1/conversations|u=bob@example.com]"},
             {"axigen_call_end", "id=02396|GET api/v1/conversations|u=bob@example.com|code=200|time=7]"},
             {"axigen_new_mail",
              "1@example.org> received from mx.example.org (192.0.2.1) with envelope from "
              "<alice@example.org>, recipients=1 (bob@example.com), size=2210, enqueued with id A"}};

static void a_parser_accepts_its_text_and_no_half_of_it(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WHOLE); i++) {
        struct text text = text_of(WHOLE[i].text);
        if (!split(WHOLE[i].parser, text))
            fail_msg("%s refuses: %s", WHOLE[i].parser, WHOLE[i].text);
        for (size_t length = 0; length < text.length; length++)
            if (split(WHOLE[i].parser, text_slice(text, 0, length)))
                fail_msg("%s accepts: %.*s", WHOLE[i].parser, (int)length, text.start);
    }
}

/* each parser reads each parser's texts, and their halves: no parser may read beyond
 * the end, or take an address from what is none */
static void a_parser_survives_every_other_text(void **state) {
    (void)state;
    const struct parser *const *tables = server_find(TEXT("axigen"))->parsers;
    static const char *const MORE[] = {
        "a@b@b> issued from EHLO domain <x> connected from <192.0.2.1>: Pass (spfHeader = ''; spfExplanation "
        "= 'null')",
        "192.0.2.1:25, undefined:fatal:handshake failure",
        "OP_OK [192.0.2.1:25] <OP_FAIL>",
        " of type script filter from domain object <\"a> b\\\"\"@c> (@7) [M]: text",
        "GET /a?_h=1#;& HTTP/1.1 u=x code=200 time=5",
        "MAIL FROM:<\"a\\",
        "250-",
        "99999999999999999999 bytes and final dot read"};
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct parser *parser = tables[t]; parser->name != NULL; parser++) {
            for (size_t i = 0; i < COUNT_OF(WHOLE); i++)
                for (size_t length = 0; length <= strlen(WHOLE[i].text); length++)
                    split(parser->name, (struct text){WHOLE[i].text, length});
            for (size_t i = 0; i < COUNT_OF(MORE); i++)
                for (size_t length = 0; length <= strlen(MORE[i]); length++)
                    split(parser->name, (struct text){MORE[i], length});
        }
}

static void a_needle_that_stands_there_twice_is_not_found(void **state) {
    (void)state;
    assert_int_equal(text_find_only(TEXT("a> b"), TEXT("> ")), 1);
    assert_true(text_find_only(TEXT("a> b> c"), TEXT("> ")) == TEXT_NONE);
    assert_true(text_find_only(TEXT("a b"), TEXT("> ")) == TEXT_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_parser_accepts_its_text_and_no_half_of_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_parser_survives_every_other_text, set_up, tear_down),
        cmocka_unit_test(a_needle_that_stands_there_twice_is_not_found)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
