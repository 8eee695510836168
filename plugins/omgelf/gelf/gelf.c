/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdlib.h>

#include <json.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "common/gelf_members.h"
#include "gelf/gelf_writer.h"

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
    [GELF_REPAIR_NUMBER_DROPPED] = {"repaired.number_dropped",
                                    "number that JSON or the index cannot hold: left out"},
    [GELF_REPAIR_VALUE_CUT] = {"repaired.value_cut", "value over 32766 bytes: cut"},
    [GELF_REPAIR_MEMBERS_UNREADABLE] = {"repaired.members_unreadable", GELF_MEMBERS_VARIABLE
                                        " is not as mmmailnorm made it: the rest of it left out"},
    [GELF_REPAIR_FRAME_CUT] = {"repaired.frame_cut",
                               "frame over its limit: cut, see its field _gelf_truncated"},
};

/* ,"KEY":"text" for one of GELF's own keys, at most room bytes as written */
static void append_own(struct writer *w, struct text key, struct text value, size_t room) {
    json_append(w->json, key.start, key.length);
    unsigned flags = json_append_string(w->json, value, JSON_NO_LIMIT, room);
    json_append_literal(w->json, "\"");
    if ((flags & JSON_STRING_REPAIRED) != 0)
        writer_repair(w, GELF_REPAIR_INVALID_UTF8);
    if ((flags & JSON_STRING_CUT) != 0)
        writer_note_cut(w, text_slice(key, 2, key.length - 3));
}

static void append_constants(struct writer *w) {
    const struct gelf_settings *settings = w->settings;
    size_t at = w->json->length;
    if (settings->constant_count == 0)
        return;
    if (at + settings->constants.length > w->end) {
        writer_note_cut(w, TEXT("static_fields"));
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
    w.end = frame->length + settings->frame_limit - GELF_ENDING;
    w.repairs = repairs;
    w.repaired = 0;
    gelf_names_clear(&w.names);
    w.cut_length = 0;
    struct text host = message->host, short_message = message->short_message;
    if (gelf_is_blank(host)) {
        host = TEXT(GELF_BLANK_HOST);
        writer_repair(&w, GELF_REPAIR_BLANK_HOST);
    }
    if (gelf_is_blank(short_message)) {
        short_message = TEXT(GELF_BLANK_MESSAGE);
        writer_repair(&w, GELF_REPAIR_BLANK_MESSAGE);
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
        gelf_members_append(&w, message->members);
    if (fjson_object_is_type(message->fields, fjson_type_object) && !frame->failed)
        gelf_tree_append(&w, message->fields);
    if (!gelf_is_blank(message->full_message)) {
        size_t key = sizeof(",\"full_message\":\"\"") - 1;
        if (frame->length + key < w.end)
            append_own(&w, TEXT(",\"full_message\":\""), message->full_message, w.end - frame->length - key);
        else
            writer_note_cut(&w, TEXT("full_message"));
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
    if (gelf_is_blank(value))
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
