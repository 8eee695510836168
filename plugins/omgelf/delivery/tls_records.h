/* SPDX-License-Identifier: Apache-2.0
 *
 * tls_records - what TLS records show without their keys
 *
 *     ssize_t n = recv(socket, bytes, TLS_RECORDS_SIZE, MSG_DONTWAIT);
 *     if (n > 0 && tls_records_hold_alert((struct text){bytes, n}))
 *         ... the peer says goodbye, or reports an error ...
 *
 * The sender looks whether the peer is still there. It must not let its TLS library read for
 * that: after a receive that found nothing, rsyslog's drivers send no more (8.2504 claims to have
 * sent, 8.2606 waits for data of the peer). So the sender takes from the socket, and keeps, what
 * the server sends after the handshake: session tickets, key updates. If it left them there, the
 * kernel would reset the connection when rsyslogd is killed, and frames on their way would be lost.
 *
 * An alert has a content type of its own before TLS 1.3 (RFC 5246, 6.2.1). In TLS 1.3 it
 * is an encrypted record like all others (RFC 8446, 5.2). Its length shows it: two bytes, the
 * content type and the tag of the cipher. Two bytes of application data have that length, too. A
 * peer may hide the length by padding. Then only TCP shows that the peer has closed.
 */
#ifndef TLS_RECORDS_H
#define TLS_RECORDS_H

#include <stdbool.h>

#include "common/text.h"

/* Tickets take some 100 bytes, with a chain of client certificates some 1000 each. A peer that has
 * sent more than this sends data of its own. */
#define TLS_RECORDS_SIZE 32768

/* A record counts as soon as its 5 bytes of head are there. Bytes that are not TLS records count as
 * an alert: the peer no longer speaks TLS. */
bool tls_records_hold_alert(struct text bytes);

#endif
