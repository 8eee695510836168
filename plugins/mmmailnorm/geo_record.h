/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_record - values of a database record, read in one walk
 *
 *     struct geo_paths paths = {0};
 *     const char *names[] = {"city", "names", "en", NULL};
 *     int city = geo_paths_add(&paths, names);
 *     MMDB_entry_data_s values[GEO_PATHS_SIZE];
 *     geo_record_read(&paths, &entry, values);
 *     if (values[city].has_data) ...        // type, utf8_string, data_size
 *
 * Maps in this format do not tell where they end, so whoever looks for one value
 * decodes all before it, and libmaxminddb's MMDB_aget_value does so once a value:
 * eight values of a City record with names in eight languages take it 38,000
 * instructions, and a walk that notes them in passing 8,000. Values are the
 * library's (MMDB_entry_data_s: has_data, type, the value, data_size of a text).
 *
 * A path is keys of maps, and "0" for the first element of an array. Of keys that
 * stand twice in a map the first counts. Texts point into the database.
 *
 * Source: MaxMind DB File Format Specification 2.0, "Output Data Section". Files
 * are not trusted: nothing is read outside of the data section, a pointer never
 * leads to a pointer, and a record has at most GEO_RECORD_ELEMENTS. What is passed on
 * the way is judged by its size alone; the library is stricter there.
 */
#ifndef GEO_RECORD_H
#define GEO_RECORD_H

#include <maxminddb.h>

#include "text.h"

enum { GEO_PATHS_SIZE = 32, GEO_RECORD_ELEMENTS = 10000 };

/* one key of a path; node 0 is the record itself */
struct geo_path_node {
    struct text key;
    uint8_t children, child, next; /* how many, the first, the next of the same parent; 0: none */
    bool is_wanted;
};

/* paths as a tree; all zero: none */
struct geo_paths {
    struct geo_path_node nodes[GEO_PATHS_SIZE];
    uint8_t used; /* besides the record itself */
};

/* geo_paths_add - where values[] has the value of a path, which ends with NULL and
 * whose keys outlive the paths; -1 where GEO_PATHS_SIZE nodes do not suffice */
int geo_paths_add(struct geo_paths *paths, const char *const *path);

/* geo_record_read - sets has_data of all values that paths may have. Returns false
 * where the record is damaged; values found by then are good. */
bool geo_record_read(const struct geo_paths *paths, const MMDB_entry_s *entry,
                     MMDB_entry_data_s values[GEO_PATHS_SIZE]);

#endif
