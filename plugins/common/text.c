/* SPDX-License-Identifier: Apache-2.0
 *
 * text - the contract is in text.h
 */
#include "config.h"

#include "common/text.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifdef __SSE2__
/* of 16 places of a text, those where first and last character of a needle fit, a bit each */
static inline unsigned fitting_places(const char *places, size_t last, __m128i head, __m128i tail) {
    __m128i heads = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)places), head);
    __m128i tails = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(places + last)), tail);
    return (unsigned)_mm_movemask_epi8(_mm_and_si128(heads, tails));
}
#endif

static inline bool fits(const char *place, struct text needle) {
    return place[0] == needle.start[0] && place[needle.length - 1] == needle.start[needle.length - 1] &&
           memcmp(place, needle.start, needle.length) == 0;
}

/* Needles are short and constant, often of a character that is frequent and one that is
 * not (", relay="): places where first and last character fit are few. */
size_t text_find(struct text t, struct text needle) {
    if (needle.length == 0 || t.length < needle.length)
        return TEXT_NONE;
    const char *const start = t.start;
    const size_t places = t.length - needle.length + 1;
    size_t at = 0;
#ifdef __SSE2__
    const size_t last = needle.length - 1;
    const __m128i head = _mm_set1_epi8(needle.start[0]), tail = _mm_set1_epi8(needle.start[last]);
    while (places >= 16 && at < places) {
        if (at > places - 16)
            at = places - 16; /* some places once more */
        for (unsigned bits = fitting_places(start + at, last, head, tail); bits != 0; bits &= bits - 1) {
            size_t place = at + (size_t)__builtin_ctz(bits);
            if (needle.length <= 2 || memcmp(start + place, needle.start, needle.length) == 0)
                return place;
        }
        at += 16;
    }
#endif
    for (; at < places; at++)
        if (fits(start + at, needle))
            return at;
    return TEXT_NONE;
}

size_t text_find_last(struct text t, struct text needle) {
    if (needle.length == 0 || t.length < needle.length)
        return TEXT_NONE;
    const char *const start = t.start;
    size_t places = t.length - needle.length + 1; /* not looked at yet */
#ifdef __SSE2__
    const size_t last = needle.length - 1;
    const __m128i head = _mm_set1_epi8(needle.start[0]), tail = _mm_set1_epi8(needle.start[last]);
    for (; places >= 16; places -= 16) {
        const char *block = start + places - 16;
        for (unsigned bits = fitting_places(block, last, head, tail); bits != 0;) {
            unsigned place = 31 - (unsigned)__builtin_clz(bits);
            if (needle.length <= 2 || memcmp(block + place, needle.start, needle.length) == 0)
                return (size_t)(block - start) + place;
            bits &= ~(1u << place);
        }
    }
#endif
    while (places-- > 0)
        if (fits(start + places, needle))
            return places;
    return TEXT_NONE;
}

size_t text_find_only(struct text t, struct text needle) {
    size_t first = text_find(t, needle);
    return first == text_find_last(t, needle) ? first : TEXT_NONE;
}

static bool take_to(struct text *t, size_t at, size_t length, struct text *piece) {
    if (at == TEXT_NONE)
        return false;
    *piece = text_slice(*t, 0, at);
    *t = text_skip(*t, at + length);
    return true;
}

bool text_take_to(struct text *t, struct text needle, struct text *piece) {
    return take_to(t, text_find(*t, needle), needle.length, piece);
}

bool text_take_to_only(struct text *t, struct text needle, struct text *piece) {
    return take_to(t, text_find_only(*t, needle), needle.length, piece);
}

bool text_cut_last(struct text *t, struct text needle, struct text *tail) {
    size_t at = text_find_last(*t, needle);
    if (at == TEXT_NONE)
        return false;
    *tail = text_skip(*t, at + needle.length);
    *t = text_slice(*t, 0, at);
    return true;
}

/* offset just behind a quoted string at the start of text, or 0 */
static size_t skip_quoted(struct text text) {
    if (text.length == 0 || text.start[0] != '"')
        return 0;
    for (size_t i = 1; i < text.length; i++) {
        if (text.start[i] == '\\')
            i++;
        else if (text.start[i] == '"')
            return i + 1;
    }
    return 0;
}

bool text_take_bracketed(struct text *text, struct text *address) {
    if (text->length == 0 || text->start[0] != '<')
        return false;
    struct text inside = text_skip(*text, 1);
    size_t quoted = skip_quoted(inside);
    size_t end = text_find_char(text_skip(inside, quoted), '>');
    if (end == TEXT_NONE)
        return false;
    *address = text_slice(inside, 0, quoted + end);
    *text = text_skip(inside, quoted + end + 1);
    return true;
}
