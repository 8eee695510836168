/* SPDX-License-Identifier: Apache-2.0
 *
 * short_copy - copy 1 to 15 bytes, and load them into one register, without a loop
 *
 *     __m128i bytes = short_load(from, length);   // each byte at least once, in any order, and no other
 *     short_copy(to, from, length);
 *
 * short_copy_fit copies any length, 16 bytes at a time, and tells whether a test held for all of them.
 *
 * Only short_copy_fit reads or writes beyond the bytes. Values of log lines are short: most of the encoder's
 * time is spent here.
 */
#ifndef SHORT_COPY_H
#define SHORT_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>

static inline __m128i short_load(const char *from, size_t length) {
    if (length >= 8) {
        int64_t first, last;
        memcpy(&first, from, 8);
        memcpy(&last, from + length - 8, 8);
        return _mm_set_epi64x(last, first);
    }
    if (length >= 4) {
        int32_t first, last;
        memcpy(&first, from, 4);
        memcpy(&last, from + length - 4, 4);
        return _mm_set_epi32(last, first, last, first);
    }
    char first = from[0], middle = from[length / 2], last = from[length - 1];
    return _mm_unpacklo_epi8(_mm_set1_epi8(first),
                             _mm_unpacklo_epi8(_mm_set1_epi8(middle), _mm_set1_epi8(last)));
}

/* short_copy_fit - copy and test in one go, without a branch on the length's remainder
 * unfit returns a bit for each of 16 bytes that fails the test. True: all bytes passed. False: one
 * failed, or fewer than 16 bytes can be read after the last one; what is in `to` is useless. May write
 * up to 16 bytes more than length. */
static inline __attribute__((always_inline)) bool
short_copy_fit(char *to, const char *from, size_t length, const char *end, unsigned (*unfit)(__m128i)) {
    size_t at = 0;
    if ((size_t)(end - from) < length + 16)
        return false;
    for (; length - at > 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(from + at));
        _mm_storeu_si128((__m128i *)(void *)(to + at), bytes);
        if (unfit(bytes) != 0)
            return false;
    }
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(from + at));
    _mm_storeu_si128((__m128i *)(void *)(to + at), bytes);
    return (unfit(bytes) & ((1u << (length - at)) - 1)) == 0;
}
#endif

static inline void short_copy(char *to, const char *from, size_t length) {
    if (length >= 8) {
        uint64_t first, last;
        memcpy(&first, from, 8);
        memcpy(&last, from + length - 8, 8);
        memcpy(to, &first, 8);
        memcpy(to + length - 8, &last, 8);
    } else if (length >= 4) {
        uint32_t first, last;
        memcpy(&first, from, 4);
        memcpy(&last, from + length - 4, 4);
        memcpy(to, &first, 4);
        memcpy(to + length - 4, &last, 4);
    } else {
        char first = from[0], middle = from[length / 2], last = from[length - 1];
        to[0] = first;
        to[length / 2] = middle;
        to[length - 1] = last;
    }
}

#endif
