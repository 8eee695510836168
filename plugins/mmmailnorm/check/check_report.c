/* SPDX-License-Identifier: Apache-2.0
 *
 * check_report - what was parsed, what was not; the contract is in check.h
 *
 * Shapes of unparsed lines are kept with addresses, names in brackets and numbers
 * masked, so that a report can be pasted into a bug report. Bound: SHAPE_MAX
 * distinct shapes; lines of further shapes are counted without their shape.
 */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "check/check.h"
#include "common/table.h"

#define SHAPE_MAX 10000
#define SHAPE_LENGTH 200
#define SHAPES_SHOWN 25

/* a counted name: a daemon or a shape */
struct tally {
    char *name;
    unsigned long parsed, unparsed;
};

struct report {
    const struct rulebase *rulebase;
    struct table daemons, shapes;
    struct tally **daemon_list, **shape_list;
    size_t daemon_count, shape_count;
    unsigned long lines, mail_lines, parsed, joined, *rule_hits, *field_hits;
};

struct report *report_new(const struct rulebase *rulebase) {
    struct report *report = calloc(1, sizeof(*report));
    if (report == NULL)
        no_memory();
    report->rulebase = rulebase;
    report->rule_hits = calloc(rulebase_rule_count(rulebase) + 1, sizeof(unsigned long));
    report->field_hits = calloc(FIELD_MAX, sizeof(unsigned long));
    if (report->rule_hits == NULL || report->field_hits == NULL)
        no_memory();
    return report;
}

static struct tally *tally_of(struct table *table, struct tally ***list, size_t *count, struct text name) {
    struct tally *tally = table_get(table, name);
    if (tally != NULL)
        return tally;
    tally = calloc(1, sizeof(*tally));
    struct tally **longer = realloc(*list, (*count + 1) * sizeof(struct tally *));
    if (tally == NULL || longer == NULL || (tally->name = strndup(name.start, name.length)) == NULL ||
        !table_put(table, (struct text){tally->name, name.length}, tally))
        no_memory();
    *list = longer;
    longer[(*count)++] = tally;
    return tally;
}

static bool is_word(char c) {
    return isalnum((unsigned char)c) || (unsigned char)c >= 128 || char_is_in(c, ".-_@+");
}

/* the line with everything masked that could name a person, a host or a message */
static struct text mask(struct text line, char shape[SHAPE_LENGTH]) {
    size_t used = 0;
    for (size_t i = 0; i < line.length && used + 4 < SHAPE_LENGTH;) {
        char c = line.start[i];
        size_t end = i;
        bool digits = false, marks = false;
        while (end < line.length && is_word(line.start[end])) {
            digits = digits || isdigit((unsigned char)line.start[end]);
            marks = marks || line.start[end] == '@' || line.start[end] == '.';
            end++;
        }
        bool inside =
            i > 0 && (line.start[i - 1] == '<' || line.start[i - 1] == '[' || line.start[i - 1] == '\'');
        if (end == i) {
            shape[used++] = c;
            i++;
        } else if (digits || (marks && end - i > 1 && end < line.length) || inside) {
            shape[used++] = '#';
            i = end;
        } else {
            while (i < end && used + 1 < SHAPE_LENGTH)
                shape[used++] = line.start[i++];
            i = end;
        }
    }
    return (struct text){shape, used};
}

void report_line(struct report *report, struct text line, const struct event *event, bool recognised) {
    report->lines++;
    if (!recognised)
        return;
    report->mail_lines++;
    char name[160];
    struct text product = event_get(event, FIELD_event_source_product);
    struct text instance = event_get(event, FIELD_vendor_instance),
                daemon = event_get(event, FIELD_vendor_daemon);
    bool is_postfix = instance.length > 0;
    int length = snprintf(name, sizeof(name), "%.*s%s%.*s", (int)product.length, product.start,
                          is_postfix ? "/" : "", is_postfix ? (int)daemon.length : 0, daemon.start);
    struct text shown = {name, (size_t)length < sizeof(name) ? (size_t)length : sizeof(name) - 1};
    struct text rule = event_get(event, FIELD_mailnorm_rule);
    struct tally *tally = tally_of(&report->daemons, &report->daemon_list, &report->daemon_count, shown);
    if (rule.length == 0) {
        tally->unparsed++;
        char shape[SHAPE_LENGTH];
        struct text masked = mask(line, shape);
        if (report->shape_count < SHAPE_MAX || table_get(&report->shapes, masked) != NULL)
            tally_of(&report->shapes, &report->shape_list, &report->shape_count, masked)->unparsed++;
        return;
    }
    tally->parsed++;
    report->parsed++;
    report->joined += event_has(event, FIELD_mailnorm_joined);
    report->rule_hits[rulebase_find(report->rulebase, rule)->number]++;
    for (enum field f = event_next(event, 0); f != FIELD_NONE; f = event_next(event, f + 1))
        report->field_hits[f]++;
}

static int by_unparsed(const void *a, const void *b) {
    const struct tally *first = *(struct tally *const *)a, *second = *(struct tally *const *)b;
    return first->unparsed < second->unparsed ? 1 : first->unparsed > second->unparsed ? -1 : 0;
}

static int by_name(const void *a, const void *b) {
    return strcmp((*(struct tally *const *)a)->name, (*(struct tally *const *)b)->name);
}

static double percent(unsigned long part, unsigned long whole) {
    return whole > 0 ? 100.0 * (double)part / (double)whole : 100.0;
}

static void print_counted(unsigned long count, const char *name) {
    printf("%12lu ", count);
    print_text(text_of(name));
    putchar('\n');
}

static void print_daemons(const struct report *report) {
    qsort(report->daemon_list, report->daemon_count, sizeof(struct tally *), by_name);
    printf("%-32s %10s %10s %8s\n", "daemon", "parsed", "unparsed", "share");
    for (size_t i = 0; i < report->daemon_count; i++) {
        const struct tally *tally = report->daemon_list[i];
        printf("%-32s %10lu %10lu %7.2f%%\n", tally->name, tally->parsed, tally->unparsed,
               percent(tally->parsed, tally->parsed + tally->unparsed));
    }
}

static void print_shapes(const struct report *report) {
    if (report->shape_count == 0)
        return;
    qsort(report->shape_list, report->shape_count, sizeof(struct tally *), by_unparsed);
    printf("\nmost frequent unparsed shapes (%zu in all):\n", report->shape_count);
    for (size_t i = 0; i < report->shape_count && i < SHAPES_SHOWN; i++)
        print_counted(report->shape_list[i]->unparsed, report->shape_list[i]->name);
}

/* of "postfix.smtpd.connect": "postfix" */
static struct text product_of(const struct report *report, unsigned rule) {
    struct text id = text_of(rulebase_rule(report->rulebase, rule)->id.start);
    return text_slice(id, 0, text_find_char(id, '.'));
}

/* whether the log has a line of that server */
static bool product_is_hit(const struct report *report, unsigned rule) {
    struct text product = product_of(report, rule);
    for (unsigned i = 0; i < rulebase_rule_count(report->rulebase); i++)
        if (report->rule_hits[i] > 0 && text_is(product_of(report, i), product))
            return true;
    return false;
}

static void print_rules(const struct report *report) {
    unsigned hit = 0, rules = rulebase_rule_count(report->rulebase);
    for (unsigned i = 0; i < rules; i++)
        hit += report->rule_hits[i] > 0;
    printf("\nrules hit: %u of %u\n", hit, rules);
    for (unsigned i = 0; i < rules; i++)
        if (report->rule_hits[i] > 0)
            printf("%12lu %s\n", report->rule_hits[i], rulebase_rule(report->rulebase, i)->id.start);
    printf("\nnever hit, of the servers in this log:\n");
    for (unsigned i = 0; i < rules; i++)
        if (report->rule_hits[i] == 0 && product_is_hit(report, i))
            printf("             %s\n", rulebase_rule(report->rulebase, i)->id.start);
}

/* the answer first: how much is recognised, and what is not */
bool report_print(const struct report *report) {
    printf("%lu lines, %lu of mail servers, %lu parsed (%.2f %%)\n\n", report->lines, report->mail_lines,
           report->parsed, percent(report->parsed, report->mail_lines));
    print_daemons(report);
    print_shapes(report);
    printf("\njoined with earlier lines: %lu (%.2f %%)\n", report->joined,
           percent(report->joined, report->parsed));
    printf("\nfields filled:\n");
    const struct fields *fields = rulebase_fields(report->rulebase);
    for (int f = 0; f < fields_count(fields); f++)
        if (report->field_hits[f] > 0)
            printf("%12lu %s\n", report->field_hits[f], fields_name(fields, (enum field)f));
    print_rules(report);
    return report->parsed == report->mail_lines;
}

static void free_tally(void *value) {
    struct tally *tally = value;
    free(tally->name);
    free(tally);
}

void report_free(struct report *report) {
    table_free(&report->daemons, free_tally);
    table_free(&report->shapes, free_tally);
    free(report->daemon_list);
    free(report->shape_list);
    free(report->rule_hits);
    free(report->field_hits);
    free(report);
}
