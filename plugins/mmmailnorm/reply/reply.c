/* SPDX-License-Identifier: Apache-2.0
 *
 * reply - SMTP replies; the contract is in reply.h
 */
#include "config.h"

#include "reply/reply.h"
#include "reply/reply_codes.h"

#define DIGITS "0123456789"

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* "550": 0 where the text does not begin with a basic code */
static size_t code_length(struct text text) {
    if (text.length < 3 || text.start[0] < '2' || text.start[0] > '5' || !is_digit(text.start[1]) ||
        !is_digit(text.start[2]))
        return 0;
    return text.length == 3 || is_blank(text.start[3]) || text.start[3] == '-' ? 3 : 0;
}

/* one to three digits at the start */
static size_t place_length(struct text text) {
    size_t length = text_span(text_slice(text, 0, 4), DIGITS);
    return length <= 3 ? length : 0;
}

/* takes "5.7.1" off the start of text */
static bool take_enhanced(struct text *text, struct reply *reply) {
    struct text t = *text;
    if (t.length < 5 || !char_is_in(t.start[0], "245") || t.start[1] != '.')
        return false;
    size_t subject = place_length(text_skip(t, 2)), dot = 2 + subject;
    if (subject == 0 || dot >= t.length || t.start[dot] != '.')
        return false;
    size_t detail = place_length(text_skip(t, dot + 1)), end = dot + 1 + detail;
    if (detail == 0 || (end < t.length && !is_blank(t.start[end])))
        return false;
    reply->enhanced = text_slice(t, 0, end);
    reply->class = text_slice(t, 0, 1);
    reply->subject = text_slice(t, 2, dot);
    reply->status = text_slice(t, 2, end);
    *text = text_skip(t, end);
    return true;
}

bool reply_parse(struct text text, struct reply *reply) {
    *reply = (struct reply){0};
    text = text_trim(text);
    size_t length = code_length(text);
    if (length > 0) {
        reply->code = text_slice(text, 0, length);
        text = text_skip(text, length);
        reply->several_lines = text_take(&text, TEXT("-"));
        text = text_trim(text);
    }
    if (!take_enhanced(&text, reply) && length == 0)
        return false;
    reply->message = text_trim(text);
    return true;
}

/* Length of the codes with which a further line of the reply begins ("550-5.7.1 "),
 * 0 where none begins at text. last tells whether it must be the last line. */
static size_t line_head(struct text text, const struct reply *reply, bool *last) {
    struct text rest = text;
    if (!text_take(&rest, reply->code))
        return 0;
    *last = !text_take(&rest, TEXT("-"));
    if (*last && rest.length > 0 && !is_blank(rest.start[0]))
        return 0;
    if (reply->enhanced.length > 0) {
        rest = text_skip(rest, text_span(rest, " "));
        if (!text_take(&rest, reply->enhanced) || (rest.length > 0 && !is_blank(rest.start[0])))
            return 0;
    }
    return text.length - rest.length;
}

/* the words of all lines of a reply, one blank between two lines */
static struct text join_lines(struct event *event, const struct reply *reply) {
    struct text rest = reply->message;
    char *joined = event_alloc(event, rest.length + 1);
    if (joined == NULL)
        return rest;
    size_t length = 0, at = 0;
    for (bool last = false; at < rest.length && !last;) {
        size_t found = text_find(text_skip(rest, at), reply->code);
        if (found == TEXT_NONE)
            break;
        at += found;
        struct text line = text_slice(rest, 0, at);
        bool broken = at == 0 || is_blank(line.start[at - 1]);
        if (text_ends(line, TEXT("\\n"))) {
            line.length -= 2;
            broken = true;
        }
        size_t head = broken ? line_head(text_skip(rest, at), reply, &last) : 0;
        if (head == 0) {
            last = false;
            at++;
            continue;
        }
        line = text_trim(line);
        memcpy(joined + length, line.start, line.length);
        length += line.length;
        if (line.length > 0)
            joined[length++] = ' ';
        rest = text_trim(text_skip(rest, at + head));
        at = 0;
    }
    memcpy(joined + length, rest.start, rest.length);
    return text_trim((struct text){joined, length + rest.length});
}

static void add_enhanced(struct event *event, const struct reply *reply) {
    if (reply->enhanced.length == 0)
        return;
    unsigned class = text_number(reply->class), subject = text_number(reply->subject);
    unsigned detail = text_number(text_skip(reply->status, reply->subject.length + 1));
    event_set(event, FIELD_smtp_response_enhanced_class_code, reply->class);
    event_set(event, FIELD_smtp_response_enhanced_class_code_description, reply_class_text(class));
    event_set(event, FIELD_smtp_response_enhanced_subject_code, reply->subject);
    event_set(event, FIELD_smtp_response_enhanced_subject_code_description, reply_subject_text(subject));
    event_set(event, FIELD_smtp_response_enhanced_status_code, reply->status);
    event_set(event, FIELD_smtp_response_enhanced_status_code_description,
              reply_status_text(subject, detail));
}

bool reply_add(struct event *event, struct text text, enum reply_origin origin) {
    struct reply reply;
    if (!reply_parse(text, &reply))
        return false;
    if (reply.code.length > 0) {
        event_set(event, FIELD_smtp_response_code, reply.code);
        event_set(event, FIELD_smtp_response_code_description, reply_code_text(text_number(reply.code)));
    }
    add_enhanced(event, &reply);
    if (reply.several_lines)
        reply.message = join_lines(event, &reply);
    event_set(event, FIELD_vendor_smtp_response_message, reply.message);
    event_set(event, FIELD_vendor_smtp_response_origin,
              origin == REPLY_REMOTE ? TEXT("remote") : TEXT("local"));
    return true;
}

bool reply_add_status(struct event *event, struct text status) {
    struct reply reply = {0};
    if (!take_enhanced(&status, &reply) || status.length > 0)
        return false;
    add_enhanced(event, &reply);
    return true;
}
