/* SPDX-License-Identifier: Apache-2.0
 *
 * postfix_smtpd - what smtpd says of its clients
 */
#include "config.h"

#include "common/array.h"
#include "servers/postfix/postfix.h"

/* offset of the first of the attributes that may follow a user's name, or the length */
static size_t user_length(struct text text) {
    static const struct text marks[] = {TEXT_CONSTANT(", sasl_sender="), TEXT_CONSTANT(", orig_queue_id="),
                                        TEXT_CONSTANT(", orig_client=")};
    size_t length = text.length;
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        size_t at = text_find(text, marks[i]);
        if (at < length)
            length = at;
    }
    return length;
}

/* takes the argument of MAIL's AUTH=, which needs no login and may hold quoted blanks and
 * commas ("a b", "x, orig_client=y"): up to the comma before a blank outside quotes
 * (smtpd/smtpd_token.c), or all */
static struct text take_sasl_sender(struct text *text) {
    bool quoted = false;
    size_t length = 0;
    for (; length < text->length; length++) {
        char c = text->start[length];
        if (c == '\\')
            length++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && text_starts(text_skip(*text, length), TEXT(", ")))
            break;
    }
    struct text sender = text_slice(*text, 0, length);
    *text = text_skip(*text, sender.length);
    return sender;
}

/* the client of the message takes the place of the one that is connected, a before-queue
 * filter or a proxy */
static void set_orig_client(struct event *event, struct text text, struct endpoint client) {
    event_set(event, FIELD_vendor_orig_client, text);
    if (!text_is_address(client.address))
        return;
    event_set(event, FIELD_vendor_proxy_ip, event_get(event, FIELD_source_ip));
    event_unset(event, FIELD_source_port);
    set_source(event, client);
}

/* ", orig_queue_id=Q" and ", orig_client=NAME[ADDRESS]", to the end of text */
static bool set_forwarded(struct event *event, struct text text) {
    struct text id = {NULL, 0};
    struct endpoint client = {.address = {NULL, 0}};
    if (text_take(&text, TEXT(", orig_queue_id=")) && !take_word(&text, "-_.", &id))
        return false;
    struct text forwarded = text;
    if (text_take(&text, TEXT(", orig_client="))) {
        forwarded = text;
        if (!take_endpoint(&text, &client))
            return false;
    }
    if (text.length > 0)
        return false;
    event_set(event, FIELD_vendor_orig_queue_id, id);
    if (client.address.length > 0)
        set_orig_client(event, forwarded, client);
    return true;
}

/* smtpd/smtpd.c mail_open_stream: "CLIENT[, sasl_method=M, sasl_username=U][,
 * sasl_sender=S][, orig_queue_id=Q][, orig_client=C]". A login's name is one that the
 * server knows, so it ends where the next attribute begins, whatever that holds. Behind it
 * the sender or the name may have brought orig_ itself: that is not set. */
bool postfix_client_attributes(struct event *event, struct text text) {
    struct text method;
    if (!take_client(event, &text))
        return false;
    if (text_take(&text, TEXT(", sasl_method="))) {
        if (!take_word(&text, "-_", &method))
            return false;
        event_set(event, FIELD_vendor_sasl_method, method);
    }
    bool has_user = text_take(&text, TEXT(", sasl_username="));
    if (has_user) {
        size_t length = user_length(text);
        event_set(event, FIELD_user_name, text_slice(text, 0, length));
        text = text_skip(text, length);
    }
    if (text_take(&text, TEXT(", sasl_sender=")))
        event_set(event, FIELD_vendor_sasl_sender, take_sasl_sender(&text));
    return has_user || set_forwarded(event, text);
}

/* smtpd/smtpd_check.c log_whatsup, smtpd.c check_milter_reply, cleanup/cleanup_milter.c
 * cleanup_milter_apply: "CLIENT: TEXT; TAIL" behind "reject: RCPT from " */
bool postfix_rejection(struct event *event, struct text text) {
    struct text reply;
    if (!take_client(event, &text) || !text_take(&text, TEXT(": ")) ||
        !set_context(event, text, CONTEXT_SMTPD, &reply, NULL))
        return false;
    set_local_reply(event, reply);
    return true;
}

/* smtpd/smtpd.c data_cmd: "REPLY; TAIL" behind "proxy-accept: END-OF-MESSAGE: " */
bool postfix_proxy_reply(struct event *event, struct text text) {
    struct text reply;
    if (!set_context(event, text, CONTEXT_SMTPD, &reply, NULL))
        return false;
    set_remote_reply(event, reply);
    return true;
}

/* a stage of the session, as SMTPD_CMD_ and SMTPD_AFTER_ of smtpd.h have it */
static bool take_stage(struct event *event, struct text *text) {
    struct text stage = *text, word;
    if (!take_word(text, "-", &word))
        return false;
    text_take(text, TEXT(" content"));
    stage.length -= text->length;
    return event_set(event, FIELD_vendor_stage, stage);
}

/* smtpd/smtpd.c smtpd_proto: "STAGE[ (N bytes)] from CLIENT" behind "lost connection
 * after "; chat_reset, for pipelining: the same and ": DATA" */
bool postfix_after(struct event *event, struct text text) {
    struct text bytes;
    if (!take_stage(event, &text))
        return false;
    if (text_take(&text, TEXT(" ("))) {
        text_take(&text, TEXT("approximately ")); /* before 2.7 */
        if (!take_number(&text, &bytes) || !text_take(&text, TEXT(" bytes)")))
            return false;
        event_set(event, FIELD_vendor_bytes_in, bytes);
    }
    if (!text_take(&text, TEXT(" from ")) || !take_client(event, &text))
        return false;
    return text.length == 0 || text_is(text, TEXT(":")) || text_starts(text, TEXT(": "));
}

/* smtpd/smtpd_sasl_glue.c smtpd_sasl_authenticate: "MECHANISM authentication failed:
 * REASON[, sasl_username=U]" or "MECHANISM authentication aborted" behind
 * "CLIENT: SASL ". The client chose MECHANISM; one that no server offers may hold
 * anything, and then says nothing. The reason is the SASL library's. */
bool postfix_sasl_failure(struct event *event, struct text text) {
    static const struct text user = TEXT_CONSTANT(", sasl_username=");
    struct text method;
    event_set(event, FIELD_vendor_warning_description,
              event_print(event, "SASL %.*s", (int)text.length, text.start));
    if (!take_word(&text, "-_", &method) || !text_take(&text, TEXT(" authentication ")))
        return true;
    event_set(event, FIELD_vendor_sasl_method, method);
    if (!text_take(&text, TEXT("failed: ")))
        return true;
    size_t at = text_find(text, user);
    event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, at));
    text = text_skip(text, at != TEXT_NONE ? at + user.length : text.length);
    if (!text_is(text, TEXT("(unavailable)")))
        event_set(event, FIELD_user_name, text);
    return true;
}

/* smtpd/smtpd.c: "CLIENT for service S" behind "limit exceeded: 51 from " */
bool postfix_client_of_service(struct event *event, struct text text) {
    if (!take_client(event, &text) || !text_take(&text, TEXT(" for service ")))
        return false;
    return event_set(event, FIELD_vendor_service, text_slice(text, 0, text_find(text, TEXT(". "))));
}

/* ---- the counters of the disconnect line ---- */

struct counter {
    struct text word;
    enum field good, bad;
};

#define COUNTER(name)                                                                                        \
    { {#name, sizeof(#name) - 1}, FIELD_vendor_commands_##name, FIELD_vendor_commands_##name##_failed }
static const struct counter counters[] = {
    COUNTER(ehlo),     COUNTER(helo),
    COUNTER(starttls), COUNTER(auth),
    COUNTER(mail),     COUNTER(rcpt),
    COUNTER(data),     COUNTER(bdat),
    COUNTER(rset),     COUNTER(noop),
    COUNTER(vrfy),     COUNTER(expn),
    COUNTER(etrn),     COUNTER(quit),
    COUNTER(xclient),  COUNTER(xforward),
    COUNTER(unknown),  {TEXT_CONSTANT("commands"), FIELD_vendor_commands, FIELD_vendor_commands_failed},
};

static int64_t number_of(struct text digits) {
    int64_t number = 0;
    for (size_t i = 0; i < digits.length && number < INT32_MAX; i++)
        number = number * 10 + digits.start[i] - '0';
    return number;
}

/* " word=GOOD" or " word=GOOD/TOTAL"; words that we do not know are passed over */
static bool take_counter(struct event *event, struct text *text) {
    struct text word, good, total = {NULL, 0};
    if (!text_take(text, TEXT(" ")) || !take_word(text, "-_", &word) || !text_take(text, TEXT("=")) ||
        !take_number(text, &good))
        return false;
    if (text_take(text, TEXT("/")) && !take_number(text, &total))
        return false;
    for (size_t i = 0; i < COUNT_OF(counters); i++)
        if (text_is(word, counters[i].word)) {
            event_set(event, counters[i].good, good);
            if (total.length > 0)
                event_set_integer(event, counters[i].bad, number_of(total) - number_of(good));
        }
    return true;
}

/* smtpd/smtpd.c smtpd_format_cmd_stats: "CLIENT ehlo=1 rcpt=0/1 commands=1/2" */
bool postfix_disconnect(struct event *event, struct text text) {
    if (!take_client(event, &text))
        return false;
    while (text.length > 0)
        if (!take_counter(event, &text))
            return false;
    return true;
}
