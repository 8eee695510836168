/* SPDX-License-Identifier: Apache-2.0
 *
 * category - reading and applying CATEGORIES; the contract is in category.h
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/layers.h"
#include "meaning/category.h"
#include "meaning/condition.h"
#include "meaning/gim.h"

struct row {
    struct text pattern; /* without the star */
    bool prefix;
    struct conditions conditions;
    const struct gim_code *gim; /* NULL: none */
    struct text outcome;        /* empty: none */
    enum layer layer;           /* where it stands */
    int line;
    bool fits, reached; /* some rule; some rule that no row above takes whole */
};

struct categories {
    struct layers layers; /* what the rows point into */
    struct row *rows;
    size_t row_count;
    const struct row **by_rule; /* the rows of rule 0, of rule 1, ... */
    size_t *first;              /* rule number -> where its rows begin; one more at the end */
};

static struct text optional(struct text word) {
    return text_is(word, TEXT("-")) ? (struct text){NULL, 0} : word;
}

/* takes GIM-CODE and OUTCOME, the last words of a row */
static bool read_meaning(struct row *row, struct text code, struct text outcome, const struct lines *lines,
                         char *error, size_t size) {
    code = optional(code);
    row->gim = gim_find(code);
    if (row->gim == NULL && code.length > 0)
        return lines_fail(lines, error, size,
                          "\"%.*s\" is no code of the Graylog Information Model; write one, or -",
                          (int)code.length, code.start);
    row->outcome = optional(outcome);
    if (row->outcome.length > 0 && !text_is(row->outcome, TEXT("success")) &&
        !text_is(row->outcome, TEXT("failure")))
        return lines_fail(lines, error, size, "\"%.*s\" is no outcome; write success, failure or -",
                          (int)row->outcome.length, row->outcome.start);
    return true;
}

static bool read_row(struct row *row, struct text line, const struct lines *lines,
                     const struct fields *fields, char *error, size_t size) {
    row->pattern = lines_word(&line);
    row->prefix = text_ends(row->pattern, TEXT("*"));
    if (row->prefix)
        row->pattern.length--;
    struct text code = lines_word(&line), outcome = lines_word(&line);
    while (line.length > 0) { /* the last two words are no conditions */
        if (!conditions_add(&row->conditions, code, fields, lines, error, size))
            return false;
        code = outcome;
        outcome = lines_word(&line);
    }
    if (outcome.length == 0)
        return lines_fail(lines, error, size, "want a rule id, conditions, a GIM code or -, an outcome or -");
    return read_meaning(row, code, outcome, lines, error, size);
}

/* what take_row needs */
struct load {
    struct categories *categories;
    const struct fields *fields;
};

static bool take_row(void *context, struct text line, enum layer layer, const struct lines *lines,
                     char *error, size_t size) {
    const struct load *load = context;
    struct categories *categories = load->categories;
    struct row *rows = realloc(categories->rows, (categories->row_count + 1) * sizeof(*rows));
    if (rows == NULL)
        return lines_fail(lines, error, size, "out of memory");
    categories->rows = rows;
    struct row *row = &rows[categories->row_count++];
    *row = (struct row){.layer = layer, .line = lines->number};
    return read_row(row, line, lines, load->fields, error, size);
}

static bool row_fits(const struct row *row, const struct rule *rule) {
    return row->prefix ? text_starts(rule->id, row->pattern) : text_is(rule->id, row->pattern);
}

/* Puts the rows of one rule at by_rule[at]; returns the place behind them. A row
 * without conditions takes all lines of the rule: none below it is needed. */
static size_t sort_rule(struct categories *categories, const struct rule *rule, size_t at) {
    const struct row *taker = NULL;
    for (size_t i = 0; i < categories->row_count; i++) {
        struct row *row = &categories->rows[i];
        if (!row_fits(row, rule))
            continue;
        row->fits = true;
        if (taker != NULL) {
            /* own rows may well take all from a shipped one */
            row->reached |= taker->layer != row->layer;
            continue;
        }
        row->reached = true;
        if (categories->by_rule != NULL)
            categories->by_rule[at] = row;
        at++;
        if (row->conditions.count == 0)
            taker = row;
    }
    return at;
}

static size_t sort_rules(struct categories *categories, const struct rulebase *rulebase) {
    size_t at = 0;
    for (unsigned i = 0; i < rulebase_rule_count(rulebase); i++) {
        categories->first[i] = at;
        at = sort_rule(categories, rulebase_rule(rulebase, i), at);
    }
    categories->first[rulebase_rule_count(rulebase)] = at;
    return at;
}

/* every row must be of use */
static bool check_rows(struct categories *categories, const char *directory, const char *local_directory,
                       char *error, size_t size) {
    for (size_t i = 0; i < categories->row_count; i++) {
        const struct row *row = &categories->rows[i];
        if (row->fits && row->reached)
            continue;
        snprintf(error, size, "%s/CATEGORIES:%d: %s", row->layer == LAYER_LOCAL ? local_directory : directory,
                 row->line,
                 !row->fits ? "no rule has such an id; fix the id, or remove the row"
                            : "rows above take all lines of these rules; move the row up, or remove it");
        return false;
    }
    return true;
}

struct categories *categories_load(const char *directory, const char *local_directory,
                                   const struct rulebase *rulebase, char *error, size_t size) {
    struct categories *categories = calloc(1, sizeof(*categories));
    if (categories == NULL)
        goto no_memory;
    struct load load = {categories, rulebase_fields(rulebase)};
    if (!layers_read(&categories->layers, "CATEGORIES", directory, local_directory, take_row, &load, error,
                     size))
        goto failed;
    categories->first = calloc(rulebase_rule_count(rulebase) + 1, sizeof(*categories->first));
    if (categories->first == NULL)
        goto no_memory;
    categories->by_rule = malloc((sort_rules(categories, rulebase) + 1) * sizeof(*categories->by_rule));
    if (categories->by_rule == NULL)
        goto no_memory;
    sort_rules(categories, rulebase);
    if (!check_rows(categories, directory, local_directory, error, size))
        goto failed;
    return categories;

no_memory:
    snprintf(error, size, "%s/CATEGORIES: out of memory", directory);
failed:
    categories_free(categories);
    return NULL;
}

void categories_free(struct categories *categories) {
    if (categories == NULL)
        return;
    layers_free(&categories->layers);
    free(categories->rows);
    free(categories->by_rule);
    free(categories->first);
    free(categories);
}

bool categories_decide(const struct categories *categories, const struct rule *rule) {
    size_t end = categories->first[rule->number + 1];
    if (end == categories->first[rule->number])
        return false;
    const struct row *last = categories->by_rule[end - 1];
    size_t dot = text_find_char(last->pattern, '.');
    bool whole_product = dot == TEXT_NONE || dot + 1 == last->pattern.length;
    return last->conditions.count == 0 && !whole_product;
}

void categories_apply(const struct categories *categories, const struct rule *rule, struct event *event) {
    size_t end = categories->first[rule->number + 1];
    for (size_t i = categories->first[rule->number]; i < end; i++) {
        const struct row *row = categories->by_rule[i];
        if (!conditions_hold(&row->conditions, event))
            continue;
        if (row->gim != NULL) {
            event_set(event, FIELD_gim_event_type_code, row->gim->code);
            event_set(event, FIELD_gim_event_category, row->gim->category);
            event_set(event, FIELD_gim_event_subcategory, row->gim->subcategory);
            event_set(event, FIELD_gim_event_type, row->gim->type);
        }
        event_set(event, FIELD_event_outcome, row->outcome);
        return;
    }
}
