/* SPDX-License-Identifier: Apache-2.0
 *
 * zimbra - log-ins in Zimbra's audit.log; see parser.h
 *
 * Source: Zimbra 8 to 10, store/src/java: ZimbraLog.java encodeAttrs(), LogFactory and the calls of
 * ZimbraLog.security. The context in brackets holds what the server knows of the client: oip is the address
 * that nginx saw, ip that of the nearest peer. The user agent and the account are the client's words.
 */
#include "config.h"

#include "servers/login/login.h"

/* the value of a name in "name=bob;ip=192.0.2.1;", found once; absent else */
static struct text value_of(struct text context, struct text name) {
    struct text value;
    size_t at = text_find_only(context, name);
    if (at == TEXT_NONE || (at > 0 && context.start[at - 1] != ';'))
        return (struct text){NULL, 0};
    context = text_skip(context, at + name.length);
    return text_take_to(&context, TEXT(";"), &value) ? value : (struct text){NULL, 0};
}

/* "name=bob@example.org;oip=192.0.2.1;ua=x;": where oip is not certain, no address is */
static void set_client(struct event *event, struct text context) {
    struct text outside = value_of(context, TEXT("oip="));
    if (outside.length > 0) {
        size_t comma =
            text_find_last_char(outside, ','); /* X-Forwarded-For: the last is the proxy's own word */
        login_set_client(event, text_trim(text_skip(outside, comma == TEXT_NONE ? 0 : comma + 1)));
    } else if (text_find(context, TEXT("oip=")) == TEXT_NONE) {
        size_t at = text_starts(context, TEXT("ip=")) ? 0 : text_find_only(context, TEXT(";ip="));
        if (at != TEXT_NONE) {
            struct text rest = text_skip(context, at + (at > 0 ? 4 : 3)), value;
            if (text_take_to(&rest, TEXT(";"), &value))
                login_set_client(event, value);
        }
    }
}

/* "oip=192.0.2.1;ua=x;] security - cmd=Auth; account=bob@example.org; protocol=imap;" and, of a failure,
 * " error=authentication failed for [bob@example.org], invalid password;" */
static bool take_auth(struct event *event, struct text text, struct text *account, struct text *rest) {
    struct text context;
    const struct text COMMAND = TEXT("] security - cmd=Auth; account=");
    if (text_find_only(text, COMMAND) == TEXT_NONE || !text_take_to(&text, COMMAND, &context))
        return false;
    set_client(event, context);
    *account = (struct text){NULL, 0};
    *rest = text;
    return text_find_only(text, TEXT("; protocol=")) == TEXT_NONE ||
           text_take_to(rest, TEXT("; protocol="), account);
}

static bool zimbra_auth(struct event *event, struct text text) {
    struct text account, rest, protocol;
    if (!take_auth(event, text, &account, &rest))
        return false;
    login_set_user(event, account);
    if (account.length > 0 && text_take_to(&rest, TEXT(";"), &protocol))
        event_set(event, FIELD_service_name, protocol);
    struct text error;
    size_t at = text_find(rest, TEXT("error="));
    if (at != TEXT_NONE) {
        error = text_trim(text_skip(rest, at + 6));
        size_t comma = text_find_last(error, TEXT(", ")); /* what follows the account in brackets */
        error = text_skip(error, comma == TEXT_NONE ? 0 : comma + 2);
        if (text_ends(error, TEXT(";")))
            error.length--;
        event_set(event, FIELD_vendor_event_outcome_reason, error);
        event_set(event, FIELD_vendor_event_outcome, TEXT("failed"));
    } else {
        event_set(event, FIELD_vendor_event_outcome, TEXT("success"));
    }
    return true;
}

static const struct parser parsers[] = {
    {"zimbra_auth", zimbra_auth,
     "name=bob@example.org;oip=192.0.2.1;ua=x;] security - cmd=Auth; account=bob@example.org; "
     "protocol=imap;"},
    {NULL, NULL, NULL},
};

const struct server zimbra_server = {.product = "zimbra", .parsers = {parsers}};
