/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_bench - what a frame costs, against printing and parsing JSON
 *
 *     cc -O2 -Ibuild -Iplugins/omgelf -Iplugins $(pkg-config --cflags libfastjson) \
 *         contrib/bench/gelf_bench.c plugins/{omgelf/gelf,common}/*.c -lfastjson -lm -o gelf_bench
 *     ./gelf_bench [ROW [ROUNDS]]         // one row only, for callgrind
 *
 * A Postfix event of 25 fields (18 strings, 6 integers, a float) and the tree as mmmailnorm makes it. One
 * run does all rows in turns and prints the best of the turns, in nanoseconds: compare rows of one run only.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define FJSON_NATIVE_API_ONLY
#include <libfastjson/json_object.h>
#include <libfastjson/json_tokener.h>

#include "common/array.h"
#include "gelf/gelf.h"

#define ROUNDS 20000
#define TURNS 25

static const struct {
    const char *name, *value; /* a value without letters is a number */
    char type;
} fields[] = {
    {"mailnorm_rule", "postfix.smtp.status", 's'},
    {"event_source_product", "postfix", 's'},
    {"application_name", "postfix/smtp", 's'},
    {"process_id", "31415", 's'},
    {"vendor_daemon", "smtp", 's'},
    {"email_uid", "4bV3Zt0Yk2z1xQ7", 's'},
    {"vendor_event_action", "delivery", 's'},
    {"vendor_event_outcome", "sent", 's'},
    {"event_outcome", "success", 's'},
    {"gim_event_type_code", "180100", 'i'},
    {"destination_ip", "198.51.100.25", 's'},
    {"destination_hostname", "mx1.example.com", 's'},
    {"destination_port", "25", 'i'},
    {"email_from", "alice@example.org", 's'},
    {"email_to", "bob.jones@example.com", 's'},
    {"email_size", "25223", 'i'},
    {"email_message_id", "20261120120001.4bV3Zt0Yk2z1xQ7@mail.example.org", 's'},
    {"vendor_relay_host", "mx1.example.com", 's'},
    {"vendor_relay_port", "25", 'i'},
    {"vendor_delay_total_seconds", "1.27", 'f'},
    {"vendor_dsn", "2.0.0", 's'},
    {"smtp_response_code", "250", 'i'},
    {"vendor_smtp_response_message", "250 2.0.0 Ok: queued as 9A1B2C3D4E", 's'},
    {"vendor_conn_use", "2", 'i'},
    {"destination_geo_country_iso", "DE", 's'},
};

static const char line[] =
    "Nov 20 12:00:01 mx1 postfix/smtp[31415]: 4bV3Zt0Yk2z1xQ7: to=<bob.jones@example.com>, "
    "relay=mx1.example.com[198.51.100.25]:25, conn_use=2, delay=1.27, delays=0.1/0.02/0.9/0.25, dsn=2.0.0, "
    "status=sent (250 2.0.0 Ok: queued as 9A1B2C3D4E)";

static struct fjson_object *new_tree(void) {
    struct fjson_object *tree = fjson_object_new_object();
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const char *value = fields[i].value;
        struct fjson_object *member = fields[i].type == 's'   ? fjson_object_new_string(value)
                                      : fields[i].type == 'i' ? fjson_object_new_int64(atoll(value))
                                                              : fjson_object_new_double_s(atof(value), value);
        fjson_object_object_add_ex(tree, fields[i].name, member,
                                   FJSON_OBJECT_ADD_KEY_IS_NEW | FJSON_OBJECT_KEY_IS_CONSTANT);
    }
    return tree;
}

static struct text new_members(void) {
    static char text[4096];
    size_t length = 0;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const char *quote = fields[i].type == 's' ? "\"" : "";
        length += (size_t)snprintf(text + length, sizeof(text) - length, ",\"_%s\":%s%s%s", fields[i].name,
                                   quote, fields[i].value, quote);
    }
    return (struct text){text, length};
}

static struct fjson_object *tree;
static struct text members;
static struct gelf_settings settings;
static struct gelf_message message;
static struct json_text frame;
static char *kept;

static void encode(void) {
    uint64_t repairs[GELF_REPAIRS] = {0};
    frame.length = 0;
    gelf_encode(&frame, &settings, &message, repairs);
}

/* the same fields as mmmailnorm writes them */
static void encode_members(void) {
    message.members = members;
    message.fields = NULL;
    encode();
    message.members = (struct text){NULL, 0};
    message.fields = tree;
}

static void encode_members_with_uid(void) {
    settings.event_uid = true;
    encode_members();
    settings.event_uid = false;
}

static void encode_with_uid(void) {
    settings.event_uid = true;
    encode();
    settings.event_uid = false;
}

static size_t keep(void *context, const char *bytes, size_t length) {
    (void)context;
    json_append(&frame, bytes, length);
    return length;
}

/* the tree printed into a template (`$!all-json-plain`), which is what embeds it without a rename */
static void print_tree(void) {
    frame.length = 0;
    fjson_object_dump_ext(tree, FJSON_TO_STRING_PLAIN, keep, NULL);
}

/* the frame from text that a template has printed: parse, encode, free */
static void print_and_parse(void) {
    print_tree();
    json_append(&frame, "", 1);
    free(kept);
    kept = strdup(frame.data);
    message.fields = fjson_tokener_parse(kept);
    encode();
    fjson_object_put(message.fields);
    message.fields = tree;
}

/* a list template with jsonf looks each property up by name */
static void look_up_each(void) {
    struct fjson_object *value;
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        fjson_object_object_get_ex(tree, fields[i].name, &value);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

int main(int argc, char **argv) {
    static struct {
        const char *what;
        void (*run)(void);
        double best;
    } rows[] = {
        {"gelf_encode", encode, 1e18},
        {"gelf_encode with _event_uid", encode_with_uid, 1e18},
        {"gelf_encode of members", encode_members, 1e18},
        {"gelf_encode of members with _event_uid", encode_members_with_uid, 1e18},
        {"tree printed by libfastjson", print_tree, 1e18},
        {"tree printed, parsed back, gelf_encode", print_and_parse, 1e18},
        {"25 look-ups by name (a list template's share)", look_up_each, 1e18},
    };
    gelf_settings_init(&settings);
    settings.event_uid = false;
    tree = new_tree();
    members = new_members();
    message = (struct gelf_message){.host = TEXT("mx1.example.org"),
                                    .short_message = TEXT(line),
                                    .seconds = 1763640000,
                                    .microseconds = 250000,
                                    .level = 6,
                                    .fields = tree,
                                    .identity = TEXT("1763640000123456postfix/smtp[31415]:")};
    if (argc > 1) {
        for (int round = argc > 2 ? atoi(argv[2]) : ROUNDS; round > 0; round--)
            rows[atoi(argv[1])].run();
        return 0;
    }
    for (int turn = 0; turn < TURNS; turn++)
        for (size_t i = 0; i < COUNT_OF(rows); i++) {
            double start = now();
            for (int round = 0; round < ROUNDS / 10; round++)
                rows[i].run();
            double each = (now() - start) / (ROUNDS / 10);
            if (each < rows[i].best)
                rows[i].best = each;
        }
    encode();
    printf("frame of %zu bytes, 25 fields\n", frame.length);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        printf("%8.0f ns  %5.1f x  %s\n", rows[i].best, rows[i].best / rows[0].best, rows[i].what);
    fjson_object_put(tree);
    free(frame.data);
    free(kept);
    gelf_settings_free(&settings);
    return 0;
}
