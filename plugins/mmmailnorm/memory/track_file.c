/* SPDX-License-Identifier: Apache-2.0
 *
 * track_file - the table on disk; the contract is in track.h
 *
 *     "mailnorm state 2\n"
 *     number of field names, each: length, name     numbers change with the dictionary
 *     number of records, each: first seen, last seen, length, key, length, data
 *     checksum of all before it (64 bits)
 *
 * Numbers are 32 or 64 bits in the machine's order: the file never leaves it.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory/track_record.h"

static const char MAGIC[] = "mailnorm state 2\n";
enum { MAGIC_LENGTH = sizeof(MAGIC) - 1 };

static const char *const NAMES[] = {
#define FIELD(name, type, privacy, kind) #name,
#include "event/fields_table.h"
#undef FIELD
};

/* ---- writing ---- */

struct writer {
    FILE *file;
    uint64_t sum;
    uint32_t records;
};

static uint64_t add_to_sum(uint64_t sum, const void *bytes, size_t length) {
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ byte[i]) * 1099511628211u;
    return sum;
}

static void put(struct writer *writer, const void *bytes, size_t length) {
    if (length == 0) /* a record without data has none */
        return;
    writer->sum = add_to_sum(writer->sum, bytes, length);
    fwrite(bytes, 1, length, writer->file);
}

static void put_text(struct writer *writer, const char *start, size_t length) {
    uint32_t count = (uint32_t)length;
    put(writer, &count, sizeof(count));
    put(writer, start, length);
}

static void count_record(void *cookie, const struct record *record) {
    (void)record;
    ((struct writer *)cookie)->records++;
}

static void put_record(void *cookie, const struct record *record) {
    struct writer *writer = cookie;
    if (writer->records == 0) /* it came after the count */
        return;
    writer->records--;
    put(writer, &record->first_seen, sizeof(record->first_seen));
    put(writer, &record->last_seen, sizeof(record->last_seen));
    put_text(writer, record->key, record->key_length);
    put_text(writer, record->data, record->data_size);
}

static bool write_all(struct track *track, FILE *file) {
    struct writer writer = {file, 14695981039346656037u, 0};
    uint32_t names = FIELD_SHIPPED;
    put(&writer, MAGIC, MAGIC_LENGTH);
    put(&writer, &names, sizeof(names));
    for (uint32_t i = 0; i < names; i++)
        put_text(&writer, NAMES[i], strlen(NAMES[i]));
    track_each(track, count_record, &writer);
    put(&writer, &writer.records, sizeof(writer.records));
    track_each(track, put_record, &writer);
    fwrite(&writer.sum, 1, sizeof(writer.sum), file);
    return writer.records == 0 && fflush(file) == 0 && !ferror(file) && fsync(fileno(file)) == 0;
}

bool track_save(struct track *track, const char *path, char *error, size_t size) {
    char fresh[4096];
    snprintf(fresh, sizeof(fresh), "%s.new", path);
    unlink(fresh); /* a pipe would wait for its reader */
    FILE *file = fopen(fresh, "wxe");
    if (file == NULL) {
        snprintf(error, size, "%s: %s; the directory must be writable for rsyslogd", fresh, strerror(errno));
        return false;
    }
    fchmod(fileno(file), 0600); /* it names senders and recipients */
    bool good = write_all(track, file);
    if (fclose(file) != 0 || !good || rename(fresh, path) != 0) {
        snprintf(error, size, "%s: %s", fresh, strerror(errno));
        unlink(fresh);
        return false;
    }
    return true;
}

/* ---- reading ---- */

struct reader {
    struct text rest;
    bool good;
};

static void take(struct reader *reader, void *bytes, size_t length) {
    if (reader->rest.length < length) {
        reader->good = false;
        memset(bytes, 0, length);
        return;
    }
    memcpy(bytes, reader->rest.start, length);
    reader->rest = text_skip(reader->rest, length);
}

static struct text take_text(struct reader *reader) {
    uint32_t length;
    take(reader, &length, sizeof(length));
    if (reader->rest.length < length)
        reader->good = false;
    struct text text = text_slice(reader->rest, 0, reader->good ? length : 0);
    reader->rest = text_skip(reader->rest, text.length);
    return text;
}

static int number_of(struct text name) {
    for (int i = 0; i < FIELD_SHIPPED; i++)
        if (text_is(name, text_of(NAMES[i])))
            return i;
    return -1;
}

/* puts one record back, its fields under the numbers of this dictionary */
static void restore(struct track *track, struct reader *reader, const int *numbers, uint32_t names,
                    int64_t now) {
    int64_t first_seen, last_seen;
    take(reader, &first_seen, sizeof(first_seen));
    take(reader, &last_seen, sizeof(last_seen));
    struct text key = take_text(reader), data = take_text(reader);
    if (!reader->good || first_seen < 0 || last_seen < 0)
        return;
    if (last_seen > now) /* the clock, or that of a line's host, was ahead: else it would never grow old */
        last_seen = now;
    if (first_seen > last_seen)
        first_seen = last_seen;
    struct record *record = track_open(track, key, last_seen, TRACK_RENEW);
    if (record == NULL)
        return;
    record->first_seen = first_seen;
    struct record packed = {.data = (char *)data.start, .data_size = (uint32_t)data.length};
    size_t at = 0;
    int field;
    struct text text;
    while (record_next(&packed, &at, &field, &text)) {
        int number = (uint32_t)field < names ? numbers[field] : field >= FIELD_MAX ? field : -1;
        if (number >= 0)
            record_set(track, record, number, text);
    }
    track_close(track, record);
}

static const char *read_all(struct track *track, struct text all, int64_t now) {
    uint64_t sum;
    if (all.length < MAGIC_LENGTH + sizeof(sum) || !text_starts(all, (struct text){MAGIC, MAGIC_LENGTH}))
        return "not a state file of this version";
    memcpy(&sum, all.start + all.length - sizeof(sum), sizeof(sum));
    all.length -= sizeof(sum);
    if (add_to_sum(14695981039346656037u, all.start, all.length) != sum)
        return "the checksum is wrong: the file is damaged";
    struct reader reader = {text_skip(all, MAGIC_LENGTH), true};
    uint32_t names, records;
    int numbers[FIELD_MAX];
    take(&reader, &names, sizeof(names));
    if (names > FIELD_MAX)
        return "too many field names";
    for (uint32_t i = 0; i < names; i++)
        numbers[i] = number_of(take_text(&reader));
    take(&reader, &records, sizeof(records));
    while (reader.good && records-- > 0)
        restore(track, &reader, numbers, names, now);
    return NULL;
}

/* whether others than this process, root and who owns the directory (they could replace the
 * file anyway) may have written it */
static bool is_foreign(const struct stat *status, const char *path) {
    char directory[4096];
    struct stat of_directory = {.st_uid = 0};
    snprintf(directory, sizeof(directory), "%s", path);
    if (stat(dirname(directory), &of_directory) != 0)
        return true;
    return (status->st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
           (status->st_uid != geteuid() && status->st_uid != 0 && status->st_uid != of_directory.st_uid);
}

static const char *read_file(int file, const char *path, struct text *all) {
    struct stat status;
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return "not a regular file; give another path";
    if (is_foreign(&status, path))
        return "others may write it; remove it, or give it to rsyslogd's user with mode 0600";
    char *bytes = malloc((size_t)status.st_size + 1);
    if (bytes == NULL)
        return "out of memory";
    size_t length = 0;
    for (ssize_t got; (got = read(file, bytes + length, (size_t)status.st_size - length)) > 0;)
        length += (size_t)got;
    *all = (struct text){bytes, length};
    return NULL;
}

bool track_load(struct track *track, const char *path, int64_t now, char *error, size_t size) {
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe would wait for its writer */
    if (file < 0 && errno == ENOENT)
        return true;
    struct text all = {NULL, 0};
    const char *fault = file < 0 ? strerror(errno) : read_file(file, path, &all);
    if (file >= 0)
        close(file);
    if (fault != NULL) {
        snprintf(error, size, "%s: %s; starting without it", path, fault);
        return false;
    }
    fault = read_all(track, all, now);
    free((char *)all.start);
    if (fault == NULL)
        return true;
    char aside[4096];
    snprintf(aside, sizeof(aside), "%s.damaged", path);
    bool moved = rename(path, aside) == 0;
    snprintf(error, size, "%s: %s; %s%s, starting without it", path, fault,
             moved ? "set aside as " : "left there", moved ? aside : "");
    return false;
}
