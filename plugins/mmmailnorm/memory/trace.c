/* SPDX-License-Identifier: Apache-2.0
 *
 * trace - the contract is in trace.h
 */
#include "config.h"

#include "memory/keys.h"
#include "memory/trace.h"
#include "servers/parser.h"

#define EARLIER_AGE (24 * 3600 * SECONDS) /* longest stay in a filter, and from a bounce to its notice */

enum origin origin_of(const struct values *values) {
    struct text address = values_get(values, VALUE_source_ip);
    if (values_get(values, VALUE_user_name).length > 0)
        return ORIGIN_CLIENT;
    if (text_is_loopback(address))
        return ORIGIN_LOOPBACK;
    if (address.length > 0 || values_get(values, VALUE_source_hostname).length > 0)
        return ORIGIN_CLIENT;
    return values_get(values, VALUE_user_id).length > 0 ? ORIGIN_LOCAL_USER : ORIGIN_NOBODY;
}

void earlier_read(struct line *line, const struct record *record, struct earlier *earlier) {
    values_read(&earlier->origin, record);
    values_copy(&earlier->origin, ORIGIN_FIELDS, line->event, &earlier->origin);
    earlier->is_only_reported = false;
}

bool earlier_find(struct line *line, struct text queue_id, struct earlier *earlier) {
    struct record *record =
        track_open(line->track, message_key(line->event, queue_id), line->now, TRACK_FIND);
    if (record == NULL)
        return false;
    bool is_young = is_within(line->now, record_last_seen(record), EARLIER_AGE);
    if (is_young)
        earlier_read(line, record, earlier);
    track_close(line->track, record);
    earlier->queue_id = queue_id;
    return is_young;
}

bool trace_follow(struct line *line, struct record *record, const struct values *values,
                  const struct earlier *earlier) {
    if (values_get(values, VALUE_vendor_trace_id).length > 0 ||
        values_get(&earlier->origin, VALUE_vendor_trace_id).length == 0)
        return false;
    uint32_t wanted = earlier->is_only_reported ? VALUE_SET(vendor_trace_id) : ORIGIN_FIELDS;
    values_put(&earlier->origin, wanted, line->track, record);
    if (earlier->queue_id.length > 0)
        record_set(line->track, record, FIELD_vendor_parent_uid, earlier->queue_id);
    COUNT(track_counters(line->track), track_linked);
    return true;
}

void trace_begin(struct line *line, struct record *record) {
    enum { DIGITS = 16 };
    struct text host = event_get(line->event, FIELD_event_source),
                id = event_get(line->event, FIELD_email_uid);
    char *trace = event_alloc(line->event, host.length + id.length + 2 + DIGITS);
    if (trace == NULL)
        return;
    size_t length = 0;
    if (host.length > 0)
        memcpy(trace, host.start, host.length);
    length += host.length;
    trace[length++] = '-';
    if (id.length > 0)
        memcpy(trace + length, id.start, id.length);
    length += id.length;
    trace[length++] = '-';
    uint64_t seconds = (uint64_t)(record_first_seen(record) / SECONDS);
    int shift = 4 * (DIGITS - 1);
    while (shift > 0 && seconds >> shift == 0)
        shift -= 4;
    for (; shift >= 0; shift -= 4)
        trace[length++] = "0123456789abcdef"[seconds >> shift & 15];
    record_set(line->track, record, FIELD_vendor_trace_id, (struct text){trace, length});
}

void trace_link(struct line *line, struct text queue_id, uint32_t given, bool is_only_reported) {
    struct text own = event_get(line->event, FIELD_email_uid);
    struct earlier earlier;
    if (text_is(queue_id, own) || !earlier_find(line, own, &earlier))
        return;
    earlier.is_only_reported = is_only_reported;
    struct record *record =
        track_open(line->track, message_key(line->event, queue_id), line->now, TRACK_CREATE);
    if (record == NULL)
        return;
    struct values values;
    values_read(&values, record);
    bool has_parent = values_get(&values, VALUE_vendor_parent_uid).length > 0;
    if (origin_of(&values) != ORIGIN_CLIENT && trace_follow(line, record, &values, &earlier)) {
        values_read(&values, record);
        values_write(&values, given, line->event, line->track, record);
    } else if (!has_parent && text_is(values_get(&values, VALUE_vendor_trace_id),
                                      values_get(&earlier.origin, VALUE_vendor_trace_id))) {
        record_set(line->track, record, FIELD_vendor_parent_uid, own); /* several could have been meant */
    }
    track_close(line->track, record);
}
