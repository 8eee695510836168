/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <json.h>
#include <json_object_iterator.h>

#include "gelf/gelf_writer.h"

struct number {
    char digits[400];
    size_t length;
};

static size_t keep_number(void *context, const char *bytes, size_t length) {
    struct number *number = context;
    if (length > sizeof(number->digits) - number->length - 3)
        length = sizeof(number->digits) - number->length - 3;
    memcpy(number->digits + number->length, bytes, length);
    number->length += length;
    return length;
}

/* a float's own text where the tree has it; false for NaN, infinity and what the index
 * would take for it */
static bool append_float(struct json_text *json, struct fjson_object *value) {
    if (!(fabs(fjson_object_get_double(value)) <= FLT_MAX))
        return false;
    char scratch[64];
    struct number number = {.length = 0};
    fjson_object_dump_buffered(value, 0, scratch, sizeof(scratch), keep_number, &number);
    if (!json_is_number((struct text){number.digits, number.length}) || number.length > 64) {
        int length = snprintf(number.digits, sizeof(number.digits), "%.17g", fjson_object_get_double(value));
        for (int i = 0; i < length; i++)
            if (number.digits[i] == ',') /* a locale's point */
                number.digits[i] = '.';
        number.length = (size_t)length;
    }
    json_append(json, number.digits, number.length);
    if (memchr(number.digits, '.', number.length) == NULL &&
        memchr(number.digits, 'e', number.length) == NULL &&
        memchr(number.digits, 'E', number.length) == NULL)
        json_append_literal(json, ".0");
    return true;
}

static struct text string_of(struct fjson_object *value) {
    return (struct text){fjson_object_get_string(value), (size_t)fjson_object_get_string_len(value)};
}

/* the members of an array, joined by ", ", appended to a text */
static void join(struct json_text *joined, struct fjson_object *array, int depth) {
    int length = fjson_object_array_length(array);
    for (int i = 0; i < length; i++) {
        struct fjson_object *member = fjson_object_array_get_idx(array, i);
        struct text text = {NULL, 0};
        size_t before = joined->length;
        if (before > 0)
            json_append_literal(joined, ", ");
        if (fjson_object_is_type(member, fjson_type_array) && depth < GELF_DEPTH_LIMIT) {
            struct json_text inner = {0};
            join(&inner, member, depth + 1);
            json_append(joined, inner.data, inner.length);
            joined->failed |= inner.failed;
            free(inner.data);
        } else if (fjson_object_is_type(member, fjson_type_double)) {
            append_float(joined, member);
        } else if (member != NULL) {
            text = fjson_object_is_type(member, fjson_type_string)
                       ? string_of(member)
                       : text_of(fjson_object_to_json_string(member));
            json_append(joined, text.start, text.length);
        }
        if (before > 0 && joined->length == before + 2)
            joined->length = before; /* no member came of it */
    }
}

/* arrays, and objects that are nested too deeply */
static enum outcome append_joined(struct writer *w, struct fjson_object *value) {
    struct json_text joined = {0};
    enum outcome outcome = EMPTY;
    if (fjson_object_is_type(value, fjson_type_array))
        join(&joined, value, 0);
    else if (fjson_object_get_member_count(value) > 0)
        json_append(&joined, fjson_object_to_json_string(value), strlen(fjson_object_to_json_string(value)));
    w->json->failed |= joined.failed;
    if (joined.length > 0)
        outcome = writer_append_string(w, (struct text){joined.data, joined.length});
    free(joined.data);
    return outcome;
}

static enum outcome append_field_value(struct writer *w, enum fjson_type type, struct fjson_object *value) {
    switch (type) {
    case fjson_type_null:
        return EMPTY;
    case fjson_type_boolean:
        return writer_append_string(w, fjson_object_get_boolean(value) ? TEXT("true") : TEXT("false"));
    case fjson_type_int:
        json_append_integer(w->json, fjson_object_get_int64(value));
        break;
    case fjson_type_double:
        if (!append_float(w->json, value))
            return NO_NUMBER;
        break;
    case fjson_type_string:
        return writer_append_string(w, string_of(value));
    default:
        return append_joined(w, value);
    }
    return w->json->length <= w->end ? WRITTEN : NO_ROOM;
}

static void append_nested(struct writer *w, struct text prefix, const char *key, struct fjson_object *object,
                          int depth);

/* the members of an object as fields whose names begin with the prefix */
static void append_fields(struct writer *w, struct text prefix, struct fjson_object *object, int depth) {
    struct fjson_object_iterator at = fjson_object_iter_begin(object);
    for (int members = fjson_object_get_member_count(object); members > 0;
         members--, fjson_object_iter_next(&at)) {
        struct fjson_object *value = fjson_object_iter_peek_value(&at);
        enum fjson_type type = fjson_object_get_type(value);
        size_t before = w->json->length;
        if (type == fjson_type_object && depth < GELF_DEPTH_LIMIT &&
            fjson_object_get_member_count(value) > 0) {
            append_nested(w, prefix, fjson_object_iter_peek_name(&at), value, depth);
            continue;
        }
        struct text name = writer_begin(w, prefix, text_of(fjson_object_iter_peek_name(&at)));
        if (name.length > 0)
            writer_end(w, before, name.length, append_field_value(w, type, value));
    }
}

static void append_nested(struct writer *w, struct text prefix, const char *key, struct fjson_object *object,
                          int depth) {
    char name[GELF_NAME_LIMIT];
    bool changed = false;
    struct text path = {name, gelf_name_make(name, GELF_NAME_LIMIT, prefix, text_of(key), &changed)};
    if (changed)
        writer_repair(w, GELF_REPAIR_NAME_CLEANED);
    append_fields(w, path, object, depth + 1);
}

void gelf_tree_append(struct writer *w, struct fjson_object *object) {
    append_fields(w, (struct text){NULL, 0}, object, 0);
}
