/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <string.h>

#include "few.h"
#include "gelf_names.h"

/* ------------------------------------------------------------ one name */

static bool is_name_character(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '@';
}

bool gelf_name_is_clean(struct text name) {
    for (size_t i = 0; i < name.length; i++)
        if (!is_name_character((unsigned char)name.start[i]))
            return false;
    return true;
}

#ifdef __SSE2__
static bool are_name_characters(__m128i bytes) {
    __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    __m128i letters = _mm_and_si128(_mm_cmpgt_epi8(lower, _mm_set1_epi8('a' - 1)),
                                    _mm_cmplt_epi8(lower, _mm_set1_epi8('z' + 1)));
    __m128i digits = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8('0' - 1)),
                                   _mm_cmplt_epi8(bytes, _mm_set1_epi8('9' + 1)));
    __m128i others = _mm_or_si128(
        _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')),
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('-')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('@'))));
    return _mm_movemask_epi8(_mm_or_si128(letters, _mm_or_si128(digits, others))) == 0xffff;
}
#endif

/* copies a key that Graylog takes as it is; false for any other */
static bool copy_clean(char *to, const char *key, size_t length) {
    size_t at = 0;
#ifdef __SSE2__
    for (; length - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(key + at));
        if (!are_name_characters(bytes))
            return false;
        _mm_storeu_si128((__m128i *)(void *)(to + at), bytes);
    }
    if (at == length)
        return length > 0;
    if (!are_name_characters(few_load(key + at, length - at)))
        return false;
    few_copy(to + at, key + at, length - at);
    return true;
#else
    for (; at < length && is_name_character((unsigned char)key[at]); at++)
        to[at] = key[at];
    return at == length && length > 0;
#endif
}

bool gelf_name_is_reserved(const char *name, size_t length) {
#define IS(literal) (memcmp(name, (literal), sizeof(literal) - 1) == 0)
    if (length > 4 && IS("gl2_"))
        return true;
    switch (length) {
        case 2:
            return IS("id");
        case 4:
            return IS("host");
        case 5:
            return IS("level");
        case 6:
            return IS("source");
        case 7:
            return IS("message") || IS("streams") || IS("version");
        case 9:
            return IS("timestamp");
        case 12:
            return IS("full_message");
        case 13:
            return IS("short_message");
        case 14:
            return IS("gelf_truncated");
        default:
            return false;
    }
#undef IS
}

size_t gelf_name_make(char *to, size_t room, struct text prefix, struct text key, bool *changed) {
    size_t length = 0;
    if (prefix.length > 0) {
        memcpy(to, prefix.start, prefix.length);
        length = prefix.length;
        if (length < room)
            to[length++] = '_';
    } else {
        while (key.length > 0 && key.start[0] == '_')
            key = text_skip(key, 1);
    }
    if (key.length <= room - length && copy_clean(to + length, key.start, key.length))
        return length + key.length;
    unsigned char before = 0;
    size_t at = 0;
    for (; at < key.length && length < room; at++) {
        unsigned char c = (unsigned char)key.start[at];
        if (is_name_character(c)) {
            to[length++] = (char)c;
        } else {
            *changed = true;
            if ((c & 0xc0) != 0x80 || before < 0x80) /* one '_' for a character, not for a byte */
                to[length++] = '_';
        }
        before = c;
    }
    *changed |= at < key.length || length == 0;
    if (length == 0) {
        memcpy(to, "field", 5);
        length = 5;
    }
    return length;
}

/* ------------------------------------------------------------ the names of a frame */

/* may read up to 7 bytes beyond the name */
static uint64_t hash(const char *name, size_t length) {
    uint64_t first, last = 0;
    memcpy(&first, name, 8);
    if (length < 8)
        first &= ((uint64_t)1 << 8 * length) - 1;
    else
        memcpy(&last, name + length - 8, 8);
    return ((first ^ (last << 1 | last >> 63)) + length) * 0x9e3779b97f4a7c15u;
}

static bool is_known(const struct gelf_names *names, const char *frame, const char *name, size_t length) {
    for (unsigned i = 0; i < names->count; i++)
        if (names->at[i].length == length && memcmp(frame + names->at[i].offset, name, length) == 0)
            return true;
    return false;
}

bool gelf_names_enter(struct gelf_names *names, const char *frame, const char *name, size_t length) {
    uint64_t place = hash(name, length) >> 52; /* 12 bits: GELF_NAMES_FILTER_BITS */
    uint64_t bit = (uint64_t)1 << (place & 63);
    if ((names->filter[place >> 6] & bit) != 0 && is_known(names, frame, name, length))
        return false;
    names->filter[place >> 6] |= bit;
    names->at[names->count].offset = (uint32_t)(name - frame);
    names->at[names->count].length = (uint32_t)length;
    names->count++;
    return true;
}
