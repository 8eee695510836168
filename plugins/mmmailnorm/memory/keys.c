/* SPDX-License-Identifier: Apache-2.0
 *
 * keys - the contract is in keys.h
 */
#include "config.h"

#include "common/array.h"
#include "memory/keys.h"
#include "servers/server.h"

/* a kind, and parts that are each ended by a NUL; all keys of a kind have as many */
static struct text make_key(struct event *event, char kind, const struct text *parts, size_t count) {
    size_t length = 1 + count;
    for (size_t i = 0; i < count; i++)
        length += parts[i].length;
    char *memory = event_alloc(event, length), *at = memory;
    if (memory == NULL)
        return (struct text){NULL, 0};
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

struct text message_key(struct event *event, struct text queue_id) {
    if (queue_id.length == 0)
        return (struct text){NULL, 0};
    return MAKE_KEY(event, 'Q', queue_of(event), queue_id);
}

struct text queue_id_of(struct text key) {
    if (key.length > 0) /* its last part */
        key.length--;
    size_t end = text_find_last_char(key, '\0');
    return text_skip(key, end == TEXT_NONE ? 0 : end + 1);
}

struct text identity_key(struct event *event) {
    if (!event_has(event, FIELD_email_message_id))
        return (struct text){NULL, 0};
    return MAKE_KEY(event, 'I', event_get(event, FIELD_email_message_id));
}

struct text host_key(struct event *event) {
    const struct text host = event_get(event, FIELD_event_source);
    return make_key(event, 'H', &host, 1);
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

struct text connection_key(struct event *event) {
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
