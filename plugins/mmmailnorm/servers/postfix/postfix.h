/* SPDX-License-Identifier: Apache-2.0
 *
 * postfix - what the parsers of Postfix share
 *
 * The parsers are in postfix_SUBJECT.c; postfix.c has the pieces
 * below and the table. The contract of a parser is in parser.h; the comment above
 * each names the Postfix source file and function whose output it takes apart.
 *
 * A take_ function takes its piece off the start of *text and tells whether it was
 * there; *text is untouched where it was not.
 */
#ifndef POSTFIX_H
#define POSTFIX_H

#include "servers/server.h"

/* "mx.example.org[192.0.2.1]:4711", "unknown[unknown]", "[192.0.2.1]:4711" */
struct endpoint {
    struct text name;    /* empty in the third form */
    struct text address; /* "unknown" or a socket's path where it is no address */
    struct text port;    /* absent where none is logged */
};

/* whether text can be a queue id: short, "44DB6AA49A6", or long, "4jWBwT1znkz1dLct"
 * (global/mail_queue.h) */
bool text_is_queue_id(struct text text);

static inline bool take_number(struct text *text, struct text *digits) {
    size_t length = text_digits(*text);
    *digits = text_slice(*text, 0, length);
    *text = text_skip(*text, length);
    return length > 0;
}

/* digits with or without a fraction */
bool take_seconds(struct text *text, struct text *seconds);
/* everything up to the first c, which must be there; c itself stays */
bool take_until(struct text *text, char c, struct text *piece);

/* letters, digits and the characters of more */
static inline __attribute__((always_inline)) bool take_word(struct text *text, const char *more,
                                                            struct text *word) {
    size_t length = 0;
    while (length < text->length &&
           (char_is_alphanumeric(text->start[length]) || char_is_in(text->start[length], more)))
        length++;
    *word = text_slice(*text, 0, length);
    *text = text_skip(*text, length);
    return length > 0;
}

bool take_endpoint(struct text *text, struct endpoint *endpoint);

/* fields source_*, from an endpoint */
void set_source(struct event *event, struct endpoint client);
/* fields vendor_relay_* and destination_*, from an endpoint */
void set_relay(struct event *event, struct endpoint server);

/* take_client, take_relay - take_endpoint and set_source or set_relay at once */
bool take_client(struct event *event, struct text *text);
bool take_relay(struct event *event, struct text *text);

/* set_remote_reply - the reply of another server, with vendor_queued_as from its
 * "queued as X" */
void set_remote_reply(struct event *event, struct text reply);

/* set_local_reply - "[CODE ][STATUS ]TEXT" of our own, or TEXT alone */
void set_local_reply(struct event *event, struct text text);

/* who wrote a line with a tail */
enum context {
    CONTEXT_SMTPD,   /* "TEXT; TAIL" */
    CONTEXT_MIME,    /* cleanup: "TEXT from CLIENT; TAIL" */
    CONTEXT_CLEANUP, /* the same, perhaps with ": TEXT" after it: see behind */
};

/* set_context - take apart "TEXT; from=<S> to=<R> proto=P helo=<H>[ sasl_...]"; the text
 * before the tail, and before " from CLIENT", goes to head. The text after the tail goes to
 * behind, which is absent where nothing follows; NULL: it is not wanted.
 *
 * Strangers write TEXT, S and R, so the line may hold several pieces that look like the
 * tail. postfix_context.c explains how the server's own tail is found. A value that is not
 * certain is left out; head is then the text before all of these pieces, or empty where
 * cleanup's content is not certain. False where no tail is found, or more than 64 places
 * look like one. */
bool set_context(struct event *event, struct text text, enum context context, struct text *head,
                 struct text *behind);

/* ---- the parsers ---- */
bool postfix_anvil_client(struct event *event, struct text text);
bool postfix_bounce_id(struct event *event, struct text text);
bool postfix_client(struct event *event, struct text text);
bool postfix_client_first(struct event *event, struct text text);
bool postfix_message_id(struct event *event, struct text text);
bool postfix_pickup_sender(struct event *event, struct text text);
bool postfix_queue_active(struct event *event, struct text text);
bool postfix_queue_id(struct event *event, struct text text);
bool postfix_relay(struct event *event, struct text text);
bool postfix_relay_address(struct event *event, struct text text);
bool postfix_relay_first(struct event *event, struct text text);
bool postfix_source_address(struct event *event, struct text text);
bool postfix_unresolved(struct event *event, struct text text);
bool postfix_warning(struct event *event, struct text text);

/* postfix_smtpd.c */
bool postfix_after(struct event *event, struct text text);
bool postfix_client_attributes(struct event *event, struct text text);
bool postfix_client_of_service(struct event *event, struct text text);
bool postfix_disconnect(struct event *event, struct text text);
bool postfix_proxy_reply(struct event *event, struct text text);
bool postfix_rejection(struct event *event, struct text text);
bool postfix_sasl_failure(struct event *event, struct text text);

/* postfix_delivery.c */
bool postfix_connect_error(struct event *event, struct text text);
bool postfix_delivery(struct event *event, struct text text);
bool postfix_sasl_reply(struct event *event, struct text text);
bool postfix_server_reply(struct event *event, struct text text);
bool postfix_server_while(struct event *event, struct text text);
bool postfix_tls_refusal(struct event *event, struct text text);

/* postfix_cleanup.c */
bool postfix_body_action(struct event *event, struct text text);
bool postfix_body_rejection(struct event *event, struct text text);
bool postfix_header_action(struct event *event, struct text text);
bool postfix_header_line(struct event *event, struct text text);
bool postfix_header_rejection(struct event *event, struct text text);
bool postfix_mime_error(struct event *event, struct text text);

/* postfix_tls.c */
bool postfix_client_tls_detail(struct event *event, struct text text);
bool postfix_client_tls_error(struct event *event, struct text text);
bool postfix_peer_tls_error(struct event *event, struct text text);
bool postfix_server_tls_detail(struct event *event, struct text text);
bool postfix_server_tls_error(struct event *event, struct text text);
bool postfix_tls_from(struct event *event, struct text text);
bool postfix_tls_to(struct event *event, struct text text);

/* postfix_postscreen.c */
bool postfix_screen_after(struct event *event, struct text text);
bool postfix_screen_connect(struct event *event, struct text text);
bool postfix_screen_rejection(struct event *event, struct text text);
bool postfix_screen_time(struct event *event, struct text text);

#endif
