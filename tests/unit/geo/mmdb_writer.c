/* SPDX-License-Identifier: Apache-2.0
 *
 * mmdb_writer - tree, data and metadata; the contract is in mmdb_writer.h
 */
#include "config.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libfastjson/json.h>
#include <libfastjson/json_object_iterator.h>

#include "geo/mmdb_writer.h"

enum { NODES_MAX = 1 << 14, DATA_MAX = 1 << 20, SEPARATOR_SIZE = 16 };
enum { TYPE_STRING = 2, TYPE_DOUBLE = 3, TYPE_UINT16 = 5, TYPE_UINT32 = 6, TYPE_MAP = 7 };
enum { TYPE_UINT64 = 9, TYPE_ARRAY = 11, TYPE_FLOAT = 15 };

struct mmdb_writer {
    int ip_version;
    uint32_t node_count, data_size;
    int64_t nodes[NODES_MAX][2]; /* 0: empty; n: node n; -n: data at n - 1 */
    uint8_t data[DATA_MAX];
};

static void must(bool good, const char *what) {
    if (good)
        return;
    fprintf(stderr, "mmdb_writer: %s\n", what);
    abort();
}

struct mmdb_writer *mmdb_writer_new(int ip_version) {
    struct mmdb_writer *writer = calloc(1, sizeof(*writer));
    must(writer != NULL, "out of memory");
    writer->ip_version = ip_version;
    writer->node_count = 1;
    return writer;
}

static void put(struct mmdb_writer *writer, const void *bytes, size_t size) {
    must(writer->data_size + size <= DATA_MAX, "too much data");
    memcpy(writer->data + writer->data_size, bytes, size);
    writer->data_size += (uint32_t)size;
}

static void put_byte(struct mmdb_writer *writer, unsigned byte) {
    uint8_t value = (uint8_t)byte;
    put(writer, &value, 1);
}

static void put_number(struct mmdb_writer *writer, uint64_t number, int bytes) {
    while (bytes-- > 0)
        put_byte(writer, (unsigned)(number >> 8 * bytes & 0xff));
}

static void put_control(struct mmdb_writer *writer, unsigned type, size_t size) {
    must(size < 285, "value too long");
    unsigned short_size = size < 29 ? (unsigned)size : 29;
    put_byte(writer, (type < 8 ? type << 5 : 0) | short_size);
    if (type >= 8)
        put_byte(writer, type - 7);
    if (size >= 29)
        put_byte(writer, (unsigned)size - 29);
}

static void put_string(struct mmdb_writer *writer, const char *string) {
    put_control(writer, TYPE_STRING, strlen(string));
    put(writer, string, strlen(string));
}

static void put_float(struct mmdb_writer *writer, float number) {
    uint32_t bits;
    memcpy(&bits, &number, sizeof(bits));
    put_control(writer, TYPE_FLOAT, 4);
    put_number(writer, bits, 4);
}

static void put_double(struct mmdb_writer *writer, double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof(bits));
    put_control(writer, TYPE_DOUBLE, 8);
    put_number(writer, bits, 8);
}

static void put_unsigned(struct mmdb_writer *writer, unsigned type, uint64_t number, int bytes) {
    put_control(writer, type, (size_t)bytes);
    put_number(writer, number, bytes);
}

static void put_json(struct mmdb_writer *writer, struct fjson_object *json);

static void put_object(struct mmdb_writer *writer, struct fjson_object *json) {
    struct fjson_object *number;
    if (fjson_object_object_get_ex(json, "float", &number)) {
        put_float(writer, (float)fjson_object_get_double(number));
        return;
    }
    if (fjson_object_object_get_ex(json, "uint16", &number)) {
        put_unsigned(writer, TYPE_UINT16, (uint64_t)fjson_object_get_int64(number), 2);
        return;
    }
    if (fjson_object_object_get_ex(json, "uint64", &number)) {
        put_unsigned(writer, TYPE_UINT64, (uint64_t)fjson_object_get_int64(number), 8);
        return;
    }
    put_control(writer, TYPE_MAP, (size_t)fjson_object_object_length(json));
    struct fjson_object_iterator at = fjson_object_iter_begin(json), end = fjson_object_iter_end(json);
    for (; !fjson_object_iter_equal(&at, &end); fjson_object_iter_next(&at)) {
        put_string(writer, fjson_object_iter_peek_name(&at));
        put_json(writer, fjson_object_iter_peek_value(&at));
    }
}

static void put_json(struct mmdb_writer *writer, struct fjson_object *json) {
    switch (fjson_object_get_type(json)) {
    case fjson_type_object:
        put_object(writer, json);
        break;
    case fjson_type_array:
        put_control(writer, TYPE_ARRAY, (size_t)fjson_object_array_length(json));
        for (int i = 0; i < fjson_object_array_length(json); i++)
            put_json(writer, fjson_object_array_get_idx(json, i));
        break;
    case fjson_type_string:
        put_string(writer, fjson_object_get_string(json));
        break;
    case fjson_type_double:
        put_double(writer, fjson_object_get_double(json));
        break;
    case fjson_type_int:
        put_unsigned(writer, TYPE_UINT32, (uint64_t)fjson_object_get_int64(json), 4);
        break;
    default:
        must(false, "no such type");
    }
}

/* the network's bits in the tree of this database, and how many count */
static int network_bits(const struct mmdb_writer *writer, const char *network, uint8_t bits[16]) {
    char address[64];
    int length, skip = writer->ip_version == 6 ? 96 : 0;
    must(sscanf(network, "%63[^/]/%d", address, &length) == 2, network);
    memset(bits, 0, 16);
    if (inet_pton(AF_INET, address, bits + skip / 8) == 1)
        return skip + length;
    must(writer->ip_version == 6 && inet_pton(AF_INET6, address, bits) == 1, network);
    return length;
}

void mmdb_writer_add(struct mmdb_writer *writer, const char *network, const char *json) {
    uint8_t bits[16];
    int length = network_bits(writer, network, bits);
    struct fjson_object *record = fjson_tokener_parse(json);
    must(record != NULL, json);
    int64_t place = -((int64_t)writer->data_size + 1);
    put_json(writer, record);
    fjson_object_put(record);
    uint32_t node = 0;
    for (int i = 0; i < length; i++) {
        int64_t *side = &writer->nodes[node][bits[i / 8] >> (7 - i % 8) & 1];
        if (i == length - 1) {
            must(*side == 0, "networks overlap");
            *side = place;
        } else if (*side == 0) {
            must(writer->node_count < NODES_MAX, "too many nodes");
            *side = writer->node_count++;
        }
        must(*side != 0 && (i == length - 1 || *side > 0), "networks overlap");
        node = (uint32_t)*side;
    }
}

static void write_side(const struct mmdb_writer *writer, int64_t side, FILE *file) {
    uint32_t value = (uint32_t)side;
    if (side == 0)
        value = writer->node_count;
    else if (side < 0)
        value = writer->node_count + SEPARATOR_SIZE + (uint32_t)(-side - 1);
    must(value < 1 << 24, "too large");
    uint8_t bytes[3] = {(uint8_t)(value >> 16), (uint8_t)(value >> 8), (uint8_t)value};
    fwrite(bytes, sizeof(bytes), 1, file);
}

void mmdb_writer_close(struct mmdb_writer *writer, const char *path) {
    char metadata[512];
    static const uint8_t separator[SEPARATOR_SIZE];
    FILE *file = fopen(path, "w");
    must(file != NULL, path);
    for (uint32_t i = 0; i < writer->node_count; i++) {
        write_side(writer, writer->nodes[i][0], file);
        write_side(writer, writer->nodes[i][1], file);
    }
    fwrite(separator, sizeof(separator), 1, file);
    fwrite(writer->data, writer->data_size, 1, file);
    fputs("\xab\xcd\xefMaxMind.com", file);
    snprintf(metadata, sizeof(metadata),
             "{\"node_count\":%u,\"record_size\":{\"uint16\":24},\"ip_version\":{\"uint16\":%d},"
             "\"database_type\":\"Test\",\"languages\":[\"en\"],\"description\":{\"en\":\"a test\"},"
             "\"binary_format_major_version\":{\"uint16\":2},\"binary_format_minor_version\":{\"uint16\":0},"
             "\"build_epoch\":{\"uint64\":1700000000}}",
             writer->node_count, writer->ip_version);
    writer->data_size = 0;
    struct fjson_object *json = fjson_tokener_parse(metadata);
    put_json(writer, json);
    fjson_object_put(json);
    fwrite(writer->data, writer->data_size, 1, file);
    must(fclose(file) == 0, path);
    free(writer);
}
