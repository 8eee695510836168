/* SPDX-License-Identifier: Apache-2.0
 *
 * axigen_wire - parsers of what went over Axigen's wires: webmail requests,
 * calls of the mailbox API, SMTP commands and replies; the contract is in parser.h
 *
 * The "<...>" in front of a request and the "_h=" in its query are the keys of a
 * live webmail session, and a command line may be half of a login: of all these,
 * only the pieces named here ever become a field.
 */
#include "config.h"

#include "common/array.h"
#include "servers/axigen/axigen.h"
#include "reply/reply.h"

/* longest run of hexadecimal digits that is no session key */
#define LONGEST_PLAIN_HEX 24

static bool holds_key(struct text path) {
    while (path.length > 0) {
        size_t hex = text_span(path, AXIGEN_DIGITS "ABCDEFabcdef");
        if (hex > LONGEST_PLAIN_HEX)
            return true;
        path = text_skip(path, hex + 1);
    }
    return false;
}

static bool set_method(struct event *event, struct text method) {
    return method.length > 0 && text_span(method, AXIGEN_UPPER_CASE) == method.length &&
           event_set(event, FIELD_http_request_method, method);
}

/* the path of a URI, without its query */
static void set_path(struct event *event, struct text uri) {
    size_t length = 0;
    while (length < uri.length && !char_is_in(uri.start[length], "?#;&"))
        length++;
    uri = text_slice(uri, 0, length);
    if (!holds_key(uri))
        event_set(event, FIELD_http_request_path, uri);
}

/* take_result - take " code=200 time=5" off the end, separator being the blank */
static bool take_result(struct event *event, struct text *text, struct text code, struct text time) {
    struct text number;
    if (!axigen_take_last_number(text, time, &number))
        return false;
    event_set(event, FIELD_vendor_request_time, number);
    return axigen_take_last_number(text, code, &number) && event_set(event, FIELD_http_response_code, number);
}

static void set_login(struct event *event) {
    int64_t code = event_get_integer(event, FIELD_http_response_code);
    if (!text_is(event_get(event, FIELD_http_request_method), TEXT("POST")) ||
        !text_starts(event_get(event, FIELD_http_request_path), TEXT("/api/v1/login")))
        return;
    event_set(event, FIELD_vendor_event_action, TEXT("authentication"));
    event_set(event, FIELD_vendor_event_outcome,
              code >= 200 && code < 300 ? TEXT("success") : TEXT("failed"));
}

/* "GET /api/v1/conversations?sort=date&_h=5a13... HTTP/1.1 u=bob@example.com code=200
 * time=8": the user is believed only where the request cannot have imitated him */
static bool axigen_request(struct event *event, struct text text) {
    const struct text HTTP = TEXT(" HTTP/"), USER = TEXT(" u=");
    size_t blank = text_find_char(text, ' ');
    if (blank == TEXT_NONE || !set_method(event, text_slice(text, 0, blank)))
        return false;
    text = text_skip(text, blank + 1);
    if (!take_result(event, &text, TEXT(" code="), TEXT(" time=")))
        return false;
    size_t version = text_find(text, HTTP), user = text_find(text, USER);
    if (version == TEXT_NONE || version == 0 || user == TEXT_NONE || user < version)
        return false;
    set_path(event, text_slice(text, 0, version));
    struct text digits = text_slice(text, version + HTTP.length, user);
    if (text_find_only(text, HTTP) != TEXT_NONE && text_span(digits, AXIGEN_DIGITS ".") == digits.length)
        event_set(event, FIELD_user_name, text_skip(text, user + USER.length));
    event_set(event, FIELD_vendor_event_action, TEXT("request"));
    set_login(event);
    return true;
}

/* "id=02396|GET api/v1/conversations|u=bob@example.com", the common part */
static bool set_call(struct event *event, struct text text) {
    const struct text USER = TEXT("|u=");
    size_t bar = text_find_char(text, '|');
    if (!text_starts(text, TEXT("id=")) || bar == TEXT_NONE)
        return false;
    event_set(event, FIELD_vendor_request_id, text_slice(text, 3, bar));
    text = text_skip(text, bar + 1);
    size_t blank = text_find_char(text, ' '), user = text_find(text, USER);
    if (blank == TEXT_NONE || user == TEXT_NONE || user < blank ||
        !set_method(event, text_slice(text, 0, blank)))
        return false;
    set_path(event, text_slice(text, blank + 1, user));
    if (text_find_only(text, USER) != TEXT_NONE)
        event_set(event, FIELD_user_name, text_skip(text, user + USER.length));
    return true;
}

/* "id=02396|GET api/v1/conversations|u=bob@example.com]" */
static bool axigen_call_begin(struct event *event, struct text text) {
    return text_ends(text, TEXT("]")) && set_call(event, text_slice(text, 0, text.length - 1));
}

/* "id=02396|GET api/v1/conversations|u=bob@example.com|code=200|time=7]" */
static bool axigen_call_end(struct event *event, struct text text) {
    if (!text_ends(text, TEXT("]")))
        return false;
    text.length--;
    return take_result(event, &text, TEXT("|code="), TEXT("|time=")) && set_call(event, text);
}

static bool is_reply(struct text text) {
    return text.length >= 3 && text_span(text_slice(text, 0, 3), AXIGEN_DIGITS) == 3 &&
           (text.length == 3 || text.start[3] == ' ' || text.start[3] == '-');
}

/* the argument of MAIL FROM: or RCPT TO:, in brackets or bare, before its options */
static void set_path_argument(struct event *event, enum field field, struct text text) {
    struct text address;
    text = text_trim(text);
    if (!text_take_bracketed(&text, &address)) {
        size_t blank = text_find_char(text, ' ');
        address = text_slice(text, 0, blank);
        text = text_skip(text, address.length);
    }
    if ((text.length == 0 || text.start[0] == ' ') && text_find_char(address, '<') == TEXT_NONE)
        event_set(event, field, address);
}

/* Only names of mechanisms that exist: what follows AUTH may be half of a login. */
static void set_mechanism(struct event *event, struct text text) {
    static const char *const MECHANISMS[] = {"PLAIN",       "LOGIN",         "CRAM-MD5", "DIGEST-MD5",
                                             "NTLM",        "GSSAPI",        "XOAUTH2",  "OAUTHBEARER",
                                             "SCRAM-SHA-1", "SCRAM-SHA-256", "EXTERNAL", "GSS-SPNEGO"};
    text = text_slice(text, 0, text_find_char(text, ' '));
    for (size_t i = 0; i < COUNT_OF(MECHANISMS); i++)
        if (text_is_nocase(text, text_of(MECHANISMS[i])))
            event_set(event, FIELD_vendor_sasl_method, text_of(MECHANISMS[i]));
}

/* SMTP commands (RFC 5321, 4954, 3207, 1985, 3030) and the stage they stand for */
static const struct command {
    const char *verb, *stage;
    enum field argument;
} COMMANDS[] = {{"EHLO", "EHLO", FIELD_vendor_helo},
                {"HELO", "HELO", FIELD_vendor_helo},
                {"MAIL FROM:", "MAIL", FIELD_email_from},
                {"RCPT TO:", "RCPT", FIELD_email_to},
                {"AUTH", "AUTH", FIELD_vendor_sasl_method},
                {"DATA", "DATA", FIELD_NONE},
                {"BDAT", "BDAT", FIELD_NONE},
                {"RSET", "RSET", FIELD_NONE},
                {"NOOP", "NOOP", FIELD_NONE},
                {"QUIT", "QUIT", FIELD_NONE},
                {"HELP", "HELP", FIELD_NONE},
                {"VRFY", "VRFY", FIELD_NONE},
                {"EXPN", "EXPN", FIELD_NONE},
                {"ETRN", "ETRN", FIELD_NONE},
                {"STARTTLS", "STARTTLS", FIELD_NONE}};

/* A command that is none of these is kept to itself: it may be a password. */
static void set_command(struct event *event, struct text text) {
    const struct text READ = TEXT(" bytes and final dot read");
    event_set(event, FIELD_vendor_event_action, TEXT("command"));
    size_t digits = text_span(text, AXIGEN_DIGITS);
    if (digits > 0 && digits <= 18 && text_is(text_skip(text, digits), READ)) {
        event_set(event, FIELD_vendor_stage, TEXT("END-OF-MESSAGE"));
        event_set(event, FIELD_email_size, text_slice(text, 0, digits));
        return;
    }
    for (size_t i = 0; i < COUNT_OF(COMMANDS); i++) {
        const struct command *command = &COMMANDS[i];
        struct text verb = text_of(command->verb);
        if (!text_starts_nocase(text, verb))
            continue;
        text = text_skip(text, verb.length);
        if (text.length > 0 && text.start[0] != ' ' && !text_ends(verb, TEXT(":")))
            return;
        event_set(event, FIELD_vendor_stage, text_of(command->stage));
        text = text_trim(text);
        if (command->argument == FIELD_vendor_sasl_method)
            set_mechanism(event, text);
        else if (text_ends(verb, TEXT(":")))
            set_path_argument(event, command->argument, text);
        else if (command->argument != FIELD_NONE)
            event_set(event, command->argument, text);
        return;
    }
}

static bool set_reply(struct event *event, struct text text, enum reply_origin origin) {
    event_set(event, FIELD_vendor_event_action, TEXT("reply"));
    return reply_add(event, text, origin);
}

/* SMTP-OUT: which arrow is whose is not known, but a reply begins with its code */
static bool outgoing(struct event *event, struct text text) {
    if (is_reply(text))
        return set_reply(event, text, REPLY_REMOTE);
    set_command(event, text);
    return true;
}

/* what follows ">> "; other services than SMTP speak protocols with passwords */
static bool axigen_sent(struct event *event, struct text text) {
    struct text service = event_get(event, FIELD_service_name);
    if (text_is(service, TEXT("SMTP-IN")))
        return set_reply(event, text, REPLY_LOCAL);
    return text_is(service, TEXT("SMTP-OUT")) ? outgoing(event, text) : true;
}

/* what follows "<< " */
static bool axigen_received(struct event *event, struct text text) {
    struct text service = event_get(event, FIELD_service_name);
    if (text_is(service, TEXT("SMTP-OUT")))
        return outgoing(event, text);
    if (text_is(service, TEXT("SMTP-IN")))
        set_command(event, text);
    return true;
}

/* "Emails accepted from domain example.com": in the vendor's own example the
 * bracket is never closed */
static bool axigen_explanation(struct event *event, struct text text) {
    if (text_ends(text, TEXT("]")) && text_find_char(text, '[') == TEXT_NONE)
        text.length--;
    return event_set(event, FIELD_vendor_event_outcome_reason, text);
}

const struct parser axigen_wire_parsers[] = {
    {"axigen_request", axigen_request,
     "POST /api/v1/login/cookie HTTP/1.1 u=bob@example.com code=200 time=2"},
    {"axigen_call_begin", axigen_call_begin, "id=02396|GET api/v1/conversations|u=bob@example.com]"},
    {"axigen_call_end", axigen_call_end,
     "id=02396|GET api/v1/conversations|u=bob@example.com|code=200|time=7]"},
    {"axigen_sent", axigen_sent, "250 OK"},
    {"axigen_received", axigen_received, "data"},
    {"axigen_explanation", axigen_explanation, "Emails accepted from domain example.com"},
    {NULL, NULL, NULL},
};
