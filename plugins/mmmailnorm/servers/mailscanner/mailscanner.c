/* SPDX-License-Identifier: Apache-2.0
 *
 * mailscanner - what MailScanner makes of each message; see parser.h
 *
 * Source: MailScanner 4 and 5, lib/MailScanner/Message.pm HandleHamAndSpam(), IsSpam(). The id is the mail
 * server's, for Postfix with a dot and five hexadecimal digits behind it. The sender is a stranger's word.
 */
#include "config.h"

#include "common/array.h"
#include "servers/login/login.h"

/* "7A1B2C3D4E.A1234": the queue id alone */
static bool mailscanner_id(struct event *event, struct text text) {
    size_t dot = text_find_char(text, '.');
    struct text id = text_slice(text, 0, dot);
    for (size_t i = 0; i < id.length; i++)
        if (!char_is_alphanumeric(id.start[i]) && id.start[i] != '-')
            return false;
    return id.length > 0 && event_set(event, FIELD_email_uid, id);
}

/* "SpamAssassin (cached, score=7.1, required 6, BAYES_99 3.50)" and what stands before it */
static void set_score(struct event *event, struct text text) {
    struct text before, score, required;
    if (!text_take_to(&text, TEXT("score="), &before) || !text_take_to(&text, TEXT(", "), &score))
        return;
    event_set(event, FIELD_vendor_spam_score, score);
    if (text_take(&text, TEXT("required "))) {
        size_t end = text_span(text, "0123456789.");
        required = text_slice(text, 0, end);
        event_set(event, FIELD_vendor_spam_required, required);
    }
}

/* "192.0.2.1 (alice@example.com) to example.org is spam, SpamAssassin (score=7.1, required 6)" */
static bool mailscanner_verdict(struct event *event, struct text text) {
    struct text client, from, verdict;
    if (!text_take_to(&text, TEXT(" ("), &client))
        return false;
    login_set_client(event, client);
    static const struct {
        struct text words, category;
    } VERDICTS[] = {{TEXT(" is not spam"), TEXT("CLEAN")},
                    {TEXT(" is spam"), TEXT("SPAM")},
                    {TEXT(" is whitelisted"), TEXT("CLEAN")},
                    {TEXT(" is too big for spam checks"), TEXT("SKIPPED")}};
    for (size_t i = 0; i < COUNT_OF(VERDICTS); i++) {
        size_t at = text_find_only(text, VERDICTS[i].words);
        if (at == TEXT_NONE)
            continue;
        verdict = text_skip(text, at + VERDICTS[i].words.length);
        struct text before = text_slice(text, 0, at);
        event_set(event, FIELD_vendor_content_category, VERDICTS[i].category);
        set_score(event, verdict);
        if (text_find_only(before, TEXT(") to ")) != TEXT_NONE &&
            text_take_to(&before, TEXT(") to "), &from)) {
            event_set(event, FIELD_email_from, from);
            event_set(event, FIELD_email_to_domain, before);
        }
        return true;
    }
    return false;
}

static const struct parser parsers[] = {
    {"mailscanner_id", mailscanner_id, "7A1B2C3D4E.A1234"},
    {"mailscanner_verdict", mailscanner_verdict,
     "192.0.2.1 (alice@example.com) to example.org is spam, SpamAssassin (score=7.1, required 6)"},
    {NULL, NULL, NULL},
};

const struct server mailscanner_server = {.product = "mailscanner", .parsers = {parsers}, .queue = "postfix"};
