/* SPDX-License-Identifier: Apache-2.0
 *
 * opendmarc - what OpenDMARC says of results; see parser.h
 */
#include "config.h"

#include "servers/milter/milter.h"

/* "example.org pass": what OpenDMARC's own SPF check found */
static bool opendmarc_spf_result(struct event *event, struct text text) {
    size_t blank = text_find_char(text, ' ');
    struct text result = text_skip(text, blank == TEXT_NONE ? text.length : blank + 1);
    if (result.length == 0 || text_span(result, MILTER_LOWER_CASE) != result.length)
        return false;
    event_set(event, FIELD_vendor_spf_domain, text_slice(text, 0, blank));
    return event_set(event, FIELD_vendor_spf_result, result);
}

static const struct parser parsers[] = {
    {"opendmarc_job", milter_job, "D0234AA4A01"},
    {"opendmarc_error", milter_error, "E66F7AA4A01: /var/run/opendmarc.dat: fopen(): Permission denied"},
    {"opendmarc_spf_result", opendmarc_spf_result, "example.org pass"},
    {NULL, NULL, NULL},
};

const struct server opendmarc_server = {.product = "opendmarc", .parsers = {parsers}, .queue = "postfix"};
