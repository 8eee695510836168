/* SPDX-License-Identifier: Apache-2.0
 *
 * reject_test - why mail was refused, by the shipped table and the texts of receivers
 */
#include "config.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "meaning/phrases.h"
#include "meaning/reject.h"
#include "reply/reply.h"

static struct fields *fields;
static struct event *event;
static struct counters counters;
static struct reject_reasons *reasons;
static char error[512];

static int set_up(void **state) {
    (void)state;
    fields = fields_new();
    event = event_new(fields);
    memset(&counters, 0, sizeof(counters));
    reasons = reject_reasons_load(RULEBASES, NULL, fields, error, sizeof(error));
    if (reasons == NULL)
        fail_msg("%s", error);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    reject_reasons_free(reasons);
    event_free(event);
    fields_free(fields);
    return 0;
}

/* want NULL: no category */
static void want_category(const char *want, const char *of) {
    reject_classify(reasons, event, &counters);
    struct text got = event_get(event, FIELD_vendor_reject_category);
    if (want == NULL ? got.length > 0 : !text_is(got, text_of(want)))
        fail_msg("\"%s\": got %.*s, want %s", of, (int)got.length, got.length > 0 ? got.start : "",
                 want != NULL ? want : "none");
}

static void give_refusal(const char *text, enum reply_origin origin) {
    event_clear(event);
    event_set(event, FIELD_event_outcome, TEXT("failure"));
    if (reply_add(event, text_of(text), origin))
        return;
    event_set(event, FIELD_vendor_mail_response, text_of(text));
    reply_add_status(event, TEXT("5.0.0"));
}

static void every_category_has_five_samples_that_get_it(void **state) {
    (void)state;
    FILE *file = fopen(TESTDATA "/reject_samples", "r");
    assert_non_null(file);
    char line[2048];
    unsigned wrong = 0;
    while (fgets(line, sizeof(line), file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#')
            continue;
        char *text = strchr(line, '\t');
        assert_non_null(text);
        *text++ = '\0';
        give_refusal(text, REPLY_LOCAL);
        reject_classify(reasons, event, &counters);
        struct text got = event_get(event, FIELD_vendor_reject_category);
        if (!text_is(got, text_of(line))) {
            wrong++;
            printf("# got %.*s, want %s: %s\n", (int)got.length, got.length > 0 ? got.start : "", line, text);
        }
    }
    fclose(file);
    assert_int_equal(wrong, 0);
#define ENOUGH(name, meaning)                                                                                \
    if (counters.reject_##name < 5)                                                                          \
        fail_msg("got %d samples of " #name ", want 5", (int)counters.reject_##name);
    REJECT_CATEGORIES(ENOUGH)
#undef ENOUGH
}

static void only_refusals_are_classified(void **state) {
    (void)state;
    give_refusal("250 2.0.0 spam virus greylisted", REPLY_REMOTE);
    want_category(NULL, "250");
    event_clear(event);
    event_set(event, FIELD_vendor_mail_response, TEXT("greylisted"));
    want_category(NULL, "no code");
    event_set(event, FIELD_gim_event_type_code, TEXT("131000"));
    want_category("greylist", "the rule says so");
    event_clear(event);
    reply_add_status(event, TEXT("4.4.1"));
    event_set(event, FIELD_vendor_mail_response,
              TEXT("connect to mx.example.org[192.0.2.1]:25: Connection timed out"));
    want_category(NULL, "nobody refused");
    event_clear(event);
    event_set(event, FIELD_gim_event_type_code, TEXT("130500"));
    event_set(event, FIELD_vendor_ps_violation, TEXT("PREGREET"));
    want_category("protocol", "PREGREET");
}

static void a_content_filter_says_it_in_a_word(void **state) {
    (void)state;
    event_set(event, FIELD_gim_event_type_code, TEXT("131500"));
    event_set(event, FIELD_vendor_content_category, TEXT("INFECTED"));
    want_category(NULL, "kept back on purpose");
    event_set(event, FIELD_event_outcome, TEXT("failure"));
    want_category("virus", "INFECTED");
    assert_int_equal(counters.reject_virus, 1);
}

static void an_address_in_front_does_not_count(void **state) {
    (void)state;
    give_refusal("550 5.0.0 <virus.greylisted@spam.example.org>: mail system maintenance", REPLY_LOCAL);
    want_category("other", "address");
    give_refusal("550 5.0.0 <\"a> spam\"@example.org>... mail system maintenance", REPLY_LOCAL);
    want_category("other", "quoted address");
}

static void who_refused_and_with_what_code_is_counted(void **state) {
    (void)state;
    give_refusal("554 5.7.1 blocked using x", REPLY_LOCAL);
    want_category("rbl", "local");
    give_refusal("554 5.7.1 blocked using x", REPLY_REMOTE);
    want_category("rbl", "remote");
    give_refusal("499 blocked using x", REPLY_REMOTE);
    want_category("rbl", "remote");
    give_refusal("571 blocked using x", REPLY_REMOTE);
    want_category("rbl", "remote");
    event_unset(event, FIELD_event_outcome);
    want_category("rbl", "a mere warning");
    assert_int_equal(counters.reject_rbl, 1);
    assert_int_equal(counters.remote_reject_rbl, 3);
    assert_int_equal(counters.reply_554, 2);
    assert_int_equal(counters.reply_4yz, 1);
    assert_int_equal(counters.reply_5yz, 1);
    assert_int_equal(counters.reply_550, 0);
}

static void hostile_text_costs_little_and_breaks_nothing(void **state) {
    (void)state;
    static char text[100001];
    for (size_t i = 0; i + 1 < sizeof(text); i += 8)
        memcpy(text + i, "message ", 8);
    memcpy(text, "550 ", 4);
    for (int i = 0; i < 100; i++) {
        give_refusal(text, REPLY_REMOTE);
        want_category("other", "many words");
    }
    for (int i = 1; i < 256; i++) {
        char noise[64] = "550 ";
        memset(noise + 4, i, 50);
        give_refusal(noise, REPLY_REMOTE);
        want_category("other", "noise");
    }
}

/* ---- tables of the test's own ---- */

static char directory[] = "/tmp/reject_test_XXXXXX";

static void write_table(const char *in, const char *text) {
    char path[128];
    snprintf(path, sizeof(path), "%s/REJECT_REASONS", in);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk) {
    (void)status, (void)type, (void)walk;
    return remove(path);
}

static int set_up_directory(void **state) {
    strcpy(strrchr(directory, '_'), "_XXXXXX");
    return mkdtemp(directory) == NULL || set_up(state);
}

static int tear_down_directory(void **state) {
    return tear_down(state) | nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void load(const char *local, const char *table) {
    write_table(directory, table);
    reject_reasons_free(reasons);
    reasons = reject_reasons_load(directory, local, fields, error, sizeof(error));
}

static void the_first_row_that_fits_decides(void **state) {
    (void)state;
    load(NULL, "virus smtp_response_code=5* \"two words\"\n"
               "rbl \"two\"\n"
               "spf smtp_response_code=450\n"
               "dkim \"three\"\n");
    give_refusal("550 three two\twords", REPLY_LOCAL);
    want_category("virus", "row 1");
    give_refusal("450 two words", REPLY_LOCAL);
    want_category("rbl", "row 1 needs 5*");
    give_refusal("450 three", REPLY_LOCAL);
    want_category("spf", "a row without a phrase in front");
    give_refusal("550 three", REPLY_LOCAL);
    want_category("dkim", "row 4");
    give_refusal("550 four", REPLY_LOCAL);
    want_category(NULL, "no row");
}

static void own_rows_come_before_the_shipped_ones(void **state) {
    (void)state;
    char local[64];
    snprintf(local, sizeof(local), "%s/local", directory);
    mkdir(local, 0755);
    write_table(local, "policy \"blocked using\"\n");
    load(local, "rbl \"blocked using\"\n");
    give_refusal("550 blocked using x", REPLY_LOCAL);
    want_category("policy", "own");
}

static void want_error(const char *table, const char *want) {
    load(NULL, table);
    assert_null(reasons);
    if (strstr(error, want) == NULL)
        fail_msg("got \"%s\", want \"%s\"", error, want);
}

static void errors_name_file_and_line_and_the_fix(void **state) {
    (void)state;
    want_error("#\nspam \"x\"\n", "/REJECT_REASONS:2: \"spam\" is no category");
    want_error("rbl\n", "/REJECT_REASONS:1: want a category, conditions and a phrase");
    want_error("rbl phrase\n", "/REJECT_REASONS:1: \"phrase\": a condition is");
    want_error("rbl reply=5*\n", "/REJECT_REASONS:1: \"reply=5*\": there is no such field");
    want_error("rbl \"open\n", "/REJECT_REASONS:1: the phrase has no closing quote");
    want_error("rbl \"ab\"\n", "/REJECT_REASONS:1: a phrase begins with three or more");
    want_error("rbl \"*abc\"\n", "/REJECT_REASONS:1: a phrase begins with three or more");
}

static void want_found(const char *phrase, const char *text, bool want) {
    struct phrases *phrases = phrases_new();
    const char *fault;
    assert_true(phrases_add(phrases, TEXT("not there"), &fault));
    assert_true(phrases_add(phrases, text_of(phrase), &fault));
    int got = phrases_find(phrases, text_of(text), NULL, NULL);
    if (got != (want ? 1 : -1))
        fail_msg("\"%s\" in \"%s\": got %d, want it %s", phrase, text, got, want ? "found" : "not found");
    phrases_free(phrases);
}

static void phrases_are_whole_words(void **state) {
    (void)state;
    want_found("blocked using", "Client host BLOCKED  using x", true);
    want_found("blocked using", "xblocked using", false);
    want_found("blocked using", "blocked usingx", false);
    want_found("blocked using", "(blocked using)", true);
    want_found("blocked using", "blocked", false);
    want_found("blocked using", "blocked usin", false);
    want_found("greylist*", "you are greylisted", true);
    want_found("greylist*", "mygreylist", false);
    want_found("one*two", "one and two", true);
    want_found("one*two", "one and twofold", false);
    want_found("one*two", "one twofold and two", true);
    want_found("one*two", "two one", false);
    want_found("one*two*three", "one three two three", true);
    want_found("one*two*", "one twofold", true);
    want_found("bare <lf>*", "error: bare <LF> received", true);
    want_found("abc", "", false);
    want_found("abc", "ab", false);
    want_found("abc", "abc", true);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define TEST_OF_TABLE(name) cmocka_unit_test_setup_teardown(name, set_up_directory, tear_down_directory)
    const struct CMUnitTest tests[] = {
        TEST(every_category_has_five_samples_that_get_it),
        TEST(only_refusals_are_classified),
        TEST(a_content_filter_says_it_in_a_word),
        TEST(an_address_in_front_does_not_count),
        TEST(who_refused_and_with_what_code_is_counted),
        TEST(hostile_text_costs_little_and_breaks_nothing),
        TEST_OF_TABLE(the_first_row_that_fits_decides),
        TEST_OF_TABLE(own_rows_come_before_the_shipped_ones),
        TEST_OF_TABLE(errors_name_file_and_line_and_the_fix),
        cmocka_unit_test(phrases_are_whole_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
