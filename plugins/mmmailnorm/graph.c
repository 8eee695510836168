/* SPDX-License-Identifier: Apache-2.0
 *
 * graph - the contract is in graph.h
 */
#include "config.h"

#include <stdlib.h>

#include <libfastjson/json.h>

#include "graph.h"
#include "rule_text.h"

#define PRIORITY 30000 /* of a capture that names none */

/* what an edge takes off the message, in liblognorm's order of trying */
enum type { LITERAL, NUMBER, WORD, ALPHA, STRING_TO, CHAR_TO, CHAR_SEP, REST };

static const struct {
    const char *name, *parameter;
    int order; /* among captures of one priority */
} TYPES[] = {
    [LITERAL] = {"literal", "text", 4},      [NUMBER] = {"number", NULL, 16},
    [WORD] = {"word", NULL, 32},             [ALPHA] = {"alpha", NULL, 32},
    [STRING_TO] = {"string-to", "extradata", 32}, [CHAR_TO] = {"char-to", "extradata", 32},
    [CHAR_SEP] = {"char-sep", "extradata", 32},   [REST] = {"rest", NULL, 255}};

struct edge {
    enum type type;
    int priority;                  /* the smaller goes first */
    struct text text;              /* the literal, the string, or the set of characters */
    const struct capture *capture; /* NULL: thrown away */
    struct node *node;             /* behind it */
    struct text name;              /* as the rule has it; for literals of rules absent */
    char *parameters;              /* JSON as liblognorm prints it, or NULL */
    char *owned;                   /* text, where it does not point into the rule */
};

struct node {
    struct edge *edges; /* in the order of trying */
    unsigned count;
    unsigned literal, literal_end; /* the run of literals among them */
    char *firsts;                  /* the first characters of that run */
    const struct rule *rule;       /* that ends here, or NULL */
};

struct graph {
    struct node root;
};

static void free_node(struct node *node) {
    for (unsigned i = 0; i < node->count; i++) {
        struct edge *edge = &node->edges[i];
        if (edge->node != NULL) {
            free_node(edge->node);
            free(edge->node);
        }
        free(edge->parameters);
        free(edge->owned);
    }
    free(node->edges);
    free(node->firsts);
}

/* ---- building ---- */

static bool same_text(const char *a, const char *b) {
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* the node behind an edge like this one, which is made where there is none; NULL when
 * memory is out. What the edge owns is taken over. */
static struct node *follow(struct node *node, struct edge edge) {
    for (unsigned i = 0; i < node->count; i++) {
        const struct edge *known = &node->edges[i];
        if (known->type == edge.type && (known->name.start == NULL) == (edge.name.start == NULL) &&
            text_is(known->name, edge.name) && same_text(known->parameters, edge.parameters) &&
            (edge.name.start != NULL || text_is(known->text, edge.text))) {
            free(edge.parameters);
            free(edge.owned);
            return known->node;
        }
    }
    struct edge *longer = realloc(node->edges, (node->count + 1) * sizeof(struct edge));
    if (longer != NULL)
        node->edges = longer;
    edge.node = calloc(1, sizeof(struct node));
    if (longer == NULL || edge.node == NULL) {
        free(edge.node);
        free(edge.parameters);
        free(edge.owned);
        return NULL;
    }
    longer[node->count++] = edge;
    return edge.node;
}

/* a literal is a node for each character first; tighten joins them */
static struct node *add_literal(struct node *node, struct text literal) {
    for (size_t i = 0; node != NULL && i < literal.length; i++)
        node = follow(node, (struct edge){.type = LITERAL,
                                          .priority = PRIORITY << 8 | TYPES[LITERAL].order,
                                          .text = text_slice(literal, i, i + 1)});
    return node;
}

/* a string of JSON that is neither empty nor holds a NUL */
static bool take_string(struct edge *edge, struct fjson_object *value) {
    struct text text = {fjson_object_get_string(value), (size_t)fjson_object_get_string_len(value)};
    if (fjson_object_get_type(value) != fjson_type_string || text.length == 0 ||
        text_find_char(text, '\0') != TEXT_NONE || edge->owned != NULL)
        return false;
    edge->owned = strndup(text.start, text.length);
    edge->text = (struct text){edge->owned, text.length};
    return edge->owned != NULL;
}

/* false where a parameter is not one of those that are known here */
static bool read_parameters(struct edge *edge, struct fjson_object *json) {
    const char *wanted = TYPES[edge->type].parameter;
    struct fjson_object_iterator at = fjson_object_iter_begin(json), end = fjson_object_iter_end(json);
    for (; !fjson_object_iter_equal(&at, &end); fjson_object_iter_next(&at)) {
        const char *key = fjson_object_iter_peek_name(&at);
        struct fjson_object *value = fjson_object_iter_peek_value(&at);
        if (wanted != NULL && strcmp(key, wanted) == 0) {
            if (!take_string(edge, value))
                return false;
        } else if (strcmp(key, "priority") == 0 && fjson_object_get_type(value) == fjson_type_int) {
            edge->priority = (int)((unsigned)fjson_object_get_int(value) << 8) | TYPES[edge->type].order;
        } else {
            return false;
        }
    }
    const char *printed = fjson_object_to_json_string(json);
    edge->parameters = printed != NULL ? strdup(printed) : NULL;
    return edge->parameters != NULL;
}

/* the parameters as liblognorm has them: JSON, or extradata of the older way to write it;
 * NULL where they are more than is known here */
static struct fjson_object *parse_parameters(const struct rule_piece *piece) {
    if (piece->extradata.start != NULL) {
        for (size_t i = 0; i < piece->extradata.length; i++)
            if (strchr("\\{}", piece->extradata.start[i]) != NULL)
                return NULL;
        struct fjson_object *json = fjson_object_new_object();
        struct fjson_object *value =
            fjson_object_new_string_len(piece->extradata.start, (int)piece->extradata.length);
        if (json != NULL && value != NULL)
            fjson_object_object_add(json, "extradata", value);
        return json;
    }
    struct fjson_tokener *tokener = fjson_tokener_new();
    if (tokener == NULL)
        return NULL;
    struct fjson_object *json =
        fjson_tokener_parse_ex(tokener, piece->parameters.start, (int)piece->parameters.length);
    if (json != NULL && ((size_t)tokener->char_offset != piece->parameters.length ||
                         fjson_object_get_type(json) != fjson_type_object)) {
        fjson_object_put(json);
        json = NULL;
    }
    fjson_tokener_free(tokener);
    return json;
}

/* false where the capture is more than is known here */
static bool read_capture(const struct rulebase *rulebase, const struct rule_piece *piece, struct edge *edge) {
    *edge = (struct edge){.name = piece->name};
    while (edge->type <= REST && !text_is(piece->type, text_of(TYPES[edge->type].name)))
        edge->type++;
    if (edge->type > REST)
        return false;
    edge->priority = PRIORITY << 8 | TYPES[edge->type].order;
    edge->capture = rulebase_capture(rulebase, piece->name);
    if (edge->capture == NULL && !text_is(piece->name, TEXT("-")))
        return false;
    if (piece->extradata.start == NULL && piece->parameters.start == NULL)
        return TYPES[edge->type].parameter == NULL;
    struct fjson_object *json = parse_parameters(piece);
    bool good = json != NULL && read_parameters(edge, json) &&
                (TYPES[edge->type].parameter == NULL || edge->owned != NULL);
    if (json != NULL)
        fjson_object_put(json);
    if (!good) {
        free(edge->parameters);
        free(edge->owned);
    }
    return good;
}

/* "postfix.smtpd.connect:connect from %client:rest%" */
static bool add_rule(struct graph *graph, const struct rulebase *rulebase, struct text line) {
    struct node *node = &graph->root;
    struct rule_piece piece;
    struct edge edge;
    const char *fault;
    unsigned captures = 0;
    size_t colon = text_find_char(line, ':');
    const struct rule *rule = rulebase_find(rulebase, text_slice(line, 0, colon));
    line = text_skip(line, rule != NULL ? rule->id.length + 1 : 0);
    while (rule_text_next(&line, &piece, &fault)) {
        if (piece.literal.start != NULL && text_find_char(piece.literal, '\\') == TEXT_NONE)
            node = add_literal(node, piece.literal);
        else if (piece.literal.start == NULL && ++captures <= GRAPH_CAPTURES &&
                 read_capture(rulebase, &piece, &edge))
            node = follow(node, edge);
        else
            return false;
        if (node == NULL)
            return false;
    }
    node->rule = rule; /* of two rules for the same text, the one further below */
    return fault == NULL && rule != NULL;
}

static int by_priority(const struct edge *a, const struct edge *b) {
    return a->priority < b->priority ? -1 : a->priority > b->priority;
}

/* insertion sort: keeps the rules' order among equals, as liblognorm does */
static void sort_edges(struct node *node) {
    for (unsigned i = 1; i < node->count; i++) {
        struct edge edge = node->edges[i];
        unsigned at = i;
        for (; at > 0 && by_priority(&edge, &node->edges[at - 1]) < 0; at--)
            node->edges[at] = node->edges[at - 1];
        node->edges[at] = edge;
    }
}

/* joins a literal with the one behind it, where no other way leads there; both are
 * pieces of one rule's text then */
static void join_literals(struct edge *edge) {
    for (;;) {
        struct node *next = edge->node;
        if (next->count != 1 || next->rule != NULL || next->edges[0].type != LITERAL ||
            next->edges[0].name.start != NULL || next->edges[0].text.start != edge->text.start + edge->text.length)
            return;
        edge->text.length += next->edges[0].text.length;
        edge->node = next->edges[0].node;
        free(next->edges);
        free(next);
    }
}

/* puts a node's edges in order, and those behind it; false when memory is out */
static bool tighten(struct node *node) {
    sort_edges(node);
    while (node->literal < node->count && node->edges[node->literal].type != LITERAL)
        node->literal++;
    for (node->literal_end = node->literal; node->literal_end < node->count; node->literal_end++)
        if (node->edges[node->literal_end].type != LITERAL)
            break;
    node->firsts = malloc(node->count + 1);
    if (node->firsts == NULL)
        return false;
    for (unsigned i = node->literal; i < node->literal_end; i++)
        node->firsts[i - node->literal] = node->edges[i].text.start[0];
    for (unsigned i = 0; i < node->count; i++) {
        if (node->edges[i].type == LITERAL && node->edges[i].name.start == NULL)
            join_literals(&node->edges[i]);
        if (!tighten(node->edges[i].node))
            return false;
    }
    return true;
}

struct graph *graph_new(const struct rulebase *rulebase, const struct rulebase_file *file) {
    struct graph *graph = calloc(1, sizeof(*graph));
    struct text rest = text_of(file->rules);
    bool good = graph != NULL;
    while (good && rest.length > 0) {
        struct text line = text_slice(rest, 0, text_find_char(rest, '\n'));
        rest = text_skip(rest, line.length + 1);
        good = text_take(&line, TEXT("rule=")) && add_rule(graph, rulebase, line);
    }
    if (good && tighten(&graph->root))
        return graph;
    graph_free(graph);
    return NULL;
}

void graph_free(struct graph *graph) {
    if (graph == NULL)
        return;
    free_node(&graph->root);
    free(graph);
}

/* ---- matching ---- */

/* offset of the first character of a set, or TEXT_NONE */
static inline size_t find_any(struct text text, struct text set) {
    size_t end = text.length;
    for (size_t i = 0; i < set.length && end > 0; i++) {
        const char *at = memchr(text.start, set.start[i], end);
        end = at != NULL ? (size_t)(at - text.start) : end;
    }
    return end < text.length ? end : TEXT_NONE;
}

/* length of what the edge takes off the start of text, or TEXT_NONE */
static inline size_t take(const struct edge *edge, struct text text) {
    size_t length = 0;
    switch (edge->type) {
        case LITERAL:
            return text_starts(text, edge->text) ? edge->text.length : TEXT_NONE;
        case REST:
            return text.length;
        case CHAR_SEP:
            length = find_any(text, edge->text);
            return length == TEXT_NONE ? text.length : length;
        case CHAR_TO:
            length = find_any(text, edge->text);
            break;
        case STRING_TO: /* never empty, and liblognorm does not find a single character */
            length = edge->text.length > 1 ? text_find(text_skip(text, 1), edge->text) : TEXT_NONE;
            return length == TEXT_NONE ? TEXT_NONE : length + 1;
        case NUMBER:
            length = text_digits(text);
            break;
        case WORD:
            length = text_find_char(text, ' ');
            length = length == TEXT_NONE ? text.length : length;
            break;
        case ALPHA:
            while (length < text.length && (text.start[length] | 32) >= 'a' && (text.start[length] | 32) <= 'z')
                length++;
            break;
    }
    return length > 0 ? length : TEXT_NONE;
}

/* the rule that the rest of a message reaches from a node, or NULL */
static const struct rule *walk(const struct node *node, struct text text, struct match *match) {
    const struct rule *rule = NULL;
    for (unsigned i = 0; rule == NULL && i < node->count; i++) {
        if (i >= node->literal && i < node->literal_end) { /* on to one that begins as the text does */
            const char *first = text.length > 0 ? memchr(node->firsts + (i - node->literal), text.start[0],
                                                         node->literal_end - i)
                                                : NULL;
            if (first == NULL) {
                i = node->literal_end - 1;
                continue;
            }
            i = node->literal + (unsigned)(first - node->firsts);
        }
        const struct edge *edge = &node->edges[i];
        size_t length = take(edge, text);
        if (length == TEXT_NONE)
            continue;
        rule = walk(edge->node, text_skip(text, length), match);
        if (rule == NULL || edge->capture == NULL)
            continue;
        match->captures[match->count].capture = edge->capture;
        match->captures[match->count++].text = text_slice(text, 0, length);
    }
    return node->rule != NULL && text.length == 0 ? node->rule : rule;
}

bool graph_match(const struct graph *graph, struct text message, struct match *match) {
    match->count = 0;
    match->rule = walk(&graph->root, message, match);
    return match->rule != NULL;
}
