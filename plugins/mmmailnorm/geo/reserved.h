/* SPDX-License-Identifier: Apache-2.0
 *
 * reserved - addresses that belong to no network of the Internet
 *
 *     reserved_ipv4(address);    // 10.1.2.3: true
 *
 * IPv4: the ranges of Graylog's ReservedIpChecker (org.graylog2.shared.utilities),
 * which are those of RFC 6890 with multicast and the test network 233.252.0.0/24.
 * IPv6, which Graylog does not judge: the IANA IPv6 Special-Purpose Address
 * Registry where it says "not globally reachable", multicast, the deprecated
 * site-local range and the deprecated IPv4-compatible range, to which :: and ::1
 * belong. An IPv4-mapped address is an IPv4 address: see address_read in geo.c.
 */
#ifndef RESERVED_H
#define RESERVED_H

#include <netinet/in.h>
#include <stdbool.h>

bool reserved_ipv4(struct in_addr address);
bool reserved_ipv6(const struct in6_addr *address);

#endif
