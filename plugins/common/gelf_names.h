/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_names - names of additional fields: what Graylog keeps, and which a frame has
 *
 *     struct gelf_names names;
 *     gelf_names_clear(&names);
 *     // writes "mail_from" into the frame, at name
 *     size_t length = gelf_name_make(name, GELF_NAME_LIMIT, prefix, TEXT("mail.from"), &changed);
 *     if (!gelf_names_enter(&names, frame, name, length)) ...     // the frame has this name already
 *
 * Graylog takes [A-Za-z0-9.@_-] (Message.validKey) and turns dots into '_' in the index. Names are given
 * and written without the '_' that GELF puts before them.
 *
 * A set of names owns nothing. It holds offsets into a frame, because the frame may move as it grows. It
 * has room for GELF_FIELDS_LIMIT names: the caller must not enter more. A filter of GELF_NAMES_FILTER_BITS
 * bits finds out that most new names are new: 25 names cost 25 hashes. With 1000 names about one in ten
 * needs a search.
 */
#ifndef GELF_NAMES_H
#define GELF_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/short_copy.h"
#include "common/text.h"

/* OpenSearch takes no document that brings its index over 1000 fields */
#define GELF_FIELDS_LIMIT 1000
#define GELF_NAME_LIMIT 255
#define GELF_NAMES_FILTER_BITS 4096

/* where a name is, from the start of the frame (or of the constants) */
struct gelf_name {
    uint32_t offset;
    uint32_t length;
};

struct gelf_names {
    unsigned count;
    struct gelf_name at[GELF_FIELDS_LIMIT];
    uint64_t filter[GELF_NAMES_FILTER_BITS / 64];
};

/* clears only what is read before it is written: a frame must not pay for 1000 names */
static inline void gelf_names_clear(struct gelf_names *names) {
    names->count = 0;
    memset(names->filter, 0, sizeof(names->filter));
}

/* whether that name was entered */
bool gelf_names_search(const struct gelf_names *names, const char *frame, const char *name, size_t length);

/* may read up to 7 bytes after the name, which has at least 1 byte */
static inline uint64_t gelf_name_hash(const char *name, size_t length) {
    uint64_t first, last = 0;
    memcpy(&first, name, 8);
    if (length < 8)
        first &= ((uint64_t)1 << 8 * length) - 1;
    else
        memcpy(&last, name + length - 8, 8);
    return ((first ^ (last << 1 | last >> 63)) + length) * 0x9e3779b97f4a7c15u;
}

/* enters a name that is in the frame, with 7 readable bytes after it; false if the frame has the name
 * already */
static inline bool gelf_names_enter(struct gelf_names *names, const char *frame, const char *name,
                                    size_t length) {
    uint64_t place = gelf_name_hash(name, length) >> 52; /* 12 bits: GELF_NAMES_FILTER_BITS */
    uint64_t bit = (uint64_t)1 << (place & 63);
    if ((names->filter[place >> 6] & bit) != 0 && gelf_names_search(names, frame, name, length))
        return false;
    names->filter[place >> 6] |= bit;
    names->at[names->count].offset = (uint32_t)(name - frame);
    names->at[names->count].length = (uint32_t)length;
    names->count++;
    return true;
}

/* removes the name entered last */
static inline void gelf_names_forget(struct gelf_names *names) {
    names->count--; /* its bit stays in the filter: that costs a search, no more */
}

/* GELF's own keys, those that Graylog's decoder skips or its index overwrites, and our _gelf_truncated */
bool gelf_name_is_reserved(const char *name, size_t length);

/* whether the character is of Graylog's alphabet without the dot */
static inline bool gelf_name_has(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '@';
}

#ifdef __SSE2__
/* a bit for each byte that is not of Graylog's alphabet without the dot */
static inline unsigned gelf_name_unclean(__m128i bytes) {
    __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    __m128i letters = _mm_and_si128(_mm_cmpgt_epi8(lower, _mm_set1_epi8('a' - 1)),
                                    _mm_cmplt_epi8(lower, _mm_set1_epi8('z' + 1)));
    __m128i digits = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8('0' - 1)),
                                   _mm_cmplt_epi8(bytes, _mm_set1_epi8('9' + 1)));
    __m128i others = _mm_or_si128(
        _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')),
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('-')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('@'))));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(letters, _mm_or_si128(digits, others))) ^ 0xffff;
}
#endif

/* gelf_name_span - how many characters of that alphabet are at the start of a text
 * The text is ended by a NUL, and 16 bytes after it can be read. */
static inline size_t gelf_name_span(const char *text) {
    size_t at = 0;
#ifdef __SSE2__
    for (;; at += 16) {
        unsigned unclean = gelf_name_unclean(_mm_loadu_si128((const __m128i *)(const void *)(text + at)));
        if (unclean != 0)
            return at + (size_t)__builtin_ctz(unclean);
    }
#else
    while (gelf_name_has((unsigned char)text[at]))
        at++;
    return at;
#endif
}

/* whether a name is of Graylog's alphabet without the dot */
bool gelf_name_is_clean(struct text name);

/* gelf_name_make - PREFIX_KEY in that alphabet, at most room bytes; returns its length, never 0
 * prefix has at most room bytes. Without a prefix, the '_' after it and the key's leading '_' are left out.
 * Each other character becomes one '_'. A key of which nothing is left becomes "field". changed is set
 * where a character was replaced, the name was cut, or nothing was left. */
size_t gelf_name_make(char *to, size_t room, struct text prefix, struct text key, bool *changed);

#endif
