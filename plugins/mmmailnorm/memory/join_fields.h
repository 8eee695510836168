/* SPDX-License-Identifier: Apache-2.0
 *
 * join_fields - what records keep of lines, and its way from one to the other
 *
 *     struct kept kept;
 *     kept_look(&kept, record);
 *     if (kept_give(&kept, MESSAGE_FIELDS, event, track, record))   // the line's values
 *         kept_look(&kept, record);                                 // are in the record now
 *     kept_take(&kept, MESSAGE_FIELDS, event, &joined);             // and what the line lacks, in it
 *
 * Sets of fields are bits, so that one walk through a record finds all that is wanted
 * of it. The order of KEPT is that of the names in mailnorm_joined.
 */
#ifndef JOIN_FIELDS_H
#define JOIN_FIELDS_H

#include "memory/track.h"

#define KEPT(K)                                                                                              \
    K(vendor_trace_id)                                                                                       \
    K(vendor_parent_uid)                                                                                     \
    K(email_from)                                                                                            \
    K(email_size)                                                                                            \
    K(vendor_nrcpt)                                                                                          \
    K(vendor_nrcpts)                                                                                         \
    K(email_message_id)                                                                                      \
    K(source_ip)                                                                                             \
    K(source_hostname)                                                                                       \
    K(source_port)                                                                                           \
    K(user_name)                                                                                             \
    K(vendor_sasl_method)                                                                                    \
    K(vendor_helo)                                                                                           \
    K(vendor_tls_version)                                                                                    \
    K(user_id) K(vendor_relay_ip) K(vendor_relay_tls_version) K(vendor_relay_tls_trustlevel)

enum kept_place {
#define K(name) KEPT_##name,
    KEPT(K)
#undef K
        KEPT_COUNT
};

/* the set of one field */
#define KEPT_SET(name) (UINT32_C(1) << KEPT_##name)

/* the client: address and name belong together */
#define CLIENT_FIELDS (KEPT_SET(source_ip) | KEPT_SET(source_hostname) | KEPT_SET(source_port))
/* what a connection's record keeps */
#define CONNECTION_FIELDS                                                                                    \
    (CLIENT_FIELDS | KEPT_SET(user_name) | KEPT_SET(vendor_sasl_method) | KEPT_SET(vendor_helo) |            \
     KEPT_SET(vendor_tls_version))
/* who sent it: what a message behind a filter has from the one before it */
#define ORIGIN_FIELDS                                                                                        \
    ((CONNECTION_FIELDS & ~KEPT_SET(source_port)) | KEPT_SET(vendor_trace_id) | KEPT_SET(user_id))
/* what a copy of a message has from the line that names it */
#define COPY_FIELDS (KEPT_SET(email_from) | KEPT_SET(email_size) | KEPT_SET(email_message_id))
/* what a message's record keeps and its later lines get */
#define MESSAGE_FIELDS                                                                                       \
    (ORIGIN_FIELDS | COPY_FIELDS | KEPT_SET(vendor_parent_uid) | KEPT_SET(vendor_nrcpt) |                    \
     KEPT_SET(vendor_nrcpts))
/* what is known of the connection to the next server */
#define RELAY_FIELDS                                                                                         \
    (KEPT_SET(vendor_relay_ip) | KEPT_SET(vendor_relay_tls_version) | KEPT_SET(vendor_relay_tls_trustlevel))

/* what a record holds, valid until the record changes or is closed */
struct kept {
    uint32_t has; /* which of the texts are set */
    struct text texts[KEPT_COUNT];
};

/* names for mailnorm_joined, with commas; those of all fields fit */
struct joined {
    char names[512];
    size_t length;
};

void kept_look(struct kept *kept, const struct record *record);
/* absent: { NULL, 0 } */
struct text kept_get(const struct kept *kept, enum kept_place place);
/* kept_copy - some of the texts copied into the event's scratch memory, for when the
 * record is closed; none where memory is out. copy may be kept itself. */
void kept_copy(const struct kept *kept, uint32_t wanted, struct event *event, struct kept *copy);

/* kept_give - put the line's values into the record that was looked at; whether it has
 * changed */
bool kept_give(const struct kept *kept, uint32_t given, const struct event *event, struct track *track,
               struct record *record);
/* kept_set - put some texts of another record into this one */
void kept_set(const struct kept *kept, uint32_t given, struct track *track, struct record *record);
/* kept_take - set what the line lacks; none of a client's fields where it has its own */
void kept_take(const struct kept *kept, uint32_t wanted, struct event *event, struct joined *joined);

#endif
