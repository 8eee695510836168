/* SPDX-License-Identifier: Apache-2.0
 *
 * action_queue - warnings about an action's queue that would lose messages or hold up rsyslog
 *
 *     bool retries_for_ever = action_queue_check(lst);         // lst as newActInst gets it
 *
 * rsyslog reads the parameters action.* and queue.* itself. This looks at the same ones, with
 * rsyslog's defaults for an action's queue (qqueueSetDefaultsActionQueue and
 * qqueueCorrectParams in runtime/queue.c of 8.2302 to 8.2608), and warns by parameter_warn:
 *
 * - retries that end: rsyslog throws away what the action does not take by then;
 * - a disk-assisted queue that never goes to disk. Its disk part starts when as many messages wait
 *   as the high watermark says. What workers have taken does not wait, but counts as the queue's
 *   size: with the default of 1000 and a batch of 128 no more than 872 ever wait, and the watermark
 *   is 900. Beyond 1000 messages are thrown away;
 * - a queue whose disk space is limited and whose time-out is the default: once it is full, all of
 *   rsyslog waits 2 seconds for each message;
 * - a file name without a queue: rsyslog makes none by default.
 *
 * The queue of a ruleset and the main one are not known here.
 */
#ifndef ACTION_QUEUE_H
#define ACTION_QUEUE_H

#include <stdbool.h>

#include "rsyslog.h"
#include "conf.h"

/* whether rsyslog tries again for ever: action.resumeRetryCount is -1 */
bool action_queue_check(struct nvlst *lst);

#endif
