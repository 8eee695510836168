/* SPDX-License-Identifier: Apache-2.0
 *
 * amavis - what the files of amavis' parsers share; see parser.h
 *
 * amavis.c has the one line a message, amavis_detail.c those of log levels 1 and 2.
 */
#ifndef AMAVIS_H
#define AMAVIS_H

#include "servers/parser.h"

extern const struct parser amavis_detail_parsers[];

/* amavis_set_score - set vendor_spam_score from "5.4", from "5.4+2" (the second number is from a
 * recipient's list) or from "-1.2..3" (several recipients: the highest). "-" and other words leave
 * it absent. */
void amavis_set_score(struct event *event, struct text text);

/* takes "<alice@example.org> -> <bob@example.com>,<carol@example.org>"; false where text does
 * not begin so */
bool amavis_take_envelope(struct event *event, struct text *text);

#endif
