/* SPDX-License-Identifier: Apache-2.0
 *
 * replay - the frames that are not yet sent, not yet acknowledged, or not surely read
 *
 *     replay_add(replay, frame, length);              // each frame of a batch
 *     struct text piece = replay_next(replay);        // up to 64 KiB of whole frames
 *     ... write the piece ...
 *     replay_sent(replay, now, position);             // where TCP's stream ends now
 *     replay_acknowledge(replay, acknowledged);       // how far TCP has acknowledged
 *     replay_rewind(replay, INT64_MIN);               // the connection is lost
 *
 * GELF over TCP has no acknowledgement of its own. TCP's says that the peer's kernel
 * has the bytes, not that the receiver has read them: what it had not read dies
 * with it. So frames outlive their acknowledgement for a while:
 *
 *      acknowledged             in flight              unsent
 *     [ a1 | a2 | a3 ]  <----  [ f1 | f2 ]  <----  [ u1 | u2 | u3 ]  <---- replay_add
 *       |                        acknowledge          sent
 *       v dropped beyond the bounds
 *
 * and after a loss all is unsent again, what the peer's kernel surely lacks first,
 * so that a receiver that dies again has cost as little as possible:
 *
 *     [ ]   [ ]   [ f1 | f2 | u1 | u2 | u3 | a1 | a2 | a3 ]
 *
 * The unit is the segment: whole frames, each with its closing NUL, written as one
 * piece, with one time and one position. A segment takes up to 64 KiB; a longer
 * frame has one of its own.
 *
 * Bounds: acknowledged segments are dropped, oldest first, beyond `size` bytes (in
 * memory that is up to an eighth of REPLAY_PIECE more for each piece) or
 * when they were first sent more than `milliseconds` before the newest. Segments in flight
 * are bounded by the kernel's send buffer. Unsent ones are bounded by the caller,
 * who writes before adding more; nothing unacknowledged is ever dropped here.
 *
 * Owned by one worker, no lock. Positions count bytes of the TCP stream (TLS
 * included) from any origin; times are milliseconds of a monotonic clock.
 */
#ifndef REPLAY_H
#define REPLAY_H

#include <stdint.h>

#include "common/text.h"

#define REPLAY_PIECE 65536

struct replay;

struct replay_fill {
    size_t unsent, in_flight, acknowledged; /* bytes */
};

/* empty window, or NULL when memory is out; size 0 keeps nothing acknowledged */
struct replay *replay_new(size_t size, int64_t milliseconds);
void replay_free(struct replay *replay);

/* replay_add - copy a frame, closing it with NUL, behind the unsent ones. Returns
 * false when memory is out, and the frame is not in. */
bool replay_add(struct replay *replay, const char *frame, size_t length);

/* replay_next - the next piece to write: all of the oldest unsent segment; absent
 * where nothing is unsent. Valid until the next call that changes the window. */
struct text replay_next(const struct replay *replay);
/* frames in that piece */
unsigned replay_next_frames(const struct replay *replay);
/* that piece is written: position is where the stream ends */
void replay_sent(struct replay *replay, int64_t now, uint64_t position);
/* segments that end at or before this position are acknowledged */
void replay_acknowledge(struct replay *replay, uint64_t position);

/* replay_rewind - the connection is lost: in flight and acknowledged segments are
 * unsent again. Acknowledged ones only if first sent at `since` or later, the others are
 * dropped: INT64_MIN takes all, INT64_MAX none. Returns the number of frames that
 * may now be sent twice. */
unsigned replay_rewind(struct replay *replay, int64_t since);

/* replay_forget - all that was sent is surely read; what is unsent stays */
void replay_forget(struct replay *replay);

/* Frames added from here on are a batch that replay_withdraw can take back as far
 * as they are unsent: the caller then still owns them. */
void replay_begin(struct replay *replay);
void replay_withdraw(struct replay *replay);

struct replay_fill replay_fill(const struct replay *replay);
#endif
