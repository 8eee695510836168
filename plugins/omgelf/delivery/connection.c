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
#include "delivery/tls_records.h"
#include "delivery/watchdog.h"

#define ANSWER_MILLISECONDS 1000 /* wait so long for the answer of a receiver that has sent a FIN */
#define FIN_MILLISECONDS 20      /* and so long for a FIN behind a close_notify */
#define SLICE_MILLISECONDS 100
#define LISTEN_ROUNDS 256 /* a receiver that talks without end is not listened to for ever */
#define SEND_RETRIES 100  /* in a row; a blocking socket has nothing to try again but a signal's */
#define RETRY_MILLISECONDS 10

struct connection {
    const struct stream_driver *driver;
    connection_give_up *give_up;
    void *context;
    struct watchdog *watchdog;
    struct stream *stream; /* NULL: not open, or finished */
    int fd;                /* own duplicate of the stream's socket, or -1 */
    uint64_t start;        /* position behind the handshake */
    uint64_t position;     /* from there, after the last write */
    bool exact;            /* that is where the stream ended */
    bool half_closed;      /* the receiver sends no more, but takes */
    char *received;        /* TLS: what came since then, TLS_RECORDS_SIZE at most; NULL: nothing */
    size_t received_length;
    unsigned addresses;   /* of a name: so many were tried when time was over */
    int64_t since, until; /* of the call that is watched */
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
    return connection->stream != NULL && !connection->half_closed ? connection->fd : -1;
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

/* false: there is no thread to watch. It is there for ever once it is. */
static bool watch(struct connection *connection, watchdog_judge *judge, int64_t milliseconds) {
    connection->since = clock_now();
    connection->until = connection->since + milliseconds;
    return watchdog_watch(connection->watchdog, judge, connection);
}

/* ---- the end ---- */

/* there is room for a goodbye before the time is over */
static bool is_writable(struct connection *connection, int64_t until) {
    struct pollfd polled = {connection->fd, POLLOUT, 0};
    while (clock_now() < until && !connection->give_up(connection->context, 0))
        if (poll(&polled, 1, SLICE_MILLISECONDS) > 0)
            return true;
    return false;
}

/* Goodbye within the milliseconds, or none at all; the duplicate keeps the socket. Without
 * O_NONBLOCK the ossl driver would wait for the receiver's own goodbye, which comes when it
 * sees the FIN that follows. */
static void close_stream(struct connection *connection, int64_t milliseconds) {
    int64_t until = clock_now() + milliseconds;
    if (milliseconds > 0 && is_writable(connection, until))
        fcntl(connection->fd, F_SETFL, fcntl(connection->fd, F_GETFL) | O_NONBLOCK);
    else
        shutdown(connection->fd, SHUT_RDWR);
    watch(connection, judge_close, until - clock_now());
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
    free(connection->received);
    connection->received = NULL;
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
        all_read = n == 0 && !connection->half_closed;
        ended = n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
    }
    return all_read;
}

/* ---- the start ---- */

static bool open_address(struct connection *connection, int family, const char *address, const char *name,
                         bool first, const char *port, int64_t milliseconds,
                         enum connection_failure *failure) {
    const struct stream_driver *driver = connection->driver;
    *failure = FAILURE_REFUSED;
    if ((connection->stream = driver->open(driver->context)) == NULL)
        return false;
    bool watched = watch(connection, judge_open, milliseconds);
    bool connected = watched && driver->connect(connection->stream, family, address, name, first, port);
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

static unsigned count(const struct addrinfo *address) {
    unsigned n = 0;
    for (; address != NULL; address = address->ai_next)
        n++;
    return n;
}

/* in the resolver's order. Of several failures the one that came furthest is told. */
static bool open_any(struct connection *connection, const struct addrinfo *address, const char *name,
                     const char *port, int64_t milliseconds, enum connection_failure *failure) {
    bool tried_family[AF_MAX] = {false};
    int64_t start = clock_now();
    unsigned tried = connection->addresses < count(address) ? connection->addresses : 0, number = 0;
    enum connection_failure latest;
    *failure = FAILURE_REFUSED;
    for (; address != NULL; address = address->ai_next) {
        char host[NI_MAXHOST];
        int family = address->ai_family;
        if (number++ < tried || family < 0 || family >= AF_MAX ||
            getnameinfo(address->ai_addr, address->ai_addrlen, host, sizeof(host), NULL, 0, NI_NUMERICHOST) !=
                0)
            continue;
        bool first = tried == 0 && !tried_family[family];
        connection->addresses = number;
        if (open_address(connection, family, host, name, first, port, milliseconds, &latest))
            return true;
        if (latest > *failure)
            *failure = latest;
        tried_family[family] = true;
        if (clock_now() - start >= OPEN_FACTOR * milliseconds ||
            connection->give_up(connection->context, clock_now() - start))
            return false;
    }
    connection->addresses = 0;
    return false;
}

static void begin(struct connection *connection) {
    struct tcp_progress progress = {.exact = false};
    connection->addresses = 0;
    connection->start = connection->position = 0;
    connection->received_length = 0;
    connection->half_closed = false;
    if (connection_progress(connection, &progress))
        connection->start = progress.position;
    connection->exact = progress.exact;
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
    if (opened)
        begin(connection);
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

enum answer { ANSWER_NONE, ANSWER_ACKNOWLEDGED, ANSWER_RESET };

/* to all that was written */
static enum answer await_answer(struct connection *connection) {
    int64_t until = clock_now() + ANSWER_MILLISECONDS;
    do {
        struct pollfd polled = {connection->fd, 0, 0}; /* POLLERR and POLLHUP need not be asked for */
        struct tcp_progress progress;
        if (poll(&polled, 1, 5) > 0 || !connection_progress(connection, &progress) || !progress.open)
            return ANSWER_RESET;
        if (progress.acknowledged == progress.position)
            return ANSWER_ACKNOWLEDGED;
    } while (clock_now() < until && !connection->give_up(connection->context, 0));
    return ANSWER_NONE;
}

static bool said_goodbye(struct connection *connection) {
    return connection->driver->said_goodbye(connection->stream, connection->received,
                                            connection->received_length);
}

/* The receiver has sent a FIN. A reset counts only as the answer to our space: one that comes
 * by itself is that of a receiver with bytes unread. The driver is not believed to have seen a
 * goodbye where there is none: it takes some resets for one. */
static enum connection_end judge_fin(struct connection *connection, bool alert) {
    const struct stream_driver *driver = connection->driver;
    enum connection_end end;
    uint64_t position;
    enum answer answer = await_answer(connection);
    if (answer == ANSWER_RESET ||
        (answer == ANSWER_ACKNOWLEDGED && !connection_write(connection, TEXT(" "), &end, &position)))
        return END_RESET;
    if (answer == ANSWER_NONE || await_answer(connection) != ANSWER_RESET) {
        connection->half_closed = true;
        return END_NONE;
    }
    if (!driver->tls)
        return END_CLOSED;
    return alert &&
                   driver->said_goodbye(connection->stream, connection->received, connection->received_length)
               ? END_GOODBYE
               : END_RESET;
}

/* TLS: it is kept for said_goodbye. True: it holds an alert, or is too much. */
static bool keep_received(struct connection *connection) {
    size_t *const length = &connection->received_length;
    if (connection->received == NULL && (connection->received = malloc(TLS_RECORDS_SIZE)) == NULL)
        return true;
    while (*length < TLS_RECORDS_SIZE) {
        ssize_t n =
            recv(connection->fd, connection->received + *length, TLS_RECORDS_SIZE - *length, MSG_DONTWAIT);
        if (n <= 0)
            return tls_records_hold_alert((struct text){connection->received, *length});
        *length += (size_t)n;
    }
    return true;
}

/* what the receiver says; true: an end is due for it */
static bool listen_to(struct connection *connection) {
    char discarded[4096];
    if (connection->driver->tls)
        return keep_received(connection);
    for (int i = 0; i < LISTEN_ROUNDS; i++)
        if (recv(connection->fd, discarded, sizeof(discarded), MSG_DONTWAIT) <= 0)
            break;
    return false;
}

enum connection_end connection_check(struct connection *connection, int64_t milliseconds) {
    struct pollfd polled = {connection->fd, connection->half_closed ? 0 : POLLIN | POLLRDHUP, 0};
    struct tcp_progress progress;
    poll(&polled, 1, 0);
    bool due = (polled.revents & POLLIN) != 0 && listen_to(connection);
    if (due && (polled.revents & POLLRDHUP) == 0) {
        polled.events = POLLRDHUP;
        poll(&polled, 1, FIN_MILLISECONDS);
    }
    if ((polled.revents & (POLLERR | POLLHUP)) != 0) {
        if (due) /* the driver logs what the alert says: a certificate that is refused, for example */
            (void)said_goodbye(connection);
        return END_RESET;
    }
    if ((polled.revents & POLLRDHUP) != 0)
        return judge_fin(connection, due);
    if (due)
        return END_DUE;
    if (milliseconds > 0 && connection_progress(connection, &progress) && progress.unanswered &&
        progress.silence >= milliseconds)
        return END_TIMEOUT;
    return END_NONE;
}

/* The driver says that it has sent: so many bytes more must be in the stream, with TLS yet
 * more. After a reset the next check tells. */
static bool is_sent(struct connection *connection, size_t length, uint64_t *position) {
    struct tcp_progress progress;
    *position = UINT64_MAX;
    if (!connection_progress(connection, &progress)) {
        connection->exact = false;
        return true;
    }
    bool comparable = connection->exact && progress.exact && progress.open;
    uint64_t grown = progress.position - connection->position;
    connection->exact = progress.exact;
    *position = connection->position = progress.position;
    return !comparable || grown >= length;
}

static bool send_all(struct connection *connection, struct text bytes) {
    int retries = 0;
    while (bytes.length > 0 && retries < SEND_RETRIES) {
        ssize_t n = connection->driver->send(connection->stream, bytes.start, bytes.length);
        if (n < 0)
            return false;
        retries = n == 0 ? retries + 1 : 0;
        if (n == 0)
            poll(NULL, 0, RETRY_MILLISECONDS);
        bytes = text_skip(bytes, (size_t)n);
    }
    return bytes.length == 0;
}

bool connection_write(struct connection *connection, struct text bytes, enum connection_end *end,
                      uint64_t *position) {
    watch(connection, judge_write, 0);
    bool written = send_all(connection, bytes);
    bool ended = watchdog_release(connection->watchdog);
    *end = ended ? END_TIMEOUT : END_RESET;
    if (!written || ended)
        return false;
    if (is_sent(connection, bytes.length, position))
        return true;
    *end = END_UNSENT;
    return false;
}
