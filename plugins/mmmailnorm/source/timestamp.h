/* SPDX-License-Identifier: Apache-2.0
 *
 * timestamp - the times at the start of log lines
 *
 *     struct text line = TEXT("2026-11-20T10:36:58.5+01:00 mail postfix/smtpd[1044]: x");
 *     timestamp_take_rfc3339(&line, &when);   // when 1795167418500000, line "mail postfix/..."
 *
 * Each function takes a time and the blank after it off the start of text. Where there is no such
 * time it returns false, and text and when are untouched. Times are in microseconds since 1970 UTC;
 * digits of a fraction beyond the sixth are dropped. A time without a zone is local time (TZ of
 * the process); mktime looks at the file system at each call, so each thread keeps the result for one hour
 * of the calendar, and asks again after a minute.
 */
#ifndef TIMESTAMP_H
#define TIMESTAMP_H

#include <stdint.h>

#include "common/text.h"

/* "2026-11-20T10:36:58.123456+01:00 ", "2026-11-20T09:36:58Z " (RFC 3339) */
bool timestamp_take_rfc3339(struct text *text, int64_t *when);

/* "Nov 20 10:36:58 ", also "Nov  5", "Nov 5" and a fraction (RFC 3164); also with a month of another
 * language ("Dez", "déc."). The year is the current one, or the last one where the time would lie over
 * a day ahead. */
bool timestamp_take_rfc3164(struct text *text, int64_t *when);

/* "2026:11:20-10:36:58 ", as some appliances print local time */
bool timestamp_take_colons(struct text *text, int64_t *when);

/* "2026-11-20 10:36:58 ", also with a fraction */
bool timestamp_take_local(struct text *text, int64_t *when);

/* the same with a zone: "2026-11-20 10:36:58 +0545 " */
bool timestamp_take_zoned(struct text *text, int64_t *when);

#endif
