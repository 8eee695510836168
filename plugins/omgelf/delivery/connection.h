/* SPDX-License-Identifier: Apache-2.0
 *
 * connection - one connection to a receiver, none of whose calls blocks for ever
 *
 *     struct connection *connection = connection_new(driver, give_up, context);
 *     if (connection_open(connection, host, port, 10000, &failure, &reason))
 *         if (connection_check(connection, 60000) == END_NONE)
 *             connection_write(connection, piece, &end, &position);
 *     connection_finish(connection, 5000);     // or connection_drop
 *
 * The stream driver's calls block; a watchdog (watchdog.h) ends them. It asks give_up, in its
 * own thread, during connection_open, connection_write and connection_finish: `blocked` is
 * how many milliseconds the call has lasted, 0 in connection_finish.
 *
 * What the driver says is not believed: that it has sent, the kernel's count of bytes has to
 * show; that the receiver has closed, TCP has to show. The driver is asked to receive only
 * when no more is to be sent (stream.h).
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

/* each came further than the one before */
enum connection_failure { FAILURE_UNRESOLVED, FAILURE_REFUSED, FAILURE_TIMEOUT, FAILURE_TLS };

/* how a connection ended, and so what its receiver may not have read */
enum connection_end {
    END_NONE,    /* it stands */
    END_DUE,     /* it stands, and connection_finish is due: the receiver has said goodbye by TLS but
                    not closed yet, or says so much that it cannot be kept */
    END_CLOSED,  /* FIN, and its kernel takes no more: all that it acknowledged was read. A receiver
                    that closes with bytes unread sends a reset instead */
    END_GOODBYE, /* the same behind a TLS close_notify: a deliberate end */
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

/* connection_open - the first address of the name that takes a connection, TCP and TLS
 * handshake within the milliseconds each, and within OPEN_FACTOR times that for all; where
 * that is too short for all of them, the next call goes on with those that are left. On failure
 * *reason is a text. */
#define OPEN_FACTOR 3
bool connection_open(struct connection *connection, const char *host, const char *port, int64_t milliseconds,
                     enum connection_failure *failure, const char **reason);
bool connection_is_open(const struct connection *connection);
/* the socket, to be polled; -1 where it is not open or the receiver says no more */
int connection_socket(const struct connection *connection);

/* connection_check - does the receiver still stand there? Takes what it said from the socket.
 * END_TIMEOUT when its kernel has not answered for these milliseconds.
 *
 * A FIN alone does not tell a receiver that has closed from one that has only closed its
 * sending side. A space, which to JSON means nothing in front of the next frame, does: the
 * kernel of the first answers with a reset, that of the second with an acknowledgement.
 * The second is written to as before. Takes up to two seconds where there is no answer. */
enum connection_end connection_check(struct connection *connection, int64_t milliseconds);

/* connection_write - all of the text; *position is where the stream then ends, UINT64_MAX where the
 * kernel does not tell. False: the connection is lost, *end says how. */
bool connection_write(struct connection *connection, struct text bytes, enum connection_end *end,
                      uint64_t *position);

/* false where the kernel does not tell. Positions start at 0 with connection_open. */
bool connection_progress(const struct connection *connection, struct tcp_progress *progress);

/* connection_finish - say goodbye and wait for the receiver's own end of file. True: it
 * came, so the receiver has read all; never true of one that had closed its sending side
 * before. Progress can be asked until connection_drop. */
bool connection_finish(struct connection *connection, int64_t milliseconds);
void connection_drop(struct connection *connection);

#endif
