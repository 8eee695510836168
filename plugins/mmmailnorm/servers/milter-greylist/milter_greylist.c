/* SPDX-License-Identifier: Apache-2.0
 *
 * milter-greylist - what milter-greylist decides on a recipient; see parser.h
 *
 * Source: milter-greylist 4.6, milter-greylist.c real_envrcpt().
 */
#include "config.h"

#include "servers/login/login.h"

/* "00:05:00" as seconds; -1 for any other text */
static long seconds_of(struct text text) {
    long total = 0;
    for (int i = 0; i < 3; i++) {
        size_t digits = text_digits(text);
        long number = 0;
        if (digits == 0 || digits > 5)
            return -1;
        for (size_t j = 0; j < digits; j++)
            number = number * 10 + text.start[j] - '0';
        total = total * 60 + number;
        text = text_skip(text, digits);
        if (i < 2 && !text_take_char(&text, ':'))
            return -1;
    }
    return text.length == 0 ? total : -1;
}

/* "mx.example.com[192.0.2.1] from <alice@example.com> rcpt <bob@example.org>: delayed for 00:05:00": the
 * addresses are strangers' words, with what quotes they like */
static bool milter_greylist_verdict(struct event *event, struct text text) {
    struct text client, from, to, verdict;
    static const struct text FORMS[] = {TEXT("delayed for "), TEXT("autowhitelisted for another ")};
    if (!text_take_to(&text, TEXT(" from "), &client))
        return false;
    login_set_client(event, client);
    if (!text_take_bracketed(&text, &from) || !text_take(&text, TEXT(" rcpt ")) ||
        !text_take_bracketed(&text, &to) || !text_take(&text, TEXT(": ")))
        return false;
    event_set(event, FIELD_email_from, from);
    event_set(event, FIELD_email_to, to);
    verdict = text;
    for (size_t i = 0; i < 2; i++) {
        if (!text_take(&verdict, FORMS[i]))
            continue;
        struct text time = text_slice(verdict, 0, text_find_char(verdict, ' '));
        if (seconds_of(time) < 0)
            return false;
        event_set(event, FIELD_vendor_event_action, i == 0 ? TEXT("greylist") : TEXT("whitelisted"));
        return event_set(event, FIELD_vendor_event_outcome_reason, text);
    }
    return false;
}

static const struct parser parsers[] = {
    {"milter_greylist_verdict", milter_greylist_verdict,
     "mx.example.com[192.0.2.1] from <alice@example.com> rcpt <bob@example.org>: delayed for 00:05:00"},
    {NULL, NULL, NULL},
};

const struct server milter_greylist_server = {
    .product = "milter-greylist", .parsers = {parsers}, .queue = "sendmail"};
