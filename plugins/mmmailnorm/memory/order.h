/* SPDX-License-Identifier: Apache-2.0
 *
 * order - whether the lines of a host come in order
 *
 * With several workers or several files, a later line may come first. Then an event may have
 * happened although its line is not seen yet, so nothing follows from a missing line.
 *
 * Only lines with a Message-Id are noted. When such a line has an earlier time than the one before
 * it, the host's lines count as out of order for a minute around the later time. Where times are
 * whole seconds, two lines of the same second show no disorder. A difference of more than an hour
 * is a clock's jump or an old file, no disorder.
 */
#ifndef ORDER_H
#define ORDER_H

#include "memory/line.h"

/* notes the line's time; true where the lines of its host are in order */
bool order_note(struct line *line);
/* the same without noting it */
bool order_is_kept(struct line *line);

#endif
