/* SPDX-License-Identifier: Apache-2.0
 *
 * reply_fuzz - any text gives a reply whose codes are codes, or none
 *
 *     tests/fuzz/run reply 300
 */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>

#include "reply/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct fields *fields;
static struct event *event;

static void check_digits(struct text text, size_t longest) {
    if (text.length > longest || text_digits(text) != text.length)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (fields == NULL) {
        fields = fields_new();
        event = event_new(fields);
    }
    char *copy = malloc(size + 1); /* a buffer of its own, so that a byte too far is seen */
    struct text text = {memcpy(copy, data, size), size};
    struct reply reply;
    bool found = reply_parse(text, &reply);
    if (found != (reply.code.length > 0 || reply.enhanced.length > 0))
        abort();
    check_digits(reply.code, 3);
    check_digits(reply.class, 1);
    check_digits(reply.subject, 3);
    event_clear(event);
    if (reply_add(event, text, REPLY_REMOTE) != found)
        abort();
    event_clear(event);
    reply_add_status(event, text);
    free(copy);
    return 0;
}
