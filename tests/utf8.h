/* SPDX-License-Identifier: Apache-2.0
 *
 * utf8 - the tests' own judge of UTF-8, beside a JSON parser
 *
 *     if (!utf8_valid(frame, length)) ...
 *
 * True for well-formed UTF-8 as RFC 3629, section 4, has it: no overlong form, no
 * surrogate, nothing above U+10FFFF. json-c has a flag for this, but 0.18 refuses every
 * character of more than one byte with it.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>

static inline bool utf8_valid(const char *text, size_t length) {
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    while (at < end) {
        unsigned char first = *at++;
        if (first < 0x80)
            continue;
        size_t more = first < 0xC2 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF5 ? 3 : 0;
        if (more == 0 || (size_t)(end - at) < more)
            return false;
        /* the second byte rules out overlong forms, surrogates and what is above U+10FFFF */
        unsigned char lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        unsigned char highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        for (; more > 0; more--, at++, lowest = 0x80, highest = 0xBF)
            if (*at < lowest || *at > highest)
                return false;
    }
    return true;
}

#endif
