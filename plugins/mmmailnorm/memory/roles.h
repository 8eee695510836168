/* SPDX-License-Identifier: Apache-2.0
 *
 * roles - what each rule's lines do to the track: rulebases/TRACKING, read
 */
#ifndef ROLES_H
#define ROLES_H

#include "memory/join.h"

enum role {
    ROLE_DEFAULT,          /* no row: of a message if it has a queue id */
    ROLE_NONE,             /* neither gives nor takes */
    ROLE_CONNECTION_BEGIN, /* a client connects: what was there is over */
    ROLE_CONNECTION,       /* belongs to a client's connection or session */
    ROLE_CONNECTION_END,
    ROLE_READER,        /* takes, but what it says is not so: a failed login */
    ROLE_MESSAGE_BEGIN, /* a queue id starts afresh; takes from the connection */
    ROLE_MESSAGE,
    ROLE_IDENTITY,     /* brings the Message-Id */
    ROLE_DELIVERY,     /* one recipient's result */
    ROLE_MESSAGE_END,  /* the queue id is free again */
    ROLE_COPY,         /* names the queue id of a copy with a sender of its own */
    ROLE_SPLIT,        /* names the queue ids that the message was split into */
    ROLE_NOTIFICATION, /* names the queue id of a bounce or delay notice */
    ROLE_PROXY,        /* a before-queue filter's result, for the connection's message */
    ROLE_RELAY         /* tells of the connection to the next server */
};

struct roles {
    unsigned rule_count;
    unsigned char *of_rules; /* enum role, by rule number */
};

#endif
