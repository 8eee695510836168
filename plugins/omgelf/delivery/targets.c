/* SPDX-License-Identifier: Apache-2.0
 *
 * targets - failover, round robin, suspension; the contract is in targets.h
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "delivery/targets.h"

struct suspension {
    unsigned failures; /* in a row */
    bool reported;     /* that it failed */
    int64_t until;
    int64_t stalled_until; /* before that only where no other target is left */
};

struct choice {
    const struct targets *targets;
    enum targets_order order;
    unsigned turn; /* of round robin */
    int64_t longest;
    struct suspension suspensions[];
};

struct targets *targets_new(void) {
    return calloc(1, sizeof(struct targets));
}

static void free_target(struct target *target) {
    if (target == NULL)
        return;
    free(target->host);
    free(target->port);
    free(target->name);
    free(target);
}

void targets_free(struct targets *targets) {
    if (targets == NULL)
        return;
    for (unsigned i = 0; i < targets->count; i++)
        free_target(targets->list[i]);
    free(targets->list);
    free(targets);
}

bool targets_add(struct targets *targets, const char *host, const char *port) {
    struct target **list = realloc(targets->list, (targets->count + 1) * sizeof(*list));
    struct target *target = calloc(1, sizeof(*target));
    size_t size = strlen(host) + strlen(port) + sizeof("[]:");
    if (list != NULL)
        targets->list = list;
    if (list == NULL || target == NULL || (target->host = strdup(host)) == NULL ||
        (target->port = strdup(port)) == NULL || (target->name = malloc(size)) == NULL) {
        free_target(target);
        return false;
    }
    snprintf(target->name, size, strchr(host, ':') != NULL ? "[%s]:%s" : "%s:%s", host, port);
    targets->list[targets->count++] = target;
    return true;
}

struct choice *choice_new(const struct targets *targets, enum targets_order order, unsigned number,
                          int64_t longest) {
    struct choice *choice = calloc(1, sizeof(*choice) + targets->count * sizeof(choice->suspensions[0]));
    if (choice == NULL)
        return NULL;
    choice->targets = targets;
    choice->order = order;
    choice->turn = number % targets->count;
    choice->longest = longest;
    return choice;
}

void choice_free(struct choice *choice) {
    free(choice);
}

static bool is_well(const struct choice *choice, unsigned at, int64_t now) {
    return choice->suspensions[at].until <= now && choice->suspensions[at].stalled_until <= now;
}

struct target *choice_next(struct choice *choice, int64_t now) {
    unsigned count = choice->targets->count, from = choice->order == TARGETS_ROUND_ROBIN ? choice->turn : 0;
    for (unsigned i = 0; i < 2 * count; i++) {
        unsigned at = (from + i) % count;
        if (i < count ? !is_well(choice, at, now) : choice->suspensions[at].until > now)
            continue;
        choice->turn = (at + 1) % count;
        return choice->targets->list[at];
    }
    return NULL;
}

int64_t choice_wait(const struct choice *choice, int64_t now) {
    int64_t first = INT64_MAX;
    for (unsigned i = 0; i < choice->targets->count; i++)
        if (choice->suspensions[i].until < first)
            first = choice->suspensions[i].until;
    return first > now ? first - now : 0;
}

static unsigned index_of(const struct choice *choice, const struct target *target) {
    unsigned i = 0;
    while (choice->targets->list[i] != target)
        i++;
    return i;
}

void choice_lost(struct choice *choice, const struct target *target, int64_t now) {
    struct suspension *suspension = &choice->suspensions[index_of(choice, target)];
    int64_t length = TARGETS_FIRST_SUSPENSION;
    for (unsigned i = 0; i < suspension->failures && length < choice->longest; i++)
        length *= 2;
    if (length > choice->longest)
        length = choice->longest;
    suspension->until = now + length;
    suspension->failures++;
}

bool choice_failed(struct choice *choice, const struct target *target, int64_t now) {
    struct suspension *suspension = &choice->suspensions[index_of(choice, target)];
    bool first = !suspension->reported;
    choice_lost(choice, target, now);
    suspension->reported = true;
    return first;
}

bool choice_worked(struct choice *choice, const struct target *target) {
    struct suspension *suspension = &choice->suspensions[index_of(choice, target)];
    bool failed = suspension->failures > 0;
    suspension->failures = 0;
    suspension->reported = false;
    suspension->until = 0;
    return failed;
}

void choice_stalled(struct choice *choice, const struct target *target, int64_t until) {
    choice->suspensions[index_of(choice, target)].stalled_until = until;
}

struct target *choice_earlier(const struct choice *choice, const struct target *target, int64_t now) {
    unsigned end = choice->order == TARGETS_FAILOVER ? index_of(choice, target) : 0;
    for (unsigned i = 0; i < end; i++)
        if (is_well(choice, i, now))
            return choice->targets->list[i];
    return NULL;
}

bool choice_has_other(const struct choice *choice, const struct target *target, int64_t now) {
    for (unsigned i = 0; i < choice->targets->count; i++)
        if (choice->targets->list[i] != target && is_well(choice, i, now))
            return true;
    return false;
}
