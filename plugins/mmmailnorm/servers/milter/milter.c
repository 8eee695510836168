/* SPDX-License-Identifier: Apache-2.0
 *
 * milter - what milters share; the contract is in milter.h
 */
#include "config.h"

#include "common/array.h"
#include "servers/milter/milter.h"

static bool is_queue_id(struct text id) {
    return id.length >= 5 && id.length <= 32 &&
           text_span(id, MILTER_DIGITS MILTER_LOWER_CASE MILTER_UPPER_CASE) == id.length;
}

bool milter_job(struct event *event, struct text text) {
    if (text_is(text, TEXT("(unknown-jobid)")))
        return true;
    return is_queue_id(text) && event_set(event, FIELD_email_uid, text);
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

bool milter_error(struct event *event, struct text text) {
    struct text rest = text;
    size_t colon = text_find(text, TEXT(": "));
    if (colon != TEXT_NONE && milter_job(event, text_slice(text, 0, colon)))
        rest = text_skip(text, colon + 2);
    for (size_t i = 0; i < COUNT_OF(ERRORS); i++)
        if (has_form(rest, text_of(ERRORS[i])))
            return event_set(event, FIELD_vendor_warning_description, rest);
    return false;
}
