/* SPDX-License-Identifier: Apache-2.0
 *
 * reply_codes - the texts of SMTP reply codes and enhanced status codes
 *
 *     reply_code_text(550)         // "Mailbox unavailable"
 *     reply_class_text(5)          // "Permanent Failure"
 *     reply_subject_text(7)        // "Security or Policy Status"
 *     reply_status_text(7, 1)      // "Delivery not authorized, message refused"
 *
 * All are constants; { NULL, 0 } for a code without a registered text. Sources:
 * the basic codes of RFC 5321, 1845, 1846, 1985, 2645, 3207, 4954 and 7504, in
 * the words that Graylog Illuminate uses where it has some, and those that IANA's
 * registry of enhanced codes names; the enhanced codes of that registry,
 * "SMTP Enhanced Status Codes" (RFC 3463, 5248).
 */
#ifndef REPLY_CODES_H
#define REPLY_CODES_H

#include "common/text.h"

struct text reply_code_text(unsigned code);
struct text reply_class_text(unsigned class);
struct text reply_subject_text(unsigned subject);
struct text reply_status_text(unsigned subject, unsigned detail);

#endif
