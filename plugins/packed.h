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
 * bytes; none is longer than PACKED_LENGTH_LIMIT. A number stands as in JSON, without
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
enum { PACKED_LENGTH_LIMIT = 999999999, PACKED_NUMBER_LIMIT = 32 };
enum packed_type { PACKED_STRING = 's', PACKED_INTEGER = 'i', PACKED_FLOAT = 'f' };

struct packed_field {
    enum packed_type type;
    struct text name, value; /* point into the packed text */
};

/* the content of the netstring at this place, without its comma; start NULL where there is none */
static inline struct text packed_netstring(const char *at, const char *end) {
    const struct text none = {NULL, 0};
    const char *first = at;
    size_t length = 0;
    unsigned digit;
    while (at < end && (digit = (unsigned char)*at - '0') <= 9 && length <= PACKED_LENGTH_LIMIT / 10) {
        length = length * 10 + digit;
        at++;
    }
    if (at == first || at == end || *at++ != ':' || (size_t)(end - at) < length)
        return none;
    return (struct text){at, length};
}

/* takes the first field off the text; false, with the text as it was, at its end or where it is none */
static inline bool packed_next(struct text *from, struct packed_field *field) {
    if (from->length == 0)
        return false;
    const char *end = from->start + from->length;
    field->type = (enum packed_type)from->start[0];
    field->name = packed_netstring(from->start + 1, end);
    if (field->name.start == NULL)
        return false;
    field->value = packed_netstring(field->name.start + field->name.length, end);
    if (field->value.start == NULL ||
        (field->type != PACKED_STRING && field->type != PACKED_INTEGER && field->type != PACKED_FLOAT))
        return false;
    from->start = field->value.start + field->value.length;
    from->length = (size_t)(end - from->start);
    return true;
}

#endif
