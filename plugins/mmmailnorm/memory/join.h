/* SPDX-License-Identifier: Apache-2.0
 *
 * join - gives a line the fields of earlier lines of its message, connection or session
 *
 *     struct roles *roles = roles_load(directory, local, rulebase, error, sizeof(error));
 *     join_line(roles, track, rule, now, event);
 *
 * A line with a queue id gets the fields that it lacks from the record of that
 * message, and the record gets the fields that the line has. mailnorm_joined names the added
 * fields. A line's own value wins, with one exception: where the client of the message is known,
 * a line that names another client (a quoted one, or a filter's) gets the message's client.
 * keys.h has the keys of records, trace.h decides which messages are one, values.h lists the
 * fields that are remembered.
 *
 * Some lines do not identify their connection: they have neither session id nor process id, or
 * they are Exim's, which each name their client. Such a line is not joined with a connection,
 * but still with its message. A connection is over where a line names another client, or after
 * some silence (connection_age in servers/server.h).
 * The sender of a message is taken from the line that begins the message, or else from a line
 * of its connection: other lines may quote strangers.
 *
 * The role of a line is what it does to records. The table rulebases/TRACKING has a row for a
 * rule or a group of rules; the first row that fits counts:
 *
 *     postfix.smtpd.connect      connection-begin
 *     postfix.smtpd.client       message-begin
 *     postfix.cleanup.*          message
 *
 * A line without a row belongs to a message if it has a queue id, to a connection if it
 * has a session id, and else to no record. A NOQUEUE line has no queue id, so it never enters
 * the record of a message.
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

/* join_line - add fields from the track to the event, and fields of the event to the track. now in
 * microseconds. No lock is held when it returns. */
void join_line(const struct roles *roles, struct track *track, const struct rule *rule, int64_t now,
               struct event *event);

#endif
