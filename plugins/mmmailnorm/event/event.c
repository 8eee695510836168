/* SPDX-License-Identifier: Apache-2.0
 *
 * event - the values of one line; the contract is in event.h
 */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <libfastjson/json.h>
#include <libfastjson/json_object.h>

#include "event/event.h"
#include "event/json_strings.h"

#define CHUNK_SIZE 16384
#define ALIGNMENT 16
#define FLOAT_MAX 32 /* characters of a float */

struct chunk {
    struct chunk *older;
    size_t size, used;
    char memory[] __attribute__((aligned(ALIGNMENT)));
};

static struct chunk *chunk_new(struct chunk *older, size_t size) {
    struct chunk *chunk = malloc(sizeof(*chunk) + size);
    if (chunk == NULL)
        return NULL;
    chunk->older = older;
    chunk->size = size;
    chunk->used = 0;
    return chunk;
}

struct event *event_new(const struct fields *fields) {
    struct event *event = calloc(1, sizeof(*event));
    if (event == NULL)
        return NULL;
    event->fields = fields;
    event->types = fields_types(fields);
    event->chunk = chunk_new(NULL, CHUNK_SIZE);
    event->strings = json_strings_new();
    if (event->chunk == NULL || event->strings == NULL) {
        json_strings_free(event->strings);
        free(event->chunk);
        free(event);
        return NULL;
    }
    return event;
}

const struct fields *event_fields(const struct event *event) {
    return event->fields;
}

void event_free(struct event *event) {
    if (event == NULL)
        return;
    event_clear(event);
    json_strings_free(event->strings);
    free(event->chunk);
    free(event);
}

void event_clear(struct event *event) {
    memset(event->present, 0, sizeof(event->present));
    while (event->chunk->older != NULL) {
        struct chunk *newest = event->chunk;
        event->chunk = newest->older;
        free(newest);
    }
    event->chunk->used = 0;
    if (event->held != NULL) {
        fjson_object_put(event->held);
        event->held = NULL;
    }
}

char *event_alloc(struct event *event, size_t size) {
    struct chunk *chunk = event->chunk;
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (chunk->size - chunk->used < size) {
        chunk = chunk_new(chunk, size > CHUNK_SIZE ? size : CHUNK_SIZE);
        if (chunk == NULL)
            return NULL;
        event->chunk = chunk;
    }
    char *memory = chunk->memory + chunk->used;
    chunk->used += size;
    return memory;
}

struct text event_print(struct event *event, const char *format, ...) {
    struct chunk *chunk = event->chunk;
    size_t room = chunk->size - chunk->used;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(chunk->memory + chunk->used, room, format, arguments); /* mostly this is it */
    va_end(arguments);
    char *memory = length < 0 ? NULL : event_alloc(event, (size_t)length + 1);
    if (memory == NULL)
        return (struct text){NULL, 0};
    if ((size_t)length >= room) {
        va_start(arguments, format);
        vsnprintf(memory, (size_t)length + 1, format, arguments);
        va_end(arguments);
    }
    return (struct text){memory, (size_t)length};
}

void event_hold(struct event *event, struct fjson_object *tree) {
    if (event->held != NULL)
        fjson_object_put(event->held);
    event->held = tree;
}

static void mark(struct event *event, enum field field) {
    event->present[(unsigned)field / EVENT_WORD_BITS] |= (uint64_t)1 << (unsigned)field % EVENT_WORD_BITS;
}

/* [-+]digits within 64 bits */
static bool read_integer(struct text text, int64_t *integer) {
    enum { SAFE = 18 }; /* so many digits always fit */
    bool negative = text.start[0] == '-';
    uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX, n = 0;
    if (negative || text.start[0] == '+')
        text = text_skip(text, 1);
    if (text.length == 0)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        unsigned digit = (unsigned)(unsigned char)text.start[i] - '0';
        if (digit > 9 || (i >= SAFE && n > (limit - digit) / 10))
            return false;
        n = n * 10 + digit;
    }
    *integer = negative ? (int64_t)(0 - n) : (int64_t)n;
    return true;
}

/* [-]digits[.digits] as JSON has it: no leading zeros, no exponent */
static bool is_json_float(struct text text, bool *has_point) {
    if (text.start[0] == '-')
        text = text_skip(text, 1);
    size_t whole = text_digits(text);
    if (whole == 0 || (whole > 1 && text.start[0] == '0'))
        return false;
    *has_point = whole < text.length;
    if (!*has_point)
        return true;
    struct text fraction = text_skip(text, whole + 1);
    return text.start[whole] == '.' && fraction.length > 0 && text_digits(fraction) == fraction.length;
}

/* what is_json_float lets pass; strtod would take the locale's decimal point */
static double read_float(struct text text) {
    bool negative = text_take(&text, TEXT("-")), fraction = false;
    double number = 0, scale = 1;
    for (size_t i = 0; i < text.length; i++) {
        if (text.start[i] == '.') {
            fraction = true;
            continue;
        }
        number = number * 10 + (text.start[i] - '0');
        scale *= fraction ? 10 : 1;
    }
    return (negative ? -number : number) / scale;
}

/* a float always shows a point, so that the receiver never takes it for an integer */
static bool set_float(struct event *event, enum field field, struct text value) {
    bool has_point;
    if (value.length > FLOAT_MAX || !is_json_float(value, &has_point))
        return false;
    if (!has_point) {
        char *copy = event_alloc(event, value.length + 2);
        if (copy == NULL)
            return false;
        memcpy(copy, value.start, value.length);
        memcpy(copy + value.length, ".0", 2);
        value = (struct text){copy, value.length + 2};
    }
    event->values[field].text = value;
    mark(event, field);
    return true;
}

bool event_set_number(struct event *event, enum field field, struct text value) {
    if (event->types[field] == FIELD_TYPE_FLOAT)
        return set_float(event, field, value);
    if (!read_integer(value, &event->values[field].integer))
        return false;
    event->values[field].text = value;
    mark(event, field);
    return true;
}

void event_set_texts(struct event *event, const enum field *fields, const struct text *texts,
                     uint32_t which) {
    for (; which != 0; which &= which - 1) {
        int i = __builtin_ctz(which);
        event->values[fields[i]].text = texts[i];
        mark(event, fields[i]);
    }
}

bool event_set_copy(struct event *event, enum field field, struct text value) {
    if (value.length == 0)
        return true;
    char *memory = event_alloc(event, value.length + 1);
    if (memory == NULL)
        return false;
    memcpy(memory, value.start, value.length);
    memory[value.length] = '\0';
    return event_set(event, field, (struct text){memory, value.length});
}

bool event_set_lower(struct event *event, enum field field, struct text value) {
    size_t i = 0;
    while (i < value.length && !(value.start[i] >= 'A' && value.start[i] <= 'Z'))
        i++;
    if (i == value.length)
        return event_set(event, field, value);
    char *memory = event_alloc(event, value.length + 1);
    if (memory == NULL)
        return false;
    for (i = 0; i < value.length; i++)
        memory[i] =
            value.start[i] >= 'A' && value.start[i] <= 'Z' ? (char)(value.start[i] + 32) : value.start[i];
    memory[value.length] = '\0';
    return event_set(event, field, (struct text){memory, value.length});
}

/* the digits of a number in front of a place of memory; where they begin */
static char *print_digits(char *end, uint64_t number) {
    do
        *--end = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    return end;
}

void event_set_integer(struct event *event, enum field field, int64_t value) {
    enum { SIZE = 24 };
    char *memory = event_alloc(event, SIZE);
    if (memory == NULL)
        return;
    char *end = memory + SIZE;
    char *at = print_digits(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
    if (value < 0)
        *--at = '-';
    event_set(event, field, (struct text){at, (size_t)(end - at)});
}

void event_set_float(struct event *event, enum field field, double value) {
    enum { SIZE = 32 };
    if (!(value > -1e15 && value < 1e15))
        return;
    char *memory = event_alloc(event, SIZE);
    if (memory == NULL)
        return;
    char *end = memory + SIZE;
    uint64_t thousandths = (uint64_t)((value < 0 ? -value : value) * 1000 + 0.5);
    unsigned fraction = (unsigned)(thousandths % 1000), places = 3;
    for (; places > 1 && fraction % 10 == 0; places--)
        fraction /= 10;
    char *at = end;
    for (; places > 0; places--, fraction /= 10)
        *--at = (char)('0' + fraction % 10);
    *--at = '.';
    at = print_digits(at, thousandths / 1000);
    if (value < 0 && thousandths > 0)
        *--at = '-';
    event_set(event, field, (struct text){at, (size_t)(end - at)});
}

double event_get_float(const struct event *event, enum field field) {
    return event_has(event, field) ? read_float(event->values[field].text) : 0;
}

static struct fjson_object *to_json(const struct event *event, enum field field) {
    struct text text = event->values[field].text;
    char digits[FLOAT_MAX + sizeof(".0")];
    switch (event->types[field]) {
    case FIELD_TYPE_INTEGER:
        return fjson_object_new_int64(event->values[field].integer);
    case FIELD_TYPE_FLOAT:
        memcpy(digits, text.start, text.length); /* libfastjson wants a C string */
        digits[text.length] = '\0';
        return fjson_object_new_double_s(read_float(text), digits);
    case FIELD_TYPE_STRING:
        break;
    }
    return json_strings_get(event->strings, text);
}

struct fjson_object *event_to_json(const struct event *event) {
    struct fjson_object *json = fjson_object_new_object();
    if (json == NULL)
        return NULL;
    for (enum field f = event_next(event, 0); f != FIELD_NONE; f = event_next(event, f + 1)) {
        struct fjson_object *value = to_json(event, f);
        if (value == NULL) {
            fjson_object_put(json);
            return NULL;
        }
        fjson_object_object_add_ex(json, fields_name(event->fields, f), value,
                                   FJSON_OBJECT_ADD_KEY_IS_NEW | FJSON_OBJECT_KEY_IS_CONSTANT);
    }
    return json;
}
