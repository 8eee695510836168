/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_packed_test - packed fields become what the same fields of a tree become
 */
#include "config.h"

#include "gelf/gelf_fixture.h"

/* The encoder reads 16 bytes at a time, so the last fields of a text go another way: each test is
 * done without and with a field behind the others. */
#define TAIL "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
static const char *tail = "";

static int setup_with_tail(void **state) {
    tail = "s040032tail" TAIL;
    return setup(state);
}

static int teardown_tail(void **state) {
    tail = "";
    return teardown(state);
}

static void encode_packed(const char *packed, const char *tree) {
    char text[6000];
    struct gelf_message message = plain();
    message.packed = (struct text){text, (size_t)snprintf(text, sizeof(text), "%s%s", packed, tail)};
    char *exact = malloc(message.packed.length + 1); /* its end is watched by valgrind and ASAN */
    message.packed.start = memcpy(exact, text, message.packed.length);
    encode(message, tree);
    if (*tail != '\0')
        has_string("_tail", TAIL);
    free(exact);
}

static void packed_fields_make_the_frame_of_a_tree(void **state) {
    (void)state;
    settings.event_uid = true;
    encode(
        plain(),
        *tail == '\0'
            ? "{\"email_from\":\"\\\"a\\\"@example.org\",\"email_size\":2522,\"score\":0.30}"
            : "{\"email_from\":\"\\\"a\\\"@example.org\",\"email_size\":2522,\"score\":0.30,\"tail\":\"" TAIL
              "\"}");
    char *of_tree = strdup(frame.data);
    encode_packed("s100015email_from\"a\"@example.orgi100004email_size2522f050004score0.30", NULL);
    assert_string_equal(frame.data, of_tree);
    assert_int_equal(repaired, 0);
    free(of_tree);
}

static void the_tree_adds_its_fields(void **state) {
    (void)state;
    encode_packed("s100001email_froma", "{\"code\":120200}");
    has_string("_email_from", "a");
    has_integer("_code", 120200);
    assert_int_equal(repaired, 0);
}

static void a_packed_field_wins_over_the_tree(void **state) {
    (void)state;
    encode_packed("s040006codepacked", "{\"code\":\"tree\"}");
    has_string("_code", "packed");
    repaired_only(GELF_REPAIR_NAME_DUPLICATE, 1);
}

static void a_static_field_wins_over_a_packed_one(void **state) {
    (void)state;
    assert_null(gelf_settings_add(&settings, TEXT("site"), TEXT("fra1")));
    encode_packed("s040004siteelse", NULL);
    has_string("_site", "fra1");
    repaired_only(GELF_REPAIR_NAME_DUPLICATE, 1);
}

static void a_packed_event_uid_is_kept(void **state) {
    (void)state;
    settings.event_uid = true;
    encode_packed("s090004event_uidmine", NULL);
    has_string("_event_uid", "mine");
}

static void names_and_values_are_repaired_as_in_a_tree(void **state) {
    (void)state;
    encode_packed("s020001idxs030001a bys050002blank  ", NULL);
    has_string("_field_id", "x");
    has_string("_a_b", "y");
    has_no("_blank");
    assert_int_equal(repaired, 1u << GELF_REPAIR_NAME_RESERVED | 1u << GELF_REPAIR_NAME_CLEANED |
                                   1u << GELF_REPAIR_EMPTY_DROPPED);
}

static void a_name_loses_its_underscores_and_one_of_nothing_else_gets_a_name(void **state) {
    (void)state;
    encode_packed("s020001_axs000001ys010000z", NULL);
    has_string("_a", "x");
    has_no("__a");
    has_string("_field", "y");
    has_no("_z");
    assert_int_equal(repaired, 1u << GELF_REPAIR_NAME_CLEANED | 1u << GELF_REPAIR_EMPTY_DROPPED);
}

static void no_more_than_1000_fields_are_sent(void **state) {
    (void)state;
    size_t length = 0;
    char *packed = malloc(20 * (GELF_FIELDS_LIMIT + 10));
    for (int i = 0; i < GELF_FIELDS_LIMIT + 5; i++)
        length += (size_t)sprintf(packed + length, "i090001field%04d1", i);
    struct gelf_message message = plain();
    message.packed = (struct text){packed, length};
    encode(message, "{\"one_more\":1}");
    has_integer("_field0999", 1);
    has_no("_field1000");
    has_no("_one_more");
    assert_int_not_equal(repaired & 1u << GELF_REPAIR_FRAME_CUT, 0);
    free(packed);
}

static void what_stands_in_a_value_begins_no_field(void **state) {
    (void)state;
    encode_packed("s040028helo\",\"_forged\":\"s040001morex\"}{", NULL);
    has_string("_helo", "\",\"_forged\":\"s040001morex\"}{");
    has_no("_forged");
    has_no("_more");
}

static void numbers_that_json_or_the_index_cannot_hold_are_left_out(void **state) {
    static const char *const packed[] = {
        "i010002a01",      "i010000a",
        "i010003a0.5",     "i010003a1e5",
        "i010001ax",       "i010019a9223372036854775808",
        "f010003a1e5",     "f010003anan",
        "f010002a1.",      "f010040a1000000000000000000000000000000000000000",
        "i010005a1,\"b\"", "i010002a+1"};
    (void)state;
    for (size_t i = 0; i < COUNT(packed); i++) {
        encode_packed(packed[i], NULL);
        has_no("_a");
        repaired_only(GELF_REPAIR_NUMBER_DROPPED, 1);
    }
    encode_packed("i010019a9223372036854775807i010020b-9223372036854775808f010001c7", NULL);
    has_integer("_a", INT64_MAX);
    has_integer("_b", INT64_MIN);
    assert_true(json_object_is_type(get("_c"), json_type_double));
}

static void what_comes_before_an_unreadable_place_is_sent(void **state) {
    (void)state;
    encode_packed("s010001axs010009by", "{\"c\":\"z\"}");
    has_string("_a", "x");
    has_no("_b");
    has_string("_c", "z");
    repaired_only(GELF_REPAIR_PACKED_UNREADABLE, 1);
}

static void a_frame_at_its_limit_leaves_packed_fields_out_and_says_which(void **state) {
    char packed[5000];
    (void)state;
    settings.frame_limit = GELF_FRAME_LIMIT_LOWEST;
    int length = snprintf(packed, sizeof(packed), "s044000long%04000ds050001shortx", 0);
    packed[length] = '\0';
    encode_packed(packed, NULL);
    has_no("_long");
    has_string("_short", "x");
    has_string("_gelf_truncated", "long");
    repaired_only(GELF_REPAIR_FRAME_CUT, 1);
}

int main(void) {
#define ONCE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define T(name)                                                                                              \
    ONCE(name), {                                                                                            \
#name " before other fields", name, setup_with_tail, teardown_tail, NULL                             \
    }
    const struct CMUnitTest tests[] = {
        T(packed_fields_make_the_frame_of_a_tree),
        T(the_tree_adds_its_fields),
        T(a_packed_field_wins_over_the_tree),
        T(a_static_field_wins_over_a_packed_one),
        T(a_packed_event_uid_is_kept),
        T(names_and_values_are_repaired_as_in_a_tree),
        T(a_name_loses_its_underscores_and_one_of_nothing_else_gets_a_name),
        ONCE(no_more_than_1000_fields_are_sent),
        T(what_stands_in_a_value_begins_no_field),
        T(numbers_that_json_or_the_index_cannot_hold_are_left_out),
        ONCE(what_comes_before_an_unreadable_place_is_sent),
        T(a_frame_at_its_limit_leaves_packed_fields_out_and_says_which),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
