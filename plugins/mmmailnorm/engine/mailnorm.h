/* SPDX-License-Identifier: Apache-2.0
 *
 * mailnorm - the engine: takes a line through source, rule, fields, reply, track, geo, category
 *
 *     struct mailnorm_config config = {.rulebase_directory = RULEBASE_DIR};
 *     struct mailnorm *mailnorm = mailnorm_open(&config, error, sizeof(error));
 *     struct mailnorm_worker *worker = mailnorm_worker_new(mailnorm);
 *     struct arrival arrival = {.message = line, .severity = -1};
 *     struct mailnorm_result result;
 *     if (mailnorm_line(worker, &arrival, &result))
 *         json = event_to_json(result.event);
 *
 * One struct mailnorm serves all workers of an rsyslog action or the command;
 * each thread has a worker of its own. mailnorm_line locks one shard of the track
 * or of the logins at a time. At the first line after a reload it also locks the loaded rules.
 */
#ifndef MAILNORM_H
#define MAILNORM_H

#include "event/counters.h"
#include "event/event.h"
#include "geo/geo.h"
#include "logins/login.h"
#include "privacy/privacy.h"
#include "source/arrival.h"
#include "memory/track.h"

struct mailnorm_config {
    const char *rulebase_directory;
    const char *local_rulebase_directory; /* NULL: none */
    const char *const *geo_databases;     /* MaxMind DB files, see geo.h */
    unsigned geo_database_count;          /* 0: no geo fields */
    enum geo_mode geo_mode;
    bool no_track; /* no joins: each line on its own */
    struct track_limits track_limits;
    struct login_config login;
    const char *state_file; /* NULL: joins begin anew at each start; logins are in
                               STATE-FILE.logins */
    struct privacy_config privacy;
    const char *const *output_fields; /* see selection.h; all where there are none */
    unsigned output_field_count;
    bool packs; /* fields go to members (mailnorm_result); tree_fields stay in the event */
    const char *const *tree_fields;
    unsigned tree_field_count;
};

struct mailnorm;
struct mailnorm_worker;
struct rulebase;
struct categories;

/* NULL and "FILE:LINE: what is wrong; the fix", or "out of memory", in error where it fails */
struct mailnorm *mailnorm_open(const struct mailnorm_config *config, char *error, size_t size);
void mailnorm_close(struct mailnorm *mailnorm); /* after the last worker */

/* mailnorm_load_state, mailnorm_save_state - read and write the state file: the joins and
 * logins. Load before any worker's first line, save after the last worker. These are separate
 * calls, because rsyslogd -N1 opens and closes the engine and must not touch the state file.
 * False and an error where a file is damaged (see track.h) or cannot be written; the engine
 * works without it. */
bool mailnorm_load_state(struct mailnorm *mailnorm, char *error, size_t size);
bool mailnorm_save_state(struct mailnorm *mailnorm, char *error, size_t size);

/* NULL when memory is out */
struct mailnorm_worker *mailnorm_worker_new(struct mailnorm *mailnorm);
void mailnorm_worker_free(struct mailnorm_worker *worker);

/* the result of a line, valid until the worker's next line */
struct mailnorm_result {
    struct event *event; /* without the fields in members */

    /* The arrival's message with pseudonyms (see privacy_apply): the message itself where the
     * configuration wants none. Absent when memory is out. */
    struct text message;

    /* the fields that tree_fields does not name, in one text (see members.h); absent where the
     * configuration does not pack */
    struct text members;
};

/* mailnorm_line - all fields of one line. False, with an empty event, for a line that is not a mail
 * server's. */
bool mailnorm_line(struct mailnorm_worker *worker, const struct arrival *arrival,
                   struct mailnorm_result *result);

/* mailnorm_reload - read files again that have changed on disk. Where that fails, the rules
 * or databases in use stay; false, with the message in error. Files that have not
 * changed since the last try cost a stat each, so many HUPs at once make one
 * reload. From one thread at a time; workers use the new files from their next
 * line on. */
bool mailnorm_reload(struct mailnorm *mailnorm, char *error, size_t size);
/* the same for geo databases only: the program that updates them sends rsyslog no HUP */
bool mailnorm_reload_databases(struct mailnorm *mailnorm, char *error, size_t size);

/* the rules in use; for a command that has one thread */
const struct rulebase *mailnorm_rulebase(const struct mailnorm *mailnorm);
const struct categories *mailnorm_categories(const struct mailnorm *mailnorm);

struct counters *mailnorm_counters(struct mailnorm *mailnorm);

#endif
