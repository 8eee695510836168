/* SPDX-License-Identifier: Apache-2.0
 *
 * flows_test - thousands of flows of all servers at once: no joined value is another flow's
 *
 * SEED=7 tries another order; the share of right values is printed.
 */
#include "memory/join_fixture.h"

#include <pthread.h>

#include "memory/flows.h"

enum { FLOWS = 4000, BATCH = 16 };

static const enum field FIELDS[TRUTHS] = {FIELD_source_ip,   FIELD_user_name,  FIELD_vendor_tls_version,
                                          FIELD_vendor_helo, FIELD_email_from, FIELD_email_message_id};

struct tally {
    unsigned wanted[TRUTHS + 1], right[TRUTHS + 1]; /* the last is the trace's */
    unsigned wrong;
    char first_wrong[2048];
};

struct run {
    struct flows *flows;
    size_t next;          /* of the first line that no worker has taken */
    char (*traces)[64];   /* of each flow, as first seen */
    pthread_mutex_t lock; /* guards next and traces */
    struct tally tallies[2];
};

static bool is_joined(const struct event *event, const char *name) {
    struct text list = event_get(event, FIELD_mailnorm_joined), wanted = text_of(name);
    while (list.length > 0) {
        size_t comma = text_find_char(list, ',');
        if (text_is(text_slice(list, 0, comma), wanted))
            return true;
        list = text_skip(list, comma == TEXT_NONE ? list.length : comma + 1);
    }
    return false;
}

static void note_wrong(struct tally *tally, const struct line_of_flow *line, const char *what,
                       struct text got) {
    if (tally->wrong++ == 0)
        snprintf(tally->first_wrong, sizeof(tally->first_wrong), "%s %.*s: %s", what, (int)got.length,
                 got.start, line->text);
}

static void judge_trace(struct run *run, struct tally *tally, const struct line_of_flow *line,
                        struct event *event) {
    struct text trace = event_get(event, FIELD_vendor_trace_id);
    tally->wanted[TRUTHS] += (unsigned)line->wants_trace;
    if (trace.length == 0)
        return;
    pthread_mutex_lock(&run->lock);
    char *known = run->traces[line->flow];
    if (known[0] == '\0')
        snprintf(known, sizeof(run->traces[0]), "%.*s", (int)trace.length, trace.start);
    bool is_right = text_is(trace, text_of(known));
    for (int other = line->flow - 60; !is_right && other < line->flow + 60; other++)
        if (other > 0 && other <= FLOWS && other != line->flow && text_is(trace, text_of(run->traces[other])))
            note_wrong(tally, line, "trace", trace);
    pthread_mutex_unlock(&run->lock);
    tally->right[TRUTHS] += line->wants_trace && is_right;
}

static void judge(struct run *run, struct tally *tally, const struct line_of_flow *line,
                  struct event *event) {
    for (int truth = 0; truth < TRUTHS; truth++) {
        const char *name = fields_name(event_fields(event), FIELDS[truth]);
        struct text got = event_get(event, FIELDS[truth]);
        bool is_right = line->values[truth] != NULL && text_is(got, text_of(line->values[truth]));
        /* the loopback client is a filter's message's own, until that is found to be an earlier one */
        bool is_filter = truth == TRUTH_IP && text_is(got, TEXT("127.0.0.1"));
        if (got.length > 0 && is_joined(event, name) && !is_right && !is_filter)
            note_wrong(tally, line, name, got);
        if (line->values[truth] != NULL && line->wanted >> truth & 1) {
            tally->wanted[truth]++;
            tally->right[truth] += is_right;
        }
    }
    judge_trace(run, tally, line, event);
}

static void work(struct run *run, struct mailnorm_worker *mine, struct tally *tally) {
    for (;;) {
        pthread_mutex_lock(&run->lock);
        size_t from = run->next;
        run->next += BATCH;
        pthread_mutex_unlock(&run->lock);
        for (size_t i = from; i < from + BATCH; i++) {
            if (i >= run->flows->count)
                return;
            const struct line_of_flow *line = &run->flows->lines[i];
            const struct arrival arrival = {.message = text_of(line->text), .severity = -1};
            struct mailnorm_result own;
            if (!mailnorm_line(mine, &arrival, &own) || !event_has(own.event, FIELD_mailnorm_rule))
                note_wrong(tally, line, "no rule", TEXT(""));
            judge(run, tally, line, own.event);
        }
    }
}

static void *work_apart(void *cookie) {
    struct run *run = cookie;
    struct mailnorm_worker *mine = mailnorm_worker_new(mailnorm);
    work(run, mine, &run->tallies[1]);
    mailnorm_worker_free(mine);
    return NULL;
}

static unsigned seed(void) {
    const char *text = getenv("SEED");
    return text != NULL ? (unsigned)atoi(text) : 1;
}

/* feeds all lines; least: the share of right values, in percent */
static void try(int workers, unsigned least) {
    static const char *const names[TRUTHS + 1] = {"source_ip",      "user_name",  "vendor_tls_version",
                                                  "vendor_helo",    "email_from", "email_message_id",
                                                  "vendor_trace_id"};
    struct run run = {.flows = flows_new(seed(), FLOWS)};
    run.traces = calloc(FLOWS + 1, sizeof(run.traces[0]));
    pthread_mutex_init(&run.lock, NULL);
    pthread_t other;
    if (workers == 2)
        assert_int_equal(pthread_create(&other, NULL, work_apart, &run), 0);
    work(&run, worker, &run.tallies[0]);
    if (workers == 2)
        pthread_join(other, NULL);
    for (int i = 0; i < 2; i++)
        if (run.tallies[i].wrong > 0)
            fail_msg("%u wrong values, the first: %s", run.tallies[i].wrong, run.tallies[i].first_wrong);
    print_message("# %d workers, seed %u, %zu lines\n", workers, seed(), run.flows->count);
    for (int truth = 0; truth <= TRUTHS; truth++) {
        unsigned wanted = run.tallies[0].wanted[truth] + run.tallies[1].wanted[truth],
                 right = run.tallies[0].right[truth] + run.tallies[1].right[truth];
        print_message("# %-18s %5u of %5u right, %.2f %%\n", names[truth], right, wanted,
                      100.0 * right / wanted);
        if (100.0 * right < least * (double)wanted)
            fail_msg("%s is right on %u of %u lines", names[truth], right, wanted);
    }
    pthread_mutex_destroy(&run.lock);
    free(run.traces);
    flows_free(run.flows);
}

static void one_worker_joins_nothing_wrong_and_nearly_all(void **state) {
    (void)state;
    try(1, 95);
}

/* their lines overtake each other */
static void two_workers_join_nothing_wrong(void **state) {
    (void)state;
    try(2, 50);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(one_worker_joins_nothing_wrong_and_nearly_all),
                                       TEST(two_workers_join_nothing_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
