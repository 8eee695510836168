/* SPDX-License-Identifier: Apache-2.0
 *
 * refusal_bench - what replies, reasons, categories and pseudonyms cost, in
 * nanoseconds a line
 *
 *     make -C tests refusal_bench && tests/refusal_bench RULEBASES
 *
 * RULEBASES is the directory of the rulebases. What a line costs without them is
 * the first number; all others contain it.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/array.h"
#include "meaning/category.h"
#include "privacy/privacy.h"
#include "meaning/references.h"
#include "meaning/reject.h"
#include "reply/reply.h"

enum { LINES = 500000 };

#define GMAIL                                                                                                \
    "550-5.7.26 Your email has been blocked because the sender is unauthenticated. 550-5.7.26 "              \
    "Gmail requires all senders to authenticate with either SPF or DKIM. 550-5.7.26  "                       \
    "Authentication results: 550-5.7.26  DKIM = did not pass 550-5.7.26  SPF [example.org] with "            \
    "ip: [192.0.2.25] = did not pass 550 5.7.26  https://example.com/?p=authentication - gsmtp"
#define UNKNOWN                                                                                              \
    "550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown in local recipient table"
#define MESSAGE                                                                                              \
    "44DB6AA49A6: to=<bob@example.com>, relay=mx.example.com[198.51.100.7]:25, delay=1, "                    \
    "delays=0.1/0/0.5/0.4, dsn=5.1.1, status=bounced (host mx.example.com[198.51.100.7] said: 550 "          \
    "5.1.1 <bob@example.com>: User unknown (in reply to RCPT TO command))"

static struct event *event;
static struct counters counters;
static struct categories *categories;
static struct reject_reasons *reasons;
static struct privacy *privacy;
static const struct rule *connected, *delivered;

static void nothing(void) {
}

static void reply_accepted(void) {
    reply_add(event, TEXT("250 2.0.0 Ok: queued as 92AA522740522"), REPLY_REMOTE);
}

static void reply_refused(void) {
    reply_add(event, TEXT(UNKNOWN), REPLY_LOCAL);
}

static void reply_of_many_lines(void) {
    reply_add(event, TEXT(GMAIL), REPLY_REMOTE);
}

static void reason_of_none(void) {
    reply_accepted();
    reject_classify(reasons, event, &counters);
}

static void reason_of_one(void) {
    reply_refused();
    reject_classify(reasons, event, &counters);
}

static void reason_of_many_lines(void) {
    reply_of_many_lines();
    reject_classify(reasons, event, &counters);
}

static void category_of_connection(void) {
    event_set(event, FIELD_source_ip, TEXT("192.0.2.1"));
    categories_apply(categories, connected, event);
    references_add(event);
}

static void category_of_delivery(void) {
    event_set(event, FIELD_vendor_status, TEXT("deferred"));
    categories_apply(categories, delivered, event);
    references_add(event);
}

static void pseudonyms(void) {
    event_set(event, FIELD_email_from, TEXT("alice@example.org"));
    event_set(event, FIELD_email_to, TEXT("bob@example.com"));
    event_set(event, FIELD_source_ip, TEXT("192.0.2.1"));
    privacy_apply(privacy, event, TEXT(MESSAGE));
}

static const struct {
    const char *name;
    void (*line)(void);
} benches[] = {
    {"an empty event", nothing},
    {"reply 250", reply_accepted},
    {"reply 550", reply_refused},
    {"reply of six lines", reply_of_many_lines},
    {"reply 250, and no reason", reason_of_none},
    {"reply 550, and its reason", reason_of_one},
    {"reply of six lines, and its reason", reason_of_many_lines},
    {"category and references of a connection", category_of_connection},
    {"category and references of a delivery", category_of_delivery},
    {"pseudonyms for a delivery, all masked", pseudonyms},
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int argc, char **argv) {
    char error[512];
    if (argc != 2) {
        fputs("usage: refusal_bench RULEBASES\n", stderr);
        return 2;
    }
    struct privacy_config config = {PRIVACY_MASK, PRIVACY_MASK, PRIVACY_MASK, NULL};
    struct rulebase *rulebase = rulebase_load(argv[1], NULL, error, sizeof(error));
    if (rulebase == NULL ||
        (categories = categories_load(argv[1], NULL, rulebase, error, sizeof(error))) == NULL ||
        (reasons = reject_reasons_load(argv[1], NULL, rulebase_fields(rulebase), error, sizeof(error))) ==
            NULL ||
        (privacy = privacy_open(&config, error, sizeof(error))) == NULL) {
        fprintf(stderr, "refusal_bench: %s\n", error);
        return 1;
    }
    event = event_new(rulebase_fields(rulebase));
    connected = rulebase_find(rulebase, TEXT("postfix.smtpd.connect"));
    delivered = rulebase_find(rulebase, TEXT("postfix.delivery.status"));
    for (size_t i = 0; i < COUNT_OF(benches); i++) {
        double start = now();
        for (int line = 0; line < LINES; line++) {
            event_clear(event);
            benches[i].line();
        }
        printf("%-44s %6.0f ns\n", benches[i].name, (now() - start) / LINES);
    }
    privacy_close(privacy);
    event_free(event);
    reject_reasons_free(reasons);
    categories_free(categories);
    rulebase_release(rulebase);
    return 0;
}
