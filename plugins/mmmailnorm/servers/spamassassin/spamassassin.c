/* SPDX-License-Identifier: Apache-2.0
 *
 * spamassassin - what spamd says of messages; see parser.h
 *
 * Source: SpamAssassin 3.4 and 4.0, spamd/spamd.raw.
 */
#include "config.h"

#include "servers/login/login.h"

static void set_score(struct event *event, struct text score) {
    event_set(event, FIELD_vendor_spam_score, score);
}

/* "12.3/5.0) for bob:1001 in 1.2 seconds, 1234 bytes." */
static bool spamassassin_verdict(struct event *event, struct text text) {
    struct text score, required, user, seconds;
    if (!text_take_to(&text, TEXT("/"), &score) || !text_take_to(&text, TEXT(") for "), &required) ||
        !text_ends(text, TEXT(" bytes.")))
        return false;
    set_score(event, score);
    event_set(event, FIELD_vendor_spam_required, required);
    text.length -= sizeof(" bytes.") - 1;
    struct text bytes;
    if (!text_cut_last(&text, TEXT(" seconds, "), &bytes) || !text_cut_last(&text, TEXT(" in "), &seconds))
        return false;
    event_set(event, FIELD_email_size, bytes);
    return text_cut_last(&text, TEXT(":"), &user) && event_set(event, FIELD_vendor_account, text);
}

/* "<1@example.org> for bob:1001", or "(unknown) for bob:1001": a Message-Id is the sender's word */
static bool spamassassin_message(struct event *event, struct text text) {
    struct text user, id, number;
    if (!text_cut_last(&text, TEXT(" for "), &user) || !text_cut_last(&user, TEXT(":"), &number) ||
        text_digits(number) != number.length)
        return false;
    event_set(event, FIELD_vendor_account, user);
    if (text_take_bracketed(&text, &id) && text.length == 0)
        event_set(event, FIELD_email_message_id, id);
    return true;
}

/* the value of a name in "scantime=1.2,size=1234,...", whose values hold no comma */
static struct text value_of(struct text list, struct text name) {
    struct text value = {NULL, 0}, piece;
    while (list.length > 0) {
        bool last = !text_take_to(&list, TEXT(","), &piece);
        if (last)
            piece = list;
        if (text_take(&piece, name))
            return piece;
        if (last)
            break;
    }
    return value;
}

/* "Y 12 - BAYES_99,HTML_MESSAGE scantime=1.2,size=1234,user=bob,uid=118,required_score=5.0,rhost=localhost,
 * raddr=127.0.0.1,rport=44944,mid=<1@example.org>,autolearn=no": all that stands before mid= is the
 * daemon's, so mid= is found from the left, and what follows it not at all */
static bool spamassassin_result(struct event *event, struct text text) {
    struct text spam, score, tests, attributes;
    if (!text_take_to(&text, TEXT(" "), &spam) || spam.length != 1 || !char_is_in(spam.start[0], "Y."))
        return false;
    text = text_trim(text);
    if (!text_take_to(&text, TEXT(" - "), &score) || !text_take_to(&text, TEXT("scantime="), &tests) ||
        !text_take_to(&text, TEXT(",mid="), &attributes))
        return false;
    event_set(event, FIELD_vendor_content_category, spam.start[0] == 'Y' ? TEXT("SPAM") : TEXT("CLEAN"));
    set_score(event, score);
    event_set(event, FIELD_vendor_spam_tests, text_trim(tests));
    event_set(event, FIELD_email_size, value_of(attributes, TEXT("size=")));
    event_set(event, FIELD_vendor_account, value_of(attributes, TEXT("user=")));
    event_set(event, FIELD_vendor_spam_required, value_of(attributes, TEXT("required_score=")));
    struct text id;
    if (text_find(text, TEXT(">,")) != TEXT_NONE && text_find_only(text, TEXT(">,")) == TEXT_NONE)
        return true;
    if (text_take_bracketed(&text, &id) && text_starts(text, TEXT(",")))
        event_set(event, FIELD_email_message_id, id);
    return true;
}

static const struct parser parsers[] = {
    {"spamassassin_verdict", spamassassin_verdict, "12.3/5.0) for bob:1001 in 1.2 seconds, 1234 bytes."},
    {"spamassassin_message", spamassassin_message, "<1@example.org> for bob:1001"},
    {"spamassassin_result", spamassassin_result,
     "Y 12 - BAYES_99,HTML_MESSAGE scantime=1.2,size=1234,user=bob,uid=118,required_score=5.0,"
     "rhost=localhost,raddr=127.0.0.1,rport=44944,mid=<1@example.org>,autolearn=no"},
    {NULL, NULL, NULL},
};

const struct server spamassassin_server = {.product = "spamassassin", .parsers = {parsers}};
