/* SPDX-License-Identifier: Apache-2.0
 *
 * A frame is judged by strict_json.h and read back by json-c, which share nothing with the encoder. Each test
 * is one fact of what Graylog does with a frame.
 */
#include "config.h"

#include "gelf/gelf_fixture.h"

/* ------------------------------------------------------------ the frame itself */

static void a_frame_is_gelf_1_1(void **state) {
    (void)state;
    encode(plain(), NULL);
    assert_string_equal(frame.data, "{\"version\":\"1.1\",\"host\":\"mx1.example.org\","
                                    "\"short_message\":\"connect from unknown[192.0.2.1]\","
                                    "\"timestamp\":1763640000.250000,\"level\":6}");
    assert_int_equal(repaired, 0);
}

static void frames_follow_each_other_in_one_buffer(void **state) {
    (void)state;
    struct gelf_message message = plain();
    gelf_settings_add(&settings, TEXT("dc"), TEXT("fra1"));
    gelf_encode(&frame, &settings, &message, repairs);
    size_t length = frame.length;
    gelf_encode(&frame, &settings, &message, repairs);
    assert_int_equal(frame.length, 2 * length);
    assert_memory_equal(frame.data, frame.data + length, length);
}

static void an_empty_tree_adds_nothing(void **state) {
    (void)state;
    encode(plain(), "{}");
    assert_int_equal(json_object_object_length(read_back), 5);
    assert_int_equal(repaired, 0);
}

static void a_tree_that_is_no_object_adds_nothing(void **state) {
    (void)state;
    encode(plain(), "[1]");
    assert_int_equal(json_object_object_length(read_back), 5);
}

static void a_blank_host_or_message_is_never_sent(void **state) {
    (void)state;
    const char *blanks[] = {"", " ", "\t\r\n \x01", "\xe2\x80\x83", "\xe3\x80\x80 \xe1\x9a\x80\xe2\x80\xa8"};
    for (size_t i = 0; i < COUNT(blanks); i++) {
        struct gelf_message message = plain();
        message.short_message = text_of(blanks[i]);
        encode(message, NULL);
        has_string("short_message", GELF_BLANK_MESSAGE);
        repaired_only(GELF_REPAIR_BLANK_MESSAGE, 1);
        message = plain();
        message.host = text_of(blanks[i]);
        encode(message, NULL);
        has_string("host", GELF_BLANK_HOST);
        repaired_only(GELF_REPAIR_BLANK_HOST, 1);
    }
    struct gelf_message message = plain();
    message.host = message.short_message = (struct text){NULL, 0};
    encode(message, NULL);
    has_string("host", GELF_BLANK_HOST);
    has_string("short_message", GELF_BLANK_MESSAGE);
}

static void a_no_break_space_is_not_blank(void **state) {
    (void)state;
    struct gelf_message message = plain();
    message.short_message = TEXT("\xc2\xa0");
    encode(message, NULL);
    has_string("short_message", "\xc2\xa0");
    message.short_message = TEXT("\xe2\x80\x87");
    encode(message, NULL);
    has_string("short_message", "\xe2\x80\x87");
    assert_int_equal(repaired, 0);
}

static void full_message_is_optional(void **state) {
    (void)state;
    struct gelf_message message = plain();
    message.full_message = TEXT("line 1\nline 2");
    encode(message, NULL);
    has_string("full_message", "line 1\nline 2");
    message.full_message = TEXT("  ");
    encode(message, NULL);
    has_no("full_message");
}

static void a_timestamp_keeps_its_microseconds(void **state) {
    (void)state;
    struct gelf_message message = plain();
    message.microseconds = 1;
    encode(message, NULL);
    assert_non_null(strstr(frame.data, "\"timestamp\":1763640000.000001,"));
    message.microseconds = 0;
    encode(message, NULL);
    has_integer("timestamp", 1763640000);
    message.seconds = 0;
    encode(message, NULL);
    has_no("timestamp");
    message.seconds = -5;
    encode(message, NULL);
    has_no("timestamp");
}

static void the_level_is_a_number_of_syslog(void **state) {
    (void)state;
    struct gelf_message message = plain();
    for (message.level = 0; message.level <= 7; message.level++) {
        encode(message, NULL);
        has_integer("level", message.level);
    }
    encode(message, NULL); /* 8 */
    has_no("level");
    message.level = -1;
    encode(message, NULL);
    has_no("level");
}

/* ------------------------------------------------------------ strings */

static void every_control_character_is_escaped(void **state) {
    (void)state;
    char text[130];
    for (int i = 0; i < 128; i++)
        text[i + 1] = (char)i;
    text[0] = 'x';
    text[129] = 'y';
    struct gelf_message message = plain();
    message.short_message = (struct text){text, sizeof(text)};
    encode(message, NULL);
    for (size_t i = 0; i < frame.length; i++)
        assert_true((unsigned char)frame.data[i] >= 0x20);
    assert_int_equal(json_object_get_string_len(get("short_message")), sizeof(text));
    assert_memory_equal(json_object_get_string(get("short_message")), text, sizeof(text));
    assert_int_equal(repaired, 0);
}

/* copies go 16 and 8 bytes at a time: a special character at each place of each length */
static void a_quote_is_found_wherever_it_stands(void **state) {
    (void)state;
    static const char specials[] = {'"', '\\', '\n', '\x1f', '\0'};
    for (size_t length = 1; length < 70; length++)
        for (size_t at = 0; at < length; at++)
            for (size_t i = 0; i < COUNT(specials); i++) {
                char text[70];
                memset(text, 'a', length);
                text[at] = specials[i];
                char *exact = malloc(length); /* for the address sanitizer */
                memcpy(exact, text, length);
                struct gelf_message message = plain();
                message.short_message = (struct text){exact, length};
                if (length == 1 && (unsigned char)specials[i] <= 0x20)
                    message.host = TEXT("x");
                encode(message, NULL);
                if (length > 1) {
                    assert_int_equal(json_object_get_string_len(get("short_message")), length);
                    assert_memory_equal(json_object_get_string(get("short_message")), text, length);
                }
                free(exact);
            }
}

static void invalid_utf8_becomes_the_replacement_character(void **state) {
    (void)state;
#define R "\xef\xbf\xbd"
    static const struct {
        const char *given, *want;
    } cases[] = {
        {"a\xff"
         "b",
         "a" R "b"},
        {"\x80\xbf", R R},
        {"\xc0\xaf", R R},             /* overlong */
        {"\xe0\x80\xaf", R R R},       /* overlong */
        {"\xed\xa0\x80", R R R},       /* surrogate */
        {"\xf4\x90\x80\x80", R R R R}, /* beyond U+10FFFF */
        {"\xf5", R},
        {"\xe2\x82", R}, /* maximal subpart: one character */
        {"\xe2\x82"
         "a",
         R "a"},
        {"\xf0\x9f\x98", R},
        {"\xf0\x9f\x98\xff", R R},
        {"x\xc3", "x" R},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct gelf_message message = plain();
        message.short_message = text_of(cases[i].given);
        encode(message, NULL);
        has_string("short_message", cases[i].want);
        repaired_only(GELF_REPAIR_INVALID_UTF8, 1);
    }
#undef R
}

static void valid_utf8_stays_as_it_is(void **state) {
    (void)state;
    const char *texts[] = {"\xc2\x80\xdf\xbf", "\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf",
                           "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
                           ("Gr\xc3\xbc\xc3\x9f"
                            "e an \xf0\x9f\x93\xa7 \xe4\xbd\xa0\xe5\xa5\xbd")};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct gelf_message message = plain();
        message.short_message = text_of(texts[i]);
        encode(message, NULL);
        has_string("short_message", texts[i]);
        assert_int_equal(repaired, 0);
    }
}

/* ------------------------------------------------------------ the frame's limit */

static void a_field_that_does_not_fit_is_named(void **state) {
    (void)state;
    settings.frame_limit = 4096;
    char *tree = malloc(10000);
    strcpy(tree, "{\"small\":\"x\",\"big\":\"");
    memset(tree + strlen(tree), 'b', 5000);
    strcpy(tree + 20 + 5000 - 1, "\",\"last\":\"y\"}");
    encode(plain(), tree);
    has_string("_small", "x");
    has_string("_last", "y");
    has_no("_big");
    has_string("_gelf_truncated", "big");
    repaired_only(GELF_REPAIR_FRAME_CUT, 1);
    free(tree);
}

static void long_messages_are_cut_and_named(void **state) {
    (void)state;
    settings.frame_limit = 8192;
    settings.event_uid = true;
    char *text = malloc(20001);
    for (size_t i = 0; i < 20000; i += 2)
        memcpy(text + i, "\xc3\xa4", 2);
    for (size_t skip = 0; skip < 3; skip++) {
        text[0] = text[1] = 'x';
        struct gelf_message message = plain();
        message.short_message = (struct text){text + skip % 2, 20000 - skip % 2};
        message.full_message = (struct text){text + 2, 19998};
        encode(message, skip == 2 ? "{\"a\":\"b\"}" : NULL);
        has_string("_gelf_truncated", "short_message,full_message");
        assert_true(json_object_get_string_len(get("short_message")) > 4000);
        assert_true(json_object_get_string_len(get("full_message")) > 3000);
        repaired_only(GELF_REPAIR_FRAME_CUT, 1);
    }
    free(text);
}

static void escapes_count_against_the_limit(void **state) {
    (void)state;
    settings.frame_limit = 4096;
    char text[3000];
    memset(text, '\x01', sizeof(text)); /* six bytes each */
    text[0] = 'x';
    struct gelf_message message = plain();
    message.short_message = message.full_message = (struct text){text, sizeof(text)};
    encode(message, NULL);
    has_string("_gelf_truncated", "short_message,full_message");
}

static void the_default_limit_is_graylogs(void **state) {
    (void)state;
    assert_int_equal(settings.frame_limit, 2097152);
    size_t length = 3 * 1024 * 1024;
    char *text = malloc(length);
    memset(text, 'z', length);
    struct gelf_message message = plain();
    message.full_message = (struct text){text, length};
    encode(message, NULL);
    assert_true(frame.length <= 2097152 && frame.length > 2097152 - 1024);
    free(text);
}

/* with any limit and any size of message a frame is valid JSON within its limit */
static void a_frame_never_exceeds_its_limit(void **state) {
    (void)state;
    char text[6000];
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = "ab\"\\\n\x01\xc3\xa4\xff"[i % 9];
    struct fjson_object *tree = fjson_object_new_object();
    for (int i = 0; i < 40; i++) {
        char name[60];
        snprintf(name, sizeof(name), "a-rather-long-name-of-a-field-%d", i);
        fjson_object_object_add(tree, name, fjson_object_new_string_len(text, i * 11));
    }
    settings.event_uid = true;
    settings.frame_limit = 4096;
    for (size_t length = 0; length < sizeof(text); length += 37) {
        struct gelf_message message = plain();
        message.fields = tree;
        message.host = (struct text){text, length / 3};
        message.short_message = (struct text){text, length};
        message.full_message = (struct text){text, sizeof(text) - length};
        encode(message, NULL);
        assert_non_null(get("_event_uid"));
    }
    fjson_object_put(tree);
}

/* ------------------------------------------------------------ settings */

static void static_fields_are_in_every_frame_and_win(void **state) {
    (void)state;
    assert_null(gelf_settings_add(&settings, TEXT("environment"), TEXT("pro\"duction")));
    assert_null(gelf_settings_add(&settings, TEXT("dc"), TEXT("fra1")));
    encode(plain(), "{\"dc\":\"ams2\",\"a\":\"b\"}");
    has_string("_environment", "pro\"duction");
    has_string("_dc", "fra1");
    has_string("_a", "b");
    repaired_only(GELF_REPAIR_NAME_DUPLICATE, 1);
}

static void bad_static_fields_are_refused(void **state) {
    (void)state;
    assert_non_null(strstr(gelf_settings_add(&settings, TEXT("a b"), TEXT("x")), "letters"));
    assert_non_null(strstr(gelf_settings_add(&settings, TEXT("a.b"), TEXT("x")), "letters"));
    assert_non_null(strstr(gelf_settings_add(&settings, TEXT(""), TEXT("x")), "characters"));
    assert_non_null(strstr(gelf_settings_add(&settings, TEXT("id"), TEXT("x")), "lost"));
    assert_non_null(strstr(gelf_settings_add(&settings, TEXT("gl2_x"), TEXT("x")), "lost"));
    assert_non_null(strstr(gelf_settings_add(&settings, TEXT("a"), TEXT(" ")), "blank"));
    assert_null(gelf_settings_add(&settings, TEXT("a"), TEXT("x")));
    assert_non_null(strstr(gelf_settings_add(&settings, TEXT("a"), TEXT("y")), "already"));
    encode(plain(), NULL);
    assert_int_equal(json_object_object_length(read_back), 6);
}

/* ------------------------------------------------------------ _event_uid */

static char uid[40];
static const char *uid_of(struct gelf_message message, const char *fields) {
    encode(message, fields);
    assert_int_equal(json_object_get_string_len(get("_event_uid")), 32);
    assert_int_equal(strspn(json_object_get_string(get("_event_uid")), "0123456789abcdef"), 32);
    strcpy(uid, json_object_get_string(get("_event_uid")));
    return uid;
}

static void the_same_message_has_the_same_uid_again(void **state) {
    (void)state;
    settings.event_uid = true;
    char first[40];
    strcpy(first, uid_of(plain(), "{\"a\":1,\"f\":0.10}"));
    assert_string_equal(uid_of(plain(), "{\"a\":1,\"f\":0.10}"), first);
    gelf_settings_add(&settings, TEXT("dc"), TEXT("fra1")); /* after a restart with another configuration */
    assert_string_equal(uid_of(plain(), "{\"a\":1,\"f\":0.10}"), first);
}

static void another_message_has_another_uid(void **state) {
    (void)state;
    settings.event_uid = true;
    char first[40];
    strcpy(first, uid_of(plain(), "{\"a\":1}"));
    struct gelf_message message = plain();
    message.identity = TEXT("1763640000.3");
    assert_string_not_equal(uid_of(message, "{\"a\":1}"), first);
    message = plain();
    message.microseconds++;
    assert_string_not_equal(uid_of(message, "{\"a\":1}"), first);
    message = plain();
    message.host = TEXT("mx2.example.org");
    assert_string_not_equal(uid_of(message, "{\"a\":1}"), first);
    message = plain();
    message.short_message = TEXT("connect from unknown[192.0.2.2]");
    assert_string_not_equal(uid_of(message, "{\"a\":1}"), first);
    message = plain();
    message.full_message = TEXT("x");
    assert_string_not_equal(uid_of(message, "{\"a\":1}"), first);
    assert_string_not_equal(uid_of(plain(), "{\"a\":2}"), first);
}

static void a_uid_in_the_tree_is_kept(void **state) {
    (void)state;
    settings.event_uid = true;
    encode(plain(), "{\"event_uid\":\"of its own\"}");
    has_string("_event_uid", "of its own");
    assert_int_equal(repaired, 0);
}

static void the_judge_takes_json_and_nothing_else(void **state) {
    (void)state;
    const char *wrong[] = {
        "", "{", "{}x", "{'a':1}", "{\"a\":1,}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":+1}", "{\"a\":\"\\x\"}",
        "{\"a\" 1}", "[1 2]", "[1", "{\"a\":\"b}", "{\"a\":\"\t\"}", "{\"a\":NaN}", "{\"a\":/**/1}",
        /* a byte of no character, an overlong form, a surrogate, more than U+10FFFF, a character cut off */
        "{\"a\":\"\x80\"}", "{\"a\":\"\xE0\x9F\xBF\"}", "{\"a\":\"\xED\xA0\x80\"}",
        "{\"a\":\"\xF4\x90\x80\x80\"}", "{\"a\":\"\xC3\"}"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (strict_json(wrong[i], strlen(wrong[i])) == NULL)
            fail_msg("taken: %s", wrong[i]);
    const char *right[] = {"{}", "[ 1 , -0.5e+3 ]",
                           "{\"\xC3\xA4\xED\x9F\xBF\xF4\x8F\xBF\xBF\":\"\\u00e4\\n\"}",
                           " {\"a\":{\"b\":[true,null]}} "};
    for (size_t i = 0; i < COUNT(right); i++)
        if (strict_json(right[i], strlen(right[i])) != NULL)
            fail_msg("refused: %s", right[i]);
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_frame_is_gelf_1_1),
        T(frames_follow_each_other_in_one_buffer),
        T(an_empty_tree_adds_nothing),
        T(a_tree_that_is_no_object_adds_nothing),
        T(a_blank_host_or_message_is_never_sent),
        T(a_no_break_space_is_not_blank),
        T(full_message_is_optional),
        T(a_timestamp_keeps_its_microseconds),
        T(the_level_is_a_number_of_syslog),
        T(every_control_character_is_escaped),
        T(a_quote_is_found_wherever_it_stands),
        T(invalid_utf8_becomes_the_replacement_character),
        T(valid_utf8_stays_as_it_is),
        T(a_field_that_does_not_fit_is_named),
        T(long_messages_are_cut_and_named),
        T(escapes_count_against_the_limit),
        T(the_default_limit_is_graylogs),
        T(a_frame_never_exceeds_its_limit),
        T(static_fields_are_in_every_frame_and_win),
        T(bad_static_fields_are_refused),
        T(the_same_message_has_the_same_uid_again),
        T(another_message_has_another_uid),
        T(a_uid_in_the_tree_is_kept),
        T(the_judge_takes_json_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
