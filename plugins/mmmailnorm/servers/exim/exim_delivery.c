/* SPDX-License-Identifier: Apache-2.0
 *
 * exim_delivery - parsers of what became of a recipient ("=>", "->", ">>", "*>", "==", "**");
 * the contract is in parser.h. Source: src/deliver.c: delivery_log(), deferral_log(),
 * failure_log()
 *
 *     bob@example.net (list@example.com) <all@example.com> F=<alice@example.org> R=dnslookup
 *     T=remote_smtp H=mx.example.net [192.0.2.7]:25 X=TLS1.3:...:256 CV=yes C="250 OK" QT=1s
 */
#include "config.h"

#include "common/array.h"
#include "servers/exim/exim.h"
#include "reply/reply.h"

#define BRACKETS_MAX 8 /* of a pipe's command, that are looked at for the recipient */

/* who a line is about */
struct recipient {
    struct text address;  /* final address, local part, file, pipe or ":blackhole:" */
    struct text original; /* address that the message came with, where it is another one */
    bool special;         /* a file, a pipe, a filter's reply, ":blackhole:" */
};

/* whether what Exim writes behind a recipient follows */
static bool recipient_ends(struct text text) {
    static const char *const NEXT[] = {
        " F=<",          " Q=",      " P=<",   " R=",  " T=",          " S=", " H=", " routing",
        " transporting", " defer (", " DKIM=", " DT=", " mua_wrapper", ": ",  " : "};
    for (size_t i = 0; i < COUNT_OF(NEXT); i++)
        if (text_starts(text, text_of(NEXT[i])))
            return true;
    return text.length == 0;
}

/* takes " (list@example.com, staff@example.com)": the addresses between */
static void take_parents(struct text *text) {
    struct text rest = *text, address;
    if (!text_take(&rest, TEXT(" (")))
        return;
    while (exim_take_address(&rest, &address))
        if (!text_take(&rest, TEXT(", ")))
            break;
    if (text_take(&rest, TEXT(")")))
        *text = rest;
}

/* takes " <all@example.com>" and all between */
static bool take_original(struct text *text, struct recipient *recipient) {
    struct text rest = *text, original = {NULL, 0};
    take_parents(&rest);
    struct text bracketed = text_skip(rest, 1);
    if (text_starts(rest, TEXT(" <")) && text_take_bracketed(&bracketed, &original))
        rest = bracketed;
    if (!recipient_ends(rest))
        return false;
    recipient->original = original;
    *text = rest;
    return true;
}

/* whether an address without quotes is the quoted one: Exim writes local parts without them */
static bool is_unquoted(struct text plain, struct text quoted) {
    size_t at = 0;
    bool inside = false;
    for (size_t i = 0; i < quoted.length; i++) {
        char c = quoted.start[i];
        if (c == '"') {
            inside = !inside;
            continue;
        }
        if (inside && c == '\\' && i + 1 < quoted.length)
            c = quoted.start[++i];
        if (c == '@' && !inside && at == plain.length)
            return true; /* a local delivery's plain one has no domain */
        if (at == plain.length || plain.start[at++] != c)
            return false;
    }
    return at == plain.length;
}

/* takes 'a b@example.com <"a b"@example.com>': what the plain address has behind its first
 * blank may imitate all that follows, so it is one only where the quoted address says the same */
static bool take_unquoted(struct text *text, struct recipient *recipient) {
    const struct text OPEN = TEXT(" <\"");
    size_t at = text_find(*text, OPEN);
    if (at == TEXT_NONE)
        return false;
    struct text rest = text_skip(*text, at + 1), plain = text_slice(*text, 0, at);
    if (!text_take_bracketed(&rest, &recipient->original) || !recipient_ends(rest) ||
        !is_unquoted(plain, recipient->original))
        return false;
    recipient->address = recipient->original;
    recipient->original = (struct text){NULL, 0};
    *text = rest;
    return true;
}

/* takes "|/usr/bin/command arguments <bob@example.com>", "/var/mail/bob <...>", ">bob <...>",
 * ":blackhole: <...>", "save folder <...>" */
static bool take_special(struct text *text, struct recipient *recipient) {
    const struct text OPEN = TEXT(" <");
    size_t at = 0, next;
    recipient->special = true;
    for (int i = 0; i < BRACKETS_MAX && (next = text_find(text_skip(*text, at), OPEN)) != TEXT_NONE; i++) {
        at += next;
        struct text rest = text_skip(*text, at + 1);
        if (text_take_bracketed(&rest, &recipient->original) && recipient_ends(rest)) {
            recipient->address = text_slice(*text, 0, at);
            size_t parents = text_find_last(recipient->address, TEXT(" ("));
            if (parents != TEXT_NONE && text_ends(recipient->address, TEXT(")")))
                recipient->address.length = parents;
            *text = rest;
            return true;
        }
        at += OPEN.length;
    }
    size_t end = text_find(*text, TEXT(" R="));
    recipient->original = (struct text){NULL, 0};
    if (end == TEXT_NONE)
        end = exim_word_length(*text);
    recipient->address = text_slice(*text, 0, end);
    *text = text_skip(*text, end);
    return end > 0;
}

static bool take_recipient(struct text *text, struct recipient *recipient) {
    struct text rest = *text;
    *recipient = (struct recipient){0};
    if (rest.length == 0)
        return false;
    if (char_is_in(rest.start[0], "|/:>") || text_starts(rest, TEXT("save ")))
        return take_special(text, recipient);
    if (exim_take_address(&rest, &recipient->address) && take_original(&rest, recipient)) {
        *text = rest;
        return true;
    }
    rest = text_skip(*text, exim_word_length(*text)); /* a local part with "[" or so */
    recipient->address = text_slice(*text, 0, exim_word_length(*text));
    if (text_find_char(recipient->address, '"') == TEXT_NONE && recipient->address.length > 0 &&
        take_original(&rest, recipient)) {
        *text = rest;
        return true;
    }
    return take_unquoted(text, recipient);
}

/* a local part, a file or a pipe alone is no address */
static void set_recipient(struct event *event, const struct recipient *recipient) {
    struct text address = recipient->address, original = recipient->original;
    if (!recipient->special && text_find_char(address, '@') != TEXT_NONE) {
        event_set(event, FIELD_email_to, address);
        event_set(event, FIELD_vendor_orig_to, original);
        return;
    }
    if (text_starts(address, TEXT("/")) || text_take(&address, TEXT("save ")))
        event_set(event, FIELD_vendor_mailbox, address);
    else if (!recipient->special && original.length > 0)
        event_set(event, FIELD_vendor_account, address);
    if (original.length > 0 || !recipient->special)
        event_set(event, FIELD_email_to, original.length > 0 ? original : address);
}

/* a recipient and the elements behind it */
struct result {
    struct recipient recipient;
    struct exim_elements elements;
};

static bool take_result(struct text *text, struct result *result, bool flags) {
    *result = (struct result){.elements = {.flags = flags}};
    return take_recipient(text, &result->recipient) && exim_take_elements(text, &result->elements) &&
           /* a pipe's command may imitate the elements of a remote delivery */
           !(result->recipient.special && result->elements.host.ip.start != NULL);
}

static void set_result(struct event *event, const struct result *result) {
    set_recipient(event, &result->recipient);
    exim_set_elements(event, &result->elements);
}

/* "250 2.0.0 OK id=1tABCD-000123-4E": the other server's last reply, and its queue id
 * in the words of Exim and Postfix */
static void set_confirmation(struct event *event, struct text text) {
    static const char *const MARKS[] = {" id=", "queued as "};
    reply_add(event, text, REPLY_REMOTE);
    for (size_t i = 0; i < COUNT_OF(MARKS); i++) {
        size_t at = text_find_only(text, text_of(MARKS[i]));
        struct text id = text_skip(text, at == TEXT_NONE ? text.length : at + strlen(MARKS[i]));
        size_t length = text_span(id, EXIM_LETTERS EXIM_DIGITS "-");
        if (length >= 6 && length == id.length)
            event_set(event, FIELD_vendor_queued_as, id);
    }
}

/* what follows "=>", "->", ">>" and "*>" */
static bool exim_delivery(struct event *event, struct text text) {
    struct result result;
    const struct text *value = result.elements.value;
    if (!take_result(&text, &result, true) || (text.length > 0 && !event_has(event, FIELD_vendor_log_piece)))
        return false;
    set_result(event, &result);
    if (value[EXIM_C].start != NULL)
        set_confirmation(event, exim_unquote(event, value[EXIM_C]));
    if (text_is(result.recipient.address, TEXT(":blackhole:")) ||
        text_is(value[EXIM_T], TEXT("**bypassed**")))
        event_set(event, FIELD_vendor_status, TEXT("discarded"));
    return true;
}

/* "-44)": the error of a deferral */
static bool take_error(struct text *text) {
    struct text rest = *text;
    if (!text_take(&rest, TEXT(" defer (")))
        return false;
    text_take(&rest, TEXT("-"));
    rest = text_skip(rest, text_digits(rest));
    if (!text_take(&rest, TEXT(")")))
        return false;
    *text = rest;
    return true;
}

/* what follows "==": " R=... T=... defer (-44) H=... DT=0s: why", also with the system's word
 * for the error: " defer (110): Connection timed out H=... DT=0s: why" */
static bool exim_deferral(struct event *event, struct text text) {
    const struct text ENDS[] = {TEXT(" H="), TEXT(" DT="), TEXT(": ")};
    struct result result;
    struct text system = {NULL, 0};
    if (!take_result(&text, &result, false))
        return false;
    if (!text_take(&text, TEXT(" routing")))
        text_take(&text, TEXT(" transporting"));
    bool numbered = text_starts(text, TEXT(" defer (")) && !text_starts(text, TEXT(" defer (-"));
    if (!take_error(&text))
        return false;
    if (numbered && text_take(&text, TEXT(": "))) {
        size_t length = text.length;
        for (size_t i = 0; i < 3; i++) {
            size_t end = text_find(text, ENDS[i]);
            length = end < length ? end : length;
        }
        system = text_slice(text, 0, length);
        text = text_skip(text, length);
    }
    if (!exim_take_elements(&text, &result.elements) || (text.length > 0 && !text_take(&text, TEXT(": "))))
        return false;
    set_result(event, &result);
    event_set(event, FIELD_vendor_event_description, text.length > 0 ? system : TEXT(""));
    return exim_set_reason(event, text.length > 0 ? text : system);
}

/* what follows "**": "...: why"; since 4.99 " : why" */
static bool exim_failure(struct event *event, struct text text) {
    struct result result;
    if (text_starts(text, TEXT("mua_wrapper ")))
        return event_set(event, FIELD_vendor_event_outcome_reason, text);
    if (!take_result(&text, &result, false))
        return false;
    set_result(event, &result);
    if (!text_take(&text, TEXT(": ")) && !text_take(&text, TEXT(" : ")) &&
        !((text_starts(text, TEXT(" routing yielded ")) || text_starts(text, TEXT(" mua_wrapper "))) &&
          text_take(&text, TEXT(" "))))
        return text.length == 0;
    return exim_set_reason(event, text);
}

/* " QT=4s": what follows "Completed" */
static bool exim_completed(struct event *event, struct text text) {
    struct exim_elements elements = {.flags = true};
    if (!exim_take_elements(&text, &elements) || text.length > 0)
        return false;
    exim_set_elements(event, &elements);
    return true;
}

/* "bob@example.com> marked delivered by root", "bob@example.com> added by root" */
static bool exim_changed(struct event *event, struct text text) {
    size_t close = text_find_last(text, TEXT("> marked delivered by "));
    if (close == TEXT_NONE)
        close = text_find_last(text, TEXT("> added by "));
    return close != TEXT_NONE && event_set(event, FIELD_email_to, text_slice(text, 0, close)) &&
           event_set(event, FIELD_vendor_event_description, text_skip(text, close + 2));
}

/* "bob@example.com <list@example.com>": a bounce of its own that failed */
static bool exim_ignored(struct event *event, struct text text) {
    struct recipient recipient;
    if (!take_recipient(&text, &recipient) || (text.length > 0 && !text_starts(text, TEXT(": "))))
        return false;
    set_recipient(event, &recipient);
    return true;
}

const struct parser exim_delivery_parsers[] = {
    {"exim_delivery", exim_delivery,
     "bob@example.org F=<alice@example.com> R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.7]:25"},
    {"exim_deferral", exim_deferral,
     "r2@rcpt452.example.net routing defer (-52) DT=0s: retry time not reached"},
    {"exim_failure", exim_failure,
     "|/bin/cat <cmd@example.com> F=<alice@example.com> R=aliases T=ap: return message generated DT=0s"},
    {"exim_completed", exim_completed, " QT=0s"},
    {"exim_changed", exim_changed, "bob@example.com> added by root"},
    {"exim_ignored", exim_ignored, "bob@example.com <list@example.com>"},
    {NULL, NULL, NULL},
};
