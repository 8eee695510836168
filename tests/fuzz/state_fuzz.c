/* SPDX-License-Identifier: Apache-2.0
 *
 * state_fuzz - any state file is loaded whole, or not at all; what was loaded can be used and saved
 *
 *     tests/fuzz/run state 300
 *
 * Input: a state file without its checksum (FNV-1a, 64 bits), which the target adds: a wrong one would
 * end every input at once.
 */
#include "config.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "logins/login.h"
#include "memory/track.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64], damaged[80];

static void write_input(const uint8_t *data, size_t size) {
    if (path[0] == '\0') {
        snprintf(path, sizeof(path), "/tmp/state_fuzz.%d", (int)getpid());
        snprintf(damaged, sizeof(damaged), "%s.damaged", path);
    }
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        sum = (sum ^ data[i]) * 1099511628211u;
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size || write(fd, &sum, sizeof(sum)) != sizeof(sum))
        abort();
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct counters counters = {0};
    struct track_limits limits = {.entries = 1000, .bytes = 1 << 20, .age = 3600};
    struct login_config config = {.limits = limits};
    char error[1024];
    int64_t now = INT64_C(1795000000000000);
    write_input(data, size);
    struct track *track = track_new(&limits, &counters);
    struct logins *logins = logins_new(&config, &counters);
    if (track_load(track, path, now, error, sizeof(error))) {
        struct record *record = track_open(track,
                                           TEXT("m\0mail\0postfix\0"
                                                "44DB6AA49A6\0"),
                                           now, TRACK_CREATE);
        if (record != NULL) {
            record_get(record, FIELD_user_name);
            track_close(track, record);
        }
        if (!track_save(track, path, error, sizeof(error)))
            abort();
    }
    write_input(data, size);
    track_load(logins_track(logins), path, now, error, sizeof(error));
    logins_free(logins);
    track_free(track);
    unlink(path);
    unlink(damaged);
    return 0;
}
