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
 * and then the frames, each closed by a NUL. FRAMES has 10 decimal digits, BYTES 16 and CRC32
 * 8 hexadecimal ones. TIME has seconds and nanoseconds, so that names sort by age. The file gets
 * this name when it is complete and synced.
 *
 * rescue_take reads, oldest first, the files that no other worker or process has taken (flock).
 * A file that does not fit its first line is damaged: it is renamed to NAME.damaged, the error is
 * reported, and none of its frames is used. These files stay as they are for another time:
 *   - a file for which there is not enough memory;
 *   - a file that cannot be read, which is reported;
 *   - what is not a regular file, or does not belong to rsyslogd's user or root: reported, too.
 *
 * Frames stay on disk until rescue_done. So after a crash between rescue_take and rescue_done they
 * are sent twice; they are never lost. Mode 0600. No file is too old. Bounds: a file is as large as
 * what its sender held. rescue_take takes no further file once it has RESCUE_AT_ONCE bytes. The next
 * call takes the others, after rescue_done.
 */
#ifndef RESCUE_H
#define RESCUE_H

#include "common/text.h"

#define RESCUE_AT_ONCE (32u << 20)

struct rescue;
struct rescued;

/* NULL when memory is out. rescue_keep returns the errors of the file. */
struct rescue *rescue_create(const char *prefix);
void rescue_put(struct rescue *rescue, struct text frames, unsigned count);
/* rescue_keep - true: all is on disk under its name. False, with the reason: no file is left, or,
 * where only its directory could not be synced, a file that may not survive a crash. Frees the rescue. */
bool rescue_keep(struct rescue *rescue, char *error, size_t size);

/* takes all frames of a file, each with its NUL. False: memory is out, and none was taken. */
typedef bool rescue_frames(void *context, struct text frames);
typedef void rescue_report(void *context, const char *error);

/* rescue_take - give the frames of the files to add. NULL where there is no file, or no memory.
 * *again is set where files are left that another call may take. */
struct rescued *rescue_take(const char *prefix, rescue_frames *add, rescue_report *report, void *context,
                            bool *again);
/* whether a file of this name may be one that rescue_take with this prefix takes */
bool rescue_is_of(const char *name, const char *prefix);
unsigned rescued_frames(const struct rescued *rescued);
/* rescue_done - remove the files. rescue_return - leave them for another time. */
void rescue_done(struct rescued *rescued);
void rescue_return(struct rescued *rescued);

#endif
