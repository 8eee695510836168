/* SPDX-License-Identifier: Apache-2.0
 *
 * rulebase - reading and checking; the contract is in rulebase.h
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fts.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/lines.h"
#include "rules/rulebase.h"
#include "common/table.h"

#define INCLUDE_DEPTH 4

struct rulebase {
    int references;
    struct fields *fields;
    struct table strings;  /* every text below, each once -> its struct string */
    struct table rules;    /* id -> struct rule */
    struct table captures; /* name -> struct capture */
    struct table tags;     /* "sendmail", or a slash and a tag's last part -> file number + 1 */
    struct rule **rule_list;
    unsigned rule_count;
    struct annotation *annotations;
    size_t annotation_count;
    struct rulebase_file *files;
    unsigned file_count;
};

/* a text and its bytes in one piece of memory */
struct string {
    struct text text;
    char bytes[];
};

/* where the reader stands, for its messages */
struct reader {
    struct rulebase *rulebase;
    const char *path;
    int line;
    char *error;
    size_t size;
};

static bool fail(struct reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fail(struct reader *reader, const char *format, ...) {
    int used = reader->line > 0 ? snprintf(reader->error, reader->size, "%s:%d: ", reader->path, reader->line)
                                : snprintf(reader->error, reader->size, "%s: ", reader->path);
    if (used < 0 || (size_t)used >= reader->size)
        return false;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->error + used, reader->size - (size_t)used, format, arguments);
    va_end(arguments);
    return false;
}

static bool fail_for_memory(struct reader *reader) {
    return fail(reader, "out of memory");
}

/* Puts the one copy of a text, a C string that lives as long as the rulebase, in its
 * place; false when memory is out. */
static bool keep(struct reader *reader, struct text *text) {
    struct table *strings = &reader->rulebase->strings;
    struct string *string = table_get(strings, *text);
    if (string == NULL) {
        string = malloc(sizeof(*string) + text->length + 1);
        if (string == NULL)
            return fail_for_memory(reader);
        memcpy(string->bytes, text->start, text->length);
        string->bytes[text->length] = '\0';
        string->text = (struct text){string->bytes, text->length};
        if (!table_put(strings, string->text, string)) {
            free(string);
            return fail_for_memory(reader);
        }
    }
    *text = string->text;
    return true;
}

/* makes sure that there is a rule of that id; false when memory is out */
static bool add_rule(struct reader *reader, struct text id, struct text product) {
    struct rulebase *rulebase = reader->rulebase;
    if (table_get(&rulebase->rules, id) != NULL)
        return true;
    if (!keep(reader, &id) || !keep(reader, &product))
        return false;
    struct rule **list = realloc(rulebase->rule_list, (rulebase->rule_count + 1) * sizeof(struct rule *));
    if (list == NULL)
        return fail_for_memory(reader);
    rulebase->rule_list = list;
    struct rule *rule = malloc(sizeof(*rule));
    if (rule == NULL || !table_put(&rulebase->rules, id, rule)) {
        free(rule);
        return fail_for_memory(reader);
    }
    *rule = (struct rule){id, product, server_find(product), rulebase->rule_count, NULL, 0};
    list[rulebase->rule_count++] = rule;
    return true;
}

/* says why a captured name is of no use in the rules of the server */
static bool fail_for_capture(struct reader *reader, const struct server *server, struct text name) {
    const struct server *owner = server_of_parser(name);
    if (owner != NULL)
        return fail(
            reader,
            "%%%.*s%% is a parser of %s, and not for rules of %s; take one of its own or a common one, "
            "see mailnorm-check --parsers",
            (int)name.length, name.start, owner->product,
            server->product[0] != '\0' ? server->product : "other products");
    return fail(
        reader,
        "%%%.*s%% is neither a field of FIELDS nor a parser; add the field to FIELDS, or fix the name",
        (int)name.length, name.start);
}

/* makes sure that a captured name is a field, or a parser that the server's rules may use */
static bool check_capture(struct reader *reader, const struct server *server, struct text name) {
    struct rulebase *rulebase = reader->rulebase;
    if (name.length == 0 || text_is(name, TEXT("-")))
        return true;
    struct capture capture = {server_parser(server, name), fields_find(rulebase->fields, name)};
    if (capture.parser == NULL && capture.field == FIELD_NONE)
        return fail_for_capture(reader, server, name);
    if (table_get(&rulebase->captures, name) != NULL)
        return true;
    if (!keep(reader, &name))
        return false;
    struct capture *copy = malloc(sizeof(*copy));
    if (copy == NULL || !table_put(&rulebase->captures, name, copy)) {
        free(copy);
        return fail_for_memory(reader);
    }
    *copy = capture;
    return true;
}

/* offset of the percent sign that ends a capture; braces hold JSON, whose
 * strings may hold percent signs */
static size_t capture_end(struct text text) {
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.start[i];
        if (quoted && c == '\\')
            i++;
        else if (depth > 0 && c == '"')
            quoted = !quoted;
        else if (!quoted && c == '{')
            depth++;
        else if (!quoted && c == '}')
            depth--;
        else if (depth == 0 && c == '%')
            return i;
    }
    return TEXT_NONE;
}

static bool check_captures(struct reader *reader, const struct server *server, struct text rule) {
    for (;;) {
        size_t percent = text_find_char(rule, '%');
        if (percent == TEXT_NONE)
            return true;
        rule = text_skip(rule, percent + 1);
        if (text_take(&rule, TEXT("%"))) /* a literal percent sign */
            continue;
        size_t end = capture_end(rule);
        if (end == TEXT_NONE)
            return fail(reader, "a capture has no closing percent sign; write %%%% for a literal one");
        struct text capture = text_slice(rule, 0, end);
        size_t colon = text_find_char(capture, ':');
        if (colon == TEXT_NONE || capture.start[0] == '{')
            return fail(reader, "write a capture as %%name:type%%");
        if (!check_capture(reader, server, text_slice(capture, 0, colon)))
            return false;
        rule = text_skip(rule, end + 1);
    }
}

/* liblognorm falls over a rule of a string that has them odd: it looks for more lines in a file */
static bool check_percent_signs(struct reader *reader, struct text rule) {
    bool odd = false;
    for (size_t i = 0; i < rule.length; i++)
        odd = odd != (rule.start[i] == '%');
    return !odd || fail(reader, "an odd number of percent signs; write one that is in JSON as \\u0025");
}

/* "postfix.smtpd.connect:connect from %client:rest%" */
static bool read_rule(struct reader *reader, struct text product, struct text line) {
    size_t colon = text_find_char(line, ':');
    struct text id = text_slice(line, 0, colon);
    if (colon == TEXT_NONE || id.length == 0 ||
        text_span(id, "abcdefghijklmnopqrstuvwxyz0123456789_-.") != id.length)
        return fail(
            reader,
            "a rule needs an id of lower-case letters, digits, dots, - and _: rule=product.topic.what:...");
    line = text_skip(line, colon + 1);
    return add_rule(reader, id, product) && check_captures(reader, server_find(product), line) &&
           check_percent_signs(reader, line);
}

/* whether a field of that type can have the value */
static bool fits(const struct fields *fields, enum field field, struct text value) {
    if (fields_type(fields, field) == FIELD_TYPE_STRING)
        return true;
    struct event *event = event_new(fields);
    bool good = event != NULL && event_set(event, field, value);
    event_free(event);
    return good;
}

/* 'postfix.smtpd.connect:+vendor_event_action="connect"' */
static bool read_annotation(struct reader *reader, struct text line) {
    struct rulebase *rulebase = reader->rulebase;
    size_t colon = text_find(line, TEXT(":+"));
    struct text rest = text_skip(line, colon == TEXT_NONE ? line.length : colon + 2);
    size_t equals = text_find(rest, TEXT("=\""));
    if (equals == TEXT_NONE || rest.start[rest.length - 1] != '"' || rest.length < equals + 3)
        return fail(reader, "write annotate=RULE-ID:+FIELD=\"VALUE\"");
    struct text name = text_slice(rest, 0, equals), value = text_slice(rest, equals + 2, rest.length - 1);
    const struct rule *rule = table_get(&rulebase->rules, text_slice(line, 0, colon));
    if (rule == NULL)
        return fail(reader, "no rule above has the id %.*s; fix it, or move the line down", (int)colon,
                    line.start);
    enum field field = fields_find(rulebase->fields, name);
    if (field == FIELD_NONE)
        return fail(reader, "%.*s is not in FIELDS; add it there, or fix the name", (int)name.length,
                    name.start);
    if (!fits(rulebase->fields, field, value))
        return fail(reader, "%.*s is a number; give it one", (int)name.length, name.start);
    struct annotation *all =
        realloc(rulebase->annotations, (rulebase->annotation_count + 1) * sizeof(struct annotation));
    if (all == NULL)
        return fail_for_memory(reader);
    rulebase->annotations = all;
    for (size_t i = 0; i < rulebase->annotation_count; i++)
        if (all[i].rule == rule->number && all[i].field == field) /* seen through another include */
            return text_is(all[i].value, value) ||
                   fail(reader, "%.*s has this field with another value; take one of the two lines out",
                        (int)rule->id.length, rule->id.start);
    if (!keep(reader, &value))
        return false;
    all[rulebase->annotation_count++] = (struct annotation){rule->number, field, value};
    return true;
}

/* the rule= lines of a file, its includes and the local file, as they are read */
struct lines_of_rules {
    FILE *text;
    struct rule_origin *origins;
    unsigned count;
};

static bool add_line(struct lines_of_rules *rules, struct reader *reader, struct text line) {
    struct rule_origin *longer = realloc(rules->origins, (rules->count + 1) * sizeof(struct rule_origin));
    if (longer == NULL || fprintf(rules->text, "%.*s\n", (int)line.length, line.start) < 0) {
        rules->origins = longer != NULL ? longer : rules->origins;
        return fail_for_memory(reader);
    }
    rules->origins = longer;
    longer[rules->count++] = (struct rule_origin){reader->path, reader->line};
    return true;
}

static bool read_rules(struct reader *reader, struct lines_of_rules *rules, const char *directory,
                       struct text product, const char *name, int depth);

static bool read_line(struct reader *reader, struct lines_of_rules *rules, const char *directory,
                      struct text product, struct text line, int depth) {
    if (text_is(line, TEXT("version=2")))
        return true;
    if (text_take(&line, TEXT("include="))) {
        char name[256];
        if (depth == INCLUDE_DEPTH)
            return fail(reader, "includes are nested too deep; include the file itself");
        if (line.length == 0 || line.length >= sizeof(name) || text_find_char(line, '/') != TEXT_NONE)
            return fail(reader, "include= wants a file name of the same directory");
        snprintf(name, sizeof(name), "%.*s", (int)line.length, line.start);
        struct reader here = *reader;
        if (!read_rules(reader, rules, directory, product, name, depth + 1))
            return false;
        reader->path = here.path;
        reader->line = here.line;
        return true;
    }
    if (text_take(&line, TEXT("annotate=")))
        return read_annotation(reader, line);
    struct text rule = line;
    if (!text_take(&rule, TEXT("rule=")))
        return fail(reader, "want rule=, annotate=, include= or a comment");
    return read_rule(reader, product, rule) && add_line(rules, reader, line);
}

/* appends the rule= lines of DIRECTORY/PRODUCT/NAME to rules */
static bool read_rules(struct reader *reader, struct lines_of_rules *rules, const char *directory,
                       struct text product, const char *name, int depth) {
    char path[4096], fault[4096 + 128];
    struct lines lines;
    snprintf(path, sizeof(path), "%s/%.*s/%s", directory, (int)product.length, product.start, name);
    struct text kept = text_of(path);
    if (!keep(reader, &kept))
        return false;
    if (!lines_read(&lines, kept.start, fault, sizeof(fault))) {
        if (reader->line > 0) /* of an include= */
            return fail(reader, "%s", fault);
        snprintf(reader->error, reader->size, "%s", fault);
        return false;
    }
    reader->path = kept.start;
    bool good = true;
    for (struct text line; good && lines_next(&lines, &line);) {
        reader->line = lines.number;
        good = read_line(reader, rules, directory, product, line, depth);
    }
    lines_free(&lines);
    return good;
}

static struct rulebase_file *file_of(struct rulebase *rulebase, struct text product, struct text name) {
    for (unsigned i = 0; i < rulebase->file_count; i++)
        if (text_is(rulebase->files[i].product, product) && text_is(rulebase->files[i].name, name))
            return &rulebase->files[i];
    return NULL;
}

/* PRODUCT/NAME.rb of the shipped directory, of the local one, or of both */
static bool read_file(struct reader *reader, const char *shipped, const char *local, struct text product,
                      const char *name) {
    struct rulebase *rulebase = reader->rulebase;
    struct text stem = {name, strlen(name) - 3};
    if (file_of(rulebase, product, stem) != NULL)
        return true;
    if (!keep(reader, &product) || !keep(reader, &stem))
        return false;
    struct rulebase_file *files =
        realloc(rulebase->files, (rulebase->file_count + 1) * sizeof(struct rulebase_file));
    if (files == NULL)
        return fail_for_memory(reader);
    rulebase->files = files;
    char *text = NULL, path[4096];
    size_t size = 0;
    struct lines_of_rules rules = {open_memstream(&text, &size), NULL, 0};
    if (rules.text == NULL)
        return fail_for_memory(reader);
    bool good = true, found = false;
    const char *directories[] = {shipped, local};
    for (int i = 0; good && i < 2; i++) {
        if (directories[i] == NULL)
            continue;
        snprintf(path, sizeof(path), "%s/%.*s/%s", directories[i], (int)product.length, product.start, name);
        if (access(path, F_OK) != 0 && errno == ENOENT)
            continue;
        found = true;
        reader->line = 0;
        good = read_rules(reader, &rules, directories[i], product, name, 0);
    }
    reader->line = 0;
    if (fclose(rules.text) != 0)
        good = good && fail_for_memory(reader);
    if (!found) {
        reader->path = path;
        good = fail(reader, "%s; fix the link, or remove it", strerror(ENOENT));
    }
    files[rulebase->file_count++] =
        (struct rulebase_file){product, server_find(product), stem, text, rules.origins, rules.count};
    return good;
}

/* all PRODUCT/NAME.rb of one directory, in the order of their names */
static bool read_directory(struct reader *reader, const char *directory, const char *shipped,
                           const char *local) {
    struct dirent **products = NULL;
    int count = scandir(directory, &products, NULL, alphasort);
    reader->path = directory;
    reader->line = 0;
    if (count < 0)
        return fail(reader, "%s%s", strerror(errno),
                    errno == ENOENT || errno == ENOTDIR ? "; name the directory that holds PROGRAMS"
                                                        : lines_hint(errno));
    bool good = true;
    for (int i = 0; i < count; i++) {
        char path[4096];
        struct dirent **names = NULL;
        snprintf(path, sizeof(path), "%s/%s", directory, products[i]->d_name);
        int name_count = products[i]->d_name[0] == '.' || !good ? 0 : scandir(path, &names, NULL, alphasort);
        if (name_count < 0 && errno != ENOTDIR) {
            reader->path = path;
            reader->line = 0;
            good = fail(reader, "%s%s", strerror(errno), lines_hint(errno));
        }
        for (int j = 0; j < name_count; j++) {
            if (good && names[j]->d_name[0] != '.' && text_ends(text_of(names[j]->d_name), TEXT(".rb")))
                good = read_file(reader, shipped, local, text_of(products[i]->d_name), names[j]->d_name);
            free(names[j]);
        }
        free(names);
        free(products[i]);
    }
    free(products);
    return good;
}

/* "TAG PRODUCT/FILE" */
static bool read_program(struct reader *reader, struct text line) {
    struct rulebase *rulebase = reader->rulebase;
    size_t end = text_span(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.*/");
    struct text tag = text_slice(line, 0, end), target = text_trim(text_skip(line, end));
    size_t slash = text_find_char(target, '/');
    if (tag.length == 0 || slash == TEXT_NONE)
        return fail(reader, "want a tag and PRODUCT/FILE, such as */smtpd postfix/smtpd");
    const struct rulebase_file *file =
        file_of(rulebase, text_slice(target, 0, slash), text_skip(target, slash + 1));
    if (file == NULL)
        return fail(reader, "there is no rulebase %.*s.rb; fix the name, or write the file",
                    (int)target.length, target.start);
    text_take(&tag, TEXT("*")); /* "*" and "/smtpd": kept as "/smtpd" */
    return keep(reader, &tag) &&
           (table_put(&rulebase->tags, tag, (void *)(file - rulebase->files + 1)) || fail_for_memory(reader));
}

static bool read_programs(struct reader *reader, const char *directory, bool required) {
    char path[4096];
    struct lines lines;
    snprintf(path, sizeof(path), "%s/PROGRAMS", directory);
    bool good = required ? lines_read(&lines, path, reader->error, reader->size)
                         : lines_read_optional(&lines, path, reader->error, reader->size);
    reader->path = path;
    for (struct text row; good && lines_next(&lines, &row);) {
        reader->line = lines.number;
        good = read_program(reader, row);
    }
    lines_free(&lines);
    reader->path = NULL;
    return good;
}

static int by_rule(const void *a, const void *b) {
    unsigned first = ((const struct annotation *)a)->rule, second = ((const struct annotation *)b)->rule;
    return first < second ? -1 : first > second;
}

/* each rule's annotations in one piece, which the rule knows */
static void sort_annotations(struct rulebase *rulebase) {
    if (rulebase->annotation_count > 0)
        qsort(rulebase->annotations, rulebase->annotation_count, sizeof(struct annotation), by_rule);
    for (size_t i = rulebase->annotation_count; i > 0; i--) {
        struct rule *rule = rulebase->rule_list[rulebase->annotations[i - 1].rule];
        rule->annotations = &rulebase->annotations[i - 1];
        rule->annotation_count++;
    }
}

static bool read_local_fields(struct reader *reader, const char *directory) {
    char path[4096];
    snprintf(path, sizeof(path), "%s/FIELDS", directory);
    return fields_read(reader->rulebase->fields, path, reader->error, reader->size);
}

struct rulebase *rulebase_load(const char *directory, const char *local_directory, char *error, size_t size) {
    struct rulebase *rulebase = calloc(1, sizeof(*rulebase));
    struct reader reader = {.rulebase = rulebase, .path = directory, .error = error, .size = size};
    const char *local = local_directory;
    if (rulebase == NULL || (rulebase->fields = fields_new()) == NULL) {
        fail_for_memory(&reader);
        free(rulebase);
        return NULL;
    }
    rulebase->references = 1;
    if ((local == NULL || read_local_fields(&reader, local)) &&
        read_directory(&reader, directory, directory, local) &&
        (local == NULL || read_directory(&reader, local, directory, local)) &&
        read_programs(&reader, directory, true) && (local == NULL || read_programs(&reader, local, false))) {
        sort_annotations(rulebase);
        return rulebase;
    }
    rulebase_release(rulebase);
    return NULL;
}

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

uint64_t rulebase_fingerprint(const char *directory) {
    char *roots[] = {(char *)directory, NULL};
    FTS *walk = directory != NULL ? fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL) : NULL;
    FTSENT *entry;
    uint64_t sum = 0; /* a sum, so that the order of the walk does not matter */
    while (walk != NULL && (entry = fts_read(walk)) != NULL) {
        if (entry->fts_info != FTS_F)
            continue;
        uint64_t hash = text_hash((struct text){entry->fts_path, entry->fts_pathlen});
        hash = mix(mix(hash, (uint64_t)entry->fts_statp->st_size), (uint64_t)entry->fts_statp->st_ino);
        hash = mix(hash, (uint64_t)entry->fts_statp->st_mtim.tv_sec);
        sum += mix(hash, (uint64_t)entry->fts_statp->st_mtim.tv_nsec);
    }
    if (walk != NULL)
        fts_close(walk);
    return sum;
}

struct rulebase *rulebase_hold(struct rulebase *rulebase) {
    __atomic_fetch_add(&rulebase->references, 1, __ATOMIC_RELAXED);
    return rulebase;
}

void rulebase_release(struct rulebase *rulebase) {
    if (rulebase == NULL || __atomic_sub_fetch(&rulebase->references, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    for (unsigned i = 0; i < rulebase->file_count; i++) {
        free((char *)rulebase->files[i].rules);
        free(rulebase->files[i].origins);
    }
    free(rulebase->files);
    free(rulebase->rule_list);
    free(rulebase->annotations);
    table_free(&rulebase->tags, NULL);
    table_free(&rulebase->rules, free);
    table_free(&rulebase->captures, free);
    table_free(&rulebase->strings, free);
    fields_free(rulebase->fields);
    free(rulebase);
}

const struct fields *rulebase_fields(const struct rulebase *rulebase) {
    return rulebase->fields;
}

unsigned rulebase_rule_count(const struct rulebase *rulebase) {
    return rulebase->rule_count;
}

const struct rule *rulebase_rule(const struct rulebase *rulebase, unsigned number) {
    return rulebase->rule_list[number];
}

const struct rule *rulebase_find(const struct rulebase *rulebase, struct text id) {
    return table_get(&rulebase->rules, id);
}

const struct capture *rulebase_capture(const struct rulebase *rulebase, struct text name) {
    return table_get(&rulebase->captures, name);
}

unsigned rulebase_file_count(const struct rulebase *rulebase) {
    return rulebase->file_count;
}

const struct rulebase_file *rulebase_file(const struct rulebase *rulebase, unsigned number) {
    return &rulebase->files[number];
}

int rulebase_file_of_tag(const struct rulebase *rulebase, struct text tag) {
    void *file = table_get(&rulebase->tags, tag);
    size_t slash = file == NULL ? text_find_last_char(tag, '/') : TEXT_NONE;
    if (slash != TEXT_NONE)
        file = table_get(&rulebase->tags, text_skip(tag, slash));
    return (int)(size_t)file - 1;
}
