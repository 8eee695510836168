/* SPDX-License-Identifier: Apache-2.0
 *
 * guard - a thread that ends blocking calls; the contract is in guard.h
 */
#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "delivery/watchdog.h"

struct guard {
    pthread_mutex_t mutex;
    pthread_cond_t change;
    pthread_t thread;
    bool has_thread, stop, sleeps, fired;
    guard_judge *judge; /* NULL while nothing is watched */
    void *context;
};

static void *watch(void *argument) {
    struct guard *guard = argument;
    pthread_mutex_lock(&guard->mutex);
    while (!guard->stop) {
        if (guard->judge == NULL) {
            guard->sleeps = true;
            pthread_cond_wait(&guard->change, &guard->mutex);
            guard->sleeps = false;
            continue;
        }
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += GUARD_MILLISECONDS * 1000000L;
        if (until.tv_nsec >= 1000000000L)
            until.tv_sec++, until.tv_nsec -= 1000000000L;
        pthread_cond_timedwait(&guard->change, &guard->mutex, &until);
        int socket = guard->judge != NULL ? guard->judge(guard->context) : -1;
        if (socket >= 0) {
            guard->fired = true;
            shutdown(socket, SHUT_RDWR);
        }
    }
    pthread_mutex_unlock(&guard->mutex);
    return NULL;
}

struct guard *guard_new(void) {
    struct guard *guard = calloc(1, sizeof(*guard));
    pthread_condattr_t monotonic;
    if (guard == NULL)
        return NULL;
    pthread_mutex_init(&guard->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&guard->change, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return guard;
}

void guard_free(struct guard *guard) {
    if (guard == NULL)
        return;
    if (guard->has_thread) {
        pthread_mutex_lock(&guard->mutex);
        guard->stop = true;
        pthread_cond_signal(&guard->change);
        pthread_mutex_unlock(&guard->mutex);
        pthread_join(guard->thread, NULL);
    }
    pthread_cond_destroy(&guard->change);
    pthread_mutex_destroy(&guard->mutex);
    free(guard);
}

static void start_thread(struct guard *guard) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    guard->has_thread = pthread_create(&guard->thread, NULL, watch, guard) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

bool guard_watch(struct guard *guard, guard_judge *judge, void *context) {
    pthread_mutex_lock(&guard->mutex);
    guard->judge = judge;
    guard->context = context;
    guard->fired = false;
    if (!guard->has_thread)
        start_thread(guard);
    else if (guard->sleeps)
        pthread_cond_signal(&guard->change);
    bool watched = guard->has_thread;
    pthread_mutex_unlock(&guard->mutex);
    return watched;
}

/* The thread is not woken: it finds nothing to watch when its time is over. A busy
 * worker thus wakes it ten times a second, not at each write. */
bool guard_release(struct guard *guard) {
    pthread_mutex_lock(&guard->mutex);
    guard->judge = NULL;
    bool fired = guard->fired;
    pthread_mutex_unlock(&guard->mutex);
    return fired;
}
