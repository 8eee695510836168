/* SPDX-License-Identifier: Apache-2.0
 *
 * identity - messages of a host by their Message-Id
 *
 * The sender chooses the Message-Id, so it proves nothing. Two messages may have the same one:
 * a mailing list may copy it, or an attacker who wants to look like somebody else. A message
 * counts as an earlier message that came again only where all three conditions hold:
 *
 *  1. It came from the loopback address without a login, and the earlier message is not done.
 *     Or it came from sendmail(1), from another user and with the same envelope sender, for a
 *     delivery of the earlier message to a program. Each such delivery accounts for one message.
 *     The line of the delivery may come after the program's message. When the earlier message is
 *     done, its last line must be at most 10 seconds away.
 *
 *  2. No delivery of the earlier message left this host: its receiver would know the
 *     Message-Id.
 *
 *  3. All messages with this Message-Id that fulfil 1 have the same trace. The line of another
 *     such message may still be missing, so lines must come in order (order.h).
 *
 * A record lists up to IDENTITY_MESSAGES messages; a further one replaces one that is done, or
 * else the first. The record is finished (track.h) when the last of them is.
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

/* identity_read - the remembered messages with the line's Message-Id. The line's own message,
 * whose key is given, is left out. */
void identity_read(struct line *line, struct text key, struct identity *identity);

/* identity_find - the earlier message that the message with these values is. False where there is
 * none, or where it is not certain. */
bool identity_find(struct line *line, struct identity *identity, const struct values *values,
                   struct earlier *earlier);

/* identity_add - remember that the message with this key has the line's Message-Id */
void identity_add(struct line *line, struct text key);

/* identity_end - the message is done. state decides whether it may still come again. */
void identity_end(struct line *line, struct text key, const struct message_state *state);

#endif
