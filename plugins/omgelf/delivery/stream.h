/* SPDX-License-Identifier: Apache-2.0
 *
 * stream - a connection as the sender uses it: plain TCP or TLS
 *
 *     struct stream *stream = driver->open(driver->context);
 *     if (driver->connect(stream, AF_INET, "192.0.2.1", "graylog.example.org", true, "12201"))
 *         driver->send(stream, bytes, length);
 *     driver->close(stream);
 *
 * netstream.c makes one from rsyslog's stream drivers; unit tests have their own.
 * All calls may block. They end when another thread shuts down their socket. That thread
 * gets the socket from socket(), the only call that it may make.
 *
 * The result of send() is no proof: some drivers claim bytes that they have not given to TCP.
 * Some send nothing more after a receive that found nothing. So a stream is not asked to receive
 * before its end: the caller takes from the socket what comes, and keeps it.
 */
#ifndef STREAM_H
#define STREAM_H

#include <stdbool.h>
#include <sys/types.h>

struct stream;

struct stream_driver {
    bool tls;
    void *context;
    /* unconnected stream, or NULL */
    struct stream *(*open)(void *context);
    /* To a numeric address. The name is the one that was looked up: it goes out by SNI, and the
     * certificate must show it. first: this is the name's first address of its family. */
    bool (*connect)(struct stream *stream, int family, const char *address, const char *name, bool first,
                    const char *port);
    /* -1 as long as there is none */
    int (*socket)(struct stream *stream);
    /* bytes taken, 0 for "try again", or -1: the connection is lost */
    ssize_t (*send)(struct stream *stream, const char *bytes, size_t length);
    /* TLS: whether these bytes, all that came since connect, end with the peer's close_notify. The TLS
     * library reads them in place of the socket. After this call only close may be called. */
    bool (*said_goodbye)(struct stream *stream, const char *bytes, size_t length);
    /* say goodbye (TLS close_notify), close the socket, free the stream */
    void (*close)(struct stream *stream);
};

#endif
