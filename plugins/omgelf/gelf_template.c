/* SPDX-License-Identifier: Apache-2.0
 *
 * Concurrency & locking: generators run in any worker thread, several at once for one template. They
 * read the settings, which no longer change, and count with atomics. The message's lock is held
 * while its tree is encoded. Nothing that locks it is called meanwhile.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/array.h"
#include "rsyslog.h"

#include "template.h"

#include "msg.h"

#include "errmsg.h"
#include "parserif.h"
#include "rsconf.h"
#include "unicode-helper.h"

#include "common/gelf_members.h"
#include "common/rsyslog_abi.h"

#include "gelf_template.h"

/* where a text of the frame comes from */
struct source {
    struct template *template;
    msgPropDescr_t property;
    bool is_property;
};

struct gelf_template {
    struct gelf_template_settings settings;
    char name[32]; /* in loadConf; empty: none */
    struct source host, short_message, full_message;
    struct template *received; /* entries that print the time of receipt */
    msgPropDescr_t container, members;
    bool has_container, has_members;
    bool locks; /* the tree is read in place, under the message's lock; else a copy is */
    uint64_t encoded;
    uint64_t repairs[GELF_REPAIRS];
    unsigned logged; /* kinds of repair that had their line in the log */
};

/* ------------------------------------------------------------ one frame */

static void source_free(struct source *source) {
    if (source->is_property)
        msgPropDescrDestruct(&source->property);
}

/* text of a source; *owned must be freed */
static struct text source_text(const struct source *source, smsg_t *message, uchar **owned) {
    struct syslogTime now = {.year = 0};
    *owned = NULL;
    if (source->template != NULL) {
        actWrkrIParams_t value = {0};
        if (ExtendBuf(&value, 1024) != RS_RET_OK)
            return (struct text){NULL, 0};
        *value.param = '\0';
        bool made = tplToString(source->template, message, &value, &now) == RS_RET_OK;
        *owned = value.param;
        return (struct text){(const char *)value.param, made ? value.lenStr : 0};
    }
    rs_size_t length = -1;
    unsigned short must_free = 0;
    msgPropDescr_t property = source->property;
    uchar *value = MsgGetProp(message, NULL, &property, &length, &must_free, &now);
    if (must_free)
        *owned = value;
    return (struct text){(const char *)value, length >= 0 ? (size_t)length : strlen((const char *)value)};
}

/* the raw message without its <PRI>, which level carries */
static struct text raw_message(smsg_t *message) {
    uchar *raw;
    int length;
    getRawMsg(message, &raw, &length);
    struct text text = {(const char *)raw, length > 0 ? (size_t)length : 0};
    size_t digits = text.length > 1 && text.start[0] == '<' ? text_span(text_skip(text, 1), "0123456789") : 0;
    if (digits >= 1 && digits <= 3 && text.length > digits + 1 && text.start[digits + 1] == '>')
        return text_skip(text, digits + 2);
    return text;
}

static uint32_t microseconds_of(const char *fraction) {
    uint32_t microseconds = 0;
    for (int i = 0; i < 6; i++) {
        microseconds =
            microseconds * 10 + (*fraction >= '0' && *fraction <= '9' ? (uint32_t)(*fraction - '0') : 0);
        if (*fraction != '\0')
            fraction++;
    }
    return microseconds;
}

/* time of receipt and tag into a buffer: what is left to tell equal lines apart */
static struct text identity_of(const struct gelf_template *t, smsg_t *message, char *buffer, size_t size) {
    size_t length = 0;
    for (struct templateEntry *entry = t->received->pEntryRoot; entry != NULL; entry = entry->pNext) {
        rs_size_t value_length = -1;
        unsigned short must_free = 0;
        if (entry->eEntryType != FIELD)
            continue;
        uchar *value =
            MsgGetProp(message, entry, &entry->data.field.msgProp, &value_length, &must_free, NULL);
        size_t n = value_length >= 0 ? (size_t)value_length : strlen((char *)value);
        if (n > size - length)
            n = size - length;
        memcpy(buffer + length, value, n);
        length += n;
        if (must_free)
            free(value);
    }
    return (struct text){buffer, length};
}

/* the object that a path like !mail!headers leads to, or NULL */
static struct fjson_object *walk(struct fjson_object *tree, const char *path) {
    char key[MAX_VARIABLE_NAME_LEN];
    while (tree != NULL && *path == '!') {
        size_t length = strcspn(++path, "!");
        if (length == 0 || length >= sizeof(key))
            break;
        memcpy(key, path, length);
        key[length] = '\0';
        path += length;
        if (!fjson_object_object_get_ex(tree, key, &tree))
            return NULL;
    }
    return tree;
}

static char members_path[] = "!" GELF_MEMBERS_NAME;

static struct text string_of(struct fjson_object *value) {
    if (!fjson_object_is_type(value, fjson_type_string))
        return (struct text){NULL, 0};
    return (struct text){fjson_object_get_string(value), (size_t)fjson_object_get_string_len(value)};
}

static unsigned encode(struct gelf_template *t, smsg_t *message, struct json_text *frame,
                       struct gelf_message *content, uint64_t repairs[GELF_REPAIRS]) {
    unsigned repaired;
    struct fjson_object *members = NULL;
    if (t->locks) {
        pthread_mutex_lock(&message->mut);
        content->members = string_of(walk(message->localvars, members_path));
        content->fields =
            walk(t->container.id == PROP_CEE ? message->json : message->localvars, (char *)t->container.name);
        repaired = gelf_encode(frame, &t->settings.gelf, content, repairs);
        pthread_mutex_unlock(&message->mut);
        return repaired;
    }
    if (msgGetJSONPropJSON(message, &t->members, &members) == RS_RET_OK)
        content->members = string_of(members);
    if (msgGetJSONPropJSON(message, &t->container, &content->fields) != RS_RET_OK)
        content->fields = NULL;
    repaired = gelf_encode(frame, &t->settings.gelf, content, repairs);
    fjson_object_put(members);
    fjson_object_put(content->fields);
    return repaired;
}

static void count_repairs(struct gelf_template *t, unsigned repaired, const uint64_t repairs[GELF_REPAIRS]) {
    for (int kind = 0; kind < GELF_REPAIRS; kind++) {
        if ((repaired & (1u << kind)) == 0)
            continue;
        __atomic_fetch_add(&t->repairs[kind], repairs[kind], __ATOMIC_RELAXED);
        if ((__atomic_fetch_or(&t->logged, 1u << kind, __ATOMIC_RELAXED) & (1u << kind)) == 0)
            LogMsg(0, RS_RET_OK, LOG_WARNING, "gelf: %s (said once; the counter %s goes on)",
                   gelf_repair_texts[kind].meaning, gelf_repair_texts[kind].counter);
    }
}

rsRetVal gelf_template_generate(struct gelf_template *t, smsg_t *message, actWrkrIParams_t *parameter) {
    uchar *host = NULL, *short_message = NULL, *full_message = NULL;
    uint64_t repairs[GELF_REPAIRS] = {0};
    char identity[256];
    DEFiRet;

    struct gelf_message content = {
        .host =
            t->settings.host == NULL ? text_of(getHOSTNAME(message)) : source_text(&t->host, message, &host),
        .short_message = t->settings.short_message == NULL
                             ? raw_message(message)
                             : source_text(&t->short_message, message, &short_message),
        .seconds = strtoll(getTimeReported(message, tplFmtUnixDate), NULL, 10),
        .microseconds = microseconds_of(getTimeReported(message, tplFmtSecFrac)),
    };
    if (t->settings.full_message != NULL)
        content.full_message = source_text(&t->full_message, message, &full_message);
    if (t->settings.gelf.event_uid)
        content.identity = identity_of(t, message, identity, sizeof(identity));
    MsgGetSeverity(message, &content.level);

    struct json_text frame = {.data = (char *)parameter->param, .capacity = parameter->lenBuf};
    unsigned repaired = encode(t, message, &frame, &content, repairs);
    if (t->settings.newline)
        json_append(&frame, "\n", 2); /* with its NUL */
    if (!frame.failed) {
        parameter->lenStr = (uint32_t)(t->settings.newline ? frame.length - 1 : frame.length);
    }
    parameter->param = (uchar *)frame.data;
    parameter->lenBuf = (uint32_t)frame.capacity;
    free(host);
    free(short_message);
    free(full_message);
    if (frame.failed)
        ABORT_FINALIZE(RS_RET_OUT_OF_MEMORY);
    __atomic_fetch_add(&t->encoded, 1, __ATOMIC_RELAXED);
    if (repaired != 0)
        count_repairs(t, repaired, repairs);

finalize_it:
    RETiRet;
}

/* ------------------------------------------------------------ one function a template */

static struct gelf_template *slots[GELF_TEMPLATES_LIMIT];

#define GENERATOR(row, column)                                                                               \
    static rsRetVal generate_##row##column(const smsg_t *const message, actWrkrIParams_t *const parameter) { \
        return gelf_template_generate(slots[row * 8 + column], (smsg_t *)message, parameter);                \
    }
#define EIGHT(with, row)                                                                                     \
    with(row, 0) with(row, 1) with(row, 2) with(row, 3) with(row, 4) with(row, 5) with(row, 6) with(row, 7)
#define ALL(with)                                                                                            \
    EIGHT(with, 0)                                                                                           \
    EIGHT(with, 1) EIGHT(with, 2) EIGHT(with, 3) EIGHT(with, 4) EIGHT(with, 5) EIGHT(with, 6) EIGHT(with, 7)
ALL(GENERATOR)
#define NAME(row, column) generate_##row##column,
static rsRetVal (*const generators[])(const smsg_t *const, actWrkrIParams_t *const) = {ALL(NAME)};
_Static_assert(COUNT_OF(generators) == GELF_TEMPLATES_LIMIT, "one generator a slot");

static rsRetVal register_name(struct gelf_template *t) {
    int slot = 0;
    DEFiRet;
    while (slot < GELF_TEMPLATES_LIMIT && slots[slot] != NULL)
        slot++;
    if (slot == GELF_TEMPLATES_LIMIT) {
        parser_errmsg("gelf: only %d actions can have a GELF template; share one through a ruleset",
                      GELF_TEMPLATES_LIMIT);
        ABORT_FINALIZE(RS_RET_PARAM_ERROR);
    }
    snprintf(t->name, sizeof(t->name), " gelf-%d", slot);
    uchar *empty = UCHAR_CONSTANT("\"\"");
    struct template *template = tplAddLine(loadConf, t->name, &empty);
    if (template == NULL)
        ABORT_FINALIZE(RS_RET_OUT_OF_MEMORY);
    template->pStrgen = generators[slot];
    slots[slot] = t;

finalize_it:
    RETiRet;
}

/* ------------------------------------------------------------ settings */

void gelf_template_settings_init(struct gelf_template_settings *settings) {
    memset(settings, 0, sizeof(*settings));
    gelf_settings_init(&settings->gelf);
}

void gelf_template_settings_free(struct gelf_template_settings *settings) {
    free(settings->container);
    free(settings->host);
    free(settings->short_message);
    free(settings->full_message);
    gelf_settings_free(&settings->gelf);
    memset(settings, 0, sizeof(*settings));
}

static rsRetVal add_static_field(struct gelf_settings *settings, es_str_t *value) {
    char *pair = es_str2cstr(value, NULL);
    const char *wrong = "write it as \"name=value\"";
    DEFiRet;
    CHKmalloc(pair);
    char *equals = strchr(pair, '=');
    if (equals != NULL) {
        struct text name = {pair, (size_t)(equals - pair)};
        text_take(&name, TEXT("_")); /* as GELF writes it */
        wrong = gelf_settings_add(settings, name, text_of(equals + 1));
    }
    if (wrong != NULL) {
        parser_errmsg("gelf: staticFields: \"%s\": %s", pair, wrong);
        ABORT_FINALIZE(RS_RET_PARAM_ERROR);
    }

finalize_it:
    free(pair);
    RETiRet;
}

static rsRetVal read_static_fields(const struct parameter *parameter, void *place, const struct svar *value) {
    DEFiRet;
    (void)parameter;
    for (int i = 0; i < value->d.ar->nmemb; i++)
        CHKiRet(add_static_field(place, value->d.ar->arr[i]));
finalize_it:
    RETiRet;
}

const struct parameter_kind parameter_static_fields = {.read = read_static_fields};

/* ------------------------------------------------------------ made and freed */

static rsRetVal source_find(struct source *source, const char *parameter, char *value) {
    DEFiRet;
    if (value == NULL)
        FINALIZE;
    source->template = tplFind(loadConf, value, (int)strlen(value));
    if (source->template != NULL)
        FINALIZE;
    iRet = msgPropDescrFill(&source->property, (uchar *)value, (int)strlen(value));
    source->is_property = iRet == RS_RET_OK;
    if (iRet != RS_RET_OK) {
        parser_errmsg("gelf: %s: \"%s\" is neither a template above here nor a property of messages",
                      parameter, value);
        iRet = RS_RET_PARAM_ERROR;
    }

finalize_it:
    RETiRet;
}

/* whether a tree added by function is found by function and is in this member */
static bool stands_in(smsg_t *message, uchar *name, propid_t id, struct fjson_object **member) {
    struct fjson_object *tree = fjson_object_new_object(), *found = NULL;
    fjson_object_object_add(tree, "known", fjson_object_new_int64(1));
    msgPropDescr_t all = {.id = id, .name = UCHAR_CONSTANT("!"), .nameLen = 1};
    return msgAddJSON(message, name, tree, 0, 0) == RS_RET_OK &&
           jsonFind(message, &all, &found) == RS_RET_OK && found != NULL && *member == found;
}

/* The tree is best read in place under the message's lock, and no function of rsyslog 8.2302 does that
 * (DESIGN.md). The four members that it takes are where this build thinks they are, if a message says so by
 * functions. */
static bool layout_is_known(void) {
    smsg_t *message = NULL;
    if (msgConstruct(&message) != RS_RET_OK)
        return false;
    bool known = message->iRefCount == 1 &&
                 stands_in(message, UCHAR_CONSTANT("!"), PROP_CEE, &message->json) &&
                 stands_in(message, UCHAR_CONSTANT("."), PROP_LOCAL_VAR, &message->localvars);
    if (known) {
        smsg_t *again = MsgAddRef(message);
        known = message->iRefCount == 2; /* stands right behind the lock */
        msgDestruct(&again);
    }
    msgDestruct(&message);
    return known;
}

/* entries of a template are the way to say which format of a property is wanted */
static struct template *received_template(void) {
    static char name[] = " gelf-received";
    struct template *template = tplFind(loadConf, name, sizeof(name) - 1);
    uchar *entries = UCHAR_CONSTANT("\"%timegenerated:::date-unixtimestamp%%timegenerated:::date-subseconds%"
                                    "%syslogtag%\"");
    return template != NULL ? template : tplAddLine(loadConf, name, &entries);
}

rsRetVal gelf_template_new_nameless(struct gelf_template **made, struct gelf_template_settings *settings) {
    struct gelf_template *t = calloc(1, sizeof(*t));
    static char members[] = GELF_MEMBERS_VARIABLE;
    DEFiRet;
    if (t == NULL) {
        gelf_template_settings_free(settings);
        return RS_RET_OUT_OF_MEMORY;
    }
    t->settings = *settings;
    memset(settings, 0, sizeof(*settings));

    size_t limit = t->settings.gelf.frame_limit;
    if (limit < GELF_FRAME_LIMIT_LOWEST || limit > 1u << 30) {
        parser_errmsg("gelf: maxFrameSize: %zu is not between %d and 1 GiB", limit, GELF_FRAME_LIMIT_LOWEST);
        ABORT_FINALIZE(RS_RET_PARAM_ERROR);
    }
    if (t->settings.gelf.constants.length > limit / 4) {
        parser_errmsg("gelf: staticFields take more than a quarter of maxFrameSize");
        ABORT_FINALIZE(RS_RET_PARAM_ERROR);
    }
    char *container = t->settings.container;
    if (strncmp(container, "$!", 2) != 0 && strncmp(container, "$.", 2) != 0) {
        parser_errmsg("gelf: container \"%s\" must begin with $! or $. (for example container=\"$!mail\")",
                      container);
        ABORT_FINALIZE(RS_RET_PARAM_ERROR);
    }
    if (strcmp(container, "$.") == 0 || strcmp(container, "$.!") == 0) {
        parser_errmsg("gelf: container \"%s\": all local variables would be sent, " GELF_MEMBERS_VARIABLE
                      " too; name one, for example container=\"$.mail\"",
                      container);
        ABORT_FINALIZE(RS_RET_PARAM_ERROR);
    }
    CHKiRet(msgPropDescrFill(&t->container, (uchar *)container, (int)strlen(container)));
    t->has_container = true;
    CHKiRet(msgPropDescrFill(&t->members, (uchar *)members, sizeof(members) - 1));
    t->has_members = true;
    CHKiRet(source_find(&t->host, "host", t->settings.host));
    CHKiRet(source_find(&t->short_message, "shortMessage", t->settings.short_message));
    CHKiRet(source_find(&t->full_message, "fullMessage", t->settings.full_message));
    if ((t->received = received_template()) == NULL)
        ABORT_FINALIZE(RS_RET_OUT_OF_MEMORY);
    t->locks = layout_is_known();
    if (!t->locks)
        LogMsg(0, RS_RET_OK, LOG_WARNING,
               "gelf: built from the headers of another rsyslog: each message's fields are copied before "
               "they are "
               "encoded, which is slow; build against the headers of this version");

finalize_it:
    *made = t;
    if (iRet != RS_RET_OK) {
        gelf_template_free(t);
        *made = NULL;
    }
    RETiRet;
}

rsRetVal gelf_template_new(struct gelf_template **made, struct gelf_template_settings *settings) {
    DEFiRet;
    CHKiRet(gelf_template_new_nameless(made, settings));
    iRet = register_name(*made);
    if (iRet != RS_RET_OK) {
        gelf_template_free(*made);
        *made = NULL;
    }

finalize_it:
    RETiRet;
}

void gelf_template_free(struct gelf_template *t) {
    if (t == NULL)
        return;
    for (int slot = 0; slot < GELF_TEMPLATES_LIMIT; slot++)
        if (slots[slot] == t)
            slots[slot] = NULL;
    source_free(&t->host);
    source_free(&t->short_message);
    source_free(&t->full_message);
    if (t->has_container)
        msgPropDescrDestruct(&t->container);
    if (t->has_members)
        msgPropDescrDestruct(&t->members);
    gelf_template_settings_free(&t->settings);
    free(t);
}

const char *gelf_template_name(const struct gelf_template *t) {
    return t->name;
}

rsRetVal gelf_template_add_counters(struct gelf_template *t, statsobj_if_t *statsobj, statsobj_t *stats) {
    DEFiRet;
    CHKiRet(statsobj->AddCounter(stats, UCHAR_CONSTANT("encoded"), ctrType_IntCtr, CTR_FLAG_RESETTABLE,
                                 &t->encoded));
    for (int kind = 0; kind < GELF_REPAIRS; kind++)
        CHKiRet(statsobj->AddCounter(stats, (uchar *)gelf_repair_texts[kind].counter, ctrType_IntCtr,
                                     CTR_FLAG_RESETTABLE, &t->repairs[kind]));

finalize_it:
    RETiRet;
}
