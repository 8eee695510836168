/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_threads_test - reload under load: every line sees one set of databases,
 * whole. Build with SANITIZE=thread to have the locks judged as well.
 */
#include "config.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "geo/geo.h"
#include "geo/mmdb_writer.h"

enum { WORKERS = 3, RELOADS = 100, NETWORKS = 200 };

static char directory[] = "/tmp/geo_threads_test_XXXXXX";
static char path[64], other_path[64];
static struct counters counters;
static struct geo *geo;
static int done;
static uint64_t failures; /* lines with a mixture, or without a place */
static uint64_t lines;

/* all networks have this country, and a city of its name */
static void write_country(const char *to, const char *country) {
    char network[32], record[96];
    struct mmdb_writer *writer = mmdb_writer_new(4);
    for (int i = 0; i < NETWORKS; i++) {
        snprintf(network, sizeof(network), "20.%d.0.0/16", i);
        snprintf(record, sizeof(record), "{\"country_code\":\"%s\",\"city\":\"city of %s\"}", country,
                 country);
        mmdb_writer_add(writer, network, record);
    }
    mmdb_writer_close(writer, to);
}

static void *work(void *arg) {
    unsigned seed = *(unsigned *)arg;
    struct fields *fields = fields_new();
    struct event *event = event_new(fields);
    struct geo_worker *worker = geo_worker_new(geo);
    while (!__atomic_load_n(&done, __ATOMIC_RELAXED)) {
        char address[32];
        int length =
            snprintf(address, sizeof(address), "20.%d.1.%d", rand_r(&seed) % NETWORKS, rand_r(&seed) % 99);
        event_clear(event);
        event_set(event, FIELD_source_ip, (struct text){address, (size_t)length});
        event_set(event, FIELD_destination_ip, TEXT("20.1.1.1"));
        geo_add(worker, event);
        struct text country = event_get(event, FIELD_source_geo_country_iso);
        bool whole = country.length == 2 && text_ends(event_get(event, FIELD_source_geo_city), country) &&
                     text_is(event_get(event, FIELD_destination_geo_country_iso), country);
        if (!whole)
            __atomic_fetch_add(&failures, 1, __ATOMIC_RELAXED);
        __atomic_fetch_add(&lines, 1, __ATOMIC_RELAXED);
    }
    geo_worker_free(worker);
    event_free(event);
    fields_free(fields);
    return NULL;
}

static void reloads_under_load_give_no_line_a_mixture(void **state) {
    (void)state;
    char error[256];
    pthread_t threads[WORKERS];
    unsigned seeds[WORKERS];
    assert_non_null(mkdtemp(directory));
    snprintf(path, sizeof(path), "%s/a.mmdb", directory);
    snprintf(other_path, sizeof(other_path), "%s/new.mmdb", directory);
    write_country(path, "AA");
    const char *paths[] = {path};
    geo = geo_open(paths, 1, GEO_SCHEMA, &counters, error, sizeof(error));
    assert_non_null(geo);
    for (unsigned i = 0; i < WORKERS; i++) {
        seeds[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, work, &seeds[i]), 0);
    }
    for (int i = 0; i < RELOADS; i++) {
        if (i % 10 == 9) {
            unlink(path); /* this reload fails, and nobody may notice */
        } else {
            write_country(other_path, i % 2 == 0 ? "BB" : "AA");
            rename(other_path, path);
        }
        assert_int_equal(geo_reload(geo, error, sizeof(error)), i % 10 != 9);
        geo_has_changed(geo);
        usleep(1000); /* let the workers meet it */
    }
    __atomic_store_n(&done, 1, __ATOMIC_RELAXED);
    for (unsigned i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    geo_close(geo);
    unlink(path);
    rmdir(directory);
    assert_int_equal(failures, 0);
    assert_true(lines > RELOADS);
    assert_int_equal(counters.geo_reload_failures, RELOADS / 10);
    assert_int_equal(counters.geo_hits, 2 * lines);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reloads_under_load_give_no_line_a_mixture)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
