/* SPDX-License-Identifier: Apache-2.0
 *
 * reserved - the ranges; the contract is in reserved.h
 */
#include "config.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#include "common/array.h"
#include "geo/reserved.h"

#define IPV4(a, b, c) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8)

static const struct {
    uint32_t network;
    unsigned bits;
} ipv4_ranges[] = {
    {IPV4(0, 0, 0), 8},      {IPV4(10, 0, 0), 8},     {IPV4(100, 64, 0), 10}, {IPV4(127, 0, 0), 8},
    {IPV4(169, 254, 0), 16}, {IPV4(172, 16, 0), 12},  {IPV4(192, 0, 0), 24},  {IPV4(192, 0, 2), 24},
    {IPV4(192, 88, 99), 24}, {IPV4(192, 168, 0), 16}, {IPV4(198, 18, 0), 15}, {IPV4(198, 51, 100), 24},
    {IPV4(203, 0, 113), 24}, {IPV4(224, 0, 0), 4},    {IPV4(240, 0, 0), 4},
};

static const struct {
    uint8_t network[8];
    unsigned bits;
} ipv6_ranges[] = {
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48}, /* translation within one network, RFC 8215 */
    {{0x01, 0x00}, 64},                         /* discard, RFC 6666 */
    {{0x20, 0x01, 0x00, 0x02, 0x00, 0x00}, 48}, /* benchmarks, RFC 5180 */
    {{0x20, 0x01, 0x00, 0x10}, 28},             /* ORCHID, RFC 4843 */
    {{0x20, 0x01, 0x00, 0x20}, 28},             /* ORCHIDv2, RFC 7343 */
    {{0x20, 0x01, 0x0d, 0xb8}, 32},             /* documentation, RFC 3849 */
    {{0x3f, 0xff}, 20},                         /* documentation, RFC 9637 */
    {{0x5f, 0x00}, 16},                         /* segment routing, RFC 9602 */
    {{0xfc}, 7},                                /* unique local, RFC 4193 */
    {{0xfe, 0x80}, 10},                         /* link-local, RFC 4291 */
    {{0xfe, 0xc0}, 10},                         /* site-local, RFC 3879 */
    {{0xff}, 8},                                /* multicast, RFC 4291 */
};

bool reserved_ipv4(struct in_addr address) {
    uint32_t host = ntohl(address.s_addr);
    for (size_t i = 0; i < COUNT_OF(ipv4_ranges); i++)
        if ((host ^ ipv4_ranges[i].network) >> (32 - ipv4_ranges[i].bits) == 0)
            return true;
    return false;
}

static bool starts_with(const uint8_t *address, const uint8_t *network, unsigned bits) {
    unsigned bytes = bits / 8, rest = bits % 8;
    return memcmp(address, network, bytes) == 0 &&
           (rest == 0 || (address[bytes] ^ network[bytes]) >> (8 - rest) == 0);
}

bool reserved_ipv6(const struct in6_addr *address) {
    static const uint8_t zero[12];
    if (memcmp(address->s6_addr, zero, sizeof(zero)) == 0)
        return true;
    for (size_t i = 0; i < COUNT_OF(ipv6_ranges); i++)
        if (starts_with(address->s6_addr, ipv6_ranges[i].network, ipv6_ranges[i].bits))
            return true;
    return false;
}
