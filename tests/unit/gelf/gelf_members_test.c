/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_members_test - members become what the same fields of a tree become
 */
#include "config.h"

#include "gelf/gelf_fixture.h"

/* what is after a member must not matter: each test is done without and with another one there */
#define TAIL "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
static const char *tail = "";

static int setup_with_tail(void **state) {
    tail = ",\"_tail\":\"" TAIL "\"";
    return setup(state);
}

static int teardown_tail(void **state) {
    tail = "";
    return teardown(state);
}

static void encode_text(struct text members, const char *tree) {
    struct gelf_message message = plain();
    char *exact = malloc(members.length + 1); /* its end is watched by valgrind and ASAN */
    memcpy(exact, members.start, members.length);
    message.members = (struct text){exact, members.length};
    encode(message, tree);
    free(exact);
}

static void encode_members(const char *members, const char *tree) {
    char text[12000];
    size_t length = (size_t)snprintf(text, sizeof(text), "%s%s", members, tail);
    encode_text((struct text){text, length}, tree);
    if (*tail != '\0')
        has_string("_tail", TAIL);
}

static void members_make_the_frame_of_a_tree(void **state) {
    (void)state;
    settings.event_uid = true;
    encode(plain(), *tail == '\0' ? "{\"from\":\"\\\"a\\\"@example.org\",\"size\":2522,\"score\":0.30}"
                                  : "{\"from\":\"\\\"a\\\"@example.org\",\"size\":2522,\"score\":0.30,"
                                    "\"tail\":\"" TAIL "\"}");
    char *of_tree = strdup(frame.data);
    encode_members(",\"_from\":\"\\\"a\\\"@example.org\",\"_size\":2522,\"_score\":0.30", NULL);
    assert_string_equal(frame.data, of_tree);
    assert_int_equal(repaired, 0);
    free(of_tree);
}

static void the_tree_adds_its_fields(void **state) {
    (void)state;
    encode_members(",\"_email_from\":\"a\"", "{\"code\":120200}");
    has_string("_email_from", "a");
    has_integer("_code", 120200);
    assert_int_equal(repaired, 0);
}

static void a_member_wins_over_the_tree(void **state) {
    (void)state;
    encode_members(",\"_code\":\"member\"", "{\"code\":\"tree\"}");
    has_string("_code", "member");
    repaired_only(GELF_REPAIR_NAME_DUPLICATE, 1);
}

static void a_static_field_wins_over_a_member_and_the_next_one_moves_up(void **state) {
    (void)state;
    assert_null(gelf_settings_add(&settings, TEXT("site"), TEXT("fra1")));
    encode_members(",\"_site\":\"else\",\"_next\":\"kept\",\"_site\":\"again\"", "{\"next\":\"tree\"}");
    has_string("_site", "fra1");
    has_string("_next", "kept");
    repaired_only(GELF_REPAIR_NAME_DUPLICATE, 3);
}

static void an_event_uid_among_the_members_is_kept(void **state) {
    (void)state;
    settings.event_uid = true;
    encode_members(",\"_event_uid\":\"mine\"", NULL);
    has_string("_event_uid", "mine");
}

static void names_and_values_are_repaired_as_in_a_tree(void **state) {
    (void)state;
    encode_members(",\"_id\":\"x\",\"_a b\":\"y\",\"_blank\":\"  \",\"__c\":\"z\",\"d\":\"1\"", NULL);
    has_string("_field_id", "x");
    has_string("_a_b", "y");
    has_string("_c", "z");
    has_string("_d", "1");
    has_no("_blank");
    assert_int_equal(repaired, 1u << GELF_REPAIR_NAME_RESERVED | 1u << GELF_REPAIR_NAME_CLEANED |
                                   1u << GELF_REPAIR_EMPTY_DROPPED);
}

/* Java's white space is blank for Graylog, escaped or not */
static void a_blank_value_is_left_out(void **state) {
    static const char *const blanks[] = {"", " ", "\\t", "\\u0000 ", "\xe2\x80\x83", "\xe3\x80\x80\\n"};
    (void)state;
    for (size_t i = 0; i < COUNT(blanks); i++) {
        char member[64];
        snprintf(member, sizeof(member), ",\"_a\":\"%s\"", blanks[i]);
        encode_members(member, NULL);
        has_no("_a");
        repaired_only(GELF_REPAIR_EMPTY_DROPPED, 1);
    }
    encode_members(",\"_a\":\"\\t.\",\"_b\":\"\xe3\x81\x82\",\"_c\":\"\\\\\"", NULL);
    has_string("_a", "\t.");
    has_string("_b", "\xe3\x81\x82");
    has_string("_c", "\\");
    assert_int_equal(repaired, 0);
}

static void no_more_than_1000_fields_are_sent(void **state) {
    (void)state;
    size_t length = 0;
    char *members = malloc(20 * (GELF_FIELDS_LIMIT + 10));
    for (int i = 0; i < GELF_FIELDS_LIMIT + 5; i++)
        length += (size_t)sprintf(members + length, ",\"_field%04d\":1", i);
    encode_text((struct text){members, length}, "{\"one_more\":1}");
    has_integer("_field0999", 1);
    has_no("_field1000");
    has_no("_one_more");
    assert_int_not_equal(repaired & 1u << GELF_REPAIR_FRAME_CUT, 0);
    free(members);
}

static void what_a_value_holds_begins_no_member(void **state) {
    (void)state;
    encode_members(",\"_helo\":\"\\\",\\\"_forged\\\":\\\"x\\\\\"", NULL);
    has_string("_helo", "\",\"_forged\":\"x\\");
    has_no("_forged");
    assert_int_equal(repaired, 0);
}

static void every_escape_and_every_length_of_utf8_is_read(void **state) {
    (void)state;
    encode_members(",\"_a\":\"x\\\"\\\\\\b\\f\\n\\r\\t\\u001f\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"", NULL);
    has_string("_a", "x\"\\\b\f\n\r\t\x1f\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
    assert_int_equal(repaired, 0);
}

/* a receiver's JSON reader would refuse the frame, or the field would become another */
static void a_value_of_another_form_is_repaired_or_left_out(void **state) {
    static const struct {
        const char *value, *want; /* NULL: nothing of the text is sent */
    } cases[] = {{"\"x\\u00e4\"", "x\xc3\xa4"},
                 {"\"x\\/y\"", "x/y"},
                 {"\"x\\ud83d\\ude00\"", "x\xf0\x9f\x98\x80"},
                 {"\"x\xff\"", "x\xef\xbf\xbd"},
                 {"\"x\xe2\x82\"", "x\xef\xbf\xbd"},
                 {"\"x\xed\xa0\x80\"", "x\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
                 {"true", "true"},
                 {"[\"p\",\"q\"]", "p, q"},
                 {"\"x\\q\"", NULL},
                 {"\"x", NULL},
                 {"x", NULL}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char member[80];
        snprintf(member, sizeof(member), ",\"_before\":1,\"_a\":%s", cases[i].value);
        encode_text(text_of(member), NULL);
        has_integer("_before", 1);
        if (cases[i].want != NULL)
            has_string("_a", cases[i].want);
        else
            repaired_only(GELF_REPAIR_MEMBERS_UNREADABLE, 1);
    }
}

static void a_number_keeps_its_kind_or_is_left_out(void **state) {
    (void)state;
    encode_members(",\"_a\":999999999999999999,\"_b\":-1,\"_c\":7.0,\"_d\":0,\"_e\":-0.50", NULL);
    has_integer("_a", 999999999999999999);
    has_integer("_b", -1);
    assert_true(json_object_is_type(get("_c"), json_type_double));
    has_integer("_d", 0);
    assert_non_null(strstr(frame.data, "\"_e\":-0.50"));
    assert_int_equal(repaired, 0);
    encode_members(",\"_a\":9223372036854775807,\"_b\":1e400", NULL);
    has_integer("_a", INT64_MAX);
    has_no("_b");
    repaired_only(GELF_REPAIR_NUMBER_DROPPED, 1);
}

static void no_text_breaks_the_frame(void **state) {
    static const char *const texts[] = {",",
                                        ",\"",
                                        ",\"_",
                                        ",\"_a",
                                        ",\"_a\"",
                                        ",\"_a\":",
                                        "x",
                                        "{\"a\":1}",
                                        "\"_a\":1",
                                        ",\"_a\":1}",
                                        ",\"_a\":01",
                                        ",\"_a\":-",
                                        ",\"_a\":1.",
                                        ",\"_a\":1,",
                                        ",\"_a\":1 x",
                                        ",\"_a\":+1",
                                        ",\"_a\": \"x",
                                        ",,",
                                        ",\"_\":1",
                                        ",\"_a\":\"x\"\"y\""};
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        encode_text(text_of(texts[i]), "{\"c\":\"z\"}"); /* fails where the frame is no JSON */
        has_string("_c", "z");
    }
}

/* NUL bytes end what fjson reads, and the text that is watched */
static void a_text_cut_anywhere_gives_whole_members_only(void **state) {
    static const char whole[] = ",\"_email_from\":\"a@example.org\",\"_email_size\":2522,\"_score\":0.30";
    (void)state;
    for (size_t length = 0; length < sizeof(whole); length++) {
        encode_text((struct text){whole, length}, NULL);
        if (length < sizeof(",\"_email_from\":\"a@example.org\"") - 1)
            has_no("_email_from");
        else
            has_string("_email_from", "a@example.org");
    }
}

static void a_value_over_the_limit_is_cut(void **state) {
    (void)state;
    char *member = malloc(GELF_VALUE_LIMIT + 100);
    size_t length = (size_t)sprintf(member, ",\"_a\":\"%0*d\"", GELF_VALUE_LIMIT + 1, 0);
    encode_text((struct text){member, length}, NULL);
    assert_int_equal(json_object_get_string_len(get("_a")), GELF_VALUE_LIMIT);
    repaired_only(GELF_REPAIR_VALUE_CUT, 1);
    free(member);
}

static void a_frame_at_its_limit_leaves_members_out_and_says_which(void **state) {
    char members[5000];
    (void)state;
    settings.frame_limit = GELF_FRAME_LIMIT_LOWEST;
    snprintf(members, sizeof(members), ",\"_long\":\"%04000d\",\"_short\":\"x\"", 0);
    encode_members(members, NULL);
    has_no("_long");
    has_string("_short", "x");
    has_string("_gelf_truncated", "long");
    repaired_only(GELF_REPAIR_FRAME_CUT, 1);
}

int main(void) {
#define ONCE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define T(name)                                                                                              \
    ONCE(name), {                                                                                            \
#name " before another member", name, setup_with_tail, teardown_tail, NULL                           \
    }
    const struct CMUnitTest tests[] = {
        T(members_make_the_frame_of_a_tree),
        T(the_tree_adds_its_fields),
        T(a_member_wins_over_the_tree),
        T(a_static_field_wins_over_a_member_and_the_next_one_moves_up),
        T(an_event_uid_among_the_members_is_kept),
        T(names_and_values_are_repaired_as_in_a_tree),
        T(a_blank_value_is_left_out),
        ONCE(no_more_than_1000_fields_are_sent),
        T(what_a_value_holds_begins_no_member),
        T(every_escape_and_every_length_of_utf8_is_read),
        ONCE(a_value_of_another_form_is_repaired_or_left_out),
        T(a_number_keeps_its_kind_or_is_left_out),
        ONCE(no_text_breaks_the_frame),
        ONCE(a_text_cut_anywhere_gives_whole_members_only),
        ONCE(a_value_over_the_limit_is_cut),
        T(a_frame_at_its_limit_leaves_members_out_and_says_which),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
