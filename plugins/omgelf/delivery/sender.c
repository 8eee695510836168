/* SPDX-License-Identifier: Apache-2.0
 *
 * sender - write, notice losses, send again; the contract is in sender.h
 */
#include "config.h"

#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "delivery/watcher.h"
#include "delivery/clock.h"
#include "delivery/connection.h"
#include "delivery/sender.h"

#define QUIET_MILLISECONDS 500   /* an end of file so long after the last byte is a clean one */
#define RECENT_MILLISECONDS 2000 /* what a receiver may hold that dies right after it has read */
#define PROOF_MILLISECONDS 1000  /* a target works when a connection has stood so long */
#define STALL_FACTOR 10          /* of the time that finding a stalled receiver out has cost */
#define PROGRESS_BYTES 262144    /* a receiver that has taken more than its kernel's buffer reads */
#define SLICE_MILLISECONDS 100

struct sender {
    pthread_mutex_t mutex; /* worker or watcher: all below, but what is atomic */
    const struct sender_settings *settings;
    struct watcher *watcher;
    struct connection *connection;
    struct connection *probe; /* watcher only, without the mutex */
    struct replay *replay;
    struct choice *choice;
    struct rescued *rescued; /* files whose frames are in the window, unsent */
    struct target *target;   /* of the connection, or the last one */
    uint64_t frames;         /* written to this connection */
    int64_t opened;          /* when this connection was */
    int64_t written;         /* when something was, last */
    uint64_t acknowledged;   /* bytes, on this connection */
    bool proved;             /* and it has stood for a while */
    bool announced;          /* that no target can be reached */
    bool rescue_again;       /* files wait until those taken are sent, or until there is memory */
    bool unwritable;         /* a file could not be written, and the log has the reason */
    size_t window;           /* what the target's counter knows */
    int64_t stop_deadline;   /* atomic; 0 until stopping was seen */
    bool closing;            /* atomic */
};

static void __attribute__((format(printf, 3, 4)))
report(const struct sender *sender, int severity, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    sender->settings->log(severity, text);
}

/* end of the time that stopping grants, or INT64_MAX; worker, watcher and watchdog ask */
static int64_t stop_deadline(struct sender *sender) {
    int64_t deadline = __atomic_load_n(&sender->stop_deadline, __ATOMIC_RELAXED);
    if (deadline != 0)
        return deadline;
    if (!sender->settings->stopping())
        return INT64_MAX;
    int64_t first = clock_now() + sender->settings->close_milliseconds;
    return __atomic_compare_exchange_n(&sender->stop_deadline, &deadline, first, false, __ATOMIC_RELAXED,
                                       __ATOMIC_RELAXED)
               ? first
               : deadline;
}

static bool stopping(struct sender *sender) {
    return stop_deadline(sender) != INT64_MAX;
}

/* In the watchdog's thread, or in that of the call. A receiver that does not read but lives is waited for,
 * unless another target is there. Opening a connection has its own limit. */
static bool give_up(void *context, int64_t blocked) {
    struct sender *sender = context;
    const struct sender_settings *settings = sender->settings;
    struct tcp_progress progress;
    int64_t now = clock_now();
    if (now >= stop_deadline(sender))
        return true;
    if (blocked < settings->send_milliseconds || !connection_is_open(sender->connection))
        return false;
    return choice_has_other(sender->choice, sender->target, now) ||
           (connection_progress(sender->connection, &progress) && progress.unanswered &&
            progress.silence >= settings->send_milliseconds);
}

/* A probe is worth no delay of an end. */
static bool give_up_probe(void *context, int64_t blocked) {
    struct sender *sender = context;
    (void)blocked;
    return __atomic_load_n(&sender->closing, __ATOMIC_RELAXED) || stopping(sender);
}

static void count_window(struct sender *sender) {
    struct replay_fill fill = replay_fill(sender->replay);
    size_t window = fill.unsent + fill.in_flight + fill.acknowledged;
    if (sender->target != NULL && window != sender->window) {
        TARGET_COUNT(sender->target, window, window - sender->window);
        sender->window = window;
    }
}

/* ---- losses ---- */

/* A target works when it has acknowledged a frame and the connection has stood for a
 * while: one that accepts and resets at once is suspended, longer each time, like one that
 * cannot be connected to. */
static void note_progress(struct sender *sender) {
    struct tcp_progress progress;
    if (!connection_progress(sender->connection, &progress))
        return;
    replay_acknowledge(sender->replay,
                       progress.acknowledged == progress.position ? UINT64_MAX : progress.acknowledged);
    sender->acknowledged = progress.acknowledged;
    if (sender->proved || sender->acknowledged == 0 || clock_now() - sender->opened < PROOF_MILLISECONDS)
        return;
    sender->proved = true;
    if (choice_worked(sender->choice, sender->target))
        report(sender, LOG_INFO, "%s takes messages again", sender->target->name);
}

/* A receiver that dies soon after each connection is left alone longer each time. Not so a lone
 * one that reads: there the first pause is enough. */
static void back_off(struct sender *sender, int64_t now) {
    if (sender->acknowledged >= PROGRESS_BYTES && !choice_has_other(sender->choice, sender->target, now))
        (void)choice_worked(sender->choice, sender->target);
    choice_lost(sender->choice, sender->target, now);
}

static void lose(struct sender *sender, enum connection_end end) {
    static const char *const words[] = {
        [END_CLOSED] = "closed by the receiver",
        [END_GOODBYE] = "closed by the receiver",
        [END_RESET] = "reset",
        [END_TIMEOUT] = "given up: no answer",
        [END_UNSENT] = "given up: the stream driver claims to have sent what it has not (use another one, "
                       "ossl or gtls, or a newer rsyslog)"};
    struct target *target = sender->target;
    int64_t since = INT64_MIN, now = clock_now();
    note_progress(sender);
    if (end == END_GOODBYE)
        since = INT64_MAX;
    else if (end == END_CLOSED)
        since = now - sender->written < QUIET_MILLISECONDS ? now - RECENT_MILLISECONDS : INT64_MAX;
    unsigned frames = replay_rewind(sender->replay, since);
    TARGET_COUNT(target, resent, frames);
    if (end == END_TIMEOUT)
        TARGET_COUNT(target, timeout, 1);
    else if (end == END_CLOSED || end == END_GOODBYE)
        TARGET_COUNT(target, closed, 1);
    else
        TARGET_COUNT(target, reset, 1);
    if (end == END_TIMEOUT)
        choice_stalled(sender->choice, target, now + STALL_FACTOR * sender->settings->send_milliseconds);
    if (end == END_TIMEOUT || end == END_UNSENT || sender->acknowledged == 0 ||
        (frames > 0 && !sender->proved))
        back_off(sender, now);
    report(sender,
           end == END_UNSENT ? LOG_ERR
           : frames > 0      ? LOG_WARNING
                             : LOG_INFO,
           "connection to %s %s; %u frames are sent again", target->name, words[end], frames);
    connection_drop(sender->connection);
    count_window(sender);
}

/* what the receiver has surely read is forgotten, all else is unsent again */
static unsigned conclude(struct sender *sender) {
    int64_t milliseconds = sender->settings->close_milliseconds;
    int64_t left = stop_deadline(sender) == INT64_MAX ? milliseconds : stop_deadline(sender) - clock_now();
    if (connection_finish(sender->connection, left < milliseconds ? left : milliseconds))
        replay_forget(sender->replay);
    else
        note_progress(sender);
    unsigned frames = replay_rewind(sender->replay, INT64_MIN);
    connection_drop(sender->connection);
    count_window(sender);
    return frames;
}

/* The receiver has said goodbye, or talks; it gets a goodbye, too, and time to read all. */
static void say_goodbye(struct sender *sender) {
    unsigned frames = conclude(sender);
    TARGET_COUNT(sender->target, resent, frames);
    TARGET_COUNT(sender->target, closed, 1);
    if (frames > 0 && !sender->proved)
        back_off(sender, clock_now());
    report(sender, frames > 0 ? LOG_WARNING : LOG_INFO,
           "connection to %s closed by the receiver; %u frames are sent again", sender->target->name, frames);
}

/* false: the connection was lost, and what it may have cost is unsent again */
static bool is_alive(struct sender *sender) {
    enum connection_end end = connection_check(sender->connection, sender->settings->send_milliseconds);
    if (end == END_DUE)
        say_goodbye(sender);
    else if (end != END_NONE)
        lose(sender, end);
    return end == END_NONE;
}

/* a connection that stands is closed, with all of it read */
static void finish(struct sender *sender) {
    if (is_alive(sender))
        conclude(sender);
}

/* ---- connections ---- */

/* the window is with the new target's counter from here on */
static void set_target(struct sender *sender, struct target *target) {
    if (sender->target != NULL)
        TARGET_COUNT(sender->target, window, -(int64_t)sender->window);
    sender->window = 0;
    sender->target = target;
    count_window(sender);
}

static void fail_target(struct sender *sender, struct target *target, enum connection_failure failure,
                        const char *reason) {
    switch (failure) {
    case FAILURE_UNRESOLVED:
        TARGET_COUNT(target, unresolved, 1);
        break;
    case FAILURE_REFUSED:
        TARGET_COUNT(target, refused, 1);
        break;
    case FAILURE_TIMEOUT:
        TARGET_COUNT(target, timeout, 1);
        break;
    case FAILURE_TLS:
        TARGET_COUNT(target, tls, 1);
    }
    if (choice_failed(sender->choice, target, clock_now()))
        report(sender, LOG_ERR, "cannot connect to %s: %s", target->name, reason);
}

static bool try_target(struct sender *sender, struct target *target) {
    int64_t start = clock_now();
    enum connection_failure failure;
    const char *reason;
    set_target(sender, target);
    bool opened = connection_open(sender->connection, target->host, target->port,
                                  sender->settings->connect_milliseconds, &failure, &reason);
    TARGET_COUNT(target, blocked, clock_now() - start);
    if (!opened) {
        fail_target(sender, target, failure, reason);
        return false;
    }
    TARGET_COUNT(target, connects, 1);
    sender->frames = 0;
    sender->opened = clock_now();
    sender->acknowledged = 0;
    sender->proved = sender->announced = false;
    return true;
}

/* a connection to some target; a patient caller waits for it as long as it takes */
static bool reach(struct sender *sender, bool patient) {
    for (;;) {
        struct target *target;
        while ((target = choice_next(sender->choice, clock_now())) != NULL) {
            if (try_target(sender, target))
                return true;
            if (stopping(sender))
                return false;
        }
        if (!sender->announced)
            report(sender, LOG_WARNING, "no target can be reached; trying again, messages wait in the queue");
        sender->announced = true;
        if (stopping(sender) || !patient)
            return false;
        int64_t start = clock_now(), wait = choice_wait(sender->choice, start);
        poll(NULL, 0, (int)(wait < SLICE_MILLISECONDS ? wait : SLICE_MILLISECONDS));
        TARGET_COUNT(sender->target, blocked, clock_now() - start);
    }
}

/* ---- frames ---- */

static bool push_piece(struct sender *sender, struct text piece) {
    unsigned frames = replay_next_frames(sender->replay);
    int64_t start = clock_now();
    enum connection_end end;
    uint64_t position;
    if (!is_alive(sender))
        return false;
    bool written = connection_write(sender->connection, piece, &end, &position);
    int64_t now = clock_now();
    sender->written = now;
    TARGET_COUNT(sender->target, blocked, now - start);
    if (!written) {
        lose(sender, end);
        return false;
    }
    /* where the kernel does not tell, nothing counts as acknowledged until it does */
    replay_sent(sender->replay, now, position);
    note_progress(sender);
    sender->frames += frames;
    TARGET_COUNT(sender->target, frames, frames);
    TARGET_COUNT(sender->target, bytes, piece.length);
    return true;
}

/* write all that is unsent; false: the connection is lost, and all is unsent again */
static bool push(struct sender *sender) {
    struct text piece;
    while ((piece = replay_next(sender->replay)).length > 0)
        if (!push_piece(sender, piece))
            return false;
    rescue_done(sender->rescued);
    sender->rescued = NULL;
    count_window(sender);
    return true;
}

/* push, on as many connections as it takes; false: there is none to be had */
static bool deliver(struct sender *sender, bool patient) {
    do {
        if (!connection_is_open(sender->connection) && !reach(sender, patient))
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
        replay_forget(sender->replay);
        rescue_done(sender->rescued);
        sender->rescued = NULL;
        report(sender, LOG_NOTICE, "%u frames kept on disk; they are sent first after the next start",
               frames);
        return true;
    }
    replay_rewind(sender->replay, INT64_MIN);
    if (!sender->unwritable)
        report(sender, LOG_ERR, "frames not surely delivered cannot be kept on disk: %s", error);
    sender->unwritable = true;
    return false;
}

/* ---- frames of an earlier run ---- */

/* All frames of a file, or none: a file that stays is sent another time. */
static bool add_rescued(void *context, struct text frames) {
    struct sender *sender = context;
    replay_begin(sender->replay);
    while (frames.length > 0) {
        size_t length = strlen(frames.start);
        if (!replay_add(sender->replay, frames.start, length)) {
            replay_withdraw(sender->replay);
            return false;
        }
        frames = text_skip(frames, length + 1);
    }
    return true;
}

static void report_rescue(void *context, const char *error) {
    report(context, LOG_ERR, "%s", error);
}

static void take_rescued(struct sender *sender) {
    bool before = sender->rescue_again;
    struct rescued *rescued =
        rescue_take(sender->settings->rescue, add_rescued, report_rescue, sender, &sender->rescue_again);
    if (rescued != NULL)
        report(sender, LOG_NOTICE, "%u frames of an earlier run are sent first", rescued_frames(rescued));
    else if (sender->rescue_again && !before)
        report(sender, LOG_ERR,
               "no memory for frames of an earlier run; they stay on disk, to be tried again");
    sender->rescued = rescued;
}

/* ---- the worker's calls ---- */

static bool begin(struct sender *sender) {
    uint64_t interval = sender->settings->rebind_interval;
    if (connection_is_open(sender->connection) && is_alive(sender)) {
        note_progress(sender);
        if (interval > 0 && sender->frames >= interval)
            finish(sender);
    }
    if (sender->rescue_again && sender->rescued == NULL)
        take_rescued(sender);
    /* At a stop the batch is taken all the same, and goes to a file. After a refusal rsyslog 8.2302
     * brings it and keeps it in the queue, too; 8.2608 throws it away where the queue is a ruleset's. */
    if (deliver(sender, sender->settings->patient) ||
        (stopping(sender) && sender->settings->rescue != NULL)) {
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
    if (stopping(sender) && keep(sender))
        return true;
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
    if (added && connection_is_open(sender->connection) && replay_fill(sender->replay).unsent >= REPLAY_PIECE)
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

/* ---- the watcher's ---- */

static int attended_socket(void *context) {
    struct sender *sender = context;
    pthread_mutex_lock(&sender->mutex);
    int fd = connection_socket(sender->connection);
    pthread_mutex_unlock(&sender->mutex);
    return fd;
}

/* Failover's way back: the worker goes on meanwhile, and only once the earlier target
 * has taken a connection (TLS handshake included) does it leave the one that works, with
 * all of it read. The mutex is let go and held again. */
static void go_back(struct sender *sender, struct target *earlier) {
    enum connection_failure failure;
    const char *reason;
    pthread_mutex_unlock(&sender->mutex);
    bool opened = connection_open(sender->probe, earlier->host, earlier->port,
                                  sender->settings->connect_milliseconds, &failure, &reason);
    if (opened)
        connection_finish(sender->probe, sender->settings->close_milliseconds);
    connection_drop(sender->probe);
    pthread_mutex_lock(&sender->mutex);
    if (stopping(sender) || !connection_is_open(sender->connection) ||
        choice_earlier(sender->choice, sender->target, clock_now()) != earlier)
        return; /* what the worker has seen since is newer */
    if (!opened) {
        fail_target(sender, earlier, failure, reason);
        return;
    }
    report(sender, LOG_INFO, "%s can be reached again; going back to it from %s", earlier->name,
           sender->target->name);
    finish(sender);
    deliver(sender, false);
}

static void attend(void *context) {
    struct sender *sender = context;
    struct target *earlier;
    if (pthread_mutex_trylock(&sender->mutex) != 0)
        return; /* the worker looks after it itself */
    if (!stopping(sender)) {
        if (connection_is_open(sender->connection) && is_alive(sender))
            note_progress(sender);
        if (sender->rescue_again && sender->rescued == NULL)
            take_rescued(sender);
        if (replay_next(sender->replay).length > 0)
            deliver(sender, false);
        if (connection_is_open(sender->connection) &&
            (earlier = choice_earlier(sender->choice, sender->target, clock_now())) != NULL)
            go_back(sender, earlier);
    }
    pthread_mutex_unlock(&sender->mutex);
}

/* ---- life ---- */

struct sender *sender_new(const struct sender_settings *settings, unsigned number) {
    struct sender *sender = calloc(1, sizeof(*sender));
    if (sender == NULL)
        return NULL;
    pthread_mutex_init(&sender->mutex, NULL);
    sender->settings = settings;
    sender->replay = replay_new(settings->replay_size, settings->replay_milliseconds);
    sender->choice = choice_new(settings->targets, settings->order, number, settings->suspend_milliseconds);
    sender->connection = connection_new(settings->driver, give_up, sender);
    sender->probe = connection_new(settings->driver, give_up_probe, sender);
    if (sender->replay == NULL || sender->choice == NULL || sender->connection == NULL ||
        sender->probe == NULL || (sender->watcher = watcher_new(attended_socket, attend, sender)) == NULL) {
        sender_free(sender);
        return NULL;
    }
    pthread_mutex_lock(&sender->mutex);
    if (settings->rescue != NULL)
        take_rescued(sender);
    pthread_mutex_unlock(&sender->mutex);
    return sender;
}

static void close_down(struct sender *sender) {
    if (connection_is_open(sender->connection))
        (void)is_alive(sender);
    /* one more try, and none that delays a stop */
    if (replay_next(sender->replay).length > 0 && !stopping(sender))
        deliver(sender, false);
    if (connection_is_open(sender->connection))
        finish(sender);
    keep(sender);
    if (sender->target != NULL)
        TARGET_COUNT(sender->target, window, -(int64_t)sender->window);
}

void sender_free(struct sender *sender) {
    if (sender == NULL)
        return;
    __atomic_store_n(&sender->closing, true, __ATOMIC_RELAXED);
    watcher_free(sender->watcher);
    if (sender->replay != NULL && sender->connection != NULL && sender->choice != NULL)
        close_down(sender);
    rescue_return(sender->rescued);
    connection_free(sender->connection);
    connection_free(sender->probe);
    replay_free(sender->replay);
    choice_free(sender->choice);
    pthread_mutex_destroy(&sender->mutex);
    free(sender);
}
