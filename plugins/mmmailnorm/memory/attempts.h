/* SPDX-License-Identifier: Apache-2.0
 *
 * attempts - how often and how long a delivery was tried
 */
#ifndef ATTEMPTS_H
#define ATTEMPTS_H

#include "memory/line.h"

/* attempts_add - of a message that was deferred, vendor_delivery_attempts (the line's recipient's,
 * up to 128 recipients) and vendor_first_seen_seconds */
void attempts_add(struct line *line, struct record *record);

#endif
