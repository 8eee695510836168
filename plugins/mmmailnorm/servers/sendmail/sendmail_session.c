/* SPDX-License-Identifier: Apache-2.0
 *
 * sendmail_session - rulesets, AUTH, STARTTLS and filters of Sendmail; the
 * contract is in sendmail.h
 *
 * Sendmail sources: rscheck in parseaddr.c, smtp in srvrsmtp.c (LOGAUTHFAIL,
 * MILTER_REPLY), starttls in deliver.c, tls_get_info in tls.c.
 */
#include "config.h"

#include "common/array.h"
#include "servers/sendmail/sendmail.h"
#include "reply/reply.h"

static bool is_word(struct text text) {
    for (size_t i = 0; i < text.length; i++)
        if (!char_is_alphanumeric(text.start[i]) && !char_is_in(text.start[i], "-_"))
            return false;
    return text.length > 0;
}

/* whether the needle stands more than once in text */
static bool is_ambiguous(struct text text, struct text needle) {
    return text_find(text, needle) != text_find_last(text, needle);
}

/* ---- ruleset= ---- */

enum verdict { VERDICT_NONE, VERDICT_REJECT, VERDICT_DISCARD, VERDICT_QUARANTINE };

/* ", reject=550 ...", ", quarantine=..." or ", discard", to the end of text */
static enum verdict read_verdict(struct text text, struct text *reason) {
    *reason = (struct text){NULL, 0};
    if (text_is(text, TEXT(", discard")))
        return VERDICT_DISCARD;
    *reason = text;
    if (text_take(reason, TEXT(", reject=")))
        return VERDICT_REJECT;
    if (text_take(reason, TEXT(", quarantine=")))
        return VERDICT_QUARANTINE;
    return VERDICT_NONE;
}

static void set_verdict(struct event *event, enum verdict verdict, struct text reason) {
    static const char *const ACTIONS[] = {"", "reject", "discard", "quarantine"};
    event_set(event, FIELD_vendor_event_action, text_of(ACTIONS[verdict]));
    if (verdict == VERDICT_QUARANTINE)
        event_set(event, FIELD_vendor_quarantine, reason);
    if (verdict != VERDICT_REJECT)
        return;
    if (text_ends(reason, TEXT(", errormode=4"))) /* a filter that wants the connection closed */
        reason.length -= sizeof(", errormode=4") - 1;
    event_set(event, FIELD_vendor_reject, reason);
    reply_add(event, reason, REPLY_LOCAL);
}

/* ", relay=<relay>" and a verdict behind it */
static bool read_tail(struct text text, struct text *relay, enum verdict *verdict, struct text *reason) {
    if (!text_take(&text, TEXT(", relay=")))
        return false;
    size_t end = text_find(text, TEXT(", "));
    if (end == TEXT_NONE)
        return false;
    *relay = text_slice(text, 0, end);
    *verdict = read_verdict(text_skip(text, end), reason);
    return *verdict != VERDICT_NONE && sendmail_is_relay(*relay);
}

/* Rulesets of the server; any other checks a header, whose text is free. */
static const char *const RULESETS[] = {
    "check_mail", "check_rcpt",  "check_relay", "check_compat", "check_vrfy",   "check_expn", "check_etrn",
    "check_data", "check_eom",   "check_eoh",   "tls_client",   "tls_server",   "tls_rcpt",   "try_tls",
    "trust_auth", "greet_pause", "authinfo",    "srv_features", "clt_features", NULL};

/* in those we are the client */
static const char *const CLIENT_RULESETS[] = {"tls_server", "tls_rcpt",     "try_tls",
                                              "authinfo",   "clt_features", NULL};

static bool is_among(struct text text, const char *const names[]) {
    for (size_t i = 0; names[i] != NULL; i++)
        if (text_is(text, text_of(names[i])))
            return true;
    return false;
}

/* offset of the end of "arg1=a" or "arg1=a, arg2=b" by the quoting of both; text
 * begins behind "arg1=" */
static size_t arguments_length(struct text text) {
    size_t first = sendmail_address_length(text);
    if (first == TEXT_NONE || !text_starts(text_skip(text, first), TEXT(", arg2=")))
        return first;
    size_t name = sizeof(", arg2=") - 1;
    size_t second = sendmail_address_length(text_skip(text, first + name));
    return second == TEXT_NONE ? TEXT_NONE : first + name + second;
}

/* find_tail - offset of ", relay=..." behind the arguments, TEXT_NONE if it is none
 * or cannot be told. The text of a header is free: there the last place is right,
 * as the answer to a header is the administrator's. An address is repeated in the
 * answer: there the place is right where the address ends. */
static size_t find_tail(struct text text, bool header) {
    struct text relay, reason;
    enum verdict verdict;
    size_t found = TEXT_NONE;
    unsigned count = 0;
    for (size_t at = 0; at < text.length; at++) {
        if (!read_tail(text_skip(text, at), &relay, &verdict, &reason))
            continue;
        found = at;
        count++;
    }
    if (count < 2 || header)
        return found;
    found = arguments_length(text);
    return found != TEXT_NONE && read_tail(text_skip(text, found), &relay, &verdict, &reason) ? found
                                                                                              : TEXT_NONE;
}

/* the same for a line without a relay: ", reject=..." */
static size_t find_verdict(struct text text) {
    struct text reason;
    size_t at = arguments_length(text);
    return at != TEXT_NONE && read_verdict(text_skip(text, at), &reason) != VERDICT_NONE ? at : TEXT_NONE;
}

static void set_arguments(struct event *event, struct text ruleset, struct text arguments, bool header) {
    struct text first = arguments, second = {NULL, 0};
    size_t at = header ? TEXT_NONE : text_find(arguments, TEXT(", arg2="));
    if (at != TEXT_NONE && is_ambiguous(arguments, TEXT(", arg2=")))
        at = sendmail_address_length(arguments);
    if (at != TEXT_NONE && text_starts(text_skip(arguments, at), TEXT(", arg2="))) {
        first = text_slice(arguments, 0, at);
        second = text_skip(arguments, at + sizeof(", arg2=") - 1);
    }
    event_set(event, FIELD_vendor_arg1, header ? text_trim(first) : sendmail_bare_address(first));
    event_set(event, FIELD_vendor_arg2, sendmail_bare_address(second));
    if (text_is(ruleset, TEXT("check_mail")) || text_is(ruleset, TEXT("check_compat")))
        sendmail_set_address(event, FIELD_email_from, first);
    if (text_is(ruleset, TEXT("check_rcpt")))
        sendmail_set_address(event, FIELD_email_to, first);
    if (text_is(ruleset, TEXT("check_compat")))
        sendmail_set_address(event, FIELD_email_to, second);
}

/* "<bob@example.net>... Domain of sender address alice@example.org does not exist": check_rcpt may look
 * at the sender, whom only its answer names (cf/m4/proto.m4) */
static void set_sender_of_reason(struct event *event, struct text reason) {
    struct text recipient;
    size_t open = text_find_char(reason, '<');
    reason = text_skip(reason, open == TEXT_NONE ? reason.length : open);
    if (event_has(event, FIELD_email_from) || !text_take_bracketed(&reason, &recipient) ||
        !text_take(&reason, TEXT("... Domain of sender address ")))
        return;
    size_t end = text_find_last(reason, TEXT(" does not "));
    if (end != TEXT_NONE)
        sendmail_set_address(event, FIELD_email_from, text_slice(reason, 0, end));
}

bool sendmail_ruleset(struct event *event, struct text text) {
    size_t end = text_find(text, TEXT(", arg1="));
    if (end == TEXT_NONE || !is_word(text_slice(text, 0, end)))
        return false;
    struct text ruleset = text_slice(text, 0, end), relay = {NULL, 0}, reason;
    enum verdict verdict = VERDICT_NONE;
    bool header = !is_among(ruleset, RULESETS);
    text = text_skip(text, end + sizeof(", arg1=") - 1);
    size_t at = find_tail(text, header);
    if (at != TEXT_NONE) {
        read_tail(text_skip(text, at), &relay, &verdict, &reason);
        sendmail_relay(event, relay, is_among(ruleset, CLIENT_RULESETS) ? RELAY_SERVER : RELAY_CLIENT);
    } else {
        if (text_find(text, TEXT(", relay=")) != TEXT_NONE || (at = find_verdict(text)) == TEXT_NONE)
            return false;
        verdict = read_verdict(text_skip(text, at), &reason);
    }
    event_set(event, FIELD_vendor_ruleset, ruleset);
    set_arguments(event, ruleset, text_slice(text, 0, at), header);
    set_verdict(event, verdict, reason);
    if (text_is(ruleset, TEXT("check_rcpt")) && verdict == VERDICT_REJECT)
        set_sender_of_reason(event, reason);
    return true;
}

/* ---- AUTH ---- */

/* "[192.0.2.1], authid=alice, mech=PLAIN, bits=0" */
bool sendmail_auth(struct event *event, struct text text) {
    struct text bits, mechanism;
    if (!text_cut_last(&text, TEXT(", bits="), &bits) || !sendmail_is_number(bits) ||
        !text_cut_last(&text, TEXT(", mech="), &mechanism) || (mechanism.length > 0 && !is_word(mechanism)))
        return false;
    bool client = text_is(event_get(event, FIELD_vendor_auth), TEXT("client"));
    size_t at = client ? TEXT_NONE : text_find(text, TEXT(", authid="));
    if (!client && at == TEXT_NONE)
        return false;
    if (!sendmail_relay(event, text_slice(text, 0, at), client ? RELAY_SERVER : RELAY_CLIENT))
        return false;
    if (!client) {
        struct text user = text_skip(text, at + sizeof(", authid=") - 1);
        event_set(event, FIELD_vendor_authid, user);
        event_set(event, FIELD_user_name, user);
    }
    event_set(event, FIELD_vendor_mech, mechanism);
    event_set(event, FIELD_vendor_sasl_method, mechanism);
    event_set(event, FIELD_vendor_bits, bits);
    return true;
}

/* "PLAIN): authentication failure (-13) SASL(-13): ..., user=alice, relay=[192.0.2.1]";
 * before 8.14 without a relay, before 8.16 without a user */
bool sendmail_auth_failure(struct event *event, struct text text) {
    struct text relay = {NULL, 0}, rest = text, user = {NULL, 0};
    if (text_cut_last(&rest, TEXT(", relay="), &relay) && sendmail_relay(event, relay, RELAY_CLIENT))
        text = rest;
    size_t at = text_find(text, TEXT("): "));
    if (at == TEXT_NONE)
        return false;
    struct text mechanism = text_slice(text, 0, at);
    text = text_skip(text, at + 3);
    /* the detail may repeat the user's name: a name that holds ", user=" is left out */
    bool ambiguous = is_ambiguous(text, TEXT(", user="));
    if (text_cut_last(&text, TEXT(", user="), &user) && !ambiguous)
        event_set(event, FIELD_user_name, user);
    if (is_word(mechanism)) {
        event_set(event, FIELD_vendor_mech, mechanism);
        event_set(event, FIELD_vendor_sasl_method, mechanism);
    }
    at = text_find(text, TEXT(" ("));
    event_set(event, FIELD_vendor_event_outcome_reason, text_slice(text, 0, at));
    size_t detail = text_find(text, TEXT(") "));
    if (detail != TEXT_NONE && at != TEXT_NONE && detail > at)
        event_set(event, FIELD_vendor_event_description, text_trim(text_skip(text, detail + 2)));
    return true;
}

/* ---- STARTTLS ---- */

/* "accept failed=-1, reason=..., SSL_error=1, errno=0, retry=-1, relay=[192.0.2.1]";
 * names are there or not, by version */
bool sendmail_starttls_error(struct event *event, struct text text) {
    static const char *const NAMES[] = {", idx=", ", SSL_error=", ", timedout=", ", errno=", ", retry="};
    struct text relay, rest = text, value, reason = {NULL, 0};
    bool client = text_is(event_get(event, FIELD_vendor_starttls), TEXT("client"));
    if (text_cut_last(&rest, TEXT(", relay="), &relay)) {
        if (!sendmail_relay(event, relay, client ? RELAY_SERVER : RELAY_CLIENT))
            return false;
        text = rest;
    }
    for (size_t i = COUNT_OF(NAMES); i-- > 0;) {
        rest = text;
        if (text_cut_last(&rest, text_of(NAMES[i]), &value) && sendmail_is_number(value))
            text = rest;
    }
    size_t at = text_find(text, TEXT(", reason="));
    if (at != TEXT_NONE) {
        reason = text_skip(text, at + sizeof(", reason=") - 1);
        text = text_slice(text, 0, at);
    }
    at = text_find_last_char(text, '=');
    if (at != TEXT_NONE && sendmail_is_number(text_skip(text, at + 1))) {
        event_set(event, FIELD_vendor_starttls_error_code, text_skip(text, at + 1));
        text = text_slice(text, 0, at);
    }
    event_set(event, FIELD_vendor_starttls_error, text);
    event_set(event, FIELD_vendor_starttls_error_reason, reason);
    return true;
}

/* "1234:error:14094412:SSL routines:func:reason:file.c:1053:SSL alert number 42" */
bool sendmail_tls_error(struct event *event, struct text text) {
    size_t at = text_find(text, TEXT("error:"));
    if (at == TEXT_NONE || text_span(text, "0123456789:") != at)
        return false;
    struct text rest = text_skip(text, at + sizeof("error:") - 1);
    event_set(event, FIELD_vendor_tls_error, text);
    for (int i = 0; i < 4; i++) { /* code, library, function; then the reason */
        size_t end = text_find_char(rest, ':');
        if (i == 3)
            event_set(event, FIELD_vendor_starttls_error_reason, text_slice(rest, 0, end));
        if (end == TEXT_NONE)
            break;
        rest = text_skip(rest, end + 1);
    }
    return true;
}

/* "/C=DE/CN=mx, cert-issuer=/CN=ca, verifymsg=ok": names are the peer's words */
bool sendmail_certificate(struct event *event, struct text text) {
    struct text message, issuer;
    if (is_ambiguous(text, TEXT(", cert-issuer=")) || is_ambiguous(text, TEXT(", verifymsg=")) ||
        !text_cut_last(&text, TEXT(", verifymsg="), &message) ||
        !text_cut_last(&text, TEXT(", cert-issuer="), &issuer))
        return false;
    event_set(event, FIELD_vendor_cert_subject, text);
    event_set(event, FIELD_vendor_cert_issuer, issuer);
    event_set(event, FIELD_vendor_event_outcome_reason, message);
    return true;
}

/* ---- Milter: from=, to=, helo= ---- */

/* an argument of a stranger and the verdict behind it */
static bool read_milter(struct event *event, struct text text, struct text *argument) {
    struct text reason;
    size_t found = TEXT_NONE;
    unsigned count = 0;
    for (size_t at = 0; at < text.length; at++) {
        if (read_verdict(text_skip(text, at), &reason) == VERDICT_NONE)
            continue;
        found = at;
        count++;
    }
    if (count > 1)
        found = sendmail_address_length(text);
    if (found == TEXT_NONE)
        return false;
    enum verdict verdict = read_verdict(text_skip(text, found), &reason);
    if (verdict == VERDICT_NONE)
        return false;
    *argument = text_slice(text, 0, found);
    set_verdict(event, verdict, reason);
    return true;
}

bool sendmail_milter_sender(struct event *event, struct text text) {
    struct text sender;
    if (!read_milter(event, text, &sender))
        return false;
    sendmail_set_address(event, FIELD_email_from, sender);
    return true;
}

bool sendmail_milter_recipient(struct event *event, struct text text) {
    struct text recipient;
    if (!read_milter(event, text, &recipient))
        return false;
    sendmail_set_address(event, FIELD_email_to, recipient);
    return true;
}

bool sendmail_milter_helo(struct event *event, struct text text) {
    struct text name;
    return read_milter(event, text, &name) && event_set(event, FIELD_vendor_helo, name);
}

/* "reject=550 5.7.1 ...", "discard" */
bool sendmail_milter_verdict(struct event *event, struct text text) {
    struct text reason = text;
    if (text_is(text, TEXT("discard"))) {
        set_verdict(event, VERDICT_DISCARD, reason);
        return true;
    }
    if (!text_take(&reason, TEXT("reject=")))
        return false;
    set_verdict(event, VERDICT_REJECT, reason);
    return true;
}
