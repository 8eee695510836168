/* SPDX-License-Identifier: Apache-2.0
 *
 * join - giving and taking; the contract is in join.h
 */
#include "config.h"

#include "memory/join_fields.h"
#include "memory/roles.h"
#include "servers/server.h"

#define SECONDS INT64_C(1000000)
#define IDENTITY_AGE (24 * 3600 * SECONDS) /* longest stay in a content filter */
#define FRESH_AGE (10 * SECONDS)           /* lines of one message that another worker was faster with */

/* numbers of what no field stands for */
enum { OWN_ATTEMPTS = FIELD_MAX, OWN_PENDING, OWN_KEY };

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* the line that is being joined */
struct line {
    struct track *track;
    struct event *event;
    int64_t now;
    struct joined joined;
};

/* ---- keys ---- */

/* a kind, and parts that are each ended by a NUL; all keys of a kind have as many */
static struct text make_key(struct event *event, char kind, const struct text *parts, size_t count) {
    size_t length = 1 + count;
    for (size_t i = 0; i < count; i++)
        length += parts[i].length;
    char *memory = event_alloc(event, length), *at = memory;
    if (memory == NULL)
        return (struct text){"", 0};
    *at++ = kind;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].length > 0)
            memcpy(at, parts[i].start, parts[i].length);
        at += parts[i].length;
        *at++ = '\0';
    }
    return (struct text){memory, length};
}

#define MAKE_KEY(event, kind, ...)                                                                           \
    make_key(event, kind, (const struct text[]){event_get(event, FIELD_event_source), __VA_ARGS__},          \
             1 + COUNT_OF(((const struct text[]){__VA_ARGS__})))

static const struct server *server_of(const struct event *event) {
    return server_find(event_get(event, FIELD_event_source_product));
}

/* what makes queue ids unique on a host: the instance, or the server; milters name those of another one */
static struct text queue_of(const struct event *event) {
    struct text instance = event_get(event, FIELD_vendor_instance);
    if (instance.length > 0)
        return instance;
    const char *queue = server_of(event)->queue;
    return queue != NULL ? text_of(queue) : event_get(event, FIELD_event_source_product);
}

static struct text message_key(struct event *event, struct text queue_id) {
    return MAKE_KEY(event, 'Q', queue_of(event), queue_id);
}

static struct text identity_key(struct event *event) {
    return MAKE_KEY(event, 'I', event_get(event, FIELD_email_message_id));
}

static struct text session_key(struct event *event, struct text session) {
    const struct server *server = server_of(event);
    struct text service = event_get(event, FIELD_service_name);
    if (server->session_service != NULL)
        service = server->session_service(service);
    return MAKE_KEY(event, 'S', event_get(event, FIELD_event_source_product), service, session);
}

/* whether the process id tells whose line it is */
static bool has_process_of_client(const struct event *event) {
    enum server_processes processes = server_of(event)->processes;
    return event_has(event, FIELD_process_id) &&
           (processes == PROCESSES_OF_ONE_CLIENT ||
            (processes == PROCESSES_OF_CLIENTS_IN_TURN && event_has(event, FIELD_source_ip)));
}

/* connection_key - what tells connections apart: the session id (Dovecot, Axigen), else the
 * process id of a server with a process a client. Empty where the line has neither: it may
 * be of any client. Exim needs none: each line that is about a client names it. */
static struct text connection_key(struct event *event) {
    struct text session = event_get(event, FIELD_vendor_session_id);
    if (session.length > 0)
        return session_key(event, session);
    if (!has_process_of_client(event))
        return (struct text){NULL, 0};
    /* Sendmail's vendor_daemon is what daemon= says: there the tag tells the program */
    bool has_instance = event_has(event, FIELD_vendor_instance);
    struct text program = event_get(event, has_instance ? FIELD_vendor_daemon : FIELD_application_name);
    return MAKE_KEY(event, has_instance ? 'P' : 'T', queue_of(event), program,
                    event_get(event, FIELD_process_id));
}

/* the record of the line's connection; NULL also where the line does not tell which it is */
static struct record *open_connection(struct line *line, enum track_mode mode) {
    struct text key = connection_key(line->event);
    return key.length > 0 ? track_open(line->track, key, line->now, mode) : NULL;
}

/* a text of a record for when that is closed */
static struct text copy_of(struct event *event, struct text text) {
    char *memory = text.length > 0 ? event_alloc(event, text.length) : NULL;
    if (memory == NULL)
        return (struct text){NULL, 0};
    memcpy(memory, text.start, text.length);
    return (struct text){memory, text.length};
}

/* ---- traces ---- */

static bool is_local(struct text address, struct text hostname) {
    return text_starts(address, TEXT("127.")) || text_is(address, TEXT("::1")) ||
           (address.length == 0 && (hostname.length == 0 || text_is(hostname, TEXT("localhost"))));
}

/* whether the message may be an earlier one again: it came from this host, and nobody
 * logged in to send it */
static bool is_local_origin(const struct kept *kept) {
    return is_local(kept_get(kept, KEPT_source_ip), kept_get(kept, KEPT_source_hostname)) &&
           kept_get(kept, KEPT_user_name).length == 0;
}

/* HOST-ID-SECONDS, these in hexadecimal digits */
static void begin_trace(struct line *line, struct record *record) {
    enum { DIGITS = 16 };
    struct text host = event_get(line->event, FIELD_event_source),
                id = event_get(line->event, FIELD_email_uid);
    char *trace = event_alloc(line->event, host.length + id.length + 2 + DIGITS);
    if (trace == NULL)
        return;
    size_t length = 0;
    if (host.length > 0)
        memcpy(trace, host.start, host.length);
    length += host.length;
    trace[length++] = '-';
    if (id.length > 0)
        memcpy(trace + length, id.start, id.length);
    length += id.length;
    trace[length++] = '-';
    uint64_t seconds = (uint64_t)(record_first_seen(record) / SECONDS);
    int shift = 4 * (DIGITS - 1);
    while (shift > 0 && seconds >> shift == 0)
        shift -= 4;
    for (; shift >= 0; shift -= 4)
        trace[length++] = "0123456789abcdef"[seconds >> shift & 15];
    record_set(line->track, record, FIELD_vendor_trace_id, (struct text){trace, length});
}

/* Makes the message one with an earlier one: its trace, and who sent that. kept is what
 * the message's record holds; whether that has changed. */
static bool follow(struct line *line, struct record *record, const struct kept *kept,
                   const struct kept *origin, struct text parent) {
    if (kept_get(kept, KEPT_vendor_trace_id).length > 0 || kept_get(origin, KEPT_vendor_trace_id).length == 0)
        return false;
    bool keeps_client = !is_local(kept_get(kept, KEPT_source_ip), kept_get(kept, KEPT_source_hostname));
    kept_set(origin, keeps_client ? ~CLIENT_FIELDS : ~UINT32_C(0), line->track, record);
    if (parent.length > 0 && !text_is(parent, event_get(line->event, FIELD_email_uid)))
        record_set(line->track, record, FIELD_vendor_parent_uid, parent);
    COUNT(track_counters(line->track), track_linked);
    return true;
}

/* the message of another queue id: its origin fields; false where it is unknown */
static bool find_origin(struct line *line, struct text key, struct kept *origin, struct text *parent) {
    struct record *record = track_open(line->track, key, line->now, TRACK_FIND);
    if (record == NULL)
        return false;
    bool young = line->now - record_last_seen(record) <= IDENTITY_AGE;
    if (young) {
        kept_look(origin, record);
        kept_copy(origin, ORIGIN_FIELDS, line->event, origin);
        *parent = copy_of(line->event, record_get(record, FIELD_email_uid));
    }
    track_close(line->track, record);
    return young;
}

/* remembers whose Message-Id this is, and under which key that message is kept */
static void keep_identity(struct line *line, const struct kept *origin, struct text key) {
    struct record *record = track_open(line->track, identity_key(line->event), line->now, TRACK_RENEW);
    if (record == NULL)
        return;
    kept_set(origin, ORIGIN_FIELDS, line->track, record);
    record_add(line->track, record, FIELD_email_uid, event_get(line->event, FIELD_email_uid));
    record_add(line->track, record, OWN_KEY, key);
    track_close(line->track, record);
}

/* the message with this line's Message-Id; false where it is unknown or done */
static bool find_identity(struct line *line, struct kept *origin, struct text *queue_id) {
    struct text key = identity_key(line->event);
    struct record *record = track_open(line->track, key, line->now, TRACK_FIND);
    if (record == NULL)
        return false;
    struct text message = copy_of(line->event, record_get(record, OWN_KEY));
    track_close(line->track, record);
    record = track_open(line->track, message, line->now, TRACK_FIND);
    if (record == NULL)
        return false;
    bool under_way = !record_is_finished(record);
    track_close(line->track, record);
    return under_way && find_origin(line, key, origin, queue_id);
}

/* ---- deferred mail ---- */

struct attempt {
    uint32_t recipient; /* hash */
    uint32_t count;
};

/* counts this attempt at the line's recipient; 0 where there are too many to count */
static uint32_t count_attempt(struct line *line, struct record *record) {
    struct attempt attempts[TRACK_TEXT_MAX / sizeof(struct attempt)];
    struct text kept = record_get(record, OWN_ATTEMPTS), to = event_get(line->event, FIELD_email_to);
    size_t count = kept.length / sizeof(struct attempt), i = 0;
    memcpy(attempts, kept.start != NULL ? kept.start : "", kept.length);
    uint32_t hash = 2166136261u;
    for (size_t n = 0; n < to.length; n++)
        hash = (hash ^ (unsigned char)to.start[n]) * 16777619u;
    while (i < count && attempts[i].recipient != hash)
        i++;
    if (i == COUNT_OF(attempts))
        return 0;
    if (i == count)
        attempts[count++] = (struct attempt){hash, 0};
    uint32_t result = ++attempts[i].count;
    record_set(line->track, record, OWN_ATTEMPTS,
               (struct text){(const char *)attempts, count * sizeof(struct attempt)});
    return result;
}

static void add_attempts(struct line *line, struct record *record) {
    struct text status = event_get(line->event, FIELD_vendor_status);
    bool deferred = text_starts_nocase(status, TEXT("deferred"));
    if (!deferred && record_get(record, OWN_ATTEMPTS).length == 0)
        return;
    uint32_t count = count_attempt(line, record);
    if (count > 0)
        event_set_integer(line->event, FIELD_vendor_delivery_attempts, count);
    event_set_float(line->event, FIELD_vendor_first_seen_seconds,
                    (double)(line->now - record_first_seen(record)) / (double)SECONDS);
}

/* ---- roles ---- */

/* how long a connection may be silent: until its ids may be used again */
static int64_t connection_age(const struct event *event) {
    int64_t age = server_of(event)->connection_age;
    return (age != 0 ? age : SERVER_CONNECTION_AGE) * SECONDS;
}

static bool differs(const struct kept *kept, enum kept_place place, struct text own) {
    struct text known = kept_get(kept, place);
    return known.length > 0 && own.length > 0 && !text_is(known, own);
}

/* whether the line is of another client than the record: the beginning of its connection was
 * not logged, or is missing */
static bool is_another_client(const struct kept *kept, const struct event *event) {
    return differs(kept, KEPT_source_ip, event_get(event, FIELD_source_ip)) ||
           differs(kept, KEPT_source_port, event_get(event, FIELD_source_port));
}

static void join_connection(struct line *line, enum role role) {
    enum track_mode mode = role == ROLE_CONNECTION_BEGIN                        ? TRACK_RENEW
                           : role == ROLE_READER || role == ROLE_CONNECTION_END ? TRACK_FIND
                                                                                : TRACK_CREATE;
    struct record *record = open_connection(line, mode);
    if (record == NULL)
        return;
    struct kept kept;
    kept_look(&kept, record);
    bool is_over = line->now - record_last_seen(record) > connection_age(line->event) ||
                   is_another_client(&kept, line->event);
    if (is_over && mode == TRACK_CREATE) {
        track_close(line->track, record);
        record = open_connection(line, TRACK_RENEW);
        if (record == NULL)
            return;
        kept_look(&kept, record);
    } else if (!is_over) {
        kept_take(&kept, CONNECTION_FIELDS, line->event, &line->joined);
    }
    if (role == ROLE_CONNECTION_END) {
        track_remove(line->track, record);
        return;
    }
    if (role != ROLE_READER)
        kept_give(&kept, CONNECTION_FIELDS, line->event, line->track, record);
    track_close(line->track, record);
}

/* lines of the connection to the next server come before the delivery that used it */
static void keep_relay(struct line *line) {
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

static void take_relay(struct line *line) {
    struct text relay = event_get(line->event, FIELD_vendor_relay_ip);
    struct record *record = relay.length > 0 ? open_connection(line, TRACK_FIND) : NULL;
    if (record == NULL)
        return;
    struct kept kept;
    kept_look(&kept, record);
    if (text_is(kept_get(&kept, KEPT_vendor_relay_ip), relay))
        kept_take(&kept, RELAY_FIELDS, line->event, &line->joined);
    track_close(line->track, record);
}

/* the record of a queue id that starts: afresh, unless another worker has just
 * made it from a later line of the same message */
static struct record *begin_message(struct line *line, struct text key) {
    struct record *record = track_open(line->track, key, line->now, TRACK_CREATE);
    if (record == NULL || record_is_new(record))
        return record;
    bool same = !record_is_finished(record) && line->now - record_first_seen(record) < FRESH_AGE &&
                record_get(record, FIELD_source_ip).length == 0 &&
                record_get(record, FIELD_user_id).length == 0;
    if (same)
        return record;
    track_close(line->track, record);
    return track_open(line->track, key, line->now, TRACK_RENEW);
}

/* an earlier queue id of the same message on this host */
struct earlier {
    struct kept origin;
    struct text queue_id;
    bool known;
};

/* XFORWARD names it (or R= of an Exim bounce), or the Message-Id is that of a message still under way: one
 * that is sent again later, by a redirect, say, is another message */
static void find_earlier(struct line *line, enum role role, struct earlier *earlier) {
    struct event *event = line->event;
    struct text forwarded =
        event_get(event, event_has(event, FIELD_vendor_parent_uid) ? FIELD_vendor_parent_uid
                                                                   : FIELD_vendor_orig_queue_id);
    earlier->known = false;
    if (role == ROLE_MESSAGE_BEGIN && forwarded.length > 0) {
        earlier->known =
            find_origin(line, message_key(event, forwarded), &earlier->origin, &earlier->queue_id);
        earlier->queue_id = forwarded;
    } else if ((role == ROLE_MESSAGE_BEGIN || role == ROLE_IDENTITY) &&
               event_has(event, FIELD_email_message_id)) {
        earlier->known = find_identity(line, &earlier->origin, &earlier->queue_id);
    }
}

/* Gives the message its trace once it is sure which: a client from outside begins a new
 * one; for a local one the Message-Id decides. A message without client and local user
 * comes from a bounce or a forward, or its beginning was missed: it waits for what
 * tells of it, at most until it is delivered. Whether the record has changed. */
static bool settle_trace(struct line *line, struct record *record, const struct kept *kept, enum role role,
                         bool has_identity) {
    if (kept_get(kept, KEPT_vendor_trace_id).length > 0)
        return false;
    bool has_client =
        kept_get(kept, KEPT_source_ip).length > 0 || kept_get(kept, KEPT_source_hostname).length > 0;
    bool is_internal = !has_client && kept_get(kept, KEPT_user_id).length == 0;
    bool is_pending = record_get(record, OWN_PENDING).length > 0;
    bool waits = role == ROLE_MESSAGE_BEGIN ? is_local_origin(kept) && !has_identity
                                            : is_internal || (is_pending && role != ROLE_IDENTITY);
    if (role == ROLE_DELIVERY || role == ROLE_MESSAGE_END || !waits)
        begin_trace(line, record);
    else
        record_set(line->track, record, OWN_PENDING, TEXT("1"));
    return true;
}

/* What a line leaves in its message's record. Who sent the message says the line that begins
 * it, or else one of its connection; others may quote strangers. */
static uint32_t given_by(enum role role, const struct kept *kept) {
    const uint32_t sender = CONNECTION_FIELDS | KEPT_SET(user_id);
    if (role == ROLE_MESSAGE_BEGIN)
        return MESSAGE_FIELDS;
    return MESSAGE_FIELDS & ~(role == ROLE_CONNECTION ? sender & kept->has : sender);
}

static void join_message(struct line *line, enum role role) {
    struct event *event = line->event;
    struct text key = message_key(event, event_get(event, FIELD_email_uid));
    bool brings_identity =
        (role == ROLE_IDENTITY || role == ROLE_MESSAGE_BEGIN) && event_has(event, FIELD_email_message_id);
    struct earlier earlier;
    find_earlier(line, role, &earlier);
    struct record *record = role == ROLE_MESSAGE_BEGIN
                                ? begin_message(line, key)
                                : track_open(line->track, key, line->now, TRACK_CREATE);
    if (record == NULL)
        return;
    struct kept kept, own = {.has = 0};
    kept_look(&kept, record);
    if (role != ROLE_READER && kept_give(&kept, given_by(role, &kept), event, line->track, record))
        kept_look(&kept, record);
    bool follows = earlier.known && (event_has(event, FIELD_vendor_parent_uid) || is_local_origin(&kept));
    if (follows && follow(line, record, &kept, &earlier.origin, earlier.queue_id))
        kept_look(&kept, record);
    if (settle_trace(line, record, &kept, role, brings_identity))
        kept_look(&kept, record);
    kept_take(&kept, MESSAGE_FIELDS, event, &line->joined);
    if (brings_identity && !follows)
        kept_copy(&kept, ORIGIN_FIELDS, event, &own);
    if (role == ROLE_DELIVERY)
        add_attempts(line, record);
    if (role == ROLE_MESSAGE_END)
        record_finish(line->track, record);
    track_close(line->track, record);
    if (kept_get(&own, KEPT_vendor_trace_id).length > 0)
        keep_identity(line, &own, key);
}

/* gives another queue id what is known of this line's message, and the line's fields */
static void link_to(struct line *line, struct text queue_id, uint32_t given) {
    struct kept origin, kept;
    struct text parent;
    if (queue_id.length == 0 ||
        !find_origin(line, message_key(line->event, event_get(line->event, FIELD_email_uid)), &origin,
                     &parent))
        return;
    struct record *record =
        track_open(line->track, message_key(line->event, queue_id), line->now, TRACK_CREATE);
    if (record == NULL)
        return;
    kept_look(&kept, record);
    follow(line, record, &kept, &origin, (struct text){NULL, 0});
    record_set(line->track, record, FIELD_vendor_parent_uid, event_get(line->event, FIELD_email_uid));
    kept_look(&kept, record);
    kept_give(&kept, given, line->event, line->track, record);
    track_close(line->track, record);
}

/* the client of a before-queue filter sent the message that the filter queued */
static void join_proxy(struct line *line) {
    struct text queue_id = event_get(line->event, FIELD_vendor_queued_as);
    join_connection(line, ROLE_CONNECTION);
    struct record *record = queue_id.length > 0 ? track_open(line->track, message_key(line->event, queue_id),
                                                             line->now, TRACK_FIND)
                                                : NULL;
    if (record == NULL)
        return;
    struct kept kept;
    kept_look(&kept, record);
    if (is_local(kept_get(&kept, KEPT_source_ip), kept_get(&kept, KEPT_source_hostname)))
        kept_give(&kept, CONNECTION_FIELDS, line->event, line->track, record);
    track_close(line->track, record);
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
        take_relay(line);
        join_message(line, role);
        break;
    case ROLE_NOTIFICATION:
        join_message(line, ROLE_MESSAGE);
        link_to(line, event_get(line->event, FIELD_vendor_bounce_uid), 0);
        break;
    case ROLE_COPY:
        join_message(line, ROLE_READER);
        link_to(line, event_get(line->event, FIELD_vendor_bounce_uid), COPY_FIELDS);
        break;
    case ROLE_PROXY:
        join_proxy(line);
        break;
    case ROLE_RELAY:
        keep_relay(line);
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
