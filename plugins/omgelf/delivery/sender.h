/* SPDX-License-Identifier: Apache-2.0
 *
 * sender - one worker's way from frames to a receiver
 *
 *     struct sender *sender = sender_new(&settings, 0);
 *     if (!sender_begin(sender)) ...          // no connection: nothing was taken
 *     sender_add(sender, frame, length);      // each frame of the batch
 *     if (!sender_commit(sender)) ...         // no connection: nothing of the batch was kept
 *     sender_free(sender);                    // drain, close, keep on disk what is left
 *
 * What sender_commit takes with `true` is the sender's to deliver: it is written to a
 * connection, and stays in the replay window (replay.h) until it is surely read or the
 * window's bounds are reached. When the connection is lost, the sender connects anew,
 * sends again what may be lost, and goes on; a patient one tries for ever, another gives
 * up after each target failed once.
 *
 * While `stopping` returns true, all ends within `close_milliseconds` of the first time
 * that the sender saw it. sender_begin then takes a batch without a connection, too, and
 * sender_commit writes what it cannot deliver to a file (rescue.h). The next sender that
 * starts sends the frames of files first.
 *
 * How a connection ends decides what is sent again:
 *   end of file, quiet half a second  what was not acknowledged: nothing, as a rule
 *   end of file while busy            also what was first sent within the last two seconds:
 *                                     the receiver read it from its kernel, perhaps no more
 *   TLS close_notify, end of file     what was not acknowledged: a deliberate goodbye
 *   TLS close_notify, no end of file  nothing, once the receiver has answered our goodbye by
 *                                     an end of file; else all of the window
 *   reset, time-out, anything else    all of the window
 *
 * One sender belongs to one worker; two workers share nothing but the targets'
 * counters and the rescue directory. While the worker has no message, a watcher
 * (watcher.h) notices losses and sends again what they may have cost: worker and
 * watcher take turns by the sender's mutex, which is held during all of a turn.
 */
#ifndef SENDER_H
#define SENDER_H

#include "delivery/replay.h"
#include "delivery/rescue.h"
#include "delivery/stream.h"
#include "delivery/targets.h"

struct sender;

struct sender_settings {
    const struct stream_driver *driver;
    const struct targets *targets;
    enum targets_order order;
    bool patient;
    int64_t connect_milliseconds; /* TCP connection and TLS handshake, each address */
    int64_t send_milliseconds;    /* without an answer from the peer's kernel */
    int64_t close_milliseconds;
    int64_t suspend_milliseconds; /* longest suspension of a target */
    int64_t replay_milliseconds;
    size_t replay_size;
    uint64_t rebind_interval;                    /* frames a connection; 0: no limit */
    const char *rescue;                          /* prefix of the files, or NULL: keep none */
    bool (*stopping)(void);                      /* any thread */
    void (*log)(int severity, const char *text); /* severity as in syslog.h */
};

/* the settings outlive it. NULL when memory is out */
struct sender *sender_new(const struct sender_settings *settings, unsigned number);
void sender_free(struct sender *sender);

bool sender_begin(struct sender *sender);
/* false when memory is out: the frame is not taken */
bool sender_add(struct sender *sender, const char *frame, size_t length);
bool sender_commit(struct sender *sender);
/* forget what of the batch is not written yet: its owner will bring it again */
void sender_withdraw(struct sender *sender);

#endif
