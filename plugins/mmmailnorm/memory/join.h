/* SPDX-License-Identifier: Apache-2.0
 *
 * join - what earlier lines of the same message, connection or session said
 *
 *     struct roles *roles = roles_load(directory, local, rulebase, error, sizeof(error));
 *     join_line(roles, track, rule, now, event);
 *
 * A line with a queue id gets the fields that it lacks from the record of that
 * message, and leaves there what it brings; mailnorm_joined names what was added.
 * A line's own value wins, but for the client of a message: where that is known, a line that
 * names another, quoted or a filter's, gets the message's. keys.h tells under what records are found, trace.h
 * which messages are one, values.h which fields are remembered.
 *
 * A line that does not tell its connection (no session id, no process id, or Exim, whose
 * lines each name their client) neither gives nor takes there; what belongs to its
 * message is joined all the same. A connection is over where a line names another client,
 * and after some silence: connection_age of servers/server.h.
 * Who sent a message says the line that begins it, or else one of its connection: others
 * may quote strangers.
 *
 * What a line does is its role, by the table rulebases/TRACKING, a line a rule or
 * a group of rules (the first that fits counts):
 *
 *     postfix.smtpd.connect      connection-begin
 *     postfix.smtpd.client       message-begin
 *     postfix.cleanup.*          message
 *
 * A line without a row is of a message if it has a queue id, of a connection if it
 * has a session id, and else of no record. A NOQUEUE line has no queue id, so it never enters a message.
 */
#ifndef JOIN_H
#define JOIN_H

#include "rules/rulebase.h"
#include "memory/track.h"

struct roles;

/* the roles of a rulebase's rules; NULL and "FILE:LINE: what; the fix" in error */
struct roles *roles_load(const char *directory, const char *local_directory, const struct rulebase *rulebase,
                         char *error, size_t size);
void roles_free(struct roles *roles);

/* join_line - add to event what the track knows, and keep what it brings. now in
 * microseconds. No lock is held when it returns. */
void join_line(const struct roles *roles, struct track *track, const struct rule *rule, int64_t now,
               struct event *event);

#endif
