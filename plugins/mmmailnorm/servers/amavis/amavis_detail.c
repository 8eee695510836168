/* SPDX-License-Identifier: Apache-2.0
 *
 * amavis_detail - parsers of amavis' lines of log levels 1 and 2, which Zimbra has by default;
 * the contract is in parser.h
 */
#include "config.h"

#include "reply/reply.h"
#include "servers/amavis/amavis.h"

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* takes "score=" and its value up to a blank */
static bool take_value(struct text *text, struct text name, struct text *value) {
    if (!text_take(text, name))
        return false;
    size_t blank = text_find_char(*text, ' ');
    *value = text_slice(*text, 0, blank);
    *text = text_skip(*text, blank == TEXT_NONE ? text->length : blank + 1);
    return true;
}

/* "<alice@example.com> -> <bob@example.org>, No, score=1.5 tagged_above=-10 required=6.6
 * tests=[BAYES_00=-1.9, X=3.4] autolearn=no": what SpamAssassin found (Amavis.pm:
 * add_forwarding_header_edits_per_recip()) */
static bool amavis_tag(struct event *event, struct text text) {
    const struct text TESTS = TEXT("tests=[");
    struct text score;
    if (!amavis_take_envelope(event, &text) ||
        !(text_take(&text, TEXT(", Yes, ")) || text_take(&text, TEXT(", No, "))) ||
        !(take_value(&text, TEXT("score="), &score) || take_value(&text, TEXT("hits="), &score)))
        return false;
    amavis_set_score(event, score);
    size_t tests = text_find(text, TESTS);
    text = text_skip(text, tests == TEXT_NONE ? text.length : tests + TESTS.length);
    return event_set(event, FIELD_vendor_spam_tests, text_slice(text, 0, text_find_char(text, ']')));
}

/* "abCdEfGh MYNETS [192.0.2.1] <alice@example.com> -> <bob@example.org>": what is to be checked */
static bool amavis_checking(struct event *event, struct text text) {
    size_t id = text_span(text, LETTERS DIGITS "_+-");
    event_set(event, FIELD_vendor_mail_id, text_slice(text, 0, id));
    text = text_skip(text, id);
    while (text_take(&text, TEXT(" ")) && !text_starts(text, TEXT("<"))) {
        size_t word = text_find_char(text, ' ');
        struct text piece = text_slice(text, 0, word);
        if (word == TEXT_NONE)
            return false;
        if (text_starts(piece, TEXT("[")) && text_ends(piece, TEXT("]")))
            set_ip(event, FIELD_source_ip, text_slice(piece, 1, piece.length - 1));
        text = text_skip(text, word);
    }
    return amavis_take_envelope(event, &text) && text.length == 0;
}

/* ":10024 /var/lib/amavis/tmp/amavis-1: <alice@example.com> -> <bob@example.org> SIZE=2200 Received: from
 * ...", or why it was refused, after "ESMTP" (Amavis/In/SMTP.pm) */
static bool amavis_received(struct event *event, struct text text) {
    size_t colon = text_find(text, TEXT(": <"));
    if (colon == TEXT_NONE)
        return event_set(event, FIELD_vendor_event_outcome_reason, text_trim(text));
    text = text_skip(text, colon + 2);
    return amavis_take_envelope(event, &text);
}

/* "smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 318BEDC28E", after "from MTA(" */
static void set_answer(struct event *event, struct text text) {
    size_t close = text_find(text, TEXT("): ")), open = text_find_char(text, '[');
    size_t end = text_find_char(text, ']');
    if (close == TEXT_NONE || open == TEXT_NONE || end == TEXT_NONE || end < open || close < end)
        return;
    set_ip(event, FIELD_vendor_relay_ip, text_slice(text, open + 1, end));
    if (close > end + 2)
        event_set(event, FIELD_vendor_relay_port, text_slice(text, end + 2, close));
    text = text_skip(text, close + 3);
    reply_add(event, text, REPLY_REMOTE);
    size_t queued = text_find_last(text, TEXT("queued as "));
    struct text id = text_skip(text, queued == TEXT_NONE ? text.length : queued + strlen("queued as "));
    if (id.length > 0 && text_span(id, LETTERS DIGITS) == id.length)
        event_set(event, FIELD_vendor_queued_as, id);
}

/* "<alice@example.com> -> <bob@example.org>, BODY=7BIT 250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0
 * Ok: queued as 318BEDC28E", before 2.7 after "[127.0.0.1]:10025 ": the checked message goes on
 * (Amavis/Out/SMTP.pm: mail_via_smtp()) */
static bool amavis_forward(struct event *event, struct text text) {
    const struct text MTA = TEXT("from MTA(");
    if (text_starts(text, TEXT("["))) {
        size_t blank = text_find_char(text, ' ');
        text = text_skip(text, blank == TEXT_NONE ? text.length : blank + 1);
    }
    if (!amavis_take_envelope(event, &text) || !text_take(&text, TEXT(",")))
        return false;
    size_t answer = text_find(text, MTA);
    if (answer != TEXT_NONE)
        set_answer(event, text_skip(text, answer + MTA.length));
    return event_has(event, FIELD_smtp_response_code) ||
           event_set(event, FIELD_vendor_event_outcome_reason, text_trim(text));
}

/* "release (miscategorized): spam-AbCd.gz <alice@example.com> -> <bob@example.org>": out of the
 * quarantine (Amavis/Notify.pm: msg_from_quarantine()) */
static bool amavis_released(struct event *event, struct text text) {
    size_t word = text_span(text, LETTERS), colon = text_find(text, TEXT(": "));
    event_set(event, FIELD_vendor_event_action, text_slice(text, 0, word));
    text = text_skip(text, colon == TEXT_NONE ? text.length : colon + 2);
    size_t blank = text_find_char(text, ' ');
    if (word == 0 || blank == TEXT_NONE)
        return false;
    event_set(event, FIELD_vendor_quarantine_location, text_slice(text, 0, blank));
    text = text_skip(text, blank + 1);
    return amavis_take_envelope(event, &text);
}

const struct parser amavis_detail_parsers[] = {
    {"amavis_tag", amavis_tag,
     "<alice@example.com> -> <bob@example.org>, No, score=1.5 tagged_above=-10 required=6.6 "
     "tests=[BAYES_00=-1.9]"},
    {"amavis_checking", amavis_checking, "abCdEfGh [192.0.2.1] <alice@example.com> -> <bob@example.org>"},
    {"amavis_received", amavis_received,
     ":10024 /var/lib/amavis/tmp/amavis-1: <alice@example.com> -> <bob@example.org> SIZE=2200 Received: from "
     "x"},
    {"amavis_forward", amavis_forward,
     "<alice@example.com> -> <bob@example.org>, BODY=7BIT 250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): "
     "250 2.0.0 Ok: queued as 318BEDC28E"},
    {"amavis_released", amavis_released,
     "release (miscategorized): spam-AbCd.gz <alice@example.com> -> <bob@example.org>"},
    {NULL, NULL, NULL},
};
