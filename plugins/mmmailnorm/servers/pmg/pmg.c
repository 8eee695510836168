/* SPDX-License-Identifier: Apache-2.0
 *
 * pmg - the filter of Proxmox Mail Gateway; see parser.h
 *
 * Source: pmg-api, src/bin/pmg-smtp-filter, and the rule actions of src/PMG/RuleDB. Each line of a message
 * begins with the filter's own id of it; what Postfix calls the message stands in "accept mail to".
 */
#include "config.h"

#include "servers/login/login.h"

/* "<1@example.org>#012": the line end of the header stays */
static bool pmg_message_id(struct event *event, struct text text) {
    struct text id;
    if (text_ends(text, TEXT("#012")))
        text.length -= 4;
    text = text_trim(text);
    return text_take_bracketed(&text, &id) && text.length == 0 &&
           event_set(event, FIELD_email_message_id, id);
}

/* "5/5 time=1.2 bayes=undefined autolearn=no hits=AWL(0.1),BAYES_99(3.5)": all of it the filter's */
static bool pmg_score(struct event *event, struct text text) {
    struct text score, required, before;
    if (!text_take_to(&text, TEXT("/"), &score) || !text_take_to(&text, TEXT(" time="), &required))
        return false;
    event_set(event, FIELD_vendor_spam_score, score);
    event_set(event, FIELD_vendor_spam_required, required);
    if (text_take_to(&text, TEXT(" hits="), &before))
        event_set(event, FIELD_vendor_spam_tests, text);
    return true;
}

/* "<bob@example.org> (5F2A061395) (rule: default-accept)": the id is the one that Postfix gave the
 * message that goes on */
static bool pmg_recipient(struct event *event, struct text text) {
    struct text address, id, rule;
    if (!text_take_bracketed(&text, &address))
        return false;
    event_set(event, FIELD_email_to, address);
    if (text_cut_last(&text, TEXT(" (rule: "), &rule))
        event_set(event, FIELD_vendor_filter_method,
                  text_slice(rule, 0, rule.length > 0 ? rule.length - 1 : 0));
    if (text_take(&text, TEXT(" (")) && text_take_to(&text, TEXT(")"), &id))
        event_set(event, FIELD_vendor_queued_as, id);
    return true;
}

/* "<bob@example.org> to spam quarantine - 5F2A061396 (rule: Quarantine/Mark Spam (Level 3))" */
static bool pmg_quarantined(struct event *event, struct text text) {
    struct text address, rule, id;
    if (!text_take_bracketed(&text, &address) || !text_take(&text, TEXT(" to ")))
        return false;
    event_set(event, FIELD_email_to, address);
    if (text_cut_last(&text, TEXT(" (rule: "), &rule))
        event_set(event, FIELD_vendor_filter_method,
                  text_slice(rule, 0, rule.length > 0 ? rule.length - 1 : 0));
    if (text_cut_last(&text, TEXT(" - "), &id))
        event_set(event, FIELD_vendor_quarantine_location, id);
    return true;
}

static const struct parser parsers[] = {
    {"pmg_message_id", pmg_message_id, "<1@example.org>#012"},
    {"pmg_score", pmg_score, "5/5 time=1.2 bayes=undefined autolearn=no hits=AWL(0.1),BAYES_99(3.5)"},
    {"pmg_recipient", pmg_recipient, "<bob@example.org> (5F2A061395) (rule: default-accept)"},
    {"pmg_quarantined", pmg_quarantined, "<bob@example.org> to spam quarantine - 5F2A061396 (rule: Spam)"},
    {NULL, NULL, NULL},
};

const struct server pmg_server = {.product = "pmg", .parsers = {parsers}};
