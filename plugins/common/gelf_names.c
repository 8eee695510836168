/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <string.h>

#include "common/short_copy.h"
#include "common/gelf_names.h"

/* ------------------------------------------------------------ one name */

bool gelf_name_is_clean(struct text name) {
    for (size_t i = 0; i < name.length; i++)
        if (!gelf_name_has((unsigned char)name.start[i]))
            return false;
    return true;
}

/* copies a key that Graylog takes as it is; false for any other */
static bool copy_clean(char *to, const char *key, size_t length) {
    size_t at = 0;
#ifdef __SSE2__
    for (; length - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(key + at));
        if (gelf_name_unclean(bytes) != 0)
            return false;
        _mm_storeu_si128((__m128i *)(void *)(to + at), bytes);
    }
    if (at == length)
        return length > 0;
    if (gelf_name_unclean(short_load(key + at, length - at)) != 0)
        return false;
    short_copy(to + at, key + at, length - at);
    return true;
#else
    for (; at < length && gelf_name_has((unsigned char)key[at]); at++)
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
        if (gelf_name_has(c)) {
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

bool gelf_names_search(const struct gelf_names *names, const char *frame, const char *name, size_t length) {
    for (unsigned i = 0; i < names->count; i++)
        if (names->at[i].length == length && memcmp(frame + names->at[i].offset, name, length) == 0)
            return true;
    return false;
}
