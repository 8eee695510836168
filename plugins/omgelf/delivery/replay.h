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
 * has the bytes, not that the receiver has read them. What it had not read is lost
 * when it dies. So frames are kept for a while after their acknowledgement:
 *
 *      acknowledged             in flight              unsent
 *     [ a1 | a2 | a3 ]  <----  [ f1 | f2 ]  <----  [ u1 | u2 | u3 ]  <---- replay_add
 *       |                        acknowledge          sent
 *       v dropped beyond the bounds
 *
 * After a loss all is unsent again. What the peer's kernel may lack comes first: so
 * as little as possible is lost if the next receiver dies, too:
 *
 *     [ ]   [ ]   [ f1 | f2 | u1 | u2 | u3 | a1 | a2 | a3 ]
 *
 * The unit is the segment: whole frames, each with its closing NUL, written as one
 * piece, with one time and one position. A segment takes up to 64 KiB; a longer
 * frame has one of its own.
 *
 * Bounds: acknowledged segments are dropped, oldest first, when they have more than
 * `size` bytes together, or were first sent more than `milliseconds` before the newest.
 * A segment may take up to an eighth of REPLAY_PIECE more memory than its bytes.
 * The kernel's send buffer bounds the segments in flight. The caller bounds the unsent
 * ones: it writes before it adds more. No unacknowledged segment is dropped here.
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

/* replay_add - copy a frame after the unsent ones and close it with a NUL. False when
 * memory is out: the frame is not added. */
bool replay_add(struct replay *replay, const char *frame, size_t length);

/* replay_next - the next piece to write: the whole first unsent segment, or the absent text
 * where nothing is unsent. Valid until the next call that changes the window. */
struct text replay_next(const struct replay *replay);
/* frames in that piece */
unsigned replay_next_frames(const struct replay *replay);
/* that piece is written. position is where the stream then ends, UINT64_MAX where that is unknown. */
void replay_sent(struct replay *replay, int64_t now, uint64_t position);
/* segments that end at or before this position are acknowledged */
void replay_acknowledge(struct replay *replay, uint64_t position);

/* replay_rewind - the connection is lost: segments in flight and acknowledged ones are
 * unsent again. Acknowledged ones that were first sent before `since` are dropped:
 * INT64_MIN keeps all, INT64_MAX none. Returns the number of frames that
 * may now be sent twice. */
unsigned replay_rewind(struct replay *replay, int64_t since);

/* replay_forget - all that was sent is surely read; what is unsent stays */
void replay_forget(struct replay *replay);

/* replay_begin - frames added from here on are a batch. replay_withdraw removes the unsent
 * frames of that batch: the caller still owns them. */
void replay_begin(struct replay *replay);
void replay_withdraw(struct replay *replay);

struct replay_fill replay_fill(const struct replay *replay);
#endif
