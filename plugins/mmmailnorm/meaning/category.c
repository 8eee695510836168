/* SPDX-License-Identifier: Apache-2.0
 *
 * category - reading and applying CATEGORIES; the contract is in category.h
 */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "meaning/category.h"
#include "meaning/condition.h"
#include "meaning/gim.h"
#include "common/lines.h"

enum { CONDITIONS_MAX = 4, TABLE_LOCAL = 0, TABLE_SHIPPED, TABLES };

struct row {
    struct text pattern; /* without the star */
    bool prefix;
    struct condition conditions[CONDITIONS_MAX];
    int condition_count;
    const struct gim_code *gim; /* NULL: none */
    struct text outcome;        /* empty: none */
    int table, line;            /* where it stands */
    bool fits, reached;         /* some rule; some rule that no row above takes whole */
};

struct categories {
    struct lines lines[TABLES]; /* what the rows point into */
    struct row *rows;
    size_t row_count;
    const struct row **by_rule; /* the rows of rule 0, of rule 1, ... */
    size_t *first;              /* rule number -> where its rows begin; one more at the end */
};

static struct text optional(struct text word) {
    return text_is(word, TEXT("-")) ? (struct text){NULL, 0} : word;
}

static bool read_row(struct row *row, struct text line, const struct lines *lines,
                     const struct fields *fields, char *error, size_t size) {
    struct text words[CONDITIONS_MAX + 3];
    int count = 0;
    while (line.length > 0) {
        if (count == CONDITIONS_MAX + 3)
            return lines_fail(lines, error, size, "more than %d conditions; split the row", CONDITIONS_MAX);
        words[count++] = lines_word(&line);
    }
    if (count < 3)
        return lines_fail(lines, error, size, "want a rule id, conditions, a GIM code or -, an outcome or -");
    row->pattern = words[0];
    row->prefix = text_ends(row->pattern, TEXT("*"));
    if (row->prefix)
        row->pattern.length--;
    row->condition_count = count - 3;
    for (int i = 0; i < row->condition_count; i++) {
        struct text word = words[i + 1];
        const char *fault;
        if (!condition_read(&row->conditions[i], word, fields, &fault))
            return lines_fail(lines, error, size, "\"%.*s\": %s", (int)word.length, word.start, fault);
    }
    struct text code = optional(words[count - 2]);
    row->gim = gim_find(code);
    if (row->gim == NULL && code.length > 0)
        return lines_fail(lines, error, size,
                          "\"%.*s\" is no code of the Graylog Information Model; write one, or -",
                          (int)code.length, code.start);
    row->outcome = optional(words[count - 1]);
    if (row->outcome.length > 0 && !text_is(row->outcome, TEXT("success")) &&
        !text_is(row->outcome, TEXT("failure")))
        return lines_fail(lines, error, size, "\"%.*s\" is no outcome; write success, failure or -",
                          (int)row->outcome.length, row->outcome.start);
    return true;
}

static bool read_table(struct categories *categories, int table, const char *directory,
                       const struct rulebase *rulebase, char *error, size_t size) {
    struct lines *lines = &categories->lines[table];
    char path[PATH_MAX];
    snprintf(path, sizeof(path), "%s/CATEGORIES", directory);
    if (!(table == TABLE_LOCAL ? lines_read_optional : lines_read)(lines, path, error, size))
        return false;
    for (struct text line; lines_next(lines, &line);) {
        struct row *rows = realloc(categories->rows, (categories->row_count + 1) * sizeof(*rows));
        if (rows == NULL)
            return lines_fail(lines, error, size, "out of memory");
        categories->rows = rows;
        struct row *row = &rows[categories->row_count++];
        *row = (struct row){.table = table, .line = lines->number};
        if (!read_row(row, line, lines, rulebase_fields(rulebase), error, size))
            return false;
    }
    return true;
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
            row->reached |= taker->table != row->table;
            continue;
        }
        row->reached = true;
        if (categories->by_rule != NULL)
            categories->by_rule[at] = row;
        at++;
        if (row->condition_count == 0)
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
        snprintf(error, size, "%s/CATEGORIES:%d: %s", row->table == TABLE_LOCAL ? local_directory : directory,
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
    if (local_directory != NULL &&
        !read_table(categories, TABLE_LOCAL, local_directory, rulebase, error, size))
        goto failed;
    if (!read_table(categories, TABLE_SHIPPED, directory, rulebase, error, size))
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
    for (int table = 0; table < TABLES; table++)
        lines_free(&categories->lines[table]);
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
    return last->condition_count == 0 && !whole_product;
}

static bool conditions_hold(const struct row *row, const struct event *event) {
    for (int i = 0; i < row->condition_count; i++)
        if (!condition_holds(&row->conditions[i], event))
            return false;
    return true;
}

void categories_apply(const struct categories *categories, const struct rule *rule, struct event *event) {
    size_t end = categories->first[rule->number + 1];
    for (size_t i = categories->first[rule->number]; i < end; i++) {
        const struct row *row = categories->by_rule[i];
        if (!conditions_hold(row, event))
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
