/* SPDX-License-Identifier: Apache-2.0
 *
 * parser - what parsers share; the contract is in parser.h
 */
#include "config.h"

#include <arpa/inet.h>

#include "servers/parser.h"

/* "192.0.2.1": four numbers up to 255, without zeros in front (inet_pton's form) */
static bool is_ipv4(struct text text) {
    size_t at = 0;
    for (int i = 0; i < 4; i++) {
        if (i > 0 && (at == text.length || text.start[at++] != '.'))
            return false;
        size_t first = at;
        unsigned number = 0;
        for (; at < text.length && char_is_digit(text.start[at]) && at - first < 3; at++)
            number = number * 10 + (unsigned)(text.start[at] - '0');
        if (at == first || number > 255 || (text.start[first] == '0' && at - first > 1))
            return false;
    }
    return at == text.length;
}

/* reads an IPv6 address; false where text is none */
static bool read_ipv6(struct text text, struct in6_addr *address) {
    char string[INET6_ADDRSTRLEN];
    if (text.length < 2 || text.length >= sizeof(string) || text_find_char(text, ':') == TEXT_NONE ||
        text_find_char(text, '\0') != TEXT_NONE)
        return false;
    memcpy(string, text.start, text.length);
    string[text.length] = '\0';
    return inet_pton(AF_INET6, string, address) == 1;
}

bool text_is_address(struct text text) {
    struct in6_addr address;
    return is_ipv4(text) || read_ipv6(text, &address);
}

bool text_is_loopback(struct text address) {
    text_take(&address, TEXT("IPv6:"));
    text_take(&address, TEXT("::ffff:"));
    return text_is(address, TEXT("::1")) || (text_starts(address, TEXT("127.")) && is_ipv4(address));
}

void set_ip(struct event *event, enum field field, struct text text) {
    struct in6_addr address;
    char canonical[INET6_ADDRSTRLEN];
    if (text.length > 5 && text.start[4] == ':' && text_starts_nocase(text, TEXT("IPv6:")))
        text = text_skip(text, 5);
    if (is_ipv4(text)) {
        event_set(event, field, text);
        return;
    }
    if (!read_ipv6(text_slice(text, 0, text_find_char(text, '%')), &address))
        return;
    inet_ntop(AF_INET6, &address, canonical, sizeof(canonical));
    if (text_is(text, text_of(canonical)))
        event_set(event, field, text);
    else
        event_set_copy(event, field, text_of(canonical));
}

struct recipients recipients_begin(struct event *event, struct text list) {
    return (struct recipients){event_alloc(event, 2 * list.length + 1), 0};
}

void recipients_add(struct recipients *recipients, struct text address) {
    if (recipients->memory == NULL || address.length == 0)
        return;
    if (recipients->length > 0) {
        memcpy(recipients->memory + recipients->length, ", ", 2);
        recipients->length += 2;
    }
    memcpy(recipients->memory + recipients->length, address.start, address.length);
    recipients->length += address.length;
}

void recipients_set(const struct recipients *recipients, struct event *event) {
    event_set(event, FIELD_email_to, (struct text){recipients->memory, recipients->length});
}
