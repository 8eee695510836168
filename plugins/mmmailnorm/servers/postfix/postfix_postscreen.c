/* SPDX-License-Identifier: Apache-2.0
 *
 * postfix_postscreen - postscreen's clients: "[192.0.2.1]:4711", never a name
 */
#include "config.h"

#include "servers/postfix/postfix.h"

/* postscreen/postscreen.c psc_endpt_lookup_done: "[CLIENT]:P to [SERVER]:P" behind
 * "CONNECT from " */
bool postfix_screen_connect(struct event *event, struct text text) {
    struct endpoint server;
    if (!take_client(event, &text))
        return false;
    if (text.length == 0) /* before 2.9 */
        return true;
    if (!text_take(&text, TEXT(" to ")) || !take_endpoint(&text, &server))
        return false;
    set_ip(event, FIELD_vendor_server_ip, server.address);
    event_set(event, FIELD_vendor_server_port, server.port);
    return text.length == 0;
}

/* "SECONDS from [CLIENT]:P" and, each optional, " in tests before SMTP handshake"
 * or ": TEXT" behind "HANGUP after " or "PREGREET 11 after " */
bool postfix_screen_time(struct event *event, struct text text) {
    struct text seconds;
    if (!take_seconds(&text, &seconds) || !text_take(&text, TEXT(" from ")) || !take_client(event, &text))
        return false;
    event_set(event, FIELD_vendor_ps_violation_time, seconds);
    return text.length == 0 || text_starts(text, TEXT(" in tests ")) || text_starts(text, TEXT(": "));
}

/* "[CLIENT]:P after COMMAND[: TEXT]": the command's word is the stage */
bool postfix_screen_after(struct event *event, struct text text) {
    struct text stage;
    if (!take_client(event, &text) || !text_take(&text, TEXT(" after ")))
        return false;
    if (take_word(&text, "-.", &stage)) /* "." is the end of the message */
        event_set(event, FIELD_vendor_smtp_stage, stage);
    return true;
}

/* "S>, to=<R" of ; a mark inside S or R leaves both uncertain */
static void set_addresses(struct event *event, struct text text) {
    static const struct text mark = TEXT_CONSTANT(">, to=<");
    size_t at = text_find(text, mark);
    if (at == TEXT_NONE || at != text_find_last(text, mark))
        return;
    event_set(event, FIELD_email_from, text_slice(text, 0, at));
    event_set(event, FIELD_email_to, text_skip(text, at + mark.length));
}

/* postscreen/postscreen_smtpd.c psc_rcpt_cmd: "REPLY; from=<S>, to=<R>, proto=P,
 * helo=<H>". The reply is postscreen's own; H has no blanks; so the addresses are
 * what stands between the first "; from=<" and the last ">, proto=". */
static bool split_context(struct event *event, struct text text, struct text *reply) {
    static const struct text from = TEXT_CONSTANT("; from=<"), proto = TEXT_CONSTANT(">, proto=");
    size_t first = text_find(text, from), last = text_find_last(text, proto);
    struct text protocol, helo;
    *reply = text_slice(text, 0, first);
    if (first == TEXT_NONE)
        return true;
    if (last == TEXT_NONE || last < first + from.length)
        return false;
    struct text tail = text_skip(text, last + proto.length);
    if (!take_word(&tail, "", &protocol) || !text_take(&tail, TEXT(", helo=<")) ||
        !text_ends(tail, TEXT(">")))
        return false;
    helo = text_slice(tail, 0, tail.length - 1);
    set_addresses(event, text_slice(text, first + from.length, last));
    event_set_lower(event, FIELD_network_protocol, protocol);
    if (text_find_char(helo, ' ') == TEXT_NONE)
        event_set(event, FIELD_vendor_helo, helo);
    return true;
}

/* "[CLIENT]:P: REPLY; TAIL" behind "NOQUEUE: reject: RCPT from ", without a tail
 * behind CONNECT */
bool postfix_screen_rejection(struct event *event, struct text text) {
    struct text reply;
    if (!take_client(event, &text) || !text_take(&text, TEXT(": ")) || !split_context(event, text, &reply))
        return false;
    set_local_reply(event, reply);
    return true;
}
