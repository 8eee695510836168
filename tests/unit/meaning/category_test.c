/* SPDX-License-Identifier: Apache-2.0
 *
 * category_test - GIM codes and outcomes by a table
 */
#include "config.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "meaning/category.h"
#include "meaning/gim.h"
#include "engine/mailnorm.h"
#include "meaning/references.h"

static char directory[] = "/tmp/category_test_XXXXXX", local[64];
static struct rulebase *rulebase;
static struct event *event;
static struct categories *categories;
static char error[512];

static void write_file(const char *in, const char *name, const char *text) {
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", in, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int set_up(void **state) {
    (void)state;
    strcpy(strrchr(directory, '_'), "_XXXXXX");
    assert_non_null(mkdtemp(directory));
    snprintf(local, sizeof(local), "%s/local", directory);
    mkdir(local, 0755);
    char product[64];
    snprintf(product, sizeof(product), "%s/postfix", directory);
    mkdir(product, 0755);
    write_file(directory, "PROGRAMS", "*/smtp postfix/smtp\n");
    write_file(product, "smtp.rb",
               "version=2\n"
               "rule=postfix.delivery.status:status=%vendor_status:word%\n"
               "rule=postfix.delivery.said:said %vendor_status:word%\n"
               "rule=postfix.connect:connect\n");
    rulebase = rulebase_load(directory, NULL, error, sizeof(error));
    if (rulebase == NULL)
        fail_msg("%s", error);
    event = event_new(rulebase_fields(rulebase));
    return 0;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk) {
    (void)status, (void)type, (void)walk;
    return remove(path);
}

static int tear_down(void **state) {
    (void)state;
    categories_free(categories);
    categories = NULL;
    event_free(event);
    rulebase_release(rulebase);
    return nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void load(const char *table) {
    write_file(directory, "CATEGORIES", table);
    categories = categories_load(directory, local, rulebase, error, sizeof(error));
    if (categories == NULL)
        fail_msg("%s", error);
}

static void want_error(const char *table, const char *want) {
    write_file(directory, "CATEGORIES", table);
    categories = categories_load(directory, local, rulebase, error, sizeof(error));
    assert_null(categories);
    if (strstr(error, want) == NULL)
        fail_msg("got \"%s\", want \"%s\"", error, want);
}

/* what a line of the rule with that status gets */
static void want_category(const char *rule, const char *status, int64_t code, const char *outcome) {
    event_clear(event);
    event_set(event, FIELD_vendor_status, text_of(status));
    categories_apply(categories, rulebase_find(rulebase, text_of(rule)), event);
    if (event_get_integer(event, FIELD_gim_event_type_code) != code)
        fail_msg("%s, status \"%s\": got code %d, want %d", rule, status,
                 (int)event_get_integer(event, FIELD_gim_event_type_code), (int)code);
    assert_int_equal(event_has(event, FIELD_gim_event_type), code != 0);
    struct text got = event_get(event, FIELD_event_outcome);
    if (!text_is(got, text_of(outcome)))
        fail_msg("%s, status \"%s\": got outcome \"%.*s\", want \"%s\"", rule, status, (int)got.length,
                 got.start, outcome);
}

static void the_first_row_that_fits_decides_alone(void **state) {
    (void)state;
    load("# comment\n\n"
         "postfix.delivery.*      vendor_status=sent   130000  success\n"
         "postfix.delivery.said   vendor_status=x*     -       failure\n"
         "postfix.delivery.status\tvendor_status=*\t130000\tfailure\n"
         "postfix.*                                    139999  -\n");
    want_category("postfix.delivery.status", "sent", 130000, "success");
    want_category("postfix.delivery.status", "sentinel", 130000, "failure");
    want_category("postfix.delivery.status", "", 139999, "");
    want_category("postfix.delivery.said", "xyz", 0, "failure");
    want_category("postfix.delivery.said", "other", 139999, "");
    want_category("postfix.connect", "sent", 139999, "");
}

static void a_code_brings_its_texts(void **state) {
    (void)state;
    load("postfix.connect 120200 success\n");
    want_category("postfix.connect", "", 120200, "success");
    assert_true(text_is(event_get(event, FIELD_gim_event_category), TEXT("network")));
    assert_true(text_is(event_get(event, FIELD_gim_event_subcategory), TEXT("network.open")));
    assert_true(text_is(event_get(event, FIELD_gim_event_type), TEXT("network connection initiated")));
    want_category("postfix.delivery.said", "", 0, "");
}

static void all_conditions_must_hold(void **state) {
    (void)state;
    load("postfix.connect vendor_status=a user_name=* 130000 success\n");
    want_category("postfix.connect", "a", 0, "");
    event_set(event, FIELD_user_name, TEXT("alice"));
    categories_apply(categories, rulebase_find(rulebase, TEXT("postfix.connect")), event);
    assert_int_equal(event_get_integer(event, FIELD_gim_event_type_code), 130000);
}

static void own_rows_come_before_the_shipped_ones(void **state) {
    (void)state;
    write_file(local, "CATEGORIES", "postfix.connect 120000 -\n");
    load("postfix.connect 120200 success\n");
    want_category("postfix.connect", "", 120000, "");
}

static void the_shipped_table_must_be_there(void **state) {
    (void)state;
    assert_null(categories_load(directory, NULL, rulebase, error, sizeof(error)));
    assert_non_null(strstr(error, "/CATEGORIES: No such file"));
}

static void errors_name_file_and_line_and_the_fix(void **state) {
    (void)state;
    want_error("\npostfix.connect 120200\n", "/CATEGORIES:2: want a rule id");
    want_error("postfix.connect 120201 -\n", "/CATEGORIES:1: \"120201\" is no code");
    want_error("postfix.connect 120200 ok\n", "/CATEGORIES:1: \"ok\" is no outcome");
    want_error("postfix.connect status=x 120200 -\n", "/CATEGORIES:1: \"status=x\": there is no such field");
    want_error("postfix.connect vendor_status 120200 -\n",
               "/CATEGORIES:1: \"vendor_status\": a condition is");
    want_error("postfix.connect vendor_status= 120200 -\n", "\"vendor_status=\": a condition is");
    want_error("postfix.conect 120200 -\n", "/CATEGORIES:1: no rule has such an id");
    want_error("postfix.conect* 120200 -\n", "/CATEGORIES:1: no rule has such an id");
    want_error("postfix.* - -\npostfix.connect 120200 -\n", "/CATEGORIES:2: rows above take all lines");
    want_error("a vendor_status=a vendor_status=b vendor_status=c vendor_status=d vendor_status=e - -\n",
               "/CATEGORIES:1: more than 4 conditions");
    write_file(local, "CATEGORIES", "x - -\n");
    want_error("postfix.connect 120200 -\n", "/local/CATEGORIES:1: no rule");
}

static void all_codes_of_the_model_are_known(void **state) {
    (void)state;
    assert_true(text_is(gim_find(TEXT("000000"))->type, TEXT("message")));
    assert_true(text_is(gim_find(TEXT("130500"))->type, TEXT("email blocked")));
    assert_true(text_is(gim_find(TEXT("299999"))->type, TEXT("dhcp default event")));
    assert_null(gim_find(TEXT("13000")));
    assert_null(gim_find(TEXT("130001")));
    assert_null(gim_find((struct text){NULL, 0}));
}

static void references_name_both_ends_of_a_connection(void **state) {
    (void)state;
    load("postfix.connect 120200 success\n");
    event_set(event, FIELD_source_hostname, TEXT("client.example.org"));
    event_set(event, FIELD_event_source, TEXT("mail"));
    references_add(event);
    assert_true(text_is(event_get(event, FIELD_source_reference), TEXT("client.example.org")));
    assert_false(event_has(event, FIELD_destination_reference));
    event_set(event, FIELD_source_ip, TEXT("192.0.2.1"));
    event_unset(event, FIELD_source_reference);
    categories_apply(categories, rulebase_find(rulebase, TEXT("postfix.connect")), event);
    references_add(event);
    assert_true(text_is(event_get(event, FIELD_source_reference), TEXT("192.0.2.1")));
    assert_true(text_is(event_get(event, FIELD_destination_reference), TEXT("mail")));
    assert_true(text_is(event_get(event, FIELD_network_transport), TEXT("tcp")));
    event_unset(event, FIELD_destination_reference);
    event_set(event, FIELD_vendor_server_ip, TEXT("192.0.2.25"));
    event_set(event, FIELD_vendor_server_port, TEXT("25"));
    event_set(event, FIELD_vendor_event_action, TEXT("connect"));
    references_add(event);
    assert_true(text_is(event_get(event, FIELD_destination_reference), TEXT("192.0.2.25")));
    assert_int_equal(event_get_integer(event, FIELD_destination_port), 25);
    assert_true(text_is(event_get(event, FIELD_event_action), TEXT("connect")));
}

static void a_login_has_one_action_whatever_the_server_calls_it(void **state) {
    (void)state;
    event_set_integer(event, FIELD_gim_event_type_code, 100500);
    references_add(event);
    assert_true(text_is(event_get(event, FIELD_event_action), TEXT("authentication")));
    event_clear(event);
    event_set_integer(event, FIELD_gim_event_type_code, 120200);
    references_add(event);
    assert_false(event_has(event, FIELD_event_action));
}

static void an_unknown_name_is_no_reference(void **state) {
    (void)state;
    event_set(event, FIELD_source_hostname, TEXT("unknown"));
    references_add(event);
    assert_false(event_has(event, FIELD_source_reference));
}

static int64_t code_of_connect(struct mailnorm_worker *worker) {
    const struct arrival arrival = {.message = TEXT("postfix/smtp[1]: connect"), .severity = -1};
    struct mailnorm_result result;
    mailnorm_line(worker, &arrival, &result);
    return event_get_integer(result.event, FIELD_gim_event_type_code);
}

static void a_bad_table_at_a_reload_keeps_the_one_before(void **state) {
    (void)state;
    write_file(directory, "CATEGORIES", "postfix.connect 120200 success\n");
    write_file(directory, "REJECT_REASONS", "");
    write_file(directory, "TRACKING", "");
    struct mailnorm_config config = {.rulebase_directory = directory};
    struct mailnorm *mailnorm = mailnorm_open(&config, error, sizeof(error));
    if (mailnorm == NULL)
        fail_msg("%s", error);
    struct mailnorm_worker *worker = mailnorm_worker_new(mailnorm);
    assert_int_equal(code_of_connect(worker), 120200);
    write_file(directory, "CATEGORIES", "postfix.connect 999 success\n");
    assert_false(mailnorm_reload(mailnorm, error, sizeof(error)));
    assert_non_null(strstr(error, "/CATEGORIES:1: \"999\" is no code"));
    assert_int_equal(code_of_connect(worker), 120200);
    write_file(directory, "CATEGORIES", "postfix.connect 120000 success\n");
    assert_true(mailnorm_reload(mailnorm, error, sizeof(error)));
    assert_int_equal(code_of_connect(worker), 120000);
    mailnorm_worker_free(worker);
    mailnorm_close(mailnorm);
}

/* tests/data/category_samples: code, outcome and line, through the whole engine */
static void every_sample_has_just_its_code_and_outcome(void **state) {
    (void)state;
    struct mailnorm_config config = {.rulebase_directory = RULEBASES};
    struct mailnorm *mailnorm = mailnorm_open(&config, error, sizeof(error));
    if (mailnorm == NULL)
        fail_msg("%s", error);
    struct mailnorm_worker *worker = mailnorm_worker_new(mailnorm);
    FILE *file = fopen(TESTDATA "/category_samples", "r");
    assert_non_null(file);
    char line[2048], want_code[8], want_outcome[8];
    unsigned wrong = 0, samples = 0;
    while (fgets(line, sizeof(line), file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#')
            continue;
        assert_int_equal(sscanf(line, "%7s %7[a-z-]", want_code, want_outcome), 2);
        samples++;
        const char *text = strchr(line, '\t') + 1;
        const struct arrival arrival = {.message = text_of(text), .severity = -1};
        struct mailnorm_result result;
        mailnorm_line(worker, &arrival, &result);
        const struct event *got = result.event;
        struct text code = event_get(got, FIELD_gim_event_type_code);
        struct text outcome = event_get(got, FIELD_event_outcome);
        if (!text_is(code.length > 0 ? code : TEXT("-"), text_of(want_code)) ||
            !text_is(outcome.length > 0 ? outcome : TEXT("-"), text_of(want_outcome))) {
            printf("# got %.*s %.*s, want %s %s: %s\n", (int)code.length, code.length > 0 ? code.start : "",
                   (int)outcome.length, outcome.length > 0 ? outcome.start : "", want_code, want_outcome,
                   text);
            wrong++;
        }
    }
    fclose(file);
    mailnorm_worker_free(worker);
    mailnorm_close(mailnorm);
    assert_int_equal(wrong, 0);
    assert_true(samples >= 50);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_first_row_that_fits_decides_alone),
        TEST(a_code_brings_its_texts),
        TEST(all_conditions_must_hold),
        TEST(own_rows_come_before_the_shipped_ones),
        TEST(the_shipped_table_must_be_there),
        TEST(errors_name_file_and_line_and_the_fix),
        TEST(all_codes_of_the_model_are_known),
        TEST(a_bad_table_at_a_reload_keeps_the_one_before),
        cmocka_unit_test(every_sample_has_just_its_code_and_outcome),
        TEST(a_login_has_one_action_whatever_the_server_calls_it),
        TEST(an_unknown_name_is_no_reference),
        TEST(references_name_both_ends_of_a_connection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
