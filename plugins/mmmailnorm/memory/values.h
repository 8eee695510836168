/* SPDX-License-Identifier: Apache-2.0
 *
 * values - the fields that a record remembers, and copying them between line and record
 *
 *     struct values values;
 *     values_read(&values, record);
 *     if (values_write(&values, MESSAGE_FIELDS, event, track, record)) // the line's values
 *         values_read(&values, record);                                // are in the record now
 *     values_join(&values, MESSAGE_FIELDS, event, &joined);            // and what the line lacks, in it
 *
 * A set of fields is a bit mask, so that one walk through a record finds all wanted fields.
 * The column kind of rulebases/FIELDS says which fields are remembered. mailnorm_joined names them
 * in the order of that file.
 */
#ifndef VALUES_H
#define VALUES_H

#include "memory/track.h"

enum value_place {
#define FIELD(name, type, privacy, kind)
#define REMEMBERED(name) VALUE_##name,
#include "event/fields_table.h"
#undef REMEMBERED
#undef FIELD
    VALUE_COUNT
};
_Static_assert(VALUE_COUNT <= 32, "a set is 32 bits");

/* the set of one field */
#define VALUE_SET(name) (UINT32_C(1) << VALUE_##name)

/* the client: address and name belong together */
#define CLIENT_FIELDS (VALUE_SET(source_ip) | VALUE_SET(source_hostname) | VALUE_SET(source_port))
/* what is remembered of a connection */
#define CONNECTION_FIELDS                                                                                    \
    (CLIENT_FIELDS | VALUE_SET(user_name) | VALUE_SET(vendor_sasl_method) | VALUE_SET(vendor_helo) |         \
     VALUE_SET(vendor_tls_version))
/* who sent it: a message after a filter gets these from the message before the filter */
#define ORIGIN_FIELDS                                                                                        \
    ((CONNECTION_FIELDS & ~VALUE_SET(source_port)) | VALUE_SET(vendor_trace_id) | VALUE_SET(user_id))
/* a copy of a message gets these from the line that names the copy */
#define COPY_FIELDS (VALUE_SET(email_from) | VALUE_SET(email_size) | VALUE_SET(email_message_id))
/* the result of a filter */
#define VERDICT_FIELDS (VALUE_SET(vendor_spam_score) | VALUE_SET(vendor_content_category))
/* what is remembered of a message: its later lines get it */
#define MESSAGE_FIELDS                                                                                       \
    (ORIGIN_FIELDS | COPY_FIELDS | VALUE_SET(vendor_parent_uid) | VALUE_SET(vendor_nrcpt) |                  \
     VALUE_SET(vendor_nrcpts) | VERDICT_FIELDS)
/* what is known of the connection to the next server */
#define RELAY_FIELDS                                                                                         \
    (VALUE_SET(vendor_relay_ip) | VALUE_SET(vendor_relay_tls_version) |                                      \
     VALUE_SET(vendor_relay_tls_trustlevel))

/* what a record holds, valid until the record changes or is closed */
struct values {
    uint32_t has; /* which of the texts are set */
    struct text texts[VALUE_COUNT];
};

/* names for mailnorm_joined, with commas; the names of all remembered fields fit */
struct joined {
    char names[512];
    size_t length;
};

void values_read(struct values *values, const struct record *record);
/* absent: { NULL, 0 } */
struct text values_get(const struct values *values, enum value_place place);
/* values_copy - copy the wanted texts into the event's scratch memory; they stay valid after the
 * record is closed. None when memory is out. copy may be values itself. */
void values_copy(const struct values *values, uint32_t wanted, struct event *event, struct values *copy);

/* values_of_event - the values of the line itself; they live as long as the event's */
void values_of_event(struct values *values, uint32_t wanted, const struct event *event);

/* values_write - put the line's values into the record; values is what values_read found in it.
 * True where the record has changed: read it again. */
bool values_write(const struct values *values, uint32_t given, const struct event *event, struct track *track,
                  struct record *record);
/* values_put - put the given texts of another record into this one. If a client is among them, it
 * replaces the whole client there. */
void values_put(const struct values *values, uint32_t given, struct track *track, struct record *record);
/* values_join - set what the line lacks; none of a client's fields where it has its own */
void values_join(const struct values *values, uint32_t wanted, struct event *event, struct joined *joined);

#endif
