/* SPDX-License-Identifier: Apache-2.0
 *
 * parser - the pieces of a line that liblognorm cannot take apart exactly
 *
 * A rule captures such a piece whole, under a parser's name, and the parser's
 * function splits it into typed fields:
 *
 *     rule=postfix.smtpd.connect:connect from %postfix_client:rest%
 *
 * `postfix_client` is a parser, not a field: it turns "mx.example.org[192.0.2.1]:4711" into
 * source_hostname, source_ip and source_port. A captured name must be a field of
 * the dictionary, a parser, or `-` (thrown away); anything else is an error when
 * the rulebase is loaded.
 *
 * Why parsers: only code can find the tail of a line from the right, skip over
 * quotes in an address, or check a list of attributes against the order in which
 * the server writes them. A parser accepts just what the server can print; it
 * returns false for anything else, and the line then counts as not recognised.
 *
 * Each server's parsers are in its own folder, and only its own rules may use them (server.h). The
 * parsers of common.c are for the rules of all servers.
 */
#ifndef PARSER_H
#define PARSER_H

#include "event/event.h"

/* splits text into fields of event; false where text is not of this grammar */
typedef bool (*parser_function)(struct event *event, struct text text);

struct parser {
    const char *name;
    parser_function parse;
    const char *example; /* a text that it accepts; mailnorm-check --parsers shows the fields */
};

/* for the rules of all servers; their names begin with common_ */
extern const struct parser common_parsers[];

/* ---- helpers that the parsers share ---- */

/* whether the text is an IPv4 or IPv6 address and nothing else */
bool text_is_address(struct text text);

/* whether it is an address that only this host can have: of 127.0.0.0/8, or ::1 */
bool text_is_loopback(struct text address);

/* set_ip - give an *_ip field its value if the text is an address; other words
 * ("unknown") leave it absent. "IPv6:" in front, as Sendmail and SMTP write it,
 * is dropped, as is the zone of "fe80::1%eth0", and an IPv6 address is written as RFC 5952 wants it. */
void set_ip(struct event *event, enum field field, struct text text);

/* recipients - the addresses of a list, one after the other, for email_to, which has them
 * joined by ", ":
 *
 *     struct recipients recipients = recipients_begin(event, list);
 *     recipients_add(&recipients, address);             // of each address in the list
 *     recipients_set(&recipients, event);
 *
 * The addresses must be pieces of the list with at least one byte between them: that
 * bounds the room. Empty ones are left out. When memory is out, email_to stays absent. */
struct recipients {
    char *memory; /* the event's; NULL when memory is out */
    size_t length;
};
struct recipients recipients_begin(struct event *event, struct text list);
void recipients_add(struct recipients *recipients, struct text address);
void recipients_set(const struct recipients *recipients, struct event *event);

#endif
