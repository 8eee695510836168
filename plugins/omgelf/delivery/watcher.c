/* SPDX-License-Identifier: Apache-2.0
 *
 * watcher - a thread that waits for a socket; the contract is in watcher.h
 */
#include "config.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "delivery/watcher.h"

struct watcher {
    pthread_t thread;
    int stop; /* eventfd, readable when the thread is to end */
    int (*socket)(void *context);
    void (*attend)(void *context);
    void *context;
};

static bool is_stopped(const struct watcher *watcher, int milliseconds) {
    struct pollfd stop = {watcher->stop, POLLIN, 0};
    return poll(&stop, 1, milliseconds) > 0;
}

/* The worker may close the socket while it is polled here, and its number may be used
 * anew: then attend is called once for nothing. */
static void *wait_and_attend(void *argument) {
    struct watcher *watcher = argument;
    while (!is_stopped(watcher, WATCHER_PAUSE)) {
        struct pollfd polled[] = {{watcher->stop, POLLIN, 0},
                                  {watcher->socket(watcher->context), POLLIN | POLLRDHUP, 0}};
        poll(polled, 2, WATCHER_MILLISECONDS);
        if (polled[0].revents == 0)
            watcher->attend(watcher->context);
    }
    return NULL;
}

struct watcher *watcher_new(int (*socket)(void *context), void (*attend)(void *context), void *context) {
    struct watcher *watcher = malloc(sizeof(*watcher));
    sigset_t all, before;
    if (watcher == NULL)
        return NULL;
    *watcher = (struct watcher){
        .stop = eventfd(0, EFD_CLOEXEC), .socket = socket, .attend = attend, .context = context};
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started =
        watcher->stop >= 0 && pthread_create(&watcher->thread, NULL, wait_and_attend, watcher) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (started)
        return watcher;
    if (watcher->stop >= 0)
        close(watcher->stop);
    free(watcher);
    return NULL;
}

void watcher_free(struct watcher *watcher) {
    if (watcher == NULL)
        return;
    eventfd_write(watcher->stop, 1);
    pthread_join(watcher->thread, NULL);
    close(watcher->stop);
    free(watcher);
}
