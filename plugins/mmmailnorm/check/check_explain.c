/* SPDX-License-Identifier: Apache-2.0
 *
 * check_explain - what happened to a message, and which line each joined value is from; the contract
 * is in check.h
 *
 * All lines are kept until the end: a later line may decide the trace of a message.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "check/check.h"
#include "common/table.h"
#include "memory/values.h"

#define FIELD(name, type, privacy, kind)

static const enum field FIELDS[VALUE_COUNT] = {
#define REMEMBERED(name) [VALUE_##name] = FIELD_##name,
#include "event/fields_table.h"
#undef REMEMBERED
};

static const char *const NAMES[VALUE_COUNT] = {
#define REMEMBERED(name) [VALUE_##name] = #name,
#include "event/fields_table.h"
#undef REMEMBERED
};

struct explained {
    const char *path;
    unsigned long number;
    char *text;
    char *message;    /* host and queue id; NULL: of none */
    char *connection; /* host, daemon and process or session id; NULL: not known */
    char *trace;      /* NULL: of none */
    char *values[VALUE_COUNT];
    uint32_t joined; /* which of them other lines told */
    bool is_asked_for;
};

struct explanation {
    struct text id;
    struct explained *lines;
    size_t count, room;
};

struct explanation *explanation_new(struct text id) {
    struct explanation *explanation = calloc(1, sizeof(*explanation));
    if (explanation == NULL)
        no_memory();
    if (text_starts(id, TEXT("<")) && text_ends(id, TEXT(">")))
        id = text_slice(id, 1, id.length - 1);
    explanation->id = id;
    return explanation;
}

static char *copy_of(struct text text) {
    char *copy = text.length > 0 ? strndup(text.start, text.length) : NULL;
    if (text.length > 0 && copy == NULL)
        no_memory();
    return copy;
}

/* "A B C", or NULL where the last of them is absent */
static char *join(struct text a, struct text b, struct text c) {
    char *joined = NULL;
    if (c.length > 0 && asprintf(&joined, "%.*s %.*s %.*s", (int)a.length, a.length > 0 ? a.start : "",
                                 (int)b.length, b.length > 0 ? b.start : "", (int)c.length, c.start) < 0)
        no_memory();
    return joined;
}

/* whether one of the texts between ", " is the wanted one */
static bool lists(struct text list, struct text wanted, bool nocase) {
    while (list.length > 0) {
        size_t comma = text_find(list, TEXT(", "));
        struct text one = text_slice(list, 0, comma);
        if (nocase ? text_is_nocase(one, wanted) : text_is(one, wanted))
            return true;
        list = text_skip(list, comma == TEXT_NONE ? list.length : comma + 2);
    }
    return false;
}

static uint32_t joined_of(const struct event *event) {
    uint32_t joined = 0;
    struct text list = event_get(event, FIELD_mailnorm_joined);
    while (list.length > 0) {
        size_t comma = text_find_char(list, ',');
        for (unsigned i = 0; i < VALUE_COUNT; i++)
            if (text_is(text_slice(list, 0, comma), text_of(NAMES[i])))
                joined |= UINT32_C(1) << i;
        list = text_skip(list, comma == TEXT_NONE ? list.length : comma + 1);
    }
    return joined;
}

void explain_line(struct explanation *explanation, const char *path, unsigned long number, struct text line,
                  const struct event *event) {
    if (explanation->count == explanation->room) {
        explanation->room = explanation->room > 0 ? explanation->room * 2 : 1024;
        explanation->lines = realloc(explanation->lines, explanation->room * sizeof(explanation->lines[0]));
        if (explanation->lines == NULL)
            no_memory();
    }
    struct text host = event_get(event, FIELD_event_source), id = explanation->id;
    struct text session = event_get(event, FIELD_vendor_session_id);
    bool has_session = session.length > 0;
    struct explained *added = &explanation->lines[explanation->count++];
    *added = (struct explained){.path = path, .number = number, .text = copy_of(line)};
    added->message = join(host, event_get(event, FIELD_vendor_instance), event_get(event, FIELD_email_uid));
    added->connection = join(host, event_get(event, has_session ? FIELD_service_name : FIELD_vendor_daemon),
                             has_session ? session : event_get(event, FIELD_process_id));
    added->trace = copy_of(event_get(event, FIELD_vendor_trace_id));
    for (unsigned i = 0; i < VALUE_COUNT; i++)
        added->values[i] = copy_of(event_get(event, FIELDS[i]));
    added->joined = joined_of(event);
    added->is_asked_for = text_is(event_get(event, FIELD_email_uid), id) ||
                          text_is(event_get(event, FIELD_email_message_id), id) ||
                          text_is_nocase(event_get(event, FIELD_email_from), id) ||
                          lists(event_get(event, FIELD_email_to), id, true);
}

/* lines before a message has its trace get that, or its queue id where it never had one */
static void complete_traces(struct explanation *explanation) {
    struct table traces = {0};
    for (size_t i = explanation->count; i-- > 0;) {
        struct explained *line = &explanation->lines[i];
        if (line->message == NULL)
            continue;
        if (line->trace == NULL) {
            const char *trace = table_get(&traces, text_of(line->message));
            line->trace = copy_of(text_of(trace != NULL ? trace : line->message));
        }
        table_put(&traces, text_of(line->message), line->trace);
    }
    table_free(&traces, NULL);
}

/* the last line before this one that has the value itself, of the same trace or connection; NULL
 * where the log does not have it */
static const struct explained *source_of(const struct explanation *explanation, size_t at, unsigned value) {
    const struct explained *line = &explanation->lines[at];
    for (size_t i = at; i-- > 0;) {
        const struct explained *other = &explanation->lines[i];
        bool is_related = (other->trace != NULL && strcmp(other->trace, line->trace) == 0) ||
                          (other->connection != NULL && line->connection != NULL &&
                           strcmp(other->connection, line->connection) == 0);
        if (is_related && (other->joined >> value & 1) == 0 && other->values[value] != NULL &&
            strcmp(other->values[value], line->values[value]) == 0)
            return other;
    }
    return NULL;
}

static void print_line(const struct explanation *explanation, size_t at) {
    const struct explained *line = &explanation->lines[at];
    printf("%s:%lu: ", line->path, line->number);
    print_text(text_of(line->text));
    putchar('\n');
    for (unsigned i = 0; i < VALUE_COUNT; i++) {
        if ((line->joined >> i & 1) == 0 || line->values[i] == NULL)
            continue;
        const struct explained *source = source_of(explanation, at, i);
        printf("    %s=", NAMES[i]);
        print_text(text_of(line->values[i]));
        if (source != NULL)
            printf(" from %s:%lu", source->path, source->number);
        if (source != NULL && (source->trace == NULL || strcmp(source->trace, line->trace) != 0)) {
            fputs(": ", stdout);
            print_text(text_of(source->text));
        }
        putchar('\n');
    }
}

static void print_trace(const struct explanation *explanation, const char *trace, bool is_first) {
    printf("%strace %s\n", is_first ? "" : "\n", trace);
    for (size_t i = 0; i < explanation->count; i++)
        if (explanation->lines[i].trace != NULL && strcmp(explanation->lines[i].trace, trace) == 0)
            print_line(explanation, i);
}

bool explanation_print(struct explanation *explanation) {
    struct table printed = {0};
    bool is_first = true;
    complete_traces(explanation);
    for (size_t i = 0; i < explanation->count; i++) {
        struct explained *line = &explanation->lines[i];
        if (!line->is_asked_for || line->trace == NULL || table_get(&printed, text_of(line->trace)) != NULL)
            continue;
        if (!table_put(&printed, text_of(line->trace), line))
            no_memory();
        print_trace(explanation, line->trace, is_first);
        is_first = false;
    }
    table_free(&printed, NULL);
    return !is_first;
}

void explanation_free(struct explanation *explanation) {
    for (size_t i = 0; i < explanation->count; i++) {
        struct explained *line = &explanation->lines[i];
        free(line->text);
        free(line->message);
        free(line->connection);
        free(line->trace);
        for (unsigned v = 0; v < VALUE_COUNT; v++)
            free(line->values[v]);
    }
    free(explanation->lines);
    free(explanation);
}
