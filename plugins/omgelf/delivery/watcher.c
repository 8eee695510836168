/* SPDX-License-Identifier: Apache-2.0
 *
 * attendant - a thread that waits for a socket; the contract is in attendant.h
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

struct attendant {
    pthread_t thread;
    int stop; /* eventfd, readable when the thread is to end */
    int (*socket)(void *context);
    void (*attend)(void *context);
    void *context;
};

static bool is_stopped(const struct attendant *attendant, int milliseconds) {
    struct pollfd stop = {attendant->stop, POLLIN, 0};
    return poll(&stop, 1, milliseconds) > 0;
}

/* The worker may close the socket while it is polled here, and its number may be used
 * anew: then attend is called once for nothing. */
static void *wait_and_attend(void *argument) {
    struct attendant *attendant = argument;
    while (!is_stopped(attendant, ATTENDANT_PAUSE)) {
        struct pollfd polled[] = {{attendant->stop, POLLIN, 0},
                                  {attendant->socket(attendant->context), POLLIN | POLLRDHUP, 0}};
        poll(polled, 2, ATTENDANT_MILLISECONDS);
        if (polled[0].revents == 0)
            attendant->attend(attendant->context);
    }
    return NULL;
}

struct attendant *attendant_new(int (*socket)(void *context), void (*attend)(void *context), void *context) {
    struct attendant *attendant = malloc(sizeof(*attendant));
    sigset_t all, before;
    if (attendant == NULL)
        return NULL;
    *attendant = (struct attendant){
        .stop = eventfd(0, EFD_CLOEXEC), .socket = socket, .attend = attend, .context = context};
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started =
        attendant->stop >= 0 && pthread_create(&attendant->thread, NULL, wait_and_attend, attendant) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (started)
        return attendant;
    if (attendant->stop >= 0)
        close(attendant->stop);
    free(attendant);
    return NULL;
}

void attendant_free(struct attendant *attendant) {
    if (attendant == NULL)
        return;
    eventfd_write(attendant->stop, 1);
    pthread_join(attendant->thread, NULL);
    close(attendant->stop);
    free(attendant);
}
