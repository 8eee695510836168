/* SPDX-License-Identifier: Apache-2.0
 *
 * common_test - the parsers for rules of an administrator's own
 */
#include "config.h"

#include "common/array.h"
#include "event/event_fixture.h"

static bool take(const char *parser, const char *text) {
    event_clear(event);
    return server_parser(server_find(TEXT("")), text_of(parser))->parse(event, text_of(text));
}

static void want(const char *text, enum field field, const char *value) {
    struct text got = event_get(event, field);
    if (!text_is(got, text_of(value)))
        fail_msg("%s: %s: got \"%.*s\", want \"%s\"", text, fields_name(fields, field), (int)got.length,
                 got.length > 0 ? got.start : "", value);
}

static void an_endpoint_has_a_name_or_an_address_or_both(void **state) {
    (void)state;
    static const struct {
        const char *text, *name, *address, *port;
    } FORMS[] = {
        {"mx.example.org[192.0.2.1]:51222", "mx.example.org", "192.0.2.1", "51222"},
        {"mx.example.org[192.0.2.1]", "mx.example.org", "192.0.2.1", ""},
        {"[2001:db8::1]:25", "", "2001:db8::1", "25"},
        {"192.0.2.1", "", "192.0.2.1", ""},
        {"192.0.2.1:25", "", "192.0.2.1", "25"},
        {"2001:db8::1", "", "2001:db8::1", ""},
        {"mx.example.org", "mx.example.org", "", ""},
        {"mx.example.org:25", "mx.example.org", "", "25"},
    };
    for (size_t i = 0; i < COUNT_OF(FORMS); i++) {
        const char *text = FORMS[i].text;
        if (!take("common_client", text))
            fail_msg("refused: %s", text);
        want(text, FIELD_source_hostname, FORMS[i].name);
        want(text, FIELD_source_ip, FORMS[i].address);
        want(text, FIELD_source_port, FORMS[i].port);
        assert_true(take("common_server", text));
        want(text, FIELD_destination_hostname, FORMS[i].name);
        want(text, FIELD_destination_ip, FORMS[i].address);
        want(text, FIELD_destination_port, FORMS[i].port);
    }
    static const char *const OTHERS[] = {
        "",           "[]",        "[192.0.2.1",       "x[192.0.2.1]y",
        "x[192.0.2]", "a b",       "192.0.2.1:",       "192.0.2.1:123456",
        "x:y",        "x[::1]:2x", "<b>[192.0.2.1]:1", "[192.0.2.1][192.0.2.2]"};
    for (size_t i = 0; i < COUNT_OF(OTHERS); i++)
        if (take("common_client", OTHERS[i]))
            fail_msg("taken: %s", OTHERS[i]);
}

static void addresses_may_be_quoted(void **state) {
    (void)state;
    static const struct {
        const char *text, *value;
    } LISTS[] = {
        {"bob@example.com", "bob@example.com"},
        {"<bob@example.com>,carol@example.net", "bob@example.com, carol@example.net"},
        {"<bob@example.com>, <carol@example.net>", "bob@example.com, carol@example.net"},
        {"\"carol, the\"@example.org,bob@example.com", "\"carol, the\"@example.org, bob@example.com"},
        {"<\"a> b\"@example.org>", "\"a> b\"@example.org"},
        {"\"a\\\",b\"@example.org", "\"a\\\",b\"@example.org"},
    };
    for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
        if (!take("common_recipients", LISTS[i].text))
            fail_msg("refused: %s", LISTS[i].text);
        want(LISTS[i].text, FIELD_email_to, LISTS[i].value);
    }
    static const char *const OTHERS[] = {"", ",", "a@b,", "<a@b", "<a@b>c", "\"a@b", "\"a\\", "<a@b><c@d>"};
    for (size_t i = 0; i < COUNT_OF(OTHERS); i++)
        if (take("common_recipients", OTHERS[i]))
            fail_msg("taken: %s", OTHERS[i]);
}

static void a_sender_is_one_address_or_none(void **state) {
    (void)state;
    assert_true(take("common_sender", "<>"));
    want("<>", FIELD_email_from, "");
    assert_true(take("common_sender", "alice@example.org"));
    want("alice", FIELD_email_from, "alice@example.org");
    assert_false(take("common_sender", "alice@example.org,bob@example.com"));
    assert_false(take("common_sender", "<alice@example.org> x"));
}

static void other_texts_are_refused(void **state) {
    (void)state;
    assert_true(take("common_message_id", "1@example.org"));
    want("id", FIELD_email_message_id, "1@example.org");
    assert_false(take("common_message_id", "<>"));
    assert_false(take("common_queue_id", "44DB6 AA49A6"));
    assert_true(take("common_remote_reply", "550-5.1.1 no\\n550 5.1.1 user"));
    want("reply", FIELD_vendor_smtp_response_message, "no user");
    assert_false(take("common_remote_reply", "no user"));
    assert_true(take("common_local_reply", "450 4.7.1 later"));
    want("reply", FIELD_vendor_smtp_response_origin, "local");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_endpoint_has_a_name_or_an_address_or_both, set_up, tear_down),
        cmocka_unit_test_setup_teardown(addresses_may_be_quoted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_sender_is_one_address_or_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_texts_are_refused, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
