/* SPDX-License-Identifier: Apache-2.0
 *
 * domains - the contract is in domains.h
 */
#include "config.h"

#include "meaning/domains.h"

enum { DOMAINS_MAX = 100 };

static const struct text SEPARATOR = TEXT_CONSTANT(", ");

/* takes the next address off the list */
static struct text take_address(struct text *list) {
    size_t end = 0;
    bool quoted = false;
    for (; end < list->length; end++) {
        char c = list->start[end];
        if (quoted && c == '\\')
            end++;
        else if (c == '"' && (quoted || end == 0))
            quoted = !quoted;
        else if (!quoted && text_starts(text_skip(*list, end), SEPARATOR))
            break;
    }
    struct text address = text_slice(*list, 0, end);
    *list = text_skip(*list, end + SEPARATOR.length);
    return address;
}

static struct text domain_of(struct text address) {
    size_t at = text_find_last_char(address, '@');
    return at == TEXT_NONE ? (struct text){NULL, 0} : text_skip(address, at + 1);
}

static bool has_domain(struct text list, struct text domain) {
    while (list.length > 0) {
        struct text item = text_slice(list, 0, text_find(list, SEPARATOR));
        if (text_is_nocase(item, domain))
            return true;
        list = text_skip(list, item.length + SEPARATOR.length);
    }
    return false;
}

void domains_add(struct event *event, enum field addresses, enum field domains) {
    if (!event_has(event, addresses))
        return;
    struct text list = event_get(event, addresses);
    if (text_find(list, SEPARATOR) == TEXT_NONE) {
        event_set_lower(event, domains, domain_of(list));
        return;
    }
    char *joined = event_alloc(event, list.length);
    size_t used = 0;
    for (int count = 0; joined != NULL && list.length > 0 && count < DOMAINS_MAX;) {
        struct text domain = domain_of(take_address(&list));
        if (domain.length == 0 || has_domain((struct text){joined, used}, domain))
            continue;
        count++;
        if (used > 0) {
            memcpy(joined + used, SEPARATOR.start, SEPARATOR.length);
            used += SEPARATOR.length;
        }
        memcpy(joined + used, domain.start, domain.length);
        used += domain.length;
    }
    event_set_lower(event, domains, (struct text){joined, used});
}
