/* SPDX-License-Identifier: Apache-2.0
 *
 * axigen_head - the heads of Axigen's lines, in its own log file and through syslog
 *
 *     2026-07-06 13:10:08 +0545 08 mail SMTP-IN:0000001B: connection accepted ...
 *
 * Service and session stand where syslog has a tag, so a relay may take them for one, or for a tag
 * and a message: "Nov 20 10:36:58 mail SMTP-IN:0000001B: x", "SMTP-IN: 0000001B: x".
 */
#include "config.h"

#include "common/array.h"
#include "servers/axigen/axigen.h"
#include "source/timestamp.h"

#define SESSION_DIGITS 8

/* the log modules, as Axigen's command line and its configuration name them */
static const struct text SERVICES[] = {
    TEXT_CONSTANT("SMTP-IN"),    TEXT_CONSTANT("SMTP-OUT"),      TEXT_CONSTANT("IMAP"),
    TEXT_CONSTANT("POP3"),       TEXT_CONSTANT("WEBMAIL"),       TEXT_CONSTANT("WEBADMIN"),
    TEXT_CONSTANT("DNR"),        TEXT_CONSTANT("RPOP"),          TEXT_CONSTANT("CLI"),
    TEXT_CONSTANT("PROCESSING"), TEXT_CONSTANT("LOG"),           TEXT_CONSTANT("REPORTING"),
    TEXT_CONSTANT("FTP-BACKUP"), TEXT_CONSTANT("PROXY_POP3"),    TEXT_CONSTANT("PROXY_IMAP"),
    TEXT_CONSTANT("USERDB"),     TEXT_CONSTANT("PROXY_WEBMAIL"), TEXT_CONSTANT("FILTERS"),
    TEXT_CONSTANT("CALLOG"),     TEXT_CONSTANT("SECURITY"),      TEXT_CONSTANT("JOBLOG"),
    TEXT_CONSTANT("SERVER"),     TEXT_CONSTANT("SRVLOG"),        TEXT_CONSTANT("MAILBOXAPI")};

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_service(struct text word) {
    if (word.length == 0 || !is_upper(word.start[0]))
        return false;
    for (size_t i = 0; i < COUNT_OF(SERVICES); i++)
        if (text_is(word, SERVICES[i]))
            return true;
    return false;
}

static bool is_session(struct text word) {
    return word.length == SESSION_DIGITS && text_span(word, "0123456789ABCDEFabcdef") == SESSION_DIGITS;
}

static void set_session(struct source *source, struct text service, struct text session,
                        struct text message) {
    source->tag = TEXT("axigen");
    source->service = service;
    source->session = session;
    text_take_char(&message, ' ');
    source->message = message;
}

/* "SMTP-IN:0000001B: message": nothing but a service and a session that Axigen writes */
static bool read_session(struct source *source, struct text text) {
    struct text service, session;
    if (!text_take_to(&text, TEXT(":"), &service) || !is_service(service) ||
        !text_take_to(&text, TEXT(":"), &session) || !is_session(session))
        return false;
    set_session(source, service, session, text);
    return true;
}

/* the same with a service or a session that is not known: the head in front of it is Axigen's */
static bool read_any_session(struct source *source, struct text text) {
    struct text service, session;
    if (!text_take_to(&text, TEXT(":"), &service) || service.length == 0 || !is_upper(service.start[0]) ||
        text_span(service, AXIGEN_UPPER_CASE AXIGEN_DIGITS "_-") != service.length ||
        !text_take_to(&text, TEXT(":"), &session) || session.length == 0 ||
        text_span(session, AXIGEN_LETTERS AXIGEN_DIGITS "_-") != session.length)
        return false;
    set_session(source, service, session, text);
    return true;
}

/* "2026-07-06 13:10:08 +0545 08 axigen SMTP-IN:0000001B: message"; 08 is the log level */
static bool read_line(struct source *source, struct text line) {
    struct text level, host;
    int64_t when;
    if (!timestamp_take_zoned(&line, &when) || !text_take_to(&line, TEXT(" "), &level) || level.length != 2 ||
        text_digits(level) != 2 || !text_take_to(&line, TEXT(" "), &host) || host.length == 0 ||
        !read_any_session(source, line))
        return false;
    source->time = when;
    source->host = host;
    return true;
}

/* a tag that is a service, or a service and a session, or the server's name */
static void read_tagged(struct source *source) {
    struct text tag = source->tag, session, service;
    if (is_service(tag)) {
        struct text message = source->message;
        if (!read_session(source, message) && text_take_to(&message, TEXT(":"), &session) &&
            is_session(session))
            set_session(source, tag, session, message);
    } else if (text_is_nocase(tag, TEXT("axigen"))) {
        if (!read_line(source, source->message))
            read_session(source, source->message);
    } else if (is_upper(tag.start[0]) && text_take_to(&tag, TEXT(":"), &service) && is_service(service) &&
               is_session(tag)) {
        set_session(source, service, tag, source->message);
    }
}

const struct source_format axigen_format = {.read_line = read_line, .read_tagged = read_tagged};
