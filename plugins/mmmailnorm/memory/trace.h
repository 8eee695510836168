/* SPDX-License-Identifier: Apache-2.0
 *
 * trace - which messages of a host are one
 *
 * A message that passes a filter of this host gets a new queue id each time: smtpd, amavis,
 * smtpd, amavis again ... All these messages have the same vendor_trace_id, and the client and
 * user of the first. One of these shows that a message is an earlier message again:
 *
 *     XFORWARD, postsuper -r   the line that begins the message names the earlier queue id
 *     "queued as ID"           the earlier one's delivery to this host's loopback address
 *     "forwarded as ID"        Postfix' local(8)
 *     the Message-Id           see identity.h
 *
 * A bounce, a delay notice and an answer get the trace and the id of the message that they are
 * about. They do not get its client and user, who did not send them.
 *
 * What is not certain is not joined. A message from another host, from a user who logged in, or
 * from an unknown client is a new message: it gets its own trace at once. Other messages may be
 * an earlier one again: those from the loopback address, from a local user, or without a client
 * (a bounce, a forward). They wait for the line that decides, at most until their first delivery.
 */
#ifndef TRACE_H
#define TRACE_H

#include "memory/line.h"

/* where a message came from */
enum origin {
    ORIGIN_CLIENT,     /* another host, or a user who logged in: a new message */
    ORIGIN_LOOPBACK,   /* a client on this host: perhaps a filter */
    ORIGIN_LOCAL_USER, /* sendmail(1): perhaps a filter */
    ORIGIN_NOBODY      /* a bounce, a forward, or the line that begins it is missing */
};

enum origin origin_of(const struct values *values);

/* what is known of an earlier message, in the event's scratch memory */
struct earlier {
    struct values origin;  /* ORIGIN_FIELDS */
    struct text queue_id;  /* absent where several may be meant */
    bool is_only_reported; /* the message is a bounce of it: gets trace and id only */
};

/* earlier_read - copy the origin out of the record; it stays valid after the record is closed. The
 * caller sets queue_id. */
void earlier_read(struct line *line, const struct record *record, struct earlier *earlier);
/* earlier_find - the message with that queue id in the line's queue, no older than a day; false
 * where there is none */
bool earlier_find(struct line *line, struct text queue_id, struct earlier *earlier);

/* trace_follow - give the message the trace and origin of an earlier one. values: what the
 * message's record holds. False, and nothing changed, where the message has a trace already or
 * the earlier one has none. */
bool trace_follow(struct line *line, struct record *record, const struct values *values,
                  const struct earlier *earlier);

/* trace_begin - give the message a trace of its own: HOST-ID-SECONDS, the seconds hexadecimal */
void trace_begin(struct line *line, struct record *record);

/* trace_link - make the message with another queue id the line's message again. given: the fields
 * that it gets from the line itself. Does nothing where that message came from a client of its
 * own. */
void trace_link(struct line *line, struct text queue_id, uint32_t given, bool is_only_reported);

#endif
