/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <json.h>
#include <json_object_iterator.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "../packed.h"
#include "gelf.h"

const struct gelf_repair_text gelf_repair_texts[GELF_REPAIRS] = {
    [GELF_REPAIR_BLANK_HOST] = {"repaired.blank_host", "no host name: sent as \"" GELF_BLANK_HOST "\""},
    [GELF_REPAIR_BLANK_MESSAGE] = {"repaired.blank_message",
                                   "blank message: sent as \"" GELF_BLANK_MESSAGE "\""},
    [GELF_REPAIR_INVALID_UTF8] = {"repaired.invalid_utf8", "bytes that are not UTF-8: replaced by U+FFFD"},
    [GELF_REPAIR_NAME_CLEANED] = {"repaired.name_cleaned", "field name that Graylog cannot keep: cleaned"},
    [GELF_REPAIR_NAME_RESERVED] = {"repaired.name_reserved",
                                   "field name that means something else: prefixed by field_"},
    [GELF_REPAIR_NAME_DUPLICATE] = {"repaired.name_duplicate", "second field of the same name: left out"},
    [GELF_REPAIR_EMPTY_DROPPED] = {"repaired.empty_dropped", "field without a value: left out"},
    [GELF_REPAIR_NUMBER_DROPPED] = {"repaired.number_dropped", "number that JSON or the index cannot hold: left out"},
    [GELF_REPAIR_VALUE_CUT] = {"repaired.value_cut", "value over 32766 bytes: cut"},
    [GELF_REPAIR_PACKED_UNREADABLE] = {"repaired.packed_unreadable",
                                       PACKED_VARIABLE " is not as mmmailnorm made it: the rest of it left out"},
    [GELF_REPAIR_FRAME_CUT] = {"repaired.frame_cut",
                               "frame over its limit: cut, see its field _gelf_truncated"},
};

/* kept free for the end of a frame: _event_uid, _gelf_truncated, brace, NUL */
#define ENDING 512

struct writer {
    struct json_text *json;
    const struct gelf_settings *settings;
    size_t start; /* of the frame, in json */
    size_t end;   /* where fields must end, in json */
    uint64_t *repairs;
    unsigned repaired;
    struct gelf_names names;
    char cut[200]; /* names of what was cut, for _gelf_truncated */
    size_t cut_length;
};

static void repair(struct writer *w, enum gelf_repair kind) {
    w->repairs[kind]++;
    w->repaired |= 1u << kind;
}

/* notes in _gelf_truncated that something is missing */
static void note_cut(struct writer *w, struct text name) {
    if (w->cut_length == 0)
        repair(w, GELF_REPAIR_FRAME_CUT);
    name = text_slice(name, 0, 64);
    if (w->cut_length + name.length + 5 > sizeof(w->cut)) {
        if (w->cut[w->cut_length - 1] != '.') {
            memcpy(w->cut + w->cut_length, ",...", 4);
            w->cut_length += 4;
        }
        return;
    }
    if (w->cut_length > 0)
        w->cut[w->cut_length++] = ',';
    memcpy(w->cut + w->cut_length, name.start, name.length);
    w->cut_length += name.length;
}

/* ------------------------------------------------------------ names */

/* begin_field - write ,"_NAME": and return the name in it
 * Returns the absent text, with the frame as it was, when there can be no such field. */
static struct text begin_field(struct writer *w, struct text prefix, struct text key) {
    const struct text none = {NULL, 0};
    struct json_text *json = w->json;
    if (!json_reserve(json, GELF_NAME_LIMIT + 16))
        return none;
    size_t before = json->length;
    memcpy(json->data + before, ",\"_", 3);
    char *name = json->data + before + 3;
    bool changed = false;
    size_t length = gelf_name_make(name, GELF_NAME_LIMIT, prefix, key, &changed);
    if (changed)
        repair(w, GELF_REPAIR_NAME_CLEANED);
    if (gelf_name_is_reserved(name, length)) {
        if (length > GELF_NAME_LIMIT - 6)
            length = GELF_NAME_LIMIT - 6;
        memmove(name + 6, name, length);
        memcpy(name, "field_", 6);
        length += 6;
        repair(w, GELF_REPAIR_NAME_RESERVED);
    }
    if (w->names.count == GELF_FIELDS_LIMIT) {
        note_cut(w, (struct text){name, length});
        return none;
    }
    if (!gelf_names_enter(&w->names, w->json->data + w->start, name, length)) {
        repair(w, GELF_REPAIR_NAME_DUPLICATE);
        return none;
    }
    memcpy(name + length, "\":", 2);
    json->length = before + 3 + length + 2;
    return (struct text){name, length};
}

/* ------------------------------------------------------------ values */

/* what java.lang.Character.isWhitespace says of a text, and String.trim's control characters */
static bool is_blank(struct text t) {
    while (t.length > 0) {
        unsigned char c = (unsigned char)t.start[0];
        if (c <= 0x20) {
            t = text_skip(t, 1);
            continue;
        }
        if (c < 0x80 || t.length < 3)
            return false;
        unsigned code = (c & 0x0fu) << 12 | ((unsigned char)t.start[1] & 0x3fu) << 6 |
                        ((unsigned char)t.start[2] & 0x3fu);
        if (c < 0xe1 || c > 0xe3 ||
            !(code == 0x1680 || (code >= 0x2000 && code <= 0x200a && code != 0x2007) || code == 0x2028 ||
              code == 0x2029 || code == 0x205f || code == 0x3000))
            return false;
        t = text_skip(t, 3);
    }
    return true;
}

/* the string with its quotes; false if it does not fit the frame */
static bool append_value(struct writer *w, struct text value) {
    json_append_literal(w->json, "\"");
    unsigned flags = json_append_string(w->json, value, GELF_VALUE_LIMIT, JSON_NO_LIMIT);
    json_append_literal(w->json, "\"");
    if (w->json->length > w->end)
        return false;
    if ((flags & JSON_STRING_CUT) != 0)
        repair(w, GELF_REPAIR_VALUE_CUT);
    if ((flags & JSON_STRING_REPAIRED) != 0)
        repair(w, GELF_REPAIR_INVALID_UTF8);
    return true;
}

struct number {
    char digits[400];
    size_t length;
};

static size_t keep_number(void *context, const char *bytes, size_t length) {
    struct number *number = context;
    if (length > sizeof(number->digits) - number->length - 3)
        length = sizeof(number->digits) - number->length - 3;
    memcpy(number->digits + number->length, bytes, length);
    number->length += length;
    return length;
}

/* a float's own text where the tree has it; false for NaN, infinity and what the index
 * would take for it */
static bool append_float(struct json_text *json, struct fjson_object *value) {
    if (!(fabs(fjson_object_get_double(value)) <= FLT_MAX))
        return false;
    char scratch[64];
    struct number number = {.length = 0};
    fjson_object_dump_buffered(value, 0, scratch, sizeof(scratch), keep_number, &number);
    if (!json_is_number((struct text){number.digits, number.length}) || number.length > 64) {
        int length = snprintf(number.digits, sizeof(number.digits), "%.17g", fjson_object_get_double(value));
        for (int i = 0; i < length; i++)
            if (number.digits[i] == ',') /* a locale's point */
                number.digits[i] = '.';
        number.length = (size_t)length;
    }
    json_append(json, number.digits, number.length);
    if (memchr(number.digits, '.', number.length) == NULL &&
        memchr(number.digits, 'e', number.length) == NULL &&
        memchr(number.digits, 'E', number.length) == NULL)
        json_append_literal(json, ".0");
    return true;
}

static struct text string_of(struct fjson_object *value) {
    return (struct text){fjson_object_get_string(value), (size_t)fjson_object_get_string_len(value)};
}

/* the members of an array, joined by ", ", appended to a text */
static void join(struct json_text *joined, struct fjson_object *array, int depth) {
    int length = fjson_object_array_length(array);
    for (int i = 0; i < length; i++) {
        struct fjson_object *member = fjson_object_array_get_idx(array, i);
        struct text text = {NULL, 0};
        size_t before = joined->length;
        if (before > 0)
            json_append_literal(joined, ", ");
        if (fjson_object_is_type(member, fjson_type_array) && depth < GELF_DEPTH_LIMIT) {
            struct json_text inner = {0};
            join(&inner, member, depth + 1);
            json_append(joined, inner.data, inner.length);
            joined->failed |= inner.failed;
            free(inner.data);
        } else if (fjson_object_is_type(member, fjson_type_double)) {
            append_float(joined, member);
        } else if (member != NULL) {
            text = fjson_object_is_type(member, fjson_type_string)
                       ? string_of(member)
                       : text_of(fjson_object_to_json_string(member));
            json_append(joined, text.start, text.length);
        }
        if (before > 0 && joined->length == before + 2)
            joined->length = before; /* no member came of it */
    }
}

/* what is made of a value */
enum outcome { WRITTEN, NO_ROOM, EMPTY, NO_NUMBER };

static enum outcome append_string(struct writer *w, struct text value) {
    unsigned char first = value.length > 0 ? (unsigned char)value.start[0] : 0;
    if ((first <= 0x20 || first >= 0xe1) && is_blank(value))
        return EMPTY;
    return append_value(w, value) ? WRITTEN : NO_ROOM;
}

/* arrays, and objects that are nested too deeply */
static enum outcome append_joined(struct writer *w, struct fjson_object *value) {
    struct json_text joined = {0};
    enum outcome outcome = EMPTY;
    if (fjson_object_is_type(value, fjson_type_array))
        join(&joined, value, 0);
    else if (fjson_object_get_member_count(value) > 0)
        json_append(&joined, fjson_object_to_json_string(value), strlen(fjson_object_to_json_string(value)));
    w->json->failed |= joined.failed;
    if (joined.length > 0)
        outcome = append_string(w, (struct text){joined.data, joined.length});
    free(joined.data);
    return outcome;
}

static enum outcome append_field_value(struct writer *w, enum fjson_type type, struct fjson_object *value) {
    switch (type) {
        case fjson_type_null:
            return EMPTY;
        case fjson_type_boolean:
            return append_string(w, fjson_object_get_boolean(value) ? TEXT("true") : TEXT("false"));
        case fjson_type_int:
            json_append_integer(w->json, fjson_object_get_int64(value));
            break;
        case fjson_type_double:
            if (!append_float(w->json, value))
                return NO_NUMBER;
            break;
        case fjson_type_string:
            return append_string(w, string_of(value));
        default:
            return append_joined(w, value);
    }
    return w->json->length <= w->end ? WRITTEN : NO_ROOM;
}

/* takes back a field, begun at before, that nothing came of */
static void end_field(struct writer *w, size_t before, size_t name_length, enum outcome outcome) {
    if (outcome == WRITTEN)
        return;
    if (outcome == EMPTY)
        repair(w, GELF_REPAIR_EMPTY_DROPPED);
    else if (outcome == NO_NUMBER)
        repair(w, GELF_REPAIR_NUMBER_DROPPED);
    else
        note_cut(w, (struct text){w->json->data + before + 3, name_length});
    w->json->length = before;
    gelf_names_forget(&w->names);
}

static void append_nested(struct writer *w, struct text prefix, const char *key, struct fjson_object *object,
                          int depth);

/* the members of an object as fields whose names begin with the prefix */
static void append_fields(struct writer *w, struct text prefix, struct fjson_object *object, int depth) {
    struct fjson_object_iterator at = fjson_object_iter_begin(object);
    for (int members = fjson_object_get_member_count(object); members > 0;
         members--, fjson_object_iter_next(&at)) {
        struct fjson_object *value = fjson_object_iter_peek_value(&at);
        enum fjson_type type = fjson_object_get_type(value);
        size_t before = w->json->length;
        if (type == fjson_type_object && depth < GELF_DEPTH_LIMIT &&
            fjson_object_get_member_count(value) > 0) {
            append_nested(w, prefix, fjson_object_iter_peek_name(&at), value, depth);
            continue;
        }
        struct text name = begin_field(w, prefix, text_of(fjson_object_iter_peek_name(&at)));
        if (name.length > 0)
            end_field(w, before, name.length, append_field_value(w, type, value));
    }
}

static void append_nested(struct writer *w, struct text prefix, const char *key, struct fjson_object *object,
                          int depth) {
    char name[GELF_NAME_LIMIT];
    bool changed = false;
    struct text path = {name, gelf_name_make(name, GELF_NAME_LIMIT, prefix, text_of(key), &changed)};
    if (changed)
        repair(w, GELF_REPAIR_NAME_CLEANED);
    append_fields(w, path, object, depth + 1);
}

/* ------------------------------------------------------------ packed fields */

static bool has_char(struct text text, char c) {
    return memchr(text.start, c, text.length) != NULL;
}

/* 64 bits; mmmailnorm writes neither exponents nor more digits */
static bool is_integer(struct text value) {
    char digits[PACKED_NUMBER_LIMIT + 1];
    if (has_char(value, '.'))
        return false;
    if (value.length < sizeof("-9223372036854775808") - 2)
        return true;
    memcpy(digits, value.start, value.length);
    digits[value.length] = '\0';
    errno = 0;
    strtoll(digits, NULL, 10);
    return errno == 0;
}

static enum outcome append_packed_number(struct writer *w, enum packed_type type, struct text value) {
    if (value.length > PACKED_NUMBER_LIMIT || !json_is_number(value) || has_char(value, 'e') || has_char(value, 'E') ||
        (type == PACKED_INTEGER && !is_integer(value)))
        return NO_NUMBER;
    json_append(w->json, value.start, value.length);
    if (type == PACKED_FLOAT && !has_char(value, '.'))
        json_append_literal(w->json, ".0");
    return w->json->length <= w->end ? WRITTEN : NO_ROOM;
}

static void append_packed(struct writer *w, struct text packed) {
    struct packed_field field;
    while (packed_next(&packed, &field)) {
        size_t before = w->json->length;
        struct text name = begin_field(w, (struct text){NULL, 0}, field.name);
        if (name.length > 0)
            end_field(w, before, name.length,
                      field.type == PACKED_STRING ? append_string(w, field.value)
                                                  : append_packed_number(w, field.type, field.value));
    }
    if (packed.length > 0)
        repair(w, GELF_REPAIR_PACKED_UNREADABLE);
}

/* ------------------------------------------------------------ the frame */

/* ,"KEY":"text" for one of GELF's own keys, at most room bytes as written */
static void append_own(struct writer *w, struct text key, struct text value, size_t room) {
    json_append(w->json, key.start, key.length);
    unsigned flags = json_append_string(w->json, value, JSON_NO_LIMIT, room);
    json_append_literal(w->json, "\"");
    if ((flags & JSON_STRING_REPAIRED) != 0)
        repair(w, GELF_REPAIR_INVALID_UTF8);
    if ((flags & JSON_STRING_CUT) != 0)
        note_cut(w, text_slice(key, 2, key.length - 3));
}

static void append_constants(struct writer *w) {
    const struct gelf_settings *settings = w->settings;
    size_t at = w->json->length;
    if (settings->constant_count == 0)
        return;
    if (at + settings->constants.length > w->end) {
        note_cut(w, TEXT("static_fields"));
        return;
    }
    json_append(w->json, settings->constants.data, settings->constants.length);
    if (w->json->failed)
        return;
    for (size_t i = 0; i < settings->constant_count; i++)
        gelf_names_enter(&w->names, w->json->data + w->start,
                         w->json->data + at + settings->constant_names[i].offset,
                         settings->constant_names[i].length);
}

static void append_time(struct json_text *json, int64_t seconds, uint32_t microseconds) {
    if (seconds <= 0)
        return;
    json_append_literal(json, ",\"timestamp\":");
    json_append_integer(json, seconds);
    if (microseconds == 0 || microseconds > 999999)
        return;
    char fraction[7] = ".";
    for (int i = 6; i > 0; i--, microseconds /= 10)
        fraction[i] = (char)('0' + microseconds % 10);
    json_append(json, fraction, sizeof(fraction));
}

static void append_event_uid(struct writer *w, size_t from, struct text identity) {
    static const char hexadecimal[] = "0123456789abcdef";
    struct json_text *json = w->json;
    if (json->failed || w->names.count == GELF_FIELDS_LIMIT)
        return;
    XXH128_hash_t hash = XXH3_128bits_withSeed(json->data + from, json->length - from,
                                               XXH3_64bits(identity.start, identity.length));
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, hash);
    size_t before = json->length;
    json_append_literal(json, ",\"_event_uid\":\"");
    if (json->failed || !gelf_names_enter(&w->names, json->data + w->start, json->data + before + 3,
                                          sizeof("event_uid") - 1)) {
        json->length = before; /* the tree has one */
        return;
    }
    char *to = json->data + json->length;
    for (size_t i = 0; i < sizeof(bytes.digest); i++) {
        *to++ = hexadecimal[bytes.digest[i] >> 4];
        *to++ = hexadecimal[bytes.digest[i] & 15];
    }
    *to = '"';
    json->length += 2 * sizeof(bytes.digest) + 1;
}

unsigned gelf_encode(struct json_text *frame, const struct gelf_settings *settings,
                     const struct gelf_message *message, uint64_t repairs[GELF_REPAIRS]) {
    struct writer w;
    w.json = frame;
    w.settings = settings;
    w.start = frame->length;
    w.end = frame->length + settings->frame_limit - ENDING;
    w.repairs = repairs;
    w.repaired = 0;
    gelf_names_clear(&w.names);
    w.cut_length = 0;
    struct text host = message->host, short_message = message->short_message;
    if (is_blank(host)) {
        host = TEXT(GELF_BLANK_HOST);
        repair(&w, GELF_REPAIR_BLANK_HOST);
    }
    if (is_blank(short_message)) {
        short_message = TEXT(GELF_BLANK_MESSAGE);
        repair(&w, GELF_REPAIR_BLANK_MESSAGE);
    }

    json_append_literal(frame, "{\"version\":\"1.1\"");
    append_constants(&w);
    size_t own = frame->length; /* from here on it is the message that makes the frame */
    append_own(&w, TEXT(",\"host\":\""), host, settings->frame_limit / 8);
    append_own(&w, TEXT(",\"short_message\":\""), short_message, settings->frame_limit / 2);
    append_time(frame, message->seconds, message->microseconds);
    if (message->level >= 0 && message->level <= 7) {
        json_append_literal(frame, ",\"level\":");
        json_append_integer(frame, message->level);
    }
    if (!frame->failed)
        append_packed(&w, message->packed);
    if (fjson_object_is_type(message->fields, fjson_type_object) && !frame->failed)
        append_fields(&w, (struct text){NULL, 0}, message->fields, 0);
    if (!is_blank(message->full_message)) {
        size_t key = sizeof(",\"full_message\":\"\"") - 1;
        if (frame->length + key < w.end)
            append_own(&w, TEXT(",\"full_message\":\""), message->full_message, w.end - frame->length - key);
        else
            note_cut(&w, TEXT("full_message"));
    }
    if (settings->event_uid)
        append_event_uid(&w, own, message->identity);
    if (w.cut_length > 0) {
        json_append_literal(frame, ",\"_gelf_truncated\":\"");
        json_append(frame, w.cut, w.cut_length);
        json_append_literal(frame, "\"");
    }
    json_append(frame, "}", 2);
    frame->length--; /* the NUL */
    return w.repaired;
}

/* ------------------------------------------------------------ settings */

void gelf_settings_init(struct gelf_settings *settings) {
    memset(settings, 0, sizeof(*settings));
    settings->frame_limit = GELF_FRAME_LIMIT_DEFAULT;
    settings->event_uid = true;
}

void gelf_settings_free(struct gelf_settings *settings) {
    free(settings->constants.data);
    free(settings->constant_names);
    memset(settings, 0, sizeof(*settings));
}

const char *gelf_settings_add(struct gelf_settings *settings, struct text name, struct text value) {
    if (name.length == 0 || name.length > GELF_NAME_LIMIT)
        return "a field's name has 1 to 255 characters";
    if (!gelf_name_is_clean(name))
        return "Graylog keeps only letters, digits, '_', '-' and '@' in a field's name";
    if (name.start[0] == '_' || gelf_name_is_reserved(name.start, name.length))
        return "a field of this name would be lost or overwritten in Graylog";
    for (size_t i = 0; i < settings->constant_count; i++)
        if (text_is(name, (struct text){settings->constants.data + settings->constant_names[i].offset,
                                        settings->constant_names[i].length}))
            return "the name is there already";
    if (is_blank(value))
        return "a field needs a value that is not blank";
    if (settings->constant_count == GELF_FIELDS_LIMIT / 2)
        return "too many fields";

    struct gelf_name *names =
        realloc(settings->constant_names, (settings->constant_count + 1) * sizeof(*names));
    if (names == NULL)
        return "out of memory";
    settings->constant_names = names;
    json_append_literal(&settings->constants, ",\"_");
    names[settings->constant_count].offset = (uint32_t)settings->constants.length;
    names[settings->constant_count].length = (uint32_t)name.length;
    json_append(&settings->constants, name.start, name.length);
    json_append_literal(&settings->constants, "\":\"");
    json_append_string(&settings->constants, value, GELF_VALUE_LIMIT, JSON_NO_LIMIT);
    json_append_literal(&settings->constants, "\"");
    if (settings->constants.failed)
        return "out of memory";
    settings->constant_count++;
    return NULL;
}
