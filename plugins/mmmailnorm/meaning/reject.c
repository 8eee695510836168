/* SPDX-License-Identifier: Apache-2.0
 *
 * reject - reading and applying REJECT_REASONS; the contract is in reject.h
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/array.h"
#include "common/layers.h"
#include "meaning/condition.h"
#include "meaning/phrases.h"
#include "meaning/reject.h"

enum { FIRST_REPLY_CODE = 400, REPLY_CODE_COUNT = 200 };

/* codes of Graylog's model, see gim.c */
enum { EMAIL_SENT = 130000, EMAIL_BLOCKED = 130500, EMAIL_REJECTED = 131000, EMAIL_QUARANTINED = 131500 };

/* a category, and where its counters are */
struct category {
    struct text name;
    size_t local, remote;
};

static const struct category CATEGORIES[] = {
#define CATEGORY(name, meaning)                                                                              \
    {{#name, sizeof(#name) - 1},                                                                             \
     offsetof(struct counters, reject_##name),                                                               \
     offsetof(struct counters, remote_reject_##name)},
    REJECT_CATEGORIES(CATEGORY)
#undef CATEGORY
};

/* where the counter of a reply code is; 0 for a code without one */
static const unsigned short REPLY_COUNTERS[REPLY_CODE_COUNT] = {
#define REPLY(code) [code - FIRST_REPLY_CODE] = offsetof(struct counters, reply_##code),
    REPLY_CODES(REPLY)
#undef REPLY
};

/* what holds the text of a refusal: the first one that the line has */
static const enum field TEXT_FIELDS[] = {
    FIELD_vendor_smtp_response_message, FIELD_vendor_status_text,         FIELD_vendor_mail_response,
    FIELD_vendor_event_outcome_reason,  FIELD_vendor_warning_description, FIELD_vendor_status,
};

struct row {
    const struct category *category;
    struct conditions conditions;
};

struct reject_reasons {
    struct layers layers; /* what the rows point into */
    struct row *rows;
    size_t row_count;
    struct phrases *phrases;
    size_t phrase_rows[PHRASES_MAX]; /* number of a phrase -> its row */
    size_t phrase_count;
    size_t *plain_rows; /* those without a phrase, in order */
    size_t plain_count;
};

static const struct category *category_find(struct text name) {
    for (size_t i = 0; i < COUNT_OF(CATEGORIES); i++)
        if (text_is(name, CATEGORIES[i].name))
            return &CATEGORIES[i];
    return NULL;
}

static bool read_row(struct reject_reasons *reasons, struct row *row, struct text line,
                     const struct lines *lines, const struct fields *fields, char *error, size_t size) {
    struct text name = lines_word(&line);
    row->category = category_find(name);
    if (row->category == NULL)
        return lines_fail(lines, error, size,
                          "\"%.*s\" is no category; the head of the shipped table lists them",
                          (int)name.length, name.start);
    while (line.length > 0 && line.start[0] != '"')
        if (!conditions_add(&row->conditions, lines_word(&line), fields, lines, error, size))
            return false;
    if (line.length == 0 && row->conditions.count == 0)
        return lines_fail(lines, error, size,
                          "want a category, conditions and a phrase in quotes, or one of both");
    if (line.length == 0) {
        size_t *rows = realloc(reasons->plain_rows, (reasons->plain_count + 1) * sizeof(*rows));
        if (rows == NULL)
            return lines_fail(lines, error, size, "out of memory");
        reasons->plain_rows = rows;
        reasons->plain_rows[reasons->plain_count++] = reasons->row_count - 1;
        return true;
    }
    const char *fault;
    if (line.length < 2 || line.start[line.length - 1] != '"')
        return lines_fail(lines, error, size, "the phrase has no closing quote at the end of the line");
    if (!phrases_add(reasons->phrases, text_slice(line, 1, line.length - 1), &fault))
        return lines_fail(lines, error, size, "%s", fault);
    reasons->phrase_rows[reasons->phrase_count++] = reasons->row_count - 1;
    return true;
}

/* what take_row needs */
struct load {
    struct reject_reasons *reasons;
    const struct fields *fields;
};

static bool take_row(void *context, struct text line, enum layer layer, const struct lines *lines,
                     char *error, size_t size) {
    (void)layer;
    const struct load *load = context;
    struct reject_reasons *reasons = load->reasons;
    struct row *rows = realloc(reasons->rows, (reasons->row_count + 1) * sizeof(*rows));
    if (rows == NULL)
        return lines_fail(lines, error, size, "out of memory");
    reasons->rows = rows;
    struct row *row = &rows[reasons->row_count++];
    *row = (struct row){0};
    return read_row(reasons, row, line, lines, load->fields, error, size);
}

struct reject_reasons *reject_reasons_load(const char *directory, const char *local_directory,
                                           const struct fields *fields, char *error, size_t size) {
    struct reject_reasons *reasons = calloc(1, sizeof(*reasons));
    if (reasons != NULL)
        reasons->phrases = phrases_new();
    if (reasons == NULL || reasons->phrases == NULL) {
        snprintf(error, size, "%s/REJECT_REASONS: out of memory", directory);
        goto failed;
    }
    struct load load = {reasons, fields};
    if (!layers_read(&reasons->layers, "REJECT_REASONS", directory, local_directory, take_row, &load, error,
                     size))
        goto failed;
    return reasons;

failed:
    reject_reasons_free(reasons);
    return NULL;
}

void reject_reasons_free(struct reject_reasons *reasons) {
    if (reasons == NULL)
        return;
    layers_free(&reasons->layers);
    phrases_free(reasons->phrases);
    free(reasons->rows);
    free(reasons->plain_rows);
    free(reasons);
}

struct search {
    const struct reject_reasons *reasons;
    const struct event *event;
};

static bool phrase_holds(const void *context, int number) {
    const struct search *search = context;
    return conditions_hold(&search->reasons->rows[search->reasons->phrase_rows[number]].conditions,
                           search->event);
}

/* whether a code's first digit, or class, is that of a refusal */
static bool is_refused(struct text code) {
    return code.length > 0 && (code.start[0] == '4' || code.start[0] == '5');
}

static bool has_failed(const struct event *event) {
    return text_is(event_get(event, FIELD_event_outcome), TEXT("failure"));
}

static bool is_refusal(const struct event *event) {
    if (is_refused(event_get(event, FIELD_smtp_response_code)) ||
        is_refused(event_get(event, FIELD_smtp_response_enhanced_class_code)))
        return true;
    int64_t gim = event_get_integer(event, FIELD_gim_event_type_code);
    if (gim == EMAIL_SENT && has_failed(event) &&
        (event_has(event, FIELD_vendor_mailbox) || event_has(event, FIELD_vendor_event_outcome_reason)))
        return true; /* the mailbox, not a server, refused it; or this server says why in its own words */
    return gim == EMAIL_REJECTED || gim == EMAIL_BLOCKED || (gim == EMAIL_QUARANTINED && has_failed(event));
}

static struct text refusal_text(const struct event *event) {
    struct text text = {NULL, 0}, address;
    for (size_t i = 0; i < COUNT_OF(TEXT_FIELDS) && text.length == 0; i++)
        text = event_get(event, TEXT_FIELDS[i]);
    struct text rest = text;
    return text_take_bracketed(&rest, &address) ? rest : text;
}

static const struct row *find_row(const struct reject_reasons *reasons, const struct event *event) {
    struct search search = {reasons, event};
    int phrase = phrases_find(reasons->phrases, refusal_text(event), phrase_holds, &search);
    size_t found = phrase < 0 ? reasons->row_count : reasons->phrase_rows[phrase];
    for (size_t i = 0; i < reasons->plain_count && reasons->plain_rows[i] < found; i++)
        if (conditions_hold(&reasons->rows[reasons->plain_rows[i]].conditions, event))
            return &reasons->rows[reasons->plain_rows[i]];
    return found < reasons->row_count ? &reasons->rows[found] : NULL;
}

static void count_code(struct counters *counters, struct text code) {
    if (!is_refused(code) || code.length != 3 || text_span(code, "0123456789") != 3)
        return;
    unsigned number = text_number(code);
    size_t offset = REPLY_COUNTERS[number - FIRST_REPLY_CODE];
    if (offset == 0)
        offset = number < 500 ? offsetof(struct counters, reply_4yz) : offsetof(struct counters, reply_5yz);
    counters_add(counters, offset);
}

void reject_classify(const struct reject_reasons *reasons, struct event *event, struct counters *counters) {
    if (!is_refusal(event))
        return;
    if (has_failed(event))
        count_code(counters, event_get(event, FIELD_smtp_response_code));
    const struct row *row = find_row(reasons, event);
    if (row == NULL)
        return;
    event_set(event, FIELD_vendor_reject_category, row->category->name);
    if (!has_failed(event))
        return;
    bool remote = text_is(event_get(event, FIELD_vendor_smtp_response_origin), TEXT("remote"));
    counters_add(counters, remote ? row->category->remote : row->category->local);
}
