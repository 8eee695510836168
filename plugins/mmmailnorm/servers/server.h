/* SPDX-License-Identifier: Apache-2.0
 *
 * server - what the engine knows of a mail server beside the rules
 *
 * A server is a room and a row. The room is servers/SERVER/: its parsers, and its row:
 *
 *     const struct server exim_server = {
 *         .product = "exim",
 *         .parsers = {parsers, exim_arrival_parsers, exim_delivery_parsers},
 *     };
 *
 * server.c lists the rows, and the log formats of servers that have one of their own
 * (source_formats of source.h). A member that a row leaves out has a default that fits most servers. A
 * product that has only rules, such as an administrator's own, needs no row: server_find returns the
 * defaults. Rows are constants; all threads share them.
 */
#ifndef SERVER_H
#define SERVER_H

#include "event/counters.h"
#include "servers/parser.h"
#include "source/source.h"

enum { SERVER_PARSER_TABLES_MAX = 8, SERVER_CONNECTION_AGE = 600 };

/* whether the lines of one process are about one client */
enum server_processes {
    PROCESSES_OF_ANY_CLIENT = 0,  /* nothing */
    PROCESSES_OF_ONE_CLIENT,      /* all lines of a process are of the client that connected last */
    PROCESSES_OF_CLIENTS_IN_TURN, /* the same, but no line may show that the next client comes: only
                                     lines that name their client are joined */
};

struct server {
    const char *product; /* event_source_product, and the directory of its rules */

    /* its parsers: each table ends with a row whose name is NULL, the last table with NULL */
    const struct parser *parsers[SERVER_PARSER_TABLES_MAX];

    /* the product whose queue ids its lines name; NULL: its own. Milters and policy servers name those
     * of the mail server that asks them. */
    const char *queue;

    /* returns the service that gave a service its session ids. NULL: each service has its own. */
    struct text (*session_service)(struct text service);

    enum server_processes processes;

    /* seconds for which a connection may be silent. Then its fields are forgotten: its process id or
     * session id may belong to another client by then. 0: SERVER_CONNECTION_AGE. */
    int64_t connection_age;

    /* returns the text that the rules match, without the head of the message; may set fields from that
     * head. The text lives until event_clear. NULL: the rules match the message itself. */
    struct text (*read_message)(struct event *event, struct text message);

    /* offsets in struct counters: lines with a rule, lines without one. 0: matched_other and
     * unmatched_other. */
    unsigned matched, unmatched;
};

/* the rows; NULL ends the list */
extern const struct server *const servers[];

/* the row of a product; where it has none, a row with the defaults. Never NULL. */
const struct server *server_find(struct text product);

/* server_parser - the parser of that name for rules of the server: one of its own, whose names begin
 * with its product's, or a common one. NULL where there is none. */
const struct parser *server_parser(const struct server *server, struct text name);

/* the server that has a parser of that name, or NULL */
const struct server *server_of_parser(struct text name);

#endif
