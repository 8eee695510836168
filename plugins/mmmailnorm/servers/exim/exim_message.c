/* SPDX-License-Identifier: Apache-2.0
 *
 * exim_message - parsers of Exim's arrivals and deliveries (<=, =>, ==, **);
 * the contract is in parser.h
 */
#include "config.h"

#include "servers/exim/exim.h"
#include "reply/reply.h"

/* take_address - the address at the start of text: up to a blank outside quotes, or
 * for a pipe or a file up to what Exim writes behind it */
static struct text take_address(struct text *text) {
    size_t length = 0;
    bool quoted = false, special = text->length > 0 && char_is_one_of(text->start[0], "|/:");
    if (special) {
        const struct text ENDS[] = {TEXT(" <"), TEXT(" F=<"), TEXT(" P=<"), TEXT(" R=")};
        length = text->length;
        for (size_t i = 0; i < sizeof(ENDS) / sizeof(ENDS[0]); i++) {
            size_t end = text_find(*text, ENDS[i]);
            if (end < length)
                length = end;
        }
    }
    for (; length < text->length; length++) {
        char c = text->start[length];
        if (quoted && c == '\\')
            length++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ' ')
            break;
    }
    if (length > text->length)
        length = text->length;
    struct text address = text_slice(*text, 0, length);
    /* "bob@example.com: Unrouteable address" */
    if (!special && text_ends(address, TEXT(":")) && length < text->length)
        address.length--;
    *text = text_skip(*text, address.length);
    return address;
}

/* "bob@example.com carol@example.org", joined by ", " */
static void set_recipients(struct event *event, struct text list) {
    struct recipients recipients = recipients_begin(event, list);
    while (list.length > 0) {
        recipients_add(&recipients, take_address(&list));
        list = text_skip(list, 1);
    }
    recipients_set(&recipients, event);
}

/* where " from <SENDER>" begins, the last time: Message-Id and subject stand before
 * it and may imitate it */
static size_t find_from(struct text text, struct text sender) {
    const struct text FROM = TEXT(" from <");
    for (;;) {
        size_t at = text_find_last(text, FROM);
        if (at == TEXT_NONE)
            return at;
        struct text behind = text_skip(text, at + FROM.length);
        if (text_starts(behind, sender) && text_starts(text_skip(behind, sender.length), TEXT(">")))
            return at;
        text = text_slice(text, 0, at);
    }
}

/* takes ' for bob@example.com carol@example.org' off the end where no sender stands
 * before it: behind the subject, or at the only such word */
static void set_unmarked_recipients(struct event *event, struct text *text) {
    const struct text SUBJECT = TEXT(" T=\""), FOR = TEXT(" for ");
    size_t subject = text_find_only(*text, SUBJECT), at;
    if (subject != TEXT_NONE) {
        size_t end = exim_subject_end(text_skip(*text, subject + SUBJECT.length));
        at = end == TEXT_NONE ? TEXT_NONE : subject + SUBJECT.length + end + 1;
    } else {
        at = text_find_only(*text, FOR);
    }
    if (at == TEXT_NONE || !text_starts(text_skip(*text, at), FOR))
        return;
    set_recipients(event, text_skip(*text, at + FOR.length));
    *text = text_slice(*text, 0, at);
}

/* ' id=1@example.org T="test" from <alice@example.org> for bob@example.com' */
static void set_message(struct event *event, struct text text, struct text sender) {
    const struct text FROM = TEXT(" from <"), SUBJECT = TEXT(" T=\"");
    struct text full = text;
    size_t from = find_from(text, sender);
    if (from != TEXT_NONE) {
        struct text behind = text_skip(text, from + FROM.length + sender.length + 1);
        if (text_take(&behind, TEXT(" for ")))
            set_recipients(event, behind);
        text = text_slice(text, 0, from);
    } else {
        set_unmarked_recipients(event, &text);
    }
    size_t subject = text_find(text, SUBJECT);
    if (subject != TEXT_NONE && text_find_only(full, SUBJECT) == TEXT_NONE)
        return; /* two subjects: neither they nor the id before them is sure */
    if (subject != TEXT_NONE && text_ends(text, TEXT("\"")) && text.length > subject + SUBJECT.length)
        event_set(event, FIELD_email_subject, text_slice(text, subject + SUBJECT.length, text.length - 1));
    text = text_slice(text, 0, subject);
    if (text_take(&text, TEXT(" id=")))
        event_set(event, FIELD_email_message_id, text);
}

/* "alice@example.org H=mx.example.org (helo) [192.0.2.1]:4711 I=[192.0.2.25]:25 P=esmtps
 * X=TLS1.3:...:256 A=plain:alice S=426 id=1@example.org T="test" from <...> for ..." */
static bool exim_arrival(struct event *event, struct text text) {
    struct text sender = take_address(&text), reference;
    struct exim_host host;
    bool has_host = false;
    if (sender.length == 0)
        return false;
    if (text_is(sender, TEXT("<>")))
        sender = TEXT("");
    event_set(event, FIELD_email_from, sender);
    for (;;) {
        struct text rest = text;
        if (text_take(&rest, TEXT(" H="))) {
            if (has_host || !exim_take_host(&rest, &host))
                return false;
            has_host = true;
            exim_set_client(event, &host);
            text = rest;
        } else if (text_take(&rest, TEXT(" R="))) {
            reference = take_address(&rest);
            if (exim_is_id(reference))
                event_set(event, FIELD_vendor_parent_uid, reference);
            text = rest;
        } else if (!exim_take_attribute(event, &text, true)) {
            break;
        }
    }
    if (text_is(event_get(event, FIELD_network_protocol), TEXT("local"))) {
        event_set(event, FIELD_user_name, event_get(event, FIELD_vendor_relay_user));
        event_unset(event, FIELD_vendor_relay_user);
    }
    set_message(event, text, sender);
    return event_has(event, FIELD_network_protocol);
}

/* set_recipient - "alice <alice@example.com>": the final address, and the one that it
 * came from; a local part, a file or a pipe alone is no address */
static void set_recipient(struct event *event, struct text address, struct text original) {
    bool special = char_is_one_of(address.start[0], "|/:");
    if (special || text_find_char(address, '@') == TEXT_NONE) {
        if (address.start[0] == '/')
            event_set(event, FIELD_vendor_mailbox, address);
        else if (!special && original.length > 0)
            event_set(event, FIELD_vendor_account, address);
        if (original.length > 0 || !special)
            event_set(event, FIELD_email_to, original.length > 0 ? original : address);
        return;
    }
    event_set(event, FIELD_email_to, address);
    event_set(event, FIELD_vendor_orig_to, original);
}

/* take_delivery - take "bob@example.com <list@example.com> F=<alice@example.org>
 * R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.7]:25 X=..." */
static bool take_delivery(struct event *event, struct text *text) {
    struct text address = take_address(text), original = {NULL, 0}, sender, rest = text_skip(*text, 1);
    if (address.length == 0)
        return false;
    if (text_starts(*text, TEXT(" <")) && text_take_bracketed(&rest, &original))
        *text = rest;
    set_recipient(event, address, original);
    for (;;) {
        struct exim_host host;
        rest = *text;
        if (text_starts(rest, TEXT(" F=<")) || text_starts(rest, TEXT(" P=<"))) {
            rest = text_skip(rest, 3);
            if (!text_take_bracketed(&rest, &sender))
                return false;
            event_set(event, FIELD_email_from, sender);
        } else if (text_take(&rest, TEXT(" R="))) {
            event_set(event, FIELD_vendor_router, take_address(&rest));
        } else if (text_take(&rest, TEXT(" T="))) {
            event_set(event, FIELD_vendor_transport, take_address(&rest));
        } else if (text_take(&rest, TEXT(" H="))) {
            if (!exim_take_host(&rest, &host))
                return false;
            exim_set_relay(event, &host);
            text_take(&rest, TEXT("*")); /* not checked by DNSSEC or so */
        } else if (!exim_take_attribute(event, text, false)) {
            return true;
        } else {
            continue;
        }
        *text = rest;
    }
}

/* "250 2.0.0 OK id=1tABCD-000123-4E": the other server's last reply, and its queue id
 * in the words of Exim and Postfix */
static void set_confirmation(struct event *event, struct text text) {
    static const char *const MARKS[] = {" id=", "queued as "};
    reply_add(event, text, REPLY_REMOTE);
    for (size_t i = 0; i < sizeof(MARKS) / sizeof(MARKS[0]); i++) {
        size_t at = text_find_only(text, text_of(MARKS[i]));
        struct text id = text_skip(text, at == TEXT_NONE ? text.length : at + strlen(MARKS[i]));
        size_t length = text_span(id, EXIM_LETTERS EXIM_DIGITS "-");
        if (length >= 6 && length == id.length)
            event_set(event, FIELD_vendor_queued_as, id);
    }
}

/* what follows "=>", "->", ">>", "*>": ends in ' C="250 OK" QT=1s DT=0s' */
static bool exim_delivery(struct event *event, struct text text) {
    if (!take_delivery(event, &text))
        return false;
    struct text rest = text;
    if (text_take(&rest, TEXT(" C=\""))) {
        size_t end = text_find_last_char(rest, '"');
        if (end == TEXT_NONE)
            return false;
        set_confirmation(event, text_slice(rest, 0, end));
        text = text_skip(rest, end + 1);
    }
    while (exim_take_attribute(event, &text, false))
        ;
    return text.length == 0;
}

/* what follows "==": " R=... T=... defer (-44) H=... DT=0s: why" */
static bool exim_deferral(struct event *event, struct text text) {
    struct exim_host host;
    if (!take_delivery(event, &text))
        return false;
    text_take(&text, TEXT(" routing"));
    size_t close = text_find_char(text, ')');
    if (!text_take(&text, TEXT(" defer (")) || close == TEXT_NONE)
        return false;
    text = text_skip(text, close + 1 - 8);
    struct text rest = text;
    if (text_take(&rest, TEXT(" H=")) && exim_take_host(&rest, &host)) {
        exim_set_relay(event, &host);
        text_take(&rest, TEXT("*"));
        text = rest;
    }
    while (exim_take_attribute(event, &text, false))
        ;
    return text.length == 0 || (text_take(&text, TEXT(": ")) && exim_set_reason(event, text));
}

/* " QT=4s": what follows "Completed" */
static bool exim_completed(struct event *event, struct text text) {
    while (exim_take_attribute(event, &text, false))
        ;
    return text.length == 0;
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
    return take_delivery(event, &text) && (text.length == 0 || text_starts(text, TEXT(": ")));
}

/* what follows "**": "...: why" */
static bool exim_failure(struct event *event, struct text text) {
    return take_delivery(event, &text) && text_take(&text, TEXT(": ")) && exim_set_reason(event, text);
}

const struct parser exim_message_parsers[] = {
    {"exim_arrival", exim_arrival,
     "eve@example.net H=mx.example.net [198.51.100.66]:1 P=esmtp S=344 id=5@example.net for "
     "alice@example.com"},
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
