/* SPDX-License-Identifier: Apache-2.0
 *
 * policyd_spf - SPF results and refusals of policyd-spf; see parser.h
 */
#include "config.h"

#include "servers/milter/milter.h"
#include "reply/reply.h"

/* "192.0.2.1; helo=mx.example.org; envelope-from=alice@example.org; receiver=... ":
 * HELO name and sender may imitate what follows them */
static void set_spf_client(struct event *event, struct text text) {
    struct text piece;
    size_t semicolon = text_find(text, TEXT("; helo="));
    if (semicolon == TEXT_NONE)
        return;
    set_ip(event, FIELD_source_ip, text_slice(text, 0, semicolon));
    text = text_trim(text_skip(text, semicolon + 7));
    if (!text_take_to_only(&text, TEXT("; envelope-from="), &piece))
        return;
    event_set(event, FIELD_vendor_helo, piece);
    if (!text_take_to_only(&text, TEXT("; receiver="), &piece))
        return;
    if (!text_is(piece, TEXT("<>")))
        event_set(event, FIELD_email_from, piece);
    if (text_find_char(text, '@') != TEXT_NONE)
        event_set(event, FIELD_email_to, text);
}

/* "identity=mailfrom; client-ip=192.0.2.1; helo=...": SPF results of policyd-spf */
static bool policyd_spf_detail(struct event *event, struct text text) {
    if (!text_take(&text, TEXT("identity=")))
        return false;
    size_t length = text_span(text, MILTER_LOWER_CASE);
    event_set(event, FIELD_vendor_spf_identity, text_slice(text, 0, length));
    text = text_skip(text, length);
    if (!text_take(&text, TEXT("; client-ip=")))
        return false;
    set_spf_client(event, text);
    return length > 0;
}

/* takes "Pass" and its like, lower case in the field */
static bool take_spf_result(struct event *event, struct text *text) {
    size_t length = text_span(*text, MILTER_LOWER_CASE MILTER_UPPER_CASE);
    event_set_lower(event, FIELD_vendor_spf_result, text_slice(*text, 0, length));
    *text = text_skip(*text, length);
    return length > 0;
}

/* "Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; ...": the comment may
 * hold an explanation that the sender's domain wrote */
static bool policyd_spf_received(struct event *event, struct text text) {
    const struct text IDENTITY = TEXT(") identity=");
    if (!take_spf_result(event, &text) || !text_take(&text, TEXT(" (")))
        return false;
    size_t at = text_find_only(text, IDENTITY);
    if (at == TEXT_NONE)
        return text_find(text, IDENTITY) != TEXT_NONE;
    event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, at));
    return policyd_spf_detail(event, text_skip(text, at + 2));
}

/* "prepend: Text: Received-SPF: Pass (mailfrom) ...  Reject action: 550 5.7.23": what will be answered,
 * as debug level 3 has it */
static bool policyd_spf_action(struct event *event, struct text text) {
    size_t name = text_span(text, MILTER_LOWER_CASE "_"),
           end = text_find_last(text, TEXT(" Reject action: "));
    event_set(event, FIELD_vendor_event_action, text_slice(text, 0, name));
    text = text_slice(text, name, end);
    if (name == 0 || end == TEXT_NONE || !text_take(&text, TEXT(": Text: ")))
        return false;
    if (text_take(&text, TEXT("Received-SPF: ")))
        return policyd_spf_received(event, text_trim(text));
    return event_set(event, FIELD_vendor_event_outcome_reason, text_trim(text));
}

/* "Pass" and its like */
static bool policyd_spf_result(struct event *event, struct text text) {
    return take_spf_result(event, &text) && text.length == 0;
}

/* "SPF check N/A for local connections - client-ip=127.0.0.1; helo=..." */
static bool policyd_spf_skipped(struct event *event, struct text text) {
    const struct text CLIENT = TEXT(" - client-ip=");
    size_t at = text_find(text, CLIENT);
    if (at == TEXT_NONE)
        return false;
    event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, at));
    set_spf_client(event, text_skip(text, at + CLIENT.length));
    return true;
}

/* "mx.example.com; spf=pass (comment) smtp.mailfrom=example.org" */
static bool policyd_spf_authentication_results(struct event *event, struct text text) {
    const struct text RESULT = TEXT("; spf=");
    size_t at = text_find(text, RESULT);
    if (at == TEXT_NONE)
        return text_find(text, TEXT("; none")) != TEXT_NONE;
    text = text_skip(text, at + RESULT.length);
    return take_spf_result(event, &text);
}

/* "4.7.24 Message deferred due to: ... Please see http://www.openspf.net/Why?s=mfrom;
 * id=alice@example.org;ip=192.0.2.1;r=example.com"; the code may be switched off */
static bool policyd_spf_reply(struct event *event, struct text text) {
    size_t ip = text_find_only(text, TEXT(";ip=")), receiver = text_find_only(text, TEXT(";r="));
    if (ip != TEXT_NONE && receiver != TEXT_NONE && ip < receiver)
        set_ip(event, FIELD_source_ip, text_slice(text, ip + 4, receiver));
    return reply_add(event, text, REPLY_LOCAL) || event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* "550 5.7.23 Message rejected due to: ...", behind ": " or "4XYZ: " where the
 * queue id is to be logged */
static bool policyd_spf_reject(struct event *event, struct text text) {
    size_t colon = text_find(text, TEXT(": "));
    if (colon == 0 || (colon != TEXT_NONE && text_find_char(text_slice(text, 0, colon), ' ') == TEXT_NONE &&
                       milter_job(event, text_slice(text, 0, colon))))
        text = text_skip(text, colon + 2);
    return text_starts(text, TEXT("550 ")) && policyd_spf_reply(event, text);
}

/* takes "NAME=value; " off the end; the value of a name that comes twice is the sender's */
static void cut_pair(struct text *text, struct text name, struct text *value) {
    size_t at = text_find_only(*text, name);
    *value = (struct text){NULL, 0};
    if (at == TEXT_NONE)
        return;
    *value = text_skip(*text, at + name.length);
    *text = text_slice(*text, 0, at);
}

/* "example.com: 192.0.2.1 is authorized to use 'alice@example.com' in 'mfrom' identity ...) receiver=mx;
 * identity=mailfrom; envelope-from="alice@example.com"; helo=mx.example.com; client-ip=192.0.2.1" */
static void set_explanation(struct event *event, struct text text) {
    const struct text USE = TEXT(" to use '");
    struct text ip, helo;
    cut_pair(&text, TEXT("; client-ip="), &ip);
    cut_pair(&text, TEXT("; helo="), &helo);
    if (ip.length > 0) {
        set_ip(event, FIELD_source_ip, ip);
        event_set(event, FIELD_vendor_helo, helo);
    }
    size_t colon = text_find(text, TEXT(": ")), use = text_find_only(text, USE);
    if (colon == TEXT_NONE || use == TEXT_NONE || use < colon)
        return;
    event_set(event, FIELD_vendor_spf_domain, text_slice(text, 0, colon));
    struct text client = text_slice(text, colon + 2, use);
    if (!event_has(event, FIELD_source_ip))
        set_ip(event, FIELD_source_ip, text_slice(client, 0, text_find_char(client, ' ')));
    text = text_skip(text, use + USE.length);
    size_t in = text_find_only(text, TEXT("' in '"));
    struct text sender = text_slice(text, 0, in);
    if (in != TEXT_NONE && text_find_char(sender, '@') != TEXT_NONE)
        event_set(event, FIELD_email_from, sender);
}

/* "Received-SPF: pass (example.com: ...) ...", or "Authentication-Results: mx; none (why)": what
 * policyd-spf-perl puts into the header */
static bool policyd_spf_prepended(struct event *event, struct text text) {
    if (!text_take(&text, TEXT("Received-SPF: ")))
        return text_starts(text, TEXT("Authentication-Results: "));
    if (!take_spf_result(event, &text))
        return false;
    if (text_take(&text, TEXT(" (")))
        set_explanation(event, text);
    return true;
}

static const struct parser parsers[] = {
    {"policyd_spf_job", milter_job, "D0234AA4A01"},
    {"policyd_spf_action", policyd_spf_action,
     "prepend: Text: Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=x; "
     "envelope-from=y; receiver=z Reject action: 550 5.7.23"},
    {"policyd_spf_prepended", policyd_spf_prepended,
     "Received-SPF: pass (example.com: 192.0.2.1 is authorized to use 'alice@example.com' in 'mfrom' "
     "identity)"},
    {"policyd_spf_received", policyd_spf_received,
     "Softfail (mailfrom) identity=mailfrom; client-ip=2001:db8::25; helo=mx.example.org; "
     "envelope-from=a@example.org; receiver=bob@example.com"},
    {"policyd_spf_result", policyd_spf_result, "Pass"},
    {"policyd_spf_detail", policyd_spf_detail,
     "identity=mailfrom; client-ip=192.0.2.144; helo=out1.mta.example.org; envelope-from=a@example.org; "
     "receiver=example.com"},
    {"policyd_spf_skipped", policyd_spf_skipped,
     "SPF check N/A for local connections - client-ip=127.0.0.1; helo=mail.example.com; "
     "envelope-from=alice@example.com; receiver=example.org"},
    {"policyd_spf_authentication_results", policyd_spf_authentication_results,
     "mail.example.com; spf=pass (sender SPF authorized) smtp.mailfrom=example.org"},
    {"policyd_spf_reply", policyd_spf_reply, "Message deferred due to: SPF Temporary Error"},
    {"policyd_spf_reject", policyd_spf_reject,
     ": 550 5.7.23 Message rejected due to: SPF fail - not authorized. Please see "
     "http://www.openspf.net/Why?s=mfrom;id=a@example.org;ip=198.51.100.56;r=example.com"},
    {NULL, NULL, NULL},
};

const struct server policyd_spf_server = {.product = "policyd-spf", .parsers = {parsers}, .queue = "postfix"};
