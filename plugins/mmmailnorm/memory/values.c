/* SPDX-License-Identifier: Apache-2.0
 *
 * values - the contract is in values.h
 */
#include "config.h"

#include "memory/values.h"

/* the lowest member of a set that is not empty */
static unsigned first_of(uint32_t set) {
    return (unsigned)__builtin_ctz(set);
}

#define FIELD(name, type, privacy, kind)

static const enum field FIELDS[VALUE_COUNT] = {
#define REMEMBERED(name) [VALUE_##name] = FIELD_##name,
#include "event/fields_table.h"
#undef REMEMBERED
};

static const struct text NAMES[VALUE_COUNT] = {
#define REMEMBERED(name) [VALUE_##name] = {#name, sizeof(#name) - 1},
#include "event/fields_table.h"
#undef REMEMBERED
};

void values_read(struct values *values, const struct record *record) {
    static const unsigned char PLACES[FIELD_SHIPPED] = {
#define REMEMBERED(name) [FIELD_##name] = VALUE_##name + 1,
#include "event/fields_table.h"
#undef REMEMBERED
    };
    values->has = record_look(record, PLACES, FIELD_SHIPPED, values->texts);
}

struct text values_get(const struct values *values, enum value_place place) {
    return values->has >> place & 1 ? values->texts[place] : (struct text){NULL, 0};
}

void values_copy(const struct values *values, uint32_t wanted, struct event *event, struct values *copy) {
    size_t length = 0;
    wanted &= values->has;
    for (uint32_t left = wanted; left != 0; left &= left - 1)
        length += values->texts[first_of(left)].length;
    char *memory = length > 0 ? event_alloc(event, length) : NULL;
    copy->has = memory != NULL ? wanted : 0;
    for (uint32_t left = copy->has; left != 0; left &= left - 1) {
        struct text text = values->texts[first_of(left)];
        if (text.length > 0)
            memcpy(memory, text.start, text.length);
        copy->texts[first_of(left)] = (struct text){memory, text.length};
        memory += text.length;
    }
}

void values_of_event(struct values *values, uint32_t wanted, const struct event *event) {
    values->has = 0;
    for (uint32_t left = wanted; left != 0; left &= left - 1) {
        values->texts[first_of(left)] = event_get(event, FIELDS[first_of(left)]);
        values->has |= (uint32_t)event_has(event, FIELDS[first_of(left)]) << first_of(left);
    }
}

bool values_write(const struct values *values, uint32_t given, const struct event *event, struct track *track,
                  struct record *record) {
    uint32_t own = 0, replaced = 0;
    for (uint32_t left = given; left != 0; left &= left - 1)
        own |= (uint32_t)event_has(event, FIELDS[first_of(left)]) << first_of(left);
    for (uint32_t left = own & values->has; left != 0; left &= left - 1) /* before they move */
        if (!text_is(values->texts[first_of(left)], event_get(event, FIELDS[first_of(left)])))
            replaced |= UINT32_C(1) << first_of(left);
    for (uint32_t left = replaced; left != 0; left &= left - 1)
        record_set(track, record, FIELDS[first_of(left)], event_get(event, FIELDS[first_of(left)]));
    for (uint32_t left = own & ~values->has; left != 0; left &= left - 1)
        record_add(track, record, FIELDS[first_of(left)], event_get(event, FIELDS[first_of(left)]));
    return replaced != 0 || (own & ~values->has) != 0;
}

void values_put(const struct values *values, uint32_t given, struct track *track, struct record *record) {
    struct values known;
    values_read(&known, record);
    given &= values->has;
    for (uint32_t left = given; left != 0; left &= left - 1)
        if (values->texts[first_of(left)].length > 0)
            record_set(track, record, FIELDS[first_of(left)], values->texts[first_of(left)]);
    if ((given & CLIENT_FIELDS) == 0)
        return;
    for (uint32_t left = known.has & CLIENT_FIELDS & ~given; left != 0; left &= left - 1)
        record_set(track, record, FIELDS[first_of(left)], TEXT(""));
}

static void note(struct joined *joined, struct text name) {
    if (joined->length + name.length + 1 > sizeof(joined->names))
        return;
    if (joined->length > 0)
        joined->names[joined->length++] = ',';
    memcpy(joined->names + joined->length, name.start, name.length);
    joined->length += name.length;
}

void values_join(const struct values *values, uint32_t wanted, struct event *event, struct joined *joined) {
    struct values own;
    if (event_has(event, FIELD_source_ip) || event_has(event, FIELD_source_hostname))
        wanted &= ~CLIENT_FIELDS;
    for (uint32_t left = wanted & values->has; left != 0; left &= left - 1)
        if (values->texts[first_of(left)].length == 0 || event_has(event, FIELDS[first_of(left)]))
            wanted &= ~(UINT32_C(1) << first_of(left));
    values_copy(values, wanted, event, &own);
    for (uint32_t left = own.has; left != 0; left &= left - 1) {
        unsigned place = first_of(left);
        if (event_set(event, FIELDS[place], own.texts[place]) && place != VALUE_vendor_trace_id)
            note(joined, NAMES[place]);
    }
}
