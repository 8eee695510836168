/* SPDX-License-Identifier: Apache-2.0
 *
 * source - the heads of lines; the contract is in source.h
 */
#include "config.h"

#include <ctype.h>
#include <time.h>

#include "source/source.h"

#define MICROSECONDS 1000000
#define HEAD_WORDS 8

/* Axigen's log modules, as its command line and its configuration name them */
#define SERVICE(name)                                                                                        \
    { name, sizeof(name) - 1 }
static const struct text AXIGEN_SERVICES[] = {
    SERVICE("SMTP-IN"),       SERVICE("SMTP-OUT"),   SERVICE("IMAP"),       SERVICE("POP3"),
    SERVICE("WEBMAIL"),       SERVICE("WEBADMIN"),   SERVICE("DNR"),        SERVICE("RPOP"),
    SERVICE("CLI"),           SERVICE("PROCESSING"), SERVICE("LOG"),        SERVICE("REPORTING"),
    SERVICE("FTP-BACKUP"),    SERVICE("PROXY_POP3"), SERVICE("PROXY_IMAP"), SERVICE("USERDB"),
    SERVICE("PROXY_WEBMAIL"), SERVICE("FILTERS"),    SERVICE("CALLOG"),     SERVICE("SECURITY"),
    SERVICE("JOBLOG"),        SERVICE("SERVER"),     SERVICE("SRVLOG"),     SERVICE("MAILBOXAPI")};

static inline bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static inline bool is_hex_digit(char c) {
    return char_is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* length of the run of hexadecimal digits at the start */
static size_t hex_digits(struct text text) {
    size_t n = 0;
    while (n < text.length && is_hex_digit(text.start[n]))
        n++;
    return n;
}

static bool take_char(struct text *text, char c) {
    if (text->length == 0 || text->start[0] != c)
        return false;
    *text = text_skip(*text, 1);
    return true;
}

/* takes exactly count digits */
static bool take_number(struct text *text, size_t count, int *number) {
    if (text->length < count || text_digits(text_slice(*text, 0, count)) != count)
        return false;
    *number = 0;
    for (size_t i = 0; i < count; i++)
        *number = *number * 10 + (text->start[i] - '0');
    *text = text_skip(*text, count);
    return true;
}

/* takes the run up to a blank, and the blank */
static bool take_word(struct text *text, struct text *word) {
    size_t blank = text_find_char(*text, ' ');
    if (blank == TEXT_NONE || blank == 0)
        return false;
    *word = text_slice(*text, 0, blank);
    *text = text_skip(*text, blank + 1);
    return true;
}

/* takes "hh:mm:ss" */
static bool take_clock(struct text *text, struct tm *tm) {
    return take_number(text, 2, &tm->tm_hour) && take_char(text, ':') && take_number(text, 2, &tm->tm_min) &&
           take_char(text, ':') && take_number(text, 2, &tm->tm_sec) && tm->tm_hour < 24 && tm->tm_min < 60 &&
           tm->tm_sec <= 60;
}

/* takes "YYYY-MM-DD" */
static bool take_date(struct text *text, struct tm *tm) {
    if (!take_number(text, 4, &tm->tm_year) || !take_char(text, '-') || !take_number(text, 2, &tm->tm_mon) ||
        !take_char(text, '-') || !take_number(text, 2, &tm->tm_mday))
        return false;
    tm->tm_year -= 1900;
    tm->tm_mon -= 1;
    return tm->tm_mon >= 0 && tm->tm_mon < 12 && tm->tm_mday >= 1 && tm->tm_mday <= 31;
}

/* takes ".123456" where there is one; microseconds, further digits are dropped */
static int take_fraction(struct text *text) {
    if (text->length < 2 || text->start[0] != '.' || !isdigit((unsigned char)text->start[1]))
        return 0;
    *text = text_skip(*text, 1);
    int fraction = 0, scale = MICROSECONDS;
    size_t digits = text_digits(*text);
    for (size_t i = 0; i < digits && scale > 1; i++) {
        scale /= 10;
        fraction += (text->start[i] - '0') * scale;
    }
    *text = text_skip(*text, digits);
    return fraction;
}

/* takes "Z", "+01:00" or "+0100"; seconds east of Greenwich */
static bool take_zone(struct text *text, int *seconds) {
    *seconds = 0;
    if (take_char(text, 'Z'))
        return true;
    int sign = take_char(text, '+') ? 1 : take_char(text, '-') ? -1 : 0, hours, minutes;
    if (sign == 0 || !take_number(text, 2, &hours))
        return false;
    take_char(text, ':');
    if (!take_number(text, 2, &minutes))
        return false;
    *seconds = sign * (hours * 3600 + minutes * 60);
    return true;
}

/* seconds since 1970 of a date and time that name their zone; timegm would ask for the
 * local zone as well. Years begin in March here, and 400 years early: none is negative. */
static int64_t seconds_of(const struct tm *tm, int zone) {
    int month = (tm->tm_mon + 10) % 12, year = tm->tm_year + 2300 - (tm->tm_mon < 2);
    int64_t days = (int64_t)year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 +
                   tm->tm_mday - (719469 + 146097);
    return ((days * 24 + tm->tm_hour) * 60 + tm->tm_min) * 60 + tm->tm_sec - zone;
}

/* takes "2026-11-20T10:36:58.123456+01:00 " */
static bool take_rfc3339(struct text *text, int64_t *when) {
    struct text rest = *text;
    struct tm tm = {0};
    int zone;
    if (!take_date(&rest, &tm) || !take_char(&rest, 'T') || !take_clock(&rest, &tm))
        return false;
    int fraction = take_fraction(&rest);
    if (!take_zone(&rest, &zone) || !take_char(&rest, ' '))
        return false;
    *when = seconds_of(&tm, zone) * MICROSECONDS + fraction;
    *text = rest;
    return true;
}

static bool take_month(struct text *text, int *month) {
    static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text->length < 4 || text->start[3] != ' ')
        return false;
    for (*month = 0; *month < 12; ++*month)
        if (memcmp(text->start, MONTHS + 3 * *month, 3) == 0) {
            *text = text_skip(*text, 4);
            return true;
        }
    return false;
}

/* start of an hour of a month's day, local time; in this year, or in the last one
 * where that lies over a day ahead. mktime asks the file system each time, so each
 * thread keeps its last answer. */
static time_t hour_of(struct tm tm) {
    static _Thread_local struct {
        int month, day, hour;
        time_t asked, start;
    } last = {.month = -1};
    time_t now = time(NULL);
    if (last.month == tm.tm_mon && last.day == tm.tm_mday && last.hour == tm.tm_hour && now - last.asked < 60)
        return last.start;
    struct tm today,
        hour = {.tm_mon = tm.tm_mon, .tm_mday = tm.tm_mday, .tm_hour = tm.tm_hour, .tm_isdst = -1};
    localtime_r(&now, &today);
    hour.tm_year = today.tm_year;
    struct tm copy = hour;
    time_t start = mktime(&copy);
    if (start > now + 24 * 3600) {
        hour.tm_year--;
        start = mktime(&hour);
    }
    last.month = tm.tm_mon;
    last.day = tm.tm_mday;
    last.hour = tm.tm_hour;
    last.asked = now;
    last.start = start;
    return start;
}

/* takes "Nov 20 10:36:58 ", also "Nov  5" and "Nov 5", also with a fraction */
static bool take_rfc3164(struct text *text, int64_t *when) {
    struct text rest = *text;
    struct tm tm = {.tm_isdst = -1};
    if (!take_month(&rest, &tm.tm_mon))
        return false;
    take_char(&rest, ' ');
    size_t digits = text_digits(text_slice(rest, 0, 2));
    if (digits == 0 || !take_number(&rest, digits, &tm.tm_mday) || tm.tm_mday < 1 || tm.tm_mday > 31 ||
        !take_char(&rest, ' ') || !take_clock(&rest, &tm))
        return false;
    int fraction = take_fraction(&rest);
    if (!take_char(&rest, ' '))
        return false;
    time_t seconds = hour_of(tm) + tm.tm_min * 60 + tm.tm_sec;
    *when = (int64_t)seconds * MICROSECONDS + fraction;
    *text = rest;
    return true;
}

/* takes "<22>" where there is one */
static int take_severity(struct text *text) {
    struct text rest = *text;
    if (!take_char(&rest, '<'))
        return -1;
    size_t digits = text_digits(rest);
    int priority;
    if (digits == 0 || digits > 3 || !take_number(&rest, digits, &priority) || !take_char(&rest, '>') ||
        priority > 191)
        return -1;
    *text = rest;
    return priority % 8;
}

static bool is_axigen_service(struct text word) {
    if (word.length == 0 || !is_upper(word.start[0]))
        return false;
    for (size_t i = 0; i < sizeof(AXIGEN_SERVICES) / sizeof(AXIGEN_SERVICES[0]); i++)
        if (text_is(word, AXIGEN_SERVICES[i]))
            return true;
    return false;
}

/* takes "SMTP-IN:0000001B: "; a bare one must name a known service and eight
 * hexadecimal digits, or it could be anybody's text */
static bool take_axigen_session(struct source *source, struct text *text, bool bare) {
    size_t colon = 0, length = 0;
    if (text->length == 0 || !is_upper(text->start[0]))
        return false;
    while (colon < text->length && (is_upper(text->start[colon]) || char_is_digit(text->start[colon]) ||
                                    text->start[colon] == '_' || text->start[colon] == '-'))
        colon++;
    if (colon >= text->length || text->start[colon] != ':')
        return false;
    struct text service = text_slice(*text, 0, colon), rest = text_skip(*text, colon + 1);
    while (length < rest.length && (char_is_alphanumeric(rest.start[length]) || rest.start[length] == '-' ||
                                    rest.start[length] == '_'))
        length++;
    struct text session = text_slice(rest, 0, length);
    rest = text_skip(rest, length);
    if (length == 0 || !text_take(&rest, TEXT(":")))
        return false;
    if (bare && !(is_axigen_service(service) && length == 8 && hex_digits(session) == 8))
        return false;
    take_char(&rest, ' ');
    source->product = SOURCE_AXIGEN;
    source->tag = service;
    source->session = session;
    source->message = rest;
    *text = text_skip(rest, rest.length);
    return true;
}

/* "0000001B: message" behind a service for a tag: rsyslog splits "SMTP-IN:0000001B:" at
 * the first colon, and writes a blank there */
static void take_split_session(struct source *source, struct text message) {
    if (hex_digits(text_slice(message, 0, 9)) != 8 || message.length < 9 || message.start[8] != ':')
        return;
    source->product = SOURCE_AXIGEN;
    source->session = text_slice(message, 0, 8);
    source->message = text_skip(message, 9);
    take_char(&source->message, ' ');
}

/* "2026-07-06 13:10:08 +0545 08 axigen SMTP-IN:0000001B: message" */
static bool read_axigen(struct source *source, struct text line) {
    struct tm tm = {0};
    int zone;
    struct text level, host;
    if (!take_date(&line, &tm) || !take_char(&line, ' ') || !take_clock(&line, &tm) ||
        !take_char(&line, ' ') || !take_zone(&line, &zone) || !take_char(&line, ' ') ||
        !take_word(&line, &level) || level.length != 2 || text_digits(level) != 2 ||
        !take_word(&line, &host) || !take_axigen_session(source, &line, false))
        return false;
    source->time = seconds_of(&tm, zone) * MICROSECONDS;
    source->level = level;
    source->host = host;
    return true;
}

/* takes "[1044] ", which Exim writes before its text where log_selector has +pid, and
 * "[1/3] ", by which it counts the parts of a line that is too long for syslog */
static void take_exim_pid(struct source *source, struct text *text) {
    struct text rest = *text;
    if (text_take(&rest, TEXT("[1/")) &&
        (rest = text_skip(rest, text_digits(rest)), text_take(&rest, TEXT("] "))))
        *text = rest;
    rest = *text;
    size_t digits = take_char(&rest, '[') ? text_digits(rest) : 0;
    struct text pid = text_slice(rest, 0, digits);
    rest = text_skip(rest, digits);
    if (digits > 0 && text_take(&rest, TEXT("] "))) {
        source->pid = pid;
        *text = rest;
    }
}

/* "2026-11-20 10:36:58 [1044] message", also with a zone and a fraction, also
 * without the pid (log_selector, log_timezone; Exim src/log.c: log_write()) */
static bool read_exim(struct source *source, struct text line) {
    struct tm tm = {.tm_isdst = -1};
    int zone;
    if (!take_date(&line, &tm) || !take_char(&line, ' ') || !take_clock(&line, &tm))
        return false;
    int fraction = take_fraction(&line);
    if (!take_char(&line, ' '))
        return false;
    struct text rest = line;
    if (take_zone(&rest, &zone) && take_char(&rest, ' ')) {
        source->time = seconds_of(&tm, zone) * MICROSECONDS + fraction;
        line = rest;
    } else {
        source->time = (int64_t)mktime(&tm) * MICROSECONDS + fraction;
    }
    take_exim_pid(source, &line);
    source->product = SOURCE_EXIM;
    source->tag = TEXT("exim");
    source->message = line;
    return true;
}

/* "postfix/smtpd[1044]", without the colon that follows it */
static bool read_tag(struct source *source, struct text tag) {
    struct text pid = {NULL, 0};
    size_t open = text_find_char(tag, '[');
    if (open != TEXT_NONE) {
        if (tag.start[tag.length - 1] != ']')
            return false;
        pid = text_slice(tag, open + 1, tag.length - 1);
        tag = text_slice(tag, 0, open);
        if (text_digits(pid) != pid.length)
            pid = (struct text){NULL, 0};
    }
    if (tag.length == 0)
        return false;
    source->tag = tag;
    source->pid = pid;
    return true;
}

/* the message after the colon; drops the id that Solaris' syslogd puts there */
static void set_message(struct source *source, struct text message) {
    take_char(&message, ' ');
    struct text rest = message;
    if (text_take(&rest, TEXT("[ID "))) {
        size_t close = text_find(rest, TEXT("] "));
        if (close != TEXT_NONE && close < 40)
            message = text_skip(rest, close + 2);
    }
    source->message = message;
    source->product = SOURCE_TAGGED;
    if (is_axigen_service(source->tag) && !take_axigen_session(source, &message, true))
        take_split_session(source, message);
    else if (text_is_nocase(source->tag, TEXT("axigen")) && !read_axigen(source, message))
        take_axigen_session(source, &message, true);
    if (text_starts(source->tag, TEXT("exim")))
        take_exim_pid(source, &source->message);
}

/* "tag[pid]: message" */
static bool read_tagged(struct source *source, struct text line) {
    if (take_axigen_session(source, &line, true))
        return true;
    size_t end = text_find(line, TEXT(": "));
    if (end == TEXT_NONE && line.length > 0 && line.start[line.length - 1] == ':')
        end = line.length - 1;
    if (end == TEXT_NONE || text_find_char(text_slice(line, 0, end), ' ') != TEXT_NONE)
        return false;
    if (!read_tag(source, text_slice(line, 0, end)))
        return false;
    set_message(source, text_skip(line, end + 1));
    return true;
}

/* takes "mail.info", "mail:info" or "2.6", as syslogds print priorities */
static bool take_priority(struct text *text, int *severity) {
    static const char *const SEVERITIES[] = {"emerg",   "alert",  "crit", "err",
                                             "warning", "notice", "info", "debug"};
    size_t word = 0;
    while (word < text->length &&
           ((text->start[word] >= 'a' && text->start[word] <= 'z') || char_is_digit(text->start[word])))
        word++;
    struct text rest = text_skip(*text, word);
    if (word == 0 || !(take_char(&rest, '.') || take_char(&rest, ':')))
        return false;
    struct text name = text_slice(rest, 0, text_span(rest, "abcdefghijklmnopqrstuvwxyz01234567"));
    for (int i = 0; i < 8; i++)
        if (text_is(name, text_of(SEVERITIES[i])) || (name.length == 1 && name.start[0] == '0' + i)) {
            *severity = i;
            *text = text_skip(rest, name.length);
            return true;
        }
    return false;
}

/* "host tag[pid]: message" behind the time, also with the priority: "<mail.info> host
 * tag[pid]:" (FreeBSD's syslogd -v), "host mail.info tag[pid]:" (BusyBox), "host mail:info
 * tag[pid]:" (AIX) */
static bool read_host_and_tag(struct source *source, struct text text) {
    struct text rest = text, host;
    int severity = source->severity;
    if (take_char(&rest, '<') && take_priority(&rest, &severity) && text_take(&rest, TEXT("> ")))
        text = rest;
    if (!take_word(&text, &host))
        return false;
    rest = text;
    if (severity == source->severity && take_priority(&rest, &severity) && take_char(&rest, ' '))
        text = rest;
    if (!read_tagged(source, text))
        return false;
    source->host = host;
    source->severity = severity;
    return true;
}

/* "2026-11-20 10:36:58 host tag[pid]: message". Exim's own log has the same time, but
 * no process in brackets behind its first word. */
static bool read_dated(struct source *source, struct text line) {
    const int severity = source->severity;
    struct tm tm = {.tm_isdst = -1};
    if (!take_date(&line, &tm) || !take_char(&line, ' ') || !take_clock(&line, &tm))
        return false;
    int fraction = take_fraction(&line);
    if (!take_char(&line, ' ') || !read_host_and_tag(source, line) || source->pid.length == 0) {
        *source = (struct source){.severity = severity};
        return false;
    }
    source->time = (int64_t)mktime(&tm) * MICROSECONDS + fraction;
    return true;
}

/* RFC 5424 after the PRI: "1 TIME HOST APP-NAME PROCID MSGID - message" */
static bool read_rfc5424(struct source *source, struct text line) {
    struct text host, tag, pid, id;
    if (!text_take(&line, TEXT("1 ")) || !take_rfc3339(&line, &source->time) || !take_word(&line, &host) ||
        !take_word(&line, &tag) || !take_word(&line, &pid) || !take_word(&line, &id))
        return false;
    if (!text_take(&line, TEXT("- "))) {
        size_t close = text_find(line, TEXT("] "));
        if (line.length == 0 || line.start[0] != '[' || close == TEXT_NONE)
            return false;
        line = text_skip(line, close + 2);
    }
    text_take(&line, TEXT("\xEF\xBB\xBF"));
    source->host = host;
    source->tag = tag;
    source->pid = text_digits(pid) == pid.length ? pid : (struct text){NULL, 0};
    set_message(source, line);
    return true;
}

/* "host tag[pid]: message", and a head of up to HEAD_WORDS words that is none of
 * those above ("June 12 02:26:22 host"): the word in front of the tag is the host */
static bool read_other_head(struct source *source, struct text line) {
    const int severity = source->severity;
    struct text host;
    for (int i = 0; i < HEAD_WORDS && take_word(&line, &host); i++) {
        while (take_char(&line, ' '))
            ;
        *source = (struct source){.severity = severity};
        if (read_tagged(source, line) && source->product == SOURCE_TAGGED && source->pid.length > 0) {
            source->host = host;
            return true;
        }
    }
    *source = (struct source){.severity = severity};
    return false;
}

void source_from_tag(struct source *source, struct text tag, struct text message) {
    *source = (struct source){.severity = -1, .message = message};
    if (tag.length > 0 && tag.start[tag.length - 1] == ':')
        tag.length--;
    if (tag.length == 0)
        return;
    if (read_tag(source, tag))
        set_message(source, message);
}

bool source_from_dated_line(struct source *source, struct text line) {
    *source = (struct source){.severity = -1, .message = line};
    if (line.length > 0 && line.start[line.length - 1] == '\r')
        line.length--;
    struct text rest = line;
    source->severity = take_severity(&rest);
    if (read_axigen(source, rest) || (source->severity >= 0 && read_rfc5424(source, rest)))
        return true;
    if (take_rfc3339(&rest, &source->time) || take_rfc3164(&rest, &source->time)) {
        if (!read_host_and_tag(source, rest) &&
            !read_tagged(source, rest)) /* /dev/log's datagram names no host */
            source->product = SOURCE_UNKNOWN;
        return true;
    }
    return read_dated(source, rest) || read_exim(source, line);
}

void source_from_line(struct source *source, struct text line) {
    if (source_from_dated_line(source, line))
        return;
    struct text rest = line;
    if (line.length > 0 && line.start[line.length - 1] == '\r')
        rest = line = text_slice(line, 0, line.length - 1);
    take_severity(&rest);
    if (!read_tagged(source, rest) && !read_other_head(source, rest))
        source->message = line;
}
