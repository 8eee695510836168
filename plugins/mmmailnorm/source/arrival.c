/* SPDX-License-Identifier: Apache-2.0
 *
 * arrival - the contract is in arrival.h
 */
#include "config.h"

#include "source/arrival.h"

/* the head inside the message; rsyslog leaves the blank behind the tag in front of it */
static void read_inside(const struct arrival *arrival, struct source *source) {
    struct text message = arrival->message;
    text_take_char(&message, ' ');
    if (source->pid.length > 0)
        source_from_dated_line(source, message);
    else if (arrival->tag.length > 0)
        source_from_text(source, message);
    else
        source_from_line(source, message);
}

void arrival_source(const struct arrival *arrival, arrival_knows *knows, const void *context,
                    struct source *source) {
    source_from_tag(source, arrival->tag, arrival->message);
    if (!knows(context, source)) {
        bool is_process = source->pid.length > 0;
        read_inside(arrival, source);
        if (!is_process && arrival->raw.length > 0 && !knows(context, source))
            source_from_dated_line(source, arrival->raw);
    }
    if (source->host.length == 0)
        source->host = arrival->host;
    if (source->severity < 0)
        source->severity = arrival->severity;
}
