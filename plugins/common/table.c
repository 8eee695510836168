/* SPDX-License-Identifier: Apache-2.0
 *
 * table - the contract is in table.h
 */
#include "config.h"

#include <stdlib.h>

#include "common/table.h"

struct table_slot {
    struct text key; /* start is NULL in a free slot */
    void *value;
};

/* slot that holds the key, or the free one where it belongs */
static struct table_slot *slot_of(const struct table *table, struct text key) {
    size_t at = text_hash(key) >> 20 & (table->size - 1);
    while (table->slots[at].key.start != NULL && !text_is(table->slots[at].key, key))
        at = (at + 1) & (table->size - 1);
    return &table->slots[at];
}

static bool grow(struct table *table) {
    struct table old = *table;
    size_t size = old.size == 0 ? 64 : old.size * 2;
    struct table_slot *slots = calloc(size, sizeof(*slots));
    if (slots == NULL)
        return false;
    table->size = size;
    table->slots = slots;
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i].key.start != NULL)
            *slot_of(table, old.slots[i].key) = old.slots[i];
    free(old.slots);
    return true;
}

bool table_put(struct table *table, struct text key, void *value) {
    if (table->count * 2 >= table->size && !grow(table))
        return false;
    struct table_slot *slot = slot_of(table, key);
    if (slot->key.start == NULL)
        table->count++;
    *slot = (struct table_slot){key, value};
    return true;
}

void *table_get(const struct table *table, struct text key) {
    return table->size == 0 ? NULL : slot_of(table, key)->value;
}

void table_free(struct table *table, void (*free_value)(void *)) {
    for (size_t i = 0; free_value != NULL && i < table->size; i++)
        if (table->slots[i].key.start != NULL)
            free_value(table->slots[i].value);
    free(table->slots);
    *table = (struct table){0};
}
