/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_writer - one frame being written, and a field of it
 *
 *     size_t before = w->json->length;
 *     struct text name = writer_begin(w, prefix, TEXT("email_from"));
 *     if (name.length > 0)
 *         writer_end(w, before, name.length, writer_append_string(w, value));
 *
 * For gelf.c, gelf_tree.c and gelf_members.c. The rules for names and values are in gelf.h. What could
 * not be kept is counted here.
 */
#ifndef GELF_WRITER_H
#define GELF_WRITER_H

#include "gelf/gelf.h"

/* kept free for the end of a frame: _event_uid, _gelf_truncated, brace, NUL */
#define GELF_ENDING 512

struct writer {
    struct json_text *json;
    const struct gelf_settings *settings;
    size_t start; /* of the frame, in json */
    size_t end;   /* where fields must end, in json */
    uint64_t *repairs;
    unsigned repaired;
    struct gelf_names names;
    char cut[200]; /* names of what was cut, for _gelf_truncated */
    size_t cut_length;
};

/* what is made of a value */
enum outcome { WRITTEN, NO_ROOM, EMPTY, NO_NUMBER };

static inline void writer_repair(struct writer *w, enum gelf_repair kind) {
    w->repairs[kind]++;
    w->repaired |= 1u << kind;
}

/* adds a name to _gelf_truncated: this field is missing or cut */
void writer_note_cut(struct writer *w, struct text name);

/* writer_begin - write ,"_PREFIX_KEY": and return the name in it
 * Returns the absent text, with the frame as it was, when there can be no such field. */
struct text writer_begin(struct writer *w, struct text prefix, struct text key);
/* writer_end - end the field that writer_begin began; before is the frame's length at that time
 * Any outcome but WRITTEN removes the field again and counts why. */
void writer_end(struct writer *w, size_t before, size_t name_length, enum outcome outcome);

/* the string with its quotes */
enum outcome writer_append_string(struct writer *w, struct text value);

/* what java.lang.Character.isWhitespace says of a text, and String.trim's control characters */
bool gelf_is_blank(struct text text);

/* all members of an object as fields */
void gelf_tree_append(struct writer *w, struct fjson_object *object);
/* all fields of a text of members (gelf_members.h) */
void gelf_members_append(struct writer *w, struct text members);

#endif
