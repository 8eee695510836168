/* SPDX-License-Identifier: Apache-2.0
 *
 * rescue - frames that outlive the process, in files under the work directory
 *
 *     struct rescue *rescue = rescue_create("/var/spool/rsyslog/omgelf-graylog-12201");
 *     rescue_put(rescue, piece, frames);                   // as written to the network
 *     if (!rescue_keep(rescue, error, sizeof(error))) ...  // on disk now, or not at all
 *
 *     struct rescued *rescued = rescue_take(prefix, add_frames, report, context, &again);
 *     ... the frames are on their way ...
 *     rescue_done(rescued);                                // the files go
 *
 * A file PREFIX.TIME-PROCESS-NUMBER.frames holds one line
 *
 *     omgelf frames 1 FRAMES BYTES CRC32
 *
 * with fixed widths, and then the frames, each closed by a NUL. It appears under that
 * name when it is complete and synced. rescue_take reads the files that no other
 * worker or process has taken (flock), oldest first. One that does not fit its first
 * line is set aside as NAME.damaged with an error, and none of its frames is used. One that
 * memory is too short for, or that cannot be read, stays as it is for another time. So
 * does what is no regular file, and what belongs to others than rsyslogd's user and root.
 *
 * Frames stay on disk until rescue_done: a crash between the two sends them twice,
 * never not at all. Mode 0600. No file is too old. Bounds: a file is as large as what its
 * sender held. rescue_take takes no further file once it has RESCUE_AT_ONCE bytes; what is
 * left is for the next call, after rescue_done.
 */
#ifndef RESCUE_H
#define RESCUE_H

#include "common/text.h"

#define RESCUE_AT_ONCE (32u << 20)

struct rescue;
struct rescued;

/* NULL when memory is out; errors of the file come out at rescue_keep */
struct rescue *rescue_create(const char *prefix);
void rescue_put(struct rescue *rescue, struct text frames, unsigned count);
/* rescue_keep - all is on disk under its name, or false with the reason and no file
 * is left. Frees the rescue. */
bool rescue_keep(struct rescue *rescue, char *error, size_t size);

/* all frames of a file, each with its NUL; false: none is taken, memory is out */
typedef bool rescue_frames(void *context, struct text frames);
typedef void rescue_report(void *context, const char *error);

/* rescue_take - hand out the frames of all files; NULL where there are none, or no memory.
 * *again: files are left that another call may take. */
struct rescued *rescue_take(const char *prefix, rescue_frames *add, rescue_report *report, void *context,
                            bool *again);
/* rescue_take with this prefix would ask for a file of that name */
bool rescue_is_of(const char *name, const char *prefix);
unsigned rescued_frames(const struct rescued *rescued);
/* rescue_done - remove the files. rescue_return - leave them for another time. */
void rescue_done(struct rescued *rescued);
void rescue_return(struct rescued *rescued);

#endif
