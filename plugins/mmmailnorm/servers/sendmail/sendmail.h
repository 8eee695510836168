/* SPDX-License-Identifier: Apache-2.0
 *
 * sendmail - what the files of Sendmail's parsers share
 *
 * Sendmail prints lists of name=value without quotes, so a stranger's value may
 * imitate further names. The server's order of names is fixed
 * (logsender in headers.c, logdelivery in deliver.c, rscheck in parseaddr.c), and
 * each parser here finds its list by that order: from the right where the tail is
 * the server's own, else from the left, after an address whose end RFC 5322
 * quoting decides. A list that can be read in two ways is refused.
 */
#ifndef SENDMAIL_H
#define SENDMAIL_H

#include "servers/server.h"

/* the role of the relay in a line */
enum relay_role {
    RELAY_CLIENT,  /* a client of ours: source_ip, source_hostname */
    RELAY_SERVER,  /* a server that we are a client of: destination_ip, destination_hostname */
    RELAY_NEXT_HOP /* the same in a delivery: vendor_relay_ip, vendor_relay_host beside them */
};

/* sendmail_is_relay - whether the text is a relay, and nothing else, as the server prints it:
 *
 *     mx.example.org [192.0.2.1]                       name and address
 *     mx.example.org. [IPv6:2001:db8:0:0:0:0:0:1]      MX names end in a dot
 *     user@dyn.example.net [192.0.2.1] (may be forged) user of RFC 1413, doubtful name
 *     [192.0.2.1]    root@localhost    [RESPONSE]      no name, local, a bounce
 */
bool sendmail_is_relay(struct text text);

/* the fields of such a text; false, and nothing set, where it is none */
bool sendmail_relay(struct event *event, struct text text, enum relay_role role);

/* sendmail_address_length - length of the addresses at the start of text: up to
 * the first ", " that is in no quoted string, comment or pair of angle brackets;
 * TEXT_NONE where one of these does not end. */
size_t sendmail_address_length(struct text text);

/* sendmail_recipient_length - length of the first address of "<a>,<b>": up to the first
 * comma that is in none of these; all where one of them does not end */
size_t sendmail_recipient_length(struct text list);

/* the address within the angle brackets at the end of "<a@example.org>" or "A <a@example.org>";
 * what has none is left as it is */
struct text sendmail_bare_address(struct text address);

/* sendmail_set_address - give an address field its value, without angle brackets, name
 * or comment around it. The field stays absent where the address was
 * cut off, or has a comment in its middle. */
void sendmail_set_address(struct event *event, enum field field, struct text address);

/* sendmail_is_queue_id - 14 or 15 characters since 8.12 ("qA6KmkmX918730"), 16 on AIX,
 * whose process numbers have up to 8 digits; 12 or 13 in 8.10 and 8.11 ("e5DHeYC11749"),
 * 8 before ("AAA12345") */
bool sendmail_is_queue_id(struct text text);

bool sendmail_is_number(struct text text);

/* sendmail_take_value - take ", name=value" off the start of text, up to the next
 * ", "; name is given as ", name=". False where text begins otherwise. */
bool sendmail_take_value(struct text *text, struct text name, struct text *value);

/* sendmail_find_names - the offset after an address at which the server's names begin. first: the first
 * of them, as ", name=". is_names: whether a text begins with such names. Where several places fit, the
 * address's own quoting decides; TEXT_NONE where that does not help. */
size_t sendmail_find_names(struct text text, struct text first, bool (*is_names)(struct text text));

/* parsers that are in other files than the table in sendmail.c */
bool sendmail_receipt(struct event *event, struct text text);
bool sendmail_delivery(struct event *event, struct text text);
bool sendmail_delay(struct event *event, struct text text);
bool sendmail_ruleset(struct event *event, struct text text);
bool sendmail_auth(struct event *event, struct text text);
bool sendmail_auth_failure(struct event *event, struct text text);
bool sendmail_starttls_error(struct event *event, struct text text);
bool sendmail_tls_error(struct event *event, struct text text);
bool sendmail_certificate(struct event *event, struct text text);
bool sendmail_milter_recipient(struct event *event, struct text text);
bool sendmail_milter_sender(struct event *event, struct text text);
bool sendmail_milter_helo(struct event *event, struct text text);
bool sendmail_milter_verdict(struct event *event, struct text text);

#endif
