/* SPDX-License-Identifier: Apache-2.0
 *
 * replay - a fuzz target over its saved corpus, without a fuzzer: for every build, sanitized or not
 *
 *     tests/fuzz/line_replay          # all files of line-corpus, as TAP
 *
 * A target fails by abort() or by a sanitizer's report, so the last line here is only reached
 * where all inputs pass. The corpus is that of the program's own name.
 */
#include "config.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

/* whether the file could be read */
static int replay_file(const char *path) {
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(1 << 20);
    if (file == NULL || data == NULL)
        return 0;
    size_t size = fread(data, 1, 1 << 20, file);
    uint8_t *exact = malloc(size + 1); /* its end is watched by valgrind and ASAN */
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    free(data);
    fclose(file);
    return 1;
}

int main(int argc, char **argv) {
    char directory[4096], path[8192];
    const char *name = strrchr(argv[0], '/') != NULL ? strrchr(argv[0], '/') + 1 : argv[0];
    if (strncmp(name, "lt-", 3) == 0) /* libtool's */
        name += 3;
    snprintf(directory, sizeof(directory), "%s/%.*s-corpus", FUZZ_DIRECTORY, (int)strcspn(name, "_"), name);
    if (LLVMFuzzerInitialize != NULL)
        LLVMFuzzerInitialize(&argc, &argv);
    DIR *corpus = opendir(directory);
    int inputs = 0;
    puts("1..1");
    for (struct dirent *entry; corpus != NULL && (entry = readdir(corpus)) != NULL;) {
        snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name);
        if (entry->d_name[0] != '.')
            inputs += replay_file(path);
    }
    if (corpus != NULL)
        closedir(corpus);
    printf("%s 1 - %d saved inputs of %s\n", inputs > 0 ? "ok" : "not ok", inputs, name);
    return inputs == 0;
}
