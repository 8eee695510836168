/* SPDX-License-Identifier: Apache-2.0
 *
 * connection - a stream under watchdog; the contract is in connection.h
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "delivery/clock.h"
#include "delivery/connection.h"
#include "delivery/watchdog.h"

#define SETTLE_MILLISECONDS 1000 /* wait so long for what follows the receiver's goodbye */
#define FIN_MILLISECONDS 20      /* and so long for a FIN behind a close_notify */
#define SLICE_MILLISECONDS 100

struct connection {
    const struct stream_driver *driver;
    connection_give_up *give_up;
    void *context;
    struct watchdog *watchdog;
    struct stream *stream; /* NULL: not open, or finished */
    int fd;                /* own duplicate of the stream's socket, or -1 */
    uint64_t start;        /* position behind the handshake */
    int64_t since, until;  /* of the call that is watched */
};

struct connection *connection_new(const struct stream_driver *driver, connection_give_up *give_up,
                                  void *context) {
    struct connection *connection = calloc(1, sizeof(*connection));
    if (connection == NULL)
        return NULL;
    connection->driver = driver;
    connection->give_up = give_up;
    connection->context = context;
    connection->fd = -1;
    if ((connection->watchdog = watchdog_new()) != NULL)
        return connection;
    free(connection);
    return NULL;
}

void connection_free(struct connection *connection) {
    if (connection == NULL)
        return;
    connection_drop(connection);
    watchdog_free(connection->watchdog);
    free(connection);
}

bool connection_is_open(const struct connection *connection) {
    return connection->stream != NULL;
}

int connection_socket(const struct connection *connection) {
    return connection->stream != NULL ? connection->fd : -1;
}

/* ---- judges: which call has lasted too long; the watchdog's thread ---- */

static int judge_open(void *context) {
    struct connection *connection = context;
    int64_t now = clock_now();
    return now >= connection->until || connection->give_up(connection->context, now - connection->since)
               ? connection->driver->socket(connection->stream)
               : -1;
}

static int judge_write(void *context) {
    struct connection *connection = context;
    return connection->give_up(connection->context, clock_now() - connection->since) ? connection->fd : -1;
}

static int judge_close(void *context) {
    struct connection *connection = context;
    return clock_now() >= connection->until || connection->give_up(connection->context, 0) ? connection->fd
                                                                                           : -1;
}

static void watch(struct connection *connection, watchdog_judge *judge, int64_t milliseconds) {
    connection->since = clock_now();
    connection->until = connection->since + milliseconds;
    watchdog_watch(connection->watchdog, judge, connection);
}

/* ---- the end ---- */

/* goodbye within the milliseconds, or none at all; the duplicate keeps the socket */
static void close_stream(struct connection *connection, int64_t milliseconds) {
    if (milliseconds <= 0)
        shutdown(connection->fd, SHUT_RDWR);
    watch(connection, judge_close, milliseconds);
    connection->driver->close(connection->stream);
    watchdog_release(connection->watchdog);
    connection->stream = NULL;
}

void connection_drop(struct connection *connection) {
    if (connection->stream != NULL)
        close_stream(connection, 0);
    if (connection->fd >= 0)
        close(connection->fd);
    connection->fd = -1;
}

bool connection_finish(struct connection *connection, int64_t milliseconds) {
    int64_t until = clock_now() + milliseconds;
    bool ended = false, all_read = false;
    char discarded[4096];
    close_stream(connection, milliseconds);
    shutdown(connection->fd, SHUT_WR);
    while (!ended && clock_now() < until && !connection->give_up(connection->context, 0)) {
        struct pollfd polled = {connection->fd, POLLIN, 0};
        if (poll(&polled, 1, SLICE_MILLISECONDS) <= 0)
            continue;
        ssize_t n = recv(connection->fd, discarded, sizeof(discarded), MSG_DONTWAIT);
        all_read = n == 0;
        ended = n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
    }
    return all_read;
}

/* ---- the start ---- */

static bool open_address(struct connection *connection, int family, const char *host, const char *name,
                         const char *port, int64_t milliseconds, enum connection_failure *failure) {
    const struct stream_driver *driver = connection->driver;
    *failure = FAILURE_REFUSED;
    if ((connection->stream = driver->open(driver->context)) == NULL)
        return false;
    watch(connection, judge_open, milliseconds);
    bool connected = driver->connect(connection->stream, family, host, name, port);
    bool ended = watchdog_release(connection->watchdog);
    int fd = driver->socket(connection->stream);
    connection->fd = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (connected && !ended && connection->fd >= 0) {
        tcp_send_at_once(connection->fd);
        return true;
    }
    if (ended)
        *failure = FAILURE_TIMEOUT;
    else if (fd >= 0 && driver->tls) /* open or not, it names a socket: TCP was connected */
        *failure = FAILURE_TLS;
    connection_drop(connection);
    return false;
}

/* In the resolver's order. The first address of each family goes by the name, which the
 * driver needs for SNI and which it resolves to the same address; the driver itself
 * never tries a second one. Of several failures the one that came furthest is told. */
static bool open_any(struct connection *connection, const struct addrinfo *address, const char *name,
                     const char *port, int64_t milliseconds, enum connection_failure *failure) {
    bool named[AF_MAX] = {false};
    int64_t start = clock_now();
    enum connection_failure latest;
    *failure = FAILURE_REFUSED;
    for (; address != NULL; address = address->ai_next) {
        char host[NI_MAXHOST];
        int family = address->ai_family;
        if (family < 0 || family >= AF_MAX ||
            getnameinfo(address->ai_addr, address->ai_addrlen, host, sizeof(host), NULL, 0, NI_NUMERICHOST) !=
                0)
            continue;
        if (open_address(connection, family, named[family] ? host : name, name, port, milliseconds, &latest))
            return true;
        if (latest > *failure)
            *failure = latest;
        named[family] = true;
        if (connection->give_up(connection->context, clock_now() - start))
            return false;
    }
    return false;
}

bool connection_open(struct connection *connection, const char *host, const char *port, int64_t milliseconds,
                     enum connection_failure *failure, const char **reason) {
    static const char *const reasons[] = {
        [FAILURE_REFUSED] = "refused or unreachable",
        [FAILURE_TIMEOUT] = "no answer in time",
        [FAILURE_TLS] = "TLS handshake or certificate not accepted; the stream driver's message says why"};
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *addresses;
    int error = getaddrinfo(host, port, &hints, &addresses);
    if (error != 0) {
        *failure = FAILURE_UNRESOLVED;
        *reason = gai_strerror(error);
        return false;
    }
    bool opened = open_any(connection, addresses, host, port, milliseconds, failure);
    freeaddrinfo(addresses);
    *reason = opened ? NULL : reasons[*failure];
    struct tcp_progress progress;
    connection->start = 0;
    if (opened && connection_progress(connection, &progress))
        connection->start = progress.position;
    return opened;
}

/* ---- in between ---- */

bool connection_progress(const struct connection *connection, struct tcp_progress *progress) {
    if (!tcp_progress(connection->fd, progress))
        return false;
    progress->position -= connection->start;
    progress->acknowledged -=
        progress->acknowledged < connection->start ? progress->acknowledged : connection->start;
    return true;
}

/* The receiver has said goodbye: wait until all is acknowledged and its FIN has come.
 * False for a reset instead of it. */
static bool settles(struct connection *connection) {
    int64_t until = clock_now() + SETTLE_MILLISECONDS;
    for (;;) {
        struct pollfd polled = {connection->fd, POLLRDHUP, 0};
        struct tcp_progress progress;
        poll(&polled, 1, 0);
        if ((polled.revents & POLLERR) != 0 || !connection_progress(connection, &progress) || !progress.open)
            return false;
        if ((polled.revents & POLLRDHUP) != 0 && progress.acknowledged == progress.position)
            return true;
        if (clock_now() >= until)
            return true;
        poll(NULL, 0, 5);
    }
}

/* A FIN counts when it is there before the driver reads: reading a close_notify makes
 * the driver answer, and a receiver that has closed replies to that with a reset, which
 * then means nothing. */
static enum connection_end listen_to(struct connection *connection, short heard) {
    bool tls = connection->driver->tls;
    struct pollfd polled = {connection->fd, POLLRDHUP, heard};
    if (tls && (heard & (POLLRDHUP | POLLERR)) == 0)
        poll(&polled, 1, FIN_MILLISECONDS);
    enum stream_input input = connection->driver->drain(connection->stream);
    bool fin = (polled.revents & POLLRDHUP) != 0, error = (polled.revents & POLLERR) != 0;
    if (input == STREAM_NOTHING && !fin && !error && (polled.revents & POLLHUP) == 0)
        return END_NONE;
    if (input == STREAM_BROKEN || error)
        return END_RESET;
    bool settled = settles(connection);
    if (!tls || input == STREAM_NOTHING)
        return END_CLOSED;
    return fin || settled ? END_GOODBYE : END_RESET;
}

enum connection_end connection_check(struct connection *connection, int64_t milliseconds) {
    struct pollfd polled = {connection->fd, POLLIN | POLLRDHUP, 0};
    struct tcp_progress progress;
    if (poll(&polled, 1, 0) > 0)
        return listen_to(connection, polled.revents);
    if (milliseconds > 0 && connection_progress(connection, &progress) && progress.unanswered &&
        progress.silence >= milliseconds)
        return END_TIMEOUT;
    return END_NONE;
}

bool connection_write(struct connection *connection, struct text bytes, enum connection_end *end) {
    bool written = true;
    watch(connection, judge_write, 0);
    while (written && bytes.length > 0) {
        ssize_t n = connection->driver->send(connection->stream, bytes.start, bytes.length);
        written = n >= 0;
        bytes = text_skip(bytes, n > 0 ? (size_t)n : 0);
    }
    bool ended = watchdog_release(connection->watchdog);
    *end = ended ? END_TIMEOUT : END_RESET;
    return written && !ended;
}
