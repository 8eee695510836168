/* SPDX-License-Identifier: Apache-2.0
 *
 * check_samples - rules against samples; the contract is in check.h
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define FJSON_NATIVE_API_ONLY /* or its names hide those of json-c */
#include <json-c/json.h>
#include <libfastjson/json.h>

#include "check/check.h"

struct gate {
    struct mailnorm_worker *worker;
    const struct rulebase *rulebase;
    const struct categories *categories;
    const char *path;
    unsigned number, failed;
    bool *hit;     /* by rule number */
    bool *sampled; /* by rule number: its product has samples */
};

/* A field that follows from others, from the head of the line or from a table: a sample
 * need not name it. */
static bool is_derived(const struct event *event, const char *name) {
    const struct fields *fields = event_fields(event);
    enum field field = fields_find(fields, text_of(name));
    return field != FIELD_NONE && (fields_kind(fields, field) == FIELD_KIND_DERIVED ||
                                   fields_kind(fields, field) == FIELD_KIND_REDUNDANT);
}

static json_object *event_as_json(const struct event *event) {
    struct fjson_object *tree = event_to_json(event);
    if (tree == NULL)
        no_memory();
    json_object *json = json_tokener_parse(fjson_object_to_json_string_ext(tree, FJSON_TO_STRING_PLAIN));
    fjson_object_put(tree);
    return json;
}

static const char *print(json_object *value) {
    if (value == NULL)
        return "absent";
    return json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

static void print_line(struct text text) {
    print_text(text);
    putchar('\n');
}

static void print_difference(const char *field, json_object *got, const char *want) {
    printf("# %s: got ", field);
    print_text(text_of(print(got)));
    fputs(", want ", stdout);
    print_line(text_of(want));
}

/* how many fields differ; prints each as got and want */
static unsigned compare(const struct event *event, json_object *got, json_object *want) {
    unsigned differences = 0;
    json_object_object_foreach(want, wanted_name, wanted) {
        json_object *value = NULL;
        json_object_object_get_ex(got, wanted_name, &value);
        bool same = wanted == NULL
                        ? value == NULL
                        : value != NULL && json_object_get_type(value) == json_object_get_type(wanted) &&
                              json_object_equal(value, wanted);
        if (!same) {
            print_difference(wanted_name, value, print(wanted));
            differences++;
        }
    }
    json_object_object_foreach(got, got_name, got_value) {
        if (is_derived(event, got_name) || json_object_object_get_ex(want, got_name, NULL))
            continue;
        print_difference(got_name, got_value, "it absent");
        differences++;
    }
    return differences;
}

static void report(struct gate *gate, bool good, const char *path, int line, const char *what) {
    gate->number++;
    gate->failed += !good;
    printf("%sok %u - %s:%d %s\n", good ? "" : "not ", gate->number, path, line, what);
}

static void check_sample(struct gate *gate, int number, const char *want, struct text line) {
    const struct arrival arrival = {.message = line, .severity = -1};
    struct mailnorm_result result;
    mailnorm_line(gate->worker, &arrival, &result);
    const struct event *event = result.event;
    struct text id = event_get(event, FIELD_mailnorm_rule);
    const struct rule *rule = id.length > 0 ? rulebase_find(gate->rulebase, id) : NULL;
    if (rule != NULL)
        gate->hit[rule->number] = true;
    if (strcmp(want, "none") == 0) {
        if (rule != NULL)
            printf("# got rule %s, want none\n", rule->id.start);
        report(gate, rule == NULL, gate->path, number, "no rule");
        return;
    }
    json_object *wanted = json_tokener_parse(want);
    if (!json_object_is_type(wanted, json_type_object)) {
        fputs("# not a JSON object: ", stdout);
        print_line(text_of(want));
        report(gate, false, gate->path, number, "sample");
        json_object_put(wanted);
        return;
    }
    json_object *got = event_as_json(event);
    unsigned differences = compare(event, got, wanted);
    report(gate, differences == 0, gate->path, number, rule != NULL ? rule->id.start : "no rule");
    json_object_put(got);
    json_object_put(wanted);
}

static void check_file(struct gate *gate, const char *path) {
    static const struct text MARK = {"# want: ", 8};
    struct input *input = input_open(path);
    if (input == NULL) {
        report(gate, false, path, 0, strerror(errno));
        return;
    }
    gate->path = path;
    struct text line;
    char *want = NULL;
    for (int number = 1; input_line(input, &line); number++) {
        if (text_starts(line, MARK)) {
            free(want);
            if ((want = strndup(line.start + MARK.length, line.length - MARK.length)) == NULL)
                no_memory();
        } else if (line.length > 0 && line.start[0] != '#') {
            if (want != NULL)
                check_sample(gate, number, want, line);
            else
                report(gate, false, path, number, "a line without '# want:' above it");
            free(want);
            want = NULL;
        }
    }
    free(want);
    input_close(input);
}

static void check_product(struct gate *gate, const char *directory, const char *product) {
    char path[4096];
    struct dirent **names = NULL;
    snprintf(path, sizeof(path), "%s/%s", directory, product);
    int count = scandir(path, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (text_ends(text_of(names[i]->d_name), TEXT(".samples"))) {
            snprintf(path, sizeof(path), "%s/%s/%s", directory, product, names[i]->d_name);
            check_file(gate, path);
        }
        free(names[i]);
    }
    free(names);
    for (unsigned i = 0; count >= 0 && i < rulebase_rule_count(gate->rulebase); i++)
        if (text_is(rulebase_rule(gate->rulebase, i)->product, text_of(product)))
            gate->sampled[i] = true;
}

/* whether an id is PRODUCT.TOPIC.WHAT, with the product's name in front. Words are of small
 * letters and digits, with _ between them: also where the directory's name has a hyphen. */
static bool is_good_id(const struct rule *rule) {
    struct text rest = rule->id;
    if (rest.length <= rule->product.length)
        return false;
    for (size_t i = 0; i < rule->product.length; i++)
        if (rest.start[i] != (rule->product.start[i] == '-' ? '_' : rule->product.start[i]))
            return false;
    rest = text_skip(rest, rule->product.length);
    for (int i = 0; i < 2; i++) {
        if (!text_take(&rest, TEXT(".")))
            return false;
        size_t word = text_span(rest, "abcdefghijklmnopqrstuvwxyz0123456789_");
        if (word == 0 || rest.start[0] == '_' || rest.start[word - 1] == '_')
            return false;
        rest = text_skip(rest, word);
    }
    return rest.length == 0;
}

/* what all rules of a product with samples have to have */
static void check_rule(struct gate *gate, const char *directory, const struct rule *rule) {
    if (!gate->hit[rule->number]) {
        printf("# rule %s has no sample\n", rule->id.start);
        report(gate, false, directory, 0, "every rule has a sample");
    }
    if (!is_good_id(rule)) {
        printf("# rule %s: an id is product.topic.what, of small letters, digits and _\n", rule->id.start);
        report(gate, false, directory, 0, "every id has three words");
    }
    if (!categories_decide(gate->categories, rule)) {
        printf("# rule %s: CATEGORIES has no row for it; - and - stand for no category\n", rule->id.start);
        report(gate, false, directory, 0, "every rule has a row in CATEGORIES");
    }
}

bool check_samples(const char *directory, struct mailnorm_worker *worker, const struct rulebase *rulebase,
                   const struct categories *categories) {
    unsigned rules = rulebase_rule_count(rulebase);
    struct gate gate = {.worker = worker, .rulebase = rulebase, .categories = categories};
    gate.hit = calloc(rules + 1, sizeof(bool));
    gate.sampled = calloc(rules + 1, sizeof(bool));
    if (gate.hit == NULL || gate.sampled == NULL)
        no_memory();
    struct dirent **products = NULL;
    int count = scandir(directory, &products, NULL, alphasort);
    if (count < 0)
        fprintf(stderr, "mailnorm-check: %s: no such directory of samples\n", directory);
    for (int i = 0; i < count; i++) {
        if (products[i]->d_name[0] != '.')
            check_product(&gate, directory, products[i]->d_name);
        free(products[i]);
    }
    free(products);
    for (unsigned i = 0; i < rules; i++)
        if (gate.sampled[i])
            check_rule(&gate, directory, rulebase_rule(rulebase, i));
    printf("1..%u\n", gate.number);
    free(gate.hit);
    free(gate.sampled);
    return count >= 0 && gate.failed == 0;
}

void print_sample(struct text line, const struct event *event, bool recognised) {
    if (!recognised || !event_has(event, FIELD_mailnorm_rule)) {
        fputs("# want: none\n", stdout);
        print_line(line);
        return;
    }
    json_object *all = event_as_json(event), *shown = json_object_new_object();
    json_object_object_foreach(all, name, value) {
        if (!is_derived(event, name))
            json_object_object_add(shown, name, json_object_get(value));
    }
    fputs("# want: ", stdout);
    print_line(text_of(print(shown)));
    print_line(line);
    json_object_put(shown);
    json_object_put(all);
}
