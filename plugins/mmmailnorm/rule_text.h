/* SPDX-License-Identifier: Apache-2.0
 *
 * rule_text - the pieces of a rule as liblognorm writes them
 *
 *     struct text rest = TEXT("connect from %client:rest%");
 *     while (rule_text_next(&rest, &piece, &fault))
 *         ...     // literal "connect from ", then name "client", type "rest"
 *
 * A capture is %name:type%, %name:type:extradata% or %name:type{JSON}%, where the JSON's
 * strings may hold percent signs; %% is a literal percent sign. liblognorm knows further
 * shapes of a capture, which are refused here. All texts are pieces of the rule.
 */
#ifndef RULE_TEXT_H
#define RULE_TEXT_H

#include "text.h"

struct rule_piece {
    struct text literal;    /* absent for a capture */
    struct text name, type; /* of a capture */
    struct text extradata;  /* behind the second colon, as it stands there, or absent */
    struct text parameters; /* "{...}" with all behind it, or absent */
};

/* takes the next piece off the rule; false at its end (fault is NULL then), and for
 * a capture of another shape, with what is wrong in fault (a constant) */
bool rule_text_next(struct text *rule, struct rule_piece *piece, const char **fault);

#endif
