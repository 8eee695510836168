/* SPDX-License-Identifier: Apache-2.0
 *
 * saslauthd - Cyrus SASL's password daemon, and PAM behind it; see parser.h
 *
 * Sources: cyrus-sasl 2.1.28, saslauthd/saslauthd-main.c do_auth(); Linux-PAM 1.5,
 * modules/pam_unix/support.c.
 */
#include "config.h"

#include "servers/login/login.h"

static bool take_attempt(struct event *event, const struct text *pieces, bool certain) {
    if (certain) {
        login_set_user_in_realm(event, pieces[1], pieces[3]);
        event_set(event, FIELD_service_name, pieces[2]);
    }
    return true;
}

/* "[user=bob] [service=smtp] [realm=example.org] [mech=pam] [reason=PAM auth error]" */
static bool saslauthd_failure(struct event *event, struct text text) {
    static const char *const SEPARATORS[] = {
        "[user=", "] [service=", "] [realm=", "] [mech=", "] [reason=", "]"};
    struct text pieces[6];
    bool certain;
    if (!login_split(text, SEPARATORS, 6, pieces, &certain) || pieces[0].length > 0)
        return false;
    if (certain)
        event_set(event, FIELD_vendor_event_outcome_reason, pieces[5]);
    return take_attempt(event, pieces, certain);
}

/* the same without a reason; "(cached)" has no mechanism */
static bool saslauthd_success(struct event *event, struct text text) {
    static const char *const SEPARATORS[] = {"[user=", "] [service=", "] [realm=", "]"};
    struct text pieces[4];
    bool certain;
    struct text mechanism;
    size_t end = text_find_last(text, TEXT("] [mech="));
    if (end != TEXT_NONE) {
        mechanism = text_skip(text, end + 8);
        if (text_find_char(mechanism, ']') != mechanism.length - 1)
            return false;
        text = text_slice(text, 0, end + 1);
    }
    return login_split(text, SEPARATORS, 4, pieces, &certain) && pieces[0].length == 0 &&
           take_attempt(event, pieces, certain);
}

/* "smtp:auth": the service and what PAM was asked for */
static bool saslauthd_pam_service(struct event *event, struct text text) {
    size_t colon = text_find_char(text, ':');
    return colon != TEXT_NONE && event_set(event, FIELD_service_name, text_slice(text, 0, colon));
}

/* "logname= uid=0 euid=0 tty=dovecot ruser=bob rhost=192.0.2.1  user=bob": ruser and user are what the
 * client gave, and ruser stands before rhost */
static bool saslauthd_pam_failure(struct event *event, struct text text) {
    static const char *const SEPARATORS[] = {
        "logname=", " uid=", " euid=", " tty=", " ruser=", " rhost=", ""};
    struct text pieces[7];
    bool certain;
    struct text user = {NULL, 0};
    size_t at = text_find_only(text, TEXT("  user="));
    bool one_user = at != TEXT_NONE || text_find(text, TEXT("  user=")) == TEXT_NONE;
    if (at != TEXT_NONE) {
        user = text_skip(text, at + 7);
        text = text_slice(text, 0, at);
    }
    if (!login_split(text, SEPARATORS, 7, pieces, &certain) || pieces[0].length > 0)
        return false;
    if (!certain || !one_user)
        return true;
    login_set_user(event, user.length > 0 ? user : pieces[5]);
    login_set_client(event, text_trim(pieces[6]));
    return true;
}

static const struct parser parsers[] = {
    {"saslauthd_failure", saslauthd_failure,
     "[user=bob] [service=smtp] [realm=example.org] [mech=pam] [reason=PAM auth error]"},
    {"saslauthd_success", saslauthd_success, "[user=bob] [service=smtp] [realm=] [mech=shadow]"},
    {"saslauthd_pam_service", saslauthd_pam_service, "smtp:auth"},
    {"saslauthd_pam_failure", saslauthd_pam_failure,
     "logname= uid=0 euid=0 tty=dovecot ruser=bob rhost=192.0.2.1  user=bob"},
    {NULL, NULL, NULL},
};

const struct server saslauthd_server = {.product = "saslauthd", .parsers = {parsers}};
