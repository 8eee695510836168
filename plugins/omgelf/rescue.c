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

#include "rescue.h"

#define HEAD_FORMAT "omgelf frames 1 %010u %016" PRIx64 " %08lx\n"
#define HEAD_LENGTH (16 + 10 + 1 + 16 + 1 + 8 + 1)

struct rescue {
    int fd, error; /* errno of the first thing that failed, or 0 */
    unsigned frames;
    uint64_t octets;
    unsigned long checksum;
    char *name, *unfinished;
};

/* one file taken */
struct rescued {
    struct rescued *next;
    int fd;
    unsigned frames;
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
    rescue->octets += frames.length;
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
    snprintf(head, sizeof(head), HEAD_FORMAT, rescue->frames, rescue->octets, rescue->checksum);
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

/* all of the file, or NULL: it is not what its first line says, or cannot be read */
static char *read_frames(int fd, unsigned *frames, uint64_t *octets) {
    char head[HEAD_LENGTH + 1] = "", expected[HEAD_LENGTH + 1], *content = NULL;
    unsigned count = 0;
    unsigned long checksum;
    struct stat status;
    if (fstat(fd, &status) != 0 || pread(fd, head, HEAD_LENGTH, 0) != HEAD_LENGTH ||
        sscanf(head, "omgelf frames 1 %u %" SCNx64 " %lx", frames, octets, &checksum) != 3 ||
        (uint64_t)status.st_size != HEAD_LENGTH + *octets || *octets == 0 || (content = malloc(*octets)) == NULL)
        return NULL;
    for (uint64_t done = 0; done < *octets;) {
        ssize_t n = pread(fd, content + done, *octets - done, (off_t)(HEAD_LENGTH + done));
        if (n <= 0 && !(n < 0 && errno == EINTR))
            goto damaged;
        if (n > 0)
            done += (uint64_t)n;
    }
    for (uint64_t i = 0; i < *octets; i++)
        count += content[i] == '\0';
    checksum = crc32(crc32(0, NULL, 0), (const unsigned char *)content, (unsigned)*octets);
    snprintf(expected, sizeof(expected), HEAD_FORMAT, count, *octets, checksum);
    if (memcmp(head, expected, HEAD_LENGTH) == 0 && content[*octets - 1] == '\0')
        return content;
damaged:
    free(content);
    return NULL;
}

static void set_aside(const char *name, rescue_report *report, void *context) {
    char aside[4096], text[8500];
    snprintf(aside, sizeof(aside), "%s.damaged", name);
    if (rename(name, aside) == 0)
        snprintf(text, sizeof(text), "%s is damaged and none of its frames is sent; set aside as %s", name, aside);
    else
        snprintf(text, sizeof(text), "%s is damaged and cannot be renamed: %s", name, strerror(errno));
    report(context, text);
}

static struct rescued *take_file(const char *name, rescue_frame *add, rescue_report *report, void *context) {
    char text[4400];
    unsigned frames;
    uint64_t octets;
    char *content = NULL;
    struct rescued *rescued = calloc(1, sizeof(*rescued));
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT) {
        snprintf(text, sizeof(text), "%s: %s", name, strerror(errno));
        report(context, text);
    }
    /* another worker may have sent and removed it between open and flock */
    struct stat status;
    if (rescued == NULL || fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0 || fstat(fd, &status) != 0 ||
        status.st_nlink == 0 || (rescued->name = strdup(name)) == NULL)
        goto not_taken;
    if ((content = read_frames(fd, &frames, &octets)) == NULL) {
        set_aside(name, report, context);
        goto not_taken;
    }
    for (char *frame = content; frame < content + octets; frame += strlen(frame) + 1)
        if (!add(context, frame, strlen(frame)))
            goto not_taken;
    free(content);
    rescued->fd = fd;
    rescued->frames = frames;
    return rescued;

not_taken:
    if (fd >= 0)
        close(fd);
    if (rescued != NULL)
        free(rescued->name);
    free(rescued);
    free(content);
    return NULL;
}

struct rescued *rescue_take(const char *prefix, rescue_frame *add, rescue_report *report, void *context) {
    struct rescued *first = NULL;
    char *pattern;
    glob_t found;
    if (asprintf(&pattern, "%s.*.frames", prefix) < 0)
        return NULL;
    if (glob(pattern, GLOB_NOESCAPE, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            struct rescued *rescued = take_file(found.gl_pathv[i], add, report, context);
            if (rescued == NULL)
                continue;
            rescued->next = first;
            first = rescued;
        }
        globfree(&found);
    }
    free(pattern);
    return first;
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
