/* SPDX-License-Identifier: Apache-2.0
 *
 * few - 1 to 15 bytes copied and looked at in one register, without a loop
 *
 *     __m128i bytes = few_load(from, length);   // each byte at least once, in no order; rest: the same
 *     few_copy(to, from, length);
 *
 * Nothing beyond the bytes is read or written. Values of log lines are short: this is where the
 * encoder's time goes.
 */
#ifndef FEW_H
#define FEW_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>

static inline __m128i few_load(const char *from, size_t length) {
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
#endif

static inline void few_copy(char *to, const char *from, size_t length) {
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
