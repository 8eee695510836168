/* SPDX-License-Identifier: Apache-2.0
 *
 * tcp - what the kernel knows of a connection
 *
 *     struct tcp_progress progress;
 *     tcp_progress(socket, &progress);
 *     replay_sent(replay, now, progress.position);
 *     replay_acknowledge(replay, progress.acknowledged);
 *
 * Positions count bytes from the start of the connection, TLS records included, also
 * after a reset. From Linux's TCP_INFO (tcpi_bytes_acked, Linux 4.1) and SIOCOUTQ.
 * For the thread that writes.
 */
#ifndef TCP_H
#define TCP_H

#include <stdbool.h>
#include <stdint.h>

struct tcp_progress {
    uint64_t position;     /* end of what was written */
    uint64_t acknowledged; /* end of what the peer's kernel has */
    bool exact;            /* false: position may be too high by the bytes acknowledged just now */
    bool open;             /* false once the connection was reset or timed out */
    bool unanswered;       /* retransmissions or window probes go without an answer */
    unsigned silence;      /* milliseconds since the last acknowledgement */
};

/* false where the kernel does not tell */
bool tcp_progress(int socket, struct tcp_progress *progress);

/* The kernel sends at once and does not wait for more bytes (TCP_NODELAY). A batch is written as a
 * whole; it would else wait for the peer's delayed acknowledgement, 40 milliseconds on Linux. */
void tcp_send_at_once(int socket);

#endif
