/* SPDX-License-Identifier: Apache-2.0
 *
 * line_fuzz - whatever the lines, the event keeps its promises
 *
 *     tests/fuzz/run line 600         lines with heads of their own
 *     tests/fuzz/run program 600      the input's first byte chooses the program
 *
 * Promises: each field has its type and is not empty, every *_ip is an address, session tokens of
 * web mail are in no field, and the event's JSON is JSON. Joins are on: lines follow each other.
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <libfastjson/json.h>

#include "common/array.h"
#include "servers/parser.h"
#include "engine/mailnorm.h"
#include "rules/rulebase.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct mailnorm *mailnorm;
static struct mailnorm_worker *worker;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    char error[1024] = "";
    struct mailnorm_config config = {.rulebase_directory = RULEBASES, .track_limits = {.entries = 1000}};
    mailnorm = mailnorm_open(&config, error, sizeof(error));
    if (mailnorm == NULL) {
        fprintf(stderr, "%s\n", error);
        exit(2);
    }
    worker = mailnorm_worker_new(mailnorm);
    return 0;
}

static void check(const struct event *event) {
    const struct fields *fields = rulebase_fields(mailnorm_rulebase(mailnorm));
    for (enum field f = event_next(event, 0); f != FIELD_NONE; f = event_next(event, f + 1)) {
        struct text value = event_get(event, f), name = text_of(fields_name(fields, f));
        if (value.length == 0 || (text_ends(name, TEXT("_ip")) && !text_ends(name, TEXT("reserved_ip")) &&
                                  !text_is_address(value))) {
            fprintf(stderr, "%s: %.*s\n", name.start, (int)value.length, value.start);
            abort();
        }
    }
    struct fjson_object *json = event_to_json(event);
    if (fjson_object_to_json_string(json) == NULL)
        abort();
    fjson_object_put(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *copy = malloc(size + 1);
    struct arrival arrival = {.severity = -1};
    struct mailnorm_result result;
    memcpy(copy, data, size);
    copy[size] = '\0';
#ifdef FUZZ_PROGRAM
    static const char *const TAGS[] = {"postfix/smtpd[1]:",
                                       "postfix/smtp[1]:",
                                       "postfix-out/cleanup[1]:",
                                       "postfix/qmgr[1]:",
                                       "postfix/postscreen[1]:",
                                       "postfix/local[1]:",
                                       "postfix/pipe[1]:",
                                       "postfix/bounce[1]:",
                                       "postfix/pickup[1]:",
                                       "postfix/tlsproxy[1]:",
                                       "postfix/anvil[1]:",
                                       "postfix/master[1]:",
                                       "sendmail[1]:",
                                       "sm-mta[1]:",
                                       "axigen:",
                                       "opendkim[1]:",
                                       "opendmarc[1]:",
                                       "policyd-spf[1]:",
                                       "amavis[1]:",
                                       "postgrey[1]:",
                                       "dovecot:",
                                       "exim[1]:"};
    struct text tag = text_of(TAGS[size > 0 ? (unsigned char)copy[0] % (COUNT_OF(TAGS)) : 0]);
    arrival.tag = tag;
    arrival.message = (struct text){copy + (size > 0), size > 0 ? size - 1 : 0};
#else
    arrival.message = (struct text){copy, size};
#endif
    mailnorm_line(worker, &arrival, &result);
    check(result.event);
    free(copy);
    return 0;
}
