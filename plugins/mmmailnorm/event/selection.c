/* SPDX-License-Identifier: Apache-2.0
 *
 * selection - the contract is in selection.h
 */
#include "config.h"

#include <stdio.h>

#include "event/selection.h"

static void set(struct selection *selection, enum field field, bool leaves) {
    uint64_t bit = (uint64_t)1 << (unsigned)field % EVENT_WORD_BITS;
    uint64_t *word = &selection->words[(unsigned)field / EVENT_WORD_BITS];
    *word = leaves ? *word | bit : *word & ~bit;
}

static void set_all(struct selection *selection, const struct fields *fields, bool leave, bool redundant) {
    for (int f = 0; f < fields_count(fields); f++)
        set(selection, (enum field)f,
            leave && (redundant || fields_kind(fields, (enum field)f) != FIELD_KIND_REDUNDANT));
}

bool selection_read(struct selection *selection, const struct fields *fields, const char *const *words,
                    unsigned count, char *error, size_t size) {
    *selection = (struct selection){{0}};
    bool begins_with_name = count > 0 && words[0][0] != '-';
    set_all(selection, fields, !begins_with_name, true);
    for (unsigned i = 0; i < count; i++) {
        struct text word = text_of(words[i]);
        if (text_is(word, TEXT("all")) || text_is(word, TEXT("lean"))) {
            set_all(selection, fields, true, text_is(word, TEXT("all")));
            continue;
        }
        bool leaves = !text_take_char(&word, '-');
        enum field field = fields_find(fields, word);
        if (field == FIELD_NONE) {
            snprintf(error, size,
                     "fields: no field is called \"%s\"; FIELDS has the names, and \"all\" and \"lean\" "
                     "stand for many",
                     words[i] + !leaves);
            return false;
        }
        set(selection, field, leaves);
    }
    set(selection, FIELD_mailnorm_rule, true);
    return true;
}
