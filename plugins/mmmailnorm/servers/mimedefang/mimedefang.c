/* SPDX-License-Identifier: Apache-2.0
 *
 * mimedefang - MIMEDefang's lines for statistics; see parser.h
 *
 * Source: mimedefang 2.8x and 3, mimedefang.pl md_graphdefang_log(), percent_encode_for_graphdefang(): in
 * values, commas and all that is not printable stand as %XX, so a comma ends a value.
 */
#include "config.h"

#include "servers/login/login.h"

static void set_address(struct event *event, enum field field, struct text text) {
    struct text address;
    if (text_take_bracketed(&text, &address))
        text = address;
    event_set(event, field, text);
}

/* "sAOHIr9N012248,mail_in,,,<alice@example.com>,<bob@example.org>,hello": id, event, two values, sender,
 * recipient, subject */
static bool mimedefang_log(struct event *event, struct text text) {
    struct text values[6];
    for (int i = 0; i < 6; i++)
        if (!text_take_to(&text, TEXT(","), &values[i]))
            return false;
    event_set(event, FIELD_email_uid, values[0]);
    event_set(event, FIELD_vendor_event_action, values[1]);
    set_address(event, FIELD_email_from, values[4]);
    set_address(event, FIELD_email_to, values[5]);
    event_set(event, FIELD_email_subject, text);
    if (text_is(values[1], TEXT("spam")) || text_is(values[1], TEXT("non_spam"))) {
        event_set(event, FIELD_vendor_content_category,
                  text_is(values[1], TEXT("spam")) ? TEXT("SPAM") : TEXT("CLEAN"));
        if (text_span(values[2], "-.0123456789") == values[2].length)
            event_set(event, FIELD_vendor_spam_score, values[2]);
    } else if (text_is(values[1], TEXT("virus"))) {
        event_set(event, FIELD_vendor_content_category, TEXT("INFECTED"));
        event_set(event, FIELD_vendor_content_name, values[2]);
    }
    login_set_client(event, values[3]);
    return true;
}

static const struct parser parsers[] = {
    {"mimedefang_log", mimedefang_log,
     "sAOHIr9N012248,spam,7.1,192.0.2.1,<alice@example.com>,<bob@example.org>,hello"},
    {NULL, NULL, NULL},
};

const struct server mimedefang_server = {.product = "mimedefang", .parsers = {parsers}, .queue = "sendmail"};
