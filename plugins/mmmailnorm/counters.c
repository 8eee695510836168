/* SPDX-License-Identifier: Apache-2.0
 *
 * counters - their names; the contract is in counters.h
 */
#include "config.h"

#include <stddef.h>

#include "counters.h"

const struct counter_row counter_rows[] = {
#define COUNTER(name, meaning) {#name, meaning, offsetof(struct counters, name)},
    COUNTERS(COUNTER)
#undef COUNTER
    {NULL, NULL, 0}};
