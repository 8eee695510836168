/* SPDX-License-Identifier: Apache-2.0
 *
 * fields - the dictionary of rulebases/FIELDS
 *
 * The shipped dictionary is compiled in: enum field has a FIELD_<name> for each
 * row, in the file's order. The head of that file says what its columns mean.
 * Administrators' own rules may have fields of their own, in a FIELDS file of the same
 * format in the local rulebase directory. These fields get the numbers from
 * FIELD_SHIPPED on.
 *
 *     struct fields *fields = fields_new();
 *     enum field f = fields_find(fields, TEXT("email_from"));    // FIELD_email_from
 *     fields_type(fields, f);                                    // FIELD_TYPE_STRING
 *
 * A struct fields is made at load time and never changes while lines are read,
 * so threads share it without a lock. Bound: FIELD_MAX rows; a local FIELDS file
 * with more is refused with its line.
 */
#ifndef FIELDS_H
#define FIELDS_H

#include "common/text.h"

enum field_type { FIELD_TYPE_STRING, FIELD_TYPE_INTEGER, FIELD_TYPE_FLOAT };

/* whose name a value is: see the column privacy of rulebases/FIELDS */
enum field_privacy {
    FIELD_PRIVACY_TEXT, /* "-" */
    FIELD_PRIVACY_ADDRESS,
    FIELD_PRIVACY_USER,
    FIELD_PRIVACY_HOST,
    FIELD_PRIVACY_EXEMPT,
    FIELD_PRIVACY_COUNT
};

/* where a value comes from: see the column kind of rulebases/FIELDS */
enum field_kind { FIELD_KIND_OWN, FIELD_KIND_DERIVED, FIELD_KIND_REDUNDANT, FIELD_KIND_REMEMBERED };

enum field {
#define FIELD(name, type, privacy, kind) FIELD_##name,
#include "event/fields_table.h"
#undef FIELD
    FIELD_SHIPPED,
    FIELD_MAX = 512,
    FIELD_NONE = -1
};

struct fields;

/* the shipped dictionary, or NULL when memory is out; free with fields_free */
struct fields *fields_new(void);
void fields_free(struct fields *fields);

/* fields_read - add the rows of a FIELDS file, if it is there. Returns false and a message with
 * file and line in error (size bytes) for a row that is malformed, repeats a
 * name with another type, or is one too many. */
bool fields_read(struct fields *fields, const char *path, char *error, size_t size);

/* number of the field of that name, or FIELD_NONE */
enum field fields_find(const struct fields *fields, struct text name);
/* valid until the process ends, longer than the dictionary */
const char *fields_name(const struct fields *fields, enum field field);
enum field_type fields_type(const struct fields *fields, enum field field);
/* the types of all FIELD_MAX numbers, in one table that lives as long as the dictionary */
const enum field_type *fields_types(const struct fields *fields);
enum field_kind fields_kind(const struct fields *fields, enum field field);
/* the fields of that privacy, in their order; FIELD_NONE is after the last */
const enum field *fields_of_privacy(const struct fields *fields, enum field_privacy privacy);
/* rows in the dictionary: the valid numbers are 0 to fields_count - 1 */
int fields_count(const struct fields *fields);

#endif
