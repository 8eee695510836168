/* SPDX-License-Identifier: Apache-2.0
 *
 * packer - the fields of an event that nobody but the GELF encoder wants, in one text
 *
 *     struct packer *packer = packer_new(fields, (const char *[]){"event_code"}, 1);
 *     struct text packed = packer_take(packer, event);     // see ../packed.h for its form
 *     json = event_to_json(event);                         // {"event_code":"..."}
 *
 * A packer belongs to one worker thread and to the dictionary of its events, which
 * outlives it. Its buffer keeps what the longest line made it grow to.
 */
#ifndef PACKER_H
#define PACKER_H

#include "event/event.h"

struct packer;

/* packer_check - whether all names are in the dictionary; false and a message in error
 * (size bytes) for the first that is not */
bool packer_check(const struct fields *fields, const char *const *tree_fields, unsigned count, char *error,
                  size_t size);

/* packs all fields but these; names that the dictionary lacks are ignored. NULL when memory is out */
struct packer *packer_new(const struct fields *fields, const char *const *tree_fields, unsigned count);
void packer_free(struct packer *packer);

/* packer_take - moves fields out of the event into one text, which is valid until the
 * next call. What is too long for packed.h stays; where memory is out, all that follows does. */
struct text packer_take(struct packer *packer, struct event *event);

#endif
