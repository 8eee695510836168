/* SPDX-License-Identifier: Apache-2.0
 *
 * selection - which fields leave mmmailnorm
 *
 *     struct selection selection;
 *     const char *words[] = {"lean", "-email_subject"};
 *     if (!selection_read(&selection, fields, words, 2, error, sizeof(error)))
 *         ...                                      // "fields: no field is called ..."
 *     selection_apply(&selection, event);          // after joins, categories and logins, which need all
 *
 * The words, one after the other:
 *
 *     all      every field; the default, where there is no word
 *     lean     every field but those of the kind redundant in rulebases/FIELDS
 *     NAME     also this field. As the first word: only this field and those that follow
 *     -NAME    not this field. As the first word: every field but this one
 *
 * mailnorm_rule is always kept: without it a line counts as not recognised. A struct selection
 * never changes once it is read; threads share it.
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
