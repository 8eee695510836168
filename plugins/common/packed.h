/* SPDX-License-Identifier: Apache-2.0
 *
 * packed - fields of a message in one text, from mmmailnorm to the GELF encoder
 *
 *     s100015email_fromjoe@example.orgi100004email_size2522
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
 * One field after the other: its type (s, i or f, as in rulebases/FIELDS), the lengths of
 * its name (two digits) and of its value (four), both in bytes, and then the two. A number stands
 * as in JSON, without an exponent, in at most PACKED_NUMBER_LIMIT bytes: no index takes it
 * for infinite. Longer names and values go the other way, as members of the tree.
 *
 * Whoever can set `$.mailnorm` can put anything there, so a reader takes names and
 * values for what they are in any tree: unchecked text.
 */
#ifndef PACKED_H
#define PACKED_H

#include <stdbool.h>

#include "common/text.h"

#define PACKED_NAME "mailnorm"
#define PACKED_VARIABLE "$." PACKED_NAME
enum { PACKED_NAME_LIMIT = 99, PACKED_VALUE_LIMIT = 9999, PACKED_NUMBER_LIMIT = 32, PACKED_HEAD = 7 };
enum packed_type { PACKED_STRING = 's', PACKED_INTEGER = 'i', PACKED_FLOAT = 'f' };

struct packed_field {
    enum packed_type type;
    struct text name, value; /* point into the packed text */
};

/* adds a digit to a number; *wrong is set if it is none */
static inline unsigned packed_digit(unsigned number, char c, bool *wrong) {
    unsigned digit = (unsigned char)c - '0';
    *wrong |= digit > 9;
    return number * 10 + digit;
}

/* takes the first field off the text; false, with the text as it was, at its end or where it is none */
static inline bool packed_next(struct text *from, struct packed_field *field) {
    const char *head = from->start;
    unsigned name = 0, value = 0;
    bool wrong = false;
    if (from->length < PACKED_HEAD ||
        (head[0] != PACKED_STRING && head[0] != PACKED_INTEGER && head[0] != PACKED_FLOAT))
        return false;
    for (int i = 1; i < 3; i++)
        name = packed_digit(name, head[i], &wrong);
    for (int i = 3; i < PACKED_HEAD; i++)
        value = packed_digit(value, head[i], &wrong);
    if (wrong || from->length - PACKED_HEAD < name + value)
        return false;
    field->type = (enum packed_type)head[0];
    field->name = (struct text){head + PACKED_HEAD, name};
    field->value = (struct text){head + PACKED_HEAD + name, value};
    from->start += PACKED_HEAD + name + value;
    from->length -= PACKED_HEAD + name + value;
    return true;
}

#endif
