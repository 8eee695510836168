/* SPDX-License-Identifier: Apache-2.0
 *
 * sink - count the frames that arrive at 127.0.0.1
 *
 *     sink PORT-FILE COUNTERS DELIMITER [DUMP]
 *
 * Its port goes to PORT-FILE. COUNTERS is a file that is mapped: frames, bytes, then
 * the latencies of up to a million frames in nanoseconds, each 64 bits; a latency is now
 * less the first "[digits]" of 12 digits and more (see loader). DELIMITER is 0 or 10.
 * The first megabyte goes to DUMP, to see what was counted.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 16, BUFFER = 1 << 18, LATENCIES = 1 << 20, DUMP = 1 << 20, STAMP_DIGITS = 12 };

struct counters {
    uint64_t frames, bytes, latency_count;
    int64_t latencies[LATENCIES];
};

struct connection {
    size_t length; /* of the unfinished frame at the start of the buffer */
    char buffer[BUFFER];
};

static volatile struct counters *counters;
static struct connection connections[CONNECTIONS];

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void note_latency(const char *frame, size_t length, int64_t arrival) {
    const char *at = frame, *end = frame + length;
    while ((at = memchr(at, '[', (size_t)(end - at))) != NULL) {
        char *close;
        int64_t stamp = strtoll(++at, &close, 10); /* the delimiter ends it */
        if (close - at < STAMP_DIGITS || *close != ']' || counters->latency_count == LATENCIES)
            continue;
        counters->latencies[counters->latency_count++] = arrival - stamp;
        return;
    }
}

/* counts the frames in the buffer and keeps what is left of one */
static void count(struct connection *connection, char delimiter) {
    char *at = connection->buffer, *end = at + connection->length, *stop;
    int64_t arrival = now();
    for (; (stop = memchr(at, delimiter, (size_t)(end - at))) != NULL; at = stop + 1) {
        note_latency(at, (size_t)(stop - at), arrival);
        counters->frames++;
    }
    connection->length = (size_t)(end - at);
    if (connection->length == BUFFER)
        connection->length = 0;
    memmove(connection->buffer, at, connection->length);
}

static int listen_on_any_port(const char *port_file) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, CONNECTIONS) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0)
        return -1;
    FILE *file = fopen(port_file, "w");
    if (file == NULL)
        return -1;
    fprintf(file, "%d\n", ntohs(address.sin_port));
    fclose(file);
    return listener;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fputs("usage: sink PORT-FILE COUNTERS DELIMITER [DUMP]\n", stderr);
        return 2;
    }
    int file = open(argv[2], O_RDWR | O_CREAT | O_TRUNC, 0600), dump = argc > 4 ? creat(argv[4], 0600) : -1;
    size_t dumped = 0;
    if (file < 0 || ftruncate(file, sizeof(*counters)) != 0)
        return 1;
    counters = mmap(NULL, sizeof(*counters), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    struct pollfd polled[CONNECTIONS + 1] = {{listen_on_any_port(argv[1]), POLLIN, 0}};
    if (counters == MAP_FAILED || polled[0].fd < 0)
        return 1;
    for (int i = 1; i <= CONNECTIONS; i++)
        polled[i] = (struct pollfd){-1, POLLIN, 0};
    while (poll(polled, CONNECTIONS + 1, -1) > 0) {
        for (int i = 1; i <= CONNECTIONS; i++) {
            struct connection *connection = &connections[i - 1];
            if (polled[i].fd < 0 && polled[0].revents != 0) {
                polled[i].fd = accept(polled[0].fd, NULL, NULL);
                polled[i].revents = polled[0].revents = 0;
                connection->length = 0;
            }
            if (polled[i].fd < 0 || polled[i].revents == 0)
                continue;
            ssize_t n =
                recv(polled[i].fd, connection->buffer + connection->length, BUFFER - connection->length, 0);
            if (n <= 0) {
                close(polled[i].fd);
                polled[i].fd = -1;
                continue;
            }
            if (dump >= 0 && dumped < DUMP)
                dumped += (size_t)write(dump, connection->buffer + connection->length, (size_t)n);
            connection->length += (size_t)n;
            counters->bytes += (uint64_t)n;
            count(connection, (char)atoi(argv[3]));
        }
    }
    return 0;
}
