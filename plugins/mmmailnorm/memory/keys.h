/* SPDX-License-Identifier: Apache-2.0
 *
 * keys - under what a record of the track is found
 *
 *     struct record *record = track_open(track, message_key(event, queue_id), now, TRACK_FIND);
 *
 *     message      host, instance, queue id
 *     connection   host, service, session id (Axigen, Dovecot); host, instance, daemon,
 *                  process id (Postfix, Sendmail)
 *     identity     host, Message-Id: finds the message again behind a content filter
 *     host         host
 *
 * Keys live in the event's scratch memory, until its next line. A key is empty, and
 * track_open refuses an empty key, where memory is out or the line lacks a part of it.
 */
#ifndef KEYS_H
#define KEYS_H

#include "event/event.h"

/* of the message with that queue id in the queue that the line's server works on */
struct text message_key(struct event *event, struct text queue_id);

/* the queue id in such a key */
struct text queue_id_of(struct text message_key);

/* of the line's Message-Id */
struct text identity_key(struct event *event);

/* of the host that wrote the line */
struct text host_key(struct event *event);

/* connection_key - what tells connections apart: the session id, else the process id of a
 * server that has a process a client. Empty where the line has neither: it may be of any
 * client. Exim needs none: each line that is about a client names it. */
struct text connection_key(struct event *event);

#endif
