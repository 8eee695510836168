/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_members - fields of a message as JSON members, from mmmailnorm to the GELF encoder
 *
 *     ,"_email_from":"joe@example.org","_email_size":2522
 *
 * A tree of libfastjson objects costs more to build and free than all other work on a line,
 * and a GELF frame needs none. With treeFields, mmmailnorm writes the fields that no filter or
 * template reads into one string, `$.mailnorm`, as they are in the frame. rsyslog carries it
 * through its queues, disk queues included, like any variable.
 *
 * A member is a comma, the name with an underscore before it, a colon and a value, without blanks:
 *
 *   name     as gelf_names.h wants it: clean, not reserved, not beginning with an underscore
 *   string   not blank, at most GELF_MEMBER_VALUE_LIMIT bytes, as json_append_string writes it
 *   number   as JSON has it, without an exponent, at most GELF_MEMBER_NUMBER_LIMIT bytes, so that
 *            no index takes it for infinite. An integer has at most GELF_MEMBER_DIGITS digits.
 *
 * A field that cannot be written so stays in the tree, where the encoder repairs and counts it.
 *
 * Anybody who can set `$.mailnorm` can put any text there, so the encoder reads each member before
 * it sends it. It parses text of any other form as JSON. Text that is not JSON is dropped and counted.
 */
#ifndef GELF_MEMBERS_H
#define GELF_MEMBERS_H

#include <stdbool.h>

#define GELF_MEMBERS_NAME "mailnorm"
#define GELF_MEMBERS_VARIABLE "$." GELF_MEMBERS_NAME
enum { GELF_MEMBER_VALUE_LIMIT = 9999, GELF_MEMBER_NUMBER_LIMIT = 32, GELF_MEMBER_DIGITS = 18 };

/* whether a value that begins with this byte may be blank to Graylog: see gelf_is_blank */
static inline bool gelf_member_may_be_blank(unsigned char first) {
    return first <= 0x20 || (first >= 0xe1 && first <= 0xe3);
}

#endif
