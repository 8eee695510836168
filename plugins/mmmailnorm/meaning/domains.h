/* SPDX-License-Identifier: Apache-2.0
 *
 * domains - the domains of addresses, in a field of their own
 *
 *     event_set(event, FIELD_email_to, TEXT("bob@Example.com, carol@example.com, \"a, b\"@example.net"));
 *     domains_add(event, FIELD_email_to, FIELD_email_to_domain);    // "example.com, example.net"
 *
 * A domain is what follows the last @ of an address, in lower case (ASCII); an address
 * without one gives none. Several addresses stand joined by ", ", which a quoted local
 * part (RFC 5321) may hold as well. Each domain comes once, in the order of the first;
 * bound: the first 100 of a list.
 */
#ifndef DOMAINS_H
#define DOMAINS_H

#include "event/event.h"

void domains_add(struct event *event, enum field addresses, enum field domains);

#endif
