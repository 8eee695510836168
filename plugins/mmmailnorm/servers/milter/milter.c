/* SPDX-License-Identifier: Apache-2.0
 *
 * milter - parsers of the milters and policy servers that write into the
 * same log: OpenDKIM, OpenDMARC, policyd-spf and Postgrey; the contract is in
 * parser.h. Amavis has amavis.c.
 */
#include "config.h"

#include "servers/parser.h"
#include "reply/reply.h"

#define DIGITS "0123456789"
#define LOWER_CASE "abcdefghijklmnopqrstuvwxyz"
#define UPPER_CASE "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* offset of the needle where it stands in text just once, or TEXT_NONE */
static size_t find_only(struct text text, struct text needle) {
    size_t first = text_find(text, needle);
    return first == text_find_last(text, needle) ? first : TEXT_NONE;
}

/* take_up_to - what stands before the only needle goes to piece, text goes on
 * behind it; false, and nothing taken, where there is none or more than one */
static bool take_up_to(struct text *text, struct text needle, struct text *piece) {
    size_t at = find_only(*text, needle);
    if (at == TEXT_NONE)
        return false;
    *piece = text_slice(*text, 0, at);
    *text = text_skip(*text, at + needle.length);
    return true;
}

static bool is_queue_id(struct text id) {
    return id.length >= 5 && id.length <= 32 && text_span(id, DIGITS LOWER_CASE UPPER_CASE) == id.length;
}

/* the queue id in front of a milter's text; OpenDKIM writes (unknown-jobid) where
 * the MTA did not give it one */
static bool milter_job(struct event *event, struct text text) {
    if (text_is(text, TEXT("(unknown-jobid)")))
        return true;
    return is_queue_id(text) && event_set(event, FIELD_email_uid, text);
}

/* "mx.example.org [192.0.2.1": the client of "... not internal"; a client without
 * a name has its address in both places */
static bool milter_client(struct event *event, struct text text) {
    size_t open = text_find_last(text, TEXT(" ["));
    if (open == TEXT_NONE)
        return false;
    if (!text_starts(text, TEXT("[")))
        event_set(event, FIELD_source_hostname, text_slice(text, 0, open));
    set_ip(event, FIELD_source_ip, text_skip(text, open + 2));
    return true;
}

/* "example.org'": a domain out of the message's From header, and its closing quote */
static bool milter_quoted_domain(struct event *event, struct text text) {
    return text_ends(text, TEXT("'")) &&
           event_set(event, FIELD_vendor_dkim_domain, text_slice(text, 0, text.length - 1));
}

/* "alice@example.org'": an address out of the From header, and its closing quote */
static bool milter_quoted_address(struct event *event, struct text text) {
    size_t at = text_find_last_char(text, '@');
    return at != TEXT_NONE && milter_quoted_domain(event, text_skip(text, at + 1));
}

/* "bob@example.com'": a recipient, and its closing quote */
static bool milter_quoted_recipient(struct event *event, struct text text) {
    return text_ends(text, TEXT("'")) &&
           event_set(event, FIELD_email_to, text_slice(text, 0, text.length - 1));
}

/* "198.51.100.7 attempted to send as example.com", also with a host name */
static bool milter_external(struct event *event, struct text text) {
    struct text host;
    if (!take_up_to(&text, TEXT(" attempted to send as "), &host))
        return text_find(text, TEXT(" attempted to send as ")) != TEXT_NONE;
    event_set(event, FIELD_source_hostname, host);
    return event_set(event, FIELD_vendor_dkim_domain, text);
}

/* "error:0A:...", or with "a=rsa-sha256 SSL " in front: behind "s=... d=..." */
static bool milter_ssl_error(struct event *event, struct text text) {
    if (text_take(&text, TEXT("a=")))
        text = text_skip(text, text_span(text, LOWER_CASE DIGITS "-") + 1);
    return text_take(&text, TEXT("SSL ")) && event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* "AbCd domain=example.org selector=mail result="no signature error"", the first
 * of one or several, which "; " joins. Only one of them is taken apart. */
static bool milter_signature(struct event *event, struct text text) {
    struct text piece;
    if (text_find(text, TEXT(" domain=")) == TEXT_NONE || !text_ends(text, TEXT("\"")))
        return false;
    if (!take_up_to(&text, TEXT(" domain="), &piece) || !take_up_to(&text, TEXT(" selector="), &piece))
        return true;
    event_set(event, FIELD_vendor_dkim_domain, piece);
    if (!take_up_to(&text, TEXT(" result=\""), &piece))
        return true;
    event_set(event, FIELD_vendor_dkim_selector, piece);
    return event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, text.length - 1));
}

/* "example.org pass": what OpenDMARC's own SPF check found */
static bool milter_spf_result(struct event *event, struct text text) {
    size_t blank = text_find_char(text, ' ');
    struct text result = text_skip(text, blank == TEXT_NONE ? text.length : blank + 1);
    if (result.length == 0 || text_span(result, LOWER_CASE) != result.length)
        return false;
    event_set(event, FIELD_vendor_spf_domain, text_slice(text, 0, blank));
    return event_set(event, FIELD_vendor_spf_result, result);
}

/* Whether text is of that form; a star stands for any text, also for none. Each piece
 * between stars is taken where it stands first, so that no text is read twice. */
static bool has_form(struct text text, struct text form) {
    size_t star = text_find_char(form, '*');
    if (star == TEXT_NONE)
        return text_is(text, form);
    if (!text_take(&text, text_slice(form, 0, star)))
        return false;
    for (;;) {
        form = text_skip(form, star + 1);
        star = text_find_char(form, '*');
        if (star == TEXT_NONE)
            return text_ends(text, form);
        size_t at = text_find(text, text_slice(form, 0, star));
        if (at == TEXT_NONE)
            return false;
        text = text_skip(text, at + star);
    }
}

/* errors of opendkim.c and opendmarc.c, as their calls of syslog() print them */
static const char *const ERRORS[] = {"*malloc(): *",
                                     "*smfi_*() failed",
                                     "*header add failed",
                                     "*header remove failed",
                                     "*fork(): *",
                                     "*setgid(): *",
                                     "*setuid(): *",
                                     "*initgroups(): *",
                                     "*sigaction(): *",
                                     "*socket cleanup failed: *",
                                     "*prctl(): *",
                                     "*pthread_*(): *",
                                     "*popen(): *",
                                     "*pclose()*",
                                     "*fopen(): *",
                                     "*fwrite(): *",
                                     "*chdir(): *",
                                     "*chroot(): *",
                                     "*mkstemp(): *",
                                     "*fdopen(): *",
                                     "*curl_easy_*failed*",
                                     "*access(): *",
                                     "*open(): *",
                                     "*stat(): *",
                                     "*read()*",
                                     "*strdup(): *",
                                     "*flock(LOCK_*): *",
                                     "*lockf(F_*): *",
                                     "*dkimf_*failed*",
                                     "*dkim_*failed",
                                     "*opendmarc_policy_*",
                                     "can't *",
                                     "cannot *",
                                     "error *",
                                     "failed to *",
                                     "key '*",
                                     "KeyTable entry for '*",
                                     "mlfi_negotiate(): *",
                                     "no such user or uid '*'",
                                     "no such group or gid '*'",
                                     "using ChangeRootDirectory without Userid not advised",
                                     "maximum restart * exceeded",
                                     "terminated with signal *",
                                     "exited with status *",
                                     "WARNING: *",
                                     "ignoring reload signal",
                                     "*: configuration error at line *: *",
                                     "*: required parameter \"*\" missing",
                                     "*: key data is not secure: *",
                                     "*: read/parse error",
                                     "internal error from libopendkim: *",
                                     "*: internal error from libopendkim: *",
                                     "resource unavailable: *",
                                     "*: resource unavailable: *",
                                     "signature processing failed: *",
                                     "syntax error: *",
                                     "signature generation error: *",
                                     "statistics recording failed",
                                     "too much header data",
                                     "ignoring header field '*'",
                                     "message requeueing (internal error)",
                                     "overflow parsing \"*\"",
                                     "rate limit for * exceeded",
                                     "error reading signing table",
                                     "signing table references unknown key '*'",
                                     "multi-valued From field detected",
                                     "unable to parse From header field",
                                     "unable to create buffer for failure report",
                                     "unable to parse validated SPF address <*>",
                                     "ignoring invalid * header \"*\"",
                                     "RFC5322 requirement error: *",
                                     "RFC5322 header requirement error",
                                     "no such *",
                                     "regexec() failed"};

/* an error of a milter, behind the queue id where it has one */
static bool milter_error(struct event *event, struct text text) {
    struct text rest = text;
    size_t colon = text_find(text, TEXT(": "));
    if (colon != TEXT_NONE && milter_job(event, text_slice(text, 0, colon)))
        rest = text_skip(text, colon + 2);
    for (size_t i = 0; i < sizeof(ERRORS) / sizeof(ERRORS[0]); i++)
        if (has_form(rest, text_of(ERRORS[i])))
            return event_set(event, FIELD_vendor_warning_description, rest);
    return false;
}

/* "192.0.2.1; helo=mx.example.org; envelope-from=alice@example.org; receiver=... ":
 * HELO name and sender may imitate what follows them */
static void set_spf_client(struct event *event, struct text text) {
    struct text piece;
    size_t semicolon = text_find(text, TEXT("; helo="));
    if (semicolon == TEXT_NONE)
        return;
    set_ip(event, FIELD_source_ip, text_slice(text, 0, semicolon));
    text = text_trim(text_skip(text, semicolon + 7));
    if (!take_up_to(&text, TEXT("; envelope-from="), &piece))
        return;
    event_set(event, FIELD_vendor_helo, piece);
    if (!take_up_to(&text, TEXT("; receiver="), &piece))
        return;
    if (!text_is(piece, TEXT("<>")))
        event_set(event, FIELD_email_from, piece);
    if (text_find_char(text, '@') != TEXT_NONE)
        event_set(event, FIELD_email_to, text);
}

/* "identity=mailfrom; client-ip=192.0.2.1; helo=...": SPF results of policyd-spf */
static bool spf_detail(struct event *event, struct text text) {
    if (!text_take(&text, TEXT("identity=")))
        return false;
    size_t length = text_span(text, LOWER_CASE);
    event_set(event, FIELD_vendor_spf_identity, text_slice(text, 0, length));
    text = text_skip(text, length);
    if (!text_take(&text, TEXT("; client-ip=")))
        return false;
    set_spf_client(event, text);
    return length > 0;
}

/* takes "Pass" and its like, lower case in the field */
static bool take_spf_result(struct event *event, struct text *text) {
    size_t length = text_span(*text, LOWER_CASE UPPER_CASE);
    event_set_lower(event, FIELD_vendor_spf_result, text_slice(*text, 0, length));
    *text = text_skip(*text, length);
    return length > 0;
}

/* "Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; ...": the comment may
 * hold an explanation that the sender's domain wrote */
static bool spf_received(struct event *event, struct text text) {
    const struct text IDENTITY = TEXT(") identity=");
    if (!take_spf_result(event, &text) || !text_take(&text, TEXT(" (")))
        return false;
    size_t at = find_only(text, IDENTITY);
    if (at == TEXT_NONE)
        return text_find(text, IDENTITY) != TEXT_NONE;
    event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, at));
    return spf_detail(event, text_skip(text, at + 2));
}

/* "Pass" and its like */
static bool spf_result(struct event *event, struct text text) {
    return take_spf_result(event, &text) && text.length == 0;
}

/* "SPF check N/A for local connections - client-ip=127.0.0.1; helo=..." */
static bool spf_skipped(struct event *event, struct text text) {
    const struct text CLIENT = TEXT(" - client-ip=");
    size_t at = text_find(text, CLIENT);
    if (at == TEXT_NONE)
        return false;
    event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, at));
    set_spf_client(event, text_skip(text, at + CLIENT.length));
    return true;
}

/* "mx.example.com; spf=pass (comment) smtp.mailfrom=example.org" */
static bool spf_authentication_results(struct event *event, struct text text) {
    const struct text RESULT = TEXT("; spf=");
    size_t at = text_find(text, RESULT);
    if (at == TEXT_NONE)
        return text_find(text, TEXT("; none")) != TEXT_NONE;
    text = text_skip(text, at + RESULT.length);
    return take_spf_result(event, &text);
}

/* "4.7.24 Message deferred due to: ... Please see http://www.openspf.net/Why?s=mfrom;
 * id=alice@example.org;ip=192.0.2.1;r=example.com"; the code may be switched off */
static bool spf_reply(struct event *event, struct text text) {
    size_t ip = find_only(text, TEXT(";ip=")), receiver = find_only(text, TEXT(";r="));
    if (ip != TEXT_NONE && receiver != TEXT_NONE && ip < receiver)
        set_ip(event, FIELD_source_ip, text_slice(text, ip + 4, receiver));
    return reply_add(event, text, REPLY_LOCAL) || event_set(event, FIELD_vendor_event_outcome_reason, text);
}

/* "550 5.7.23 Message rejected due to: ...", behind ": " or "4XYZ: " where the
 * queue id is to be logged */
static bool spf_reject(struct event *event, struct text text) {
    size_t colon = text_find(text, TEXT(": "));
    if (colon == 0 || (colon != TEXT_NONE && text_find_char(text_slice(text, 0, colon), ' ') == TEXT_NONE &&
                       milter_job(event, text_slice(text, 0, colon))))
        text = text_skip(text, colon + 2);
    return text_starts(text, TEXT("550 ")) && spf_reply(event, text);
}

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
        if (!take_up_to(&text, TEXT(", recipient="), &sender))
            return text_find(text, TEXT(", recipient=")) != TEXT_NONE;
        event_set(event, FIELD_email_from, sender);
    } else if (!text_take(&text, RECIPIENT)) {
        return text.length == 0;
    }
    return event_set(event, FIELD_email_to, text);
}

/* "mx.example.org[192.0.2.1]" or "192.0.2.1": a client that needs no greylisting now */
static bool postgrey_whitelisted(struct event *event, struct text text) {
    size_t open = text_find_last_char(text, '[');
    if (open != TEXT_NONE && text_ends(text, TEXT("]"))) {
        event_set(event, FIELD_source_hostname, text_slice(text, 0, open));
        text = text_slice(text, open + 1, text.length - 1);
    }
    set_ip(event, FIELD_source_ip, text);
    return event_has(event, FIELD_source_ip);
}

const struct parser milter_parsers[] = {{"milter_job", milter_job},
                                        {"milter_client", milter_client},
                                        {"milter_quoted_domain", milter_quoted_domain},
                                        {"milter_quoted_address", milter_quoted_address},
                                        {"milter_quoted_recipient", milter_quoted_recipient},
                                        {"milter_external", milter_external},
                                        {"milter_ssl_error", milter_ssl_error},
                                        {"milter_signature", milter_signature},
                                        {"milter_spf_result", milter_spf_result},
                                        {"milter_error", milter_error},
                                        {"spf_received", spf_received},
                                        {"spf_result", spf_result},
                                        {"spf_detail", spf_detail},
                                        {"spf_skipped", spf_skipped},
                                        {"spf_authentication_results", spf_authentication_results},
                                        {"spf_reply", spf_reply},
                                        {"spf_reject", spf_reject},
                                        {"postgrey_action", postgrey_action},
                                        {"postgrey_whitelisted", postgrey_whitelisted},
                                        {NULL, NULL}};
