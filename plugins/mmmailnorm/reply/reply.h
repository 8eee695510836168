/* SPDX-License-Identifier: Apache-2.0
 *
 * reply - an SMTP reply: basic code (RFC 5321), enhanced code (RFC 3463), text
 *
 *     reply_add(event, TEXT("550 5.1.1 <x@example.org>: User unknown"), REPLY_LOCAL);
 *     // smtp_response_code "550", smtp_response_enhanced_status_code "1.1", ...
 *
 * Accepted shapes, as servers log them:
 *
 *     550 5.1.1 <x@example.org>: User unknown      250 2.0.0 Ok: queued as 92AA522740522
 *     550 no such user                             550
 *     550-5.7.1 text                               5.7.1 text    (milter, DSN: no basic code)
 *     550-5.7.1 first line 550-5.7.1 second 550 5.7.1 last
 *
 * The last one is a reply of several lines that Postfix joined by blanks (Exim by
 * "\n", a backslash and an n): its text is put together without the inner codes.
 * A basic code is three digits from 200 to 599; an enhanced code has the class 2,
 * 4 or 5 and one to three digits in each other place. A blank, the end or, after
 * the basic code, a "-" must follow. Anything else is no reply.
 *
 * Values point at the given text, at constants or, for a reply of several lines,
 * at the event's scratch memory. There is no other memory and no bound but the length
 * of the text.
 */
#ifndef REPLY_H
#define REPLY_H

#include "event/event.h"

/* REPLY_LOCAL: what this server answered or would have; REPLY_REMOTE: what
 * another server answered to this one */
enum reply_origin { REPLY_LOCAL, REPLY_REMOTE };

struct reply {
    struct text code;     /* "550", or absent */
    struct text enhanced; /* "5.7.1", or absent; its three places: */
    struct text class;    /* "5" */
    struct text subject;  /* "7" */
    struct text status;   /* "7.1": subject and detail */
    struct text message;  /* rest of the text, trimmed; inner codes still in it */
    bool several_lines;   /* "550-": reply_add takes the inner codes out */
};

/* reply_parse - take a reply apart. False, and *reply all absent, for a text that
 * does not begin with a code. */
bool reply_parse(struct text text, struct reply *reply);

/* reply_add - set smtp_response_*, vendor_smtp_response_message and
 * vendor_smtp_response_origin from a reply; descriptions only for the codes that
 * the RFCs or IANA name. False, and nothing set, for a text without any code. */
bool reply_add(struct event *event, struct text text, enum reply_origin origin);

/* reply_add_status - set smtp_response_enhanced_* from a delivery status code
 * ("5.1.1", Postfix's and Sendmail's dsn=) of a delivery that had no reply. False,
 * and nothing set, where the text is no such code. */
bool reply_add_status(struct event *event, struct text status);

#endif
