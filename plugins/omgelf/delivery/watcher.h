/* SPDX-License-Identifier: Apache-2.0
 *
 * watcher - somebody who looks after a connection while its worker has no message
 *
 *     struct watcher *watcher = watcher_new(sender_socket, sender_attend, sender);
 *     ...
 *     watcher_free(watcher);
 *
 * rsyslog calls an output when there is a message, and only then. A receiver that dies
 * in a quiet hour would keep the last messages of that hour waiting for the next one.
 * This thread calls `attend` when the socket that `socket` names has something to say,
 * and each ATTENDANT_MILLISECONDS at least. Both do their own locking. It blocks all
 * signals. watcher_free waits for a call that is at work.
 */
#ifndef WATCHER_H
#define WATCHER_H

#define ATTENDANT_MILLISECONDS 500
#define ATTENDANT_PAUSE 20 /* milliseconds between two calls at the least */

struct watcher;

/* socket returns -1 where there is none. NULL when memory or threads are out. */
struct watcher *watcher_new(int (*socket)(void *context), void (*attend)(void *context), void *context);
void watcher_free(struct watcher *watcher);

#endif
