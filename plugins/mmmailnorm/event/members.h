/* SPDX-License-Identifier: Apache-2.0
 *
 * members - the fields of an event that only the GELF encoder needs, as JSON members
 *
 *     struct members *members = members_new(fields, (const char *[]){"event_code"}, 1);
 *     struct text text = members_take(members, event);     // see common/gelf_members.h for its form
 *     json = event_to_json(event);                         // {"event_code":"..."}
 *
 * A struct members belongs to one worker thread and to the dictionary of its events, which
 * outlives it. Its buffer keeps what the longest line made it grow to.
 */
#ifndef MEMBERS_H
#define MEMBERS_H

#include "event/event.h"

struct members;

/* members_check - whether all names are in the dictionary; false and a message in error
 * (size bytes) for the first that is not */
bool members_check(const struct fields *fields, const char *const *tree_fields, unsigned count, char *error,
                   size_t size);

/* for all fields but these; names that the dictionary lacks are ignored. NULL when memory is out */
struct members *members_new(const struct fields *fields, const char *const *tree_fields, unsigned count);
void members_free(struct members *members);

/* members_take - moves fields out of the event into one text, which is valid until the
 * next call. A value that has no form in gelf_members.h stays in the event (too long, blank, not
 * UTF-8). When memory is out, all fields that follow stay there too. */
struct text members_take(struct members *members, struct event *event);

#endif
