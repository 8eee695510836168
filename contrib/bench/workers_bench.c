/* SPDX-License-Identifier: Apache-2.0
 *
 * workers_bench - whether two workers of one engine do twice the work of one
 *
 *     make -C tests workers_bench
 *     tests/workers_bench [--no-track] [--tree] [--batch=N] LINES [FILE.mmdb...]
 *
 * LINES is a file of `corpus`. Workers take batches of it in turns, as rsyslog's queue
 * gives them out, and make of each line what its message would hold, as members or as a
 * tree, until the batch is done. Each has compiled its rules and filled its geo cache by
 * a quarter of the lines before the clock starts. One worker and two alternate; each run
 * has an engine of its own. Shown is the run that other programs disturbed least: lines a
 * second, and nanoseconds of processor time a line, which tells what workers do to each
 * other where the processors are not free, too.
 */
#include "config.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <libfastjson/json.h>

#include "engine/mailnorm.h"

enum { WORKERS_MAX = 2, ROUNDS = 7, WARM = 4, BATCH_MAX = 1024 };

static struct {
    struct text *lines;
    size_t count;
} corpus;

static struct mailnorm_config config = {
    .rulebase_directory = RULEBASES, .geo_mode = GEO_SCHEMA, .packs = true};
static size_t batch = BATCH_MAX; /* lines */

struct run {
    struct mailnorm *mailnorm;
    size_t next; /* atomic: the line where the next batch begins */
    pthread_barrier_t barrier;
};

struct thread {
    pthread_t id;
    struct run *run;
    double cpu; /* seconds */
};

static double seconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* what the message of a line would hold */
static struct fjson_object *read_line(struct mailnorm_worker *worker, struct text line) {
    const struct arrival arrival = {.message = line, .severity = -1};
    struct mailnorm_result result;
    if (!mailnorm_line(worker, &arrival, &result))
        return NULL;
    return config.packs ? fjson_object_new_string_len(result.members.start, (int)result.members.length)
                        : event_to_json(result.event);
}

static void *work(void *cookie) {
    struct thread *thread = cookie;
    struct run *run = thread->run;
    struct mailnorm_worker *worker = mailnorm_worker_new(run->mailnorm);
    struct fjson_object *held[BATCH_MAX] = {NULL};
    for (size_t i = 0; i < corpus.count / WARM; i++)
        fjson_object_put(read_line(worker, corpus.lines[i]));
    pthread_barrier_wait(&run->barrier);
    double start = seconds(CLOCK_THREAD_CPUTIME_ID);
    for (size_t at; (at = __atomic_fetch_add(&run->next, batch, __ATOMIC_RELAXED)) < corpus.count;) {
        size_t count = corpus.count - at < batch ? corpus.count - at : batch;
        for (size_t i = 0; i < count; i++)
            held[i] = read_line(worker, corpus.lines[at + i]);
        for (size_t i = 0; i < count; i++)
            fjson_object_put(held[i]);
    }
    thread->cpu = seconds(CLOCK_THREAD_CPUTIME_ID) - start;
    pthread_barrier_wait(&run->barrier);
    mailnorm_worker_free(worker);
    return NULL;
}

/* the least nanoseconds of processor time a line, and the most lines a second */
static void measure(unsigned workers, double *least_cpu, double *most_rate) {
    char error[512];
    struct run run = {.mailnorm = mailnorm_open(&config, error, sizeof(error))};
    struct thread threads[WORKERS_MAX];
    if (run.mailnorm == NULL) {
        fprintf(stderr, "workers_bench: %s\n", error);
        exit(2);
    }
    pthread_barrier_init(&run.barrier, NULL, workers + 1);
    for (unsigned i = 0; i < workers; i++) {
        threads[i].run = &run;
        if (pthread_create(&threads[i].id, NULL, work, &threads[i]) != 0)
            exit(2);
    }
    pthread_barrier_wait(&run.barrier);
    double start = seconds(CLOCK_MONOTONIC);
    pthread_barrier_wait(&run.barrier);
    double rate = (double)corpus.count / (seconds(CLOCK_MONOTONIC) - start), cpu = 0;
    for (unsigned i = 0; i < workers; i++) {
        pthread_join(threads[i].id, NULL);
        cpu += threads[i].cpu * 1e9 / (double)corpus.count;
    }
    *most_rate = rate > *most_rate ? rate : *most_rate;
    *least_cpu = cpu < *least_cpu ? cpu : *least_cpu;
    pthread_barrier_destroy(&run.barrier);
    mailnorm_close(run.mailnorm);
}

static void read_corpus(const char *path) {
    char *line = NULL;
    size_t room = 0, rows = 0;
    ssize_t length;
    FILE *file = fopen(path, "r");
    while (file != NULL && (length = getline(&line, &room, file)) > 0) {
        if (corpus.count == rows)
            corpus.lines = realloc(corpus.lines, (rows = rows * 2 + 1024) * sizeof(*corpus.lines));
        char *copy = strdup(line);
        if (corpus.lines == NULL || copy == NULL)
            exit(2);
        corpus.lines[corpus.count++] = (struct text){copy, (size_t)length - 1};
    }
    if (corpus.count == 0) {
        fprintf(stderr, "workers_bench: %s: no lines\n", path);
        exit(2);
    }
    free(line);
    fclose(file);
}

int main(int argc, char **argv) {
    for (; argc > 1 && argv[1][0] == '-'; argc--, argv++) {
        config.no_track |= strcmp(argv[1], "--no-track") == 0;
        config.packs &= strcmp(argv[1], "--tree") != 0;
        if (sscanf(argv[1], "--batch=%zu", &batch) == 1 && (batch == 0 || batch > BATCH_MAX))
            batch = BATCH_MAX;
    }
    if (argc < 2) {
        fprintf(stderr, "workers_bench: want a file of lines\n");
        return 2;
    }
    read_corpus(argv[1]);
    config.geo_databases = (const char *const *)argv + 2;
    config.geo_database_count = (unsigned)argc - 2;
    double cpu_1 = 1e99, cpu_2 = 1e99, rate_1 = 0, rate_2 = 0;
    for (int round = 0; round < ROUNDS; round++) {
        measure(1, &cpu_1, &rate_1);
        measure(2, &cpu_2, &rate_2);
    }
    printf("%-10s %12s %14s\n", "workers", "ns CPU/line", "lines/s");
    printf("%-10d %12.0f %14.0f\n", 1, cpu_1, rate_1);
    printf("%-10d %12.0f %14.0f\n", 2, cpu_2, rate_2);
    printf("%-10s %12.2f %14.2f\n", "2 : 1", cpu_2 / cpu_1, rate_2 / rate_1);
    return 0;
}
