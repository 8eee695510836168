/* SPDX-License-Identifier: Apache-2.0
 *
 * action_queue - warnings about an action's queue that would lose messages or hold up rsyslog
 *
 *     bool retries_for_ever = action_queue_check(lst);         // lst as newActInst gets it
 *
 * rsyslog reads the parameters action.* and queue.* itself. This function reads them, too, with
 * rsyslog's defaults for an action's queue (qqueueSetDefaultsActionQueue and
 * qqueueCorrectParams in runtime/queue.c of 8.2302 to 8.2608), and warns by parameter_warn of:
 *
 * - retries that end: rsyslog then throws the messages away;
 * - a disk-assisted queue that never goes to disk. Its disk part starts when as many messages wait
 *   as the high watermark says. The messages that workers have taken do not wait, but they count
 *   in the queue's size. With the default size of 1000 and a batch of 128 at most 872 messages
 *   wait, and the watermark is 900. A message beyond 1000 is thrown away;
 * - a queue with limited disk space and the default time-out: once the disk space is used up, all
 *   of rsyslog waits 2 seconds for each message;
 * - a file name without a queue type: by default an action has no queue.
 *
 * The queue of a ruleset and the main queue are not checked.
 */
#ifndef ACTION_QUEUE_H
#define ACTION_QUEUE_H

#include <stdbool.h>

#include "rsyslog.h"
#include "conf.h"

/* Whether rsyslog tries again for ever: action.resumeRetryCount is -1. Also false where the parameters
 * cannot be read: rsyslog reports that error. */
bool action_queue_check(struct nvlst *lst);

#endif
