/* SPDX-License-Identifier: Apache-2.0
 *
 * opendkim - what OpenDKIM says of signatures and keys; see parser.h
 */
#include "config.h"

#include "servers/milter/milter.h"

/* "mx.example.org [192.0.2.1": the client of "... not internal"; a client without
 * a name has its address in both places */
static bool opendkim_client(struct event *event, struct text text) {
    size_t open = text_find_last(text, TEXT(" ["));
    if (open == TEXT_NONE)
        return false;
    if (!text_starts(text, TEXT("[")))
        event_set(event, FIELD_source_hostname, text_slice(text, 0, open));
    set_ip(event, FIELD_source_ip, text_skip(text, open + 2));
    return true;
}

/* "example.org'": a domain out of the message's From header, and its closing quote */
static bool opendkim_quoted_domain(struct event *event, struct text text) {
    return text_ends(text, TEXT("'")) &&
           event_set(event, FIELD_vendor_dkim_domain, text_slice(text, 0, text.length - 1));
}

/* "alice@example.org'": an address out of the From header, and its closing quote */
static bool opendkim_quoted_address(struct event *event, struct text text) {
    size_t at = text_find_last_char(text, '@');
    return at != TEXT_NONE && opendkim_quoted_domain(event, text_skip(text, at + 1));
}

/* "bob@example.com'": a recipient, and its closing quote */
static bool opendkim_quoted_recipient(struct event *event, struct text text) {
    return text_ends(text, TEXT("'")) &&
           event_set(event, FIELD_email_to, text_slice(text, 0, text.length - 1));
}

/* "198.51.100.7 attempted to send as example.com", also with a host name */
static bool opendkim_external(struct event *event, struct text text) {
    struct text host;
    if (!text_take_to_only(&text, TEXT(" attempted to send as "), &host))
        return text_find(text, TEXT(" attempted to send as ")) != TEXT_NONE;
    event_set(event, FIELD_source_hostname, host);
    return event_set(event, FIELD_vendor_dkim_domain, text);
}

/* "SSL error:0A:...", "SSL" alone, or with "a=rsa-sha256 " in front: behind "s=... d=..." */
static bool opendkim_ssl_error(struct event *event, struct text text) {
    if (text_take(&text, TEXT("a=")))
        text = text_skip(text, text_span(text, MILTER_LOWER_CASE MILTER_DIGITS "-") + 1);
    if (text_is(text, TEXT("SSL")))
        return true;
    return text_take(&text, TEXT("SSL ")) && event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* "AbCd domain=example.org selector=mail result="no signature error"", the first
 * of one or several, which "; " joins. Only one of them is taken apart. */
static bool opendkim_signature(struct event *event, struct text text) {
    struct text piece;
    if (text_find(text, TEXT(" domain=")) == TEXT_NONE || !text_ends(text, TEXT("\"")))
        return false;
    if (!text_take_to_only(&text, TEXT(" domain="), &piece) ||
        !text_take_to_only(&text, TEXT(" selector="), &piece))
        return true;
    event_set(event, FIELD_vendor_dkim_domain, piece);
    if (!text_take_to_only(&text, TEXT(" result=\""), &piece))
        return true;
    event_set(event, FIELD_vendor_dkim_selector, piece);
    return event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, text.length - 1));
}

static const struct parser parsers[] = {
    {"opendkim_job", milter_job, "D0234AA4A01"},
    {"opendkim_error", milter_error, "2F239AA4A01: error loading key 'mail._domainkey.example.org'"},
    {"opendkim_client", opendkim_client, "out1.mta.example.org [192.0.2.144"},
    {"opendkim_quoted_domain", opendkim_quoted_domain, "example.org'"},
    {"opendkim_quoted_address", opendkim_quoted_address, "alice@example.org'"},
    {"opendkim_quoted_recipient", opendkim_quoted_recipient, "bob@example.com'"},
    {"opendkim_external", opendkim_external, "mx.example.org attempted to send as example.com"},
    {"opendkim_ssl_error", opendkim_ssl_error, "a=rsa-sha256 SSL error:02000068:rsa routines::bad signature"},
    {"opendkim_signature", opendkim_signature,
     "AbCd1234 domain=example.org selector=sel result=\"no signature error\""},
    {NULL, NULL, NULL},
};

const struct server opendkim_server = {.product = "opendkim", .parsers = {parsers}, .queue = "postfix"};
