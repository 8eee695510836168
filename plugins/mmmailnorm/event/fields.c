/* SPDX-License-Identifier: Apache-2.0
 *
 * fields - the dictionary; the contract is in fields.h
 */
#include "config.h"

#include <pthread.h>
#include <stdlib.h>

#include "event/fields.h"
#include "common/lines.h"

#define SLOTS 2048 /* a power of two, at least 4 * FIELD_MAX: look-ups stay short */

static const struct {
    const char *name;
    enum field_type type;
} SHIPPED[] = {
#define FIELD(name, type) {#name, type},
#include "event/fields_table.h"
#undef FIELD
};

struct fields {
    int count;
    const char *names[FIELD_MAX];
    size_t lengths[FIELD_MAX];
    enum field_type types[FIELD_MAX];
    short slots[SLOTS]; /* number of the field + 1, 0 for a free slot */
};

/* slot that holds the name, or the free one where it belongs */
static unsigned slot_of(const struct fields *fields, struct text name) {
    unsigned slot = (unsigned)(text_hash(name, 0) >> 32) % SLOTS;
    while (fields->slots[slot] != 0) {
        int field = fields->slots[slot] - 1;
        if (text_is(name, (struct text){fields->names[field], fields->lengths[field]}))
            break;
        slot = (slot + 1) % SLOTS;
    }
    return slot;
}

/* the name must live as long as the dictionary */
static void add(struct fields *fields, const char *name, enum field_type type) {
    fields->names[fields->count] = name;
    fields->lengths[fields->count] = strlen(name);
    fields->types[fields->count] = type;
    fields->slots[slot_of(fields, text_of(name))] = (short)++fields->count;
}

struct fields *fields_new(void) {
    struct fields *fields = calloc(1, sizeof(*fields));
    if (fields == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof(SHIPPED) / sizeof(SHIPPED[0]); i++)
        add(fields, SHIPPED[i].name, SHIPPED[i].type);
    return fields;
}

void fields_free(struct fields *fields) {
    free(fields);
}

/* Trees in rsyslog's queues hold names as constants and outlive a reload's dictionary,
 * so a name stays until the process ends: once, however often it is read. */
static const char *lasting_name(struct text name) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct lasting {
        struct lasting *next;
        char name[];
    } * all;
    struct lasting *lasting;
    pthread_mutex_lock(&lock);
    for (lasting = all; lasting != NULL; lasting = lasting->next)
        if (text_is(name, text_of(lasting->name)))
            break;
    if (lasting == NULL && (lasting = malloc(sizeof(*lasting) + name.length + 1)) != NULL) {
        memcpy(lasting->name, name.start, name.length);
        lasting->name[name.length] = '\0';
        lasting->next = all;
        all = lasting;
    }
    pthread_mutex_unlock(&lock);
    return lasting != NULL ? lasting->name : NULL;
}

static bool read_type(struct text word, enum field_type *type) {
    if (text_is(word, TEXT("string")))
        *type = FIELD_TYPE_STRING;
    else if (text_is(word, TEXT("integer")))
        *type = FIELD_TYPE_INTEGER;
    else if (text_is(word, TEXT("float")))
        *type = FIELD_TYPE_FLOAT;
    else
        return false;
    return true;
}

/* one row; returns NULL or what is wrong with it */
static const char *read_row(struct fields *fields, struct text row) {
    struct text columns[6];
    for (int i = 0; i < 6; i++) {
        size_t tab = text_find_char(row, '\t');
        if ((tab == TEXT_NONE) != (i == 5))
            return "want six columns separated by tabs: name, type, example, servers, origin, meaning";
        columns[i] = text_slice(row, 0, tab);
        row = text_skip(row, columns[i].length + 1);
    }
    struct text name = columns[0];
    enum field_type type;
    if (name.length == 0 || text_span(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != name.length)
        return "a field name has lower-case letters, digits and underscores only";
    if (!read_type(columns[1], &type))
        return "the type must be string, integer or float";
    enum field known = fields_find(fields, name);
    if (known != FIELD_NONE)
        return fields->types[known] == type ? NULL
                                            : "the field is in the dictionary already, with another type; "
                                              "take that type, or another name";
    if (fields->count == FIELD_MAX)
        return "the dictionary is full; take fields out that no rule sets";
    const char *lasting = lasting_name(name);
    if (lasting == NULL)
        return "out of memory";
    add(fields, lasting, type);
    return NULL;
}

bool fields_read(struct fields *fields, const char *path, char *error, size_t size) {
    struct lines lines;
    if (!lines_read_optional(&lines, path, error, size))
        return false;
    const char *fault = NULL;
    for (struct text row; fault == NULL && lines_next(&lines, &row);)
        fault = read_row(fields, row);
    if (fault != NULL)
        lines_fail(&lines, error, size, "%s", fault);
    lines_free(&lines);
    return fault == NULL;
}

enum field fields_find(const struct fields *fields, struct text name) {
    return (enum field)(fields->slots[slot_of(fields, name)] - 1);
}

const char *fields_name(const struct fields *fields, enum field field) {
    return fields->names[field];
}

enum field_type fields_type(const struct fields *fields, enum field field) {
    return fields->types[field];
}

const enum field_type *fields_types(const struct fields *fields) {
    return fields->types;
}

int fields_count(const struct fields *fields) {
    return fields->count;
}
