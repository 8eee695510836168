/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdlib.h>
#include "common/short_copy.h"
#include "common/json_text.h"

bool json_grow(struct json_text *json, size_t more) {
    if (json->failed)
        return false;
    size_t capacity = json->capacity * 2;
    if (capacity < json->length + more + JSON_SLACK)
        capacity = json->length + more + JSON_SLACK;
    if (capacity < 2048)
        capacity = 2048;
    char *data = realloc(json->data, capacity);
    if (data == NULL) {
        json->failed = true;
        return false;
    }
    json->data = data;
    json->capacity = capacity;
    return true;
}

void json_append_integer(struct json_text *json, int64_t value) {
    if (!json_reserve(json, 20))
        return;
    char digits[20];
    char *first = digits + sizeof(digits);
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do
        *--first = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (value < 0)
        *--first = '-';
    for (; first < digits + sizeof(digits); first++)
        json->data[json->length++] = *first;
}

/* ------------------------------------------------------------ strings */

/* copies the plain characters at the start of [from, end); returns their number.
 * May write up to 15 bytes more than that. */
static inline size_t copy_plain(char *to, const char *from, const char *end) {
    size_t length = (size_t)(end - from), at = 0;
#ifdef __SSE2__
    for (; length - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(from + at));
        unsigned mask = json_unplain(bytes);
        _mm_storeu_si128((__m128i *)(void *)(to + at), bytes);
        if (mask != 0)
            return at + (size_t)__builtin_ctz(mask);
    }
    if (at < length && json_unplain(short_load(from + at, length - at)) == 0) {
        short_copy(to + at, from + at, length - at);
        return length;
    }
#else
    for (; length - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, from + at, sizeof(word));
        /* a byte's high bit says: below 0x20, or '"', or '\\', or above 0x7f */
        const uint64_t ones = 0x0101010101010101u;
        uint64_t quotes = word ^ (ones * '"'), backslashes = word ^ (ones * '\\');
        uint64_t special =
            ((word - ones * 0x20) | (quotes - ones) | (backslashes - ones) | word) & (ones << 7);
        if (special != 0)
            break; /* rare, and the borrow may have marked a byte too many: byte by byte */
        memcpy(to + at, &word, sizeof(word));
    }
#endif
    while (at < length && json_is_plain((unsigned char)from[at])) {
        to[at] = from[at];
        at++;
    }
    return at;
}

int utf8_sequence(const unsigned char *at, const unsigned char *end) {
    unsigned char lowest = 0x80, highest = 0xbf;
    int length;
    if (at[0] >= 0xc2 && at[0] <= 0xdf)
        length = 2;
    else if ((at[0] & 0xf0) == 0xe0)
        length = 3;
    else if (at[0] >= 0xf0 && at[0] <= 0xf4)
        length = 4;
    else
        return -1;
    if (at[0] == 0xe0)
        lowest = 0xa0; /* shorter forms exist */
    else if (at[0] == 0xed)
        highest = 0x9f; /* surrogates */
    else if (at[0] == 0xf0)
        lowest = 0x90;
    else if (at[0] == 0xf4)
        highest = 0x8f; /* beyond U+10FFFF */
    for (int i = 1; i < length; i++) {
        if (at + i >= end || at[i] < lowest || at[i] > highest)
            return -i;
        lowest = 0x80;
        highest = 0xbf;
    }
    return length;
}

/* the escape of one character that cannot stand for itself; returns its length */
static size_t escape(char *to, unsigned char c) {
    static const char hexadecimal[] = "0123456789abcdef";
    static const char letters[] = "btn\0fr"; /* U+0008 to U+000D; no letter for U+000B */
    to[0] = '\\';
    to[1] = (char)c;
    if (c == '"' || c == '\\')
        return 2;
    if (c >= 8 && c <= 13 && letters[c - 8] != '\0') {
        to[1] = letters[c - 8];
        return 2;
    }
    memcpy(to + 1, "u00", 3);
    to[4] = hexadecimal[c >> 4];
    to[5] = hexadecimal[c & 15];
    return 6;
}

static inline size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

/* the place after an escape that escape() writes; NULL for any other */
static const char *skip_escape(const char *at) {
    switch (at[1]) {
    case '"':
    case '\\':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        return at + 2;
    case 'u':
        return memcmp(at + 2, "00", 2) == 0 && (at[4] == '0' || at[4] == '1') &&
                       (char_is_digit(at[5]) || (at[5] >= 'a' && at[5] <= 'f'))
                   ? at + 6
                   : NULL;
    default:
        return NULL;
    }
}

const char *json_skip_special(const char *at, const char *end) {
    if (*at == '\\')
        return skip_escape(at);
    if ((unsigned char)*at < 0x80)
        return NULL;
    int length = utf8_sequence((const unsigned char *)at, (const unsigned char *)end);
    return length > 0 ? at + length : NULL;
}

unsigned json_append_string(struct json_text *json, struct text value, size_t value_limit, size_t room) {
    const char *at = value.start, *end = value.start + value.length;
    unsigned flags = 0;

    while (at < end) {
        if (!json_reserve(json, smaller((size_t)(end - at), room) + 6))
            return flags;
        char *to = json->data + json->length;
        size_t fits = smaller(smaller(value_limit, room), (size_t)(end - at));
        size_t plain = copy_plain(to, at, at + fits);
        at += plain;
        to += plain;
        json->length += plain;
        value_limit -= plain;
        room -= plain;
        if (at == end)
            return flags;

        char special[6];
        size_t written, taken = 1, valued = 1;
        if ((unsigned char)*at < 0x80) {
            if (json_is_plain((unsigned char)*at))
                return flags | JSON_STRING_CUT;
            written = escape(special, (unsigned char)*at);
        } else {
            int length = utf8_sequence((const unsigned char *)at, (const unsigned char *)end);
            if (length > 0) {
                taken = written = valued = (size_t)length;
                memcpy(special, at, (size_t)length);
            } else {
                taken = (size_t)-length;
                written = valued = 3;
                memcpy(special, "\xef\xbf\xbd", 3);
                flags |= JSON_STRING_REPAIRED;
            }
        }
        if (valued > value_limit || written > room)
            return flags | JSON_STRING_CUT;
        memcpy(to, special, written);
        json->length += written;
        value_limit -= valued;
        room -= written;
        at += taken;
    }
    return flags;
}

/* ------------------------------------------------------------ numbers */

static size_t digits(const char *at, const char *end) {
    const char *first = at;
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return (size_t)(at - first);
}

bool json_is_number(struct text t) {
    const char *at = t.start, *end = t.start + t.length;
    if (at < end && *at == '-')
        at++;
    size_t n = digits(at, end);
    if (n == 0 || (n > 1 && *at == '0'))
        return false;
    at += n;
    if (at < end && *at == '.') {
        n = digits(++at, end);
        if (n == 0)
            return false;
        at += n;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        n = digits(at, end);
        if (n == 0)
            return false;
        at += n;
    }
    return at == end;
}
