/* SPDX-License-Identifier: Apache-2.0
 *
 * check_print - text of lines on standard output; the contract is in check.h
 */
#include "config.h"

#include <stdio.h>

#include "check/check.h"
#include "common/json_text.h"

void print_text(struct text text) {
    const unsigned char *at = (const unsigned char *)text.start, *end = at + text.length, *kept = at;
    while (at < end) {
        int length = *at < 0x80 ? 1 : utf8_sequence(at, end);
        if (length < 0) {
            fwrite(kept, 1, (size_t)(at - kept), stdout);
            fputs("\xEF\xBF\xBD", stdout);
            length = -length;
            kept = at + length;
        }
        at += length;
    }
    if (kept < end)
        fwrite(kept, 1, (size_t)(end - kept), stdout);
}
