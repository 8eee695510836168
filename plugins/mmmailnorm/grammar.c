/* SPDX-License-Identifier: Apache-2.0
 *
 * grammar - helpers of the parts and their look-up; the contract is in grammar.h
 */
#include "config.h"

#include <arpa/inet.h>

#include "grammar.h"

static const struct part *const tables[] = {common_parts, postfix_parts, sendmail_parts,
                                           axigen_parts, axigen_queue_parts, axigen_wire_parts,
                                           milter_parts, amavis_parts, dovecot_parts,
                                           exim_parts, exim_message_parts, exim_smtp_parts};

const struct part *part_find(struct text name) {
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
        for (const struct part *part = tables[i]; part->name != NULL; part++)
            if (text_is(name, text_of(part->name)))
                return part;
    return NULL;
}

/* the text as a C string in buffer; false where it cannot be an address */
static bool to_string(struct text text, char buffer[INET6_ADDRSTRLEN]) {
    if (text.length == 0 || text.length >= INET6_ADDRSTRLEN)
        return false;
    memcpy(buffer, text.start, text.length);
    buffer[text.length] = '\0';
    return strlen(buffer) == text.length;
}

bool text_is_address(struct text text) {
    char string[INET6_ADDRSTRLEN];
    struct in6_addr address;
    if (!to_string(text, string))
        return false;
    return inet_pton(AF_INET, string, &address) == 1 || inet_pton(AF_INET6, string, &address) == 1;
}

void set_ip(struct event *event, enum field field, struct text text) {
    char string[INET6_ADDRSTRLEN];
    struct in6_addr address;
    if (text_starts_nocase(text, TEXT("IPv6:")))
        text = text_skip(text, 5);
    if (!to_string(text, string))
        return;
    if (inet_pton(AF_INET, string, &address) == 1) {
        event_set(event, field, text);
        return;
    }
    if (inet_pton(AF_INET6, string, &address) != 1)
        return;
    char canonical[INET6_ADDRSTRLEN];
    inet_ntop(AF_INET6, &address, canonical, sizeof(canonical));
    if (strcmp(canonical, string) == 0)
        event_set(event, field, text);
    else
        event_set_copy(event, field, text_of(canonical));
}

/* offset just behind a quoted string at the start of text, or 0 */
static size_t skip_quoted(struct text text) {
    if (text.length == 0 || text.start[0] != '"')
        return 0;
    for (size_t i = 1; i < text.length; i++) {
        if (text.start[i] == '\\')
            i++;
        else if (text.start[i] == '"')
            return i + 1;
    }
    return 0;
}

bool take_bracketed(struct text *text, struct text *address) {
    if (text->length == 0 || text->start[0] != '<')
        return false;
    struct text inside = text_skip(*text, 1);
    size_t quoted = skip_quoted(inside);
    size_t end = text_find_char(text_skip(inside, quoted), '>');
    if (end == TEXT_NONE)
        return false;
    *address = text_slice(inside, 0, quoted + end);
    *text = text_skip(inside, quoted + end + 1);
    return true;
}
