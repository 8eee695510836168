/* SPDX-License-Identifier: Apache-2.0
 *
 * event_fixture - an empty event for each test
 *
 *     cmocka_unit_test_setup_teardown(test, set_up, tear_down)
 */
#ifndef EVENT_FIXTURE_H
#define EVENT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "servers/server.h"

static struct fields *fields;
static struct event *event;

static int set_up(void **state) {
    (void)state;
    fields = fields_new();
    event = event_new(fields);
    return fields == NULL || event == NULL;
}

static int tear_down(void **state) {
    (void)state;
    event_free(event);
    fields_free(fields);
    return 0;
}

/* a parser at work on a text whose memory ends where it does; the event is empty behind it */
static inline bool split_with(const struct parser *parser, struct text text) {
    char *copy = malloc(text.length > 0 ? text.length : 1);
    assert_non_null(copy);
    memcpy(copy, text.start, text.length);
    bool good = parser->parse(event, (struct text){copy, text.length});
    struct text source = event_get(event, FIELD_source_ip);
    if (source.length > 0)
        assert_true(text_is_address(source));
    for (int field = 0; good && (field = event_next(event, field)) != FIELD_NONE; field++)
        assert_null(text_find_char(event_get(event, field), '\0') != TEXT_NONE ? "a NUL in a value" : NULL);
    event_clear(event);
    free(copy);
    return good;
}

/* the same for the parser of that name, of whatever server */
static inline bool split_exactly(const char *parser, struct text text) {
    const struct server *owner = server_of_parser(text_of(parser));
    const struct parser *found =
        server_parser(owner != NULL ? owner : server_find(TEXT("")), text_of(parser));
    assert_non_null(found);
    return split_with(found, text);
}

#endif
