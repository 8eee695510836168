/* SPDX-License-Identifier: Apache-2.0
 *
 * json_text - write JSON into a buffer that grows; strings are escaped
 *
 *     struct json_text json = {0};
 *     json_append(&json, "{\"n\":", 5);
 *     json_append_integer(&json, 42);
 *     json_append_string(&json, text, JSON_NO_LIMIT, JSON_NO_LIMIT);
 *     if (json.failed) ...                      // one check at the end is enough
 *     free(json.data);
 *
 * Memory is malloc's. The caller owns data, and may set it to a malloc'ed buffer of
 * its own. A buffer keeps its size, so that a frame after the first costs no malloc.
 * When memory is out, failed is set and every later call does nothing. Once
 * json_reserve has succeeded, there are JSON_SLACK writable bytes after the room
 * asked for: copies go 16 bytes at a time and may write too many.
 *
 * Strings are written as valid UTF-8, whatever they were: each maximal ill-formed
 * sequence becomes one U+FFFD (Unicode 15, 3.9, "U+FFFD Substitution of Maximal
 * Subparts", which is what Java does too). Escapes are RFC 8259's: quote,
 * backslash and the control characters below U+0020, NUL included.
 */
#ifndef JSON_TEXT_H
#define JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/short_copy.h"
#include "common/text.h"

#define JSON_SLACK 32
#define JSON_NO_LIMIT ((size_t)-1)

struct json_text {
    char *data;
    size_t length;
    size_t capacity;
    bool failed;
};

/* what json_append_string did; flags */
enum { JSON_STRING_REPAIRED = 1, JSON_STRING_CUT = 2 };

bool json_grow(struct json_text *json, size_t more);

/* makes room for more bytes and the slack; false when memory is out */
static inline bool json_reserve(struct json_text *json, size_t more) {
    if (!json->failed && json->capacity - json->length >= more + JSON_SLACK)
        return true;
    return json_grow(json, more);
}

static inline void json_append(struct json_text *json, const char *bytes, size_t length) {
    if (!json_reserve(json, length))
        return;
    if (length > 0) /* bytes may be NULL then */
        memcpy(json->data + json->length, bytes, length);
    json->length += length;
}

/* a string literal */
#define json_append_literal(json, literal) json_append((json), (literal), sizeof(literal) - 1)

void json_append_integer(struct json_text *json, int64_t value);

/* utf8_sequence - for a byte beyond ASCII at `at`: the length of the well-formed UTF-8 sequence that
 * begins there (RFC 3629, 4). If it is ill-formed, the negative length of what U+FFFD replaces. */
int utf8_sequence(const unsigned char *at, const unsigned char *end);

/* json_append_string - the inside of a JSON string, without its quotes
 * value_limit bounds the bytes of the value after repair and before escaping. room
 * bounds the bytes written here. A string that is longer
 * ends before the character that does not fit. Returns the JSON_STRING_ flags. */
unsigned json_append_string(struct json_text *json, struct text value, size_t value_limit, size_t room);

#ifdef __SSE2__
/* a bit for each byte that must be escaped in a JSON string, or is not ASCII */
static inline unsigned json_unplain(__m128i bytes) {
    /* signed comparison: bytes from 0x80 on are below the space, too */
    __m128i controls = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
    __m128i quotes =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(controls, quotes));
}
#endif

/* a plain character: ASCII, and not escaped in a JSON string */
static inline bool json_is_plain(unsigned char c) {
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* the place after a character that is not plain: an escape as json_append_string writes it, or a
 * character in UTF-8. NULL for anything else. */
const char *json_skip_special(const char *at, const char *end);

/* json_string_end - the quote that closes a string, from the place after the one that opens it
 * NULL where the text up to there is not as json_append_string writes it: control characters, bytes
 * that are not UTF-8, escapes that it does not use. A NUL is at end, and 16 bytes after it can be read. */
static inline const char *json_string_end(const char *at, const char *end) {
    for (;;) {
#ifdef __SSE2__
        unsigned unplain = json_unplain(_mm_loadu_si128((const __m128i *)(const void *)at));
        if (unplain == 0) {
            at += 16;
            continue;
        }
        at += __builtin_ctz(unplain);
#else
        while (json_is_plain((unsigned char)*at))
            at++;
#endif
        if (*at == '"')
            return at;
        if ((at = json_skip_special(at, end)) == NULL)
            return NULL;
    }
}

#ifdef __SSE2__
/* json_copy_plain - copies a text and tells whether all its bytes are plain, as in most log values
 * False: what is in `to` is useless. `to` has room for 16 bytes more. Only the length decides branches. */
static inline bool json_copy_plain(char *to, const char *from, size_t length) {
    if (length < 16) {
        if (length == 0)
            return true;
        __m128i bytes = short_load(from, length);
        short_copy(to, from, length);
        return json_unplain(bytes) == 0;
    }
    unsigned unplain = 0;
    size_t last = length - 16; /* the last step overlaps the one before it */
    for (size_t at = 0; at < last; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(from + at));
        _mm_storeu_si128((__m128i *)(void *)(to + at), bytes);
        unplain |= json_unplain(bytes);
    }
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(from + last));
    _mm_storeu_si128((__m128i *)(void *)(to + last), bytes);
    return (unplain | json_unplain(bytes)) == 0;
}
#else
static inline bool json_copy_plain(char *to, const char *from, size_t length) {
    size_t at = 0;
    for (; at < length && json_is_plain((unsigned char)from[at]); at++)
        to[at] = from[at];
    return at == length;
}
#endif

/* whether the text is a number in JSON (RFC 8259, 6) */
bool json_is_number(struct text t);

#endif
