/* SPDX-License-Identifier: Apache-2.0
 *
 * trace - which messages of a host are one
 *
 * A message that passes a filter of this host gets a new queue id each time: smtpd, amavis,
 * smtpd, amavis again ... All of them have one vendor_trace_id, and the client and user of the
 * first. A message is an earlier one again where one of these says so:
 *
 *     XFORWARD, postsuper -r   the line that begins it names the earlier queue id
 *     "queued as ID"           the earlier one's delivery to this host's loopback address
 *     "forwarded as ID"        Postfix' local(8)
 *     the Message-Id           see identity.h
 *
 * A bounce, a delay notice and an answer get trace and id of what they are about, but not its
 * client and user: these did not send it.
 *
 * What is not certain is not joined. A message from elsewhere, of a user who logged in, or of
 * an unknown client is nobody else's: it gets its trace at once. One from the loopback
 * address or of a local user, and one that nobody brought (a bounce, a forward), waits for
 * the line that tells, at most until its first delivery.
 */
#ifndef TRACE_H
#define TRACE_H

#include "memory/line.h"

/* where a message came from */
enum origin {
    ORIGIN_CLIENT,     /* elsewhere, or a user who logged in: nobody else's message */
    ORIGIN_LOOPBACK,   /* a client on this host: perhaps a filter */
    ORIGIN_LOCAL_USER, /* sendmail(1): perhaps a filter */
    ORIGIN_NOBODY      /* a bounce, a forward, or the line that begins it is missing */
};

enum origin origin_of(const struct values *values);

/* what is known of an earlier message, in the event's memory */
struct earlier {
    struct values origin;  /* ORIGIN_FIELDS */
    struct text queue_id;  /* absent where several may be meant */
    bool is_only_reported; /* a bounce: trace and id alone */
};

/* earlier_read - the origin, for when the record is closed; the queue id is the caller's */
void earlier_read(struct line *line, const struct record *record, struct earlier *earlier);
/* earlier_find - the message with that queue id in the line's queue, no older than a day; false
 * where there is none */
bool earlier_find(struct line *line, struct text queue_id, struct earlier *earlier);

/* trace_follow - make the message one with an earlier one; values is what its record holds.
 * False, and nothing changed, where it has a trace already or the earlier one has none. */
bool trace_follow(struct line *line, struct record *record, const struct values *values,
                  const struct earlier *earlier);

/* trace_begin - give the message a trace of its own: HOST-ID-SECONDS, these hexadecimal */
void trace_begin(struct line *line, struct record *record);

/* trace_link - tell another queue id which message it is: the line's. given: what it gets of
 * the line itself. Not where that message came from a client of its own. */
void trace_link(struct line *line, struct text queue_id, uint32_t given, bool is_only_reported);

#endif
