/* SPDX-License-Identifier: Apache-2.0
 *
 * identity - messages of a host by their Message-Id
 *
 * A Message-Id is the sender's word, and so no proof: two messages may have the same, by a
 * mailing list or by an attacker who wants to pass for somebody. A message is an earlier one
 * again only where all of this holds:
 *
 *     it came from the loopback address, without a login, and the earlier one is still under
 *     way; or from sendmail(1), of another user but with the same envelope sender, while or
 *     at most 10 seconds after the earlier one was given to a program: once for each time it was
 *
 *     no delivery of the earlier one went elsewhere: who got it knows its Message-Id
 *
 *     no other message is meant: all that have this Message-Id, and may be meant, have one
 *     trace. The line of another one may not have come yet, so lines must come in order
 *     (order.h)
 *
 * A record lists up to IDENTITY_MESSAGES messages; a further one takes the place of the
 * first. It is finished, and may go, with the last of them.
 */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "memory/trace.h"

enum { IDENTITY_MESSAGES = 8 };

/* the messages with the line's Message-Id, in the event's memory */
struct identity {
    struct text keys[IDENTITY_MESSAGES];
    unsigned count;
    bool is_ambiguous; /* set by identity_find: several messages may be meant */
};

/* identity_read - those that are remembered, without the line's own message, whose key is
 * given */
void identity_read(struct line *line, struct text key, struct identity *identity);

/* identity_find - which of them the message with these values is again; false where none is,
 * or where that is not certain */
bool identity_find(struct line *line, struct identity *identity, const struct values *values,
                   struct earlier *earlier);

/* identity_add - remember that the message with this key has the line's Message-Id */
void identity_add(struct line *line, struct text key);

/* identity_end - the message is done; with this state it may still come again, or not */
void identity_end(struct line *line, struct text key, const struct message_state *state);

#endif
