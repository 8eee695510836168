/* SPDX-License-Identifier: Apache-2.0
 *
 * dovecot_head - the head of Dovecot's messages; the contract is in dovecot.h
 */
#include "config.h"

#include "common/array.h"
#include "servers/dovecot/dovecot.h"
#include "source/source.h"
#include "source/timestamp.h"

#define NAME DOVECOT_LETTERS DOVECOT_DIGITS "-_"

/* "imap(alice)<3101><AbCd>: " */
struct head {
    struct text process, who, brackets[2];
    size_t bracket_count;
    struct text severity; /* "Warning" */
    bool goes_on;         /* auth asks another database next */
    struct text rest;
};

static const char *const SEVERITIES[] = {"Info", "Warning", "Error", "Fatal", "Panic", "Debug"};

/* processes whose user is the owner of a mailbox and did not log in */
static const char *const JOBS[] = {"lmtp",         "lda",          "deliver", "dovecot-lda",
                                   "quota-status", "doveadm",      "dsync",   "dsync-local",
                                   "dsync-remote", "dsync-server", "script",  "imapsieve"};

/* other processes that write a log (src/master: services; doc/settings) */
static const char *const PROCESSES[] = {
    "aggregator",   "anvil",      "auth",       "auth-worker", "config",         "dict",         "dict-async",
    "director",     "dns-client", "dns_client", "imap",        "imap-hibernate", "imap-urlauth", "indexer",
    "ipc",          "lmtp",       "log",        "managesieve", "master",         "old-stats",    "pop3",
    "quota-status", "replicator", "ssl-params", "stats",       "submission",     "tcpwrap"};

static bool is_one_of(struct text text, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (text_is(text, text_of(list[i])))
            return true;
    return false;
}

static bool is_number(struct text text) {
    return text.length > 0 && text.length <= 18 && text_digits(text) == text.length;
}

static void take_severity(struct text *text, struct text *severity) {
    size_t colon = text_find(text_slice(*text, 0, 9), TEXT(": "));
    if (colon == TEXT_NONE || !is_one_of(text_slice(*text, 0, colon), SEVERITIES, COUNT_OF(SEVERITIES)))
        return;
    *severity = text_slice(*text, 0, colon);
    *text = text_skip(*text, colon + 2);
}

/* takes "<3101><AbCd>: " after the parenthesis; false where text is none of it */
static bool take_brackets(struct head *head, struct text text) {
    head->bracket_count = 0;
    while (text_take(&text, TEXT("<"))) {
        size_t end = 0;
        while (end < text.length && !char_is_in(text.start[end], "<> "))
            end++;
        if (end == text.length || text.start[end] != '>' || head->bracket_count == 2)
            return false;
        head->brackets[head->bracket_count++] = text_slice(text, 0, end);
        text = text_skip(text, end + 1);
    }
    head->rest = text;
    return text_take(&head->rest, TEXT(": ")) && (head->bracket_count < 2 || is_number(head->brackets[0]));
}

/* takes "alice)<3101><AbCd>: ". The text after a request of auth is Dovecot's own, so there
 * the last such end counts; the one after a session may be a stranger's, so the first. */
static bool take_who(struct head *head, struct text text, bool last) {
    struct head found = *head;
    bool any = false;
    for (size_t at = 0; at < text.length && (last || !any); at++) {
        size_t close = text_find_char(text_skip(text, at), ')');
        if (close == TEXT_NONE)
            break;
        at += close;
        if (!take_brackets(head, text_skip(text, at + 1)))
            continue;
        head->who = text_slice(text, 0, at);
        found = *head;
        any = true;
    }
    *head = found;
    return any;
}

static bool is_auth(struct text process) {
    return text_is(process, TEXT("auth")) || text_is(process, TEXT("auth-worker"));
}

/* "712): " or, of 1.x, "default): ": no request, but the process itself */
static bool names_process(struct text text) {
    size_t digits = text_digits(text);
    return text_starts(text, TEXT("default): ")) ||
           (digits > 0 && text_starts(text_skip(text, digits), TEXT("): ")));
}

/* takes "name: " or "name(who)<...>: ", and the severity */
static bool take_head(struct head *head, struct text text, bool last) {
    size_t length = text_span(text, NAME);
    head->process = text_slice(text, 0, length);
    head->rest = text_skip(text, length);
    if (length == 0)
        return false;
    if (!text_take(&head->rest, TEXT(": ")) &&
        !(text_take(&head->rest, TEXT("(")) && take_who(head, head->rest, last)))
        return false;
    take_severity(&head->rest, &head->severity);
    return true;
}

/* Whether text, which followed a time, is a line of Dovecot's own log file or of its standard
 * error: the head of a process of Dovecot's, and a severity */
static bool is_own_line(struct text text) {
    struct head head = {0};
    size_t length = text_span(text, NAME);
    if (length == text.length || !char_is_in(text.start[length], ":(") || !take_head(&head, text, false))
        return false;
    return head.severity.length > 0 &&
           (text_ends(head.process, TEXT("-login")) || is_one_of(head.process, JOBS, COUNT_OF(JOBS)) ||
            is_one_of(head.process, PROCESSES, COUNT_OF(PROCESSES)));
}

/* "pop3-login: Info: ...", after the time */
static bool read_undated(struct source *source, struct text text) {
    if (!is_own_line(text))
        return false;
    source->tag = TEXT("dovecot");
    source->message = text;
    return true;
}

/* the same line under a tag that imfile gave it */
static void read_tagged(struct source *source) {
    struct text rest = source->message;
    int64_t when;
    if (!text_is(source->tag, TEXT("dovecot")) ||
        !(timestamp_take_rfc3164(&rest, &when) || timestamp_take_local(&rest, &when)) || !is_own_line(rest))
        return;
    source->message = rest;
    source->time = when;
}

const struct source_format dovecot_format = {.read_undated = read_undated, .read_tagged = read_tagged};

/* "alice,192.0.2.1,sasl:plain,master", "alice,192.0.2.1,master,<AbCd>" or "?": the request of a
 * login; the user is all that stands before the rest, from the right */
static void set_request(struct event *event, struct text who) {
    struct text piece;
    if (text_ends(who, TEXT(">")) && text_cut_last(&who, TEXT(",<"), &piece))
        event_set(event, FIELD_vendor_session_id, text_slice(piece, 0, piece.length - 1));
    if (text_ends(who, TEXT(",master")))
        who.length -= strlen(",master");
    size_t mechanism = text_find_last(who, TEXT(",sasl:"));
    if (mechanism != TEXT_NONE) {
        struct text name = text_skip(who, mechanism + strlen(",sasl:"));
        if (text_span(name, NAME) == name.length) {
            event_set(event, FIELD_vendor_sasl_method, name);
            who = text_slice(who, 0, mechanism);
        }
    }
    size_t comma = text_find_last_char(who, ',');
    if (comma != TEXT_NONE && text_is_address(text_skip(who, comma + 1))) {
        set_ip(event, FIELD_source_ip, text_skip(who, comma + 1));
        who = text_slice(who, 0, comma);
    }
    if (!text_is(who, TEXT("?")))
        event_set(event, FIELD_user_name, who);
}

/* "3101", "3101, alice", "alice", "alice,192.0.2.1" or, of doveadm, "192.0.2.1,alice";
 * false where it names no user */
static bool set_user(struct event *event, struct text process, struct text who) {
    bool is_job = is_one_of(process, JOBS, COUNT_OF(JOBS));
    size_t comma = text_find_char(who, ',');
    struct text first = text_slice(who, 0, comma), second = text_skip(who, first.length + 1);
    if (is_number(first)) {
        event_set(event, FIELD_process_id, first);
        who = text_trim(second);
    } else if (text_is_address(first)) {
        who = second;
    } else if (text_is_address(text_trim(second))) {
        set_ip(event, FIELD_source_ip, text_trim(second));
        who = first;
    }
    if (who.length == 0 || text_is(who, TEXT("init")))
        return false;
    return event_set(event, is_job ? FIELD_vendor_account : FIELD_user_name, who);
}

static void set_brackets(struct event *event, const struct head *head) {
    for (size_t i = 0; i < head->bracket_count; i++)
        event_set(event, i == 0 && is_number(head->brackets[i]) ? FIELD_process_id : FIELD_vendor_session_id,
                  head->brackets[i]);
}

static void set_process(struct event *event, struct text process) {
    event_set(event, FIELD_vendor_daemon, process);
    if (text_ends(process, TEXT("-login")))
        process.length -= strlen("-login");
    event_set(event, FIELD_service_name, process);
}

/* the text as rules want it */
static struct text write_message(struct event *event, struct text first, const struct head *head) {
    struct text severity = text_is(head->severity, TEXT("Info")) ? TEXT("") : head->severity;
    size_t length = 0;
    char *message = event_alloc(event, first.length + severity.length + head->rest.length + 4);
    if (message == NULL)
        return head->rest;
    const struct text pieces[] = {first, TEXT(": "), severity, severity.length > 0 ? TEXT(": ") : TEXT(""),
                                  head->rest};
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        if (pieces[i].length > 0)
            memcpy(message + length, pieces[i].start, pieces[i].length);
        length += pieces[i].length;
    }
    return (struct text){message, length};
}

/* takes "conn unix:auth-worker (pid=690,uid=112): auth-worker<1>: ", where an auth-worker
 * was asked from, and "request [12]: " */
static void take_asker(struct text *text) {
    size_t end = text_starts(*text, TEXT("conn unix:")) ? text_find(*text, TEXT(">: ")) : TEXT_NONE;
    if (end != TEXT_NONE)
        *text = text_skip(*text, end + 3);
    struct text rest = *text;
    if (text_take(&rest, TEXT("request [")) &&
        (rest = text_skip(rest, text_digits(rest)), text_take(&rest, TEXT("]: "))))
        *text = rest;
}

/* Cuts the name off a request that has no user because "auth_username_chars" has not all of its
 * characters: it may be anything (src/auth/auth-request-fields.c) */
static void cut_bad_user(struct text *text) {
    size_t open = text_find_char(*text, '(');
    size_t name = text_find(*text, TEXT(": Username character disallowed by "));
    if (name == TEXT_NONE || !text_starts(text_skip(*text, open), TEXT("(?")))
        return;
    size_t user = text_find(text_skip(*text, name), TEXT(" (username: "));
    if (user != TEXT_NONE)
        *text = text_slice(*text, 0, name + user);
}

/* Cuts the password that was tried off text. False where it, or a user name, imitates the
 * other: then only that the login failed is sure. */
static bool cut_password(struct text *text) {
    cut_bad_user(text);
    size_t given = text_find(*text, TEXT("given password"));
    if (given == TEXT_NONE)
        return true;
    struct text password = text_skip(*text, given);
    if (text_find(password, TEXT("): ")) != TEXT_NONE || text_find(password, TEXT(">: ")) != TEXT_NONE)
        return false;
    *text = text_trim(text_slice(*text, 0, text_find_last_char(text_slice(*text, 0, given), '(')));
    return true;
}

/* Info is what a request came to; errors and the like are their process's */
static struct text request_message(struct event *event, const struct head *head) {
    bool is_info = head->severity.length == 0 || text_is(head->severity, TEXT("Info"));
    struct text result = head->goes_on ? TEXT("passdb") : TEXT("request");
    return write_message(event, is_info ? result : TEXT("auth"), head);
}

/* a message of auth or of an auth-worker */
static struct text auth_message(struct event *event, struct head *head) {
    struct head request = {0};
    if (head->who.length > 0 && !is_number(head->who) && !text_is(head->who, TEXT("default"))) {
        set_request(event, head->who);
        set_brackets(event, head);
        take_asker(&head->rest);
        return request_message(event, head);
    }
    if (is_number(head->who))
        event_set(event, FIELD_process_id, head->who);
    take_asker(&head->rest);
    size_t length = text_span(head->rest, NAME);
    struct text rest = text_skip(head->rest, length);
    if (length == 0 || !text_take(&rest, TEXT("(")) || !take_who(&request, rest, true) ||
        request.bracket_count > 0)
        return write_message(event, TEXT("auth"), head);
    set_request(event, request.who);
    head->rest = request.rest;
    return request_message(event, head);
}

/* takes "6Ipyx0hb: ", the session that lmtp of 2.2 writes before a delivery */
static void take_session(struct event *event, struct text *text) {
    size_t length = text_span(*text, DOVECOT_LETTERS DOVECOT_DIGITS "+/:");
    if (length < 2 || text->start[length - 1] != ':')
        return;
    struct text rest = text_skip(*text, length);
    if (!text_take(&rest, TEXT(" ")) ||
        !(text_starts(rest, TEXT("sieve: ")) || text_starts(rest, TEXT("msgid="))))
        return;
    if (text_is(text_slice(*text, 0, length), TEXT("sieve:")))
        return;
    event_set(event, FIELD_vendor_session_id, text_slice(*text, 0, length - 1));
    *text = rest;
}

/* "service=imap, user=alice, ip=[192.0.2.1]. Logged out": mail_log_prefix of Plesk */
static bool take_plesk_head(struct event *event, struct text text, struct head *head) {
    const struct text USER = TEXT(", user="), IP = TEXT(", ip=[");
    if (!text_take(&text, TEXT("service=")))
        return false;
    size_t name = text_span(text, NAME), ip = text_find(text, IP);
    head->process = text_slice(text, 0, name);
    head->who = text_slice(text, name, ip);
    text = text_skip(text, ip == TEXT_NONE ? text.length : ip + IP.length);
    size_t close = text_find_char(text, ']');
    if (name == 0 || close == TEXT_NONE || !text_take(&head->who, USER))
        return false;
    head->rest = text_skip(text, close + 1);
    if (!text_take(&head->rest, TEXT(". ")) && !text_take(&head->rest, TEXT(": ")))
        return false;
    set_process(event, head->process);
    set_ip(event, FIELD_source_ip, text_slice(text, 0, close));
    set_user(event, head->process, head->who);
    take_severity(&head->rest, &head->severity);
    return true;
}

struct text dovecot_message(struct event *event, struct text text) {
    struct head head = {0};
    struct text rest = text;
    if (take_plesk_head(event, text, &head))
        return write_message(event, TEXT("session"), &head);
    take_severity(&rest, &head.severity); /* 1.x has it before the process */
    /* a password in front of it would end with a parenthesis */
    head.goes_on = text_ends(rest, TEXT(" - trying the next passdb"));
    if (text_starts(rest, TEXT("auth")) && !cut_password(&rest)) {
        set_process(event, TEXT("auth"));
        return TEXT("request: ");
    }
    size_t name = text_span(rest, NAME);
    bool is_request = is_auth(text_slice(rest, 0, name)) && !names_process(text_skip(rest, name + 1));
    if (!take_head(&head, rest, is_request))
        return text;
    set_process(event, head.process);
    if (text_ends(head.process, TEXT("-login")))
        return write_message(event, TEXT("login"), &head);
    if (is_auth(head.process))
        return auth_message(event, &head);
    bool has_user = head.who.length > 0 && set_user(event, head.process, head.who);
    set_brackets(event, &head);
    take_session(event, &head.rest);
    return write_message(event, has_user ? TEXT("session") : head.process, &head);
}

const struct server dovecot_server = {
    .product = "dovecot",
    .parsers = {dovecot_login_parsers, dovecot_delivery_parsers},
    .connection_age = 6 * 24 * 3600, /* session ids are never used again */
    .read_message = dovecot_message,
};
