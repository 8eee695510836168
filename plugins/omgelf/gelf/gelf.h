/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf - one message as a GELF 1.1 frame that Graylog keeps whole
 *
 *     struct gelf_settings settings;
 *     gelf_settings_init(&settings);
 *     gelf_settings_add(&settings, TEXT("environment"), TEXT("production"));
 *     ...
 *     struct gelf_message message = { .host = TEXT("mx1"), .short_message = line,
 *                                     .seconds = 1763640000, .microseconds = 250000,
 *                                     .level = 6, .fields = tree };
 *     gelf_encode(&frame, &settings, &message, repairs);
 *
 *     {"version":"1.1","_environment":"production","host":"mx1","short_message":"...",
 *      "timestamp":1763640000.250000,"level":6,"_email_size":2522,"_event_uid":"..."}
 *
 * A frame is complete JSON without a delimiter, always terminated by a NUL that
 * its length does not count. No bytes of it are NUL, so it travels over GELF/TCP
 * as it is. Sources: GELF Payload Specification 1.1; for the odd cases graylog2-server's GelfDecoder, Message
 * and IndexMapping.
 *
 * A frame never holds the following, because Graylog would drop the field, the document
 * or the connection. Each is counted as a repair (enum gelf_repair):
 *   - a blank host or short_message: replaced by GELF_BLANK_HOST, GELF_BLANK_MESSAGE;
 *   - bytes that are not UTF-8: U+FFFD;
 *   - a name outside [A-Za-z0-9@_-]: other characters become '_' (the dot too: the
 *     index would replace it, and this way search and pipelines see one name);
 *     leading '_' are dropped, names end after GELF_NAME_LIMIT bytes;
 *   - a name that means something else (id, message, source, gl2_..., and GELF's
 *     own keys): prefixed by "field_";
 *   - the same name twice: the first one stays;
 *   - null, "", blank strings, empty objects and arrays: left out (Graylog would);
 *   - members that are not JSON from some point on: what comes before it stays;
 *   - NaN, infinity, and fractions beyond the range of a 32-bit float, which is
 *     OpenSearch's type for them: left out;
 *   - a value over GELF_VALUE_LIMIT bytes of UTF-8: cut at a character;
 *   - more than the frame's limit or GELF_FIELDS_LIMIT fields: fields left out,
 *     messages cut at a character, and the field _gelf_truncated names them.
 * Converted without being counted, since nothing is lost: booleans to "true" and
 * "false", nested objects to one name (a_b), arrays to their members joined by
 * ", ", objects within arrays and beyond GELF_DEPTH_LIMIT to their JSON text.
 * Integers stay integers (64 bit), floats keep their text and always have a point
 * or an exponent, so that a field's type never flips in the index.
 *
 * Precedence of equal names: GELF's own, settings, members, the tree, _event_uid.
 *
 * gelf_encode takes no lock and keeps no state. The tree must not change meanwhile.
 * It allocates memory only for the growth of the frame, for arrays, for objects that
 * become JSON text, and for members that need a repair.
 */
#ifndef GELF_H
#define GELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/gelf_names.h"
#include "common/json_text.h"
#include "common/text.h"

struct fjson_object;

/* Graylog's max_message_size, without the delimiter (LenientDelimiterBasedFrameDecoder) */
#define GELF_FRAME_LIMIT_DEFAULT 2097152
#define GELF_FRAME_LIMIT_LOWEST 4096
/* Lucene's longest term: a longer keyword loses the whole document */
#define GELF_VALUE_LIMIT 32766
#define GELF_DEPTH_LIMIT 16
/* as Graylog calls a message whose host is missing; RFC 5424's NILVALUE */
#define GELF_BLANK_HOST "unknown"
#define GELF_BLANK_MESSAGE "-"

enum gelf_repair {
    GELF_REPAIR_BLANK_HOST,
    GELF_REPAIR_BLANK_MESSAGE,
    GELF_REPAIR_INVALID_UTF8, /* values with at least one U+FFFD put in */
    GELF_REPAIR_NAME_CLEANED,
    GELF_REPAIR_NAME_RESERVED,
    GELF_REPAIR_NAME_DUPLICATE,
    GELF_REPAIR_EMPTY_DROPPED,
    GELF_REPAIR_NUMBER_DROPPED,
    GELF_REPAIR_VALUE_CUT,
    GELF_REPAIR_MEMBERS_UNREADABLE,
    GELF_REPAIR_FRAME_CUT, /* frames with a _gelf_truncated */
    GELF_REPAIRS
};

/* counter names ("repaired.blank_host", ...) and what happened, for the log */
extern const struct gelf_repair_text {
    const char *counter;
    const char *meaning;
} gelf_repair_texts[GELF_REPAIRS];

/* what holds for all frames of one output. Read-only once messages flow. */
struct gelf_settings {
    size_t frame_limit; /* bytes of a frame, GELF_FRAME_LIMIT_LOWEST and up */
    bool event_uid;     /* add _event_uid */
    /* the fields of gelf_settings_add as they are in every frame, and where their names are in that
     * text. They are left out of a frame whose limit they exceed: the caller checks that. */
    struct json_text constants;
    struct gelf_name *constant_names;
    size_t constant_count;
};

void gelf_settings_init(struct gelf_settings *settings);
void gelf_settings_free(struct gelf_settings *settings);
/* add a field to every frame. The name must be what Graylog keeps: [A-Za-z0-9@_-], not
 * reserved, not there yet; the value not blank. At most GELF_FIELDS_LIMIT / 2 fields.
 * Returns NULL, or a constant text that says what is wrong. */
const char *gelf_settings_add(struct gelf_settings *settings, struct text name, struct text value);

struct gelf_message {
    struct text host;
    struct text short_message;
    struct text full_message;    /* absent: no full_message */
    int64_t seconds;             /* since 1970; 0 and below: no timestamp, Graylog takes its clock */
    uint32_t microseconds;       /* Graylog rounds to milliseconds; sent in full */
    int level;                   /* syslog's severity, 0 to 7; others: no level */
    struct text members;         /* fields as gelf_members.h has them, or absent */
    struct fjson_object *fields; /* more fields: an object, or NULL */
    /* what tells equal messages apart, beside all of the above: goes into _event_uid
     * only (time of receipt, tag) */
    struct text identity;
};

/* gelf_encode - append the message's frame to frame
 * repairs[kind] is raised for each repair; the caller zeroes it. Returns a mask of
 * 1u << kind for those made. Check frame->failed afterwards (out of memory: the
 * frame is unusable).
 *
 * _event_uid is 32 hexadecimal digits: XXH3-128 over host, time, level, both messages,
 * identity, and the fields of the message as encoded (the settings' fields are not in it).
 * A frame made again from the same message, after a retry or a restart, has the same uid.
 * So have two messages that are equal in all of that. Where that may happen, set
 * event_uid in the tree: it is kept. A frame that already has GELF_FIELDS_LIMIT fields
 * gets no uid. */
unsigned gelf_encode(struct json_text *frame, const struct gelf_settings *settings,
                     const struct gelf_message *message, uint64_t repairs[GELF_REPAIRS]);

#endif
