/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_members - members that mmmailnorm has written: they are read once and sent unchanged
 */
#include "config.h"

#include <stdlib.h>

#include <json.h>

#include "common/gelf_members.h"
#include "gelf/gelf_writer.h"

/* Each function below takes the place where something begins and returns the place after it, or
 * NULL where it is not as gelf_members.h wants it. A NUL and more readable bytes follow the text. */

static const char *skip_string(const char *at, const char *end) {
    const char *closing = json_string_end(at, end);
    if (closing == NULL || closing == at || closing - at > GELF_VALUE_LIMIT ||
        gelf_member_may_be_blank((unsigned char)*at))
        return NULL;
    /* an escaped control character may be blank, too; quote and backslash are not */
    if (*at == '\\' && at[1] != '"' && at[1] != '\\')
        return NULL;
    return closing + 1;
}

static const char *skip_digits(const char *at) {
    while (char_is_digit(*at))
        at++;
    return at;
}

static const char *skip_number(const char *at) {
    const char *start = at;
    at += *at == '-';
    const char *whole = at;
    at = skip_digits(whole);
    if (at == whole || (*whole == '0' && at - whole > 1))
        return NULL;
    if (*at != '.')
        return at - whole <= GELF_MEMBER_DIGITS ? at : NULL;
    const char *fraction = at + 1;
    at = skip_digits(fraction);
    return at > fraction && at - start <= GELF_MEMBER_NUMBER_LIMIT ? at : NULL;
}

static const char *skip_member(const char *at, const char *end, size_t *name_length) {
    if (memcmp(at, ",\"_", 3) != 0)
        return NULL;
    const char *name = at + 3;
    size_t length = gelf_name_span(name);
    if (length == 0 || length > GELF_NAME_LIMIT || *name == '_' || gelf_name_is_reserved(name, length) ||
        memcmp(name + length, "\":", 2) != 0)
        return NULL;
    *name_length = length;
    at = name + length + 2;
    at = *at == '"' ? skip_string(at + 1, end) : skip_number(at);
    return at != NULL && (at == end || *at == ',') ? at : NULL;
}

/* the members as a tree, which is repaired and counted as any other */
static void append_carefully(struct writer *w, struct text rest) {
    char *object = malloc(rest.length + 2);
    if (object == NULL) {
        w->json->failed = true;
        return;
    }
    memcpy(object, rest.start, rest.length);
    object[0] = '{'; /* in place of a comma */
    memcpy(object + rest.length, "}", 2);
    struct fjson_object *tree = rest.start[0] == ',' ? fjson_tokener_parse(object) : NULL;
    if (fjson_object_is_type(tree, fjson_type_object))
        gelf_tree_append(w, tree);
    else
        writer_repair(w, GELF_REPAIR_MEMBERS_UNREADABLE);
    fjson_object_put(tree);
    free(object);
}

void gelf_members_append(struct writer *w, struct text members) {
    struct json_text *json = w->json;
    if (members.length == 0 || !json_reserve(json, members.length))
        return;
    char *to = json->data + json->length;
    memcpy(to, members.start, members.length);
    const char *at = to, *start = to, *end = to + members.length;
    memset(to + members.length, 0, JSON_SLACK);
    while (at < end && w->names.count < GELF_FIELDS_LIMIT) {
        size_t name_length;
        const char *next = skip_member(at, end, &name_length);
        if (next == NULL || (size_t)(to - json->data) + (size_t)(next - at) > w->end)
            break;
        if (to != at)
            memmove(to, at, (size_t)(next - at)); /* a member before it was left out */
        if (gelf_names_enter(&w->names, json->data + w->start, to + 3, name_length))
            to += next - at;
        else
            writer_repair(w, GELF_REPAIR_NAME_DUPLICATE);
        at = next;
    }
    json->length = (size_t)(to - json->data);
    if (at < end)
        append_carefully(w, text_skip(members, (size_t)(at - start)));
}
