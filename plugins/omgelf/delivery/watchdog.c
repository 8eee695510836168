/* SPDX-License-Identifier: Apache-2.0
 *
 * watchdog - a thread that ends blocking calls; the contract is in watchdog.h
 */
#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "delivery/watchdog.h"

struct watchdog {
    pthread_mutex_t mutex;
    pthread_cond_t change;
    pthread_t thread;
    bool has_thread, stop, sleeps, fired;
    watchdog_judge *judge; /* NULL while nothing is watched */
    void *context;
};

static void *watch(void *argument) {
    struct watchdog *watchdog = argument;
    pthread_mutex_lock(&watchdog->mutex);
    while (!watchdog->stop) {
        if (watchdog->judge == NULL) {
            watchdog->sleeps = true;
            pthread_cond_wait(&watchdog->change, &watchdog->mutex);
            watchdog->sleeps = false;
            continue;
        }
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += WATCHDOG_MILLISECONDS * 1000000L;
        if (until.tv_nsec >= 1000000000L)
            until.tv_sec++, until.tv_nsec -= 1000000000L;
        pthread_cond_timedwait(&watchdog->change, &watchdog->mutex, &until);
        int socket = watchdog->judge != NULL ? watchdog->judge(watchdog->context) : -1;
        if (socket >= 0) {
            watchdog->fired = true;
            shutdown(socket, SHUT_RDWR);
        }
    }
    pthread_mutex_unlock(&watchdog->mutex);
    return NULL;
}

struct watchdog *watchdog_new(void) {
    struct watchdog *watchdog = calloc(1, sizeof(*watchdog));
    pthread_condattr_t monotonic;
    if (watchdog == NULL)
        return NULL;
    pthread_mutex_init(&watchdog->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&watchdog->change, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return watchdog;
}

void watchdog_free(struct watchdog *watchdog) {
    if (watchdog == NULL)
        return;
    if (watchdog->has_thread) {
        pthread_mutex_lock(&watchdog->mutex);
        watchdog->stop = true;
        pthread_cond_signal(&watchdog->change);
        pthread_mutex_unlock(&watchdog->mutex);
        pthread_join(watchdog->thread, NULL);
    }
    pthread_cond_destroy(&watchdog->change);
    pthread_mutex_destroy(&watchdog->mutex);
    free(watchdog);
}

static void start_thread(struct watchdog *watchdog) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    watchdog->has_thread = pthread_create(&watchdog->thread, NULL, watch, watchdog) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

bool watchdog_watch(struct watchdog *watchdog, watchdog_judge *judge, void *context) {
    pthread_mutex_lock(&watchdog->mutex);
    watchdog->judge = judge;
    watchdog->context = context;
    watchdog->fired = false;
    if (!watchdog->has_thread)
        start_thread(watchdog);
    else if (watchdog->sleeps)
        pthread_cond_signal(&watchdog->change);
    bool watched = watchdog->has_thread;
    pthread_mutex_unlock(&watchdog->mutex);
    return watched;
}

/* The thread is not woken: it finds nothing to watch when its time is over. A busy
 * worker thus wakes it ten times a second, not at each write. */
bool watchdog_release(struct watchdog *watchdog) {
    pthread_mutex_lock(&watchdog->mutex);
    watchdog->judge = NULL;
    bool fired = watchdog->fired;
    pthread_mutex_unlock(&watchdog->mutex);
    return fired;
}
