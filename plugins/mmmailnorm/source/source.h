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
 *     2026:11:20-10:36:58 mail postfix/smtpd[1044]: connect from ...   an appliance's
 *     Nov 20 10:36:58 pop3-login: Info: Aborted login: ...             Dovecot's own
 *     1 2026-11-20T10:36:58Z mail postfix/smtpd 1044 - - connect ...   RFC 5424, with PRI or without
 *     postfix/smtpd[1044]: connect from ...                            bare tag
 *     mail postfix/smtpd[1044]: connect from ...                       host and tag
 *     SMTP-IN:0000001B: connection accepted ...                        bare Axigen
 *
 * In front of a line, docker compose puts "NAME | ", and docker logs -t a second time; a logger in a
 * container may put a level such as "INFO" after the time. "message repeated 2 times: [ ... ]" of
 * rsyslog stands for its inner message.
 *
 *     struct source source;
 *     source_from_line(&source, TEXT("Nov 20 10:36:58 mail postfix/submission/smtpd[1044]: connect from
 * x[192.0.2.1]"));
 *     // host "mail", tag "postfix/submission/smtpd", pid "1044", message "connect from ..."
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
    struct text service, session; /* what the formats of servers have beside it, such as Axigen's
                                     "SMTP-IN" and "0000001B"; else absent */
    struct text message;          /* without the blank in front */
    int severity;                 /* of <PRI>, 0 to 7, or -1 */
    unsigned repeated;            /* times that the message came; 0 where the line does not say so */
    int64_t time;                 /* as timestamp.h has it; 0 where the line has none */
};

/* source_format - a log format that one server alone writes; servers/SERVER/SERVER_head.c has it */
struct source_format {
    /* reads a whole line, without "<22>", that has no head of syslog; false, with source
     * untouched, where it is not of this format. NULL: there is no such line. */
    bool (*read_line)(struct source *source, struct text line);
    /* the same for what follows a time that syslog could have written, too; NULL: nothing does */
    bool (*read_undated)(struct source *source, struct text text);
    /* reads on where a tag and its message are known, as far as the tag is of this server; NULL:
     * nothing is to be read */
    void (*read_tagged)(struct source *source);
};

/* of all servers, in the order in which they are asked; NULL ends it. servers/server.c has it. */
extern const struct source_format *const source_formats[];

/* source_from_tag - for a line that rsyslog took apart. tag as on the wire,
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
