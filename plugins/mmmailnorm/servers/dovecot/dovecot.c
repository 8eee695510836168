/* SPDX-License-Identifier: Apache-2.0
 *
 * dovecot - parsers of Dovecot's lines (2.2 to 2.4); the contract is in
 * parser.h
 *
 * User names come from whoever tries to log in; Message-Ids, subjects and reject
 * senders from the sender of a message. Behind them the server's own words are
 * looked for from the right, or the piece in doubt stays absent.
 */
#include "config.h"

#include "servers/parser.h"
#include "reply/reply.h"

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* offset of the needle where it stands in text just once, or TEXT_NONE */
static size_t find_only(struct text text, struct text needle) {
    size_t first = text_find(text, needle);
    return first == text_find_last(text, needle) ? first : TEXT_NONE;
}

static bool is_number(struct text text) {
    return text.length > 0 && text.length <= 18 && text_span(text, DIGITS) == text.length;
}

/* "imap-login": the process; its service is "imap", for the login and for what follows */
static bool dovecot_process(struct event *event, struct text text) {
    if (text.length == 0 || text_span(text, LETTERS DIGITS "-_") != text.length)
        return false;
    event_set(event, FIELD_vendor_daemon, text);
    if (text_ends(text, TEXT("-login")))
        text.length -= 6;
    return event_set(event, FIELD_service_name, text);
}

static bool is_delivery(struct text process) {
    return text_is(process, TEXT("lmtp")) || text_is(process, TEXT("lda"));
}

/* "imap(alice)<3101><AbCd", "lmtp(3101" or "imap(alice": process, user, pid and
 * session; the user of a delivery is the mailbox's owner and did not log in */
static bool dovecot_session(struct event *event, struct text text) {
    size_t open = text_find_char(text, '('), close = text_find_last(text, TEXT(")<"));
    if (open == TEXT_NONE || !dovecot_process(event, text_slice(text, 0, open)))
        return false;
    struct text process = text_slice(text, 0, open), user = text_slice(text, open + 1, close);
    if (close != TEXT_NONE) {
        struct text rest = text_skip(text, close + 2);
        size_t pid = text_span(rest, DIGITS);
        event_set(event, FIELD_process_id, text_slice(rest, 0, pid));
        rest = text_skip(rest, pid);
        if (text_take(&rest, TEXT("><")))
            event_set(event, FIELD_vendor_session_id, rest);
        else if (rest.length > 0)
            return false;
    } else if (text_ends(user, TEXT(")"))) {
        user.length--;
    }
    if (text_find(user, TEXT(">: ")) != TEXT_NONE)
        return false;
    if (is_number(user))
        return event_set(event, FIELD_process_id, user);
    return event_set(event, is_delivery(process) ? FIELD_vendor_account : FIELD_user_name, user);
}

/* cuts ", NAME=value" off the end of text, from its last place on; false where it
 * is not there */
static bool cut_attribute(struct text *text, struct text name, struct text *value) {
    size_t at = text_find_last(*text, name);
    if (at == TEXT_NONE)
        return false;
    *value = text_skip(*text, at + name.length);
    *text = text_slice(*text, 0, at);
    return true;
}

/* ", TLS", ", secured", ", TLS handshaking: why": behind the addresses */
static void set_security(struct event *event, struct text text) {
    size_t colon = text_find(text, TEXT(": "));
    if (text_starts(text, TEXT("TLS")) && colon != TEXT_NONE &&
        !text_is(text_skip(text, colon + 2), TEXT("Connection closed")))
        event_set(event, FIELD_vendor_tls_error, text_skip(text, colon + 2));
}

/* dovecot_client - "user=<alice>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.25,
 * mpid=1934, TLS, session=<AbCd>"; login_log_format_elements (src/login-common/
 * login-settings.c) in its default order, all but user and addresses optional */
static bool dovecot_client(struct event *event, struct text text) {
    struct text value;
    if (cut_attribute(&text, TEXT(", session=<"), &value)) {
        if (!text_ends(value, TEXT(">")))
            return false;
        event_set(event, FIELD_vendor_session_id, text_slice(value, 0, value.length - 1));
    }
    if (!cut_attribute(&text, TEXT(", lip="), &value))
        return false;
    size_t comma = text_find(value, TEXT(", "));
    set_ip(event, FIELD_destination_ip, text_slice(value, 0, comma));
    value = text_skip(value, comma == TEXT_NONE ? value.length : comma + 2);
    if (text_take(&value, TEXT("mpid="))) {
        value = text_skip(value, text_span(value, DIGITS));
        text_take(&value, TEXT(", "));
    }
    set_security(event, value);
    bool alone = text_take(&text, TEXT("rip=")); /* 2.0 leaves an empty user out, and the method */
    if (alone)
        value = text;
    else if (!cut_attribute(&text, TEXT(", rip="), &value))
        return false;
    set_ip(event, FIELD_source_ip, value);
    if (!alone && text_take(&text, TEXT("method=")))
        return event_set(event, FIELD_vendor_sasl_method, text);
    if (alone || !text_take(&text, TEXT("user=<")))
        return alone;
    size_t method = text_find_last(text, TEXT(">, method="));
    if (method != TEXT_NONE) {
        event_set(event, FIELD_vendor_sasl_method, text_skip(text, method + 10));
        text = text_slice(text, 0, method + 1);
    }
    if (!text_ends(text, TEXT(">")))
        return false;
    event_set(event, FIELD_user_name, text_slice(text, 0, text.length - 1));
    return true;
}

/* "Connection closed (auth failed, 2 attempts in 4 secs): user=<...>, ...": what
 * ended a connection before a login */
static bool dovecot_login_end(struct event *event, struct text text) {
    size_t at = text_find(text, TEXT(": user=<"));
    if (at == TEXT_NONE && (at = text_find(text, TEXT("): rip="))) != TEXT_NONE)
        at++;
    if (at == TEXT_NONE && (at = text_find(text, TEXT("): method="))) != TEXT_NONE)
        at++;
    if (at == TEXT_NONE || !dovecot_client(event, text_skip(text, at + 2)))
        return false;
    struct text reason = text_slice(text, 0, at);
    bool failed = text_find(reason, TEXT("(auth failed")) != TEXT_NONE;
    event_set(event, FIELD_vendor_event_action, failed ? TEXT("authentication") : TEXT("disconnect"));
    if (failed)
        event_set(event, FIELD_vendor_event_outcome, TEXT("failed"));
    return event_set(event, FIELD_vendor_event_outcome_reason, reason);
}

/* the same in the words of 2.2: "(auth failed, 1 attempts in 2 secs): user=..." */
static bool dovecot_login_end_old(struct event *event, struct text text) {
    return text_starts(text, TEXT("(")) && dovecot_login_end(event, text);
}

/* "Plaintext authentication disabled: user=<...>, ...": why a login was refused */
static bool dovecot_login_refused(struct event *event, struct text text) {
    size_t at = text_find(text, TEXT(": user=<"));
    return at != TEXT_NONE && dovecot_client(event, text_skip(text, at + 2)) &&
           event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, at));
}

/* what auth says of a request without refusing it (src/auth/auth-request*.c, auth-policy.c) */
static const char *const NO_FAILURES[] = {"Master user logging in as ",
                                          "Falling back to expired data from cache", "Policy check action "};

/* "passwd-file(alice,192.0.2.1,<AbCd>): Password mismatch": the password that was
 * tried may stand behind it (auth_verbose_passwords) and is cut off first. Where it, or
 * a user name, imitates the other, only that the login failed is sure. */
static bool dovecot_auth(struct event *event, struct text text) {
    size_t worker =
        text_starts(text, TEXT("conn unix:auth-worker (")) ? text_find(text, TEXT(">: ")) : TEXT_NONE;
    if (worker != TEXT_NONE) /* an auth-worker says where it was asked from */
        text = text_skip(text, worker + 3);
    size_t given = text_find(text, TEXT("given password"));
    if (given != TEXT_NONE && text_find(text_skip(text, given), TEXT("): ")) != TEXT_NONE)
        return true;
    if (given != TEXT_NONE)
        text = text_slice(text, 0, text_find_last_char(text_slice(text, 0, given), '('));
    size_t open = text_find_char(text, '('), close = text_find_last(text, TEXT("): "));
    if (open == TEXT_NONE || open == 0 || close == TEXT_NONE || close < open ||
        text_span(text, LETTERS DIGITS "-_") != open)
        return false;
    struct text who = text_slice(text, open + 1, close), reason = text_skip(text, close + 3);
    if (text_ends(who, TEXT(">"))) {
        struct text session;
        if (cut_attribute(&who, TEXT(",<"), &session))
            event_set(event, FIELD_vendor_session_id, text_slice(session, 0, session.length - 1));
    }
    size_t comma = text_find_last_char(who, ',');
    if (comma != TEXT_NONE && text_is_address(text_skip(who, comma + 1))) {
        set_ip(event, FIELD_source_ip, text_skip(who, comma + 1));
        who = text_slice(who, 0, comma);
    }
    if (!text_is(who, TEXT("?")))
        event_set(event, FIELD_user_name, who);
    reason = text_trim(reason);
    for (size_t i = 0; i < sizeof(NO_FAILURES) / sizeof(NO_FAILURES[0]); i++)
        if (text_starts(reason, text_of(NO_FAILURES[i])))
            event_unset(event, FIELD_vendor_event_outcome);
    return reason.length > 0 && event_set(event, FIELD_vendor_event_outcome_reason, reason);
}

/* takes "<1@example.org>: " off a text that begins behind msgid=; a Message-Id that
 * imitates what follows is left out, and false returned with the text at its end */
static bool take_message_id(struct event *event, struct text *text) {
    if (!text_starts(*text, TEXT("<"))) { /* "unspecified: " and its like */
        size_t colon = text_find(*text, TEXT(": "));
        *text = text_skip(*text, colon == TEXT_NONE ? text->length : colon + 2);
        return colon != TEXT_NONE;
    }
    size_t end = find_only(*text, TEXT(">: "));
    if (end == TEXT_NONE)
        return false;
    event_set(event, FIELD_email_message_id, text_slice(*text, 1, end));
    *text = text_skip(*text, end + 3);
    return true;
}

/* what the Sieve interpreter did with a message: its words, the field of what
 * stands between them and the end, and the outcome (Pigeonhole, src/lib-sieve) */
static const struct sieve_action {
    const char *begin, *end, *action;
    enum field field;
} ACTIONS[] = {
    {"stored mail into mailbox '", "'", "stored", FIELD_vendor_mailbox},
    {"fileinto action: stored mail into mailbox '", "'", "stored", FIELD_vendor_mailbox},
    {"failed to store into mailbox '", "", "store failed", FIELD_NONE},
    {"fileinto action: failed to store into mailbox '", "", "store failed", FIELD_NONE},
    {"forwarded to <", ">", "forwarded", FIELD_vendor_redirected_to},
    {"redirect action: forwarded to <", ">", "forwarded", FIELD_vendor_redirected_to},
    {"discarded duplicate forward to <", ">", "duplicate discarded", FIELD_vendor_redirected_to},
    {"redirect action: discarded duplicate forward to <", ">", "duplicate discarded",
     FIELD_vendor_redirected_to},
    {"rejected message from <", "> (reject)", "rejected", FIELD_email_from},
    {"reject action: rejected message from <", "> (reject)", "rejected", FIELD_email_from},
    {"reject action: rejected message from <", "> (ereject)", "rejected", FIELD_email_from},
    {"sent vacation response to <", ">", "vacation response", FIELD_vendor_redirected_to},
    {"vacation action: sent vacation response to <", ">", "vacation response", FIELD_vendor_redirected_to},
    {"discarded duplicate vacation response to <", ">", "duplicate discarded", FIELD_vendor_redirected_to},
    {"vacation action: discarded duplicate vacation response to <", ">", "duplicate discarded",
     FIELD_vendor_redirected_to},
    {"discarded vacation reply to <", ">", "duplicate discarded", FIELD_vendor_redirected_to},
    {"marked message to be discarded if not explicitly delivered (discard action)", "", "discarded",
     FIELD_NONE},
    {"Marked message to be discarded if not explicitly delivered (discard action)", "", "discarded",
     FIELD_NONE},
    {"discard action: Marked message to be discarded if not explicitly delivered (discard action)", "",
     "discarded", FIELD_NONE},
    {"discard action: marked message to be discarded if not explicitly delivered (discard action)", "",
     "discarded", FIELD_NONE}};

/* "<1@example.org>: fileinto action: stored mail into mailbox 'Junk'" */
static bool dovecot_sieve(struct event *event, struct text text) {
    if (!take_message_id(event, &text)) /* an imitation: only that Sieve said something is sure */
        return text_find(text, TEXT(">: ")) != TEXT_NONE;
    for (size_t i = 0; i < sizeof(ACTIONS) / sizeof(ACTIONS[0]); i++) {
        struct text begin = text_of(ACTIONS[i].begin), end = text_of(ACTIONS[i].end);
        if (!text_starts(text, begin) || !text_ends(text, end) || text.length < begin.length + end.length)
            continue;
        event_set(event, FIELD_vendor_event_action, text_of(ACTIONS[i].action));
        if (ACTIONS[i].field != FIELD_NONE)
            event_set(event, ACTIONS[i].field, text_slice(text, begin.length, text.length - end.length));
        return true;
    }
    return event_set(event, FIELD_vendor_event_description, text);
}

/* "<1@example.org>: saved mail to INBOX", also "save failed to INBOX: why" */
static bool dovecot_delivery(struct event *event, struct text text) {
    /* src/lib-lda/mail-send.c */
    static const char *const NOTICES[] = {
        "Auto-submitted message discarded: ", "Return-Path missing, rejection reason: ",
        "Permanently failed to send rejection: "};
    if (!take_message_id(event, &text))
        return text_find(text, TEXT(">: ")) != TEXT_NONE;
    if (text_take(&text, TEXT("saved mail to "))) {
        event_set(event, FIELD_vendor_event_action, TEXT("stored"));
        return event_set(event, FIELD_vendor_mailbox, text);
    }
    for (size_t i = 0; i < sizeof(NOTICES) / sizeof(NOTICES[0]); i++)
        if (text_starts(text, text_of(NOTICES[i])))
            return event_set(event, FIELD_vendor_event_description, text);
    size_t colon = text_find(text, TEXT(": "));
    if (!text_take(&text, TEXT("save failed to ")) || colon == TEXT_NONE || colon < 15)
        return false;
    event_set(event, FIELD_vendor_event_action, TEXT("store failed"));
    event_set(event, FIELD_vendor_event_outcome, TEXT("failed"));
    event_set(event, FIELD_vendor_mailbox, text_slice(text, 0, colon - 15));
    return event_set(event, FIELD_vendor_event_outcome_reason, text_skip(text, colon - 15 + 2));
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
    size_t digits = text_span(text, DIGITS);
    event_set(event, FIELD_vendor_mailbox_uid, text_slice(text, 0, digits));
    text = text_skip(text, digits);
    size_t size = find_only(text, SIZE), subject = find_only(text, SUBJECT),
           flags = text_find_last(text, FLAGS);
    if (text_starts(text, MESSAGE_ID) && size != TEXT_NONE) {
        struct text id = text_slice(text, MESSAGE_ID.length, size),
                    number = text_skip(text, size + SIZE.length);
        if (text_starts(id, TEXT("<")) && text_ends(id, TEXT(">")))
            event_set(event, FIELD_email_message_id, text_slice(id, 1, id.length - 1));
        event_set(event, FIELD_email_size, text_slice(number, 0, text_span(number, DIGITS)));
    }
    if (subject != TEXT_NONE && size != TEXT_NONE && size < subject)
        event_set(event, FIELD_email_subject, text_slice(text, subject + SUBJECT.length, flags));
    return digits > 0;
}

/* "Logged out in=12 out=345 deleted=0 ...", "Connection closed top=0/0, ...": why a
 * session ended, and its counters */
static bool dovecot_session_end(struct event *event, struct text text) {
    const struct text IN = TEXT(" in="), OUT = TEXT(" out="), TOP = TEXT(" top="), BYTES = TEXT(" bytes=");
    size_t counters = text_find_last(text, IN);
    if (counters == TEXT_NONE)
        counters = text_find_last(text, TOP);
    if (counters == TEXT_NONE)
        counters = text_find_last(text, BYTES);
    event_set(event, FIELD_vendor_event_outcome_reason, text_trim(text_slice(text, 0, counters)));
    text = text_skip(text, counters == TEXT_NONE ? text.length : counters);
    if (text_take(&text, IN)) {
        size_t digits = text_span(text, DIGITS);
        event_set(event, FIELD_vendor_bytes_in, text_slice(text, 0, digits));
        text = text_skip(text, digits);
        if (text_take(&text, OUT))
            event_set(event, FIELD_vendor_bytes_out, text_slice(text, 0, text_span(text, DIGITS)));
    } else if (text_take(&text, BYTES)) {
        size_t digits = text_span(text, DIGITS);
        event_set(event, FIELD_vendor_bytes_in, text_slice(text, 0, digits));
        text = text_skip(text, digits);
        if (text_take(&text, TEXT("/")))
            event_set(event, FIELD_vendor_bytes_out, text_slice(text, 0, text_span(text, DIGITS)));
    }
    return true;
}

/* "from=<alice@example.com>, to=<bob@example.org>, size=411, id=AbCd, rcpt=1/1, reply=`250
 * 2.0.0 Ok: queued as 92AA522740522'": to, id and rcpt not always, nrcpt in their place */
static bool dovecot_relayed(struct event *event, struct text text) {
    struct text address;
    if (!text_take(&text, TEXT("from=")) || !take_bracketed(&text, &address))
        return false;
    event_set(event, FIELD_email_from, address);
    if (text_take(&text, TEXT(", to="))) {
        if (!take_bracketed(&text, &address))
            return false;
        event_set(event, FIELD_email_to, address);
    }
    size_t reply = text_find(text, TEXT(", reply=`"));
    if (!text_take(&text, TEXT(", size=")) || reply == TEXT_NONE || !text_ends(text, TEXT("'")))
        return false;
    event_set(event, FIELD_email_size, text_slice(text, 0, text_span(text, DIGITS)));
    text = text_skip(text, reply + 9 - 7);
    return reply_add(event, text_slice(text, 0, text.length - 1), REPLY_REMOTE);
}

/* "name=Thunderbird: user=<...>, ...": the client behind what it says of itself */
static bool dovecot_client_id(struct event *event, struct text text) {
    size_t at = text_find_last(text, TEXT(": user=<"));
    return at != TEXT_NONE && dovecot_client(event, text_skip(text, at + 2));
}

/* "local" or an address: who speaks LMTP */
static bool dovecot_lmtp_client(struct event *event, struct text text) {
    size_t port = text_find_last_char(text, ':');
    if (!text_is_address(text) && port != TEXT_NONE && text_is_address(text_slice(text, 0, port)))
        text = text_slice(text, 0, port);
    set_ip(event, FIELD_source_ip, text);
    return text.length > 0 && text_find_char(text, ' ') == TEXT_NONE;
}

const struct parser dovecot_parsers[] = {{"dovecot_process", dovecot_process},
                                         {"dovecot_session", dovecot_session},
                                         {"dovecot_client", dovecot_client},
                                         {"dovecot_login_end", dovecot_login_end},
                                         {"dovecot_login_end_old", dovecot_login_end_old},
                                         {"dovecot_login_refused", dovecot_login_refused},
                                         {"dovecot_client_id", dovecot_client_id},
                                         {"dovecot_relayed", dovecot_relayed},
                                         {"dovecot_auth", dovecot_auth},
                                         {"dovecot_sieve", dovecot_sieve},
                                         {"dovecot_delivery", dovecot_delivery},
                                         {"dovecot_mail", dovecot_mail},
                                         {"dovecot_session_end", dovecot_session_end},
                                         {"dovecot_lmtp_client", dovecot_lmtp_client},
                                         {NULL, NULL}};
