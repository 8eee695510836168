/* SPDX-License-Identifier: Apache-2.0
 *
 * counters - their names; the contract is in counters.h
 */
#include "config.h"

#include <stddef.h>

#include "common/array.h"
#include "event/counters.h"

const struct counter_row counter_rows[] = {
#define COUNTER(name, meaning) {#name, meaning, offsetof(struct counters, name)},
    COUNTERS
#undef COUNTER
    {NULL, NULL, 0}};

static const struct counter_row *row_at(unsigned offset) {
    const struct counter_row *row = counter_rows;
    while (row->offset != offset)
        row++;
    return row;
}

const struct counter_row *counters_first_loss(const struct counters *counters, unsigned *told) {
    static const unsigned losses[] = {
#define LOSS(name) offsetof(struct counters, name),
        COUNTER_LOSSES(LOSS)
#undef LOSS
    };
    for (unsigned i = 0; i < COUNT_OF(losses); i++) {
        const uint64_t *counter = (const uint64_t *)(const void *)((const char *)counters + losses[i]);
        if (__atomic_load_n(counter, __ATOMIC_RELAXED) == 0 ||
            __atomic_load_n(told, __ATOMIC_RELAXED) >> i & 1)
            continue;
        if ((__atomic_fetch_or(told, 1u << i, __ATOMIC_RELAXED) >> i & 1) == 0)
            return row_at(losses[i]);
    }
    return NULL;
}
