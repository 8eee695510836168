/* SPDX-License-Identifier: Apache-2.0
 *
 * source - who wrote a line, and where its message begins
 *
 * rsyslog may have split a line into tag, host and message. Or the line is whole, as in imfile
 * and log files:
 *
 *     Nov 20 10:36:58 mail postfix/smtpd[1044]: connect from ...       RFC 3164
 *     <22>Nov 20 10:36:58 mail postfix/smtpd[1044]: connect from ...   the same with PRI
 *     2026-11-20T10:36:58.123456+01:00 mail postfix/smtpd[1044]: ...   RFC 3339
 *     Nov 20 10:36:58 <mail.info> mail postfix/smtpd[1044]: ...        FreeBSD's -v
 *     Nov 20 10:36:58 mail mail.info postfix/smtpd[1044]: ...          BusyBox, AIX
 *     2026-11-20 10:36:58 mail postfix/smtpd[1044]: connect from ...   a common template
 *     2026-07-06 13:10:08 +0545 08 axigen SMTP-IN:0000001B: ...        Axigen's own
 *     2026-11-20 10:36:58 [1044] 1tABCD-000123-4E <= ...               Exim's own
 *     2026:11:20-10:36:58 mail postfix/smtpd[1044]: connect from ...   an appliance's
 *     Nov 20 10:36:58 pop3-login: Info: Aborted login: ...             Dovecot's own
 *     1 2026-11-20T10:36:58Z mail postfix/smtpd 1044 - - connect ...   RFC 5424, with PRI or without
 *     postfix/smtpd[1044]: connect from ...                            bare tag
 *     mail postfix/smtpd[1044]: connect from ...                       host and tag
 *     SMTP-IN:0000001B: connection accepted ...                        bare Axigen
 *
 * docker compose puts "NAME | " in front of a line, and docker logs -t puts a second timestamp there.
 * A logger in a container may put a level such as "INFO" after the timestamp. Of rsyslog's
 * "message repeated 2 times: [ ... ]", the inner message counts.
 *
 *     struct source source;
 *     source_from_line(&source, TEXT("Nov 20 10:36:58 mail postfix/smtpd[1044]: connect from x[192.0.2.1]"));
 *     // host "mail", tag "postfix/smtpd", pid "1044", message "connect from x[192.0.2.1]"
 *
 * All texts point into the line, or at constants. Nothing is allocated.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdint.h>

#include "common/text.h"

struct source {
    struct text host;             /* absent where the line has none */
    struct text tag;              /* "postfix/submission/smtpd", without pid and colon; of a format of a
                                     server's own, the server's name. Absent where no head is known. */
    struct text pid;              /* digits, or absent */
    struct text service, session; /* further parts of a server's own format, such as Axigen's
                                     "SMTP-IN" and "0000001B"; else absent */
    struct text message;          /* without the blank in front */
    int severity;                 /* of <PRI>, 0 to 7, or -1 */
    unsigned repeated;            /* times that the message came; 0 where the line does not say so */
    int64_t time;                 /* microseconds since 1970 UTC (timestamp.h); 0 where the line has none */
};

/* source_format - a log format that only one server writes; it is in servers/SERVER/ */
struct source_format {
    /* reads a whole line, without "<22>", that has no head of syslog; false, with source
     * untouched, where it is not of this format. NULL: there is no such line. */
    bool (*read_line)(struct source *source, struct text line);
    /* the same for the text after a time that syslog could have written as well; NULL: the server writes
     * no such line */
    bool (*read_undated)(struct source *source, struct text text);
    /* where the tag is this server's, reads more from tag and message; NULL: there is no more */
    void (*read_tagged)(struct source *source);
};

/* of all servers, in the order in which they are asked; NULL ends it. servers/server.c has it. */
extern const struct source_format *const source_formats[];

/* source_from_tag - for a line that rsyslog has split. tag as on the wire,
 * "postfix/smtpd[1044]:"; host, severity and time are left for the caller. */
void source_from_tag(struct source *source, struct text tag, struct text message);

/* source_from_line - for a whole line, without its newline. Where no head is recognised, there is
 * no tag, and message is the line. */
void source_from_line(struct source *source, struct text line);

/* source_from_text - the same for the text of a program whose tag has no process id: a file, a
 * container, or a program that writes what strangers send it (Courier's imapd). Only a head at the
 * start of the text counts: a time, a tag, or words of a date and a host in front of a tag. */
void source_from_text(struct source *source, struct text text);

/* source_from_dated_line - the same for a text that another program may have written:
 * only a line that begins with its time counts. False where it does not. */
bool source_from_dated_line(struct source *source, struct text line);

#endif
