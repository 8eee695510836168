/* SPDX-License-Identifier: Apache-2.0
 *
 * check_input - lines of plain and gzip files; the contract is in check.h
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "check/check.h"

#define LONGEST_LINE (1 << 20)

struct input {
    gzFile file;
    off_t size;
    bool damaged;
    size_t used, taken; /* of the buffer: filled, given away */
    char buffer[2 * LONGEST_LINE + 1];
};

struct input *input_open(const char *path) {
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) != 0)
        return NULL;
    if (S_ISDIR(status.st_mode)) {
        close(fd);
        errno = EISDIR;
        return NULL;
    }
    struct input *input = malloc(sizeof(*input));
    gzFile file = gzdopen(fd, "rb");
    if (input == NULL || file == NULL) {
        free(input);
        close(fd);
        errno = ENOMEM;
        return NULL;
    }
    input->file = file;
    input->damaged = false;
    input->size = S_ISREG(status.st_mode) ? status.st_size : 0;
    input->used = input->taken = 0;
    return input;
}

/* moves what is left to the front and reads more; false at the end of the file */
static bool fill(struct input *input) {
    memmove(input->buffer, input->buffer + input->taken, input->used - input->taken);
    input->used -= input->taken;
    input->taken = 0;
    int length = gzread(input->file, input->buffer + input->used, (unsigned)(2 * LONGEST_LINE - input->used));
    int error; /* asked at once: zlib 1.3.2 forgets at the next call that the file is cut off */
    gzerror(input->file, &error);
    input->damaged |= error != Z_OK;
    if (length <= 0)
        return false;
    input->used += (size_t)length;
    return true;
}

bool input_line(struct input *input, struct text *line) {
    for (;;) {
        struct text rest = {input->buffer + input->taken, input->used - input->taken};
        size_t end = text_find_char(rest, '\n');
        if (end == TEXT_NONE && rest.length < LONGEST_LINE && fill(input))
            continue;
        rest = (struct text){input->buffer + input->taken, input->used - input->taken};
        if (rest.length == 0)
            return false;
        end = text_find_char(rest, '\n');
        bool newline = end != TEXT_NONE;
        *line = text_slice(rest, 0, newline ? end : LONGEST_LINE);
        input->taken += line->length + newline;
        if (newline || input->taken == input->used)
            input->buffer[input->taken - newline] = '\0';
        return true;
    }
}

double input_progress(struct input *input) {
    return input->size > 0 ? (double)gzoffset(input->file) / (double)input->size : -1;
}

bool input_close(struct input *input) {
    bool good = gzclose(input->file) == Z_OK && !input->damaged;
    free(input);
    return good;
}
