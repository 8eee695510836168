/* SPDX-License-Identifier: Apache-2.0
 *
 * text - a piece of memory that belongs to somebody else
 *
 * A struct text points into a line, a constant or an event's scratch memory. It
 * owns nothing, is not NUL-terminated, and { NULL, 0 } is the absent text.
 * Lines are hostile: every function is bounded by the length alone.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

struct text {
    const char *start;
    size_t length;
};

/* a string literal as a text */
#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})

/* the same where C wants a constant: an element of a static table */
#define TEXT_CONSTANT(literal)                                                                               \
    { (literal), sizeof(literal) - 1 }

static inline struct text text_of(const char *string) {
    return (struct text){string, string != NULL ? strlen(string) : 0};
}

/* the piece [from, to) of a text; what is beyond its end is cut */
static inline struct text text_slice(struct text t, size_t from, size_t to) {
    if (to > t.length)
        to = t.length;
    if (from > to)
        from = to;
    return (struct text){t.start != NULL ? t.start + from : NULL, to - from};
}

static inline struct text text_skip(struct text t, size_t n) {
    return text_slice(t, n, t.length);
}

/* the first character mostly differs: that saves a call of memcmp */
static inline bool text_is(struct text t, struct text want) {
    return t.length == want.length &&
           (t.length == 0 || (t.start[0] == want.start[0] && memcmp(t.start, want.start, want.length) == 0));
}

static inline bool text_is_nocase(struct text t, struct text want) {
    return t.length == want.length && (t.length == 0 || strncasecmp(t.start, want.start, want.length) == 0);
}

static inline bool text_starts(struct text t, struct text prefix) {
    return t.length >= prefix.length &&
           (prefix.length == 0 ||
            (t.start[0] == prefix.start[0] && memcmp(t.start, prefix.start, prefix.length) == 0));
}

static inline bool text_starts_nocase(struct text t, struct text prefix) {
    return t.length >= prefix.length &&
           (prefix.length == 0 || strncasecmp(t.start, prefix.start, prefix.length) == 0);
}

static inline bool text_ends(struct text t, struct text suffix) {
    return t.length >= suffix.length && (suffix.length == 0 || memcmp(t.start + t.length - suffix.length,
                                                                      suffix.start, suffix.length) == 0);
}

/* drops the prefix if it is there; tells whether it was */
static inline bool text_take(struct text *t, struct text prefix) {
    if (!text_starts(*t, prefix))
        return false;
    *t = text_skip(*t, prefix.length);
    return true;
}

/* drops the character if it is the first one; tells whether it was */
static inline bool text_take_char(struct text *t, char c) {
    if (t->length == 0 || t->start[0] != c)
        return false;
    *t = text_skip(*t, 1);
    return true;
}

#define TEXT_NONE ((size_t)-1)

/* offset of the first c, or TEXT_NONE */
static inline size_t text_find_char(struct text t, char c) {
    const char *at = t.length > 0 ? memchr(t.start, c, t.length) : NULL;
    return at != NULL ? (size_t)(at - t.start) : TEXT_NONE;
}

/* offset of the last c, or TEXT_NONE */
static inline size_t text_find_last_char(struct text t, char c) {
    const char *at = t.length > 0 ? memrchr(t.start, c, t.length) : NULL;
    return at != NULL ? (size_t)(at - t.start) : TEXT_NONE;
}

/* offset of the first needle, or TEXT_NONE; the needle is not empty */
size_t text_find(struct text t, struct text needle);

/* the same for the last needle */
size_t text_find_last(struct text t, struct text needle);

/* text_find_only - offset of the needle if it is in the text just once, else TEXT_NONE: of two, a
 * stranger may have written either one */
size_t text_find_only(struct text t, struct text needle);

/* text_take_to, text_take_to_only - piece gets what is before the first needle, or the only one, and
 * t then begins after the needle. False, and t unchanged, where there is none. */
bool text_take_to(struct text *t, struct text needle, struct text *piece);
bool text_take_to_only(struct text *t, struct text needle, struct text *piece);

/* text_take_bracketed - take "<...>" off the start of t, with a quoted string at the start of
 * the address as in RFC 5321 ("a> b"@example.org). address gets the inside. False, and t
 * unchanged, where t does not begin with such a piece. */
bool text_take_bracketed(struct text *t, struct text *address);

/* text_cut_last - tail gets what is after the last needle, and t then ends before the needle.
 * False, and t unchanged, where there is none. */
bool text_cut_last(struct text *t, struct text needle, struct text *tail);

/* A loop over a constant set is unrolled: it becomes constants and comparisons. */
#if defined(__GNUC__) && !defined(__clang__)
#define UNROLL_SET _Pragma("GCC unroll 96")
#else
#define UNROLL_SET
#endif

/* whether the set has the character; NUL is in none. For a set of a few. */
static inline __attribute__((always_inline)) bool char_is_in(char c, const char *set) {
    bool found = false;
    UNROLL_SET
    for (size_t i = 0; i < strlen(set); i++)
        found |= c == set[i];
    return found;
}

/* length of the run of characters from the set at the start */
static inline __attribute__((always_inline)) size_t text_span(struct text t, const char *set) {
    uint64_t members[4] = {0, 0, 0, 0};
    UNROLL_SET
    for (size_t i = 0; i < strlen(set); i++)
        members[(unsigned char)set[i] >> 6] |= UINT64_C(1) << (set[i] & 63);
    size_t n = 0;
    while (n < t.length && members[(unsigned char)t.start[n] >> 6] >> (t.start[n] & 63) & 1)
        n++;
    return n;
}

static inline bool char_is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* ASCII letters and digits, whatever the locale */
static inline bool char_is_alphanumeric(char c) {
    return char_is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* length of the run of digits at the start */
static inline size_t text_digits(struct text t) {
    size_t n = 0;
    while (n < t.length && char_is_digit(t.start[n]))
        n++;
    return n;
}

/* the value of a text of one to nine digits */
static inline unsigned text_number(struct text digits) {
    unsigned number = 0;
    for (size_t i = 0; i < digits.length; i++)
        number = number * 10 + (unsigned)(digits.start[i] - '0');
    return number;
}

/* one word of 1 to 8 bytes. It has each byte at least once; their places depend on the length. */
static inline uint64_t text_word(const char *start, size_t length) {
    uint64_t word = 0;
    uint32_t first, last;
    if (length == 8) {
        memcpy(&word, start, 8);
        return word;
    }
    if (length >= 4) {
        memcpy(&first, start, 4);
        memcpy(&last, start + length - 4, 4);
        return (uint64_t)first << 32 | last;
    }
    return (uint64_t)(unsigned char)start[0] << 16 | (uint64_t)(unsigned char)start[length / 2] << 8 |
           (unsigned char)start[length - 1];
}

/* 64 bits that spread well. Somebody who chooses the texts can make them collide: a table of such
 * texts uses siphash.h. */
static inline uint64_t text_hash(struct text t) {
    uint64_t hash = UINT64_C(0x9E3779B97F4A7C15) ^ t.length;
    for (; t.length > 8; t = (struct text){t.start + 8, t.length - 8}) {
        hash = (hash ^ text_word(t.start, 8)) * UINT64_C(0xD6E8FEB86659FD93);
        hash ^= hash >> 32;
    }
    if (t.length > 0)
        hash = (hash ^ text_word(t.start, t.length)) * UINT64_C(0xD6E8FEB86659FD93);
    hash ^= hash >> 32;
    return hash * UINT64_C(0x9E3779B97F4A7C15);
}

static inline struct text text_trim(struct text t) {
    while (t.length > 0 && (t.start[0] == ' ' || t.start[0] == '\t'))
        t = text_skip(t, 1);
    while (t.length > 0 && strchr(" \t\r\n", t.start[t.length - 1]) != NULL && t.start[t.length - 1] != '\0')
        t.length--;
    return t;
}

#endif
