/* SPDX-License-Identifier: Apache-2.0
 *
 * watcher - a thread that looks after a connection while its worker has no message
 *
 *     struct watcher *watcher = watcher_new(attended_socket, attend, sender);
 *     ...
 *     watcher_free(watcher);
 *
 * rsyslog calls an output only when there is a message. If a receiver dies in a quiet hour,
 * the messages that it has not read would wait for the next message. This thread calls
 * `attend` when the socket that `socket` returns can be read or is closed. It does so no
 * sooner than WATCHER_PAUSE after the last call returned, and WATCHER_MILLISECONDS later
 * at the latest. Both functions run in this thread and lock for themselves. The thread blocks
 * all signals. watcher_free waits for a call that runs.
 */
#ifndef WATCHER_H
#define WATCHER_H

#define WATCHER_MILLISECONDS 500
#define WATCHER_PAUSE 20 /* milliseconds */

struct watcher;

/* socket returns -1 where there is none. NULL when memory, threads or file descriptors are out. */
struct watcher *watcher_new(int (*socket)(void *context), void (*attend)(void *context), void *context);
void watcher_free(struct watcher *watcher);

#endif
