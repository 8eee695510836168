/* SPDX-License-Identifier: Apache-2.0
 *
 * mailnorm - the way of a line; the contract is in mailnorm.h
 */
#include "config.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "meaning/domains.h"
#include "engine/mailnorm.h"
#include "rules/matcher.h"
#include "event/members.h"
#include "event/selection.h"
#include "meaning/references.h"
#include "reply/reply.h"
#include "engine/rules.h"

#define CLOCK_SKEW_MAX (INT64_C(24) * 3600 * 1000000) /* microseconds */

struct names {
    char **list;
    unsigned count;
};

struct mailnorm {
    char *rulebase_directory, *local_rulebase_directory;
    pthread_mutex_t lock;    /* guards rules */
    struct rules *rules;     /* what workers take over when generation moves */
    uint64_t fingerprint;    /* of the files at the last try to load them */
    unsigned generation;     /* atomic; bumped by each reload */
    struct geo *geo;         /* NULL: no geo fields */
    struct track *track;     /* NULL: no joins */
    struct logins *logins;   /* NULL: as track */
    char *state_file;        /* NULL: none */
    struct privacy *privacy; /* NULL: no pseudonyms */
    bool packs;
    struct names tree_fields, output_fields;
    struct counters counters;
};

struct mailnorm_worker {
    struct mailnorm *mailnorm;
    unsigned generation; /* of what follows */
    struct rules *rules;
    struct matcher *matcher;
    struct event *event;
    struct members *members;    /* NULL: all fields stay in the event */
    struct selection selection; /* of the fields that leave */
    struct geo_worker *geo;     /* NULL: no geo fields */
    time_t second;              /* of the last line that names its time, and its text */
    char second_text[64];
};

/* microseconds since 1970, good to a few milliseconds */
static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static uint64_t fingerprint_of(const struct mailnorm *mailnorm) {
    return rulebase_fingerprint(mailnorm->rulebase_directory) * 31 +
           rulebase_fingerprint(mailnorm->local_rulebase_directory);
}

static bool select_fields(const struct mailnorm *mailnorm, const struct rules *rules,
                          struct selection *selection, char *error, size_t size) {
    return selection_read(selection, rulebase_fields(rules->rulebase),
                          (const char *const *)mailnorm->output_fields.list, mailnorm->output_fields.count,
                          error, size);
}

static struct rules *load_ruleset(struct mailnorm *mailnorm, char *error, size_t size) {
    mailnorm->fingerprint = fingerprint_of(mailnorm);
    struct selection selection;
    struct rules *rules =
        rules_load(mailnorm->rulebase_directory, mailnorm->local_rulebase_directory, error, size);
    if (rules == NULL ||
        (members_check(rulebase_fields(rules->rulebase), (const char *const *)mailnorm->tree_fields.list,
                       mailnorm->tree_fields.count, error, size) &&
         select_fields(mailnorm, rules, &selection, error, size)))
        return rules;
    rules_release(rules);
    return NULL;
}

/* false when memory is out; free what there is all the same */
static bool names_copy(struct names *names, const char *const *list, unsigned count) {
    names->list = calloc(count + 1, sizeof(char *));
    if (names->list == NULL)
        return false;
    for (; names->count < count; names->count++)
        if ((names->list[names->count] = strdup(list[names->count])) == NULL)
            return false;
    return true;
}

static void names_free(struct names *names) {
    for (unsigned i = 0; i < names->count; i++)
        free(names->list[i]);
    free(names->list);
}

static const char *logins_file(const char *state_file, char path[4096]) {
    snprintf(path, 4096, "%s.logins", state_file);
    return path;
}

/* NULL is a name, too; false when memory is out */
static bool copy_name(char **copy, const char *name) {
    return name == NULL || (*copy = strdup(name)) != NULL;
}

static bool open_track(struct mailnorm *mailnorm, const struct mailnorm_config *config) {
    mailnorm->track = track_new(&config->track_limits, &mailnorm->counters);
    mailnorm->logins = logins_new(&config->login, &mailnorm->counters);
    return mailnorm->track != NULL && mailnorm->logins != NULL &&
           copy_name(&mailnorm->state_file, config->state_file);
}

/* where in error a second one goes: behind the first */
static size_t second_error(bool first, char *error, size_t size) {
    size_t used = first ? 0 : strlen(error);
    if (used > 0 && used + 2 < size)
        used += (size_t)snprintf(error + used, size - used, "; ");
    return used;
}

bool mailnorm_load_state(struct mailnorm *mailnorm, char *error, size_t size) {
    char path[4096];
    if (mailnorm->track == NULL || mailnorm->state_file == NULL)
        return true;
    bool messages = track_load(mailnorm->track, mailnorm->state_file, now(), error, size);
    size_t used = second_error(messages, error, size);
    return track_load(logins_track(mailnorm->logins), logins_file(mailnorm->state_file, path), now(),
                      error + used, size - used) &&
           messages;
}

bool mailnorm_save_state(struct mailnorm *mailnorm, char *error, size_t size) {
    char path[4096];
    if (mailnorm->track == NULL || mailnorm->state_file == NULL)
        return true;
    bool messages = track_save(mailnorm->track, mailnorm->state_file, error, size);
    size_t used = second_error(messages, error, size);
    return track_save(logins_track(mailnorm->logins), logins_file(mailnorm->state_file, path), error + used,
                      size - used) &&
           messages;
}

struct mailnorm *mailnorm_open(const struct mailnorm_config *config, char *error, size_t size) {
    snprintf(error, size, "out of memory");
    struct mailnorm *mailnorm = calloc(1, sizeof(*mailnorm));
    if (mailnorm == NULL)
        return NULL;
    pthread_mutex_init(&mailnorm->lock, NULL);
    mailnorm->packs = config->packs;
    if (!copy_name(&mailnorm->rulebase_directory, config->rulebase_directory) ||
        !copy_name(&mailnorm->local_rulebase_directory, config->local_rulebase_directory) ||
        !names_copy(&mailnorm->tree_fields, config->tree_fields, config->tree_field_count) ||
        !names_copy(&mailnorm->output_fields, config->output_fields, config->output_field_count))
        goto failed;
    mailnorm->rules = load_ruleset(mailnorm, error, size);
    if (mailnorm->rules == NULL)
        goto failed;
    if (config->geo_mode != GEO_OFF && config->geo_database_count > 0) {
        mailnorm->geo = geo_open(config->geo_databases, config->geo_database_count, config->geo_mode,
                                 &mailnorm->counters, error, size);
        if (mailnorm->geo == NULL)
            goto failed;
    }
    if (privacy_is_wanted(&config->privacy)) {
        mailnorm->privacy = privacy_open(&config->privacy, error, size);
        if (mailnorm->privacy == NULL)
            goto failed;
    }
    if (!config->no_track && !open_track(mailnorm, config)) {
        snprintf(error, size, "out of memory");
        goto failed;
    }
    return mailnorm;

failed:
    mailnorm_close(mailnorm);
    return NULL;
}

void mailnorm_close(struct mailnorm *mailnorm) {
    if (mailnorm == NULL)
        return;
    track_free(mailnorm->track);
    logins_free(mailnorm->logins);
    free(mailnorm->state_file);
    privacy_close(mailnorm->privacy);
    geo_close(mailnorm->geo);
    rules_release(mailnorm->rules);
    names_free(&mailnorm->tree_fields);
    names_free(&mailnorm->output_fields);
    pthread_mutex_destroy(&mailnorm->lock);
    free(mailnorm->rulebase_directory);
    free(mailnorm->local_rulebase_directory);
    free(mailnorm);
}

static bool reload_ruleset(struct mailnorm *mailnorm, char *error, size_t size) {
    struct rules *fresh = load_ruleset(mailnorm, error, size);
    if (fresh == NULL)
        return false;
    pthread_mutex_lock(&mailnorm->lock);
    struct rules *old = mailnorm->rules;
    mailnorm->rules = fresh;
    __atomic_fetch_add(&mailnorm->generation, 1, __ATOMIC_RELEASE);
    pthread_mutex_unlock(&mailnorm->lock);
    rules_release(old);
    return true;
}

static bool reload_databases(struct mailnorm *mailnorm, bool first, char *error, size_t size) {
    size_t used = second_error(first, error, size);
    return geo_reload(mailnorm->geo, error + used, size - used);
}

/* rules and databases are independent: one that fails does not hold up the other */
static bool reload(struct mailnorm *mailnorm, bool rules_changed, char *error, size_t size) {
    bool databases_changed = mailnorm->geo != NULL && geo_has_changed(mailnorm->geo);
    if (!rules_changed && !databases_changed)
        return true;
    bool rules = !rules_changed || reload_ruleset(mailnorm, error, size);
    bool databases = !databases_changed || reload_databases(mailnorm, rules, error, size);
    if (rules && databases)
        COUNT(&mailnorm->counters, reloads);
    else
        COUNT(&mailnorm->counters, reload_failures);
    return rules && databases;
}

bool mailnorm_reload(struct mailnorm *mailnorm, char *error, size_t size) {
    return reload(mailnorm, fingerprint_of(mailnorm) != mailnorm->fingerprint, error, size);
}

bool mailnorm_reload_databases(struct mailnorm *mailnorm, char *error, size_t size) {
    return reload(mailnorm, false, error, size);
}

const struct rulebase *mailnorm_rulebase(const struct mailnorm *mailnorm) {
    return mailnorm->rules->rulebase;
}

const struct categories *mailnorm_categories(const struct mailnorm *mailnorm) {
    return mailnorm->rules->categories;
}

struct counters *mailnorm_counters(struct mailnorm *mailnorm) {
    return &mailnorm->counters;
}

/* takes over what is loaded now; false, with what ran before, when memory is out */
static bool take_over(struct mailnorm_worker *worker) {
    struct mailnorm *mailnorm = worker->mailnorm;
    pthread_mutex_lock(&mailnorm->lock);
    struct rules *rules = rules_hold(mailnorm->rules);
    unsigned generation = __atomic_load_n(&mailnorm->generation, __ATOMIC_ACQUIRE);
    pthread_mutex_unlock(&mailnorm->lock);
    struct matcher *matcher = matcher_new(rules->rulebase);
    const struct fields *fields = rulebase_fields(rules->rulebase);
    struct event *event = event_new(fields);
    struct members *members = NULL;
    if (mailnorm->packs)
        members =
            members_new(fields, (const char *const *)mailnorm->tree_fields.list, mailnorm->tree_fields.count);
    if (matcher == NULL || event == NULL || (mailnorm->packs && members == NULL)) {
        matcher_free(matcher);
        event_free(event);
        members_free(members);
        rules_release(rules);
        return false;
    }
    event_free(worker->event);
    members_free(worker->members);
    matcher_free(worker->matcher);
    rules_release(worker->rules);
    worker->rules = rules;
    worker->matcher = matcher;
    worker->event = event;
    worker->members = members;
    select_fields(mailnorm, rules, &worker->selection, NULL, 0); /* its words are good: rules were loaded */
    worker->generation = generation;
    return true;
}

struct mailnorm_worker *mailnorm_worker_new(struct mailnorm *mailnorm) {
    struct mailnorm_worker *worker = calloc(1, sizeof(*worker));
    if (worker == NULL)
        return NULL;
    worker->mailnorm = mailnorm;
    if (mailnorm->geo != NULL)
        worker->geo = geo_worker_new(mailnorm->geo);
    if ((mailnorm->geo != NULL && worker->geo == NULL) || !take_over(worker)) {
        mailnorm_worker_free(worker);
        return NULL;
    }
    return worker;
}

void mailnorm_worker_free(struct mailnorm_worker *worker) {
    if (worker == NULL)
        return;
    event_free(worker->event);
    members_free(worker->members);
    matcher_free(worker->matcher);
    rules_release(worker->rules);
    geo_worker_free(worker->geo);
    free(worker);
}

static bool knows(const void *matcher, const struct source *source) {
    return matcher_knows(matcher, source);
}

static void count_line(struct counters *counters, const struct server *server, bool matched) {
    unsigned own = matched ? server->matched : server->unmatched;
    if (own != 0)
        counters_add(counters, own);
    else if (matched)
        COUNT(counters, matched_other);
    else
        COUNT(counters, unmatched_other);
}

/* "warning: TEXT" gives its text, also where a rule has taken that apart */
static void set_warning(struct event *event, struct text message) {
    struct text severity = event_get(event, FIELD_vendor_event_severity);
    if (severity.length == 0 || event_has(event, FIELD_vendor_warning_description))
        return;
    message = text_trim(message);
    if (text_take(&message, severity) && text_take(&message, TEXT(": ")))
        event_set(event, FIELD_vendor_warning_description, message);
}

/* the time that the line itself names, for lines that come through a file: rsyslog
 * knows when it read them. Lines of one second share its text. */
static void set_created(struct mailnorm_worker *worker, int64_t time) {
    time_t second = (time_t)(time / 1000000);
    if (time <= 0)
        return;
    if (second != worker->second) {
        struct tm tm;
        if (gmtime_r(&second, &tm) == NULL)
            return;
        strftime(worker->second_text, sizeof(worker->second_text), "%Y-%m-%dT%H:%M:%S.", &tm);
        worker->second = second;
    }
    size_t length = strlen(worker->second_text);
    char *created = event_alloc(worker->event, length + sizeof("123Z"));
    if (created == NULL)
        return;
    memcpy(created, worker->second_text, length);
    unsigned thousandths = (unsigned)(time / 1000 % 1000);
    created[length++] = (char)('0' + thousandths / 100);
    created[length++] = (char)('0' + thousandths / 10 % 10);
    created[length++] = (char)('0' + thousandths % 10);
    created[length++] = 'Z';
    event_set(worker->event, FIELD_event_created, (struct text){created, length});
}

/* A line's own time moves what tracker and logins hold for now; one that lies far
 * ahead would age all that they remember. */
static int64_t time_of(const struct source *source) {
    const int64_t present = now();
    return source->time > 0 && source->time < present + CLOCK_SKEW_MAX ? source->time : present;
}

/* what the fields of a recognised line, those of earlier lines and the databases tell */
static void add_meaning(struct mailnorm_worker *worker, const struct rule *rule, int64_t when) {
    struct mailnorm *mailnorm = worker->mailnorm;
    struct event *event = worker->event;
    if (!event_has(event, FIELD_vendor_smtp_response_origin))
        reply_add_status(event, event_get(event, FIELD_vendor_dsn));
    if (mailnorm->track != NULL)
        join_line(worker->rules->roles, mailnorm->track, rule, when, event);
    domains_add(event, FIELD_email_from, FIELD_email_from_domain);
    domains_add(event, FIELD_email_to, FIELD_email_to_domain);
    if (worker->geo != NULL)
        geo_add(worker->geo, event);
    categories_apply(worker->rules->categories, rule, event);
    reject_classify(worker->rules->reject_reasons, event, &mailnorm->counters);
    references_add(event);
    if (mailnorm->logins != NULL)
        login_line(mailnorm->logins, event, worker->geo != NULL ? geo_source(worker->geo) : NULL, when);
}

/* the fields of one line; false where no rules are for its program */
static bool read_line(struct mailnorm_worker *worker, const struct source *source) {
    struct counters *counters = &worker->mailnorm->counters;
    struct event *event = worker->event;
    event_clear(event);
    COUNT(counters, lines);
    if (!matcher_identify(worker->matcher, source, event)) {
        COUNT(counters, not_mail);
        return false;
    }
    const struct rule *rule = matcher_match(worker->matcher, source, event);
    set_created(worker, source->time);
    count_line(counters, matcher_server(worker->matcher), rule != NULL);
    if (rule != NULL) {
        set_warning(event, source->message);
        add_meaning(worker, rule, time_of(source));
    }
    return true;
}

bool mailnorm_line(struct mailnorm_worker *worker, const struct arrival *arrival,
                   struct mailnorm_result *result) {
    const struct mailnorm *mailnorm = worker->mailnorm;
    struct source source;
    if (__atomic_load_n(&mailnorm->generation, __ATOMIC_ACQUIRE) != worker->generation)
        take_over(worker);
    arrival_source(arrival, knows, worker->matcher, &source);
    bool recognised = read_line(worker, &source);
    *result = (struct mailnorm_result){.event = worker->event, .message = arrival->message};
    if (!recognised)
        return false;
    /* what is packed has to have its pseudonyms before */
    if (mailnorm->privacy != NULL)
        result->message = privacy_apply(mailnorm->privacy, worker->event, arrival->message);
    selection_apply(&worker->selection, worker->event);
    if (worker->members != NULL)
        result->members = members_take(worker->members, worker->event);
    return true;
}
