/* SPDX-License-Identifier: Apache-2.0
 *
 * clamav - what ClamAV's milter, its daemon and clamsmtp found; see parser.h
 *
 * Sources: clamav 0.103 to 1.4, clamav-milter/clamfi.c clamfi_eom(), clamd/scanner.c; clamsmtp 1.10,
 * src/clamsmtpd.c. Sender, recipient, subject and Message-Id are strangers' words; file names are, too,
 * where a mail's attachments are scanned under their own.
 */
#include "config.h"

#include "servers/login/login.h"

/* "/var/spool/x/mail.eml: Eicar-Test-Signature FOUND": signatures have no blank */
static bool clamav_found(struct event *event, struct text text) {
    struct text name;
    if (!text_ends(text, TEXT(" FOUND")))
        return false;
    text.length -= sizeof(" FOUND") - 1;
    return text_cut_last(&text, TEXT(": "), &name) && name.length > 0 &&
           text_find_char(name, ' ') == TEXT_NONE && event_set(event, FIELD_vendor_content_name, name);
}

/* "44DB6AA49A6 from <a@example.net> to <b@example.org> with subject 'x' message-id '<1@x>' date 'y' infected
 * by Eicar": the signature is found from the right, the envelope believed where it is the only one */
static bool clamav_infected(struct event *event, struct text text) {
    struct text name, uid, from, to;
    if (!text_cut_last(&text, TEXT(" infected by "), &name) || name.length == 0 ||
        text_find_char(name, ' ') != TEXT_NONE)
        return false;
    event_set(event, FIELD_vendor_content_name, name);
    if (!text_starts(text, TEXT("from "))) {
        if (!text_take_to(&text, TEXT(" "), &uid))
            return false;
        event_set(event, FIELD_email_uid, uid);
    }
    if (text_take(&text, TEXT("from ")) && text_take_bracketed(&text, &from) &&
        text_take(&text, TEXT(" to ")) && text_take_bracketed(&text, &to)) {
        event_set(event, FIELD_email_from, from);
        event_set(event, FIELD_email_to, to);
    }
    return true;
}

/* "100001: from=a@example.net, to=b@example.org, status=VIRUS:Eicar": clamsmtp's own number */
static bool clamav_smtp(struct event *event, struct text text) {
    static const char *const SEPARATORS[] = {", to=", ", status=", ""};
    struct text pieces[3], name;
    bool certain;
    if (!login_split(text, SEPARATORS, 3, pieces, &certain))
        return false;
    if (!certain)
        return true;
    event_set(event, FIELD_email_from, pieces[0]);
    event_set(event, FIELD_email_to, pieces[1]);
    event_set(event, FIELD_vendor_event_outcome, pieces[2]);
    name = pieces[2];
    event_set(event, FIELD_vendor_content_category,
              text_is(name, TEXT("CLEAN")) ? TEXT("CLEAN") : TEXT("INFECTED"));
    if (text_take(&name, TEXT("VIRUS:")))
        event_set(event, FIELD_vendor_content_name, name);
    return true;
}

static const struct parser parsers[] = {
    {"clamav_found", clamav_found, "/var/spool/x/mail.eml: Eicar-Test-Signature FOUND"},
    {"clamav_infected", clamav_infected,
     "44DB6AA49A6 from <a@example.net> to <b@example.org> infected by Eicar"},
    {"clamav_smtp", clamav_smtp, "a@example.net, to=b@example.org, status=VIRUS:Eicar"},
    {NULL, NULL, NULL},
};

const struct server clamav_server = {.product = "clamav", .parsers = {parsers}, .queue = "postfix"};
