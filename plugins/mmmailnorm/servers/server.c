/* SPDX-License-Identifier: Apache-2.0
 *
 * server - the rows and the log formats of all servers; the contract is in server.h
 */
#include "config.h"

#include "servers/server.h"

/* those of most lines first */
#define SERVERS(ROW)                                                                                         \
    ROW(postfix)                                                                                             \
    ROW(sendmail)                                                                                            \
    ROW(exim)                                                                                                \
    ROW(dovecot)                                                                                             \
    ROW(axigen)                                                                                              \
    ROW(amavis)                                                                                              \
    ROW(opendkim)                                                                                            \
    ROW(opendmarc)                                                                                           \
    ROW(policyd_spf)                                                                                         \
    ROW(postgrey)                                                                                            \
    ROW(rspamd)                                                                                              \
    ROW(spamassassin)                                                                                        \
    ROW(courier)                                                                                             \
    ROW(cyrus)                                                                                               \
    ROW(plesk)                                                                                               \
    ROW(roundcube)                                                                                           \
    ROW(sogo)                                                                                                \
    ROW(horde)                                                                                               \
    ROW(cpanel)                                                                                              \
    ROW(zimbra)                                                                                              \
    ROW(opensmtpd)                                                                                           \
    ROW(pmg)                                                                                                 \
    ROW(mailscanner)                                                                                         \
    ROW(mimedefang)                                                                                          \
    ROW(milter_greylist)                                                                                     \
    ROW(sqlgrey)                                                                                             \
    ROW(postfwd)                                                                                             \
    ROW(clamav)                                                                                              \
    ROW(iredapd)                                                                                             \
    ROW(exchange)                                                                                            \
    ROW(smartermail)                                                                                         \
    ROW(saslauthd)

#define DECLARE(name) extern const struct server name##_server;
SERVERS(DECLARE)

#define ADDRESS(name) &name##_server,
const struct server *const servers[] = {SERVERS(ADDRESS) NULL};

/* Exim's comes last: its lines begin with a time and then with anything */
extern const struct source_format axigen_format, dovecot_format, exim_format;
const struct source_format *const source_formats[] = {&axigen_format, &dovecot_format, &exim_format, NULL};

static const struct server other_server = {.product = ""};

const struct server *server_find(struct text product) {
    for (const struct server *const *server = servers; *server != NULL; server++)
        if (text_is(product, text_of((*server)->product)))
            return *server;
    return &other_server;
}

static const struct parser *find_in(const struct parser *table, struct text name) {
    for (; table->name != NULL; table++)
        if (text_is(name, text_of(table->name)))
            return table;
    return NULL;
}

static const struct parser *find_own(const struct server *server, struct text name) {
    const struct parser *parser = NULL;
    for (int i = 0; i < SERVER_PARSER_TABLES_MAX && server->parsers[i] != NULL && parser == NULL; i++)
        parser = find_in(server->parsers[i], name);
    return parser;
}

const struct parser *server_parser(const struct server *server, struct text name) {
    const struct parser *own = find_own(server, name);
    return own != NULL ? own : find_in(common_parsers, name);
}

const struct server *server_of_parser(struct text name) {
    for (const struct server *const *server = servers; *server != NULL; server++)
        if (find_own(*server, name) != NULL)
            return *server;
    return NULL;
}
