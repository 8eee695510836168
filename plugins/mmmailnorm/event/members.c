/* SPDX-License-Identifier: Apache-2.0
 *
 * members - the contract is in members.h
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/gelf_members.h"
#include "common/gelf_names.h"
#include "common/json_text.h"
#include "event/members.h"

enum { STEP = 16 };

/* what a member has before its value: ,"_email_from":" */
struct beginning {
    struct text text;
    enum field_type type;
};

struct members {
    const struct fields *fields;
    int count;
    struct json_text json;
    uint64_t taken[EVENT_WORDS]; /* a bit for each field that becomes a member */
    char *memory;                /* of the beginnings */
    struct beginning beginnings[];
};

bool members_check(const struct fields *fields, const char *const *tree_fields, unsigned count, char *error,
                   size_t size) {
    for (unsigned i = 0; i < count; i++) {
        if (fields_find(fields, text_of(tree_fields[i])) == FIELD_NONE) {
            snprintf(error, size, "treeFields: no field is called \"%s\"; FIELDS has the names",
                     tree_fields[i]);
            return false;
        }
    }
    return true;
}

static uint64_t bit_of(int field) {
    return (uint64_t)1 << (unsigned)field % EVENT_WORD_BITS;
}

static bool write_beginnings(struct members *members) {
    enum { MORE = sizeof(",\"_\":\"") + STEP }; /* with what copy_beginning reads after the NUL */
    size_t size = 0, used = 0;
    for (int f = 0; f < members->count; f++)
        size += strlen(fields_name(members->fields, (enum field)f)) + MORE;
    members->memory = malloc(size);
    if (members->memory == NULL)
        return false;
    for (int f = 0; f < members->count; f++) {
        struct beginning *beginning = &members->beginnings[f];
        const char *name = fields_name(members->fields, (enum field)f);
        size_t name_length = strlen(name);
        beginning->type = fields_type(members->fields, (enum field)f);
        if (name_length <= GELF_NAME_LIMIT && name[0] != '_' && gelf_name_is_clean(text_of(name)) &&
            !gelf_name_is_reserved(name, name_length))
            members->taken[f / EVENT_WORD_BITS] |= bit_of(f);
        char *at = members->memory + used;
        int length = snprintf(at, size - used - STEP, ",\"_%s\":%s", name,
                              beginning->type == FIELD_TYPE_STRING ? "\"" : "");
        beginning->text = (struct text){at, (size_t)length};
        used += (size_t)length + 1;
    }
    return true;
}

struct members *members_new(const struct fields *fields, const char *const *tree_fields, unsigned count) {
    int field_count = fields_count(fields);
    struct members *members =
        calloc(1, sizeof(*members) + (size_t)field_count * sizeof(members->beginnings[0]));
    if (members == NULL)
        return NULL;
    members->fields = fields;
    members->count = field_count;
    if (!write_beginnings(members)) {
        members_free(members);
        return NULL;
    }
    for (unsigned i = 0; i < count; i++) {
        enum field field = fields_find(fields, text_of(tree_fields[i]));
        if (field != FIELD_NONE)
            members->taken[field / EVENT_WORD_BITS] &= ~bit_of(field);
    }
    return members;
}

void members_free(struct members *members) {
    if (members == NULL)
        return;
    free(members->memory);
    free(members->json.data);
    free(members);
}

/* in steps, which the compiler makes registers of; reads and writes less than a step too many */
static inline void append_beginning(struct json_text *json, struct text text) {
    char *to = json->data + json->length;
    for (size_t at = 0; at < text.length; at += STEP)
        memcpy(to + at, text.start + at, STEP);
    json->length += text.length;
}

/* Each append_ function is false, with anything after the buffer's old length, for a value that
 * has no form as a member. */

static inline bool append_string(struct json_text *json, struct text value) {
    if (value.length > GELF_MEMBER_VALUE_LIMIT || gelf_member_may_be_blank((unsigned char)value.start[0]) ||
        !json_reserve(json, value.length + 1))
        return false;
    if (json_copy_plain(json->data + json->length, value.start, value.length))
        json->length += value.length;
    else if (json_append_string(json, value, JSON_NO_LIMIT, JSON_NO_LIMIT) != 0 || !json_reserve(json, 1))
        return false;
    json->data[json->length++] = '"';
    return true;
}

/* as JSON has it: a log may say 007 or +7 */
static bool append_integer(struct json_text *json, struct text text, int64_t value) {
    if (text.start[0] < '1' || text.start[0] > '9')
        json_append_integer(json, value);
    else
        json_append(json, text.start, text.length);
    return text.length <= GELF_MEMBER_DIGITS;
}

static bool append_float(struct json_text *json, struct text text) {
    json_append(json, text.start, text.length);
    return text.length <= GELF_MEMBER_NUMBER_LIMIT && json_is_number(text) &&
           text_find_char(text, '.') != TEXT_NONE && text_find_char(text, 'e') == TEXT_NONE &&
           text_find_char(text, 'E') == TEXT_NONE;
}

/* false, with the text as it was, where the field stays in the event */
static inline bool append_member(struct members *members, const struct event *event, int field) {
    struct json_text *json = &members->json;
    const struct beginning *beginning = &members->beginnings[field];
    struct text value = event->values[field].text;
    size_t before = json->length;
    if (!json_reserve(json, beginning->text.length))
        return false;
    append_beginning(json, beginning->text);
    bool written = beginning->type == FIELD_TYPE_STRING ? append_string(json, value)
                   : beginning->type == FIELD_TYPE_INTEGER
                       ? append_integer(json, value, event->values[field].integer)
                       : append_float(json, value);
    if (written && !json->failed)
        return true;
    json->length = before;
    return false;
}

struct text members_take(struct members *members, struct event *event) {
    members->json.length = 0;
    members->json.failed = false;
    for (int word = 0; word < EVENT_WORDS; word++) {
        uint64_t rest = event->present[word] & members->taken[word];
        for (; rest != 0; rest &= rest - 1) {
            int field = word * EVENT_WORD_BITS + __builtin_ctzll(rest);
            if (append_member(members, event, field))
                event->present[word] &= ~bit_of(field);
        }
    }
    return (struct text){members->json.data, members->json.length};
}
