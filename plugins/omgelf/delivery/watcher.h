/* SPDX-License-Identifier: Apache-2.0
 *
 * attendant - somebody who looks after a connection while its worker has no message
 *
 *     struct attendant *attendant = attendant_new(sender_socket, sender_attend, sender);
 *     ...
 *     attendant_free(attendant);
 *
 * rsyslog calls an output when there is a message, and only then. A receiver that dies
 * in a quiet hour would keep the last messages of that hour waiting for the next one.
 * This thread calls `attend` when the socket that `socket` names has something to say,
 * and each ATTENDANT_MILLISECONDS at least. Both do their own locking. It blocks all
 * signals. attendant_free waits for a call that is at work.
 */
#ifndef ATTENDANT_H
#define ATTENDANT_H

#define ATTENDANT_MILLISECONDS 500
#define ATTENDANT_PAUSE 20 /* milliseconds between two calls at the least */

struct attendant;

/* socket returns -1 where there is none. NULL when memory or threads are out. */
struct attendant *attendant_new(int (*socket)(void *context), void (*attend)(void *context), void *context);
void attendant_free(struct attendant *attendant);

#endif
