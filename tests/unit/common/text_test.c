/* SPDX-License-Identifier: Apache-2.0
 *
 * text_test - finding in texts: the same as looking at each place, and nothing beyond the
 * text is read (sanitizers and valgrind would see it)
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/text.h"

static size_t first_of_all_places(struct text t, struct text needle) {
    for (size_t at = 0; at + needle.length <= t.length; at++)
        if (memcmp(t.start + at, needle.start, needle.length) == 0)
            return at;
    return TEXT_NONE;
}

static size_t last_of_all_places(struct text t, struct text needle) {
    for (size_t places = t.length >= needle.length ? t.length - needle.length + 1 : 0; places > 0; places--)
        if (memcmp(t.start + places - 1, needle.start, needle.length) == 0)
            return places - 1;
    return TEXT_NONE;
}

/* texts of few letters, so that much fits nearly */
static void a_needle_is_found_at_its_first_and_last_place(void **state) {
    (void)state;
    srand(1);
    for (int i = 0; i < 200000; i++) {
        size_t length = (size_t)rand() % 70, needle_length = 1 + (size_t)rand() % 6;
        int letters = 2 + rand() % 3;
        char needle[6], *memory = malloc(length > 0 ? length : 1);
        assert_non_null(memory);
        for (size_t j = 0; j < length; j++)
            memory[j] = (char)('a' + rand() % letters);
        for (size_t j = 0; j < needle_length; j++)
            needle[j] = (char)('a' + rand() % letters);
        struct text t = {memory, length}, wanted = {needle, needle_length};
        assert_int_equal(text_find(t, wanted), first_of_all_places(t, wanted));
        assert_int_equal(text_find_last(t, wanted), last_of_all_places(t, wanted));
        free(memory);
    }
}

static void nothing_is_found_in_nothing(void **state) {
    (void)state;
    assert_true(text_find((struct text){NULL, 0}, TEXT("a")) == TEXT_NONE);
    assert_true(text_find_last((struct text){NULL, 0}, TEXT("a")) == TEXT_NONE);
    assert_true(text_find(TEXT("a"), TEXT("")) == TEXT_NONE);
    assert_int_equal(0, text_span((struct text){NULL, 0}, "abc"));
}

static void a_set_has_its_characters_and_no_others(void **state) {
    (void)state;
    for (int c = -128; c < 128; c++) {
        char byte = (char)c;
        bool member = c != 0 && strchr("09azAZ-_\xC3\xFF", c) != NULL;
        assert_int_equal(member, char_is_in(byte, "09azAZ-_\xC3\xFF"));
        assert_int_equal(member, text_span((struct text){&byte, 1}, "09azAZ-_\xC3\xFF"));
    }
    assert_int_equal(4, text_span(TEXT("a09z.a"), "09az"));
}

static void texts_that_begin_alike_are_told_apart(void **state) {
    (void)state;
    assert_true(text_is(TEXT("mail"), TEXT("mail")));
    assert_false(text_is(TEXT("mail"), TEXT("main")));
    assert_false(text_is(TEXT("mail"), TEXT("hail")));
    assert_true(text_is((struct text){NULL, 0}, TEXT("")));
    assert_true(text_starts(TEXT("mail"), TEXT("")));
    assert_true(text_starts(TEXT("mail"), TEXT("mai")));
    assert_false(text_starts(TEXT("mail"), TEXT("mails")));
    assert_false(text_starts(TEXT("mail"), TEXT("man")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_needle_is_found_at_its_first_and_last_place),
        cmocka_unit_test(nothing_is_found_in_nothing),
        cmocka_unit_test(a_set_has_its_characters_and_no_others),
        cmocka_unit_test(texts_that_begin_alike_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
