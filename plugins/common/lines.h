/* SPDX-License-Identifier: Apache-2.0
 *
 * lines - the lines of a table that administrators read and change
 *
 *     struct lines lines;
 *     if (!lines_read(&lines, path, error, size))
 *         return false;                             // "PATH: Permission denied; ..."
 *     for (struct text line; lines_next(&lines, &line);) {
 *         struct text word = lines_word(&line);     // words are separated by blanks
 *         if (...)
 *             return lines_fail(&lines, error, size, "want ...");    // "PATH:LINE: want ..."
 *     }
 *
 * Left out are empty lines, lines that begin with #, and blanks around a line. The
 * texts point into the memory of struct lines. The caller frees it with lines_free
 * when nothing points there any more. Refused are a file of more than LINES_MAX bytes,
 * a file with a NUL byte, and what is not a regular file.
 */
#ifndef LINES_H
#define LINES_H

#include "common/text.h"

enum { LINES_MAX = 1 << 20 };

struct lines {
    const char *path; /* not owned */
    int number;       /* of the line that lines_next gave last */
    char *memory;
    struct text rest;
};

/* lines_read - read the whole file. False, with a message: it failed, and nothing has to be
 * freed. path must live as long as lines. */
bool lines_read(struct lines *lines, const char *path, char *error, size_t size);
/* lines_read_optional - the same, but a file that does not exist has no lines */
bool lines_read_optional(struct lines *lines, const char *path, char *error, size_t size);
bool lines_next(struct lines *lines, struct text *line);
void lines_free(struct lines *lines);

/* lines_hint - what fixes a file or directory that could not be read, by its errno:
 * "; let rsyslogd's user read it". Empty where no fix is known. */
const char *lines_hint(int fault);

/* takes the first word off a line; empty where there is none */
struct text lines_word(struct text *line);

/* writes "PATH:LINE: " and the message to error; always false */
bool lines_fail(const struct lines *lines, char *error, size_t size, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
