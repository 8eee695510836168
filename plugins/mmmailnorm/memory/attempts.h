/* SPDX-License-Identifier: Apache-2.0
 *
 * attempts - how often and how long a delivery was tried
 */
#ifndef ATTEMPTS_H
#define ATTEMPTS_H

#include "memory/line.h"

/* attempts_add - set vendor_delivery_attempts and vendor_first_seen_seconds of a delivery line, if
 * a delivery of the message was deferred before or is now. Attempts are counted for each recipient.
 * Bound: 128 recipients of a message; the lines of further ones have no count. */
void attempts_add(struct line *line, struct record *record);

#endif
