/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_fixture - a test's databases in its own directory, and a check of what they have on an address
 *
 *     write_database("city.mmdb", 4, "192.0.2.0/24", NESTED);
 *     open_geo(GEO_SCHEMA, "city.mmdb", NULL, NULL);
 *     want("192.0.2.1", "{...}");
 */
#ifndef GEO_FIXTURE_H
#define GEO_FIXTURE_H

#include <arpa/inet.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <libfastjson/json.h>

#include "common/array.h"
#include "geo/geo.h"
#include "geo/mmdb_writer.h"
#include "geo/reserved.h"

#define NESTED                                                                                               \
    "{\"city\":{\"geoname_id\":2643743,\"names\":{\"de\":\"London\",\"en\":\"London\"}},"                    \
    "\"country\":{\"iso_code\":\"GB\",\"names\":{\"en\":\"United Kingdom\"}},"                               \
    "\"location\":{\"accuracy_radius\":{\"uint16\":10},\"latitude\":51.5142,\"longitude\":-0.0931,"          \
    "\"time_zone\":\"Europe/London\"},"                                                                      \
    "\"registered_country\":{\"iso_code\":\"US\"},\"subdivisions\":[{\"names\":{\"en\":\"England\"}}]}"
#define ASN "{\"autonomous_system_number\":1221,\"autonomous_system_organization\":\"Telstra Pty Ltd\"}"
#define FLAT                                                                                                 \
    "{\"city\":\"Nuremberg\",\"country_code\":\"DE\",\"latitude\":{\"float\":49.4543},"                      \
    "\"longitude\":{\"float\":11.0746},\"postcode\":\"\",\"state1\":\"Bavaria\",\"state2\":\"\","            \
    "\"timezone\":\"\"}"

static struct fields *fields;
static struct event *event;
static struct counters counters;
static struct geo *geo;
static struct geo_worker *worker;
static char directory[64];
static char error[512];

/* a path in the test's directory; good until the fourth call after */
static inline const char *in_directory(const char *name) {
    static char paths[4][96];
    static unsigned n;
    char *path = paths[n++ % 4];
    snprintf(path, sizeof(paths[0]), "%s/%s", directory, name);
    return path;
}

static inline int set_up(void **state) {
    (void)state;
    strcpy(directory, "/tmp/geo_test_XXXXXX");
    fields = fields_new();
    event = event_new(fields);
    memset(&counters, 0, sizeof(counters));
    return fields == NULL || event == NULL || mkdtemp(directory) == NULL;
}

static inline int tear_down(void **state) {
    (void)state;
    static const char *const names[] = {"a.mmdb", "b.mmdb", "c.mmdb", "new.mmdb"};
    geo_worker_free(worker);
    worker = NULL;
    geo_close(geo);
    geo = NULL;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        unlink(in_directory(names[i]));
    event_free(event);
    fields_free(fields);
    return rmdir(directory);
}

/* a database of one network */
static inline void write_database(const char *name, int ip_version, const char *network, const char *json) {
    struct mmdb_writer *writer = mmdb_writer_new(ip_version);
    mmdb_writer_add(writer, network, json);
    mmdb_writer_close(writer, in_directory(name));
}

static inline bool try_open(enum geo_mode mode, const char *a, const char *b, const char *c) {
    const char *paths[3];
    unsigned count = 0;
    if (a != NULL)
        paths[count++] = in_directory(a);
    if (b != NULL)
        paths[count++] = in_directory(b);
    if (c != NULL)
        paths[count++] = in_directory(c);
    geo = geo_open(paths, count, mode, &counters, error, sizeof(error));
    return geo != NULL;
}

static inline void open_geo(enum geo_mode mode, const char *a, const char *b, const char *c) {
    if (!try_open(mode, a, b, c))
        fail_msg("got %s, want an open database", error);
    worker = geo_worker_new(geo);
    assert_non_null(worker);
}

static inline void look_up(const char *address) {
    event_clear(event);
    event_set(event, FIELD_source_ip, text_of(address));
    geo_add(worker, event);
    event_unset(event, FIELD_source_ip);
}

/* the fields that an address of a client gets, as JSON */
static inline void want(const char *address, const char *json) {
    look_up(address);
    struct fjson_object *got = event_to_json(event);
    assert_string_equal(fjson_object_to_json_string_ext(got, FJSON_TO_STRING_PLAIN), json);
    fjson_object_put(got);
}

static inline void want_error(const char *name, const char *text) {
    assert_false(try_open(GEO_SCHEMA, name, NULL, NULL));
    if (strstr(error, in_directory(name)) != error || strstr(error, text) == NULL)
        fail_msg("got %s, want %s: ... %s", error, in_directory(name), text);
}

#endif
