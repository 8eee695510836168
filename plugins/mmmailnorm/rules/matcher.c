/* SPDX-License-Identifier: Apache-2.0
 *
 * matcher - liblognorm at work; the contract is in matcher.h
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include <libfastjson/json.h>
#include <liblognorm.h>

#include "rules/matcher.h"

struct matcher {
    struct rulebase *rulebase;
    ln_ctx *contexts; /* one a file of the rulebase, NULL until a line needs it */
    int file;         /* of the line that matcher_identify saw last */
};

/* what liblognorm complained of while it read a rulebase */
struct complaint {
    bool any;
    char text[512];
};

static void complain(void *cookie, const char *message, size_t length) {
    struct complaint *complaint = cookie;
    if (!complaint->any)
        snprintf(complaint->text, sizeof(complaint->text), "%.*s", (int)length, message);
    complaint->any = true;
}

static ln_ctx compile(const struct rulebase_file *file, struct complaint *complaint) {
    ln_ctx context = ln_initCtx();
    if (context == NULL)
        return NULL;
    ln_setErrMsgCB(context, complain, complaint);
    ln_setDebugCB(context, NULL, complaint); /* liblognorm 2.0.6 hands out this cookie for both */
    if (ln_loadSamplesFromString(context, file->rules) == 0 && !complaint->any)
        return context;
    ln_exitCtx(context);
    return NULL;
}

/* "rulebase file --NO-FILE--[12]: text" becomes "smtpd.rb:34: text" */
static void print_complaint(const struct rulebase_file *file, const char *complaint, char *error,
                            size_t size) {
    const char *open = strchr(complaint, '['), *text = open != NULL ? strstr(open, "]: ") : NULL;
    long rule = open != NULL ? strtol(open + 1, NULL, 10) : 0;
    if (text == NULL || rule < 1 || rule > (long)file->rule_count)
        snprintf(error, size, "%.*s/%.*s.rb: liblognorm: %s", (int)file->product.length, file->product.start,
                 (int)file->name.length, file->name.start, complaint);
    else
        snprintf(error, size, "%s:%d: liblognorm: %s", file->origins[rule - 1].path,
                 file->origins[rule - 1].line, text + 3);
}

bool matcher_check(const struct rulebase *rulebase, char *error, size_t size) {
    for (unsigned i = 0; i < rulebase_file_count(rulebase); i++) {
        const struct rulebase_file *file = rulebase_file(rulebase, i);
        struct complaint complaint = {false, "out of memory"};
        ln_ctx context = compile(file, &complaint);
        if (context == NULL) {
            print_complaint(file, complaint.text, error, size);
            return false;
        }
        ln_exitCtx(context);
    }
    return true;
}

struct matcher *matcher_new(struct rulebase *rulebase) {
    struct matcher *matcher = calloc(1, sizeof(*matcher));
    if (matcher == NULL)
        return NULL;
    matcher->contexts = calloc(rulebase_file_count(rulebase) + 1, sizeof(ln_ctx));
    if (matcher->contexts == NULL) {
        free(matcher);
        return NULL;
    }
    matcher->rulebase = rulebase_hold(rulebase);
    return matcher;
}

void matcher_free(struct matcher *matcher) {
    if (matcher == NULL)
        return;
    for (unsigned i = 0; i < rulebase_file_count(matcher->rulebase); i++)
        if (matcher->contexts[i] != NULL)
            ln_exitCtx(matcher->contexts[i]);
    free(matcher->contexts);
    rulebase_release(matcher->rulebase);
    free(matcher);
}

static void set_identity(const struct rulebase_file *file, const struct source *source, struct event *event) {
    struct text tag = source->tag, daemon = source->service;
    size_t first = text_find_char(tag, '/'), last = text_find_last_char(tag, '/');
    event_set(event, FIELD_event_source_product, file->product);
    event_set(event, FIELD_event_source, source->host);
    event_set(event, FIELD_process_id, source->pid);
    if (source->repeated > 0)
        event_set_integer(event, FIELD_event_repeat_count, source->repeated);
    event_set(event, FIELD_application_name, text_slice(tag, 0, first));
    event_set(event, FIELD_service_name, source->service);
    event_set(event, FIELD_vendor_session_id, source->session);
    if (first != TEXT_NONE) {
        event_set(event, FIELD_vendor_instance, text_slice(tag, 0, first));
        event_set(event, FIELD_service_name, text_slice(tag, first + 1, last));
    }
    if (daemon.length == 0)
        daemon = last == TEXT_NONE ? tag : text_skip(tag, last + 1);
    event_set(event, FIELD_vendor_daemon, daemon);
}

static int file_of(const struct matcher *matcher, const struct source *source) {
    return source->tag.length > 0 ? rulebase_file_of_tag(matcher->rulebase, source->tag) : -1;
}

bool matcher_knows(const struct matcher *matcher, const struct source *source) {
    return file_of(matcher, source) >= 0;
}

bool matcher_identify(struct matcher *matcher, const struct source *source, struct event *event) {
    matcher->file = file_of(matcher, source);
    if (matcher->file < 0)
        return false;
    set_identity(rulebase_file(matcher->rulebase, (unsigned)matcher->file), source, event);
    return true;
}

const struct server *matcher_server(const struct matcher *matcher) {
    return rulebase_file(matcher->rulebase, (unsigned)matcher->file)->server;
}

/* the rule that matched, by the only string of "event.tags" */
static const struct rule *rule_of(const struct rulebase *rulebase, struct fjson_object *tree) {
    struct fjson_object *tags = NULL;
    if (!fjson_object_object_get_ex(tree, "event.tags", &tags))
        return NULL;
    struct fjson_object *tag = fjson_object_array_get_idx(tags, 0);
    return rulebase_find(
        rulebase, (struct text){fjson_object_get_string(tag), (size_t)fjson_object_get_string_len(tag)});
}

static void annotate(const struct rule *rule, struct event *event) {
    for (unsigned i = 0; i < rule->annotation_count; i++)
        event_set(event, rule->annotations[i].field, rule->annotations[i].value);
}

/* gives the captures of the tree to the event; false where a parser or a field
 * refuses its text */
static bool take_captures(const struct rulebase *rulebase, struct fjson_object *tree, struct event *event) {
    struct fjson_object_iterator at = fjson_object_iter_begin(tree), end = fjson_object_iter_end(tree);
    for (; !fjson_object_iter_equal(&at, &end); fjson_object_iter_next(&at)) {
        struct fjson_object *value = fjson_object_iter_peek_value(&at);
        if (fjson_object_get_type(value) != fjson_type_string)
            continue; /* event.tags */
        struct text text = {fjson_object_get_string(value), (size_t)fjson_object_get_string_len(value)};
        const struct capture *capture = rulebase_capture(rulebase, text_of(fjson_object_iter_peek_name(&at)));
        if (capture == NULL)
            return false;
        if (capture->parser != NULL ? !capture->parser->parse(event, text)
                                    : !event_set(event, capture->field, text))
            return false;
    }
    return true;
}

const struct rule *matcher_match(struct matcher *matcher, const struct source *source, struct event *event) {
    const struct rulebase_file *file = rulebase_file(matcher->rulebase, (unsigned)matcher->file);
    ln_ctx *context = &matcher->contexts[matcher->file];
    if (*context == NULL) {
        struct complaint complaint = {false, ""};
        *context = compile(file, &complaint);
        if (*context == NULL)
            return NULL;
    }
    struct fjson_object *tree = NULL;
    const struct rule *rule;
    struct text message = text_trim(source->message); /* relays add blanks */
    if (text_find_char(message, '\0') != TEXT_NONE)   /* liblognorm's literals read past their end there */
        return NULL;
    if (file->server->read_message != NULL)
        message = file->server->read_message(event, message);
    int status = ln_normalize(*context, message.start, message.length, &tree);
    if (tree != NULL)
        event_hold(event, tree);
    if (status != 0)
        return NULL;
    rule = rule_of(matcher->rulebase, tree);
    if (rule == NULL)
        return NULL;
    annotate(rule, event);
    if (!take_captures(matcher->rulebase, tree, event)) {
        /* the shape was right, a text in it was not: no field of it stays */
        event_clear(event);
        set_identity(file, source, event);
        return NULL;
    }
    event_set(event, FIELD_mailnorm_rule, rule->id);
    return rule;
}
