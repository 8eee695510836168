/* SPDX-License-Identifier: Apache-2.0
 *
 * packed - fields of a message in one text, from mmmailnorm to the GELF encoder
 *
 *     s10:email_from15:joe@example.orgi10:email_size4:2522
 *
 *     struct packed_field field;
 *     while (packed_next(&text, &field)) ...
 *     if (text.length > 0) ...                     // what is left cannot be read
 *
 * A tree of libfastjson objects costs more to build and free than all else that is
 * done to a line, and a GELF frame needs none. With treeFields, mmmailnorm puts
 * the fields that no filter or template wants into one string, `$.mailnorm`, which
 * rsyslog carries through its queues, disk queues included, as any variable.
 *
 * One field after the other: its type (s, i or f, as in rulebases/FIELDS), its name
 * and its value, both as netstrings without the comma: decimal length, ':', the
 * bytes. A length has at most PACKED_DIGITS digits. A number stands as in JSON, without
 * an exponent, in at most PACKED_NUMBER_LIMIT bytes: no index takes it for infinite.
 *
 * Whoever can set `$.mailnorm` can put anything there, so a reader takes names and
 * values for what they are in any tree: unchecked text.
 */
#ifndef PACKED_H
#define PACKED_H

#include <stdbool.h>

#include "text.h"

#define PACKED_NAME "mailnorm"
#define PACKED_VARIABLE "$." PACKED_NAME
enum { PACKED_DIGITS = 9, PACKED_NUMBER_LIMIT = 32 };
enum packed_type { PACKED_STRING = 's', PACKED_INTEGER = 'i', PACKED_FLOAT = 'f' };

struct packed_field {
    enum packed_type type;
    struct text name, value; /* point into the packed text */
};

/* a netstring without its comma, or false with the text as it was */
static inline bool packed_netstring(struct text *from, struct text *content) {
    size_t length = 0, at = 0;
    while (at < from->length && at < PACKED_DIGITS && from->start[at] >= '0' && from->start[at] <= '9')
        length = length * 10 + (size_t)(from->start[at++] - '0');
    if (at == 0 || at >= from->length || from->start[at] != ':' || from->length - at - 1 < length)
        return false;
    content->start = from->start + at + 1;
    content->length = length;
    from->start += at + 1 + length;
    from->length -= at + 1 + length;
    return true;
}

/* takes the first field off the text; false, with the text as it was, at its end or where it is none */
static inline bool packed_next(struct text *from, struct packed_field *field) {
    if (from->length == 0)
        return false;
    field->type = (enum packed_type)from->start[0];
    struct text rest = {from->start + 1, from->length - 1};
    if (field->type != PACKED_STRING && field->type != PACKED_INTEGER && field->type != PACKED_FLOAT)
        return false;
    if (!packed_netstring(&rest, &field->name) || !packed_netstring(&rest, &field->value))
        return false;
    *from = rest;
    return true;
}

#endif
