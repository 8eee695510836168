/* SPDX-License-Identifier: Apache-2.0
 *
 * reject - why mail was refused: vendor_reject_category, by rulebases/REJECT_REASONS
 *
 * A row of the table is a category, conditions (condition.h) and, in quotes, a
 * phrase (phrases.h) of the refusal's text; either may be missing:
 *
 *     greylist      smtp_response_code=4*     "greylist*"
 *     rbl                                     "blocked using"
 *     user_unknown  smtp_response_enhanced_status_code=1.1
 *
 * The first row that fits decides. An administrator's own LOCAL/REJECT_REASONS is
 * read before the shipped table.
 *
 *     struct reject_reasons *reasons = reject_reasons_load(directory, local, fields, error, size);
 *     reject_classify(reasons, event, counters);     // vendor_reject_category "rbl"
 *
 * Only refusals are looked at: lines with a reply code of 4yz or 5yz or an enhanced
 * code of class 4 or 5, and lines that CATEGORIES calls "email rejected", "email
 * blocked" or, with the outcome failure, "email quarantined", or "email sent" where a
 * mailbox or a reason is named. The text is the
 * reply's, or the server's own words where there was no reply; an address in front
 * ("<bob@example.com>: ") is left out.
 *
 * Refusals with event_outcome "failure" (a mere warning has none) are counted by
 * category, what this server refused (reject_*) apart from what others refused it
 * (remote_reject_*), and by reply code (reply_*).
 *
 * A struct reject_reasons never changes once loaded; workers share it without a
 * lock. Errors are "FILE:LINE: what is wrong; the fix".
 */
#ifndef REJECT_H
#define REJECT_H

#include "event/counters.h"
#include "event/event.h"

struct reject_reasons;

/* reject_reasons_load - read DIRECTORY/REJECT_REASONS and, where it is there,
 * LOCAL/REJECT_REASONS (local_directory may be NULL). NULL and the first error
 * where it fails. */
struct reject_reasons *reject_reasons_load(const char *directory, const char *local_directory,
                                           const struct fields *fields, char *error, size_t size);
void reject_reasons_free(struct reject_reasons *reasons);

/* after categories_apply */
void reject_classify(const struct reject_reasons *reasons, struct event *event, struct counters *counters);

#endif
