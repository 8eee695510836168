/* SPDX-License-Identifier: Apache-2.0
 *
 * postgrey - what Postgrey decides on a client; see parser.h
 */
#include "config.h"

#include "servers/milter/milter.h"

/* "new, client_name=mx.example.org, client_address=192.0.2.1, sender=alice@example.org,
 * recipient=bob@example.com": sender is left out for the null sender */
static bool postgrey_action(struct event *event, struct text text) {
    const struct text NAME = TEXT(", client_name="), ADDRESS = TEXT(", client_address="),
                      SENDER = TEXT("sender="), RECIPIENT = TEXT("recipient=");
    size_t name = text_find(text, NAME), address = text_find(text, ADDRESS), delay;
    if (name == TEXT_NONE || address == TEXT_NONE || address < name)
        return false;
    struct text reason = text_slice(text, 0, name);
    if ((delay = text_find(reason, TEXT(", delay="))) != TEXT_NONE) {
        if (!event_set(event, FIELD_vendor_greylist_delay, text_skip(reason, delay + 8)))
            return false;
        reason = text_slice(reason, 0, delay);
    }
    event_set(event, FIELD_vendor_event_outcome_reason, reason);
    event_set(event, FIELD_source_hostname, text_slice(text, name + NAME.length, address));
    text = text_skip(text, address + ADDRESS.length);
    size_t comma = text_find(text, TEXT(", "));
    struct text client = text_slice(text, 0, comma), sender;
    size_t slash = text_find_char(client, '/');
    set_ip(event, FIELD_source_ip, text_slice(client, 0, slash));
    text = text_skip(text, comma == TEXT_NONE ? text.length : comma + 2);
    if (text_take(&text, SENDER)) {
        if (!text_take_to_only(&text, TEXT(", recipient="), &sender))
            return text_find(text, TEXT(", recipient=")) != TEXT_NONE;
        event_set(event, FIELD_email_from, sender);
    } else if (!text_take(&text, RECIPIENT)) {
        return text.length == 0;
    }
    return event_set(event, FIELD_email_to, text);
}

/* "mx.example.org[192.0.2.1]" or "192.0.2.1", before 1.35 with "/32": a client that needs no greylisting
 * now */
static bool postgrey_whitelisted(struct event *event, struct text text) {
    size_t open = text_find_last_char(text, '[');
    if (open != TEXT_NONE && text_ends(text, TEXT("]"))) {
        event_set(event, FIELD_source_hostname, text_slice(text, 0, open));
        text = text_slice(text, open + 1, text.length - 1);
    }
    size_t slash = text_find_char(text, '/');
    struct text bits = text_skip(text, slash == TEXT_NONE ? text.length : slash + 1);
    if (slash != TEXT_NONE && (bits.length == 0 || text_digits(bits) != bits.length))
        return false;
    set_ip(event, FIELD_source_ip, text_slice(text, 0, slash));
    return event_has(event, FIELD_source_ip);
}

static const struct parser parsers[] = {
    {"postgrey_job", milter_job, "4jWBwT1znkz1dLct"},
    {"postgrey_action", postgrey_action,
     "triplet found, delay=312, client_name=mx.example.org, client_address=192.0.2.5, "
     "recipient=bob@example.com"},
    {"postgrey_whitelisted", postgrey_whitelisted, "mx.example.org[192.0.2.5]"},
    {NULL, NULL, NULL},
};

const struct server postgrey_server = {.product = "postgrey", .parsers = {parsers}, .queue = "postfix"};
