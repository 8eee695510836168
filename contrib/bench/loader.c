/* SPDX-License-Identifier: Apache-2.0
 *
 * loader - write a file of log lines to 127.0.0.1:PORT
 *
 *     loader PORT FILE               as fast as the receiver takes them
 *     loader PORT FILE RATE SECONDS  RATE lines a second, and the clock in each
 *
 * With a rate, the process id of a line, "[1044]:", becomes the time at which it is
 * written: nanoseconds of the monotonic clock, which `sink` reads again. Lines are due
 * one by one; those that are due together leave together.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 65536 };

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void write_all(int to, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t n = write(to, bytes, length);
        if (n < 0) {
            perror("loader: write");
            exit(1);
        }
        bytes += n;
        length -= (size_t)n;
    }
}

/* copies a line with the time for its process id; returns its length */
static size_t stamp(char *to, const char *line, size_t length) {
    const char *open = memchr(line, '[', length),
               *close = open != NULL ? memchr(open, ']', length - (size_t)(open - line)) : NULL;
    if (close == NULL) {
        memcpy(to, line, length);
        return length;
    }
    size_t head = (size_t)(open - line) + 1, tail = length - (size_t)(close - line);
    memcpy(to, line, head);
    int digits = sprintf(to + head, "%lld", (long long)now());
    memcpy(to + head + digits, close, tail);
    return head + (size_t)digits + tail;
}

static void write_paced(int to, const char *file, size_t size, int64_t rate, int64_t seconds) {
    static char piece[2 * PIECE];
    int64_t start = now(), sent = 0;
    const char *at = file;
    while (sent < rate * seconds) {
        int64_t due = (now() - start) * rate / 1000000000;
        size_t length = 0;
        for (; sent < due && length < PIECE; sent++) {
            const char *end = memchr(at, '\n', (size_t)(file + size - at));
            length += stamp(piece + length, at, (size_t)(end + 1 - at));
            at = end + 1 < file + size ? end + 1 : file;
        }
        write_all(to, piece, length);
        if (length < PIECE)
            nanosleep(&(struct timespec){0, 100000}, NULL);
    }
}

int main(int argc, char **argv) {
    if (argc != 3 && argc != 5) {
        fputs("usage: loader PORT FILE [RATE SECONDS]\n", stderr);
        return 2;
    }
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)atoi(argv[1])),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int to = socket(AF_INET, SOCK_STREAM, 0), from = open(argv[2], O_RDONLY);
    struct stat status;
    if (from < 0 || fstat(from, &status) != 0 ||
        connect(to, (struct sockaddr *)&address, sizeof(address)) != 0) {
        perror("loader");
        return 1;
    }
    size_t size = (size_t)status.st_size;
    const char *file = mmap(NULL, size, PROT_READ, MAP_PRIVATE, from, 0);
    if (argc == 5)
        write_paced(to, file, size, atoll(argv[3]), atoll(argv[4]));
    else
        for (size_t at = 0; at < size; at += PIECE)
            write_all(to, file + at, size - at < PIECE ? size - at : PIECE);
    return 0;
}
