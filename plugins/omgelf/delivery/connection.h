/* SPDX-License-Identifier: Apache-2.0
 *
 * connection - one connection to a receiver; none of its calls blocks for ever
 *
 *     struct connection *connection = connection_new(driver, give_up, context);
 *     if (connection_open(connection, host, port, 10000, &failure, &reason))
 *         if (connection_check(connection, 60000) == END_NONE)
 *             connection_write(connection, piece, &end, &position);
 *     connection_finish(connection, 5000);     // or connection_drop
 *
 * The stream driver's calls block; a watchdog (watchdog.h) ends them. All calls ask give_up
 * whether to end: the watchdog in its own thread, and loops in the caller's thread. `blocked` is
 * how many milliseconds connection_open or connection_write has lasted, 0 in the other calls.
 * Only the look-up of the name in connection_open ends by the resolver's own time-outs.
 *
 * The driver is not believed. The kernel's count of bytes must show that it has sent. TCP must
 * show that the receiver has closed. The driver is asked to receive only when no more is to be
 * sent (stream.h).
 *
 * A connection belongs to one thread at a time. It is open between connection_open and
 * whatever ends it, and can be opened again.
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include <stdint.h>

#include "delivery/stream.h"
#include "delivery/tcp.h"
#include "common/text.h"

struct connection;

/* in the order in which an attempt meets them: the last one came furthest */
enum connection_failure { FAILURE_UNRESOLVED, FAILURE_REFUSED, FAILURE_TIMEOUT, FAILURE_TLS };

/* how a connection ended: that decides which frames the receiver may not have read */
enum connection_end {
    END_NONE,    /* it is open */
    END_DUE,     /* it is open, and connection_finish is due: the receiver has said goodbye by TLS but
                    not closed yet, or has sent more than can be kept */
    END_CLOSED,  /* FIN, and the receiver's kernel takes no more: the receiver has read all that was
                    acknowledged. One that closes with bytes unread sends a reset instead */
    END_GOODBYE, /* the same after a TLS close_notify: the receiver meant to close */
    END_RESET,   /* reset, or TLS without a goodbye */
    END_TIMEOUT, /* the receiver's kernel does not answer */
    END_UNSENT   /* the stream driver claims to have sent what never came to TCP */
};

typedef bool connection_give_up(void *context, int64_t blocked);

/* NULL when memory is out */
struct connection *connection_new(const struct stream_driver *driver, connection_give_up *give_up,
                                  void *context);
/* drops what is open */
void connection_free(struct connection *connection);

/* connection_open - connect to the first address of the name that takes a connection
 * Each address has these milliseconds for TCP connection and TLS handshake together. Once OPEN_FACTOR
 * times as many are over, no further address is tried: the next call begins with those that are left. On
 * failure *reason is a constant text. */
#define OPEN_FACTOR 3
bool connection_open(struct connection *connection, const char *host, const char *port, int64_t milliseconds,
                     enum connection_failure *failure, const char **reason);
bool connection_is_open(const struct connection *connection);
/* the socket, to be polled; -1 where it is not open, or the receiver sends no more */
int connection_socket(const struct connection *connection);

/* connection_check - is the receiver still there? Takes from the socket what it has sent.
 * END_TIMEOUT when its kernel has not answered for these milliseconds; 0: never.
 *
 * After a FIN the receiver may have closed all, or only its sending side. So a space is written,
 * which JSON permits before the next frame. If the receiver has closed all, its kernel answers by
 * a reset. If not, its kernel acknowledges, and frames are written to it as before. Takes up to two
 * seconds where the kernel does not answer. */
enum connection_end connection_check(struct connection *connection, int64_t milliseconds);

/* connection_write - write all of the text. *position is where the stream then ends, UINT64_MAX where
 * the kernel does not tell. False: the connection is lost, and *end says how. */
bool connection_write(struct connection *connection, struct text bytes, enum connection_end *end,
                      uint64_t *position);

/* false where the kernel does not tell. Positions start at 0 with connection_open. */
bool connection_progress(const struct connection *connection, struct tcp_progress *progress);

/* connection_finish - say goodbye and wait for the receiver's end of file, so many milliseconds
 * True: it came, so the receiver has read all. Always false where the receiver had closed its sending
 * side before. connection_progress still works until connection_drop. */
bool connection_finish(struct connection *connection, int64_t milliseconds);
void connection_drop(struct connection *connection);

#endif
