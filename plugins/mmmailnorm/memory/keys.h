/* SPDX-License-Identifier: Apache-2.0
 *
 * keys - the keys of the track's records
 *
 *     struct record *record = track_open(track, message_key(event, queue_id), now, TRACK_FIND);
 *
 *     message      host, instance, queue id
 *     connection   host, service, session id (Axigen, Dovecot); host, instance, daemon,
 *                  process id (Postfix, Sendmail)
 *     identity     host, Message-Id: finds the message again after a content filter
 *     host         host
 *
 * Keys live in the event's scratch memory, until its next line. A key is empty where memory
 * is out or the line lacks the id in it. track_open has no record under an empty key.
 */
#ifndef KEYS_H
#define KEYS_H

#include "event/event.h"

/* the key of the message with that queue id, in the queue of the line's mail server */
struct text message_key(struct event *event, struct text queue_id);

/* the queue id in such a key */
struct text queue_id_of(struct text message_key);

/* the key of the line's Message-Id */
struct text identity_key(struct event *event);

/* the key of the host that wrote the line */
struct text host_key(struct event *event);

/* connection_key - the key of the line's connection: its session id, else the process id where
 * the server has one process for each client. Empty where the line has neither: it may belong
 * to any client. Exim has no such key: each line about a client names the client. */
struct text connection_key(struct event *event);

#endif
