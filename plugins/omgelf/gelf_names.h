/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_names - names of additional fields: what Graylog keeps, and which a frame has
 *
 *     struct gelf_names names;
 *     gelf_names_clear(&names);
 *     size_t length = gelf_name_make(place, GELF_NAME_LIMIT, prefix, TEXT("mail.from"), &changed); // mail_from
 *     if (!gelf_names_enter(&names, frame, place, length)) ...           // the frame has it already
 *
 * Graylog takes [A-Za-z0-9.@_-] (Message.validKey) and turns dots into '_' in the index. Names are given
 * and written without the '_' that GELF puts before them.
 *
 * A set of names owns nothing: it holds offsets into a frame, which may move as it grows. It is bounded by
 * GELF_FIELDS_LIMIT; the caller enters no more. A filter of 4096 bits tells most new names from those there,
 * so that 25 names cost 25 hashes; 1000 names cost a search for about one in ten.
 */
#ifndef GELF_NAMES_H
#define GELF_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "text.h"

/* OpenSearch takes no document that brings its index over 1000 fields */
#define GELF_FIELDS_LIMIT 1000
#define GELF_NAME_LIMIT 255
#define GELF_NAMES_FILTER_BITS 4096

/* where a name stands, from the start of the frame (or of the constants) */
struct gelf_name {
    uint32_t offset;
    uint32_t length;
};

struct gelf_names {
    unsigned count;
    struct gelf_name at[GELF_FIELDS_LIMIT];
    uint64_t filter[GELF_NAMES_FILTER_BITS / 64];
};

/* only what is read before it is written is cleared: a frame shall not pay for 1000 names */
static inline void gelf_names_clear(struct gelf_names *names) {
    names->count = 0;
    memset(names->filter, 0, sizeof(names->filter));
}

/* enters the name that stands at this place of the frame, with 7 readable bytes behind it; false if the
 * frame has it already */
bool gelf_names_enter(struct gelf_names *names, const char *frame, const char *name, size_t length);

/* takes back the name entered last */
static inline void gelf_names_forget(struct gelf_names *names) {
    names->count--; /* its bit stays in the filter: costs a second look, no more */
}

/* GELF's own keys, those that Graylog's decoder skips or its index overwrites, and our _gelf_truncated */
bool gelf_name_is_reserved(const char *name, size_t length);

/* whether a name is of Graylog's alphabet without the dot */
bool gelf_name_is_clean(struct text name);

/* gelf_name_make - PREFIX_KEY in that alphabet, at most room bytes; returns its length, never 0
 * An absent prefix is left out with its '_', and then the key's leading '_' are, too. changed is set where
 * the key could not be kept as it is: another character (which becomes one '_'), too long, or nothing. */
size_t gelf_name_make(char *to, size_t room, struct text prefix, struct text key, bool *changed);

#endif
