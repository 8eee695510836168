/* SPDX-License-Identifier: Apache-2.0
 *
 * connection - one connection to a receiver, none of whose calls blocks for ever
 *
 *     struct connection *connection = connection_new(driver, give_up, context);
 *     if (connection_open(connection, host, port, 10000, &failure, &reason))
 *         if (connection_check(connection, 60000) == END_NONE && connection_write(connection, piece))
 *             connection_progress(connection, &progress);
 *     connection_finish(connection, 5000);     // or connection_drop
 *
 * The stream driver's calls block; a watchdog (watchdog.h) ends them. It asks give_up, in its
 * own thread, during connection_open, connection_write and connection_finish: `blocked` is
 * how many milliseconds the call has lasted, 0 in connection_finish.
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
    END_CLOSED,  /* FIN: all was read from the receiver's kernel; a receiver that closes
                    with bytes unread sends a reset instead */
    END_GOODBYE, /* TLS close_notify and FIN: a deliberate end */
    END_RESET,   /* reset, or TLS without a goodbye */
    END_TIMEOUT  /* the receiver's kernel does not answer */
};

typedef bool connection_give_up(void *context, int64_t blocked);

/* NULL when memory is out */
struct connection *connection_new(const struct stream_driver *driver, connection_give_up *give_up,
                                  void *context);
/* drops what is open */
void connection_free(struct connection *connection);

/* connection_open - the first address of the name that takes a connection, TCP and TLS
 * handshake within the milliseconds each. On failure *reason is a text. */
bool connection_open(struct connection *connection, const char *host, const char *port, int64_t milliseconds,
                     enum connection_failure *failure, const char **reason);
bool connection_is_open(const struct connection *connection);
/* the socket, to be polled; -1 where it is not open */
int connection_socket(const struct connection *connection);

/* connection_check - does the receiver still stand there? Throws away what it said.
 * END_TIMEOUT when its kernel has not answered for these milliseconds. Takes up to a
 * second when the receiver has closed: until what is on its way is acknowledged. */
enum connection_end connection_check(struct connection *connection, int64_t milliseconds);

/* connection_write - all of the text; false: the connection is lost, *end says how */
bool connection_write(struct connection *connection, struct text bytes, enum connection_end *end);

/* false where the kernel does not tell. Positions start at 0 with connection_open. */
bool connection_progress(const struct connection *connection, struct tcp_progress *progress);

/* connection_finish - say goodbye and wait for the receiver's own end of file. True: it
 * came, so the receiver has read all. Progress can be asked until connection_drop. */
bool connection_finish(struct connection *connection, int64_t milliseconds);
void connection_drop(struct connection *connection);

#endif
