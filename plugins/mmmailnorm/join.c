/* SPDX-License-Identifier: Apache-2.0
 *
 * join - giving and taking; the contract is in join.h
 */
#include "config.h"

#include "join_roles.h"

#define SECONDS INT64_C(1000000)
#define CONNECTION_AGE (3600 * SECONDS)  /* smtpd's own limits end a connection earlier */
#define SESSION_AGE (600 * SECONDS)      /* Axigen's session ids begin again at a restart */
#define IDENTITY_AGE (24 * 3600 * SECONDS) /* longest stay in a content filter */
#define FRESH_AGE (10 * SECONDS)         /* lines of one message that another worker was faster with */

/* numbers of what no field stands for */
enum { OWN_ATTEMPTS = FIELD_MAX, OWN_PENDING, OWN_KEY };

/* what a message's record keeps and its later lines get */
static const enum field MESSAGE_FIELDS[] = {
    FIELD_vendor_trace_id, FIELD_vendor_parent_uid, FIELD_email_from,      FIELD_email_size,
    FIELD_vendor_nrcpt,    FIELD_vendor_nrcpts,     FIELD_email_message_id, FIELD_source_ip,
    FIELD_source_hostname, FIELD_user_name,         FIELD_vendor_sasl_method, FIELD_vendor_helo,
    FIELD_vendor_tls_version, FIELD_user_id};

/* who sent it: what a message behind a filter has from the one before it */
static const enum field ORIGIN_FIELDS[] = {
    FIELD_vendor_trace_id, FIELD_source_ip, FIELD_source_hostname, FIELD_user_name,
    FIELD_vendor_sasl_method, FIELD_vendor_helo, FIELD_vendor_tls_version, FIELD_user_id};

/* what a copy of a message has from the line that names it */
static const enum field COPY_FIELDS[] = {FIELD_email_from, FIELD_email_size, FIELD_email_message_id};

/* what a connection's record keeps */
static const enum field CONNECTION_FIELDS[] = {
    FIELD_source_ip, FIELD_source_hostname, FIELD_source_port, FIELD_user_name,
    FIELD_vendor_sasl_method, FIELD_vendor_helo, FIELD_vendor_tls_version};

/* what is known of the connection to the next server */
static const enum field RELAY_FIELDS[] = {FIELD_vendor_relay_ip, FIELD_vendor_relay_tls_version,
                                          FIELD_vendor_relay_tls_trustlevel};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* a record's fields, copied out so that no shard stays locked */
struct copy {
    struct text texts[COUNT_OF(MESSAGE_FIELDS)];
    size_t count;
    const enum field *fields;
};

/* the line that is being joined */
struct line {
    struct track *track;
    struct event *event;
    int64_t now;
    char joined[512]; /* names for mailnorm_joined */
    size_t joined_length;
};

/* ---- keys ---- */

/* kind, host, scope and id, each ended by a NUL */
static struct text make_key(struct event *event, char kind, struct text host, struct text scope, struct text id) {
    const struct text parts[] = {host, scope, id};
    char *memory = event_alloc(event, 1 + host.length + 1 + scope.length + 1 + id.length + 1), *at = memory;
    if (memory == NULL)
        return (struct text){"", 0};
    *at++ = kind;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (parts[i].length > 0)
            memcpy(at, parts[i].start, parts[i].length);
        at += parts[i].length;
        *at++ = '\0';
    }
    return (struct text){memory, (size_t)(at - memory)};
}

/* milters have no instance of their own: their queue ids are the default one's */
static struct text queue_of(const struct event *event) {
    struct text product = event_get(event, FIELD_event_source_product);
    struct text instance = event_get(event, FIELD_vendor_instance);
    if (instance.length > 0)
        return instance;
    if (text_is(product, TEXT("sendmail")) || text_is(product, TEXT("axigen")) || text_is(product, TEXT("exim")))
        return product;
    return TEXT("postfix");
}

static struct text message_key(struct event *event, struct text queue_id) {
    return make_key(event, 'Q', event_get(event, FIELD_event_source), queue_of(event), queue_id);
}

static struct text identity_key(struct event *event) {
    return make_key(event, 'I', event_get(event, FIELD_event_source), TEXT(""),
                    event_get(event, FIELD_email_message_id));
}

/* Axigen's mailbox API works in the session of its web mail */
static struct text connection_key(struct event *event) {
    struct text session = event_get(event, FIELD_vendor_session_id);
    struct text host = event_get(event, FIELD_event_source);
    if (session.length > 0) {
        struct text service = event_get(event, FIELD_service_name);
        return make_key(event, 'S', host, text_is(service, TEXT("MAILBOXAPI")) ? TEXT("WEBMAIL") : service, session);
    }
    /* Sendmail's vendor_daemon is what daemon= says: there the tag tells the program */
    struct text program = event_get(event, event_has(event, FIELD_vendor_instance) ? FIELD_vendor_daemon
                                                                                   : FIELD_application_name);
    char kind = event_has(event, FIELD_vendor_instance) ? 'P' : 'T';
    struct text scope = make_key(event, kind, queue_of(event), program, TEXT(""));
    return make_key(event, 'C', host, scope, event_get(event, FIELD_process_id));
}

/* ---- giving and taking ---- */

/* appends a name to mailnorm_joined; all names of the lists above fit */
static void note_joined(struct line *line, struct text name) {
    if (line->joined_length + name.length + 1 > sizeof(line->joined))
        return;
    if (line->joined_length > 0)
        line->joined[line->joined_length++] = ',';
    memcpy(line->joined + line->joined_length, name.start, name.length);
    line->joined_length += name.length;
}

static struct text name_of(enum field field) {
    static const struct text NAMES[] = {
#define FIELD(name, type) {#name, sizeof(#name) - 1},
#include "fields_table.h"
#undef FIELD
    };
    return NAMES[field];
}

static void take_text(struct line *line, enum field field, struct text text) {
    if (text.length == 0 || event_has(line->event, field) || !event_set_copy(line->event, field, text))
        return;
    if (field != FIELD_vendor_trace_id)
        note_joined(line, name_of(field));
}

/* whether the client's fields may be taken: address and name belong together */
static bool is_client(enum field field) {
    return field == FIELD_source_ip || field == FIELD_source_hostname || field == FIELD_source_port;
}

/* what a record has of some fields, in their order; valid until the record changes */
static void look(const struct record *record, const enum field *fields, size_t count, struct text *texts) {
    static _Thread_local signed char places[FIELD_SHIPPED]; /* place + 1 of a field, 0 where it is not wanted */
    size_t at = 0;
    int field;
    struct text text;
    for (size_t i = 0; i < count; i++) {
        places[fields[i]] = (signed char)(i + 1);
        texts[i] = (struct text){NULL, 0};
    }
    while (record_next(record, &at, &field, &text))
        if (field < FIELD_SHIPPED && places[field] != 0)
            texts[places[field] - 1] = text;
    for (size_t i = 0; i < count; i++)
        places[fields[i]] = 0;
}

static void take(struct line *line, const struct record *record, const enum field *fields, size_t count) {
    bool has_client = event_has(line->event, FIELD_source_ip) || event_has(line->event, FIELD_source_hostname);
    struct text texts[COUNT_OF(MESSAGE_FIELDS)];
    look(record, fields, count, texts);
    for (size_t i = 0; i < count; i++)
        if (!(has_client && is_client(fields[i])))
            take_text(line, fields[i], texts[i]);
}

static void give(struct line *line, struct record *record, const enum field *fields, size_t count) {
    struct text texts[COUNT_OF(MESSAGE_FIELDS)];
    bool differs[COUNT_OF(MESSAGE_FIELDS)];
    look(record, fields, count, texts);
    for (size_t i = 0; i < count; i++)
        differs[i] = event_has(line->event, fields[i]) && !text_is(texts[i], event_get(line->event, fields[i]));
    for (size_t i = 0; i < count; i++)
        if (differs[i])
            record_set(line->track, record, fields[i], event_get(line->event, fields[i]));
}

static void copy_out(struct line *line, const struct record *record, struct copy *copy, const enum field *fields,
                     size_t count) {
    *copy = (struct copy){.count = count, .fields = fields};
    struct text texts[COUNT_OF(MESSAGE_FIELDS)];
    look(record, fields, count, texts);
    for (size_t i = 0; i < count; i++) {
        struct text text = texts[i];
        char *memory = text.length > 0 ? event_alloc(line->event, text.length) : NULL;
        if (memory == NULL)
            continue;
        memcpy(memory, text.start, text.length);
        copy->texts[i] = (struct text){memory, text.length};
    }
}

static void copy_in(struct line *line, struct record *record, const struct copy *copy) {
    for (size_t i = 0; i < copy->count; i++)
        if (copy->texts[i].length > 0)
            record_set(line->track, record, copy->fields[i], copy->texts[i]);
}

/* ---- traces ---- */

static bool is_local(struct text address, struct text hostname) {
    return text_starts(address, TEXT("127.")) || text_is(address, TEXT("::1")) ||
           (address.length == 0 && (hostname.length == 0 || text_is(hostname, TEXT("localhost"))));
}

/* whether the message may be an earlier one again: it came from this host, and nobody
 * logged in to send it */
static bool is_local_origin(const struct record *record) {
    return is_local(record_get(record, FIELD_source_ip), record_get(record, FIELD_source_hostname)) &&
           record_get(record, FIELD_user_name).length == 0;
}

static bool is_pending(const struct record *record) {
    return record_get(record, OWN_PENDING).length > 0 && record_get(record, FIELD_vendor_trace_id).length == 0;
}

static void begin_trace(struct line *line, struct record *record) {
    if (record_get(record, FIELD_vendor_trace_id).length > 0)
        return;
    struct text host = event_get(line->event, FIELD_event_source), id = event_get(line->event, FIELD_email_uid);
    record_set(line->track, record, FIELD_vendor_trace_id,
               event_print(line->event, "%.*s-%.*s-%llx", (int)host.length, host.start, (int)id.length, id.start,
                           (unsigned long long)(record_first_seen(record) / SECONDS)));
}

/* makes the message one with an earlier one: its trace, and who sent that */
static void follow(struct line *line, struct record *record, const struct copy *origin, struct text parent) {
    if (record_get(record, FIELD_vendor_trace_id).length > 0 || origin->texts[0].length == 0)
        return;
    bool keeps_client = !is_local(record_get(record, FIELD_source_ip), record_get(record, FIELD_source_hostname));
    for (size_t i = 0; i < origin->count; i++)
        if (origin->texts[i].length > 0 && !(keeps_client && is_client(origin->fields[i])))
            record_set(line->track, record, origin->fields[i], origin->texts[i]);
    if (parent.length > 0 && !text_is(parent, event_get(line->event, FIELD_email_uid)))
        record_set(line->track, record, FIELD_vendor_parent_uid, parent);
    COUNT(track_counters(line->track), track_linked);
}

/* the message of another queue id: its origin fields; false where it is unknown */
static bool find_origin(struct line *line, struct text key, struct copy *origin, struct text *parent) {
    struct record *record = track_open(line->track, key, line->now, TRACK_FIND);
    if (record == NULL)
        return false;
    bool young = line->now - record_last_seen(record) <= IDENTITY_AGE;
    if (young) {
        copy_out(line, record, origin, ORIGIN_FIELDS, COUNT_OF(ORIGIN_FIELDS));
        struct text id = record_get(record, FIELD_email_uid);
        *parent = id.length > 0 ? event_print(line->event, "%.*s", (int)id.length, id.start) : (struct text){NULL, 0};
    }
    track_close(line->track, record);
    return young;
}

/* remembers whose Message-Id this is, and under which key that message is kept */
static void keep_identity(struct line *line, const struct copy *origin, struct text key) {
    struct record *record = track_open(line->track, identity_key(line->event), line->now, TRACK_RENEW);
    if (record == NULL)
        return;
    copy_in(line, record, origin);
    record_set(line->track, record, FIELD_email_uid, event_get(line->event, FIELD_email_uid));
    record_set(line->track, record, OWN_KEY, key);
    track_close(line->track, record);
}

/* the message with this line's Message-Id; false where it is unknown or done */
static bool find_identity(struct line *line, struct copy *origin, struct text *queue_id) {
    struct text key = identity_key(line->event);
    struct record *record = track_open(line->track, key, line->now, TRACK_FIND);
    if (record == NULL)
        return false;
    struct text kept = record_get(record, OWN_KEY);
    char *copy = event_alloc(line->event, kept.length + 1);
    if (copy != NULL && kept.length > 0)
        memcpy(copy, kept.start, kept.length);
    track_close(line->track, record);
    record = copy != NULL ? track_open(line->track, (struct text){copy, kept.length}, line->now, TRACK_FIND) : NULL;
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

static void join_connection(struct line *line, enum role role) {
    struct record *record = track_open(line->track, connection_key(line->event), line->now,
                                       role == ROLE_CONNECTION_BEGIN ? TRACK_RENEW : TRACK_CREATE);
    if (record == NULL)
        return;
    int64_t age = event_has(line->event, FIELD_vendor_session_id) ? SESSION_AGE : CONNECTION_AGE;
    if (!record_is_new(record) && line->now - record_last_seen(record) <= age)
        take(line, record, CONNECTION_FIELDS, COUNT_OF(CONNECTION_FIELDS));
    if (role == ROLE_CONNECTION_END) {
        track_remove(line->track, record);
        return;
    }
    if (role != ROLE_READER)
        give(line, record, CONNECTION_FIELDS, COUNT_OF(CONNECTION_FIELDS));
    track_close(line->track, record);
}

/* lines of the connection to the next server come before the delivery that used it */
static void keep_relay(struct line *line) {
    struct record *record = track_open(line->track, connection_key(line->event), line->now, TRACK_RENEW);
    if (record == NULL)
        return;
    record_set(line->track, record, FIELD_vendor_relay_ip, event_get(line->event, FIELD_vendor_relay_ip));
    record_set(line->track, record, FIELD_vendor_relay_tls_version, event_get(line->event, FIELD_vendor_tls_version));
    record_set(line->track, record, FIELD_vendor_relay_tls_trustlevel,
               event_get(line->event, FIELD_vendor_tls_trustlevel));
    track_close(line->track, record);
}

static void take_relay(struct line *line) {
    struct text relay = event_get(line->event, FIELD_vendor_relay_ip);
    struct record *record =
        relay.length > 0 ? track_open(line->track, connection_key(line->event), line->now, TRACK_FIND) : NULL;
    if (record == NULL)
        return;
    if (text_is(record_get(record, FIELD_vendor_relay_ip), relay))
        take(line, record, RELAY_FIELDS, COUNT_OF(RELAY_FIELDS));
    track_close(line->track, record);
}

/* the record of a queue id that starts: afresh, unless another worker has just
 * made it from a later line of the same message */
static struct record *begin_message(struct line *line, struct text key) {
    struct record *record = track_open(line->track, key, line->now, TRACK_CREATE);
    if (record == NULL || record_is_new(record))
        return record;
    bool same = !record_is_finished(record) && line->now - record_first_seen(record) < FRESH_AGE &&
                record_get(record, FIELD_source_ip).length == 0 && record_get(record, FIELD_user_id).length == 0;
    if (same)
        return record;
    track_close(line->track, record);
    return track_open(line->track, key, line->now, TRACK_RENEW);
}

/* an earlier queue id of the same message on this host */
struct earlier {
    struct copy origin;
    struct text queue_id;
    bool known;
};

/* XFORWARD names it (or R= of an Exim bounce), or the Message-Id is that of a message still under way: one that
 * is sent again later, by a redirect, say, is another message */
static void find_earlier(struct line *line, enum role role, struct earlier *earlier) {
    struct event *event = line->event;
    struct text forwarded = event_get(
        event, event_has(event, FIELD_vendor_parent_uid) ? FIELD_vendor_parent_uid : FIELD_vendor_orig_queue_id);
    *earlier = (struct earlier){.known = false};
    if (role == ROLE_MESSAGE_BEGIN && forwarded.length > 0) {
        earlier->known = find_origin(line, message_key(event, forwarded), &earlier->origin, &earlier->queue_id);
        earlier->queue_id = forwarded;
    } else if ((role == ROLE_MESSAGE_BEGIN || role == ROLE_IDENTITY) && event_has(event, FIELD_email_message_id)) {
        earlier->known = find_identity(line, &earlier->origin, &earlier->queue_id);
    }
}

/* Gives the message its trace once it is sure which: a client from outside begins a new
 * one; for a local one the Message-Id decides. A message without client and local user
 * comes from a bounce or a forward, or its beginning was missed: it waits for what
 * tells of it, at most until it is delivered. */
static void settle_trace(struct line *line, struct record *record, enum role role, bool has_identity) {
    bool has_client = record_get(record, FIELD_source_ip).length > 0 ||
                      record_get(record, FIELD_source_hostname).length > 0;
    bool is_internal = !has_client && record_get(record, FIELD_user_id).length == 0;
    bool waits = role == ROLE_MESSAGE_BEGIN ? is_local_origin(record) && !has_identity
                                            : is_internal || (is_pending(record) && role != ROLE_IDENTITY);
    if (role == ROLE_DELIVERY || role == ROLE_MESSAGE_END || !waits)
        begin_trace(line, record);
    else if (record_get(record, FIELD_vendor_trace_id).length == 0)
        record_set(line->track, record, OWN_PENDING, TEXT("1"));
}

static void join_message(struct line *line, enum role role) {
    struct event *event = line->event;
    struct text key = message_key(event, event_get(event, FIELD_email_uid));
    bool brings_identity =
        (role == ROLE_IDENTITY || role == ROLE_MESSAGE_BEGIN) && event_has(event, FIELD_email_message_id);
    struct earlier earlier;
    find_earlier(line, role, &earlier);
    struct record *record =
        role == ROLE_MESSAGE_BEGIN ? begin_message(line, key) : track_open(line->track, key, line->now, TRACK_CREATE);
    if (record == NULL)
        return;
    if (role != ROLE_READER)
        give(line, record, MESSAGE_FIELDS, COUNT_OF(MESSAGE_FIELDS));
    bool follows = earlier.known && (event_has(event, FIELD_vendor_parent_uid) || is_local_origin(record));
    if (follows)
        follow(line, record, &earlier.origin, earlier.queue_id);
    settle_trace(line, record, role, brings_identity);
    take(line, record, MESSAGE_FIELDS, COUNT_OF(MESSAGE_FIELDS));
    if (role == ROLE_DELIVERY)
        add_attempts(line, record);
    struct copy own = {.count = 0};
    if (brings_identity && !follows)
        copy_out(line, record, &own, ORIGIN_FIELDS, COUNT_OF(ORIGIN_FIELDS));
    if (role == ROLE_MESSAGE_END)
        record_finish(line->track, record);
    track_close(line->track, record);
    if (own.count > 0 && own.texts[0].length > 0)
        keep_identity(line, &own, key);
}

/* gives another queue id what is known of this line's message, and the line's fields */
static void link_to(struct line *line, struct text queue_id, const enum field *fields, size_t count) {
    struct copy origin;
    struct text parent;
    if (queue_id.length == 0 ||
        !find_origin(line, message_key(line->event, event_get(line->event, FIELD_email_uid)), &origin, &parent))
        return;
    struct record *record = track_open(line->track, message_key(line->event, queue_id), line->now, TRACK_CREATE);
    if (record == NULL)
        return;
    follow(line, record, &origin, (struct text){NULL, 0});
    record_set(line->track, record, FIELD_vendor_parent_uid, event_get(line->event, FIELD_email_uid));
    give(line, record, fields, count);
    track_close(line->track, record);
}

/* the client of a before-queue filter sent the message that the filter queued */
static void join_proxy(struct line *line) {
    struct text queue_id = event_get(line->event, FIELD_vendor_queued_as);
    join_connection(line, ROLE_CONNECTION);
    struct record *record =
        queue_id.length > 0 ? track_open(line->track, message_key(line->event, queue_id), line->now, TRACK_FIND) : NULL;
    if (record == NULL)
        return;
    if (is_local(record_get(record, FIELD_source_ip), record_get(record, FIELD_source_hostname)))
        give(line, record, CONNECTION_FIELDS, COUNT_OF(CONNECTION_FIELDS));
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
                join_message(line, role == ROLE_READER ? ROLE_READER : ROLE_MESSAGE);
            break;
        case ROLE_MESSAGE_BEGIN:
            join_connection(line, ROLE_CONNECTION);
            join_message(line, role);
            break;
        case ROLE_DELIVERY:
            take_relay(line);
            join_message(line, role);
            break;
        case ROLE_NOTIFICATION:
            join_message(line, ROLE_MESSAGE);
            link_to(line, event_get(line->event, FIELD_vendor_bounce_uid), NULL, 0);
            break;
        case ROLE_COPY:
            join_message(line, ROLE_READER);
            link_to(line, event_get(line->event, FIELD_vendor_bounce_uid), COPY_FIELDS, COUNT_OF(COPY_FIELDS));
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

void join_line(const struct joiner *joiner, struct track *track, const struct rule *rule, int64_t now,
               struct event *event) {
    struct line line = {.track = track, .event = event, .now = now};
    enum role role = rule->number < joiner->rule_count ? (enum role)joiner->roles[rule->number] : ROLE_DEFAULT;
    bool has_id = event_has(event, FIELD_email_uid);
    if (role == ROLE_DEFAULT)
        role = has_id ? ROLE_MESSAGE : event_has(event, FIELD_vendor_session_id) ? ROLE_CONNECTION : ROLE_NONE;
    else if (!has_id && role == ROLE_MESSAGE_BEGIN)
        role = ROLE_CONNECTION; /* NOQUEUE: of the connection, never of a message */
    else if (!has_id && role >= ROLE_MESSAGE && role <= ROLE_NOTIFICATION)
        role = ROLE_NONE;
    join_by_role(&line, role);
    if (line.joined_length > 0) {
        event_set_copy(event, FIELD_mailnorm_joined, (struct text){line.joined, line.joined_length});
        COUNT(track_counters(track), track_joined);
    }
}
