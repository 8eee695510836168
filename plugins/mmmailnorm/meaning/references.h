/* SPDX-License-Identifier: Apache-2.0
 *
 * references - further fields that Graylog's model requires with a GIM code
 *
 *     references_add(event);      // after categories_apply
 *
 * Each is set only where the line knows it and nothing has set it before:
 *
 *     source_reference        source_ip, else source_hostname
 *     destination_reference   destination_ip, else destination_hostname
 *
 * for the codes of connections and logins (10xxxx, 12xxxx), whose other end is this
 * host:
 *
 *     network_transport       "tcp"
 *     destination_reference   vendor_server_ip, else event_source, of a connection
 *                             that this host accepted
 *     source_reference        event_source, of one that it opened
 *     destination_port        vendor_server_port
 *     event_action            vendor_event_action, else "authentication" of a login
 *
 * for those of services (21xxxx):
 *
 *     service_name            the server, event_source_product
 *
 * Source: Graylog Information Model, required fields of network, authentication
 * and service events; core's rules for *_reference.
 */
#ifndef REFERENCES_H
#define REFERENCES_H

#include "event/event.h"

void references_add(struct event *event);

#endif
