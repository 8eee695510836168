/* SPDX-License-Identifier: Apache-2.0
 *
 * track_record - fields packed into one piece of memory; see track_record.h
 */
#include "config.h"

#include <stdlib.h>

#include "memory/track_record.h"

enum { HEAD = 4, FIRST_ROOM = 256 };

struct record *record_new(struct text key, uint64_t hash, int64_t now) {
    struct record *record = malloc(sizeof(*record) + key.length); /* calloc is several times slower */
    if (record == NULL)
        return NULL;
    *record = (struct record){.hash = hash, .key_length = (uint16_t)key.length};
    if (key.length > 0)
        memcpy(record->key, key.start, key.length);
    record_clear(record, now);
    return record;
}

void record_free(struct record *record) {
    free(record->data);
    free(record);
}

void record_clear(struct record *record, int64_t now) {
    record->first_seen = record->last_seen = now;
    record->data_size = 0;
    record->finished = false;
    record->fresh = true;
}

struct text record_key(const struct record *record) {
    return (struct text){record->key, record->key_length};
}

size_t record_size(const struct record *record) {
    return sizeof(*record) + record->key_length + record->data_room;
}

static uint16_t read_number(const char *at) {
    uint16_t number;
    memcpy(&number, at, sizeof(number));
    return number;
}

static void write_number(char *at, size_t value) {
    uint16_t number = (uint16_t)value;
    memcpy(at, &number, sizeof(number));
}

static inline bool next(const struct record *record, size_t *at, int *field, struct text *text) {
    if (*at + HEAD > record->data_size)
        return false;
    const char *entry = record->data + *at;
    *field = read_number(entry);
    *text = (struct text){entry + HEAD, read_number(entry + 2)};
    *at += HEAD + text->length;
    return *at <= record->data_size;
}

bool record_next(const struct record *record, size_t *at, int *field, struct text *text) {
    return next(record, at, field, text);
}

struct text record_get(const struct record *record, int field) {
    size_t at = 0;
    int found;
    struct text text;
    while (next(record, &at, &found, &text))
        if (found == field)
            return text;
    return (struct text){NULL, 0};
}

uint32_t record_look(const struct record *record, const unsigned char *places, int count,
                     struct text *texts) {
    uint32_t has = 0;
    size_t at = 0;
    int field;
    struct text text;
    while (next(record, &at, &field, &text)) {
        if (field >= count || places[field] == 0)
            continue;
        texts[places[field] - 1] = text;
        has |= UINT32_C(1) << (places[field] - 1);
    }
    return has;
}

/* no longer than TRACK_TEXT_MAX, cut between characters */
static struct text cut(struct text text) {
    if (text.length <= TRACK_TEXT_MAX)
        return text;
    size_t length = TRACK_TEXT_MAX;
    while (length > 0 && ((unsigned char)text.start[length] & 0xC0) == 0x80)
        length--;
    return text_slice(text, 0, length);
}

static bool make_room(struct record *record, size_t size) {
    if (size <= record->data_room)
        return true;
    size_t room = record->data_room > 0 ? record->data_room : FIRST_ROOM;
    while (room < size)
        room += room / 2;
    if (room > RECORD_MAX)
        room = RECORD_MAX;
    char *data = size <= RECORD_MAX ? realloc(record->data, room) : NULL;
    if (data == NULL)
        return false;
    record->data = data;
    record->data_room = (uint32_t)room;
    return true;
}

/* the entry whose text is at this place */
static void drop(struct record *record, size_t place, size_t length) {
    size_t from = place - HEAD, to = place + length;
    memmove(record->data + from, record->data + to, record->data_size - to);
    record->data_size -= (uint32_t)(to - from);
}

static bool append(struct record *record, int field, struct text text) {
    if (!make_room(record, record->data_size + HEAD + text.length))
        return false;
    char *entry = record->data + record->data_size;
    write_number(entry, (size_t)field);
    write_number(entry + 2, text.length);
    if (text.length > 0)
        memcpy(entry + HEAD, text.start, text.length);
    record->data_size += (uint32_t)(HEAD + text.length);
    return true;
}

bool record_append(struct record *record, int field, struct text text) {
    return append(record, field, cut(text));
}

bool record_keep(struct record *record, int field, struct text text) {
    text = cut(text);
    struct text known = record_get(record, field);
    if (known.start == NULL)
        return append(record, field, text);
    if (text_is(known, text))
        return true;
    if (known.length == text.length) {
        memcpy((char *)known.start, text.start, text.length);
        return true;
    }
    size_t place = (size_t)(known.start - record->data); /* memory may move */
    if (!append(record, field, text))
        return false;
    drop(record, place, known.length);
    return true;
}

int64_t record_first_seen(const struct record *record) {
    return record->first_seen;
}

int64_t record_last_seen(const struct record *record) {
    return record->last_seen;
}

bool record_is_finished(const struct record *record) {
    return record->finished;
}

bool record_is_new(const struct record *record) {
    return record->fresh;
}
