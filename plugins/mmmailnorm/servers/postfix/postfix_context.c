/* SPDX-License-Identifier: Apache-2.0
 *
 * postfix_context - the tail "; from=<S> to=<R> proto=P helo=<H>"
 *
 * smtpd (smtpd_check.c log_whatsup, smtpd.c smtpd_whatsup) and cleanup
 * (cleanup_message.c cleanup_act_log, cleanup_milter.c) write the tail after a text that
 * strangers wrote. Four facts distinguish the server's own tail from an imitation:
 *
 * - The tail reaches the end of the line. Its parts come in this order, each once.
 * - smtpd replaces the characters NEUTER_CHARACTERS of smtpd.c in HELO names. So an
 *   imitation inside the sender or the text cannot continue after its helo=<H>.
 * - After the tail, cleanup may write ": TEXT". The administrator wrote this text, and it
 *   has no parts of a tail. Where it seems to have some, the tail before it is an imitation.
 * - The text before cleanup's tail ends in " from CLIENT".
 *
 * Several pieces of a line may fulfil these rules (a login name that imitates a tail). Where
 * none does (unquoted addresses of Postfix before 3.5), all pieces with the right order
 * count. Only values that are the same in all of them are set; this holds for the client
 * too. A subject such as "x from bank.example[198.51.100.1]; from=<" makes the rest of its
 * line two tails.
 */
#include "config.h"

#include "common/array.h"
#include "servers/postfix/postfix.h"

#define PLACES_MAX 64
#define HELO_NEVER " <>()\\\";@"

enum { ORIGIN, FROM, TO, PROTO, HELO, SASL_METHOD, SASL_USERNAME, SASL_SENDER, BEHIND, PIECES };

struct tail {
    struct text pieces[PIECES];
};

static bool holds_tail(struct text text) {
    static const struct text marks[] = {TEXT_CONSTANT(" from=<"), TEXT_CONSTANT(" to=<"),
                                        TEXT_CONSTANT(" proto="), TEXT_CONSTANT(" helo=<")};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (text_find(text, marks[i]) != TEXT_NONE)
            return true;
    return false;
}

/* whether a piece of the tail, or its end, begins here */
static bool at_piece(struct text text) {
    return text.length == 0 || text_starts(text, TEXT(" to=<")) || text_starts(text, TEXT(" proto=")) ||
           text_starts(text, TEXT(" helo=<")) || text_starts(text, TEXT(": "));
}

static bool take_address(struct text *text, bool strict, struct text *address) {
    if (strict)
        return text_take_bracketed(text, address) && at_piece(*text);
    for (size_t i = 1; i < text->length; i++)
        if (text->start[i] == '>' && at_piece(text_skip(*text, i + 1))) {
            *address = text_slice(*text, 1, i);
            *text = text_skip(*text, i + 1);
            return true;
        }
    return false;
}

static bool take_helo(struct text *text, bool strict, struct text *helo) {
    if (text->length == 0) /* brackets and name lost on a web page */
        return true;
    if (!text_take(text, TEXT("<")) || !take_until(text, '>', helo))
        return false;
    for (size_t i = 0; strict && i < helo->length; i++)
        if (helo->start[i] == '\0' || char_is_in(helo->start[i], HELO_NEVER))
            return false;
    *text = text_skip(*text, 1);
    return true;
}

/* smtpd_whatsup: "sasl_username=<U>"; log_whatsup since 3.10: the method, and the
 * user bare */
static bool take_sasl(struct text *text, struct tail *tail) {
    struct text user = *text;
    if (text_take(&user, TEXT(" sasl_username=<")) && text_ends(user, TEXT(">"))) {
        tail->pieces[SASL_USERNAME] = text_slice(user, 0, user.length - 1);
        text->length = 0;
        return true;
    }
    if (text_take(text, TEXT(" sasl_method=")) && !take_word(text, "-_", &tail->pieces[SASL_METHOD]))
        return false;
    if (tail->pieces[SASL_METHOD].length > 0 && text_take(text, TEXT(" sasl_username="))) {
        size_t sender = text_find(*text, TEXT(" sasl_sender="));
        tail->pieces[SASL_USERNAME] = text_slice(*text, 0, sender);
        *text = text_skip(*text, sender != TEXT_NONE ? sender : text->length);
    }
    if (text_take(text, TEXT(" sasl_sender="))) { /* any client may give one, and quote in it */
        tail->pieces[SASL_SENDER] = *text;
        text->length = 0;
    }
    return true;
}

static bool read_tail(struct text text, bool strict, bool behind, struct tail *tail) {
    *tail = (struct tail){0};
    if (text_take(&text, TEXT(" from=")) && !take_address(&text, strict, &tail->pieces[FROM]))
        return false;
    if (text_take(&text, TEXT(" to=")) && !take_address(&text, strict, &tail->pieces[TO]))
        return false;
    if (text_take(&text, TEXT(" proto=")) && !take_word(&text, "-_.", &tail->pieces[PROTO]))
        return false;
    if (text_take(&text, TEXT(" helo=")) && !take_helo(&text, strict, &tail->pieces[HELO]))
        return false;
    if (!take_sasl(&text, tail))
        return false;
    if (behind && text_take(&text, TEXT(": "))) {
        tail->pieces[BEHIND] = text;
        return !holds_tail(text);
    }
    return text.length == 0;
}

static bool may_begin_tail(struct text text) {
    return text_starts(text, TEXT(" from=<")) || text_starts(text, TEXT(" to=<")) ||
           text_starts(text, TEXT(" proto=")) || text_starts(text, TEXT(" helo=<"));
}

/* cuts " from CLIENT" off the end of head; cleanup_act_log writes "local" and "unknown"
 * where there is no client */
static bool cut_origin(struct text *head, struct text *origin) {
    static const struct text from = TEXT_CONSTANT(" from ");
    struct endpoint client;
    size_t at = text_find_last(*head, from);
    if (at == TEXT_NONE)
        return false;
    struct text rest = *origin = text_skip(*head, at + from.length);
    *head = text_slice(*head, 0, at);
    return text_is(rest, TEXT("local")) || text_is(rest, TEXT("unknown")) ||
           (take_endpoint(&rest, &client) && rest.length == 0);
}

/* all tails in text, reduced to what they agree on, and the text before them. False where there is none; a
 * text with over PLACES_MAX places that look like one is given up. */
static bool find_tails(struct text text, bool strict, enum context context, struct tail *agreed,
                       struct text *head) {
    bool found = false;
    int places = 0;
    for (size_t at = text.length; at-- > 0;) {
        struct tail tail;
        struct text rest = text_skip(text, at + 1), before = text_slice(text, 0, at);
        if (text.start[at] != ';' || !may_begin_tail(rest))
            continue;
        if (++places > PLACES_MAX)
            return false;
        if (!read_tail(rest, strict, context == CONTEXT_CLEANUP, &tail) ||
            (context != CONTEXT_SMTPD && !cut_origin(&before, &tail.pieces[ORIGIN])))
            continue;
        if (!found)
            *agreed = tail;
        if (found && context != CONTEXT_SMTPD) /* each takes another part of it for the content */
            before.length = 0;
        for (int i = 0; i < PIECES; i++)
            if (!text_is(tail.pieces[i], agreed->pieces[i]))
                agreed->pieces[i] = (struct text){NULL, 0};
        found = true;
        *head = before;
    }
    return found;
}

/* "TEXT;": a tail without any piece */
static bool take_empty_tail(struct text text, enum context context, struct tail *tail, struct text *head) {
    if (holds_tail(text))
        return false;
    *head = text;
    if (text_ends(text, TEXT(";")))
        head->length--;
    return context == CONTEXT_SMTPD || cut_origin(head, &tail->pieces[ORIGIN]);
}

bool set_context(struct event *event, struct text text, enum context context, struct text *head,
                 struct text *behind) {
    struct tail tail = {0};
    if (!find_tails(text, true, context, &tail, head) && !find_tails(text, false, context, &tail, head) &&
        !take_empty_tail(text, context, &tail, head))
        return false;
    if (behind != NULL)
        *behind = tail.pieces[BEHIND];
    take_client(event, &tail.pieces[ORIGIN]);
    event_set(event, FIELD_email_from, tail.pieces[FROM]);
    event_set(event, FIELD_email_to, tail.pieces[TO]);
    event_set_lower(event, FIELD_network_protocol, tail.pieces[PROTO]);
    event_set(event, FIELD_vendor_helo, tail.pieces[HELO]);
    event_set(event, FIELD_vendor_sasl_method, tail.pieces[SASL_METHOD]);
    event_set(event, FIELD_user_name, tail.pieces[SASL_USERNAME]);
    event_set(event, FIELD_vendor_sasl_sender, tail.pieces[SASL_SENDER]);
    return true;
}
