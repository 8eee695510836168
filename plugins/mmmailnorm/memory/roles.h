/* SPDX-License-Identifier: Apache-2.0
 *
 * roles - the loaded table rulebases/TRACKING: the role of each rule's lines
 */
#ifndef ROLES_H
#define ROLES_H

#include "memory/join.h"

enum role {
    ROLE_DEFAULT,          /* no row: of a message if it has a queue id */
    ROLE_NONE,             /* neither reads nor updates a record */
    ROLE_CONNECTION_BEGIN, /* a client connects: an earlier connection with this key is over */
    ROLE_CONNECTION,       /* belongs to a client's connection or session */
    ROLE_CONNECTION_END,
    ROLE_READER, /* reads the record but never updates it: the line's claim is unproven (failed login) */
    ROLE_MESSAGE_BEGIN, /* a queue id begins a new message; gets fields of the connection */
    ROLE_MESSAGE,
    ROLE_IDENTITY,     /* brings the Message-Id */
    ROLE_DELIVERY,     /* one recipient's result */
    ROLE_MESSAGE_END,  /* the queue id is free again */
    ROLE_COPY,         /* names the queue id of a copy with a sender of its own */
    ROLE_SPLIT,        /* names the queue ids that the message was split into */
    ROLE_NOTIFICATION, /* names the queue id of a bounce or delay notice */
    ROLE_PROXY,        /* a before-queue filter's result, for the connection's message */
    ROLE_RELAY         /* about the connection to the next server */
};

struct roles {
    unsigned rule_count;
    unsigned char *of_rules; /* enum role, by rule number */
};

#endif
