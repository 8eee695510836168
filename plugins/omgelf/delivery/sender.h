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
 * window's bounds are reached. When the connection is lost, the sender connects again,
 * sends again what may be lost, and goes on. A patient sender tries for ever. Any other
 * gives up after each target failed once.
 *
 * `stopping` returns true once rsyslog ends. The sender notes when it sees that first. All
 * calls then end within `close_milliseconds`. Where `rescue` is set, sender_begin then takes
 * a batch without a connection, too, and sender_commit writes to a file (rescue.h) what it
 * cannot deliver. The next sender that starts sends the frames of the files first.
 *
 * How a connection ends decides what is sent again:
 *   end of file, quiet half a second  what was not acknowledged: nothing, as a rule
 *   end of file while busy            also what was first sent within the last two seconds:
 *                                     the receiver read it from its kernel, perhaps no more
 *   TLS close_notify, end of file     what was not acknowledged: the receiver meant to close
 *   TLS close_notify, no end of file  nothing, if the receiver answers our goodbye by an end
 *                                     of file; else all of the window
 *   reset, time-out, anything else    all of the window
 *
 * One sender belongs to one worker. Two workers share nothing but the targets' counters
 * and the rescue directory. While the worker has no message, a watcher thread (watcher.h)
 * notices losses and sends again what may be lost. Worker and watcher take turns: each
 * holds the sender's mutex during its turn. The watcher releases it only while it tries
 * whether an earlier target can be reached again.
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
    /* The connection is given up after so long without an answer from the peer's kernel; if another
     * target can be taken, also after a write that has blocked so long. */
    int64_t send_milliseconds;
    int64_t close_milliseconds;
    int64_t suspend_milliseconds; /* longest suspension of a target */
    int64_t replay_milliseconds;
    size_t replay_size;
    uint64_t rebind_interval;                    /* frames a connection; 0: no limit */
    const char *rescue;                          /* prefix of the files, or NULL: keep none */
    bool (*stopping)(void);                      /* any thread */
    void (*log)(int severity, const char *text); /* severity as in syslog.h */
};

/* The settings outlive the sender. NULL when memory, threads or file descriptors are out. */
struct sender *sender_new(const struct sender_settings *settings, unsigned number);
void sender_free(struct sender *sender);

bool sender_begin(struct sender *sender);
/* false when memory is out: the frame is not taken */
bool sender_add(struct sender *sender, const char *frame, size_t length);
bool sender_commit(struct sender *sender);
/* forget the frames of the batch that are not written yet: their owner will bring them again */
void sender_withdraw(struct sender *sender);

#endif
