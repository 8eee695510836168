/* SPDX-License-Identifier: Apache-2.0
 *
 * source - who wrote a line, and where its message begins
 *
 * A line arrives taken apart by rsyslog (tag, host, message), or whole, as imfile
 * and log files have it:
 *
 *     Nov 20 10:36:58 mail postfix/smtpd[1044]: connect from ...       RFC 3164
 *     <22>Nov 20 10:36:58 mail postfix/smtpd[1044]: connect from ...   the same with PRI
 *     2026-11-20T10:36:58.123456+01:00 mail postfix/smtpd[1044]: ...   RFC 3339
 *     Nov 20 10:36:58 <mail.info> mail postfix/smtpd[1044]: ...        FreeBSD's -v
 *     Nov 20 10:36:58 mail mail.info postfix/smtpd[1044]: ...          BusyBox, AIX
 *     2026-11-20 10:36:58 mail postfix/smtpd[1044]: connect from ...   a common template
 *     2026-07-06 13:10:08 +0545 08 axigen SMTP-IN:0000001B: ...        Axigen's own
 *     2026-11-20 10:36:58 [1044] 1tABCD-000123-4E <= ...               Exim's own
 *     postfix/smtpd[1044]: connect from ...                            bare tag
 *     mail postfix/smtpd[1044]: connect from ...                       host and tag
 *     SMTP-IN:0000001B: connection accepted ...                        bare Axigen
 *
 *     struct source source;
 *     source_from_line(&source, TEXT("Nov 20 10:36:58 mail postfix/submission/smtpd[1044]: connect from
 * x[192.0.2.1]"));
 *     // host "mail", tag "postfix/submission/smtpd", pid "1044", message "connect from ..."
 *
 * All texts point into the line. Nothing is allocated.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdint.h>

#include "common/text.h"

enum source_product {
    SOURCE_UNKNOWN, /* no mail server's tag */
    SOURCE_TAGGED,  /* a syslog tag; the rulebase directory decides whose */
    SOURCE_AXIGEN,  /* a native Axigen line */
    SOURCE_EXIM     /* a line of Exim's own log file */
};

struct source {
    enum source_product product;
    struct text host;           /* absent where the line has none */
    struct text tag;            /* "postfix/submission/smtpd", without pid and colon */
    struct text pid;            /* digits, or absent */
    struct text message;        /* without the blank in front */
    int severity;               /* of <PRI>, 0 to 7, or -1 */
    int64_t time;               /* microseconds since 1970 UTC; 0 where the line has none.
                                   RFC 3164 times are local and take the current year, or
                                   the last one where that lies over a day ahead. */
    struct text level, session; /* Axigen: "08", "0000001B"; tag holds the service */
};

/* source_from_tag - for a line that rsyslog took apart. tag as on the wire,
 * "postfix/smtpd[1044]:"; host, severity and time are left for the caller. */
void source_from_tag(struct source *source, struct text tag, struct text message);

/* source_from_line - for a whole line, without its newline. product is
 * SOURCE_UNKNOWN where no head is recognised; message is the line then. */
void source_from_line(struct source *source, struct text line);

/* source_from_dated_line - the same for a text that another program may have written:
 * only a line that begins with its time counts. False where it does not. */
bool source_from_dated_line(struct source *source, struct text line);

#endif
