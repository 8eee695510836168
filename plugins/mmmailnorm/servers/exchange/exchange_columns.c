/* SPDX-License-Identifier: Apache-2.0
 *
 * exchange_columns - the contract is in exchange_columns.h
 */
#include "config.h"

#include <pthread.h>

#include "servers/exchange/exchange_columns.h"

static const char *const NAMES[EXCHANGE_COLUMN_COUNT] = {
    [EXCHANGE_CLIENT_IP] = "client-ip",
    [EXCHANGE_CLIENT_HOSTNAME] = "client-hostname",
    [EXCHANGE_SERVER_IP] = "server-ip",
    [EXCHANGE_SERVER_HOSTNAME] = "server-hostname",
    [EXCHANGE_CONNECTOR] = "connector-id",
    [EXCHANGE_SOURCE] = "source",
    [EXCHANGE_EVENT_ID] = "event-id",
    [EXCHANGE_INTERNAL_ID] = "internal-message-id",
    [EXCHANGE_MESSAGE_ID] = "message-id",
    [EXCHANGE_RECIPIENTS] = "recipient-address",
    [EXCHANGE_RECIPIENT_STATUS] = "recipient-status",
    [EXCHANGE_BYTES] = "total-bytes",
    [EXCHANGE_RECIPIENT_COUNT] = "recipient-count",
    [EXCHANGE_SUBJECT] = "message-subject",
    [EXCHANGE_SENDER] = "sender-address",
    [EXCHANGE_DIRECTIONALITY] = "directionality",
    [EXCHANGE_ORIGINAL_CLIENT_IP] = "original-client-ip",
};

/* Exchange 2013; later versions add columns behind these */
#define DEFAULT_NAMES                                                                                        \
    "date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,"      \
    "event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,"         \
    "total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,"        \
    "return-path,message-info,directionality,tenant-id,original-client-ip,original-server-ip,custom-data"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    uint64_t host; /* its hash */
    bool used;
    struct exchange_columns columns;
} hosts[EXCHANGE_HOSTS_MAX];
static unsigned oldest;

static bool read_names(struct text names, struct exchange_columns *columns) {
    struct text name;
    columns->count = 0;
    for (int i = 0; i < EXCHANGE_COLUMN_COUNT; i++)
        columns->place[i] = -1;
    for (bool more = true; more; columns->count++) {
        more = text_take_to(&names, TEXT(","), &name);
        if (!more)
            name = names;
        if (columns->count == EXCHANGE_COLUMNS_MAX)
            return false;
        for (int i = 0; i < EXCHANGE_COLUMN_COUNT; i++)
            if (text_is(text_trim(name), text_of(NAMES[i])))
                columns->place[i] = columns->count;
    }
    return columns->place[EXCHANGE_EVENT_ID] >= 0 && columns->place[EXCHANGE_MESSAGE_ID] >= 0 &&
           columns->place[EXCHANGE_RECIPIENTS] >= 0;
}

bool exchange_columns_learn(struct text host, struct text names) {
    struct exchange_columns columns;
    if (!read_names(names, &columns))
        return false;
    uint64_t hash = text_hash(host);
    pthread_mutex_lock(&lock);
    unsigned place = 0;
    while (place < EXCHANGE_HOSTS_MAX && hosts[place].used && hosts[place].host != hash)
        place++;
    if (place == EXCHANGE_HOSTS_MAX)
        place = oldest++ % EXCHANGE_HOSTS_MAX;
    hosts[place].host = hash;
    hosts[place].used = true;
    hosts[place].columns = columns;
    pthread_mutex_unlock(&lock);
    return true;
}

struct exchange_columns exchange_columns_of(struct text host) {
    struct exchange_columns columns;
    uint64_t hash = text_hash(host);
    bool found = false;
    pthread_mutex_lock(&lock);
    for (unsigned i = 0; i < EXCHANGE_HOSTS_MAX && hosts[i].used && !found; i++)
        if (hosts[i].host == hash) {
            columns = hosts[i].columns;
            found = true;
        }
    pthread_mutex_unlock(&lock);
    if (!found)
        read_names(TEXT(DEFAULT_NAMES), &columns);
    return columns;
}
