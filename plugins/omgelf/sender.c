/* SPDX-License-Identifier: Apache-2.0
 *
 * sender - connect, write, notice losses, send again; the contract is in sender.h
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "attendant.h"
#include "guard.h"
#include "sender.h"
#include "tcp.h"

#define BUSY_MILLISECONDS 200    /* an end of file after this quiet is a clean one */
#define SETTLE_MILLISECONDS 1000 /* wait so long for what follows the peer's goodbye */
#define FIN_MILLISECONDS 20      /* and so long for a FIN behind a close_notify */
#define SLICE_MILLISECONDS 100

struct sender {
    pthread_mutex_t mutex;   /* worker or attendant: all below, but what is atomic */
    struct attendant *attendant;
    const struct sender_settings *settings;
    struct replay *replay;
    struct choice *choice;
    struct guard *guard;
    struct rescued *rescued; /* files whose frames are in the window, unsent */
    struct stream *stream;   /* NULL: no connection */
    struct target *target;   /* of the stream, or the last one */
    int fd;                  /* own duplicate of the stream's socket */
    uint64_t frames;         /* written to this connection */
    uint64_t start;          /* position after connecting */
    bool proved;             /* something was acknowledged since */
    int64_t last_sent;
    size_t window;           /* what the target's counter knows */
    int64_t deadline;        /* of the call that is watched */
    int64_t stop_deadline;   /* atomic; 0 until stopping was seen */
    bool announced;          /* that no target can be reached */
};

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static void __attribute__((format(printf, 3, 4)))
report(const struct sender *sender, int severity, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    sender->settings->log(severity, text);
}

/* end of the time that stopping grants, or INT64_MAX; worker and guard call it */
static int64_t stop_deadline(struct sender *sender) {
    int64_t deadline = __atomic_load_n(&sender->stop_deadline, __ATOMIC_RELAXED);
    if (deadline != 0)
        return deadline;
    if (!sender->settings->stopping())
        return INT64_MAX;
    int64_t first = now() + sender->settings->close_milliseconds;
    return __atomic_compare_exchange_n(&sender->stop_deadline, &deadline, first, false, __ATOMIC_RELAXED,
                                       __ATOMIC_RELAXED) ? first : deadline;
}

static bool stopping(struct sender *sender) {
    return stop_deadline(sender) != INT64_MAX;
}

static void count_window(struct sender *sender) {
    struct replay_fill fill = replay_fill(sender->replay);
    size_t window = fill.unsent + fill.in_flight + fill.acknowledged;
    if (sender->target != NULL && window != sender->window) {
        TARGET_COUNT(sender->target, window, window - sender->window);
        sender->window = window;
    }
}

/* ---- judges: which call has lasted too long ---- */

static int judge_connect(void *context) {
    struct sender *sender = context;
    int64_t time = now();
    return time >= sender->deadline || time >= stop_deadline(sender)
        ? sender->settings->driver->socket(sender->stream) : -1;
}

static bool is_dead(const struct sender *sender) {
    struct tcp_progress progress;
    return tcp_progress(sender->fd, &progress) && progress.unanswered &&
           progress.silence >= sender->settings->send_milliseconds;
}

/* A peer that does not read but lives is waited for, unless another target is there. */
static int judge_send(void *context) {
    struct sender *sender = context;
    int64_t time = now();
    return time >= stop_deadline(sender) || is_dead(sender) ||
           (time >= sender->deadline && choice_has_other(sender->choice, sender->target, time)) ? sender->fd : -1;
}

static int judge_close(void *context) {
    struct sender *sender = context;
    return now() >= sender->deadline ? sender->fd : -1;
}

/* ---- the end of a connection ---- */

/* goodbye within the milliseconds, or none at all; the duplicate keeps the socket */
static void close_stream(struct sender *sender, int64_t milliseconds) {
    sender->deadline = now() + milliseconds;
    if (milliseconds == 0)
        shutdown(sender->fd, SHUT_RDWR);
    guard_watch(sender->guard, judge_close, sender);
    sender->settings->driver->close(sender->stream);
    guard_release(sender->guard);
    sender->stream = NULL;
}

static void close_socket(struct sender *sender) {
    close(sender->fd);
    sender->fd = -1;
}

/* A target has worked once it acknowledged a frame: one that accepts and goes away at
 * once is suspended like one that cannot be connected to. */
static void note_progress(struct sender *sender, const struct tcp_progress *progress) {
    replay_acknowledge(sender->replay,
                       progress->acknowledged == progress->position ? UINT64_MAX : progress->acknowledged);
    if (sender->proved || progress->acknowledged <= sender->start)
        return;
    sender->proved = true;
    if (choice_worked(sender->choice, sender->target))
        report(sender, LOG_INFO, "%s takes messages again", sender->target->name);
}

static void note_acknowledged(struct sender *sender) {
    struct tcp_progress progress;
    if (tcp_progress(sender->fd, &progress))
        note_progress(sender, &progress);
}

/* After the peer's goodbye: wait until all is acknowledged and its FIN has come. False
 * for a reset instead of it: the peer closed without having read all. */
static bool settles(struct sender *sender) {
    int64_t until = now() + SETTLE_MILLISECONDS;
    for (;;) {
        struct pollfd polled = {sender->fd, POLLRDHUP, 0};
        struct tcp_progress progress;
        poll(&polled, 1, 0);
        if ((polled.revents & POLLERR) != 0 || !tcp_progress(sender->fd, &progress) || !progress.open)
            return false;
        if ((polled.revents & POLLRDHUP) != 0 && progress.acknowledged == progress.position)
            return true;
        if (now() >= until)
            return true;
        poll(NULL, 0, 5);
    }
}

enum loss {
    LOSS_CLOSED,  /* FIN: a peer that closes with octets unread sends a reset instead */
    LOSS_GOODBYE, /* TLS close_notify and FIN */
    LOSS_CUT,     /* close_notify, and what follows will tell */
    LOSS_RESET,
    LOSS_TIMEOUT
};

static void lose(struct sender *sender, enum loss loss) {
    static const char *const words[] = {"closed by the receiver", "closed by the receiver", "reset",
                                        "reset", "given up: no answer"};
    int64_t since = INT64_MIN;
    if (loss == LOSS_CUT && settles(sender))
        loss = LOSS_GOODBYE;
    else if (loss == LOSS_CLOSED || loss == LOSS_GOODBYE)
        settles(sender);
    note_acknowledged(sender);
    if (loss == LOSS_GOODBYE)
        since = INT64_MAX;
    else if (loss == LOSS_CLOSED)
        since = now() - BUSY_MILLISECONDS;
    unsigned frames = replay_rewind(sender->replay, since);
    TARGET_COUNT(sender->target, resent, frames);
    if (loss == LOSS_RESET || loss == LOSS_CUT)
        TARGET_COUNT(sender->target, reset, 1);
    else if (loss == LOSS_TIMEOUT)
        TARGET_COUNT(sender->target, timeout, 1);
    else
        TARGET_COUNT(sender->target, closed, 1);
    if (!sender->proved || loss == LOSS_TIMEOUT)
        choice_failed(sender->choice, sender->target, now());
    report(sender, frames > 0 ? LOG_WARNING : LOG_INFO, "connection to %s %s; %u frames are sent again",
           sender->target->name, words[loss], frames);
    close_stream(sender, 0);
    close_socket(sender);
    count_window(sender);
}

/* The receiver has read all when it answers our end of file with its own: a receiver
 * that closes with octets unread resets the connection instead. */
static bool close_orderly(struct sender *sender) {
    int64_t until = now() + sender->settings->close_milliseconds;
    bool ended = false, all_read = false;
    char discarded[4096];
    if (stop_deadline(sender) < until)
        until = stop_deadline(sender);
    close_stream(sender, until > now() ? until - now() : 0);
    shutdown(sender->fd, SHUT_WR);
    while (!ended && now() < until) {
        struct pollfd polled = {sender->fd, POLLIN, 0};
        poll(&polled, 1, SLICE_MILLISECONDS);
        if (polled.revents == 0)
            continue;
        ssize_t n = recv(sender->fd, discarded, sizeof(discarded), MSG_DONTWAIT);
        all_read = n == 0;
        ended = n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
    }
    note_acknowledged(sender);
    replay_rewind(sender->replay, INT64_MIN);
    if (all_read)
        replay_clear(sender->replay);
    close_socket(sender);
    count_window(sender);
    return all_read;
}

/* ---- the start of a connection ---- */

enum failure { FAILURE_REFUSED, FAILURE_TIMEOUT, FAILURE_TLS };

static bool connect_address(struct sender *sender, int family, const char *host, enum failure *failure) {
    const struct sender_settings *settings = sender->settings;
    if ((sender->stream = settings->driver->open(settings->driver->context)) == NULL) {
        *failure = FAILURE_REFUSED;
        return false;
    }
    sender->deadline = now() + settings->connect_milliseconds;
    guard_watch(sender->guard, judge_connect, sender);
    bool connected = settings->driver->connect(sender->stream, family, host, sender->target->host,
                                              sender->target->port);
    bool ended = guard_release(sender->guard);
    int fd = settings->driver->socket(sender->stream);
    sender->fd = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (connected && !ended && sender->fd >= 0)
        return true;
    /* where a socket is named, open or not, TCP was connected and the handshake failed */
    *failure = ended ? FAILURE_TIMEOUT : fd >= 0 && settings->driver->tls ? FAILURE_TLS : FAILURE_REFUSED;
    close_stream(sender, 0);
    if (sender->fd >= 0)
        close_socket(sender);
    return false;
}

/* All addresses of the name, in the resolver's order. The first of each family goes by
 * its name, which the driver needs for SNI and to check the certificate, and resolves to
 * the same address; the driver itself never tries a second one. */
static bool connect_target(struct sender *sender, enum failure *failure, const char **reason) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *addresses;
    bool named[AF_MAX] = {false}, connected = false;
    int error = getaddrinfo(sender->target->host, sender->target->port, &hints, &addresses);
    if (error != 0) {
        *reason = gai_strerror(error);
        return false;
    }
    *reason = NULL;
    for (struct addrinfo *address = addresses; address != NULL && !connected; address = address->ai_next) {
        char host[NI_MAXHOST];
        int family = address->ai_family;
        if (family < 0 || family >= AF_MAX ||
            getnameinfo(address->ai_addr, address->ai_addrlen, host, sizeof(host), NULL, 0, NI_NUMERICHOST) != 0)
            continue;
        connected = connect_address(sender, family, named[family] ? host : sender->target->host, failure);
        named[family] = true;
        if (now() >= stop_deadline(sender))
            break;
    }
    freeaddrinfo(addresses);
    return connected;
}

/* the window is with the new target's counter from here on */
static void set_target(struct sender *sender, struct target *target) {
    if (sender->target != NULL)
        TARGET_COUNT(sender->target, window, -(int64_t)sender->window);
    sender->window = 0;
    sender->target = target;
    count_window(sender);
}

static bool try_target(struct sender *sender, struct target *target) {
    static const char *const words[] = {"refused or unreachable", "no answer in time",
                                        "TLS handshake or certificate not accepted; the stream driver's message says why"};
    enum failure failure = FAILURE_REFUSED;
    const char *reason;
    set_target(sender, target);
    if (connect_target(sender, &failure, &reason)) {
        TARGET_COUNT(target, connects, 1);
        struct tcp_progress progress = {0, 0, false, false, 0};
        tcp_progress(sender->fd, &progress);
        sender->start = progress.position;
        sender->frames = 0;
        sender->proved = sender->announced = false;
        return true;
    }
    if (reason != NULL)
        TARGET_COUNT(target, unresolved, 1);
    else if (failure == FAILURE_TIMEOUT)
        TARGET_COUNT(target, timeout, 1);
    else if (failure == FAILURE_TLS)
        TARGET_COUNT(target, tls, 1);
    else
        TARGET_COUNT(target, refused, 1);
    if (choice_failed(sender->choice, target, now()))
        report(sender, LOG_ERR, "cannot connect to %s: %s", target->name, reason != NULL ? reason : words[failure]);
    return false;
}

/* a connection to some target; a patient caller waits for it as long as it takes */
static bool reach(struct sender *sender, bool patient) {
    for (;;) {
        struct target *target;
        while ((target = choice_next(sender->choice, now())) != NULL) {
            int64_t start = now();
            bool connected = try_target(sender, target);
            TARGET_COUNT(target, blocked, now() - start);
            if (connected)
                return true;
            if (stopping(sender))
                return false;
        }
        if (!sender->announced)
            report(sender, LOG_WARNING, "no target can be reached; trying again, messages wait in the queue");
        sender->announced = true;
        if (stopping(sender) || !patient)
            return false;
        int64_t start = now(), wait = choice_wait(sender->choice, start);
        poll(NULL, 0, (int)(wait < SLICE_MILLISECONDS ? wait : SLICE_MILLISECONDS));
        TARGET_COUNT(sender->target, blocked, now() - start);
    }
}

/* ---- the way of the octets ---- */

/* Is the peer still there? Costs one poll as long as it says nothing. A FIN counts only
 * when it is there before the driver reads: reading a close_notify makes it answer, and
 * that answer makes a peer that has closed send a reset, which then means nothing. */
static bool is_alive(struct sender *sender) {
    const struct stream_driver *driver = sender->settings->driver;
    struct pollfd polled = {sender->fd, POLLIN | POLLRDHUP, 0};
    if (poll(&polled, 1, 0) <= 0)
        return true;
    if (driver->tls && (polled.revents & (POLLRDHUP | POLLERR)) == 0) {
        polled.events = POLLRDHUP;
        poll(&polled, 1, FIN_MILLISECONDS);
    }
    enum stream_input input = driver->drain(sender->stream);
    if (input == STREAM_NOTHING && (polled.revents & (POLLRDHUP | POLLERR | POLLHUP)) == 0)
        return true;
    if (input == STREAM_BROKEN || (polled.revents & POLLERR) != 0)
        lose(sender, LOSS_RESET);
    else if (!driver->tls || input == STREAM_NOTHING)
        lose(sender, LOSS_CLOSED);
    else
        lose(sender, (polled.revents & POLLRDHUP) != 0 ? LOSS_GOODBYE : LOSS_CUT);
    return false;
}

static bool write_piece(struct sender *sender, struct text piece) {
    int64_t start = now();
    bool written = true;
    sender->deadline = start + sender->settings->send_milliseconds;
    guard_watch(sender->guard, judge_send, sender);
    while (written && piece.length > 0) {
        ssize_t n = sender->settings->driver->send(sender->stream, piece.start, piece.length);
        written = n >= 0;
        piece = text_skip(piece, n > 0 ? (size_t)n : 0);
    }
    bool ended = guard_release(sender->guard);
    sender->last_sent = now();
    TARGET_COUNT(sender->target, blocked, sender->last_sent - start);
    if (written && !ended)
        return true;
    lose(sender, ended ? LOSS_TIMEOUT : LOSS_RESET);
    return false;
}

/* write all that is unsent; false: the connection is lost, and all is unsent again */
static bool push(struct sender *sender) {
    struct text piece;
    while ((piece = replay_next(sender->replay)).length > 0) {
        struct tcp_progress progress = {0, 0, false, false, 0};
        unsigned frames = replay_next_frames(sender->replay);
        if (!is_alive(sender) || !write_piece(sender, piece))
            return false;
        tcp_progress(sender->fd, &progress);
        replay_sent(sender->replay, sender->last_sent, progress.position);
        note_progress(sender, &progress);
        sender->frames += frames;
        TARGET_COUNT(sender->target, frames, frames);
        TARGET_COUNT(sender->target, bytes, piece.length);
    }
    rescue_done(sender->rescued);
    sender->rescued = NULL;
    count_window(sender);
    return true;
}

/* push, on as many connections as it takes; false: there is none to be had */
static bool deliver(struct sender *sender, bool patient) {
    do {
        if (sender->stream == NULL && !reach(sender, patient))
            return false;
    } while (!push(sender));
    return true;
}

/* what is left goes to a file; false, and all stays, where there can be none */
static bool keep(struct sender *sender) {
    char error[4400] = "no work directory is set";
    struct text piece;
    unsigned frames = 0;
    struct rescue *rescue = NULL;
    replay_rewind(sender->replay, INT64_MIN);
    if (replay_next(sender->replay).length == 0)
        return true;
    if (sender->settings->rescue != NULL)
        rescue = rescue_create(sender->settings->rescue);
    while (rescue != NULL && (piece = replay_next(sender->replay)).length > 0) {
        unsigned count = replay_next_frames(sender->replay);
        rescue_put(rescue, piece, count);
        replay_sent(sender->replay, 0, 0);
        frames += count;
    }
    if (rescue != NULL && rescue_keep(rescue, error, sizeof(error))) {
        replay_clear(sender->replay);
        rescue_done(sender->rescued);
        sender->rescued = NULL;
        report(sender, LOG_NOTICE, "%u frames kept on disk; they are sent first after the next start", frames);
        return true;
    }
    replay_rewind(sender->replay, INT64_MIN);
    report(sender, LOG_ERR, "frames not surely delivered cannot be kept on disk: %s", error);
    return false;
}

/* notice a connection that is lost, before anything is entrusted to it */
static void check(struct sender *sender) {
    if (sender->stream == NULL || !is_alive(sender))
        return;
    note_acknowledged(sender);
    if (is_dead(sender))
        lose(sender, LOSS_TIMEOUT);
}

static bool begin(struct sender *sender) {
    uint64_t interval = sender->settings->rebind_interval;
    check(sender);
    if (sender->stream != NULL && interval > 0 && sender->frames >= interval)
        close_orderly(sender);
    if (deliver(sender, sender->settings->patient)) {
        replay_begin(sender->replay);
        return true;
    }
    if (stopping(sender))
        keep(sender);
    return false;
}

static void withdraw(struct sender *sender) {
    replay_withdraw(sender->replay);
    count_window(sender);
}

static bool commit(struct sender *sender) {
    if (deliver(sender, sender->settings->patient))
        return true;
    if (stopping(sender))
        return keep(sender);
    withdraw(sender);
    return false;
}

bool sender_begin(struct sender *sender) {
    pthread_mutex_lock(&sender->mutex);
    bool begun = begin(sender);
    pthread_mutex_unlock(&sender->mutex);
    return begun;
}

bool sender_add(struct sender *sender, const char *frame, size_t length) {
    pthread_mutex_lock(&sender->mutex);
    bool added = replay_add(sender->replay, frame, length);
    /* what is ready goes out at once; what cannot go now is for the commit to settle */
    if (added && sender->stream != NULL && replay_fill(sender->replay).unsent >= REPLAY_PIECE)
        push(sender);
    pthread_mutex_unlock(&sender->mutex);
    return added;
}

bool sender_commit(struct sender *sender) {
    pthread_mutex_lock(&sender->mutex);
    bool committed = commit(sender);
    pthread_mutex_unlock(&sender->mutex);
    return committed;
}

void sender_withdraw(struct sender *sender) {
    pthread_mutex_lock(&sender->mutex);
    withdraw(sender);
    pthread_mutex_unlock(&sender->mutex);
}

/* ---- the attendant's part ---- */

static int attended_socket(void *context) {
    struct sender *sender = context;
    pthread_mutex_lock(&sender->mutex);
    int fd = sender->stream != NULL ? sender->fd : -1;
    pthread_mutex_unlock(&sender->mutex);
    return fd;
}

static void attend(void *context) {
    struct sender *sender = context;
    if (pthread_mutex_trylock(&sender->mutex) != 0)
        return; /* the worker looks after it itself */
    if (!stopping(sender)) {
        check(sender);
        if (replay_next(sender->replay).length > 0)
            deliver(sender, false);
    }
    pthread_mutex_unlock(&sender->mutex);
}

/* ---- life ---- */

static bool add_rescued(void *context, const char *frame, size_t length) {
    struct sender *sender = context;
    return replay_add(sender->replay, frame, length);
}

static void report_rescue(void *context, const char *error) {
    report(context, LOG_ERR, "%s", error);
}

struct sender *sender_new(const struct sender_settings *settings, unsigned number) {
    struct sender *sender = calloc(1, sizeof(*sender));
    if (sender == NULL)
        return NULL;
    sender->settings = settings;
    pthread_mutex_init(&sender->mutex, NULL);
    sender->fd = -1;
    sender->replay = replay_new(settings->replay_size, settings->replay_milliseconds);
    sender->choice = choice_new(settings->targets, settings->order, number, settings->suspend_milliseconds);
    sender->guard = guard_new();
    if (sender->replay == NULL || sender->choice == NULL || sender->guard == NULL) {
        sender_free(sender);
        return NULL;
    }
    if (settings->rescue != NULL)
        sender->rescued = rescue_take(settings->rescue, add_rescued, report_rescue, sender);
    sender->attendant = attendant_new(attended_socket, attend, sender);
    if (sender->rescued != NULL)
        report(sender, LOG_NOTICE, "%u frames of an earlier run are sent first", rescued_frames(sender->rescued));
    return sender;
}

void sender_free(struct sender *sender) {
    if (sender == NULL)
        return;
    attendant_free(sender->attendant);
    if (sender->replay != NULL) {
        check(sender);
        /* one more try, and none that delays a stop */
        if (replay_next(sender->replay).length > 0 && !stopping(sender))
            deliver(sender, false);
        if (sender->stream != NULL)
            close_orderly(sender);
        keep(sender);
        if (sender->target != NULL)
            TARGET_COUNT(sender->target, window, -(int64_t)sender->window);
    }
    rescue_return(sender->rescued);
    replay_free(sender->replay);
    choice_free(sender->choice);
    guard_free(sender->guard);
    pthread_mutex_destroy(&sender->mutex);
    free(sender);
}
