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

#include "rulebase.h"
#include "table.h"

#define INCLUDE_DEPTH 4

struct rulebase {
    int references;
    struct fields *fields;
    struct table strings;  /* every text below: owned copies, each once */
    struct table rules;    /* id -> struct rule */
    struct table captures; /* name -> struct capture */
    struct table tags;     /* "sendmail", and the last part of a tag as a slash and "smtpd" -> file number + 1 */
    struct rule **rule_list;
    unsigned rule_count;
    struct annotation *annotations;
    size_t annotation_count;
    struct rulebase_file *files;
    unsigned file_count;
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

/* frees what a loop of getline had; false where the file could not be read to its end */
static bool close_all(struct reader *reader, FILE *file, char *line) {
    int fault = ferror(file) ? errno : 0;
    free(line);
    fclose(file);
    reader->line = fault != 0 ? 0 : reader->line;
    return fault == 0 || fail(reader, "%s", strerror(fault));
}

/* the one copy of a text that lives as long as the rulebase; a C string */
static struct text keep(struct rulebase *rulebase, struct text text) {
    struct text *known = table_get(&rulebase->strings, text);
    if (known != NULL)
        return *known;
    char *copy = strndup(text.start, text.length);
    known = malloc(sizeof(*known));
    if (copy == NULL || known == NULL)
        abort(); /* at load time only: nothing to go on with */
    *known = (struct text){copy, text.length};
    table_put(&rulebase->strings, *known, known);
    return *known;
}

static struct rule *rule_of(struct rulebase *rulebase, struct text id, struct text product) {
    struct rule *rule = table_get(&rulebase->rules, id);
    if (rule != NULL)
        return rule;
    rule = malloc(sizeof(*rule));
    struct rule **list = realloc(rulebase->rule_list, (rulebase->rule_count + 1) * sizeof(struct rule *));
    if (rule == NULL || list == NULL)
        abort();
    *rule = (struct rule){keep(rulebase, id), keep(rulebase, product), rulebase->rule_count};
    rulebase->rule_list = list;
    rulebase->rule_list[rulebase->rule_count++] = rule;
    table_put(&rulebase->rules, rule->id, rule);
    return rule;
}

/* makes sure that a captured name is a field or a part */
static bool check_capture(struct reader *reader, struct text name) {
    struct rulebase *rulebase = reader->rulebase;
    if (name.length == 0 || text_is(name, TEXT("-")) || table_get(&rulebase->captures, name) != NULL)
        return true;
    struct capture capture = {part_find(name), fields_find(rulebase->fields, name)};
    if (capture.part == NULL && capture.field == FIELD_NONE)
        return fail(reader, "%%%.*s%% is neither a field of FIELDS nor a part; add the field to FIELDS, or mend the name",
                    (int)name.length, name.start);
    struct capture *copy = malloc(sizeof(*copy));
    if (copy == NULL)
        abort();
    *copy = capture;
    table_put(&rulebase->captures, keep(rulebase, name), copy);
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

static bool check_captures(struct reader *reader, struct text rule) {
    for (;;) {
        size_t percent = text_find_char(rule, '%');
        if (percent == TEXT_NONE)
            return true;
        rule = text_skip(rule, percent + 1);
        if (text_take(&rule, TEXT("%"))) /* a literal percent sign */
            continue;
        size_t end = capture_end(rule);
        if (end == TEXT_NONE)
            return fail(reader, "a capture has no closing percent sign");
        struct text capture = text_slice(rule, 0, end);
        size_t colon = text_find_char(capture, ':');
        if (colon == TEXT_NONE || capture.start[0] == '{')
            return fail(reader, "write a capture as %%name:type%%");
        if (!check_capture(reader, text_slice(capture, 0, colon)))
            return false;
        rule = text_skip(rule, end + 1);
    }
}

/* "postfix.smtpd.connect:connect from %client:rest%" */
static bool read_rule(struct reader *reader, struct text product, struct text line) {
    size_t colon = text_find_char(line, ':');
    struct text id = text_slice(line, 0, colon);
    if (colon == TEXT_NONE || id.length == 0 ||
        text_span(id, "abcdefghijklmnopqrstuvwxyz0123456789_-.") != id.length)
        return fail(reader, "a rule needs an id of lower-case letters, digits, dots, - and _: rule=product.topic.what:...");
    rule_of(reader->rulebase, id, product);
    return check_captures(reader, text_skip(line, colon + 1));
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
        return fail(reader, "no rule above has the id %.*s; mend it, or move the line down", (int)colon, line.start);
    enum field field = fields_find(rulebase->fields, name);
    if (field == FIELD_NONE)
        return fail(reader, "%.*s is not in FIELDS; add it there, or mend the name", (int)name.length, name.start);
    struct annotation *all =
        realloc(rulebase->annotations, (rulebase->annotation_count + 1) * sizeof(struct annotation));
    if (all == NULL)
        abort();
    rulebase->annotations = all;
    for (size_t i = 0; i < rulebase->annotation_count; i++)
        if (all[i].rule == rule->number && all[i].field == field) /* seen through another include */
            return text_is(all[i].value, value) ||
                   fail(reader, "%.*s has this field with another value", (int)rule->id.length, rule->id.start);
    all[rulebase->annotation_count++] = (struct annotation){rule->number, field, keep(rulebase, value)};
    return true;
}

/* the rule= lines of a file, its includes and the local file, as they are read */
struct lines_of_rules {
    FILE *text;
    struct rule_origin *origins;
    unsigned count;
};

static void add_rule(struct lines_of_rules *rules, const struct reader *reader, struct text line) {
    struct rule_origin *longer = realloc(rules->origins, (rules->count + 1) * sizeof(struct rule_origin));
    if (longer == NULL)
        abort();
    rules->origins = longer;
    longer[rules->count++] = (struct rule_origin){reader->path, reader->line};
    fprintf(rules->text, "%.*s\n", (int)line.length, line.start);
}

static bool read_rules(struct reader *reader, struct lines_of_rules *rules, const char *directory,
                       struct text product, const char *name, int depth);

static bool read_line(struct reader *reader, struct lines_of_rules *rules, const char *directory,
                      struct text product, struct text line, int depth) {
    if (line.length == 0 || line.start[0] == '#' || text_is(line, TEXT("version=2")))
        return true;
    if (text_take(&line, TEXT("include="))) {
        char name[256];
        if (depth == INCLUDE_DEPTH)
            return fail(reader, "includes are nested too deep");
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
    if (!read_rule(reader, product, rule))
        return false;
    add_rule(rules, reader, line);
    return true;
}

/* appends the rule= lines of DIRECTORY/PRODUCT/NAME to rules */
static bool read_rules(struct reader *reader, struct lines_of_rules *rules, const char *directory,
                       struct text product, const char *name, int depth) {
    char path[4096];
    snprintf(path, sizeof(path), "%s/%.*s/%s", directory, (int)product.length, product.start, name);
    FILE *file = fopen(path, "r");
    if (file == NULL && reader->line > 0) /* of an include= */
        return fail(reader, "%s: %s", path, strerror(errno));
    reader->path = keep(reader->rulebase, text_of(path)).start;
    reader->line = 0;
    if (file == NULL)
        return fail(reader, "%s; let rsyslogd's user read it", strerror(errno));
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    bool good = true;
    while (good && (length = getline(&line, &room, file)) >= 0) {
        reader->line++;
        if (length > 0 && line[length - 1] == '\n')
            length--;
        good = read_line(reader, rules, directory, product, (struct text){line, (size_t)length}, depth);
    }
    return close_all(reader, file, line) && good;
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
    char *text = NULL, path[4096];
    size_t size = 0;
    struct lines_of_rules rules = {open_memstream(&text, &size), NULL, 0};
    if (rules.text == NULL)
        abort();
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
    fclose(rules.text);
    if (!found) {
        reader->path = path;
        reader->line = 0;
        good = fail(reader, "%s; mend the link, or remove it", strerror(ENOENT));
    }
    struct rulebase_file *files =
        realloc(rulebase->files, (rulebase->file_count + 1) * sizeof(struct rulebase_file));
    if (files == NULL)
        abort();
    rulebase->files = files;
    files[rulebase->file_count++] =
        (struct rulebase_file){keep(rulebase, product), keep(rulebase, stem), text, rules.origins, rules.count};
    return good;
}

/* all PRODUCT/NAME.rb of one directory, in the order of their names */
static bool read_directory(struct reader *reader, const char *directory, const char *shipped, const char *local) {
    struct dirent **products = NULL;
    int count = scandir(directory, &products, NULL, alphasort);
    reader->path = directory;
    reader->line = 0;
    if (count < 0)
        return fail(reader, "%s; name the directory that holds FIELDS and PROGRAMS", strerror(errno));
    bool good = true;
    for (int i = 0; i < count; i++) {
        char path[4096];
        struct dirent **names = NULL;
        snprintf(path, sizeof(path), "%s/%s", directory, products[i]->d_name);
        int name_count = products[i]->d_name[0] == '.' || !good ? 0 : scandir(path, &names, NULL, alphasort);
        if (name_count < 0 && errno != ENOTDIR) {
            reader->path = path;
            reader->line = 0;
            good = fail(reader, "%s; let rsyslogd's user read it", strerror(errno));
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
        return fail(reader, "want a tag and PRODUCT/FILE");
    const struct rulebase_file *file =
        file_of(rulebase, text_slice(target, 0, slash), text_skip(target, slash + 1));
    if (file == NULL)
        return fail(reader, "there is no rulebase %.*s.rb", (int)target.length, target.start);
    text_take(&tag, TEXT("*")); /* "*" and "/smtpd": kept as "/smtpd" */
    table_put(&rulebase->tags, keep(rulebase, tag), (void *)(file - rulebase->files + 1));
    return true;
}

static bool read_programs(struct reader *reader, const char *directory, bool required) {
    char path[4096];
    snprintf(path, sizeof(path), "%s/PROGRAMS", directory);
    FILE *file = fopen(path, "r");
    reader->path = keep(reader->rulebase, text_of(path)).start;
    reader->line = 0;
    if (file == NULL)
        return (errno == ENOENT && !required) || fail(reader, "%s", strerror(errno));
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    bool good = true;
    while (good && (length = getline(&line, &room, file)) >= 0) {
        reader->line++;
        struct text row = text_trim((struct text){line, (size_t)length});
        good = row.length == 0 || row.start[0] == '#' || read_program(reader, row);
    }
    return close_all(reader, file, line) && good;
}

static int by_rule(const void *a, const void *b) {
    unsigned first = ((const struct annotation *)a)->rule, second = ((const struct annotation *)b)->rule;
    return first < second ? -1 : first > second;
}

static bool read_local_fields(struct reader *reader, const char *directory) {
    char path[4096];
    snprintf(path, sizeof(path), "%s/FIELDS", directory);
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return true;
    return fields_read(reader->rulebase->fields, path, reader->error, reader->size);
}

struct rulebase *rulebase_load(const char *directory, const char *local_directory, char *error, size_t size) {
    struct rulebase *rulebase = calloc(1, sizeof(*rulebase));
    if (rulebase == NULL || (rulebase->fields = fields_new()) == NULL)
        abort();
    rulebase->references = 1;
    struct reader reader = {.rulebase = rulebase, .error = error, .size = size};
    const char *local = local_directory;
    if ((local == NULL || read_local_fields(&reader, local)) &&
        read_directory(&reader, directory, directory, local) &&
        (local == NULL || read_directory(&reader, local, directory, local)) &&
        read_programs(&reader, directory, true) && (local == NULL || read_programs(&reader, local, false))) {
        if (rulebase->annotation_count > 0)
            qsort(rulebase->annotations, rulebase->annotation_count, sizeof(struct annotation), by_rule);
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
        uint64_t hash = text_hash((struct text){entry->fts_path, entry->fts_pathlen}, 0);
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

static void free_text(void *value) {
    struct text *text = value;
    free((char *)text->start);
    free(text);
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
    table_free(&rulebase->strings, free_text);
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

const struct annotation *rulebase_annotations(const struct rulebase *rulebase, const struct rule *rule,
                                              size_t *count) {
    size_t low = 0, high = rulebase->annotation_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (rulebase->annotations[middle].rule < rule->number)
            low = middle + 1;
        else
            high = middle;
    }
    for (*count = 0; low + *count < rulebase->annotation_count; ++*count)
        if (rulebase->annotations[low + *count].rule != rule->number)
            break;
    return rulebase->annotations + low;
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
