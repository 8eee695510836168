/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_bench - what the places of addresses cost, in nanoseconds a line
 *
 *     make -C tests geo_bench && tests/geo_bench FILE.mmdb...
 *
 * Each line has one address. "few": 100 addresses, the cache has them all.
 * "skewed": 14,000, of which the most frequent make most of the lines, as clients
 * of a mail server do. "random": hardly one twice, so the cache never helps. Against the same by libmaxminddb
 * alone: MMDB_lookup_string in each file and MMDB_get_value for seven properties of a GeoLite2-City record,
 * or of a flat one.
 */
#include "config.h"

#include <math.h>
#include <maxminddb.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/array.h"
#include "geo/geo.h"

enum { LINES = 1000000, ADDRESS_SIZE = 16 };

static char (*addresses)[ADDRESS_SIZE];
static unsigned char lengths[LINES];

static void make_address(size_t line, uint64_t number) {
    uint64_t mixed = (number + 1) * 0x9e3779b97f4a7c15;
    lengths[line] = (unsigned char)snprintf(addresses[line], ADDRESS_SIZE, "%u.%u.%u.%u",
                                            (unsigned)(mixed >> 40) % 200 + 11, (unsigned)(mixed >> 32) & 255,
                                            (unsigned)(mixed >> 24) & 255, (unsigned)(mixed >> 16) & 255);
}

static uint64_t few(size_t line) {
    return line % 100;
}
static uint64_t skewed(size_t line) {
    return (void)line, (uint64_t)(14000 * pow(drand48(), 5));
}
static uint64_t random_one(size_t line) {
    return line;
}

static const struct {
    const char *name;
    uint64_t (*number)(size_t line);
} mixtures[] = {{"few", few}, {"skewed", skewed}, {"random", random_one}};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void run_geo(const char *name, struct geo_worker *worker, struct counters *counters,
                    struct event *event) {
    double start = now();
    memset(counters, 0, sizeof(*counters));
    for (size_t i = 0; i < LINES; i++) {
        event_clear(event);
        event_set(event, FIELD_source_ip, (struct text){addresses[i], lengths[i]});
        if (worker != NULL)
            geo_add(worker, event);
    }
    printf("%-44s %6.0f ns", name, (now() - start) / LINES);
    if (worker != NULL)
        printf("   known %4.1f %%, cached %4.1f %%", (double)counters->geo_hits * 100 / LINES,
               (double)counters->geo_cache_hits * 100 / LINES);
    puts("");
}

static size_t get_values(MMDB_entry_s *entry) {
    MMDB_entry_data_s data;
    size_t found = 0;
    if (MMDB_get_value(entry, &data, "country", "iso_code", NULL) == MMDB_SUCCESS) {
        found += MMDB_get_value(entry, &data, "country", "names", "en", NULL) == MMDB_SUCCESS;
        found += MMDB_get_value(entry, &data, "city", "names", "en", NULL) == MMDB_SUCCESS;
        found += MMDB_get_value(entry, &data, "subdivisions", "0", "names", "en", NULL) == MMDB_SUCCESS;
        found += MMDB_get_value(entry, &data, "location", "latitude", NULL) == MMDB_SUCCESS;
        found += MMDB_get_value(entry, &data, "location", "longitude", NULL) == MMDB_SUCCESS;
        found += MMDB_get_value(entry, &data, "location", "time_zone", NULL) == MMDB_SUCCESS;
        return found;
    }
    static const char *const flat[] = {"country_code", "city", "state1", "latitude", "longitude", "timezone"};
    for (size_t i = 0; i < COUNT_OF(flat); i++)
        found += MMDB_get_value(entry, &data, flat[i], NULL) == MMDB_SUCCESS;
    return found;
}

static void run_library(const char *name, MMDB_s *databases, int count) {
    double start = now();
    size_t found = 0;
    for (size_t i = 0; i < LINES; i++)
        for (int n = 0; n < count; n++) {
            int address_error, error;
            MMDB_lookup_result_s result =
                MMDB_lookup_string(&databases[n], addresses[i], &address_error, &error);
            if (result.found_entry)
                found += get_values(&result.entry);
        }
    printf("%-44s %6.0f ns   %zu values\n", name, (now() - start) / LINES, found);
}

int main(int argc, char **argv) {
    static struct counters counters;
    char error[512];
    int count = argc - 1;
    if (count < 1) {
        fputs("usage: geo_bench FILE.mmdb...\n", stderr);
        return 2;
    }
    double start = now();
    struct geo *geo =
        geo_open((const char *const *)argv + 1, (unsigned)count, GEO_SCHEMA, &counters, error, sizeof(error));
    if (geo == NULL) {
        fprintf(stderr, "geo_bench: %s\n", error);
        return 1;
    }
    printf("%-44s %6.0f ms\n", "open, copy and check", (now() - start) / 1e6);
    MMDB_s *databases = calloc((size_t)count, sizeof(*databases));
    for (int i = 0; i < count; i++)
        if (MMDB_open(argv[i + 1], MMDB_MODE_MMAP, &databases[i]) != MMDB_SUCCESS)
            return 1;
    addresses = malloc(LINES * sizeof(*addresses));
    struct fields *fields = fields_new();
    struct event *event = event_new(fields);
    struct geo_worker *worker = geo_worker_new(geo);
    srand48(42);
    for (size_t m = 0; m < COUNT_OF(mixtures); m++) {
        for (size_t i = 0; i < LINES; i++)
            make_address(i, mixtures[m].number(i));
        printf("\n%s addresses\n", mixtures[m].name);
        run_geo("  event with the address alone", NULL, &counters, event);
        run_geo("  geo_add", worker, &counters, event);
        run_library("  libmaxminddb alone, nothing formatted", databases, count);
    }
    geo_worker_free(worker);
    geo_close(geo);
    event_free(event);
    fields_free(fields);
    for (int i = 0; i < count; i++)
        MMDB_close(&databases[i]);
    free(databases);
    free(addresses);
    return 0;
}
