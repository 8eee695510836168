/* SPDX-License-Identifier: Apache-2.0
 *
 * exchange_columns - the columns of a message tracking log, as its #Fields: line names them
 *
 *     exchange_columns_learn(host, TEXT("date-time,client-ip,client-hostname,..."));
 *     struct exchange_columns columns = exchange_columns_of(host);
 *     struct text event_id = values[columns.place[EXCHANGE_EVENT_ID]];
 *
 * A host's files begin with that line, and another version of Exchange has other columns. The
 * columns hold for all files of a host until its next such line. A host that sent no such line has the
 * columns of Exchange 2013 to 2019 and SE, which begin alike.
 *
 * One table for the process, since an agent's header and its lines may reach two workers: a mutex. Bound:
 * EXCHANGE_HOSTS_MAX hosts; a further host replaces the one that was learnt first.
 */
#ifndef EXCHANGE_COLUMNS_H
#define EXCHANGE_COLUMNS_H

#include "common/text.h"

enum { EXCHANGE_COLUMNS_MAX = 48, EXCHANGE_HOSTS_MAX = 64 };

/* the columns that are read */
enum exchange_column {
    EXCHANGE_CLIENT_IP,
    EXCHANGE_CLIENT_HOSTNAME,
    EXCHANGE_SERVER_IP,
    EXCHANGE_SERVER_HOSTNAME,
    EXCHANGE_CONNECTOR,
    EXCHANGE_SOURCE,
    EXCHANGE_EVENT_ID,
    EXCHANGE_INTERNAL_ID,
    EXCHANGE_MESSAGE_ID,
    EXCHANGE_RECIPIENTS,
    EXCHANGE_RECIPIENT_STATUS,
    EXCHANGE_BYTES,
    EXCHANGE_RECIPIENT_COUNT,
    EXCHANGE_SUBJECT,
    EXCHANGE_SENDER,
    EXCHANGE_DIRECTIONALITY,
    EXCHANGE_ORIGINAL_CLIENT_IP,
    EXCHANGE_COLUMN_COUNT
};

struct exchange_columns {
    int count;                        /* of columns in a line */
    int place[EXCHANGE_COLUMN_COUNT]; /* from 0; -1: there is none */
};

/* false where the text does not name the columns that every line must have */
bool exchange_columns_learn(struct text host, struct text names);
struct exchange_columns exchange_columns_of(struct text host);

#endif
