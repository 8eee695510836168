/* SPDX-License-Identifier: Apache-2.0
 *
 * rescue - files of frames; the contract is in rescue.h
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "delivery/rescue.h"

#define HEAD_FORMAT "omgelf frames 1 %010u %016" PRIx64 " %08lx\n"
#define HEAD_LENGTH (16 + 10 + 1 + 16 + 1 + 8 + 1)

struct rescue {
    int fd, error; /* errno of the first thing that failed, or 0 */
    unsigned frames;
    uint64_t bytes;
    unsigned long checksum;
    char *name, *unfinished;
};

/* one file taken */
struct rescued {
    struct rescued *next;
    int fd;
    unsigned frames;
    size_t bytes;
    char *name;
};

static void write_all(struct rescue *rescue, const char *start, size_t length) {
    while (length > 0 && rescue->error == 0) {
        ssize_t n = write(rescue->fd, start, length);
        if (n < 0 && errno != EINTR)
            rescue->error = errno;
        if (n > 0)
            start += n, length -= (size_t)n;
    }
}

static void free_rescue(struct rescue *rescue) {
    if (rescue->fd >= 0)
        close(rescue->fd);
    free(rescue->name);
    free(rescue->unfinished);
    free(rescue);
}

struct rescue *rescue_create(const char *prefix) {
    static unsigned number;
    char head[HEAD_LENGTH + 1];
    struct timespec now;
    struct rescue *rescue = calloc(1, sizeof(*rescue));
    if (rescue == NULL)
        return NULL;
    rescue->fd = -1;
    rescue->checksum = crc32(0, NULL, 0);
    clock_gettime(CLOCK_REALTIME, &now);
    if (asprintf(&rescue->name, "%s.%011lld.%09ld-%ld-%u.frames", prefix, (long long)now.tv_sec, now.tv_nsec,
                 (long)getpid(), __atomic_add_fetch(&number, 1, __ATOMIC_RELAXED)) < 0)
        rescue->name = NULL;
    if (rescue->name == NULL || asprintf(&rescue->unfinished, "%s.new", rescue->name) < 0) {
        rescue->unfinished = NULL;
        free_rescue(rescue);
        return NULL;
    }
    rescue->fd = open(rescue->unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (rescue->fd < 0)
        rescue->error = errno;
    snprintf(head, sizeof(head), HEAD_FORMAT, 0u, (uint64_t)0, 0ul);
    write_all(rescue, head, HEAD_LENGTH);
    return rescue;
}

void rescue_put(struct rescue *rescue, struct text frames, unsigned count) {
    write_all(rescue, frames.start, frames.length);
    rescue->checksum = crc32(rescue->checksum, (const unsigned char *)frames.start, (unsigned)frames.length);
    rescue->frames += count;
    rescue->bytes += frames.length;
}

/* the directory's entry of the new name is on disk, too */
static int sync_directory(const char *name) {
    char *slash, *directory = strdup(name);
    if (directory == NULL)
        return errno;
    if ((slash = strrchr(directory, '/')) != NULL)
        *slash = '\0';
    int fd = open(slash != NULL ? directory : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int error = fd < 0 || fsync(fd) != 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    free(directory);
    return error;
}

bool rescue_keep(struct rescue *rescue, char *error, size_t size) {
    char head[HEAD_LENGTH + 1];
    snprintf(head, sizeof(head), HEAD_FORMAT, rescue->frames, rescue->bytes, rescue->checksum);
    if (rescue->error == 0 && pwrite(rescue->fd, head, HEAD_LENGTH, 0) != HEAD_LENGTH)
        rescue->error = errno;
    if (rescue->error == 0 && fsync(rescue->fd) != 0)
        rescue->error = errno;
    if (rescue->error == 0 && rename(rescue->unfinished, rescue->name) != 0)
        rescue->error = errno;
    if (rescue->error == 0)
        rescue->error = sync_directory(rescue->name);
    else
        unlink(rescue->unfinished);
    bool kept = rescue->error == 0;
    if (!kept)
        snprintf(error, size, "%s: %s", rescue->unfinished, strerror(rescue->error));
    free_rescue(rescue);
    return kept;
}

/* errno, or 0 and how much was there to be read */
static int read_at(int fd, char *to, size_t length, off_t offset, size_t *done) {
    for (*done = 0; *done < length;) {
        ssize_t n = pread(fd, to + *done, length - *done, offset + (off_t)*done);
        if (n == 0)
            return 0;
        if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0)
            *done += (size_t)n;
    }
    return 0;
}

/* 0 and all of the file; EBADMSG: it is not what its first line says; other errors: it
 * cannot be read now, which says nothing of the file */
static int read_frames(int fd, unsigned *frames, struct text *content) {
    char head[HEAD_LENGTH + 1] = "", expected[HEAD_LENGTH + 1];
    unsigned count = 0;
    unsigned long checksum;
    uint64_t bytes;
    size_t done;
    struct stat status;
    int error = fstat(fd, &status) != 0 ? errno : read_at(fd, head, HEAD_LENGTH, 0, &done);
    if (error != 0)
        return error;
    if (sscanf(head, "omgelf frames 1 %u %" SCNx64 " %lx", frames, &bytes, &checksum) != 3 ||
        (uint64_t)status.st_size != HEAD_LENGTH + bytes || bytes == 0)
        return EBADMSG;
    char *const start = malloc(bytes);
    if (start == NULL)
        return ENOMEM;
    error = read_at(fd, start, bytes, HEAD_LENGTH, &done);
    if (error == 0) {
        for (size_t i = 0; i < done; i++)
            count += start[i] == '\0';
        checksum = crc32(crc32(0, NULL, 0), (const unsigned char *)start, (unsigned)done);
        snprintf(expected, sizeof(expected), HEAD_FORMAT, count, (uint64_t)done, checksum);
        if (memcmp(head, expected, HEAD_LENGTH) != 0 || start[done - 1] != '\0')
            error = EBADMSG;
    }
    *content = (struct text){start, bytes};
    if (error != 0)
        free(start);
    return error;
}

static void set_aside(const char *name, rescue_report *report, void *context) {
    char aside[4096], text[8500];
    snprintf(aside, sizeof(aside), "%s.damaged", name);
    if (rename(name, aside) == 0)
        snprintf(text, sizeof(text), "%s is damaged and none of its frames is sent; set aside as %s", name,
                 aside);
    else
        snprintf(text, sizeof(text), "%s is damaged and cannot be renamed: %s", name, strerror(errno));
    report(context, text);
}

/* 0 and *taken; or why not. ENOENT: it is another worker's. EPERM: it is no regular file of ours. */
static int take_file(const char *name, rescue_frames *add, void *context, struct rescued **taken) {
    struct text content = {NULL, 0};
    struct stat status;
    int error = 0, fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK); /* a pipe would wait */
    if (fd < 0)
        return errno == ELOOP || errno == ENXIO ? EPERM : errno;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) ||
        (status.st_uid != geteuid() && status.st_uid != 0)) {
        close(fd);
        return EPERM;
    }
    struct rescued *rescued = calloc(1, sizeof(*rescued));
    if (rescued == NULL || (rescued->name = strdup(name)) == NULL)
        error = ENOMEM;
    /* another worker may have sent and removed it between open and flock */
    else if (flock(fd, LOCK_EX | LOCK_NB) != 0 || fstat(fd, &status) != 0 || status.st_nlink == 0)
        error = ENOENT;
    else if ((error = read_frames(fd, &rescued->frames, &content)) == 0) {
        rescued->bytes = content.length;
        error = add(context, content) ? 0 : ENOMEM;
        free((char *)content.start);
    }
    if (error == 0) {
        rescued->fd = fd;
        *taken = rescued;
        return 0;
    }
    close(fd);
    if (rescued != NULL)
        free(rescued->name);
    free(rescued);
    return error;
}

struct rescued *rescue_take(const char *prefix, rescue_frames *add, rescue_report *report, void *context,
                            bool *again) {
    struct rescued *first = NULL, *rescued = NULL;
    char *pattern, text[4400];
    size_t bytes = 0;
    glob_t found;
    if (asprintf(&pattern, "%s.*.frames", prefix) < 0)
        pattern = NULL;
    int result = pattern != NULL ? glob(pattern, GLOB_NOESCAPE, NULL, &found) : GLOB_NOSPACE;
    free(pattern);
    *again = result == GLOB_NOSPACE;
    for (size_t i = 0; result == 0 && i < found.gl_pathc; i++) {
        const char *const name = found.gl_pathv[i];
        if (bytes >= RESCUE_AT_ONCE) {
            *again = true;
            break;
        }
        int error = take_file(name, add, context, &rescued);
        if (error == 0) {
            bytes += rescued->bytes;
            rescued->next = first;
            first = rescued;
        } else if (error == ENOMEM)
            *again = true;
        else if (error == EBADMSG)
            set_aside(name, report, context);
        else if (error != ENOENT) {
            snprintf(text, sizeof(text), "%s: %s", name,
                     error == EPERM ? "is no regular file of rsyslogd's user or root; it is left alone"
                                    : strerror(error));
            report(context, text);
        }
    }
    if (result == 0)
        globfree(&found);
    return first;
}

bool rescue_is_of(const char *name, const char *prefix) {
    size_t length = strlen(prefix);
    return strncmp(name, prefix, length) == 0 && name[length] == '.';
}

unsigned rescued_frames(const struct rescued *rescued) {
    unsigned frames = 0;
    for (; rescued != NULL; rescued = rescued->next)
        frames += rescued->frames;
    return frames;
}

static void release(struct rescued *rescued, bool remove) {
    while (rescued != NULL) {
        struct rescued *next = rescued->next;
        if (remove)
            unlink(rescued->name);
        close(rescued->fd);
        free(rescued->name);
        free(rescued);
        rescued = next;
    }
}

void rescue_done(struct rescued *rescued) {
    release(rescued, true);
}

void rescue_return(struct rescued *rescued) {
    release(rescued, false);
}
