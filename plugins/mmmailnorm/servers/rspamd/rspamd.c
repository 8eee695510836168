/* SPDX-License-Identifier: Apache-2.0
 *
 * rspamd - the line that rspamd writes of each message; see parser.h
 *
 * Its form is log_format of conf/logging.inc, which few change (rspamd 1.8 to 3.x):
 *
 *     id: <MESSAGE-ID>, qid: <QUEUE-ID>, ip: IP, user: USER, from: <SENDER>,
 *     (default: F (no action): [0.1/15.0] [SYMBOL(0.00){option;},...]), len: 1234, time: 100.0ms,
 *     dns req: 20, digest: <...>, rcpts: <...>, ...
 *
 * The Message-Id, the sender, the recipients and the symbols' options are strangers' words.
 */
#include "config.h"

#include "common/array.h"
#include "servers/login/login.h"

/* takes "NAMEvalueEND" off the start of text; value is absent where it does not begin so */
static struct text take_value(struct text *text, struct text name, struct text end) {
    struct text rest = *text, value;
    if (!text_take(&rest, name) || !text_take_to(&rest, end, &value))
        return (struct text){NULL, 0};
    *text = rest;
    return value;
}

/* "<1@example.org>, qid: <44DB6AA49A6>, ip: 192.0.2.1, user: bob, from: <alice@example.com>,": what is not
 * known is left out. A Message-Id that goes on in these words leaves something over behind them. */
static void set_envelope(struct event *event, struct text text) {
    struct text id = take_value(&text, TEXT("<"), TEXT(">,")),
                uid = take_value(&text, TEXT(" qid: <"), TEXT(">,")),
                client = take_value(&text, TEXT(" ip: "), TEXT(",")),
                user = take_value(&text, TEXT(" user: "), TEXT(",")),
                from = take_value(&text, TEXT(" from: <"), TEXT(">,"));
    if (text.length > 0)
        return;
    event_set(event, FIELD_email_message_id, text_is(id, TEXT("undef")) ? text_slice(id, 0, 0) : id);
    event_set(event, FIELD_email_uid, uid);
    login_set_client(event, client);
    login_set_user(event, user);
    event_set(event, FIELD_email_from, from);
}

/* "F (no action): [0.10/15.00] [": takes it off the start */
static bool take_verdict(struct event *event, struct text *text) {
    struct text action, score, required;
    if (text->length < 3 || !char_is_in(text->start[0], "TFS") || text->start[1] != ' ' ||
        text->start[2] != '(')
        return false;
    event_set(event, FIELD_vendor_content_category,
              text->start[0] == 'T'   ? TEXT("SPAM")
              : text->start[0] == 'F' ? TEXT("CLEAN")
                                      : TEXT("SKIPPED"));
    *text = text_skip(*text, 3);
    if (!text_take_to(text, TEXT("): ["), &action) || !text_take_to(text, TEXT("/"), &score) ||
        !text_take_to(text, TEXT("] ["), &required))
        return false;
    event_set(event, FIELD_vendor_content_action, action);
    event_set(event, FIELD_vendor_spam_score, score);
    event_set(event, FIELD_vendor_spam_required, required);
    return true;
}

/* whether the symbol stands among them, at its own place and once */
static bool has_symbol(struct text symbols, struct text name) {
    size_t at = text_find_only(symbols, name);
    if (at == TEXT_NONE || (at > 0 && symbols.start[at - 1] != ','))
        return false;
    return at + name.length < symbols.length && symbols.start[at + name.length] == '(';
}

static void set_results(struct event *event, struct text symbols) {
    static const struct {
        enum field field;
        const char *symbol, *result;
    } RESULTS[] = {{FIELD_vendor_spf_result, "R_SPF_ALLOW", "pass"},
                   {FIELD_vendor_spf_result, "R_SPF_FAIL", "fail"},
                   {FIELD_vendor_spf_result, "R_SPF_SOFTFAIL", "softfail"},
                   {FIELD_vendor_spf_result, "R_SPF_NEUTRAL", "neutral"},
                   {FIELD_vendor_spf_result, "R_SPF_NA", "none"},
                   {FIELD_vendor_spf_result, "R_SPF_DNSFAIL", "temperror"},
                   {FIELD_vendor_spf_result, "R_SPF_PERMFAIL", "permerror"},
                   {FIELD_vendor_dkim_result, "R_DKIM_ALLOW", "pass"},
                   {FIELD_vendor_dkim_result, "R_DKIM_REJECT", "fail"},
                   {FIELD_vendor_dkim_result, "R_DKIM_NA", "none"},
                   {FIELD_vendor_dkim_result, "R_DKIM_TEMPFAIL", "temperror"},
                   {FIELD_vendor_dkim_result, "R_DKIM_PERMFAIL", "permerror"},
                   {FIELD_vendor_dmarc_result, "DMARC_POLICY_ALLOW", "pass"},
                   {FIELD_vendor_dmarc_result, "DMARC_POLICY_REJECT", "fail"},
                   {FIELD_vendor_dmarc_result, "DMARC_POLICY_QUARANTINE", "fail"},
                   {FIELD_vendor_dmarc_result, "DMARC_POLICY_SOFTFAIL", "fail"},
                   {FIELD_vendor_dmarc_result, "DMARC_NA", "none"}};
    enum field uncertain = FIELD_NONE;
    for (size_t i = 0; i < COUNT_OF(RESULTS); i++) {
        enum field field = RESULTS[i].field;
        if (field == uncertain || !has_symbol(symbols, text_of(RESULTS[i].symbol)))
            continue;
        if (event_has(event, field)) { /* a message has one result */
            event_unset(event, field);
            uncertain = field;
        } else {
            event_set(event, field, text_of(RESULTS[i].result));
        }
    }
}

/* ", len: 1234, time: 100.0ms, dns req: 20, digest: <...>, rcpts: <bob@example.com>, mime_rcpts: ..." */
static void set_rest(struct event *event, struct text text) {
    struct text size, recipients = {NULL, 0}, before;
    if (text_take(&text, TEXT(", len: ")) && text_take_to(&text, TEXT(", time: "), &size))
        event_set(event, FIELD_email_size, size);
    if (text_find_only(text, TEXT(", rcpts: <")) != TEXT_NONE &&
        text_take_to(&text, TEXT(", rcpts: <"), &before))
        text_take_to(&text, TEXT(">"), &recipients);
    struct text rest = recipients, address;
    struct recipients list = recipients_begin(event, recipients);
    while (text_take_to(&rest, TEXT(","), &address))
        recipients_add(&list, address);
    if (rest.length > 0)
        recipients_add(&list, rest);
    recipients_set(&list, event);
}

/* the whole line behind "id: " */
static bool rspamd_task(struct event *event, struct text text) {
    const struct text VERDICT = TEXT(" (default: "), END = TEXT("])");
    size_t verdict = text_find_only(text, VERDICT);
    if (verdict == TEXT_NONE)
        return text_find(text, VERDICT) != TEXT_NONE;
    struct text rest = text_skip(text, verdict + VERDICT.length);
    if (!take_verdict(event, &rest))
        return false;
    set_envelope(event, text_slice(text, 0, verdict));
    size_t end = text_find_only(rest, TEXT("]), len: "));
    if (end == TEXT_NONE)
        return text_find(rest, TEXT("]), len: ")) != TEXT_NONE;
    struct text symbols = text_slice(rest, 0, end);
    event_set(event, FIELD_vendor_spam_tests, symbols);
    set_results(event, symbols);
    set_rest(event, text_skip(rest, end + END.length));
    return true;
}

static const struct parser parsers[] = {
    {"rspamd_task", rspamd_task,
     "<1@example.org>, qid: <44DB6AA49A6>, ip: 192.0.2.1, user: bob, from: <alice@example.com>, (default: F "
     "(no action): [0.10/15.00] [R_SPF_ALLOW(-0.20){+mx;},MIME_GOOD(-0.10){text/plain;}]), len: 1234, time: "
     "100.0ms, dns req: 20, digest: <0123456789abcdef0123456789abcdef>, rcpts: <bob@example.com>"},
    {NULL, NULL, NULL},
};

const struct server rspamd_server = {.product = "rspamd", .parsers = {parsers}, .queue = "postfix"};
