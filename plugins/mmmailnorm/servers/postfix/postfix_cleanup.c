/* SPDX-License-Identifier: Apache-2.0
 *
 * postfix_cleanup - header and body checks
 *
 * Strangers write the content of a header, which may imitate a tail: " from NAME[ADDRESS];
 * from=<a> to=<b>". cleanup writes its own tail after it, so the tail is found from the right.
 */
#include "config.h"

#include "servers/postfix/postfix.h"

/* "Subject: Hello" */
static void set_header(struct event *event, struct text header) {
    struct text name;
    if (!take_until(&header, ':', &name)) /* cut off within the name */
        return;
    header = text_trim(text_skip(header, 1));
    event_set(event, FIELD_vendor_email_header, name);
    event_set(event, FIELD_vendor_email_header_content, header);
    if (text_is_nocase(name, TEXT("Subject")))
        event_set(event, FIELD_email_subject, header);
}

enum content { HEADER, BODY };

/* cleanup/cleanup_message.c cleanup_act_log, cleanup_milter.c cleanup_milter_hbc_log:
 * "CONTENT from CLIENT; from=<S> to=<R> proto=P helo=<H>[: TEXT]" */
static bool split_check(struct event *event, struct text text, enum content kind, struct text *behind) {
    struct text content;
    if (!set_context(event, text, CONTEXT_CLEANUP, &content, behind))
        return false;
    if (kind == HEADER)
        set_header(event, content);
    else if (content.length > 0)
        event_set(event, FIELD_vendor_email_body_content, content);
    return true;
}

/* the argument of an action: where to redirect, what to prepend, why to warn */
static bool split_action(struct event *event, struct text text, enum content kind) {
    struct text argument;
    return split_check(event, text, kind, &argument) && event_set(event, FIELD_vendor_milter_data, argument);
}

/* the argument of REJECT: "5.7.1 TEXT" */
static bool split_rejection(struct event *event, struct text text, enum content kind) {
    struct text reply;
    if (!split_check(event, text, kind, &reply))
        return false;
    set_local_reply(event, reply);
    return true;
}

bool postfix_header_action(struct event *event, struct text text) {
    return split_action(event, text, HEADER);
}

bool postfix_header_rejection(struct event *event, struct text text) {
    return split_rejection(event, text, HEADER);
}

bool postfix_body_action(struct event *event, struct text text) {
    return split_action(event, text, BODY);
}

bool postfix_body_rejection(struct event *event, struct text text) {
    return split_rejection(event, text, BODY);
}

/* cleanup/cleanup_message.c cleanup_mime_error_callback: "DETAIL: CONTENT from
 * CLIENT; from=<S> to=<R>", without any TEXT */
bool postfix_mime_error(struct event *event, struct text text) {
    struct text content, detail;
    if (!set_context(event, text, CONTEXT_MIME, &content, NULL))
        return false;
    if (content.length == 0)
        return true;
    return take_until(&content, ':', &detail) && event_set(event, FIELD_vendor_event_outcome_reason, detail);
}

/* smtp/smtp_proto.c smtp_hbc_logger: "NAME: CONTENT[: TEXT]". Nothing tells content
 * that has a colon from content with a text behind it, so it is then left out. */
bool postfix_header_line(struct event *event, struct text text) {
    struct text name;
    struct text content = text;
    if (!take_until(&content, ':', &name))
        return false;
    if (text_find(text_skip(content, 1), TEXT(": ")) == TEXT_NONE)
        set_header(event, text);
    else
        event_set(event, FIELD_vendor_email_header, name);
    return true;
}
