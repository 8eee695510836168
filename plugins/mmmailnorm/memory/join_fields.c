/* SPDX-License-Identifier: Apache-2.0
 *
 * join_fields - the contract is in join_fields.h
 */
#include "config.h"

#include "memory/join_fields.h"

/* all members of a set, lowest first */
#define EACH(place, set)                                                                                     \
    (uint32_t left = (set), place; left != 0 && (place = (uint32_t)__builtin_ctz(left), true);               \
     left &= left - 1)

static const enum field FIELDS[KEPT_COUNT] = {
#define K(name) [KEPT_##name] = FIELD_##name,
    KEPT(K)
#undef K
};

static const struct text NAMES[KEPT_COUNT] = {
#define K(name) [KEPT_##name] = {#name, sizeof(#name) - 1},
    KEPT(K)
#undef K
};

void kept_look(struct kept *kept, const struct record *record) {
    static const unsigned char PLACES[FIELD_SHIPPED] = {
#define K(name) [FIELD_##name] = KEPT_##name + 1,
        KEPT(K)
#undef K
    };
    kept->has = record_look(record, PLACES, FIELD_SHIPPED, kept->texts);
}

struct text kept_get(const struct kept *kept, enum kept_place place) {
    return kept->has >> place & 1 ? kept->texts[place] : (struct text){NULL, 0};
}

void kept_copy(const struct kept *kept, uint32_t wanted, struct event *event, struct kept *copy) {
    size_t length = 0;
    wanted &= kept->has;
    for
        EACH(place, wanted)
    length += kept->texts[place].length;
    char *memory = length > 0 ? event_alloc(event, length) : NULL;
    copy->has = memory != NULL ? wanted : 0;
    for
        EACH(place, copy->has) {
            struct text text = kept->texts[place];
            memcpy(memory, text.start, text.length);
            copy->texts[place] = (struct text){memory, text.length};
            memory += text.length;
        }
}

bool kept_give(const struct kept *kept, uint32_t given, const struct event *event, struct track *track,
               struct record *record) {
    uint32_t own = 0, replaced = 0;
    for
        EACH(place, given)
    own |= (uint32_t)event_has(event, FIELDS[place]) << place;
    for
        EACH(place, own & kept->has) /* before they move */
    if (!text_is(kept->texts[place], event_get(event, FIELDS[place])))
        replaced |= UINT32_C(1) << place;
    for
        EACH(place, replaced)
    record_set(track, record, FIELDS[place], event_get(event, FIELDS[place]));
    for
        EACH(place, own & ~kept->has)
    record_add(track, record, FIELDS[place], event_get(event, FIELDS[place]));
    return replaced != 0 || (own & ~kept->has) != 0;
}

void kept_set(const struct kept *kept, uint32_t given, struct track *track, struct record *record) {
    struct kept known;
    kept_look(&known, record);
    for
        EACH(place, given & kept->has) {
            if (kept->texts[place].length == 0)
                continue;
            if (known.has >> place & 1)
                record_set(track, record, FIELDS[place], kept->texts[place]);
            else
                record_add(track, record, FIELDS[place], kept->texts[place]);
        }
}

static void note(struct joined *joined, struct text name) {
    if (joined->length + name.length + 1 > sizeof(joined->names))
        return;
    if (joined->length > 0)
        joined->names[joined->length++] = ',';
    memcpy(joined->names + joined->length, name.start, name.length);
    joined->length += name.length;
}

void kept_take(const struct kept *kept, uint32_t wanted, struct event *event, struct joined *joined) {
    struct kept own;
    if (event_has(event, FIELD_source_ip) || event_has(event, FIELD_source_hostname))
        wanted &= ~CLIENT_FIELDS;
    for
        EACH(place, wanted & kept->has)
    if (kept->texts[place].length == 0 || event_has(event, FIELDS[place]))
        wanted &= ~(UINT32_C(1) << place);
    kept_copy(kept, wanted, event, &own);
    for
        EACH(place, own.has)
    if (event_set(event, FIELDS[place], own.texts[place]) && place != KEPT_vendor_trace_id)
        note(joined, NAMES[place]);
}
