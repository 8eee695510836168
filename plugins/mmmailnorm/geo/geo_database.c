/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_database - open, check, look up; the contract is in geo_database.h
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "geo/geo_database.h"
#include "geo/geo_layout.h"

struct geo_database {
    struct geo_database *next;
    unsigned references;
    struct geo_file file; /* when it was opened */
    MMDB_s mmdb;
    struct geo_layout layout;
};

/* of the process: guarded by opening, which is held for a whole open, so that who
 * wants the same file meanwhile waits for that copy */
static struct geo_database *open_databases;
static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;

#define HINT "give the path of a whole City, Country or ASN database in MMDB format, or leave it out"

static struct geo_file file_of(const struct stat *status) {
    struct geo_file file = {status->st_dev, status->st_ino, status->st_size, status->st_ctim};
    return file;
}

struct geo_file geo_file_of(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 ? file_of(&status) : (struct geo_file){0};
}

bool geo_file_is(const struct geo_file *file, const struct geo_file *other) {
    return file->device == other->device && file->inode == other->inode && file->size == other->size &&
           file->changed.tv_sec == other->changed.tv_sec && file->changed.tv_nsec == other->changed.tv_nsec;
}

static int copy_all(int to, int from, off_t size) {
    while (size > 0) {
        ssize_t n = sendfile(to, from, NULL, (size_t)size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? errno : ESTALE;
        size -= n;
    }
    return 0;
}

/* descriptor of a private copy, or -1 with an error */
static int copy_file(const char *path, struct geo_file *file, char *error, size_t size) {
    struct stat before, after;
    int copy = -1, problem = 0;
    int original = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe would wait for its writer */
    if (original < 0 || fstat(original, &before) != 0) {
        snprintf(error, size, "%s: %s; " HINT, path, strerror(errno));
        goto cleanup;
    }
    if (!S_ISREG(before.st_mode)) {
        snprintf(error, size, "%s: is no regular file; " HINT, path);
        goto cleanup;
    }
    copy = memfd_create("geo database", MFD_CLOEXEC);
    problem = copy < 0 ? errno : copy_all(copy, original, before.st_size);
    if (problem != 0 && problem != ESTALE) {
        snprintf(error, size, "%s: %s; it is kept in memory, which takes %lld bytes", path, strerror(problem),
                 (long long)before.st_size);
        goto cleanup;
    }
    *file = file_of(&before);
    struct geo_file now = fstat(original, &after) == 0 ? file_of(&after) : (struct geo_file){0};
    if (problem == ESTALE || !geo_file_is(file, &now)) {
        problem = ESTALE;
        snprintf(error, size, "%s: changes while it is read; write a new file beside it and rename that",
                 path);
    }

cleanup:
    if (original >= 0)
        close(original);
    if (problem != 0 && copy >= 0) {
        close(copy);
        copy = -1;
    }
    return copy;
}

/* the record decodes as a whole; then the layout learns from it */
static bool check_record(struct geo_database *database, uint8_t type, MMDB_entry_s *entry) {
    MMDB_entry_data_list_s *list = NULL;
    if (type == MMDB_RECORD_TYPE_INVALID)
        return false;
    if (type != MMDB_RECORD_TYPE_DATA)
        return true;
    int status = MMDB_get_entry_data_list(entry, &list);
    MMDB_free_entry_data_list(list);
    if (status != MMDB_SUCCESS)
        return false;
    geo_layout_learn(&database->layout, entry);
    return true;
}

static bool check_sample(struct geo_database *database) {
    uint32_t nodes = database->mmdb.metadata.node_count;
    uint32_t sample = nodes < GEO_SAMPLE ? nodes : GEO_SAMPLE;
    for (uint32_t i = 0; i < sample; i++) {
        MMDB_search_node_s node;
        uint32_t number = (uint32_t)((uint64_t)i * nodes / sample);
        if (MMDB_read_node(&database->mmdb, number, &node) != MMDB_SUCCESS ||
            !check_record(database, node.left_record_type, &node.left_record_entry) ||
            !check_record(database, node.right_record_type, &node.right_record_entry))
            return false;
    }
    return true;
}

/* maps the copy; the library opens by name only */
static bool open_copy(struct geo_database *database, const char *path, int copy, char *error, size_t size) {
    char name[40];
    snprintf(name, sizeof(name), "/proc/self/fd/%d", copy);
    int status = MMDB_open(name, MMDB_MODE_MMAP, &database->mmdb);
    if (status == MMDB_FILE_OPEN_ERROR)
        snprintf(error, size, "%s: its copy in memory cannot be opened (%s); let rsyslogd read /proc/self/fd",
                 path, strerror(errno));
    else if (status != MMDB_SUCCESS)
        snprintf(error, size, "%s: is no MMDB database, or a part of one (%s); " HINT, path,
                 MMDB_strerror(status));
    return status == MMDB_SUCCESS;
}

static bool check(struct geo_database *database, const char *path, char *error, size_t size) {
    bool whole = check_sample(database), known = geo_layout_is_known(&database->layout);
    if (!whole)
        snprintf(error, size, "%s: is damaged; get the file again", path);
    else if (!known)
        snprintf(error, size,
                 "%s: has no place and no network that this version knows (its type is \"%s\"); " HINT, path,
                 database->mmdb.metadata.database_type);
    return whole && known;
}

static struct geo_database *open_anew(const char *path, char *error, size_t size) {
    struct geo_database *database = calloc(1, sizeof(*database));
    if (database == NULL) {
        snprintf(error, size, "%s: out of memory", path);
        return NULL;
    }
    int copy = copy_file(path, &database->file, error, size);
    bool opened = copy >= 0 && open_copy(database, path, copy, error, size);
    if (copy >= 0)
        close(copy);
    if (opened && check(database, path, error, size))
        return database;
    if (opened)
        MMDB_close(&database->mmdb);
    free(database);
    return NULL;
}

static struct geo_database *find_open(const struct geo_file *file) {
    struct geo_database *database = open_databases;
    while (database != NULL && !geo_file_is(&database->file, file))
        database = database->next;
    return database;
}

struct geo_database *geo_database_open(const char *path, char *error, size_t size) {
    pthread_mutex_lock(&opening);
    struct geo_file file = geo_file_of(path);
    struct geo_database *database = find_open(&file);
    if (database == NULL && (database = open_anew(path, error, size)) != NULL) {
        database->next = open_databases;
        open_databases = database;
    }
    if (database != NULL)
        database->references++;
    pthread_mutex_unlock(&opening);
    return database;
}

void geo_database_free(struct geo_database *database) {
    if (database == NULL)
        return;
    pthread_mutex_lock(&opening);
    bool was_last = --database->references == 0;
    struct geo_database **link = &open_databases;
    while (was_last && *link != database)
        link = &(*link)->next;
    if (was_last)
        *link = database->next;
    pthread_mutex_unlock(&opening);
    if (!was_last)
        return;
    MMDB_close(&database->mmdb);
    free(database);
}

bool geo_database_find(const struct geo_database *database, const struct sockaddr *address,
                       uint32_t *record) {
    int status;
    *record = GEO_NO_RECORD;
    if (address->sa_family == AF_INET6 && database->mmdb.metadata.ip_version == 4)
        return true;
    MMDB_lookup_result_s result = MMDB_lookup_sockaddr(&database->mmdb, address, &status);
    if (status != MMDB_SUCCESS)
        return false;
    if (result.found_entry)
        *record = result.entry.offset;
    return true;
}

bool geo_database_read(const struct geo_database *database, uint32_t record, struct geo_place *place) {
    MMDB_entry_s entry = {&database->mmdb, record};
    return geo_layout_read(&database->layout, &entry, place);
}
