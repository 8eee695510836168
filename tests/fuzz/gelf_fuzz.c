/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_fuzz - any message and any tree give valid JSON that says the same
 *
 *     tests/fuzz/run gelf 300
 *
 * Input: a byte of options, a byte for the frame's limit, then parts that end at a 0xfe byte: host,
 * short_message, full_message, and the tree as JSON text; what follows builds a tree from raw bytes
 * (kind, name, value), so that names and strings that no JSON text has are reached as well. With the
 * option's bit 8, members stand between full_message and tree.
 * strict_json.h judges the frame, json-c reads it back.
 */
#include "config.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <json-c/json.h>
#define FJSON_NATIVE_API_ONLY
#include <libfastjson/json_object.h>
#include <libfastjson/json_tokener.h>

#include "gelf/gelf.h"
#include "strict_json.h"

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "not so: %s\n%s\n", #condition, frame.data);                                     \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

#define NAME_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-@"

static struct json_text frame;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct text part(struct text *input) {
    size_t length = text_find_char(*input, '\xfe');
    struct text found = text_slice(*input, 0, length == TEXT_NONE ? input->length : length);
    *input = text_skip(*input, found.length + 1);
    return found;
}

/* names and values from raw bytes; deep ones within themselves */
static void build(struct fjson_object *tree, struct text *input, int depth) {
    while (input->length > 2) {
        unsigned char kind = (unsigned char)input->start[0];
        size_t name_length = (unsigned char)input->start[1] % 24;
        char name[24];
        *input = text_skip(*input, 2);
        struct text bytes = text_slice(*input, 0, name_length);
        memcpy(name, bytes.start, bytes.length);
        name[bytes.length] = '\0';
        *input = text_skip(*input, bytes.length);
        int64_t number = 0;
        bytes = text_slice(*input, 0, 8);
        memcpy(&number, bytes.start, bytes.length);
        double floating;
        memcpy(&floating, &number, sizeof(floating));
        struct fjson_object *child;
        switch (kind % 8) {
        case 0:
        case 1:
            bytes = text_slice(*input, 0, kind);
            child = fjson_object_new_string_len(bytes.start, (int)bytes.length);
            *input = text_skip(*input, bytes.length);
            break;
        case 2:
            child = fjson_object_new_int64(number);
            *input = text_skip(*input, 8);
            break;
        case 3:
            child = fjson_object_new_double(floating);
            *input = text_skip(*input, 8);
            break;
        case 4:
            child = fjson_object_new_boolean(kind > 127);
            break;
        case 5:
            child = NULL;
            break;
        case 6:
            child = fjson_object_new_object();
            if (depth < 20)
                build(child, input, depth + 1);
            break;
        default: {
            child = fjson_object_new_array();
            bytes = text_slice(*input, 0, kind);
            fjson_object_array_add(child, fjson_object_new_string_len(bytes.start, (int)bytes.length));
            fjson_object_array_add(child, fjson_object_new_double(floating));
            *input = text_skip(*input, bytes.length);
        }
        }
        if (depth > 0 && kind > 250) {
            fjson_object_object_add(tree, name, child);
            return;
        }
        fjson_object_object_add(tree, name, child);
    }
}

static bool is_utf8_ascii(struct text t) {
    for (size_t i = 0; i < t.length; i++)
        if ((unsigned char)t.start[i] >= 0x80)
            return false;
    return true;
}

static struct json_object *own(struct json_object *read_back, const char *name) {
    struct json_object *value = NULL;
    return json_object_object_get_ex(read_back, name, &value) ? value : NULL;
}

/* an ASCII text comes back as it went in, unless a repair is counted for it */
static void check_text(struct json_object *read_back, const char *name, struct text went_in, bool repaired) {
    struct json_object *value = own(read_back, name);
    if (repaired || !is_utf8_ascii(went_in) || value == NULL)
        return;
    CHECK(json_object_is_type(value, json_type_string));
    CHECK((size_t)json_object_get_string_len(value) == went_in.length);
    CHECK(memcmp(json_object_get_string(value), went_in.start, went_in.length) == 0);
}

/* each member of a flat tree with a plain name that is not cut or renamed has its value */
static void check_tree(struct json_object *read_back, const char *tree_text) {
    struct json_object *tree = json_tokener_parse(tree_text);
    if (tree == NULL || !json_object_is_type(tree, json_type_object)) {
        json_object_put(tree);
        return;
    }
    json_object_object_foreach(tree, key, value) {
        char name[64];
        struct json_object *got;
        if (strlen(key) > 40 || key[0] < 'A' || key[0] > 'Z' ||
            strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != strlen(key))
            continue;
        snprintf(name, sizeof(name), "_%s", key);
        got = own(read_back, name);
        if (json_object_is_type(value, json_type_int) && got != NULL)
            CHECK(json_object_get_int64(value) == json_object_get_int64(got));
        else if (json_object_is_type(value, json_type_double) && got != NULL)
            CHECK(json_object_get_double(value) == json_object_get_double(got));
        else if (json_object_is_type(value, json_type_boolean) && got != NULL)
            CHECK(strcmp(json_object_get_boolean(value) ? "true" : "false", json_object_get_string(got)) ==
                  0);
    }
    json_object_put(tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2)
        return 0;
    struct gelf_settings settings;
    gelf_settings_init(&settings);
    settings.frame_limit = data[1] == 0 ? GELF_FRAME_LIMIT_DEFAULT : GELF_FRAME_LIMIT_LOWEST + data[1] * 64u;
    settings.event_uid = (data[0] & 1) != 0;
    if ((data[0] & 2) != 0)
        gelf_settings_add(&settings, TEXT("STATIC"), TEXT("value"));

    struct text input = {(const char *)data + 2, size - 2};
    struct gelf_message message = {
        .seconds = (int64_t)data[0] << data[1] % 40, .microseconds = data[1] * 4096u, .level = data[0] >> 4};
    message.host = part(&input);
    message.short_message = part(&input);
    message.full_message = part(&input);
    if ((data[0] & 8) != 0)
        message.members = part(&input);
    struct text tree = part(&input);
    char *tree_text = strndup(tree.start, tree.length);
    bool parsed = (data[0] & 4) != 0;
    if (parsed) {
        message.fields = fjson_tokener_parse(tree_text);
    } else {
        message.fields = fjson_object_new_object();
        build(message.fields, &tree, 0);
    }

    uint64_t repairs[GELF_REPAIRS] = {0};
    frame.length = 0;
    unsigned repaired = gelf_encode(&frame, &settings, &message, repairs);
    CHECK(!frame.failed && frame.length <= settings.frame_limit && frame.data[frame.length] == '\0');
    CHECK(memchr(frame.data, '\0', frame.length) == NULL);

    CHECK(strict_json(frame.data, frame.length) == NULL);
    struct json_object *read_back = json_tokener_parse(frame.data);
    CHECK(json_object_is_type(read_back, json_type_object));
    bool cut = (repaired & 1u << GELF_REPAIR_FRAME_CUT) != 0;
    check_text(read_back, "host", message.host, cut || (repaired & 1u << GELF_REPAIR_BLANK_HOST) != 0);
    check_text(read_back, "short_message", message.short_message,
               cut || (repaired & 1u << GELF_REPAIR_BLANK_MESSAGE) != 0);
    check_text(read_back, "full_message", message.full_message, cut);
    CHECK(json_object_get_string_len(own(read_back, "host")) > 0);
    CHECK(json_object_get_string_len(own(read_back, "short_message")) > 0);
    CHECK(cut == (own(read_back, "_gelf_truncated") != NULL));

    size_t names = 0, fields = 0, fields_written = 0;
    json_object_object_foreach(read_back, key, value) {
        names++;
        fields += key[0] == '_';
        CHECK(key[0] != '_' || (key[1] != '\0' && strspn(key + 1, NAME_CHARACTERS) == strlen(key + 1)));
        CHECK(json_object_is_type(value, json_type_string) || json_object_is_type(value, json_type_int) ||
              json_object_is_type(value, json_type_double));
        if (key[0] == '_' && json_object_is_type(value, json_type_string))
            CHECK(json_object_get_string_len(value) > 0 &&
                  json_object_get_string_len(value) <= GELF_VALUE_LIMIT);
        if (json_object_is_type(value, json_type_double))
            CHECK(isfinite(json_object_get_double(value)));
    }
    /* no string holds a quote that is not escaped: each ,"_ begins a field. Twice the same name: one more. */
    for (const char *at = frame.data; (at = strstr(at, ",\"_")) != NULL; at++)
        fields_written++;
    CHECK(fields == fields_written);
    CHECK(names <= 6 + GELF_FIELDS_LIMIT + 2);
    if (parsed && !cut && (repaired & 1u << GELF_REPAIR_NAME_DUPLICATE) == 0)
        check_tree(read_back, tree_text);

    json_object_put(read_back);
    if (message.fields != NULL)
        fjson_object_put(message.fields);
    free(tree_text);
    gelf_settings_free(&settings);
    return 0;
}
