/* SPDX-License-Identifier: Apache-2.0
 *
 * exim - what the files of Exim's parsers share; see parser.h
 *
 * exim.c has what a line's pieces have in common, exim_message.c
 * arrivals and deliveries, exim_smtp.c what a client said and was told.
 * A function that takes a piece moves text behind it; where it returns false,
 * nothing is taken.
 */
#ifndef EXIM_H
#define EXIM_H

#include "servers/server.h"

#define EXIM_DIGITS "0123456789"
#define EXIM_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* a host as H= and "connection from" write it: "mx.example.org (helo) [192.0.2.1]:25" */
struct exim_host {
    struct text name, helo, ip, port;
};

/* offset of the quote that ends a subject; Exim puts a backslash before one inside */
size_t exim_subject_end(struct text text);
/* false also where a HELO name may have closed its parenthesis and written an address
 * of its own: another "(NAME) [ADDRESS]" stands behind it, outside of the subject */
bool exim_take_host(struct text *text, struct exim_host *host);
/* the host as client of this server; as the server that this one talks to */
void exim_set_client(struct event *event, const struct exim_host *host);
void exim_set_relay(struct event *event, const struct exim_host *host);

/* take one piece as " I=[192.0.2.25]:25", " X=TLS1.3:...:256", " A=plain:alice",
 * " P=esmtps", " S=426" and set its field; incoming tells whose addresses they are */
bool exim_take_attribute(struct event *event, struct text *text, bool incoming);

/* set_reason - why something failed: vendor_event_outcome_reason, and the remote
 * server's reply where the text quotes one */
bool exim_set_reason(struct event *event, struct text text);
/* whether it is a message id, of before 4.97 or since */
bool exim_is_id(struct text text);

/* the parsers of exim_message.c and exim_smtp.c */
extern const struct parser exim_message_parsers[], exim_smtp_parsers[];

#endif
