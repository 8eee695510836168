/* SPDX-License-Identifier: Apache-2.0
 *
 * selection - which fields leave mmmailnorm
 *
 *     struct selection selection;
 *     if (!selection_read(&selection, fields, (const char *[]){"lean", "-email_subject"}, 2, error,
 * sizeof(error)))
 *         ...                                      // "fields: no field is called ..."
 *     selection_apply(&selection, event);          // last of all: joins, categories and log-ins need them
 *
 * The words, one after the other:
 *
 *     all      every field; what is meant where there is no word
 *     lean     those of the kind redundant in rulebases/FIELDS are left out
 *     NAME     this one as well. As the first word: this one alone, and what follows
 *     -NAME    this one not. As the first word: all but this one
 *
 * mailnorm_rule always leaves: without it a line counts as not recognised. Never changed once it
 * is read; threads share it.
 */
#ifndef SELECTION_H
#define SELECTION_H

#include "event/event.h"

struct selection {
    uint64_t words[EVENT_WORDS]; /* a bit for each field */
};

/* false, and a message in error (size bytes), for a word that is none of these */
bool selection_read(struct selection *selection, const struct fields *fields, const char *const *words,
                    unsigned count, char *error, size_t size);

static inline void selection_apply(const struct selection *selection, struct event *event) {
    for (int word = 0; word < EVENT_WORDS; word++)
        event->present[word] &= selection->words[word];
}

#endif
