/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_fields_test - additional fields: their values and their names
 */
#include "config.h"

#include "gelf/gelf_fixture.h"

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
    encode(plain(), "{\"a\":null,\"b\":\"\",\"c\":\" "
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

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
