/* SPDX-License-Identifier: Apache-2.0
 *
 * A frame is read back by json-c, a parser that shares nothing with the encoder. Each test is one fact of
 * what Graylog does with a frame.
 */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <json-c/json.h>
#define FJSON_NATIVE_API_ONLY
#include <libfastjson/json_object.h>
#include <libfastjson/json_tokener.h>

#include "gelf.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct gelf_settings settings;
static struct json_text frame;
static uint64_t repairs[GELF_REPAIRS];
static unsigned repaired;
static struct json_object *read_back; /* of the last frame */

/* a message that needs no repair */
static struct gelf_message plain(void) {
    return (struct gelf_message){.host = TEXT("mx1.example.org"),
                                 .short_message = TEXT("connect from unknown[192.0.2.1]"),
                                 .seconds = 1763640000,
                                 .microseconds = 250000,
                                 .level = 6};
}

static int setup(void **state) {
    (void)state;
    gelf_settings_init(&settings);
    settings.event_uid = false;
    memset(&frame, 0, sizeof(frame));
    return 0;
}

static int teardown(void **state) {
    (void)state;
    json_object_put(read_back);
    read_back = NULL;
    free(frame.data);
    gelf_settings_free(&settings);
    return 0;
}

/* the frame of a message whose tree is this JSON; NULL: no tree */
static void encode(struct gelf_message message, const char *fields) {
    struct fjson_object *tree = fields != NULL ? fjson_tokener_parse(fields) : message.fields;
    struct json_tokener *tokener = json_tokener_new();
    message.fields = tree;
    frame.length = 0;
    memset(repairs, 0, sizeof(repairs));
    repaired = gelf_encode(&frame, &settings, &message, repairs);
    assert_false(frame.failed);
    assert_int_equal(frame.data[frame.length], '\0');
    assert_int_equal(strlen(frame.data), frame.length);
    assert_true(frame.length <= settings.frame_limit);

    json_object_put(read_back);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    read_back = json_tokener_parse_ex(tokener, frame.data, (int)frame.length);
    if (json_tokener_get_error(tokener) != json_tokener_success || tokener->char_offset != (int)frame.length)
        fail_msg("not JSON: %s\n%s", json_tokener_error_desc(json_tokener_get_error(tokener)), frame.data);
    json_tokener_free(tokener);
    for (int kind = 0; kind < GELF_REPAIRS; kind++)
        assert_int_equal(repairs[kind] != 0, (repaired >> kind) & 1);
    if (fields != NULL)
        fjson_object_put(tree);
}

static struct json_object *get(const char *name) {
    struct json_object *value = NULL;
    return json_object_object_get_ex(read_back, name, &value) ? value : NULL;
}

static void has_string(const char *name, const char *want) {
    if (get(name) == NULL)
        fail_msg("no %s in %s", name, frame.data);
    assert_true(json_object_is_type(get(name), json_type_string));
    assert_string_equal(json_object_get_string(get(name)), want);
}

static void has_integer(const char *name, int64_t want) {
    if (get(name) == NULL)
        fail_msg("no %s in %s", name, frame.data);
    assert_true(json_object_is_type(get(name), json_type_int));
    assert_int_equal(json_object_get_int64(get(name)), want);
}

static void has_no(const char *name) {
    if (get(name) != NULL)
        fail_msg("%s is in %s", name, frame.data);
}

/* that kind of repair so often, and no other kind */
static void repaired_only(enum gelf_repair kind, uint64_t times) {
    if (repaired != 1u << kind || repairs[kind] != times)
        fail_msg("repairs: got mask %x, %llu times; want mask %x, %llu times, in %s", repaired,
                 (unsigned long long)repairs[kind], 1u << kind, (unsigned long long)times, frame.data);
}

/* ------------------------------------------------------------ the frame itself */

static void a_frame_is_gelf_1_1(void **state) {
    (void)state;
    encode(plain(), NULL);
    assert_string_equal(frame.data,
                        "{\"version\":\"1.1\",\"host\":\"mx1.example.org\","
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

/* ------------------------------------------------------------ fields: values */

static void fields_keep_their_type(void **state) {
    (void)state;
    encode(plain(), "{\"s\":\"text\",\"i\":2522,\"f\":0.5,\"t\":true,\"n\":false}");
    has_string("_s", "text");
    has_integer("_i", 2522);
    assert_true(json_object_is_type(get("_f"), json_type_double));
    assert_int_equal(repaired, 0);
}

static void booleans_are_sent_as_text(void **state) {
    (void)state;
    encode(plain(), "{\"t\":true,\"f\":false}");
    has_string("_t", "true");
    has_string("_f", "false");
}

static void integers_have_64_bits(void **state) {
    (void)state;
    encode(plain(), "{\"a\":9223372036854775807,\"b\":-9223372036854775808,\"c\":0,\"d\":-1}");
    has_integer("_a", INT64_MAX);
    has_integer("_b", INT64_MIN);
    has_integer("_c", 0);
    has_integer("_d", -1);
}

static void a_float_is_sent_with_the_text_it_came_with(void **state) {
    (void)state;
    encode(plain(), "{\"a\":0.30,\"b\":1e5,\"c\":-2.50E-3}");
    assert_non_null(strstr(frame.data, "\"_a\":0.30,"));
    assert_non_null(strstr(frame.data, "\"_b\":1e5,"));
    assert_non_null(strstr(frame.data, "\"_c\":-2.50E-3}"));
}

static void a_computed_float_never_looks_like_an_integer(void **state) {
    (void)state;
    const double values[] = {2, -3, 0, 1e15, 1e22, 3e38, 0.1, 5e-324, -0.0, 1234567.0};
    for (size_t i = 0; i < COUNT(values); i++) {
        struct fjson_object *tree = fjson_object_new_object();
        fjson_object_object_add(tree, "f", fjson_object_new_double(values[i]));
        struct gelf_message message = plain();
        message.fields = tree;
        encode(message, NULL);
        assert_true(json_object_is_type(get("_f"), json_type_double));
        assert_true(json_object_get_double(get("_f")) == values[i]);
        fjson_object_put(tree);
    }
}

/* OpenSearch refuses the whole document, for a fraction is a 32-bit float there */
static void numbers_beyond_the_index_are_left_out(void **state) {
    (void)state;
    struct fjson_object *tree = fjson_object_new_object();
    fjson_object_object_add(tree, "a", fjson_object_new_double_s(1e39, "1e39"));
    fjson_object_object_add(tree, "b", fjson_object_new_double(-1e300));
    fjson_object_object_add(tree, "c", fjson_object_new_double_s(3e38, "3e38"));
    struct gelf_message message = plain();
    message.fields = tree;
    encode(message, NULL);
    has_no("_a");
    has_no("_b");
    assert_true(json_object_get_double(get("_c")) == 3e38);
    repaired_only(GELF_REPAIR_NUMBER_DROPPED, 2);
    fjson_object_put(tree);
}

static void nan_and_infinity_are_left_out(void **state) {
    (void)state;
    struct fjson_object *tree = fjson_object_new_object();
    fjson_object_object_add(tree, "a", fjson_object_new_double(NAN));
    fjson_object_object_add(tree, "b", fjson_object_new_double(INFINITY));
    fjson_object_object_add(tree, "c", fjson_object_new_double_s(-INFINITY, "-1e999"));
    fjson_object_object_add(tree, "d", fjson_object_new_double_s(1.5, "1.5 or so"));
    struct gelf_message message = plain();
    message.fields = tree;
    encode(message, NULL);
    has_no("_a");
    has_no("_b");
    has_no("_c");
    assert_true(json_object_get_double(get("_d")) == 1.5);
    repaired_only(GELF_REPAIR_NUMBER_DROPPED, 3);
    fjson_object_put(tree);
}

static void fields_without_a_value_are_left_out(void **state) {
    (void)state;
    encode(plain(),
           "{\"a\":null,\"b\":\"\",\"c\":\" "
           "\\t\",\"d\":{},\"e\":[],\"f\":[null,\"\"],\"g\":\"\\u2003\",\"h\":\"x\"}");
    assert_int_equal(json_object_object_length(read_back), 6);
    has_string("_h", "x");
    repaired_only(GELF_REPAIR_EMPTY_DROPPED, 7);
}

static void nested_objects_become_one_name(void **state) {
    (void)state;
    encode(plain(), "{\"mail\":{\"from\":\"a@example.org\",\"size\":{\"bytes\":12}},\"x\":\"y\"}");
    has_string("_mail_from", "a@example.org");
    has_integer("_mail_size_bytes", 12);
    has_string("_x", "y");
    assert_int_equal(repaired, 0);
}

static void arrays_are_joined(void **state) {
    (void)state;
    encode(plain(),
           "{\"to\":[\"a@example.org\",\"b@example.org\"],\"n\":[1,2.50,true,null,\"\",[\"x\",\"y\"]],\"o\":["
           "{\"k\":\"v\"}]}");
    has_string("_to", "a@example.org, b@example.org");
    has_string("_n", "1, 2.50, true, x, y");
    struct json_object *object = json_tokener_parse(json_object_get_string(get("_o")));
    assert_string_equal(json_object_get_string(json_object_object_get(object, "k")), "v");
    json_object_put(object);
}

static void nesting_ends_as_json_text(void **state) {
    (void)state;
    char text[400] = "";
    for (int i = 0; i < 25; i++)
        strcat(text, "{\"a\":");
    strcat(text, "1");
    for (int i = 0; i < 25; i++)
        strcat(text, "}");
    encode(plain(), text);
    assert_int_equal(json_object_object_length(read_back), 6);
    assert_non_null(strstr(frame.data, "\"_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a_a\":\"{"));
}

static void a_value_is_cut_at_a_character_within_lucenes_longest_term(void **state) {
    (void)state;
    char *text = malloc(40000 + 32);
    for (size_t length = GELF_VALUE_LIMIT - 2; length <= GELF_VALUE_LIMIT + 2; length++) {
        struct fjson_object *tree = fjson_object_new_object();
        memset(text, 'a', length);
        fjson_object_object_add(tree, "v", fjson_object_new_string_len(text, (int)length));
        struct gelf_message message = plain();
        message.fields = tree;
        encode(message, NULL);
        size_t want = length < GELF_VALUE_LIMIT ? length : GELF_VALUE_LIMIT;
        assert_int_equal(json_object_get_string_len(get("_v")), want);
        assert_int_equal(repairs[GELF_REPAIR_VALUE_CUT], length > GELF_VALUE_LIMIT);
        fjson_object_put(tree);
    }
    for (size_t shift = 0; shift < 4; shift++) { /* four-byte characters across the limit */
        memset(text, 'a', shift);
        for (size_t i = shift; i < 40000; i += 4)
            memcpy(text + i, "\xf0\x9f\x93\xa7", 4);
        struct fjson_object *tree = fjson_object_new_object();
        fjson_object_object_add(tree, "v", fjson_object_new_string_len(text, (int)shift + 36000));
        struct gelf_message message = plain();
        message.fields = tree;
        encode(message, NULL); /* valid UTF-8, or it fails */
        size_t length = (size_t)json_object_get_string_len(get("_v"));
        assert_true(length <= GELF_VALUE_LIMIT && length > GELF_VALUE_LIMIT - 4);
        repaired_only(GELF_REPAIR_VALUE_CUT, 1);
        fjson_object_put(tree);
    }
    memset(text, '\xff', 20000); /* each byte becomes three */
    struct fjson_object *tree = fjson_object_new_object();
    fjson_object_object_add(tree, "v", fjson_object_new_string_len(text, 20000));
    struct gelf_message message = plain();
    message.fields = tree;
    encode(message, NULL);
    assert_int_equal(json_object_get_string_len(get("_v")), GELF_VALUE_LIMIT / 3 * 3);
    fjson_object_put(tree);
    free(text);
}

/* ------------------------------------------------------------ fields: names */

static void names_keep_to_graylogs_alphabet(void **state) {
    (void)state;
    encode(plain(),
           "{\"a b\":1,\"c:d/e\":2,\"\xc3\xa4\":3,\"\":4,\"a-b@c_D9\":5,\"q\\\"\\n\":6,\"C\xaa\":7}");
    has_integer("_a_b", 1);
    has_integer("_c_d_e", 2);
    has_integer("__", 3);
    has_integer("_field", 4);
    has_integer("_a-b@c_D9", 5);
    has_integer("_q__", 6);
    has_integer("_C_", 7);
    repaired_only(GELF_REPAIR_NAME_CLEANED, 6);
}

/* names are looked at 16 bytes at a time: each byte at the ends of names of each length */
static void a_strange_byte_is_found_wherever_it_stands_in_a_name(void **state) {
    (void)state;
    for (size_t length = 2; length < 40; length++)
        for (int byte = 1; byte < 256; byte++)
            for (int place = 0; place < 3; place++) {
                char name[42] = "_", given[41];
                memset(given, 'n', length);
                memset(name + 1, 'n', length);
                given[length] = name[length + 1] = '\0';
                size_t at = place == 0 ? 1 : place == 1 ? length / 2 : length - 1;
                given[at] = (char)byte;
                bool kept = byte < 128 && (strchr("_-@", byte) != NULL || (byte >= '0' && byte <= '9') ||
                                           (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z'));
                name[at + 1] = kept ? (char)byte : '_';
                struct fjson_object *tree = fjson_object_new_object();
                fjson_object_object_add(tree, given, fjson_object_new_int64(1));
                struct gelf_message message = plain();
                message.fields = tree;
                encode(message, NULL);
                has_integer(name, 1);
                assert_int_equal(repairs[GELF_REPAIR_NAME_CLEANED], kept ? 0 : 1);
                fjson_object_put(tree);
            }
}

static void a_dot_becomes_an_underscore_as_the_index_makes_it(void **state) {
    (void)state;
    encode(plain(), "{\"a.b\":1,\"a_b\":2}");
    has_integer("_a_b", 1);
    assert_int_equal(repairs[GELF_REPAIR_NAME_DUPLICATE], 1);
}

static void leading_underscores_are_graylogs(void **state) {
    (void)state;
    encode(plain(), "{\"_a\":1,\"__b\":2,\"___\":3}");
    has_integer("_a", 1);
    has_integer("_b", 2);
    has_integer("_field", 3);
}

static void names_of_another_meaning_are_renamed(void **state) {
    (void)state;
    const char *names[] = {
        "id",      "message",       "source",       "timestamp",      "level",         "host", "version",
        "streams", "short_message", "full_message", "gelf_truncated", "gl2_remote_ip", "_id",  "__id"};
    for (size_t i = 0; i < COUNT(names); i++) {
        char tree[100], name[100];
        snprintf(tree, sizeof(tree), "{\"%s\":\"x\"}", names[i]);
        snprintf(name, sizeof(name), "_field_%s", names[i] + strspn(names[i], "_"));
        encode(plain(), tree);
        has_string(name, "x");
        repaired_only(GELF_REPAIR_NAME_RESERVED, 1);
    }
    encode(plain(), "{\"gl2\":{\"source_input\":\"x\"}}");
    has_string("_field_gl2_source_input", "x");
    encode(plain(), "{\"message_id\":\"x\",\"ids\":\"y\",\"Source\":\"z\"}");
    assert_int_equal(repaired, 0);
}

static void the_first_of_two_equal_names_stays(void **state) {
    (void)state;
    encode(plain(), "{\"a_b\":\"first\",\"a\":{\"b\":\"second\"},\"a b\":\"third\",\"c\":\"x\"}");
    has_string("_a_b", "first");
    has_string("_c", "x");
    assert_int_equal(repairs[GELF_REPAIR_NAME_DUPLICATE], 2);
    const char *at = strstr(frame.data, "_a_b");
    assert_null(strstr(at + 1, "_a_b"));
}

static void a_name_is_free_again_when_its_field_had_no_value(void **state) {
    (void)state;
    encode(plain(), "{\"a_b\":null,\"a\":{\"b\":\"x\"}}");
    has_string("_a_b", "x");
    assert_int_equal(repairs[GELF_REPAIR_NAME_DUPLICATE], 0);
}

static void a_long_name_is_cut(void **state) {
    (void)state;
    char tree[700] = "{\"";
    memset(tree + 2, 'n', 300);
    strcpy(tree + 302, "\":{\"x\":1},\"gl2_");
    memset(tree + strlen(tree), 'm', 300);
    strcat(tree, "\":2}");
    encode(plain(), tree);
    assert_int_equal(json_object_object_length(read_back), 7);
    json_object_object_foreach(read_back, key, value) {
        (void)value;
        assert_true(strlen(key) <= GELF_NAME_LIMIT + 1);
    }
    assert_true(repairs[GELF_REPAIR_NAME_CLEANED] >= 2);
}

static void no_more_than_1000_fields_are_sent(void **state) {
    (void)state;
    struct fjson_object *tree = fjson_object_new_object();
    for (int i = 0; i < 1200; i++) {
        char name[40];
        snprintf(name, sizeof(name), "field-number-%d", i);
        fjson_object_object_add(tree, name, fjson_object_new_int64(i));
    }
    struct gelf_message message = plain();
    message.fields = tree;
    encode(message, NULL);
    assert_int_equal(json_object_object_length(read_back), 5 + GELF_FIELDS_LIMIT + 1);
    has_integer("_field-number-999", 999);
    has_no("_field-number-1000");
    assert_non_null(strstr(json_object_get_string(get("_gelf_truncated")), "field-number-1000,"));
    repaired_only(GELF_REPAIR_FRAME_CUT, 1);
    fjson_object_put(tree);
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
        T(fields_keep_their_type),
        T(booleans_are_sent_as_text),
        T(integers_have_64_bits),
        T(a_float_is_sent_with_the_text_it_came_with),
        T(a_computed_float_never_looks_like_an_integer),
        T(nan_and_infinity_are_left_out),
        T(numbers_beyond_the_index_are_left_out),
        T(fields_without_a_value_are_left_out),
        T(nested_objects_become_one_name),
        T(arrays_are_joined),
        T(nesting_ends_as_json_text),
        T(a_value_is_cut_at_a_character_within_lucenes_longest_term),
        T(names_keep_to_graylogs_alphabet),
        T(a_strange_byte_is_found_wherever_it_stands_in_a_name),
        T(a_dot_becomes_an_underscore_as_the_index_makes_it),
        T(leading_underscores_are_graylogs),
        T(names_of_another_meaning_are_renamed),
        T(the_first_of_two_equal_names_stays),
        T(a_name_is_free_again_when_its_field_had_no_value),
        T(a_long_name_is_cut),
        T(no_more_than_1000_fields_are_sent),
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
