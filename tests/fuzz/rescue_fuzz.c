/* SPDX-License-Identifier: Apache-2.0
 *
 * rescue_fuzz - any file that looks like a rescue file gives whole frames, or is set aside
 *
 *     tests/fuzz/run rescue 300
 *
 * Input: a byte, then frames, before which the target puts a first line that fits; or, where the byte is
 * odd, a whole file.
 */
#include "config.h"

#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "delivery/rescue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char prefix[64], pattern[80];

static bool add(void *context, struct text frames) {
    unsigned *count = context;
    if (frames.length == 0 || frames.start[frames.length - 1] != '\0')
        abort();
    ++*count;
    return true;
}

static void report(void *context, const char *error) {
    (void)context;
    (void)error;
}

static void remove_all(void) {
    glob_t found;
    if (glob(pattern, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            unlink(found.gl_pathv[i]);
    globfree(&found);
}

static void write_head(FILE *file, const uint8_t *frames, size_t size) {
    unsigned count = 0;
    for (size_t i = 0; i < size; i++)
        count += frames[i] == 0;
    fprintf(file, "omgelf frames 1 %010u %016zx %08lx\n", count, size, crc32(0, frames, (unsigned)size));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[128];
    unsigned count = 0;
    bool again;
    if (prefix[0] == '\0') {
        char directory[] = "/tmp/rescue_fuzz.XXXXXX";
        if (mkdtemp(directory) == NULL)
            abort();
        snprintf(prefix, sizeof(prefix), "%s/omgelf", directory);
        snprintf(pattern, sizeof(pattern), "%s*", prefix);
    }
    if (size == 0)
        return 0;
    snprintf(path, sizeof(path), "%s.0000000001-1-1.frames", prefix);
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        abort();
    if (data[0] % 2 == 0)
        write_head(file, data + 1, size - 1);
    fwrite(data + 1, 1, size - 1, file);
    fclose(file);
    struct rescued *rescued = rescue_take(prefix, add, report, &count, &again);
    if (rescued != NULL)
        rescue_done(rescued);
    remove_all();
    return 0;
}
