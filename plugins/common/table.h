/* SPDX-License-Identifier: Apache-2.0
 *
 * table - a hash table from texts to pointers, filled at load time
 *
 *     struct table table = {0};
 *     table_put(&table, TEXT("smtpd"), pointer);     // false when memory is out
 *     table_get(&table, TEXT("smtpd"));       // pointer; NULL where absent
 *     table_free(&table, free);               // frees the pointers, too
 *
 * Keys are not copied: they must live as long as the table. Putting a key again
 * replaces its pointer. A pointer that could not be put still belongs
 * to the caller. The table grows without bound: it is for configuration, never for
 * texts of log lines. Once it is filled, readers need no lock.
 */
#ifndef TABLE_H
#define TABLE_H

#include "common/text.h"

struct table {
    struct table_slot *slots;
    size_t size, count; /* size is 0 or a power of two */
};

bool table_put(struct table *table, struct text key, void *value);
void *table_get(const struct table *table, struct text key);
void table_free(struct table *table, void (*free_value)(void *));

#endif
