/* SPDX-License-Identifier: Apache-2.0
 *
 * fields - the dictionary; the contract is in fields.h
 */
#include "config.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/array.h"
#include "event/fields.h"
#include "common/lines.h"

#define SLOTS 2048 /* a power of two, at least 4 * FIELD_MAX: look-ups stay short */

struct fields {
    int count;
    const char *names[FIELD_MAX];
    size_t lengths[FIELD_MAX];
    enum field_type types[FIELD_MAX];
    enum field_kind kinds[FIELD_MAX];
    short slots[SLOTS]; /* number of the field + 1, 0 for a free slot */
    struct {
        int count;
        enum field fields[FIELD_MAX + 1]; /* ended by FIELD_NONE */
    } of_privacy[FIELD_PRIVACY_COUNT];
};

/* what a row says beside the name */
struct properties {
    enum field_type type;
    enum field_privacy privacy;
    enum field_kind kind;
};

static const struct {
    const char *name;
    struct properties properties;
} SHIPPED[] = {
#define FIELD(name, type, privacy, kind)                                                                     \
    {#name, {FIELD_TYPE_##type, FIELD_PRIVACY_##privacy, FIELD_KIND_##kind}},
#include "event/fields_table.h"
#undef FIELD
};

/* slot that holds the name, or the free one where it belongs */
static unsigned slot_of(const struct fields *fields, struct text name) {
    unsigned slot = (unsigned)(text_hash(name) >> 32) % SLOTS;
    while (fields->slots[slot] != 0) {
        int field = fields->slots[slot] - 1;
        if (text_is(name, (struct text){fields->names[field], fields->lengths[field]}))
            break;
        slot = (slot + 1) % SLOTS;
    }
    return slot;
}

/* the name must live as long as the dictionary */
static void add(struct fields *fields, const char *name, struct properties properties) {
    enum field field = (enum field)fields->count;
    fields->names[field] = name;
    fields->lengths[field] = strlen(name);
    fields->types[field] = properties.type;
    fields->kinds[field] = properties.kind;
    int place = fields->of_privacy[properties.privacy].count++;
    fields->of_privacy[properties.privacy].fields[place] = field;
    fields->of_privacy[properties.privacy].fields[place + 1] = FIELD_NONE;
    fields->slots[slot_of(fields, text_of(name))] = (short)++fields->count;
}

struct fields *fields_new(void) {
    struct fields *fields = calloc(1, sizeof(*fields));
    if (fields == NULL)
        return NULL;
    for (int privacy = 0; privacy < FIELD_PRIVACY_COUNT; privacy++)
        fields->of_privacy[privacy].fields[0] = FIELD_NONE;
    for (size_t i = 0; i < COUNT_OF(SHIPPED); i++)
        add(fields, SHIPPED[i].name, SHIPPED[i].properties);
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

/* the place of the word in a list that NULL ends, or -1 */
static int place_of(struct text word, const char *const *words) {
    for (int i = 0; words[i] != NULL; i++)
        if (text_is(word, text_of(words[i])))
            return i;
    return -1;
}

/* returns NULL or what is wrong */
static const char *read_properties(const struct text *columns, struct properties *properties) {
    static const char *const TYPES[] = {"string", "integer", "float", NULL};
    static const char *const PRIVACIES[] = {"-", "address", "user", "host", "exempt", NULL};
    static const char *const KINDS[] = {"own", "derived", "redundant", "remembered", NULL};
    int type = place_of(columns[1], TYPES), privacy = place_of(columns[5], PRIVACIES),
        kind = place_of(columns[6], KINDS);
    if (type < 0)
        return "the type must be string, integer or float";
    if (privacy < 0)
        return "the privacy must be address, user, host, exempt or -";
    if (kind < 0 || kind == FIELD_KIND_REMEMBERED)
        return "the kind must be own, derived or redundant";
    *properties =
        (struct properties){(enum field_type)type, (enum field_privacy)privacy, (enum field_kind)kind};
    return NULL;
}

/* one row; returns NULL or what is wrong with it */
static const char *read_row(struct fields *fields, struct text row) {
    struct text columns[8];
    for (int i = 0; i < 8; i++) {
        size_t tab = text_find_char(row, '\t');
        if ((tab == TEXT_NONE) != (i == 7))
            return "want eight columns separated by tabs: "
                   "name, type, example, servers, origin, privacy, kind, meaning";
        columns[i] = text_slice(row, 0, tab);
        row = text_skip(row, columns[i].length + 1);
    }
    struct text name = columns[0];
    if (name.length == 0 || text_span(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != name.length)
        return "a field name has lower-case letters, digits and underscores only";
    struct properties properties;
    const char *fault = read_properties(columns, &properties);
    if (fault != NULL)
        return fault;
    enum field known = fields_find(fields, name);
    if (known != FIELD_NONE)
        return fields->types[known] == properties.type ? NULL
                                                       : "the field is in the dictionary already, with "
                                                         "another type; take that type, or another name";
    if (fields->count == FIELD_MAX)
        return "the dictionary is full; take fields out that no rule sets";
    const char *lasting = lasting_name(name);
    if (lasting == NULL)
        return "out of memory";
    add(fields, lasting, properties);
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

enum field_kind fields_kind(const struct fields *fields, enum field field) {
    return fields->kinds[field];
}

const enum field *fields_of_privacy(const struct fields *fields, enum field_privacy privacy) {
    return fields->of_privacy[privacy].fields;
}

int fields_count(const struct fields *fields) {
    return fields->count;
}
