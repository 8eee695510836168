/* SPDX-License-Identifier: Apache-2.0
 *
 * source - the heads of lines; the contract is in source.h
 */
#include "config.h"

#include "common/array.h"
#include "source/source.h"
#include "source/timestamp.h"

#define HEAD_WORDS 8
#define REPEATED_DIGITS_MAX 9
#define PRIORITY_DIGITS_MAX 3
#define PRIORITY_MAX 191 /* facility 23, severity 7 (RFC 3164, 4.1.1) */

/* takes the run up to a blank, and the blank */
static bool take_word(struct text *text, struct text *word) {
    size_t blank = text_find_char(*text, ' ');
    if (blank == TEXT_NONE || blank == 0)
        return false;
    *word = text_slice(*text, 0, blank);
    *text = text_skip(*text, blank + 1);
    return true;
}

/* takes "<22>" where there is one */
static int take_severity(struct text *text) {
    struct text rest = *text;
    if (!text_take_char(&rest, '<'))
        return -1;
    size_t digits = text_digits(rest);
    if (digits == 0 || digits > PRIORITY_DIGITS_MAX)
        return -1;
    const int priority = (int)text_number(text_slice(rest, 0, digits));
    rest = text_skip(rest, digits);
    if (priority > PRIORITY_MAX || !text_take_char(&rest, '>'))
        return -1;
    *text = rest;
    return priority % 8;
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

/* "message repeated 2 times: [ warning: ...]": the inner message, and how often it came */
static struct text take_repeated(struct source *source, struct text message) {
    struct text rest = message;
    if (!text_take(&rest, TEXT("message repeated ")))
        return message;
    size_t digits = text_digits(rest);
    if (digits == 0 || digits > REPEATED_DIGITS_MAX)
        return message;
    unsigned repeated = text_number(text_slice(rest, 0, digits));
    rest = text_trim(text_skip(rest, digits));
    if (!text_take(&rest, TEXT("times: [")) || !text_ends(rest, TEXT("]")))
        return message;
    source->repeated = repeated;
    return text_trim(text_slice(rest, 0, rest.length - 1));
}

/* the message after the colon; drops the id that Solaris' syslogd puts there */
static void set_message(struct source *source, struct text message) {
    if (message.length > 0 && char_is_in(message.start[0], " \t"))
        message = text_skip(message, 1);
    struct text rest = message;
    if (text_take(&rest, TEXT("[ID "))) {
        size_t close = text_find(rest, TEXT("] "));
        if (close != TEXT_NONE && close < 40)
            message = text_skip(rest, close + 2);
    }
    source->message = take_repeated(source, message);
    for (const struct source_format *const *format = source_formats; *format != NULL; format++)
        if ((*format)->read_tagged != NULL)
            (*format)->read_tagged(source);
}

/* "sogod [4711]", as GNUstep's NSLog() prints it */
static bool read_spaced_tag(struct source *source, struct text tag) {
    struct text word, pid = tag;
    if (!text_take_to(&pid, TEXT(" ["), &word) || !text_ends(pid, TEXT("]")) ||
        text_find_char(word, ' ') != TEXT_NONE)
        return false;
    pid.length--;
    if (pid.length == 0 || text_digits(pid) != pid.length || !read_tag(source, word))
        return false;
    source->pid = pid;
    return true;
}

/* "tag[pid]: message" */
static bool read_tagged(struct source *source, struct text line) {
    size_t end = text_find(line, TEXT(": ")), tab = text_find(text_slice(line, 0, end), TEXT(":\t"));
    if (tab != TEXT_NONE)
        end = tab;
    if (end == TEXT_NONE && line.length > 0 && line.start[line.length - 1] == ':')
        end = line.length - 1;
    if (end == TEXT_NONE)
        return false;
    struct text tag = text_slice(line, 0, end);
    if (text_find_char(tag, ' ') != TEXT_NONE ? !read_spaced_tag(source, tag) : !read_tag(source, tag))
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
    if (word == 0 || !(text_take_char(&rest, '.') || text_take_char(&rest, ':')))
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

/* takes "INFO    ", the severity as loggers in containers print it */
static bool take_level(struct text *text, int *severity) {
    static const struct {
        const char *name;
        int severity;
    } LEVELS[] = {{"DEBUG", 7}, {"INFO", 6},  {"NOTICE", 5}, {"WARN", 4},  {"WARNING", 4},
                  {"ERR", 3},   {"ERROR", 3}, {"CRIT", 2},   {"FATAL", 2}, {"CRITICAL", 2}};
    size_t blank = text_find_char(text_slice(*text, 0, 9), ' ');
    for (size_t i = 0; blank != TEXT_NONE && i < COUNT_OF(LEVELS); i++)
        if (text_is(text_slice(*text, 0, blank), text_of(LEVELS[i].name))) {
            *severity = LEVELS[i].severity;
            *text = text_trim(text_skip(*text, blank));
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
    if (text_take_char(&rest, '<') && take_priority(&rest, &severity) && text_take(&rest, TEXT("> ")))
        text = rest;
    if (!take_word(&text, &host) || text_ends(host, TEXT(":")))
        return false;
    rest = text;
    if (severity == source->severity && take_priority(&rest, &severity) && text_take_char(&rest, ' '))
        text = rest;
    if (!read_tagged(source, text))
        return false;
    source->host = host;
    source->severity = severity;
    return true;
}

/* what follows a time, in a log format of a server's own */
static bool read_undated(struct source *source, struct text text) {
    for (const struct source_format *const *format = source_formats; *format != NULL; format++)
        if ((*format)->read_undated != NULL && (*format)->read_undated(source, text))
            return true;
    return false;
}

/* "2026-11-20 10:36:58 host tag[pid]: message". The pid must be there: logs of servers' own begin
 * with the same time. */
static bool read_dated(struct source *source, struct text line) {
    const struct source before = *source;
    int64_t when;
    if (!timestamp_take_local(&line, &when))
        return false;
    if (!read_undated(source, line) && (!read_host_and_tag(source, line) || source->pid.length == 0)) {
        *source = before;
        return false;
    }
    source->time = when;
    return true;
}

/* a log format of a server's own */
static bool read_format(struct source *source, struct text line) {
    for (const struct source_format *const *format = source_formats; *format != NULL; format++)
        if ((*format)->read_line != NULL && (*format)->read_line(source, line))
            return true;
    return false;
}

/* a time as syslogds print it */
static bool take_time(struct text *text, int64_t *when) {
    return timestamp_take_rfc3339(text, when) || timestamp_take_rfc3164(text, when) ||
           timestamp_take_colons(text, when);
}

/* A line whose time is read. Where a container's log has put one in front of it, the line's own
 * follows. */
static void read_after_time(struct source *source, struct text text) {
    take_time(&text, &source->time);
    bool has_level = take_level(&text, &source->severity);
    if (read_undated(source, text) || read_host_and_tag(source, text) || read_tagged(source, text) ||
        has_level)
        return; /* a datagram of /dev/log names no host */
    if (!read_dated(source, text))
        read_format(source, text);
}

/* RFC 5424 after the PRI: "1 TIME HOST APP-NAME PROCID MSGID - message" */
static bool read_rfc5424(struct source *source, struct text line) {
    struct text host, tag, pid, id;
    if (!text_take(&line, TEXT("1 ")) || !timestamp_take_rfc3339(&line, &source->time) ||
        !take_word(&line, &host) || !take_word(&line, &tag) || !take_word(&line, &pid) ||
        !take_word(&line, &id))
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

/* whether a word may stand in a date: "June", "Fri,", "12", "02:26:22.5", "+0100" */
static bool is_of_date(struct text word) {
    static const char NAMES[] = "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun";
    char name[4] = "";
    if (text_span(word, "0123456789:.,/+-TZ") == word.length)
        return true;
    for (size_t i = 0; i < 3 && i < word.length; i++)
        name[i] = (char)(word.start[i] | 32);
    return word.length <= 10 && strlen(name) == 3 && strchr(name, ' ') == NULL && strstr(NAMES, name) != NULL;
}

/* "host tag[pid]: message", and a head of up to HEAD_WORDS words that is none of
 * those above ("June 12 02:26:22 host"): the word in front of the tag is the host. only_dates:
 * all words before that must be of a date, and at least one is */
static bool read_other_head(struct source *source, struct text line, bool only_dates) {
    const int severity = source->severity;
    struct text host;
    for (int i = 0; i < HEAD_WORDS && take_word(&line, &host); i++) {
        while (text_take_char(&line, ' '))
            ;
        *source = (struct source){.severity = severity};
        if ((i > 0 || !only_dates) && read_tagged(source, line) && source->session.length == 0 &&
            source->pid.length > 0) {
            source->host = host;
            return true;
        }
        if (only_dates && !is_of_date(host))
            break;
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
    if (read_rfc5424(source, rest))
        return true;
    if (take_time(&rest, &source->time)) {
        read_after_time(source, rest);
        return true;
    }
    return read_dated(source, rest) || read_format(source, rest);
}

/* drops "dovecot-mailcow_1  | ", the container's name that docker compose puts in front */
static struct text drop_container(struct text line) {
    size_t name = text_span(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
    struct text rest = text_skip(line, name);
    if (name == 0 || !text_take_char(&rest, ' '))
        return line;
    while (text_take_char(&rest, ' '))
        ;
    return text_take(&rest, TEXT("| ")) ? rest : line;
}

/* a whole line, or the text of a program, where only its start counts */
static void read_line(struct source *source, struct text line, bool is_text) {
    for (struct text rest = drop_container(line); rest.length < line.length; rest = drop_container(line))
        line = rest;
    if (source_from_dated_line(source, line))
        return;
    struct text rest = line;
    if (line.length > 0 && line.start[line.length - 1] == '\r')
        rest = line = text_slice(line, 0, line.length - 1);
    take_severity(&rest);
    if (!read_tagged(source, rest) && !read_other_head(source, rest, is_text))
        source->message = line;
}

void source_from_line(struct source *source, struct text line) {
    read_line(source, line, false);
}

void source_from_text(struct source *source, struct text text) {
    read_line(source, text, true);
}
