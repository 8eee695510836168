/* SPDX-License-Identifier: Apache-2.0
 *
 * join - giving and taking, by the role of a line; the contract is in join.h
 */
#include "config.h"

#include "memory/attempts.h"
#include "memory/identity.h"
#include "memory/join.h"
#include "memory/keys.h"
#include "memory/order.h"
#include "servers/server.h"

#define FRESH_AGE (10 * SECONDS) /* lines of one message that another worker was faster with */

/* ---- connections ---- */

/* the record of the line's connection; NULL also where the line does not tell which it is */
static struct record *open_connection(struct line *line, enum track_mode mode) {
    struct text key = connection_key(line->event);
    return key.length > 0 ? track_open(line->track, key, line->now, mode) : NULL;
}

/* how long a connection may be silent: until its ids may be used again */
static int64_t connection_age(const struct event *event) {
    int64_t age = server_find(event_get(event, FIELD_event_source_product))->connection_age;
    return (age != 0 ? age : SERVER_CONNECTION_AGE) * SECONDS;
}

static bool differs(const struct values *values, enum value_place place, struct text own) {
    struct text known = values_get(values, place);
    return known.length > 0 && own.length > 0 && !text_is(known, own);
}

/* whether the line is of another client than the record: the beginning of its connection was
 * not logged, or is missing */
static bool is_another_client(const struct values *values, const struct event *event) {
    return differs(values, VALUE_source_ip, event_get(event, FIELD_source_ip)) ||
           differs(values, VALUE_source_port, event_get(event, FIELD_source_port));
}

/* Whether a process' line that names no client may be of another one than the last to connect:
 * the next connect may not have come yet. */
static bool may_be_of_another(struct line *line) {
    return !event_has(line->event, FIELD_source_ip) && !event_has(line->event, FIELD_vendor_session_id) &&
           !order_is_kept(line);
}

static void join_connection(struct line *line, enum role role) {
    if (may_be_of_another(line))
        return;
    enum track_mode mode = role == ROLE_CONNECTION_BEGIN                        ? TRACK_RENEW
                           : role == ROLE_READER || role == ROLE_CONNECTION_END ? TRACK_FIND
                                                                                : TRACK_CREATE;
    struct record *record = open_connection(line, mode);
    if (record == NULL)
        return;
    if (line->now < record_first_seen(record) && !event_has(line->event, FIELD_source_ip)) {
        track_close(line->track, record); /* of an earlier connection: it came late */
        return;
    }
    struct values values;
    values_read(&values, record);
    bool is_over = !is_within(line->now, record_last_seen(record), connection_age(line->event)) ||
                   is_another_client(&values, line->event);
    if (is_over && mode == TRACK_CREATE) {
        track_close(line->track, record);
        record = open_connection(line, TRACK_RENEW);
        if (record == NULL)
            return;
        values_read(&values, record);
    } else if (!is_over) {
        values_join(&values, CONNECTION_FIELDS, line->event, &line->joined);
    }
    if (role == ROLE_CONNECTION_END) {
        track_remove(line->track, record);
        return;
    }
    if (role != ROLE_READER)
        values_write(&values, CONNECTION_FIELDS, line->event, line->track, record);
    track_close(line->track, record);
}

/* lines of the connection to the next server come before the delivery that used it */
static void write_relay(struct line *line) {
    struct record *record = open_connection(line, TRACK_RENEW);
    if (record == NULL)
        return;
    record_set(line->track, record, FIELD_vendor_relay_ip, event_get(line->event, FIELD_vendor_relay_ip));
    record_set(line->track, record, FIELD_vendor_relay_tls_version,
               event_get(line->event, FIELD_vendor_tls_version));
    record_set(line->track, record, FIELD_vendor_relay_tls_trustlevel,
               event_get(line->event, FIELD_vendor_tls_trustlevel));
    track_close(line->track, record);
}

static void join_relay(struct line *line) {
    struct text relay = event_get(line->event, FIELD_vendor_relay_ip);
    struct record *record = relay.length > 0 ? open_connection(line, TRACK_FIND) : NULL;
    if (record == NULL)
        return;
    struct values values;
    values_read(&values, record);
    if (text_is(values_get(&values, VALUE_vendor_relay_ip), relay) &&
        is_within(line->now, record_last_seen(record), connection_age(line->event)))
        values_join(&values, RELAY_FIELDS, line->event, &line->joined);
    track_close(line->track, record);
}

/* ---- messages ---- */

/* the record of a queue id that starts: afresh, unless another worker has just
 * made it from a later line of the same message */
static struct record *begin_message(struct line *line, struct text key) {
    struct record *record = track_open(line->track, key, line->now, TRACK_CREATE);
    if (record == NULL || record_is_new(record))
        return record;
    bool is_same =
        !record_is_finished(record) && is_within(line->now, record_first_seen(record), FRESH_AGE) &&
        record_get(record, FIELD_source_ip).length == 0 && record_get(record, FIELD_user_id).length == 0;
    if (is_same)
        return record;
    track_close(line->track, record);
    return track_open(line->track, key, line->now, TRACK_RENEW);
}

/* the earlier message that the line which begins this one names: by XFORWARD, postsuper -r,
 * or Exim's R=, which is of bounces and answers */
static bool find_named(struct line *line, struct earlier *earlier) {
    struct text answered = event_get(line->event, FIELD_vendor_parent_uid);
    struct text forwarded = event_get(line->event, FIELD_vendor_orig_queue_id);
    if (answered.length == 0 && forwarded.length == 0)
        return false;
    bool is_known = earlier_find(line, answered.length > 0 ? answered : forwarded, earlier);
    earlier->is_only_reported = answered.length > 0;
    return is_known;
}

/* What the message's record holds of who sent it, for when it is closed; for a line that begins
 * it, what that says. */
static void read_sender(struct line *line, struct text key, enum role role, struct values *values) {
    const uint32_t wanted = ORIGIN_FIELDS | VALUE_SET(email_from);
    struct record *record =
        role == ROLE_MESSAGE_BEGIN ? NULL : track_open(line->track, key, line->now, TRACK_FIND);
    values->has = 0;
    if (record != NULL) {
        values_read(values, record);
        values_copy(values, wanted, line->event, values);
        track_close(line->track, record);
    } else {
        values_of_event(values, wanted, line->event);
    }
}

/* the earlier message that has the line's Message-Id */
static bool find_same(struct line *line, struct text key, enum role role, struct earlier *earlier,
                      bool *is_ambiguous) {
    struct identity identity;
    struct values values;
    bool is_in_order = order_note(line);
    identity_read(line, key, &identity);
    if (identity.count == 0)
        return false;
    if (!is_in_order) {
        *is_ambiguous = true;
        return false;
    }
    read_sender(line, key, role, &values);
    bool is_known = identity_find(line, &identity, &values, earlier);
    *is_ambiguous = identity.is_ambiguous;
    return is_known;
}

/* A line that does not begin the message may quote a client, or be about a filter's connection:
 * where it is known who sent the message, it is not about him. */
static void drop_other_client(const struct values *values, struct event *event) {
    struct text client = values_get(values, VALUE_source_ip);
    if (client.length == 0 || text_is_loopback(client) || text_is(client, event_get(event, FIELD_source_ip)))
        return;
    event_unset(event, FIELD_source_ip);
    event_unset(event, FIELD_source_hostname);
    event_unset(event, FIELD_source_port);
}

/* What a line leaves in its message's record. Who sent the message says the line that begins
 * it, or else one of its connection; others may quote strangers. */
static uint32_t written_by(enum role role, const struct values *values) {
    const uint32_t sender = CONNECTION_FIELDS | VALUE_SET(user_id);
    if (role == ROLE_MESSAGE_BEGIN)
        return MESSAGE_FIELDS;
    if (role == ROLE_CONNECTION && (values->has & CLIENT_FIELDS) == 0)
        return MESSAGE_FIELDS & ~(sender & values->has);
    return MESSAGE_FIELDS & ~sender;
}

/* Whether a later line may still tell which message this is: one from the loopback address until
 * its Message-Id is known and nobody else's, one that nobody brought until it is delivered. */
static bool must_wait(enum origin origin, enum role role, bool has_identity,
                      const struct message_state *state) {
    if (role == ROLE_DELIVERY || role == ROLE_MESSAGE_END || origin == ORIGIN_CLIENT)
        return false;
    if (origin == ORIGIN_NOBODY)
        return role != ROLE_MESSAGE_BEGIN;
    if (role == ROLE_MESSAGE_BEGIN)
        return !has_identity;
    return state->waits && (origin == ORIGIN_LOOPBACK ? !has_identity : role != ROLE_IDENTITY);
}

/* gives the message its trace once it is sure which; whether the record has changed */
static bool settle_trace(struct line *line, struct record *record, const struct values *values,
                         enum role role, bool has_identity) {
    if (values_get(values, VALUE_vendor_trace_id).length > 0)
        return false;
    struct message_state state = state_of(record);
    bool waits = must_wait(origin_of(values), role, has_identity, &state);
    if (!waits)
        trace_begin(line, record);
    if (waits == state.waits)
        return !waits;
    state.waits = waits;
    set_state(line, record, &state);
    return true;
}

/* recipients that the line of a delivery is the last of */
static uint16_t count_delivered(const struct event *event) {
    struct text status = event_get(event, FIELD_vendor_status), list = event_get(event, FIELD_email_to);
    if (text_starts_nocase(status, TEXT("deferred")) || text_is(status, TEXT("queued")) ||
        text_starts(event_get(event, FIELD_vendor_dsn), TEXT("4.")))
        return 0;
    uint16_t count = list.length > 0;
    for (size_t at; (at = text_find(list, TEXT(", "))) != TEXT_NONE; count++)
        list = text_skip(list, at + 2);
    return count;
}

/* what the delivery tells of where the message is now: with a filter of this host, or elsewhere */
static void note_delivery(struct line *line, struct record *record) {
    struct event *event = line->event;
    struct text relay = event_get(event, FIELD_vendor_relay_ip),
                status = event_get(event, FIELD_vendor_status);
    struct text daemon = event_get(event, FIELD_vendor_daemon);
    struct message_state state = state_of(record), before = state;
    bool is_postfix = text_is(event_get(event, FIELD_event_source_product), TEXT("postfix"));
    if (text_is_loopback(relay) || event_has(event, FIELD_vendor_queued_as))
        state.left |= !text_is_loopback(relay) && relay.length > 0;
    else if (is_postfix && text_is(daemon, TEXT("pipe")))
        state.piped += text_is(status, TEXT("sent"));
    else
        state.left |= relay.length > 0 ||
                      !(text_starts_nocase(status, TEXT("deferred")) || text_is(status, TEXT("queued")));
    state.delivered += count_delivered(event);
    if (memcmp(&state, &before, sizeof(state)) != 0)
        set_state(line, record, &state);
}

/* Sendmail tells that a message is done from LogLevel 10 on only: else as many recipients as it has
 * were delivered to, or refused. An alias makes more of them: where one of those is deferred, the
 * message is under way again. */
static bool is_done(struct line *line, struct record *record) {
    struct text recipients = record_get(record, FIELD_vendor_nrcpts);
    struct message_state state = state_of(record);
    unsigned count = 0;
    if (!text_is(event_get(line->event, FIELD_event_source_product), TEXT("sendmail")))
        return false;
    for (size_t i = 0; i < recipients.length && count < UINT16_MAX; i++)
        count = count * 10 + (unsigned)(recipients.start[i] - '0');
    if (record_is_finished(record) && count_delivered(line->event) == 0) {
        record_resume(line->track, record);
        state.delivered = 0;
        set_state(line, record, &state);
    }
    return count > 0 && state.delivered >= count;
}

static void join_message(struct line *line, enum role role) {
    struct event *event = line->event;
    struct text key = message_key(event, event_get(event, FIELD_email_uid));
    bool has_identity =
        (role == ROLE_IDENTITY || role == ROLE_MESSAGE_BEGIN) && event_has(event, FIELD_email_message_id);
    struct earlier earlier;
    bool is_ambiguous = false;
    bool follows = (role == ROLE_MESSAGE_BEGIN && find_named(line, &earlier)) ||
                   (has_identity && find_same(line, key, role, &earlier, &is_ambiguous));
    struct record *record = role == ROLE_MESSAGE_BEGIN
                                ? begin_message(line, key)
                                : track_open(line->track, key, line->now, TRACK_CREATE);
    if (record == NULL)
        return;
    struct values values;
    values_read(&values, record);
    if (role != ROLE_READER && values_write(&values, written_by(role, &values), event, line->track, record))
        values_read(&values, record);
    if (follows && trace_follow(line, record, &values, &earlier))
        values_read(&values, record);
    if (settle_trace(line, record, &values, role, has_identity && !is_ambiguous))
        values_read(&values, record);
    if (role == ROLE_MESSAGE)
        drop_other_client(&values, event);
    values_join(&values, MESSAGE_FIELDS, event, &line->joined);
    if (role == ROLE_DELIVERY) {
        attempts_add(line, record);
        note_delivery(line, record);
    }
    bool ends = role == ROLE_MESSAGE_END || (role == ROLE_DELIVERY && is_done(line, record));
    if (ends)
        record_finish(line->track, record);
    struct message_state state = state_of(record);
    track_close(line->track, record);
    if (has_identity)
        identity_add(line, key);
    if (ends)
        identity_end(line, key, &state);
}

/* the client of a before-queue filter sent the message that the filter queued */
static void join_proxy(struct line *line) {
    struct text queue_id = event_get(line->event, FIELD_vendor_queued_as);
    join_connection(line, ROLE_CONNECTION);
    struct record *record =
        track_open(line->track, message_key(line->event, queue_id), line->now, TRACK_FIND);
    if (record == NULL)
        return;
    struct values values, client;
    values_read(&values, record);
    values_of_event(&client, CONNECTION_FIELDS, line->event);
    if (origin_of(&values) == ORIGIN_LOOPBACK)
        values_put(&client, CONNECTION_FIELDS, line->track, record);
    track_close(line->track, record);
}

/* a delivery to a filter of this host, or a forward: the next queue id of the message */
static void link_next(struct line *line) {
    struct text daemon = event_get(line->event, FIELD_vendor_daemon);
    struct text socket = event_get(line->event, FIELD_vendor_relay_service); /* "private/filter" */
    if (text_is_loopback(event_get(line->event, FIELD_vendor_relay_ip)) || text_is(daemon, TEXT("local")) ||
        text_find_char(socket, '/') != TEXT_NONE)
        trace_link(line, event_get(line->event, FIELD_vendor_queued_as), 0, false);
}

/* the queue ids that a message was split into */
static void link_parts(struct line *line) {
    struct text list = event_get(line->event, FIELD_vendor_split_uids);
    while (list.length > 0) {
        size_t comma = text_find(list, TEXT(", "));
        trace_link(line, text_slice(list, 0, comma), COPY_FIELDS, false);
        list = text_skip(list, comma == TEXT_NONE ? list.length : comma + 2);
    }
}

static void join_by_role(struct line *line, enum role role) {
    switch (role) {
    case ROLE_NONE:
    case ROLE_DEFAULT:
        break;
    case ROLE_CONNECTION_BEGIN:
    case ROLE_CONNECTION:
    case ROLE_CONNECTION_END:
    case ROLE_READER:
        join_connection(line, role);
        if (event_has(line->event, FIELD_email_uid))
            join_message(line, role == ROLE_READER ? ROLE_READER : ROLE_CONNECTION);
        break;
    case ROLE_MESSAGE_BEGIN:
        if (event_has(line->event, FIELD_source_ip) || event_has(line->event, FIELD_vendor_session_id))
            join_connection(line, ROLE_CONNECTION);
        join_message(line, role);
        break;
    case ROLE_DELIVERY:
        join_relay(line);
        join_message(line, role);
        link_next(line);
        break;
    case ROLE_NOTIFICATION:
        join_message(line, ROLE_MESSAGE);
        trace_link(line, event_get(line->event, FIELD_vendor_bounce_uid), 0, true);
        break;
    case ROLE_COPY:
        join_message(line, ROLE_READER);
        trace_link(line, event_get(line->event, FIELD_vendor_bounce_uid), COPY_FIELDS, false);
        break;
    case ROLE_SPLIT:
        join_message(line, ROLE_READER);
        link_parts(line);
        break;
    case ROLE_PROXY:
        join_proxy(line);
        break;
    case ROLE_RELAY:
        write_relay(line);
        break;
    case ROLE_MESSAGE:
    case ROLE_IDENTITY:
    case ROLE_MESSAGE_END:
        join_message(line, role);
        break;
    }
}

void join_line(const struct roles *roles, struct track *track, const struct rule *rule, int64_t now,
               struct event *event) {
    struct line line;
    line.track = track;
    line.event = event;
    line.now = now;
    line.joined.length = 0;
    enum role role =
        rule->number < roles->rule_count ? (enum role)roles->of_rules[rule->number] : ROLE_DEFAULT;
    bool has_id = event_has(event, FIELD_email_uid);
    if (role == ROLE_DEFAULT)
        role = has_id                                      ? ROLE_MESSAGE
               : event_has(event, FIELD_vendor_session_id) ? ROLE_CONNECTION
                                                           : ROLE_NONE;
    else if (!has_id && role == ROLE_MESSAGE_BEGIN)
        role = ROLE_CONNECTION; /* NOQUEUE: of the connection, never of a message */
    else if (!has_id && role >= ROLE_MESSAGE && role <= ROLE_NOTIFICATION)
        role = ROLE_NONE;
    join_by_role(&line, role);
    if (line.joined.length > 0) {
        event_set_copy(event, FIELD_mailnorm_joined, (struct text){line.joined.names, line.joined.length});
        COUNT(track_counters(track), track_joined);
    }
}
