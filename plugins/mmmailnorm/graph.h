/* SPDX-License-Identifier: Apache-2.0
 *
 * graph - the rules of one .rb file as a tree that a message walks
 *
 *     struct graph *graph = graph_new(rulebase, file);
 *     struct match match;
 *     if (graph != NULL && graph_match(graph, TEXT("connect from x[192.0.2.1]"), &match))
 *         match.rule, match.captures[0].text;      // "x[192.0.2.1]"
 *
 * It gives what liblognorm gives for the same rules (pdag.c: ln_normalizeRec; parser.c),
 * for a tenth of its instructions: it never changes, so all workers share it; a literal
 * is found by its first character; captures are pieces of the message and no JSON tree
 * is made. liblognorm stays the judge of what a rule is: it reads all files at load
 * (matcher_check), and it does the lines of a file for which graph_new returns NULL,
 * since a rule of it uses more than:
 *
 *     literals without a backslash; rest, word, number, alpha; char-to, char-sep and
 *     string-to with extradata; literal with "text"; "priority" on each of these
 *
 * What liblognorm's order is: at each node the smaller priority first, then the type
 * (literal, number, the others, rest), then the rule that stands above; the first way
 * that reaches a rule at the end of the message wins. A way that takes no more text
 * behind a rule's end belongs to that rule.
 *
 * Bounds: GRAPH_CAPTURES captures a rule; NULL where one has more.
 */
#ifndef GRAPH_H
#define GRAPH_H

#include "rulebase.h"

enum { GRAPH_CAPTURES = 32 };

struct graph;

struct match {
    const struct rule *rule;
    unsigned count;
    struct {
        const struct capture *capture;
        struct text text;
    } captures[GRAPH_CAPTURES]; /* the last of the rule first */
};

/* NULL where liblognorm has to do these rules, also when memory is out. The graph points
 * into the rulebase. */
struct graph *graph_new(const struct rulebase *rulebase, const struct rulebase_file *file);
void graph_free(struct graph *graph);

/* whether a rule is for the whole message; match is valid as long as the message */
bool graph_match(const struct graph *graph, struct text message, struct match *match);

#endif
