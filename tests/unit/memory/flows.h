/* SPDX-License-Identifier: Apache-2.0
 *
 * flows - complete flows of lines of all servers, interleaved at random, and the truth about each line
 *
 *     struct flows *flows = flows_new(seed, 3000);
 *     for (size_t i = 0; i < flows->count; i++)
 *         feed(flows->lines[i].text);
 *     flows_free(flows);
 *
 * A flow is what a server logs of one client, or of one message from its first queue id to its last.
 * Process ids, session ids and queue ids are used again by later flows, as servers do; two flows
 * at once never share one. Some flows have the Message-Id of another one.
 */
#ifndef FLOWS_H
#define FLOWS_H

#include <stddef.h>

enum truth { TRUTH_IP, TRUTH_USER, TRUTH_TLS, TRUTH_HELO, TRUTH_SENDER, TRUTH_MESSAGE_ID, TRUTHS };

struct line_of_flow {
    char *text;
    int flow;                   /* its messages have one trace */
    const char *values[TRUTHS]; /* NULL: nobody may get one */
    unsigned wanted;            /* bits: the values that earlier lines tell */
    int wants_trace;
};

struct flows {
    struct line_of_flow *lines;
    size_t count;
};

struct flows *flows_new(unsigned seed, int count);
void flows_free(struct flows *flows);

#endif
