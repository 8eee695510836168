/* SPDX-License-Identifier: Apache-2.0
 *
 * exim_arrival - the parser of "<=" lines; the contract is in parser.h. Source: src/receive.c:
 * receive_msg(), src/log.c: log_write()
 *
 *     alice@example.org H=mx.example.org (helo) [192.0.2.1]:4711 I=[192.0.2.25]:25 U=ident
 *     P=esmtps X=TLS1.3:...:256 CV=no DN="CN=x" A=plain:alice S=426 id=1@example.org T="test"
 *     from <alice@example.org> for bob@example.com carol@example.com
 *
 * Strangers write the HELO name, the ident, the certificate's DN, the Message-Id, the subject
 * and the addresses. Each of them may imitate what follows it.
 */
#include "config.h"

#include "servers/exim/exim.h"

#define IDENT_MAX 127 /* src/verify.c: verify_get_ident() */

struct arrival {
    struct exim_elements elements;
    struct text recipients;
    bool cut; /* the line goes on in another one: its last word is not whole */
};

/* takes " from <alice@example.org>", the sender before rewriting */
static bool take_raw_sender(struct text *text, struct exim_elements *elements) {
    struct text rest = *text, sender;
    if (!text_take(&rest, TEXT(" from ")) || !text_take_bracketed(&rest, &sender))
        return false;
    if (exim_is_quoted_address(sender))
        elements->explained += exim_count_hosts(sender, elements->host.ip);
    *text = rest;
    return true;
}

/* takes " for bob@example.com carol@example.com", to the end of the line */
static bool take_recipients(struct text *text, struct arrival *arrival) {
    struct text rest = *text, address;
    if (!text_take(&rest, TEXT(" for ")))
        return false;
    struct text list = rest;
    while (!text_is(rest, TEXT("<trunc>"))) { /* what Exim writes where its buffer is full */
        if (!exim_take_address(&rest, &address) || (rest.length > 0 && rest.start[0] != ' ') ||
            text_is(address, TEXT("for")))
            break;
        arrival->elements.explained += exim_count_hosts(address, arrival->elements.host.ip);
        if (rest.length == 0)
            break;
        rest = text_skip(rest, 1);
    }
    if (rest.length > 0 && !text_is(rest, TEXT("<trunc>")) && !arrival->cut)
        return false;
    arrival->recipients = text_slice(list, 0, list.length - rest.length);
    *text = text_skip(rest, rest.length);
    return true;
}

/* takes what follows the elements; false where the line does not end behind it */
static bool take_end(struct text *text, struct arrival *arrival) {
    struct text rest = *text;
    take_raw_sender(&rest, &arrival->elements);
    take_recipients(&rest, arrival);
    if ((rest.length > 0 && !arrival->cut) || !exim_is_sure(&arrival->elements) ||
        arrival->elements.value[EXIM_P].start == NULL)
        return false;
    *text = rest;
    return true;
}

/* takes " U=IDENT P=..." behind a host: the ident may have blanks and imitate what follows, so
 * it reaches up to the first " P=" from which the line reads as Exim writes it */
static bool take_ident(struct text text, struct arrival *arrival) {
    const struct text PROTOCOL = TEXT(" P=");
    size_t at = 0, next;
    while ((next = text_find(text_slice(text_skip(text, at), 0, IDENT_MAX), PROTOCOL)) != TEXT_NONE) {
        at += next;
        struct arrival reading = *arrival;
        struct text rest = text_skip(text, at);
        if (at > IDENT_MAX)
            return false;
        if (exim_take_elements(&rest, &reading.elements) && take_end(&rest, &reading)) {
            reading.elements.value[EXIM_U] = text_slice(text, 0, at);
            *arrival = reading;
            return true;
        }
        at++;
    }
    return false;
}

/* takes everything behind the sender */
static bool take_arrival(struct text text, struct arrival *arrival) {
    arrival->elements.stops_at_ident = true;
    bool whole = exim_take_elements(&text, &arrival->elements);
    arrival->elements.stops_at_ident = false;
    if (whole && text_take(&text, TEXT(" U=")))
        return take_ident(text, arrival);
    if (!whole && arrival->cut && (text_starts(text, TEXT(" T=\"")) || text_starts(text, TEXT(" id=\""))))
        return exim_is_sure(&arrival->elements); /* a quoted text without its end */
    return whole && take_end(&text, arrival);
}

/* A text of the other side imitates what follows it: only what stands in front of it counts. */
static bool take_front(struct text text, struct arrival *arrival) {
    arrival->elements.stops_at_ident = arrival->elements.stops_at_text = true;
    return exim_take_elements(&text, &arrival->elements) && text.length > 0 &&
           arrival->elements.host.others == 0 &&
           (arrival->elements.value[EXIM_P].start != NULL || text_starts(text, TEXT(" U=")));
}

/* "bob@example.com carol@example.org", joined by ", " */
static void set_recipients(struct event *event, struct text list, bool cut) {
    struct recipients recipients = recipients_begin(event, list);
    struct text address;
    while (exim_take_address(&list, &address)) {
        if (list.length > 0 || !cut)
            recipients_add(&recipients, address);
        list = text_skip(list, 1);
    }
    recipients_set(&recipients, event);
}

static bool exim_arrival(struct event *event, struct text text) {
    struct text sender = {NULL, 0};
    const struct arrival start = {.elements = {.incoming = true, .flags = true},
                                  .cut = event_has(event, FIELD_vendor_log_piece)};
    struct arrival arrival = start;
    if (!text_take(&text, TEXT("<>")) && !exim_take_address(&text, &sender))
        return false;
    if (!take_arrival(text, &arrival)) {
        arrival = start;
        if (!take_front(text, &arrival))
            return false;
    }
    event_set(event, FIELD_email_from, sender);
    exim_set_elements(event, &arrival.elements);
    set_recipients(event, arrival.recipients, arrival.cut);
    return true;
}

const struct parser exim_arrival_parsers[] = {
    {"exim_arrival", exim_arrival,
     "eve@example.net H=mx.example.net [198.51.100.66]:1 P=esmtp S=344 id=5@example.net for "
     "alice@example.com"},
    {NULL, NULL, NULL},
};
