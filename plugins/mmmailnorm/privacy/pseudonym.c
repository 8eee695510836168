/* SPDX-License-Identifier: Apache-2.0
 *
 * pseudonym - the contract is in pseudonym.h
 */
#include "config.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "common/lines.h"
#include "privacy/pseudonym.h"

enum { KEY_DIGITS = 32 };

static uint64_t word_of(const unsigned char bytes[static 8]) {
    uint64_t word = 0;
    for (int i = 0; i < 8; i++)
        word |= (uint64_t)bytes[i] << 8 * i;
    return word;
}

bool pseudonym_read_key(const char *path, struct siphash_key *key, char *error, size_t size) {
    unsigned char bytes[KEY_DIGITS / 2];
    struct lines lines;
    struct text digits = {NULL, 0};
    if (!lines_read(&lines, path, error, size))
        return false;
    bool good = lines_next(&lines, &digits) && digits.length == KEY_DIGITS &&
                text_span(digits, "0123456789abcdefABCDEF") == KEY_DIGITS;
    for (size_t i = 0; good && i < sizeof(bytes); i++)
        sscanf(digits.start + 2 * i, "%2hhx", &bytes[i]);
    lines_free(&lines);
    if (!good) {
        snprintf(error, size,
                 "%s:1: the key must be 32 hexadecimal digits; make one with: openssl rand -hex 16", path);
        return false;
    }
    *key = (struct siphash_key){word_of(bytes), word_of(bytes + 8)};
    return true;
}

struct text pseudonym_of_name(const struct siphash_key *key, enum pseudonym_kind kind, struct text name,
                              char buffer[static PSEUDONYM_MAX]) {
    char lower[1 + PSEUDONYM_HASHED];
    size_t length = name.length < PSEUDONYM_HASHED ? name.length : PSEUDONYM_HASHED;
    lower[0] = (char)kind;
    for (size_t i = 0; i < length; i++) {
        char c = name.start[i];
        lower[1 + i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    int written = snprintf(buffer, PSEUDONYM_MAX, "%c%016llx", (char)kind,
                           (unsigned long long)siphash(key, lower, 1 + length));
    return (struct text){buffer, (size_t)written};
}

struct text pseudonym_of_ip(const struct siphash_key *key, int family, const void *address,
                            char buffer[static PSEUDONYM_MAX]) {
    char bytes[1 + sizeof(struct in6_addr)] = {'i'};
    size_t length = family == AF_INET ? sizeof(struct in_addr) : sizeof(struct in6_addr);
    memcpy(bytes + 1, address, length);
    uint64_t hash = siphash(key, bytes, 1 + length);
    struct in6_addr pseudonym = {.s6_addr = {0xfd}};
    for (int i = 0; i < 8; i++)
        pseudonym.s6_addr[15 - i] = (unsigned char)(hash >> 8 * i);
    inet_ntop(AF_INET6, &pseudonym, buffer, PSEUDONYM_MAX);
    return text_of(buffer);
}

struct text pseudonym_network(int family, const void *address, char buffer[static PSEUDONYM_MAX]) {
    unsigned char network[sizeof(struct in6_addr)] = {0};
    memcpy(network, address, family == AF_INET ? 3 : 6);
    inet_ntop(family, network, buffer, PSEUDONYM_MAX);
    return text_of(buffer);
}
