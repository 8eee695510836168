/* SPDX-License-Identifier: Apache-2.0
 *
 * track_soak - memory of the joins over ten million messages
 *
 *     make -C tests track_soak && tests/track_soak [MILLIONS]
 *
 * Lines of messages that never come again, through the whole engine as a worker calls
 * it: each is queued by qmgr, half of them are removed, the others stay unfinished for
 * ever. Prints the resident memory, records and evictions at each million; fails where
 * memory after the first two millions, when the table has its 200,000 records, grows
 * by a twentieth.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "engine/mailnorm.h"

enum { WARM = 2, MILLION = 1000000 };

static double resident_megabytes(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*d %ld", &pages) != 1)
        exit(2);
    fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / (1 << 20);
}

static void feed(struct mailnorm_worker *worker, int64_t number, const char *text) {
    char line[256];
    struct tm tm;
    time_t seconds = 1795161600 + number / 100; /* a hundred messages a second */
    size_t head =
        strftime(line, sizeof(line), "%Y-%m-%dT%H:%M:%SZ mail postfix/qmgr[1044]: ", gmtime_r(&seconds, &tm));
    int length = snprintf(line + head, sizeof(line) - head, text, (unsigned long long)number,
                          (unsigned long long)number);
    const struct arrival arrival = {.message = {line, head + (size_t)length}, .severity = -1};
    struct mailnorm_result result;
    if (!mailnorm_line(worker, &arrival, &result) || !event_has(result.event, FIELD_mailnorm_rule)) {
        fprintf(stderr, "track_soak: not recognised: %s\n", line);
        exit(2);
    }
}

int main(int argc, char **argv) {
    int millions = argc > 1 ? atoi(argv[1]) : 10;
    char error[512];
    struct mailnorm_config config = {.rulebase_directory = RULEBASES};
    struct mailnorm *mailnorm = mailnorm_open(&config, error, sizeof(error));
    struct mailnorm_worker *worker = mailnorm != NULL ? mailnorm_worker_new(mailnorm) : NULL;
    if (worker == NULL) {
        fprintf(stderr, "track_soak: %s\n", error);
        return 2;
    }
    double warm = 0, most = 0;
    for (int64_t number = 1; number <= (int64_t)millions * MILLION; number++) {
        feed(worker, number, "%010llX: from=<sender%llu@example.org>, size=2522, nrcpt=1 (queue active)");
        if (number % 2 == 0)
            feed(worker, number, "%010llX: removed");
        if (number % MILLION != 0)
            continue;
        double now = resident_megabytes();
        printf("%2d million ids  %7.1f MB  %llu evicted\n", (int)(number / MILLION), now,
               (unsigned long long)mailnorm_counters(mailnorm)->track_evicted);
        fflush(stdout);
        if (number <= WARM * MILLION)
            warm = now;
        else if (now > most)
            most = now;
    }
    mailnorm_worker_free(worker);
    mailnorm_close(mailnorm);
    if (most <= warm * 1.05)
        return 0;
    fprintf(stderr, "track_soak: memory grew from %.1f to %.1f MB\n", warm, most);
    return 1;
}
