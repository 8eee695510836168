/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "gelf/gelf_writer.h"

void writer_note_cut(struct writer *w, struct text name) {
    if (w->cut_length == 0)
        writer_repair(w, GELF_REPAIR_FRAME_CUT);
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

struct text writer_begin(struct writer *w, struct text prefix, struct text key) {
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
        writer_repair(w, GELF_REPAIR_NAME_CLEANED);
    if (gelf_name_is_reserved(name, length)) {
        if (length > GELF_NAME_LIMIT - 6)
            length = GELF_NAME_LIMIT - 6;
        memmove(name + 6, name, length);
        memcpy(name, "field_", 6);
        length += 6;
        writer_repair(w, GELF_REPAIR_NAME_RESERVED);
    }
    if (w->names.count == GELF_FIELDS_LIMIT) {
        writer_note_cut(w, (struct text){name, length});
        return none;
    }
    if (!gelf_names_enter(&w->names, w->json->data + w->start, name, length)) {
        writer_repair(w, GELF_REPAIR_NAME_DUPLICATE);
        return none;
    }
    memcpy(name + length, "\":", 2);
    json->length = before + 3 + length + 2;
    return (struct text){name, length};
}

void writer_end(struct writer *w, size_t before, size_t name_length, enum outcome outcome) {
    if (outcome == WRITTEN)
        return;
    if (outcome == EMPTY)
        writer_repair(w, GELF_REPAIR_EMPTY_DROPPED);
    else if (outcome == NO_NUMBER)
        writer_repair(w, GELF_REPAIR_NUMBER_DROPPED);
    else
        writer_note_cut(w, (struct text){w->json->data + before + 3, name_length});
    w->json->length = before;
    gelf_names_forget(&w->names);
}

bool gelf_is_blank(struct text t) {
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
        writer_repair(w, GELF_REPAIR_VALUE_CUT);
    if ((flags & JSON_STRING_REPAIRED) != 0)
        writer_repair(w, GELF_REPAIR_INVALID_UTF8);
    return true;
}

enum outcome writer_append_string(struct writer *w, struct text value) {
    unsigned char first = value.length > 0 ? (unsigned char)value.start[0] : 0;
    if ((first <= 0x20 || first >= 0xe1) && gelf_is_blank(value))
        return EMPTY;
    return append_value(w, value) ? WRITTEN : NO_ROOM;
}
