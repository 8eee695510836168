/* SPDX-License-Identifier: Apache-2.0
 *
 * packer - the contract is in packer.h
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/packed.h"
#include "event/packer.h"

enum { STEP = 16 };

/* what a field begins with, "s100000email_from"; its zeros become the value's length */
struct beginning {
    struct text text;
    bool stays; /* in the event */
};

struct packer {
    const struct fields *fields;
    int count;
    char *buffer;
    size_t capacity;
    char *memory; /* of the beginnings */
    struct beginning beginnings[];
};

bool packer_check(const struct fields *fields, const char *const *tree_fields, unsigned count, char *error,
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

static char letter(enum field_type type) {
    return type == FIELD_TYPE_INTEGER ? PACKED_INTEGER
           : type == FIELD_TYPE_FLOAT ? PACKED_FLOAT
                                      : PACKED_STRING;
}

static bool write_beginnings(struct packer *packer) {
    enum { MORE = PACKED_HEAD + 1 + STEP }; /* with a NUL, and what copy_beginning reads behind it */
    size_t size = 0, used = 0;
    for (int f = 0; f < packer->count; f++)
        size += strlen(fields_name(packer->fields, (enum field)f)) + MORE;
    packer->memory = malloc(size);
    if (packer->memory == NULL)
        return false;
    for (int f = 0; f < packer->count; f++) {
        const char *name = fields_name(packer->fields, (enum field)f);
        char *at = packer->memory + used;
        int length = snprintf(at, size - used - STEP, "%c%02zu0000%s",
                              letter(fields_type(packer->fields, (enum field)f)), strlen(name), name);
        packer->beginnings[f].stays = strlen(name) > PACKED_NAME_LIMIT;
        packer->beginnings[f].text = (struct text){at, (size_t)length};
        used += (size_t)length + 1;
    }
    return true;
}

struct packer *packer_new(const struct fields *fields, const char *const *tree_fields, unsigned count) {
    int field_count = fields_count(fields);
    struct packer *packer = calloc(1, sizeof(*packer) + (size_t)field_count * sizeof(packer->beginnings[0]));
    if (packer == NULL)
        return NULL;
    packer->fields = fields;
    packer->count = field_count;
    if (!write_beginnings(packer)) {
        packer_free(packer);
        return NULL;
    }
    for (unsigned i = 0; i < count; i++) {
        enum field field = fields_find(fields, text_of(tree_fields[i]));
        if (field != FIELD_NONE)
            packer->beginnings[field].stays = true;
    }
    return packer;
}

void packer_free(struct packer *packer) {
    if (packer == NULL)
        return;
    free(packer->memory);
    free(packer->buffer);
    free(packer);
}

/* room for more bytes behind length */
static bool reserve(struct packer *packer, size_t length, size_t more) {
    if (packer->capacity - length >= more)
        return true;
    size_t capacity = (packer->capacity + more) * 2;
    char *buffer = realloc(packer->buffer, capacity);
    if (buffer == NULL)
        return false;
    packer->buffer = buffer;
    packer->capacity = capacity;
    return true;
}

/* the number as JSON has it: a log may say 007 or +7 */
static struct text integer_text(struct text text, int64_t value, char digits[24]) {
    if (text.start[0] >= '1' && text.start[0] <= '9')
        return text;
    return (struct text){digits, (size_t)snprintf(digits, 24, "%" PRId64, value)};
}

/* in steps, which the compiler makes registers of; reads and writes less than a step too many */
static inline char *copy_beginning(char *to, struct text text) {
    for (size_t at = 0; at < text.length; at += STEP)
        memcpy(to + at, text.start + at, STEP);
    return to + text.length;
}

static inline void write_value_length(char *head, size_t length) {
    for (int i = PACKED_HEAD - 1; i > 2; i--, length /= 10)
        head[i] = (char)('0' + length % 10);
}

struct text packer_take(struct packer *packer, struct event *event) {
    size_t length = 0;
    char digits[24];
    for (enum field f = event_next(event, 0); f != FIELD_NONE; f = event_next(event, f + 1)) {
        const struct beginning *beginning = &packer->beginnings[f];
        struct text value = event_get(event, f);
        if (beginning->stays || value.length > PACKED_VALUE_LIMIT)
            continue;
        if (beginning->text.start[0] == PACKED_INTEGER)
            value = integer_text(value, event_get_integer(event, f), digits);
        if (!reserve(packer, length, beginning->text.length + STEP + value.length))
            break; /* this one and what follows stay */
        char *head = packer->buffer + length, *at = copy_beginning(head, beginning->text);
        write_value_length(head, value.length);
        memcpy(at, value.start, value.length);
        length = (size_t)(at + value.length - packer->buffer);
        event_unset(event, f);
    }
    return (struct text){packer->buffer, length};
}
