/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>

#include "common/packed.h"
#include "gelf/gelf_writer.h"

static bool has_char(struct text text, char c) {
    return memchr(text.start, c, text.length) != NULL;
}

/* 64 bits; mmmailnorm writes neither exponents nor more digits */
static bool is_integer(struct text value) {
    char digits[PACKED_NUMBER_LIMIT + 1];
    if (has_char(value, '.'))
        return false;
    if (value.length < sizeof("-9223372036854775808") - 2)
        return true;
    memcpy(digits, value.start, value.length);
    digits[value.length] = '\0';
    errno = 0;
    strtoll(digits, NULL, 10);
    return errno == 0;
}

static enum outcome append_packed_number(struct writer *w, enum packed_type type, struct text value) {
    if (value.length > PACKED_NUMBER_LIMIT || !json_is_number(value) || has_char(value, 'e') ||
        has_char(value, 'E') || (type == PACKED_INTEGER && !is_integer(value)))
        return NO_NUMBER;
    json_append(w->json, value.start, value.length);
    if (type == PACKED_FLOAT && !has_char(value, '.'))
        json_append_literal(w->json, ".0");
    return w->json->length <= w->end ? WRITTEN : NO_ROOM;
}

#ifdef __SSE2__
/* neither a leading zero nor more than 64 bits */
static bool is_plain_number(struct text value) {
    size_t digits = text_digits(value);
    return digits == value.length && digits > 0 && digits < 19 && (digits == 1 || value.start[0] != '0');
}

/* append_plainly - write a field that needs no repair, as nearly all do
 * False, with the frame as it was, for any other field. end is that of what can be read. */
static bool append_plainly(struct writer *w, const struct packed_field *field, const char *end) {
    struct json_text *json = w->json;
    struct text name = field->name, value = field->value;
    bool quoted = field->type == PACKED_STRING;
    _Static_assert(PACKED_NAME_LIMIT <= GELF_NAME_LIMIT && PACKED_VALUE_LIMIT <= GELF_VALUE_LIMIT,
                   "else to be cut");
    if (name.length == 0 || value.length == 0 || w->names.count == GELF_FIELDS_LIMIT ||
        !json_reserve(json, name.length + value.length + 8))
        return false;
    char *start = json->data + json->length, *at = start + 3;
    memcpy(start, ",\"_", 4); /* one store */
    if (name.start[0] == '_' || !short_copy_fit(at, name.start, name.length, end, gelf_name_unclean) ||
        gelf_name_is_reserved(at, name.length))
        return false;
    const char *name_in_frame = at;
    at += name.length;
    memcpy(at, "\":\"", 4);
    at += quoted ? 3 : 2;
    if ((unsigned char)value.start[0] <= 0x20 ||
        (!quoted && (field->type != PACKED_INTEGER || !is_plain_number(value))) ||
        !short_copy_fit(at, value.start, value.length, end, json_unplain))
        return false;
    at += value.length;
    if (quoted)
        *at++ = '"';
    if ((size_t)(at - json->data) > w->end ||
        !gelf_names_enter(&w->names, json->data + w->start, name_in_frame, name.length))
        return false;
    json->length = (size_t)(at - json->data);
    return true;
}
#else
static bool append_plainly(struct writer *w, const struct packed_field *field, const char *end) {
    (void)w, (void)field, (void)end;
    return false;
}
#endif

static void append_carefully(struct writer *w, const struct packed_field *field) {
    size_t before = w->json->length;
    struct text name = writer_begin(w, (struct text){NULL, 0}, field->name);
    if (name.length == 0)
        return;
    writer_end(w, before, name.length,
               field->type == PACKED_STRING ? writer_append_string(w, field->value)
                                            : append_packed_number(w, field->type, field->value));
}

void gelf_packed_append(struct writer *w, struct text packed) {
    struct packed_field field;
    const char *end = packed.length > 0 ? packed.start + packed.length : NULL;
    while (packed_next(&packed, &field))
        if (!append_plainly(w, &field, end))
            append_carefully(w, &field);
    if (packed.length > 0)
        writer_repair(w, GELF_REPAIR_PACKED_UNREADABLE);
}
