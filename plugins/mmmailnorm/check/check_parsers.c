/* SPDX-License-Identifier: Apache-2.0
 *
 * check_parsers - the parsers that rules may name; the contract is in check.h
 */
#include "config.h"

#include <stdio.h>

#include "check/check.h"
#include "servers/server.h"

/* what each parser does, shown by its example: no second list that could go stale */
static void print_parser(const struct parser *parser, const struct fields *fields, struct event *event) {
    event_clear(event);
    parser->parse(event, text_of(parser->example));
    printf("%s\n    takes %s\n    sets ", parser->name, parser->example);
    enum field field = event_next(event, 0);
    if (field == FIELD_NONE)
        fputs(" nothing by itself", stdout);
    for (; field != FIELD_NONE; field = event_next(event, field + 1))
        printf(" %s", fields_name(fields, field));
    putchar('\n');
}

static void print_table(const struct parser *table, const struct fields *fields, struct event *event) {
    for (; table->name != NULL; table++)
        print_parser(table, fields, event);
}

void print_parsers(void) {
    struct fields *fields = fields_new();
    struct event *event = fields != NULL ? event_new(fields) : NULL;
    if (event == NULL)
        no_memory();
    puts("# for the rules of all products");
    print_table(common_parsers, fields, event);
    for (const struct server *const *server = servers; *server != NULL; server++) {
        printf("\n# for the rules of %s\n", (*server)->product);
        for (int i = 0; i < SERVER_PARSER_TABLES_MAX && (*server)->parsers[i] != NULL; i++)
            print_table((*server)->parsers[i], fields, event);
    }
    event_free(event);
    fields_free(fields);
}
