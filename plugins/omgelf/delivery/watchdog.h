/* SPDX-License-Identifier: Apache-2.0
 *
 * guard - an end to calls that have none
 *
 *     guard_watch(guard, judge, context);      // from now on, judge is asked 10 times a second
 *     ... connect, TLS handshake, send, TLS goodbye ...
 *     if (guard_release(guard))                // it was the guard who ended it
 *
 * rsyslog's stream drivers block: in connect and in the TLS handshake for as long
 * as the peer is silent, in send for as long as it does not read. They cannot be
 * driven without blocking either, as they spin on EAGAIN. What ends them all is
 * shutdown(2) of their socket, from another thread: this one.
 *
 * The judge runs in the guard's thread, only between watch and release, and
 * returns the socket to shut down, or -1 to go on waiting. release waits for a
 * judge that is at work, so what the context points at may go after it.
 *
 * One guard serves one worker. The thread exists from the first watch to
 * guard_free, blocks all signals, and sleeps while nothing is watched.
 */
#ifndef GUARD_H
#define GUARD_H

#include <stdbool.h>

#define GUARD_MILLISECONDS 100

struct guard;

typedef int guard_judge(void *context);

/* NULL when memory is out */
struct guard *guard_new(void);
void guard_free(struct guard *guard);

/* false when no thread can be had: the call is then not watched */
bool guard_watch(struct guard *guard, guard_judge *judge, void *context);
/* true when the judge named a socket since guard_watch */
bool guard_release(struct guard *guard);

#endif
