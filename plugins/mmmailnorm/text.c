/* SPDX-License-Identifier: Apache-2.0
 *
 * text - the contract is in text.h
 */
#include "config.h"

#include "text.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Needles are short and constant, often of a character that is frequent and one that is
 * not (", relay="): places where first and last character fit are few. */
size_t text_find(struct text t, struct text needle) {
    if (needle.length == 0 || t.length < needle.length)
        return TEXT_NONE;
    const char *const start = t.start;
    const size_t places = t.length - needle.length + 1, last = needle.length - 1;
    size_t at = 0;
#ifdef __SSE2__
    const __m128i head = _mm_set1_epi8(needle.start[0]), tail = _mm_set1_epi8(needle.start[last]);
    while (places >= 16 && at < places) {
        if (at > places - 16)
            at = places - 16; /* some places once more */
        __m128i fits = _mm_and_si128(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(start + at)), head),
                                     _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(start + at + last)), tail));
        for (unsigned bits = (unsigned)_mm_movemask_epi8(fits); bits != 0; bits &= bits - 1) {
            size_t place = at + (size_t)__builtin_ctz(bits);
            if (memcmp(start + place, needle.start, needle.length) == 0)
                return place;
        }
        at += 16;
    }
#endif
    for (; at < places; at++)
        if (start[at] == needle.start[0] && start[at + last] == needle.start[last] &&
            memcmp(start + at, needle.start, needle.length) == 0)
            return at;
    return TEXT_NONE;
}
