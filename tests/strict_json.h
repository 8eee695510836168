/* SPDX-License-Identifier: Apache-2.0
 *
 * strict_json - the tests' judge of JSON: one value and nothing else, UTF-8 throughout
 *
 *     const char *wrong = strict_json(text, length);
 *     if (wrong != NULL) ... it points to the first byte that RFC 8259 or RFC 3629 has no place for
 *
 * A parser for programs takes more than the standards: json-c's strict mode takes control
 * characters in strings (0.16), NaN (0.19), or refuses each character of more than one byte
 * (0.18). The judge allocates nothing; arrays and objects may be nested 100 deep.
 */
#ifndef STRICT_JSON_H
#define STRICT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define STRICT_JSON_DEPTH 100

/* Each take_* moves *at over what it is named for; false: *at is at or near the wrong byte. */
static inline bool take_byte(const char **at, const char *end, const char *set) {
    bool taken = *at < end && **at != '\0' && strchr(set, **at) != NULL;
    *at += taken;
    return taken;
}

static inline void skip_space(const char **at, const char *end) {
    while (take_byte(at, end, " \t\r\n"))
        ;
}

static inline bool take_digits(const char **at, const char *end) {
    bool some = false;
    while (take_byte(at, end, "0123456789"))
        some = true;
    return some;
}

/* no overlong form, no surrogate, nothing above U+10FFFF */
static inline bool take_character(const char **at, const char *end) {
    unsigned char first = (unsigned char)*(*at)++;
    if (first < 0x80)
        return first >= 0x20;
    int more = first < 0xC2 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF5 ? 3 : 0;
    unsigned char lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (more == 0)
        return false;
    for (; more > 0; more--, ++*at, lowest = 0x80, highest = 0xBF)
        if (*at == end || (unsigned char)**at < lowest || (unsigned char)**at > highest)
            return false;
    return true;
}

static inline bool take_escape(const char **at, const char *end) {
    if (!take_byte(at, end, "u"))
        return take_byte(at, end, "\"\\/bfnrt");
    for (int i = 0; i < 4; i++)
        if (!take_byte(at, end, "0123456789abcdefABCDEF"))
            return false;
    return true;
}

static inline bool take_string(const char **at, const char *end) {
    if (!take_byte(at, end, "\""))
        return false;
    while (*at < end && **at != '"')
        if (!(take_byte(at, end, "\\") ? take_escape(at, end) : take_character(at, end)))
            return false;
    return take_byte(at, end, "\"");
}

static inline bool take_number(const char **at, const char *end) {
    take_byte(at, end, "-");
    if (!take_byte(at, end, "0") && !take_digits(at, end))
        return false;
    if (take_byte(at, end, ".") && !take_digits(at, end))
        return false;
    if (!take_byte(at, end, "eE"))
        return true;
    take_byte(at, end, "+-");
    return take_digits(at, end);
}

static inline bool take_word(const char **at, const char *end, const char *word) {
    size_t length = strlen(word);
    bool taken = (size_t)(end - *at) >= length && memcmp(*at, word, length) == 0;
    *at += taken ? length : 0;
    return taken;
}

static inline bool take_value(const char **at, const char *end, int depth);

static inline bool take_members(const char **at, const char *end, bool named, int depth) {
    const char *close = named ? "}" : "]";
    skip_space(at, end);
    if (take_byte(at, end, close))
        return true;
    do {
        skip_space(at, end);
        if (named && !take_string(at, end))
            return false;
        skip_space(at, end);
        if ((named && !take_byte(at, end, ":")) || !take_value(at, end, depth - 1))
            return false;
    } while (take_byte(at, end, ","));
    return take_byte(at, end, close);
}

static inline bool take_value(const char **at, const char *end, int depth) {
    skip_space(at, end);
    bool taken = false;
    if (depth > 0 && take_byte(at, end, "{"))
        taken = take_members(at, end, true, depth);
    else if (depth > 0 && take_byte(at, end, "["))
        taken = take_members(at, end, false, depth);
    else if (*at < end && **at == '"')
        taken = take_string(at, end);
    else
        taken = take_word(at, end, "true") || take_word(at, end, "false") || take_word(at, end, "null") ||
                take_number(at, end);
    skip_space(at, end);
    return taken;
}

static inline const char *strict_json(const char *text, size_t length) {
    const char *at = text, *end = text + length;
    return take_value(&at, end, STRICT_JSON_DEPTH) && at == end ? NULL : at;
}

#endif
