/* SPDX-License-Identifier: Apache-2.0
 *
 * exim_head - the heads of Exim's lines, in its own log file and through syslog (src/log.c: log_write(),
 * write_syslog())
 *
 *     2026-11-20 10:36:58 [1044] 1tABCD-000123-4E <= alice@example.org ...
 *     exim[1044]: 2026-11-20 10:36:58 1tABCD-000123-4E <= ...    unless syslog_timestamp is false
 *     exim[1044]: [1/2] 2026-11-20 10:36:58 1tABCD-... <= ...    the first piece of a long line
 *     exim[1044]: [1\2] 1tABCD-000123-4E H=... rejected ...      the first of two lines, which is complete
 *     exim[1044]: [2\2] Envelope-from: <alice@example.org>       the second: no head, so "[2\2]" stays
 */
#include "config.h"

#include "servers/exim/exim.h"
#include "source/timestamp.h"

/* takes "[1/3] " or "[1\\3] "; piece is "1/3", or absent where the line is a whole one */
static bool take_piece(struct text *text, struct text *piece) {
    struct text rest = *text;
    if (!text_take(&rest, TEXT("[1/")) && !text_take(&rest, TEXT("[1\\")))
        return false;
    size_t digits = text_digits(rest);
    rest = text_skip(rest, digits);
    if (digits == 0 || !text_take(&rest, TEXT("] ")))
        return false;
    *piece = text->start[2] == '/' ? text_slice(*text, 1, 3 + digits) : (struct text){NULL, 0};
    *text = rest;
    return true;
}

/* takes a time, also with a zone and a fraction (log_selector, log_timezone) */
static bool take_time(struct text *text, int64_t *time) {
    return timestamp_take_zoned(text, time) || timestamp_take_local(text, time);
}

/* takes "[1044] ", which Exim writes in front of its text where log_selector has +pid */
static void take_pid(struct text *text, struct text *pid) {
    struct text rest = *text;
    size_t digits = text_take_char(&rest, '[') ? text_digits(rest) : 0;
    struct text number = text_slice(rest, 0, digits);
    rest = text_skip(rest, digits);
    if (digits == 0 || !text_take(&rest, TEXT("] ")))
        return;
    *pid = number;
    *text = rest;
}

/* The reject log goes on with the message's header, in lines of its own: where they are read
 * together, they are no part of the text. */
static bool read_line(struct source *source, struct text line) {
    if (!take_time(&line, &source->time))
        return false;
    source->tag = TEXT("exim");
    take_pid(&line, &source->pid);
    source->message = text_slice(line, 0, text_find_char(line, '\n'));
    return true;
}

static void read_tagged(struct source *source) {
    int64_t time;
    if (!text_starts(source->tag, TEXT("exim")))
        return;
    if (take_time(&source->message, &time) && source->time == 0)
        source->time = time;
    take_pid(&source->message, &source->pid);
    source->message = text_slice(source->message, 0, text_find_char(source->message, '\n'));
}

const struct source_format exim_format = {.read_line = read_line, .read_tagged = read_tagged};

struct text exim_read_message(struct event *event, struct text message) {
    struct text piece, pid = {NULL, 0};
    int64_t time;
    if (!take_piece(&message, &piece))
        return message;
    take_time(&message, &time);
    take_pid(&message, &pid);
    event_set(event, FIELD_vendor_log_piece, piece);
    event_set(event, FIELD_process_id, pid);
    return message;
}
