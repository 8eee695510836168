/* SPDX-License-Identifier: Apache-2.0
 *
 * order - whether the lines of a host come in order
 *
 * Several workers, or several files, may bring a later line first. Then what has not been seen may yet
 * have happened, and nothing may be concluded from it. For a minute after the last line that
 * came late, by the times of lines with a Message-Id, a host's lines are not in order. With times in
 * seconds that is seen where lines of different seconds meet. A difference of over an hour is
 * a clock's jump or an old file, no disorder.
 */
#ifndef ORDER_H
#define ORDER_H

#include "memory/line.h"

/* notes the line's time; whether those of its host are in order */
bool order_note(struct line *line);
/* the same without noting it */
bool order_is_kept(struct line *line);

#endif
