/* SPDX-License-Identifier: Apache-2.0
 *
 * tcp - TCP_INFO and SIOCOUTQ; the contract is in tcp.h
 */
#include "config.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "delivery/tcp.h"

#define STATE_CLOSE 7 /* TCP_CLOSE of the kernel's tcp_states.h */
#define LOOKS 16      /* for a moment without an acknowledgement */

/* Two calls tell where the stream ends, and nobody else writes. So if as much is queued after
 * them as before, no acknowledgement has come in between. */
static bool look(int socket, struct tcp_info *info, int *queued, bool *exact) {
    *exact = false;
    for (int i = 0; i < LOOKS && !*exact; i++) {
        socklen_t length = sizeof(*info);
        int after = 0;
        if (ioctl(socket, SIOCOUTQ, queued) != 0 ||
            getsockopt(socket, IPPROTO_TCP, TCP_INFO, info, &length) != 0 ||
            length < offsetof(struct tcp_info, tcpi_bytes_acked) + sizeof(info->tcpi_bytes_acked) ||
            ioctl(socket, SIOCOUTQ, &after) != 0)
            return false;
        *exact = after == *queued;
    }
    return true;
}

bool tcp_progress(int socket, struct tcp_progress *progress) {
    struct tcp_info info;
    int queued = 0;
    memset(&info, 0, sizeof(info));
    if (!look(socket, &info, &queued, &progress->exact))
        return false;
    progress->acknowledged = info.tcpi_bytes_acked;
    progress->position = info.tcpi_bytes_acked + (queued > 0 ? (uint64_t)queued : 0);
    progress->open = info.tcpi_state != STATE_CLOSE;
    progress->unanswered = info.tcpi_retransmits > 0 || info.tcpi_probes > 0;
    progress->silence = info.tcpi_last_ack_recv;
    return true;
}

void tcp_send_at_once(int socket) {
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}
