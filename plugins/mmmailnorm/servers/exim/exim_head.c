/* SPDX-License-Identifier: Apache-2.0
 *
 * exim_head - the heads of Exim's lines, in its own log file and through syslog (src/log.c: log_write())
 *
 *     2026-11-20 10:36:58 [1044] 1tABCD-000123-4E <= alice@example.org ...
 */
#include "config.h"

#include "servers/exim/exim.h"
#include "source/timestamp.h"

/* drops "[1/3] ", by which Exim counts the pieces of a line that is too long for syslog */
static void drop_piece_number(struct text *text) {
    struct text rest = *text;
    if (!text_take(&rest, TEXT("[1/")))
        return;
    rest = text_skip(rest, text_digits(rest));
    if (text_take(&rest, TEXT("] ")))
        *text = rest;
}

/* takes "[1044] ", which Exim writes in front of its text where log_selector has +pid */
static void take_pid(struct source *source, struct text *text) {
    struct text rest = *text;
    size_t digits = text_take_char(&rest, '[') ? text_digits(rest) : 0;
    struct text pid = text_slice(rest, 0, digits);
    rest = text_skip(rest, digits);
    if (digits == 0 || !text_take(&rest, TEXT("] ")))
        return;
    source->pid = pid;
    *text = rest;
}

static void set_message(struct source *source, struct text message) {
    drop_piece_number(&message);
    take_pid(source, &message);
    source->message = message;
}

/* also with a zone and a fraction, also without the pid (log_selector, log_timezone) */
static bool read_line(struct source *source, struct text line) {
    if (!timestamp_take_zoned(&line, &source->time) && !timestamp_take_local(&line, &source->time))
        return false;
    source->tag = TEXT("exim");
    set_message(source, line);
    return true;
}

static void read_tagged(struct source *source) {
    if (text_starts(source->tag, TEXT("exim")))
        set_message(source, source->message);
}

const struct source_format exim_format = {.read_line = read_line, .read_tagged = read_tagged};
