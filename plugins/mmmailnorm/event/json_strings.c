/* SPDX-License-Identifier: Apache-2.0
 *
 * json_strings - the contract is in json_strings.h
 */
#include "config.h"

#include <stdlib.h>

#include <libfastjson/json.h>

#include "event/json_strings.h"

struct slot {
    uint64_t hash;               /* of the last text here */
    struct fjson_object *string; /* NULL: that text was there once */
};

struct json_strings {
    struct slot slots[JSON_STRINGS_SLOTS];
};

struct json_strings *json_strings_new(void) {
    return calloc(1, sizeof(struct json_strings));
}

void json_strings_free(struct json_strings *strings) {
    if (strings == NULL)
        return;
    for (int i = 0; i < JSON_STRINGS_SLOTS; i++)
        fjson_object_put(strings->slots[i].string);
    free(strings);
}

static bool is_text(struct fjson_object *string, struct text text) {
    return text_is(
        text, (struct text){fjson_object_get_string(string), (size_t)fjson_object_get_string_len(string)});
}

struct fjson_object *json_strings_get(struct json_strings *strings, struct text text) {
    if (text.length > JSON_STRINGS_LENGTH)
        return fjson_object_new_string_len(text.start, (int)text.length);
    uint64_t hash = text_hash(text);
    struct slot *slot = &strings->slots[hash >> 32 & (JSON_STRINGS_SLOTS - 1)];
    if (slot->hash == hash && slot->string != NULL && is_text(slot->string, text))
        return fjson_object_get(slot->string);
    struct fjson_object *string = fjson_object_new_string_len(text.start, (int)text.length);
    fjson_object_put(slot->string);
    slot->string = slot->hash == hash ? fjson_object_get(string) : NULL;
    slot->hash = hash;
    return string;
}
