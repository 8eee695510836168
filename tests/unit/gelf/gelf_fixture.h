/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_fixture - for tests of the encoder: encode a frame, check it (strict_json.h), read it by json-c
 *
 *     encode(plain(), "{\"a\":1}");
 *     has_integer("_a", 1);
 *     has_no("_b");
 */
#ifndef GELF_FIXTURE_H
#define GELF_FIXTURE_H

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

#include "common/array.h"
#include "gelf/gelf.h"
#include "strict_json.h"

#define COUNT(array) (COUNT_OF(array))

static struct gelf_settings settings;
static struct json_text frame;
static uint64_t repairs[GELF_REPAIRS];
static unsigned repaired;
static struct json_object *read_back; /* of the last frame */

/* a message that needs no repair */
static inline struct gelf_message plain(void) {
    return (struct gelf_message){.host = TEXT("mx1.example.org"),
                                 .short_message = TEXT("connect from unknown[192.0.2.1]"),
                                 .seconds = 1763640000,
                                 .microseconds = 250000,
                                 .level = 6};
}

static inline int setup(void **state) {
    (void)state;
    gelf_settings_init(&settings);
    settings.event_uid = false;
    memset(&frame, 0, sizeof(frame));
    return 0;
}

static inline int teardown(void **state) {
    (void)state;
    json_object_put(read_back);
    read_back = NULL;
    free(frame.data);
    gelf_settings_free(&settings);
    return 0;
}

/* the frame of a message whose tree is this JSON; NULL: no tree */
static inline void encode(struct gelf_message message, const char *fields) {
    struct fjson_object *tree = fields != NULL ? fjson_tokener_parse(fields) : message.fields;
    message.fields = tree;
    frame.length = 0;
    memset(repairs, 0, sizeof(repairs));
    repaired = gelf_encode(&frame, &settings, &message, repairs);
    assert_false(frame.failed);
    assert_int_equal(frame.data[frame.length], '\0');
    assert_int_equal(strlen(frame.data), frame.length);
    assert_true(frame.length <= settings.frame_limit);

    json_object_put(read_back);
    read_back = json_tokener_parse(frame.data);
    const char *wrong = strict_json(frame.data, frame.length);
    if (wrong != NULL || read_back == NULL)
        fail_msg("not JSON: %s\nin: %s", wrong != NULL ? wrong : "", frame.data);
    for (int kind = 0; kind < GELF_REPAIRS; kind++)
        assert_int_equal(repairs[kind] != 0, (repaired >> kind) & 1);
    if (fields != NULL)
        fjson_object_put(tree);
}

static inline struct json_object *get(const char *name) {
    struct json_object *value = NULL;
    return json_object_object_get_ex(read_back, name, &value) ? value : NULL;
}

static inline void has_string(const char *name, const char *want) {
    if (get(name) == NULL)
        fail_msg("no %s in %s", name, frame.data);
    assert_true(json_object_is_type(get(name), json_type_string));
    assert_string_equal(json_object_get_string(get(name)), want);
}

static inline void has_integer(const char *name, int64_t want) {
    if (get(name) == NULL)
        fail_msg("no %s in %s", name, frame.data);
    assert_true(json_object_is_type(get(name), json_type_int));
    assert_int_equal(json_object_get_int64(get(name)), want);
}

static inline void has_no(const char *name) {
    if (get(name) != NULL)
        fail_msg("%s is in %s", name, frame.data);
}

/* that kind of repair so often, and no other kind */
static inline void repaired_only(enum gelf_repair kind, uint64_t times) {
    if (repaired != 1u << kind || repairs[kind] != times)
        fail_msg("repairs: got mask %x, %llu times; want mask %x, %llu times, in %s", repaired,
                 (unsigned long long)repairs[kind], 1u << kind, (unsigned long long)times, frame.data);
}

#endif
