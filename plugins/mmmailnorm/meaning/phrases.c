/* SPDX-License-Identifier: Apache-2.0
 *
 * phrases - the contract is in phrases.h
 */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>

#include "meaning/phrases.h"

enum { BUCKETS = 1024, KEY = 3, NONE = -1 };

struct phrase {
    struct text text; /* lower case, single blanks; owned */
    short next;       /* of the same bucket, with a higher number */
};

struct phrases {
    int count;
    short first[BUCKETS], last[BUCKETS];
    struct phrase phrases[PHRASES_MAX];
};

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* whether a word begins, or one has ended, at this place */
static bool is_edge(struct text text, size_t at) {
    return at == 0 || at == text.length || !is_word(text.start[at - 1]) || !is_word(text.start[at]);
}

static unsigned bucket_of(const char *key) {
    unsigned a = (unsigned char)key[0], b = (unsigned char)key[1], c = (unsigned char)key[2];
    return (a * 961 + b * 31 + c) % BUCKETS;
}

/* lower case, single blanks; to has room for as many bytes */
static struct text normalise(struct text text, char *to) {
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.start[i];
        if (c == '\t' || c == '\n' || c == '\r')
            c = ' ';
        if (c == ' ' && length > 0 && to[length - 1] == ' ')
            continue;
        to[length++] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    return (struct text){to, length};
}

struct phrases *phrases_new(void) {
    struct phrases *phrases = calloc(1, sizeof(*phrases));
    for (int i = 0; phrases != NULL && i < BUCKETS; i++)
        phrases->first[i] = phrases->last[i] = NONE;
    return phrases;
}

void phrases_free(struct phrases *phrases) {
    if (phrases == NULL)
        return;
    for (int i = 0; i < phrases->count; i++)
        free((char *)phrases->phrases[i].text.start);
    free(phrases);
}

bool phrases_add(struct phrases *phrases, struct text phrase, const char **fault) {
    if (phrases->count == PHRASES_MAX) {
        *fault = "too many phrases";
        return false;
    }
    char *memory = malloc(phrase.length + 1);
    if (memory == NULL) {
        *fault = "out of memory";
        return false;
    }
    struct text text = normalise(phrase, memory);
    if (text.length < KEY || !is_word(text.start[0]) ||
        text_find_char(text_slice(text, 0, KEY), '*') != TEXT_NONE) {
        free(memory);
        *fault = "a phrase begins with three or more characters before any star, the first a letter or digit";
        return false;
    }
    unsigned bucket = bucket_of(text.start);
    short number = (short)phrases->count++;
    phrases->phrases[number] = (struct phrase){text, NONE};
    if (phrases->last[bucket] == NONE)
        phrases->first[bucket] = number;
    else
        phrases->phrases[phrases->last[bucket]].next = number;
    phrases->last[bucket] = number;
    return true;
}

enum found { FOUND, NOT_HERE, NOWHERE };

/* Whether the phrase stands at this place. What follows its first star is sought in
 * all the rest of the text: where it is not there, it is not behind a later place. */
static enum found stands_at(struct text phrase, struct text text, size_t at) {
    size_t star = text_find_char(phrase, '*');
    struct text piece = text_slice(phrase, 0, star);
    if (!text_starts(text_skip(text, at), piece))
        return NOT_HERE;
    at += piece.length;
    if (star == TEXT_NONE)
        return is_edge(text, at) ? FOUND : NOT_HERE;
    while (star != TEXT_NONE) {
        phrase = text_skip(phrase, star + 1);
        if (phrase.length == 0)
            return FOUND;
        star = text_find_char(phrase, '*');
        piece = text_slice(phrase, 0, star);
        do {
            size_t found = text_find(text_skip(text, at), piece);
            if (found == TEXT_NONE)
                return NOWHERE;
            at += found + piece.length;
        } while (star == TEXT_NONE && !is_edge(text, at));
    }
    return FOUND;
}

int phrases_find(const struct phrases *phrases, struct text text,
                 bool (*accept)(const void *context, int number), const void *context) {
    char memory[PHRASES_TEXT];
    uint64_t out[PHRASES_MAX / 64] = {0}; /* phrases that cannot be found any more */
    int best = phrases->count;
    text = normalise(text_slice(text, 0, PHRASES_TEXT), memory);
    for (size_t at = 0; at + KEY <= text.length; at++) {
        if (!is_word(text.start[at]) || (at > 0 && is_word(text.start[at - 1])))
            continue;
        for (int i = phrases->first[bucket_of(text.start + at)]; i != NONE && i < best;
             i = phrases->phrases[i].next) {
            if (out[i / 64] >> i % 64 & 1)
                continue;
            enum found found = stands_at(phrases->phrases[i].text, text, at);
            if (found == FOUND && (accept == NULL || accept(context, i)))
                best = i;
            else if (found != NOT_HERE)
                out[i / 64] |= (uint64_t)1 << i % 64;
        }
    }
    return best < phrases->count ? best : NONE;
}
