/* SPDX-License-Identifier: Apache-2.0
 *
 * exim - what the files of Exim's parsers share; see parser.h
 *
 *     exim.c            message ids, addresses, hosts, why something failed
 *     exim_head.c       heads of lines: times, process ids, pieces
 *     exim_elements.c   "NAME=value" and flags, in any order
 *     exim_arrival.c    <=
 *     exim_delivery.c   =>, ->, >>, *>, ==, **
 *     exim_smtp.c       connections, errors, failed logins of a client
 *     exim_event.c      lines that begin with "H=", "U=" or "F="
 *     exim_notice.c     texts of the server about itself
 *
 * A function that takes a piece off the start of text moves text past it. Where it returns false,
 * text is untouched, unless its contract says otherwise. Every parser looks at each byte of a line a
 * bounded number of times.
 */
#ifndef EXIM_PARSERS_H
#define EXIM_PARSERS_H

#include "servers/server.h"

#define EXIM_DIGITS "0123456789"
#define EXIM_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* a host as H= and "connection from" write it: "mx.example.org (helo) [192.0.2.1]:25" */
struct exim_host {
    struct text name, helo, ip, port;
    /* How many "(NAME) [ADDRESS]" with another address follow in the line. A client may have
     * closed the parenthesis of its HELO name itself, so the true address may be one of them:
     * the host counts only where all of them stand in quoted texts that end as they should. */
    size_t others;
};

/* length up to the first blank */
size_t exim_word_length(struct text text);
/* offset of the quote that ends a text in which a backslash stands before a quote, or TEXT_NONE */
size_t exim_quoted_end(struct text text);
/* exim_unquote - a subject or a reply as it was: a backslash stands before quotes and backslashes in
 * it, and before three octal digits of each byte that is not ASCII (src/string.c:
 * string_printing2()). In the event's memory where it differs; as it is when memory is out. */
struct text exim_unquote(struct event *event, struct text text);
/* exim_take_address - take "alice@example.org", "alice", "\"a b\".c@[192.0.2.1]": words and quoted
 * strings with dots between them, and a domain (Exim src/parse.c: read_local_part) */
bool exim_take_address(struct text *text, struct text *address);
/* whether a text is such an address with a quoted string, complete */
bool exim_is_quoted_address(struct text text);

/* exim_count_hosts - how many "(NAME) [ADDRESS]" stand in the text whose address is not ip */
size_t exim_count_hosts(struct text text, struct text ip);
/* exim_take_host - a client: "mx.example.org (helo) [192.0.2.1]:25" */
bool exim_take_host(struct text *text, struct exim_host *host);
/* exim_take_relay - a server: "mx.example.org DS [192.0.2.1]:25*"; local transports name no address */
bool exim_take_relay(struct text *text, struct exim_host *host);
/* the host as client of this server; as the server that this one talks to */
void exim_set_client(struct event *event, const struct exim_host *host);
void exim_set_relay(struct event *event, const struct exim_host *host);

/* exim_set_reason - why something failed: sets vendor_event_outcome_reason, and the remote server
 * and its reply where the text names them. A " DT=0s" at its end is left out. */
bool exim_set_reason(struct event *event, struct text text);
/* whether it is a message id, of before 4.97 or since */
bool exim_is_id(struct text text);

/* the names of a line's elements; the value of one that the line lacks has the start NULL */
enum exim_element {
    EXIM_A,     /* authenticator and user */
    EXIM_C,     /* the other server's confirmation; the client's commands */
    EXIM_CI,    /* connection id */
    EXIM_CV,    /* whether the certificate was verified */
    EXIM_D,     /* duration of a connection */
    EXIM_DKIM,  /* verified domain; domain and selector of our signature */
    EXIM_DMARC, /* result */
    EXIM_DN,    /* the other side's certificate */
    EXIM_DT,    /* time that the delivery took */
    EXIM_F,     /* sender, "alice@example.org" without its brackets */
    EXIM_H,     /* host; in exim_elements.host */
    EXIM_I,     /* our address */
    EXIM_ID,    /* Message-Id */
    EXIM_P,     /* protocol; return path */
    EXIM_PRX,   /* proxy */
    EXIM_QT,    /* time on the queue */
    EXIM_R,     /* message that a bounce is about; router */
    EXIM_S,     /* size */
    EXIM_SNI,   /* server name that the client asked for */
    EXIM_SPF,   /* result */
    EXIM_ST,    /* shadow transport */
    EXIM_T,     /* subject; transport */
    EXIM_U,     /* ident, or the local user */
    EXIM_X,     /* version, cipher and key size of TLS */
    EXIM_ELEMENTS
};

struct exim_elements {
    /* set by the caller */
    bool incoming;       /* a client's line: H= has a HELO name, T= is a subject, P= a protocol */
    bool flags;          /* words without "=" that are not known are passed over, too */
    bool stops_at_ident; /* U= of a host ends the elements: see exim_arrival.c */
    bool stops_at_text;  /* so do DN="...", SNI="...", id= and T="...": the other side's texts */
    /* the result */
    struct text value[EXIM_ELEMENTS];
    struct exim_host host;
    size_t explained; /* of host.others, those that stand in quoted texts */
};

/* exim_take_elements - take " NAME=value" and flags from the start of text until something else
 * follows; names that are not known are passed over. False where one comes twice or does not
 * end as Exim ends it: then another reading of the line is the true one, and text begins with the
 * element in question. */
bool exim_take_elements(struct text *text, struct exim_elements *elements);
/* whether no other reading of the line gives the client another address */
bool exim_is_sure(const struct exim_elements *elements);
/* set the fields of the elements that were found */
void exim_set_elements(struct event *event, const struct exim_elements *elements);

/* exim_take_client - take a client and the elements after it: "H=mx.example.org [192.0.2.1]:25" or
 * "U=alice", where a local process talks to Exim; many lines leave out "H=" and "U=" */
bool exim_take_client(struct text *text, struct exim_elements *elements);
/* the same as exim_set_elements; false where the line has another reading */
bool exim_set_sure_client(struct event *event, const struct exim_elements *elements);

/* exim_read_message - the text that the rules match: the message without its head (exim_head.c). The
 * number of a piece in that head goes to vendor_log_piece. */
struct text exim_read_message(struct event *event, struct text message);

/* the parsers of the other files */
extern const struct parser exim_arrival_parsers[], exim_delivery_parsers[], exim_event_parsers[],
    exim_notice_parsers[], exim_smtp_parsers[];

#endif
