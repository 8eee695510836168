/* SPDX-License-Identifier: Apache-2.0
 *
 * axigen - what the files of Axigen's parsers share; see parser.h
 *
 * axigen.c has the sessions, logins and SPF results, axigen_head.c the heads of
 * lines, axigen_queue.c the mail in the queue, axigen_wire.c the requests, commands
 * and replies that went over the wire.
 */
#ifndef AXIGEN_H
#define AXIGEN_H

#include "servers/server.h"

#define AXIGEN_DIGITS "0123456789"
#define AXIGEN_UPPER_CASE "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define AXIGEN_LETTERS AXIGEN_UPPER_CASE "abcdefghijklmnopqrstuvwxyz"

/* axigen_take_last_number - take prefix and a decimal number off the end of text:
 * " code=200". Returns false where there is none; text may be changed then. */
bool axigen_take_last_number(struct text *text, struct text prefix, struct text *number);

/* the parsers of axigen_queue.c and axigen_wire.c */
extern const struct parser axigen_queue_parsers[], axigen_wire_parsers[];

#endif
