/* SPDX-License-Identifier: Apache-2.0
 *
 * sendmail_names - lists of name=value in Sendmail's lines; the contract is in
 * sendmail.h
 */
#include "config.h"

#include "servers/sendmail/sendmail.h"

bool sendmail_is_number(struct text text) {
    text_take(&text, TEXT("-"));
    return text.length > 0 && text_span(text, "0123456789") == text.length;
}

bool sendmail_take_value(struct text *text, struct text name, struct text *value) {
    if (!text_take(text, name))
        return false;
    size_t end = text_find(*text, TEXT(", "));
    *value = text_slice(*text, 0, end);
    *text = text_skip(*text, value->length);
    return true;
}

size_t sendmail_find_names(struct text text, struct text first, bool (*is_names)(struct text text)) {
    size_t found = TEXT_NONE;
    unsigned count = 0;
    for (size_t at = text_find(text, first); at != TEXT_NONE;) {
        if (is_names(text_skip(text, at))) {
            found = at;
            count++;
        }
        size_t next = text_find(text_skip(text, at + 2), first);
        at = next == TEXT_NONE ? TEXT_NONE : at + 2 + next;
    }
    if (count <= 1)
        return found;
    found = sendmail_address_length(text);
    return found != TEXT_NONE && is_names(text_skip(text, found)) ? found : TEXT_NONE;
}
