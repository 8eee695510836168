/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_database - one file in the MaxMind DB format, checked and kept in memory
 *
 *     struct geo_database *database = geo_database_open("GeoLite2-City.mmdb", error, sizeof(error));
 *     uint32_t record;
 *     if (geo_database_find(database, (const struct sockaddr *)&address, &record) && record != GEO_NO_RECORD)
 *         geo_database_read(database, record, &place);
 *
 * The file is copied into memory of its own (memfd_create), and the copy is
 * mapped: a file that is overwritten or cut short in place, as cp does, would
 * kill a process that maps it (SIGBUS). So a database costs its size in memory,
 * and nothing that happens to the file can hurt before the next open.
 *
 * Open reads the metadata, then walks a sample of GEO_SAMPLE nodes spread over the
 * whole search tree and decodes every record it finds there: a hole or a foreign
 * piece in the file is found here, not in the middle of a line. Damage that is found
 * later makes geo_database_find or geo_database_read return false.
 *
 * An open database never changes; threads share it without a lock. All who open a
 * file in one state have one copy of it, which the last of them frees. Opening and
 * freeing take a lock of this unit, in which nothing else is locked.
 */
#ifndef GEO_DATABASE_H
#define GEO_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

#include "geo/geo_place.h"

struct sockaddr;
struct geo_database;

enum { GEO_SAMPLE = 4096 };

/* the state of a file: differs when the file has changed */
struct geo_file {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec changed; /* ctime: cp -p and unpacking keep the mtime */
};

/* the file's state now; all zero where there is none */
struct geo_file geo_file_of(const char *path);
bool geo_file_is(const struct geo_file *file, const struct geo_file *other);

/* NULL and "FILE: what is wrong; the fix" in error where it fails. Each open needs
 * its free. */
struct geo_database *geo_database_open(const char *path, char *error, size_t size);
void geo_database_free(struct geo_database *database);

/* geo_database_find - the number of the record of an IPv4 or IPv6 address: many
 * networks may share one. GEO_NO_RECORD where the database does not know it, as no
 * IPv6 address is known in a database of IPv4 alone. Returns false where the database
 * is damaged. */
#define GEO_NO_RECORD UINT32_MAX
bool geo_database_find(const struct geo_database *database, const struct sockaddr *address, uint32_t *record);

/* geo_database_read - what the record knows is added to the place (see
 * geo_layout_read). Returns false where the database is damaged. */
bool geo_database_read(const struct geo_database *database, uint32_t record, struct geo_place *place);

#endif
