/* SPDX-License-Identifier: Apache-2.0
 *
 * tls_records - what TLS records show without their keys
 *
 *     ssize_t n = recv(socket, bytes, TLS_RECORDS_SIZE, MSG_DONTWAIT);
 *     if (n > 0 && tls_records_hold_alert((struct text){bytes, n}))
 *         ... the peer has said goodbye, or that something is wrong ...
 *
 * A sender must not have its TLS library read only to see whether the peer is there:
 * rsyslog's drivers do not send any more after a receive that found nothing to read (8.2504
 * claims to have sent, 8.2606 waits for the peer to speak). So what a server sends
 * after the handshake is kept as it is: session tickets, key updates. Left in the socket it would
 * make the kernel reset the connection when rsyslogd is killed, with all that is on its way.
 *
 * An alert has a content type of its own before TLS 1.3 (RFC 5246, 6.2.1). In TLS 1.3 it
 * is an encrypted record like all others (RFC 8446, 5.2), told by its length: two bytes,
 * the content type, the tag of the cipher. Application data of two bytes have that length, too.
 * A peer may hide the length by padding; what then tells its end is TCP's.
 */
#ifndef TLS_RECORDS_H
#define TLS_RECORDS_H

#include <stdbool.h>

#include "common/text.h"

/* Tickets take some 100 bytes, with a chain of client certificates some 1000 each. A peer that has
 * sent more than this talks. */
#define TLS_RECORDS_SIZE 32768

/* A record that is not all there yet counts as soon as its head is. Bytes that are no TLS
 * records hold an alert: the peer has lost its way. */
bool tls_records_hold_alert(struct text bytes);

#endif
