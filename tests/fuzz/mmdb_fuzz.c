/* SPDX-License-Identifier: Apache-2.0
 *
 * mmdb_fuzz - any file that libmaxminddb opens gives fields of their types, or none
 *
 *     tests/fuzz/run mmdb 300
 */
#include "config.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "geo/geo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libmaxminddb 1.7.1 keeps a pool where it finds a record damaged */
const char *__lsan_default_suppressions(void) {
    return "leak:libmaxminddb\n";
}

static void look_up(struct geo_worker *worker, struct event *event, const char *address) {
    event_clear(event);
    event_set(event, FIELD_source_ip, text_of(address));
    geo_add(worker, event);
    const struct geo_place *place = geo_source(worker);
    for (enum field f = event_next(event, 0); f != FIELD_NONE; f = event_next(event, f + 1))
        if (event_get(event, f).length == 0)
            abort();
    (void)place;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char path[64];
    struct counters counters = {0};
    char error[1024];
    snprintf(path, sizeof(path), "/tmp/mmdb_fuzz.%d.mmdb", (int)getpid());
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    close(fd);
    struct geo *geo = geo_open((const char *const[]){path}, 1, GEO_BOTH, &counters, error, sizeof(error));
    unlink(path);
    if (geo == NULL)
        return 0;
    struct geo_worker *worker = geo_worker_new(geo);
    struct fields *fields = fields_new();
    struct event *event = event_new(fields);
    look_up(worker, event, "81.2.69.142");
    look_up(worker, event, "1.0.0.1");
    look_up(worker, event, "2001:218::1");
    event_free(event);
    fields_free(fields);
    geo_worker_free(worker);
    geo_close(geo);
    return 0;
}
