/* SPDX-License-Identifier: Apache-2.0
 *
 * watchdog - a thread that ends calls which would block for ever
 *
 *     watchdog_watch(watchdog, judge, context);      // from now on, judge is asked 10 times a second
 *     ... connect, TLS handshake, send, TLS goodbye ...
 *     if (watchdog_release(watchdog))                // the watchdog has ended a call
 *
 * rsyslog's stream drivers block: in connect and in the TLS handshake for as long
 * as the peer is silent, in send for as long as it does not read. A non-blocking
 * socket does not help: they spin on EAGAIN. A shutdown(2) of their socket from
 * another thread ends all these calls. This is that thread.
 *
 * The judge runs in the watchdog's thread, only between watch and release, and
 * returns the socket to shut down, or -1 to wait longer. watchdog_release waits for
 * a judge that runs. After it, the context may be freed.
 *
 * One watchdog serves one worker. The thread exists from the first watch to
 * watchdog_free, blocks all signals, and sleeps while nothing is watched.
 */
#ifndef WATCHDOG_H
#define WATCHDOG_H

#include <stdbool.h>

#define WATCHDOG_MILLISECONDS 100

struct watchdog;

typedef int watchdog_judge(void *context);

/* NULL when memory is out */
struct watchdog *watchdog_new(void);
void watchdog_free(struct watchdog *watchdog);

/* false when no thread can be had: the call is then not watched */
bool watchdog_watch(struct watchdog *watchdog, watchdog_judge *judge, void *context);
/* true when the judge has returned a socket since watchdog_watch */
bool watchdog_release(struct watchdog *watchdog);

#endif
