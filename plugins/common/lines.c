/* SPDX-License-Identifier: Apache-2.0
 *
 * lines - the contract is in lines.h
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/lines.h"

const char *lines_hint(int fault) {
    switch (fault) {
    case ENOENT:
    case ENOTDIR:
        return "; fix the path, or put the file there";
    case EISDIR:
        return "; put a file there";
    case EACCES:
        return "; let rsyslogd's user read it";
    default:
        return "";
    }
}

/* NULL and a message. A pipe would wait for its writer. Reading a directory fails with the usual words. */
static FILE *open_regular(const char *path, char *error, size_t size) {
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    FILE *file = NULL;
    if (descriptor >= 0 && fstat(descriptor, &status) == 0 && !S_ISREG(status.st_mode) &&
        !S_ISDIR(status.st_mode))
        snprintf(error, size, "%s: is no regular file%s", path, lines_hint(EISDIR));
    else if (descriptor < 0 || (file = fdopen(descriptor, "r")) == NULL)
        snprintf(error, size, "%s: %s%s", path, strerror(errno), lines_hint(errno));
    if (descriptor >= 0 && file == NULL)
        close(descriptor);
    return file;
}

bool lines_read(struct lines *lines, const char *path, char *error, size_t size) {
    *lines = (struct lines){.path = path};
    FILE *file = open_regular(path, error, size);
    if (file == NULL)
        return false;
    lines->memory = malloc(LINES_MAX + 1);
    size_t length = lines->memory != NULL ? fread(lines->memory, 1, LINES_MAX + 1, file) : 0;
    const char *fault = NULL, *hint = "";
    if (lines->memory == NULL || ferror(file)) {
        fault = strerror(errno);
        hint = lines_hint(errno);
    } else if (length > LINES_MAX) {
        fault = "the file has more than 1048576 bytes; shorten it";
    } else if (memchr(lines->memory, '\0', length) != NULL) {
        fault = "the file has a NUL byte; it must be plain text";
    }
    fclose(file);
    if (fault != NULL) {
        snprintf(error, size, "%s: %s%s", path, fault, hint);
        lines_free(lines);
        return false;
    }
    char *fitting = realloc(lines->memory, length + 1);
    if (fitting != NULL)
        lines->memory = fitting;
    lines->rest = (struct text){lines->memory, length};
    return true;
}

bool lines_read_optional(struct lines *lines, const char *path, char *error, size_t size) {
    struct stat status;
    *lines = (struct lines){.path = path};
    return (lstat(path, &status) != 0 && errno == ENOENT) || lines_read(lines, path, error, size);
}

bool lines_next(struct lines *lines, struct text *line) {
    while (lines->rest.length > 0) {
        size_t newline = text_find_char(lines->rest, '\n');
        *line = text_trim(text_slice(lines->rest, 0, newline));
        lines->rest = newline == TEXT_NONE ? (struct text){NULL, 0} : text_skip(lines->rest, newline + 1);
        lines->number++;
        if (line->length > 0 && line->start[0] != '#')
            return true;
    }
    return false;
}

void lines_free(struct lines *lines) {
    free(lines->memory);
    *lines = (struct lines){0};
}

struct text lines_word(struct text *line) {
    *line = text_trim(*line);
    size_t length = 0;
    while (length < line->length && line->start[length] != ' ' && line->start[length] != '\t')
        length++;
    struct text word = text_slice(*line, 0, length);
    *line = text_trim(text_skip(*line, length));
    return word;
}

bool lines_fail(const struct lines *lines, char *error, size_t size, const char *format, ...) {
    int used = snprintf(error, size, "%s:%d: ", lines->path, lines->number);
    if (used < 0 || (size_t)used >= size)
        return false;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error + used, size - (size_t)used, format, arguments);
    va_end(arguments);
    return false;
}
