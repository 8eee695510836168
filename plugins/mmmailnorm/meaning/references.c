/* SPDX-License-Identifier: Apache-2.0
 *
 * references - the contract is in references.h
 */
#include "config.h"

#include "meaning/gim.h"
#include "meaning/references.h"

/* the value of the other field, unless there is one already; "unknown" is none */
static void fill(struct event *event, enum field field, enum field from) {
    if (event_has(event, from) && !event_has(event, field) &&
        !text_is(event_get(event, from), TEXT("unknown")))
        event_set(event, field, event_get(event, from));
}

/* the two ends of a connection: one is known, the other one is this host */
static void add_ends(struct event *event) {
    if (!event_has(event, FIELD_network_transport))
        event_set(event, FIELD_network_transport, TEXT("tcp"));
    fill(event, FIELD_event_action, FIELD_vendor_event_action);
    fill(event, FIELD_destination_port, FIELD_vendor_server_port);
    fill(event, FIELD_destination_reference, FIELD_vendor_server_ip);
    if (event_has(event, FIELD_source_reference))
        fill(event, FIELD_destination_reference, FIELD_event_source);
    else if (event_has(event, FIELD_destination_reference))
        fill(event, FIELD_source_reference, FIELD_event_source);
}

void references_add(struct event *event) {
    fill(event, FIELD_source_reference, FIELD_source_ip);
    fill(event, FIELD_source_reference, FIELD_source_hostname);
    fill(event, FIELD_destination_reference, FIELD_destination_ip);
    fill(event, FIELD_destination_reference, FIELD_destination_hostname);
    switch (gim_category(event_get_integer(event, FIELD_gim_event_type_code))) {
    case GIM_AUTHENTICATION:
        add_ends(event);
        if (!event_has(event, FIELD_event_action))
            event_set(event, FIELD_event_action, TEXT("authentication"));
        break;
    case GIM_NETWORK:
        add_ends(event);
        break;
    case GIM_SERVICE:
        fill(event, FIELD_service_name, FIELD_event_source_product);
        break;
    default:
        break;
    }
}
