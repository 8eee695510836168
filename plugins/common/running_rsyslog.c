/* SPDX-License-Identifier: Apache-2.0
 *
 * running_rsyslog - the contract is in running_rsyslog.h
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rsyslog.h"
#include "errmsg.h"

#include "common/running_rsyslog.h"

/* tools/rsyslogd.c: "rsyslogd  " VERSION " (aka %4d.%2.2d) compiled with:\n" */
static void find_version(const char *program, size_t size, char *version, size_t version_size) {
    static const char before[] = "rsyslogd  8.", after[] = " (aka ";
    const char *const end = program + size;
    const char *start = program;
    while ((start = memmem(start, (size_t)(end - start), before, sizeof(before) - 1)) != NULL) {
        start += sizeof(before) - 3; /* "8." is the version's */
        const char *const stop = memmem(start, (size_t)(end - start), after, sizeof(after) - 1);
        if (stop == NULL || (size_t)(stop - start) >= version_size)
            continue;
        memcpy(version, start, (size_t)(stop - start));
        version[stop - start] = '\0';
        return;
    }
}

void running_rsyslog_check(const char *module) {
    char version[32] = "";
    struct stat status;
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (file >= 0 && fstat(file, &status) == 0 && status.st_size > 0) {
        void *const program = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (program != MAP_FAILED) {
            find_version(program, (size_t)status.st_size, version, sizeof(version));
            munmap(program, (size_t)status.st_size);
        }
    }
    if (file >= 0)
        close(file);
    /* a daily build is "8.2610.0.daily" */
    if (version[0] != '\0' && strncmp(version, RSYSLOG_VERSION, strlen(RSYSLOG_VERSION)) != 0)
        LogError(0, RS_RET_INTERFACE_NOT_SUPPORTED,
                 "%s was built for rsyslog " RSYSLOG_VERSION ", and this is %s; install the build for %s",
                 module, version, version);
}
