/* SPDX-License-Identifier: Apache-2.0
 *
 * clock - milliseconds of the monotonic clock, which nobody can set
 *
 *     int64_t until = clock_now() + 1000;
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t clock_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

#endif
