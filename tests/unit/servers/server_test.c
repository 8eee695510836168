/* SPDX-License-Identifier: Apache-2.0
 *
 * server_test - the rows of servers keep what server.h promises
 */
#include "config.h"

#include "event/event_fixture.h"

static void a_product_without_a_row_has_the_defaults(void **state) {
    (void)state;
    const struct server *other = server_find(TEXT("acme"));
    assert_non_null(other);
    assert_null(other->queue);
    assert_int_equal(other->matched, 0);
    assert_ptr_equal(server_find(TEXT("exim"))->parsers[0], server_of_parser(TEXT("exim_id"))->parsers[0]);
}

/* "policyd-spf" and "policyd_spf_reply" */
static bool is_prefix(struct text product, struct text name) {
    if (name.length <= product.length || name.start[product.length] != '_')
        return false;
    for (size_t i = 0; i < product.length; i++)
        if (name.start[i] != product.start[i] && !(name.start[i] == '_' && product.start[i] == '-'))
            return false;
    return true;
}

static void the_name_of_a_parser_begins_with_its_servers(void **state) {
    (void)state;
    for (const struct server *const *server = servers; *server != NULL; server++)
        for (size_t t = 0; t < SERVER_PARSER_TABLES_MAX && (*server)->parsers[t] != NULL; t++)
            for (const struct parser *parser = (*server)->parsers[t]; parser->name != NULL; parser++)
                if (!is_prefix(text_of((*server)->product), text_of(parser->name)))
                    fail_msg("%s is a parser of %s", parser->name, (*server)->product);
    for (const struct parser *parser = common_parsers; parser->name != NULL; parser++)
        assert_true(text_starts(text_of(parser->name), TEXT("common_")));
}

/* calls check for each parser that there is */
static void for_each_parser(void (*check)(const struct parser *parser)) {
    for (const struct parser *parser = common_parsers; parser->name != NULL; parser++)
        check(parser);
    for (const struct server *const *server = servers; *server != NULL; server++)
        for (size_t t = 0; t < SERVER_PARSER_TABLES_MAX && (*server)->parsers[t] != NULL; t++)
            for (const struct parser *parser = (*server)->parsers[t]; parser->name != NULL; parser++)
                check(parser);
}

static void want_example_taken(const struct parser *parser) {
    if (!split_exactly(parser->name, text_of(parser->example)))
        fail_msg("%s refuses its example: %s", parser->name, parser->example);
}

static void a_parser_takes_its_example(void **state) {
    (void)state;
    for_each_parser(want_example_taken);
}

/* the memory of each text ends where it does */
static void feed_beginnings(const struct parser *parser) {
    for (size_t length = 0; length <= strlen(parser->example); length++)
        for (const struct server *const *server = servers; *server != NULL; server++)
            for (size_t t = 0; t < SERVER_PARSER_TABLES_MAX && (*server)->parsers[t] != NULL; t++)
                for (const struct parser *other = (*server)->parsers[t]; other->name != NULL; other++)
                    split_with(other, (struct text){parser->example, length});
}

static void a_parser_reads_no_byte_beyond_any_text(void **state) {
    (void)state;
    for_each_parser(feed_beginnings);
}

static void a_parser_is_for_its_own_server_alone(void **state) {
    (void)state;
    assert_non_null(server_parser(server_find(TEXT("postfix")), TEXT("postfix_client")));
    assert_null(server_parser(server_find(TEXT("exim")), TEXT("postfix_client")));
    assert_null(server_parser(server_find(TEXT("acme")), TEXT("postfix_client")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_product_without_a_row_has_the_defaults, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_name_of_a_parser_begins_with_its_servers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_parser_takes_its_example, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_parser_reads_no_byte_beyond_any_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_parser_is_for_its_own_server_alone, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
