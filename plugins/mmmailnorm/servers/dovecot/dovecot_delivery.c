/* SPDX-License-Identifier: Apache-2.0
 *
 * dovecot_delivery - parsers of deliveries, Sieve, submission and the ends of sessions;
 * the contract is in parser.h
 *
 * Message-Ids, subjects, mailbox names and reject senders are strangers' text: after them
 * Dovecot's own words are looked for from the right, or the piece in doubt stays absent.
 */
#include "config.h"

#include "common/array.h"
#include "reply/reply.h"
#include "servers/dovecot/dovecot.h"

/* find_words - where Dovecot's own words begin after a Message-Id: the only place after ": "
 * where one of them is. TEXT_NONE where there is none; more than one sets imitated: the
 * sender has put them into the Message-Id. */
static size_t find_words(struct text text, const char *const *words, size_t count, bool *imitated) {
    size_t found = TEXT_NONE;
    for (size_t at = 0; at < text.length; at++) {
        size_t colon = text_find(text_skip(text, at), TEXT(": "));
        if (colon == TEXT_NONE)
            break;
        at += colon;
        for (size_t i = 0; i < count; i++) {
            if (!text_starts(text_skip(text, at + 2), text_of(words[i])))
                continue;
            *imitated |= found != TEXT_NONE;
            found = at + 2;
            break;
        }
    }
    return found;
}

/* "<1@example.org>"; Dovecot also writes "unspecified", or nothing */
static void set_message_id(struct event *event, struct text id) {
    if (text_starts(id, TEXT("<")) && text_ends(id, TEXT(">")))
        event_set(event, FIELD_email_message_id, text_slice(id, 1, id.length - 1));
}

/* What the Sieve interpreter did with a message: its words, the field of what is between
 * them, and what happened. Where end is a colon, a reason follows (Pigeonhole: src/lib-sieve,
 * its cmd-*.c and ext-*.c). */
static const struct sieve_action {
    const char *begin, *end, *action;
    enum field field;
} ACTIONS[] = {
    {"stored mail into mailbox '", "'", "stored", FIELD_vendor_mailbox},
    {"left message in mailbox '", "'", "kept", FIELD_vendor_mailbox},
    {"store into mailbox '", "' skipped", "store skipped", FIELD_vendor_mailbox},
    {"store into mailbox '", "' aborted", "store skipped", FIELD_vendor_mailbox},
    {"failed to store into mailbox '", "': ", "store failed", FIELD_vendor_mailbox},
    {"forwarded to <", ">", "forwarded", FIELD_vendor_redirected_to},
    {"discarded duplicate forward to <", ">", "duplicate discarded", FIELD_vendor_redirected_to},
    {"failed to redirect message to <", ">: ", "forward failed", FIELD_vendor_redirected_to},
    {"rejected message from <", "> (reject)", "rejected", FIELD_email_from},
    {"rejected message from <", "> (ereject)", "rejected", FIELD_email_from},
    {"sent vacation response to <", ">", "vacation response", FIELD_vendor_redirected_to},
    {"discarded duplicate vacation response to <", ">", "duplicate discarded", FIELD_vendor_redirected_to},
    {"discarded vacation reply to <", ">", "duplicate discarded", FIELD_vendor_redirected_to},
    {"marked message to be discarded if not explicitly delivered (discard action)", "", "discarded",
     FIELD_NONE},
    {"Marked message to be discarded if not explicitly delivered (discard action)", "", "discarded",
     FIELD_NONE},
};

/* how all that Sieve says of a message begins */
static const char *const SIEVE_WORDS[] = {"stored mail into mailbox ",
                                          "left message in mailbox ",
                                          "store into mailbox ",
                                          "failed to ",
                                          "forwarded to <",
                                          "discarded ",
                                          "discarding ",
                                          "rejected message from <",
                                          "sent vacation response ",
                                          "marked message to be ",
                                          "Marked message to be ",
                                          "not forwarding ",
                                          "not sending ",
                                          "reject action aborted",
                                          "vacation action ",
                                          "report action has ",
                                          "no means to send mail",
                                          "piped message to program '",
                                          "sent '",
                                          "reject action has "};

static bool take_action(struct event *event, const struct sieve_action *action, struct text text) {
    struct text end = text_of(action->end);
    bool has_reason = text_ends(end, TEXT(": "));
    if (!text_take(&text, text_of(action->begin)))
        return false;
    size_t at = has_reason ? text_find(text, end) : text.length - end.length;
    if (at == TEXT_NONE || text.length < end.length || !text_starts(text_skip(text, at), end))
        return false;
    if (action->field != FIELD_NONE)
        event_set(event, action->field, text_slice(text, 0, at));
    if (has_reason) {
        event_set(event, FIELD_vendor_event_outcome, TEXT("failed"));
        event_set(event, FIELD_vendor_event_outcome_reason, text_skip(text, at + end.length));
    }
    return event_set(event, FIELD_vendor_event_action, text_of(action->action));
}

/* "<1@example.org>: fileinto action: stored mail into mailbox 'Junk'"; the action's name is
 * there since 2.3.16. What imitates it leaves only sure that Sieve said something. */
static bool dovecot_sieve(struct event *event, struct text text) {
    bool imitated = false;
    struct text name;
    size_t at = find_words(text, SIEVE_WORDS, COUNT_OF(SIEVE_WORDS), &imitated);
    if (at == TEXT_NONE || imitated)
        return imitated || text_find(text, TEXT(": ")) != TEXT_NONE;
    struct text id = text_slice(text, 0, at - 2), before = id;
    if (text_ends(id, TEXT(" action")) && text_cut_last(&before, TEXT(": "), &name))
        id = before;
    set_message_id(event, id);
    text = text_skip(text, at);
    for (size_t i = 0; i < COUNT_OF(ACTIONS); i++)
        if (take_action(event, &ACTIONS[i], text))
            return true;
    if (text_starts(text, TEXT("failed to ")))
        event_set(event, FIELD_vendor_event_outcome, TEXT("failed"));
    return event_set(event,
                     text_starts(text, TEXT("failed to ")) ? FIELD_vendor_event_outcome_reason
                                                           : FIELD_vendor_event_description,
                     text);
}

/* src/lib-lda/mail-deliver.c, mail-send.c */
static const char *const DELIVERY_WORDS[] = {
    "saved mail to ", "save failed to ", "Auto-submitted message discarded: ",
    "Return-Path missing, rejection reason: ", "Permanently failed to send rejection: "};

/* "<1@example.org>: saved mail to INBOX", "save failed to INBOX: why" and "save failed to open
 * mailbox INBOX: why" */
static bool dovecot_delivery(struct event *event, struct text text) {
    bool imitated = false;
    size_t at = find_words(text, DELIVERY_WORDS, COUNT_OF(DELIVERY_WORDS), &imitated);
    if (at == TEXT_NONE || imitated)
        return imitated;
    set_message_id(event, text_slice(text, 0, at - 2));
    text = text_skip(text, at);
    if (text_take(&text, TEXT("saved mail to "))) {
        event_set(event, FIELD_vendor_event_action, TEXT("stored"));
        return event_set(event, FIELD_vendor_mailbox, text);
    }
    if (!text_take(&text, TEXT("save failed to ")))
        return event_set(event, FIELD_vendor_event_description, text);
    text_take(&text, TEXT("open mailbox "));
    size_t colon = text_find(text, TEXT(": "));
    if (colon == TEXT_NONE)
        return false;
    event_set(event, FIELD_vendor_event_action, TEXT("store failed"));
    event_set(event, FIELD_vendor_event_outcome, TEXT("failed"));
    event_set(event, FIELD_vendor_mailbox, text_slice(text, 0, colon));
    return event_set(event, FIELD_vendor_event_outcome_reason, text_skip(text, colon + 2));
}

/* "INBOX, uid=1, msgid=<1@example.org>, size=411, from=a@example.org, subject=hi,
 * flags=(\Seen)": src/plugins/mail-log; from is the From header, no envelope */
static bool dovecot_mail(struct event *event, struct text text) {
    const struct text UID = TEXT(", uid="), MESSAGE_ID = TEXT(", msgid="), SIZE = TEXT(", size="),
                      SUBJECT = TEXT(", subject="), FLAGS = TEXT(", flags=(");
    size_t uid = text_find(text, UID);
    event_set(event, FIELD_vendor_mailbox, text_slice(text, 0, uid));
    if (uid == TEXT_NONE)
        return text.length > 0;
    text = text_skip(text, uid + UID.length);
    size_t digits = text_digits(text);
    event_set(event, FIELD_vendor_mailbox_uid, text_slice(text, 0, digits));
    text = text_skip(text, digits);
    size_t size = text_find_only(text, SIZE), subject = text_find_only(text, SUBJECT),
           flags = text_find_last(text, FLAGS);
    if (text_starts(text, MESSAGE_ID) && size != TEXT_NONE) {
        struct text id = text_slice(text, MESSAGE_ID.length, size),
                    number = text_skip(text, size + SIZE.length);
        if (text_starts(id, TEXT("<")) && text_ends(id, TEXT(">")))
            event_set(event, FIELD_email_message_id, text_slice(id, 1, id.length - 1));
        event_set(event, FIELD_email_size, text_slice(number, 0, text_digits(number)));
    }
    if (subject != TEXT_NONE && size != TEXT_NONE && size < subject)
        event_set(event, FIELD_email_subject, text_slice(text, subject + SUBJECT.length, flags));
    return digits > 0;
}

/* "in=395" or "retr=1/500", and the comma after it: a counter at the end of a session */
static bool set_counter(struct event *event, struct text counter) {
    if (text_ends(counter, TEXT(",")))
        counter.length--;
    size_t name = text_span(counter, DOVECOT_LETTERS "_");
    struct text value = text_skip(counter, name), second = {NULL, 0};
    if (name == 0 || !text_take(&value, TEXT("=")))
        return false;
    size_t digits = text_digits(value);
    if (digits < value.length && value.start[digits] == '/')
        second = text_skip(value, digits + 1);
    if (digits == 0 ||
        (digits < value.length && (second.length == 0 || text_digits(second) != second.length)))
        return false;
    struct text first = text_slice(value, 0, digits), word = text_slice(counter, 0, name);
    bool is_bytes = text_is(word, TEXT("bytes"));
    if (is_bytes || text_is(word, TEXT("in")) || text_is(word, TEXT("rcvd")))
        event_set(event, FIELD_vendor_bytes_in, first);
    if (is_bytes || text_is(word, TEXT("out")) || text_is(word, TEXT("sent")))
        event_set(event, FIELD_vendor_bytes_out, is_bytes ? second : first);
    return true;
}

/* ": Logged out in=12 out=345 deleted=0 ...", " for inactivity in=1 out=2", " top=0/0, retr=1/500,
 * ...", after "Disconnected" and its like: why a session ended, and its counters, whose names
 * and order imap_logout_format and pop3_logout_format choose */
static bool dovecot_session_end(struct event *event, struct text text) {
    if (!text_take(&text, TEXT(": ")) && text.length > 0 && !char_is_in(text.start[0], " (."))
        return false;
    for (;;) {
        size_t blank = text_find_last_char(text, ' '), start = blank == TEXT_NONE ? 0 : blank + 1;
        if (!set_counter(event, text_skip(text, start)))
            break;
        text = text_slice(text, 0, blank == TEXT_NONE ? 0 : blank);
    }
    return event_set(event, FIELD_vendor_event_outcome_reason, text_trim(text));
}

/* "queued as 92AA522740522" at the end of a reply */
static void set_queued_as(struct event *event, struct text reply) {
    struct text id;
    if (text_cut_last(&reply, TEXT("queued as "), &id) &&
        text_span(id, DOVECOT_LETTERS DOVECOT_DIGITS) == id.length)
        event_set(event, FIELD_vendor_queued_as, id);
}

/* "from=<alice@example.com>, to=<bob@example.org>, size=411, id=AbCd, rcpt=1/1, reply=`250
 * 2.0.0 Ok: queued as 92AA522740522'": to, id and rcpt not always, nrcpt in their place */
static bool dovecot_relayed(struct event *event, struct text text) {
    const struct text REPLY = TEXT(", reply=`");
    struct text address;
    if (!text_take(&text, TEXT("from=")) || !text_take_bracketed(&text, &address))
        return false;
    event_set(event, FIELD_email_from, address);
    if (text_take(&text, TEXT(", to="))) {
        if (!text_take_bracketed(&text, &address))
            return false;
        event_set(event, FIELD_email_to, address);
    }
    size_t reply = text_find(text, REPLY);
    if (!text_take(&text, TEXT(", size=")) || reply == TEXT_NONE || !text_ends(text, TEXT("'")))
        return false;
    event_set(event, FIELD_email_size, text_slice(text, 0, text_digits(text)));
    text = text_skip(text, reply + REPLY.length - strlen(", size="));
    text.length--;
    set_queued_as(event, text);
    return reply_add(event, text, REPLY_REMOTE);
}

/* "<bob@example.org> at 192.0.2.9:24: 250 2.0.0 <bob@example.org> AbCd Saved (1/1 at 12 ms)":
 * what another LMTP server said (src/lmtp/lmtp-proxy.c) */
static bool dovecot_lmtp_proxy(struct event *event, struct text text) {
    struct text address, count;
    if (!text_take_bracketed(&text, &address) || !text_take(&text, TEXT(" at ")))
        return false;
    event_set(event, FIELD_email_to, address);
    size_t end = text_find(text, TEXT(": "));
    struct text host = text_slice(text, 0, end), port;
    if (end == TEXT_NONE || !text_cut_last(&host, TEXT(":"), &port) ||
        !text_cut_last(&text, TEXT(" ("), &count))
        return false;
    event_set(event, FIELD_vendor_relay_port, port);
    set_ip(event, FIELD_vendor_relay_ip, host);
    if (!event_has(event, FIELD_vendor_relay_ip))
        event_set(event, FIELD_vendor_relay_host, host);
    text = text_skip(text, end + 2);
    return reply_add(event, text, REPLY_REMOTE) || event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* "local" or an address: who speaks LMTP */
static bool dovecot_lmtp_client(struct event *event, struct text text) {
    size_t port = text_find_last_char(text, ':');
    if (!text_is_address(text) && port != TEXT_NONE && text_is_address(text_slice(text, 0, port)))
        text = text_slice(text, 0, port);
    set_ip(event, FIELD_source_ip, text);
    return text.length > 0 && text_find_char(text, ' ') == TEXT_NONE;
}

/* "192.0.2.9: Client has quit the connection (state=READY)"; the address may hold colons */
static bool dovecot_lmtp_end(struct event *event, struct text text) {
    size_t end = text_find(text, TEXT(": "));
    return end != TEXT_NONE && dovecot_lmtp_client(event, text_slice(text, 0, end)) &&
           event_set(event, FIELD_vendor_event_outcome_reason, text_skip(text, end + 2));
}

const struct parser dovecot_delivery_parsers[] = {
    {"dovecot_sieve", dovecot_sieve,
     "<m1@example.org>: failed to store into mailbox 'INBOX': Quota exceeded (mailbox for user is full)"},
    {"dovecot_delivery", dovecot_delivery,
     "<m1@example.org>: save failed to open mailbox Spam: Mailbox doesn't exist: Spam"},
    {"dovecot_mail", dovecot_mail,
     "INBOX, uid=1, msgid=<1@example.org>, size=63, from=a@example.org, subject=hi, flags=(\\Seen)"},
    {"dovecot_session_end", dovecot_session_end, ": Logged out bytes=35/81"},
    {"dovecot_relayed", dovecot_relayed,
     "from=<alice@example.com>, size=411, id=AbCdEf, nrcpt=2, reply=`250 2.0.0 Ok: queued as 92AA522740522'"},
    {"dovecot_lmtp_proxy", dovecot_lmtp_proxy,
     "<bob@example.org> at 192.0.2.9:24: 250 2.0.0 <bob@example.org> xYz Saved (1/1 at 12 ms)"},
    {"dovecot_lmtp_client", dovecot_lmtp_client, "2001:db8::9"},
    {"dovecot_lmtp_end", dovecot_lmtp_end, "192.0.2.9: Successful quit"},
    {NULL, NULL, NULL},
};
