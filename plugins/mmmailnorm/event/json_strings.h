/* SPDX-License-Identifier: Apache-2.0
 *
 * json_strings - JSON strings that are shared by many trees
 *
 *     struct json_strings *strings = json_strings_new();
 *     struct fjson_object *string = json_strings_get(strings, TEXT("postfix"));
 *     fjson_object_object_add_ex(tree, "event_source_product", string, ...);
 *
 * Most values of a line are the same as in the lines before: names of servers and
 * rules, codes, hosts, places. libfastjson takes 272 bytes for a string of any
 * length, and allocates, clears and frees them for each message. So a text that
 * comes again is one object with many references instead. libfastjson counts references atomically, so any
 * thread may drop the tree, and nothing writes to a string once it is in a tree: rsyslog replaces values of
 * `$!`, and prints strings without libfastjson's print buffer. Numbers do have that buffer, and are never
 * shared.
 *
 * A struct json_strings belongs to one worker thread. Bounds: JSON_STRINGS_SLOTS
 * texts of up to JSON_STRINGS_LENGTH bytes; a text takes the slot of another one
 * with the same hash, and gets an object of its own at its second time only, so
 * that queue ids and Message-Ids that never come again displace little.
 */
#ifndef JSON_STRINGS_H
#define JSON_STRINGS_H

#include "common/text.h"

enum { JSON_STRINGS_SLOTS = 4096, JSON_STRINGS_LENGTH = 128 };

struct fjson_object;
struct json_strings;

/* NULL when memory is out */
struct json_strings *json_strings_new(void);
/* trees keep their references */
void json_strings_free(struct json_strings *strings);

/* a JSON string of that text; the caller owns one reference. NULL when memory is out */
struct fjson_object *json_strings_get(struct json_strings *strings, struct text text);

#endif
