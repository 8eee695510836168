/* SPDX-License-Identifier: Apache-2.0
 *
 * graph_test - the graph gives what liblognorm gives: for all samples, for damaged ones,
 * and for rules whose order of trying decides
 */
#include "config.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <libfastjson/json.h>
#include <liblognorm.h>

#include "graph.h"
#include "matcher.h"

static char directory[64], error[1024];
static struct rulebase *rulebase;
static const struct rulebase_file *file;
static ln_ctx context;

static void write_file(const char *name, const char *text) {
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    fputs(text, stream);
    fclose(stream);
}

static int set_up(void **state) {
    (void)state;
    strcpy(directory, "/tmp/graph_test_XXXXXX");
    assert_non_null(mkdtemp(directory));
    char path[128];
    snprintf(path, sizeof(path), "%s/own", directory);
    mkdir(path, 0755);
    write_file("PROGRAMS", "own own/own\n");
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    char command[128];
    if (context != NULL)
        ln_exitCtx(context);
    context = NULL;
    rulebase_release(rulebase);
    rulebase = NULL;
    snprintf(command, sizeof(command), "rm -rf '%s'", directory);
    return system(command);
}

static void use_file(const struct rulebase_file *wanted) {
    file = wanted;
    if (context != NULL)
        ln_exitCtx(context);
    context = ln_initCtx();
    assert_int_equal(0, ln_loadSamplesFromString(context, file->rules));
}

/* loads these rules as own/own.rb */
static void use_rules(const char *rules) {
    write_file("own/own.rb", rules);
    rulebase_release(rulebase);
    rulebase = rulebase_load(directory, NULL, error, sizeof(error));
    if (rulebase == NULL)
        fail_msg("%s", error);
    use_file(rulebase_file(rulebase, 0));
}

/* the rule that liblognorm finds, with its captures */
static bool ask_liblognorm(struct text message, struct match *match) {
    struct fjson_object *tree = NULL, *tags;
    static struct fjson_object *kept; /* the captures point into it */
    *match = (struct match){0};
    int status = ln_normalize(context, message.start, message.length, &tree);
    fjson_object_put(kept);
    kept = tree;
    if (status != 0)
        return false;
    struct fjson_object_iterator at = fjson_object_iter_begin(tree), end = fjson_object_iter_end(tree);
    for (; !fjson_object_iter_equal(&at, &end); fjson_object_iter_next(&at)) {
        struct fjson_object *value = fjson_object_iter_peek_value(&at);
        if (fjson_object_get_type(value) != fjson_type_string)
            continue;
        match->captures[match->count].capture = rulebase_capture(rulebase, text_of(fjson_object_iter_peek_name(&at)));
        match->captures[match->count++].text =
            (struct text){fjson_object_get_string(value), (size_t)fjson_object_get_string_len(value)};
    }
    assert_true(fjson_object_object_get_ex(tree, "event.tags", &tags));
    match->rule = rulebase_find(rulebase, text_of(fjson_object_get_string(fjson_object_array_get_idx(tags, 0))));
    return true;
}

/* the id of the rule, by both; "" for none */
static const char *both(struct text message) {
    struct match got, want;
    bool found = graph_match(file->graph, message, &got), wanted = ask_liblognorm(message, &want);
    const char *id = found ? got.rule->id.start : "", *wanted_id = wanted ? want.rule->id.start : "";
    if (found != wanted || strcmp(id, wanted_id) != 0)
        fail_msg("got %s, want %s for: %.*s", id, wanted_id, (int)message.length, message.start);
    if (found && got.count != want.count)
        fail_msg("got %u captures, want %u for: %.*s", got.count, want.count, (int)message.length, message.start);
    for (unsigned i = 0; found && i < got.count; i++)
        if (got.captures[i].capture != want.captures[i].capture ||
            !text_is(got.captures[i].text, want.captures[i].text))
            fail_msg("got \"%.*s\", want \"%.*s\" for: %.*s", (int)got.captures[i].text.length,
                     got.captures[i].text.start, (int)want.captures[i].text.length, want.captures[i].text.start,
                     (int)message.length, message.start);
    return id;
}

static void want_rule(const char *id, const char *message) {
    const char *got = both(text_of(message));
    if (strcmp(got, id) != 0)
        fail_msg("got %s, want %s for: %s", got, id, message);
}

/* cut, with a character of another kind, and with its halves changed over */
static void compare_damaged(struct text message) {
    static const char OTHERS[] = " :<,]=\x80";
    char copy[4096];
    if (message.length == 0 || message.length * 2 >= sizeof(copy))
        return;
    for (size_t i = 0; i < 12; i++) {
        size_t at = i * 7919 % message.length;
        memcpy(copy, message.start, message.length);
        copy[message.length] = '\0';
        copy[at] = OTHERS[i % (sizeof(OTHERS) - 1)];
        both((struct text){copy, message.length});
        copy[at] = '\0';
        both((struct text){copy, at});
        memcpy(copy, message.start + at, message.length - at);
        memcpy(copy + message.length - at, message.start, at);
        copy[message.length] = '\0';
        both((struct text){copy, message.length});
    }
}

static void compare_samples(const char *path) {
    FILE *stream = fopen(path, "r");
    assert_non_null(stream);
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, stream)) > 0) {
        struct source source;
        if (line[0] == '#')
            continue;
        line[--length] = '\0';
        source_from_line(&source, (struct text){line, (size_t)length});
        both(source.message);
        if (rulebase_file_of_tag(rulebase, source.tag) == (int)(file - rulebase_file(rulebase, 0)))
            compare_damaged(source.message);
    }
    free(line);
    fclose(stream);
}

static void every_sample_gives_the_same_with_every_rulebase(void **state) {
    (void)state;
    rulebase = rulebase_load(RULEBASES, NULL, error, sizeof(error));
    if (rulebase == NULL)
        fail_msg("%s", error);
    for (unsigned i = 0; i < rulebase_file_count(rulebase); i++) {
        use_file(rulebase_file(rulebase, i));
        assert_non_null(file->graph);
        char path[512];
        snprintf(path, sizeof(path), TESTSAMPLES "/%.*s", (int)file->product.length, file->product.start);
        DIR *samples = opendir(path);
        assert_non_null(samples);
        for (struct dirent *entry; (entry = readdir(samples)) != NULL;) {
            if (entry->d_name[0] == '.')
                continue;
            snprintf(path, sizeof(path), TESTSAMPLES "/%.*s/%s", (int)file->product.length, file->product.start,
                     entry->d_name);
            compare_samples(path);
        }
        closedir(samples);
    }
}

static void literals_go_before_captures_and_rest_goes_last(void **state) {
    (void)state;
    use_rules("version=2\nrule=own.rest:%user_name:rest%\nrule=own.word:%user_name:word% end\n"
              "rule=own.number:%email_size:number% end\nrule=own.literal:12 end\nrule=own.longer:12 ends\n");
    want_rule("own.literal", "12 end");
    want_rule("own.longer", "12 ends");
    want_rule("own.number", "13 end");
    want_rule("own.word", "x end");
    want_rule("own.rest", "12 en");
    want_rule("own.rest", "");
}

static void a_priority_goes_before_the_type(void **state) {
    (void)state;
    use_rules("version=2\nrule=own.late:%user_name:word{\"priority\":40000}% x\nrule=own.literal:a x\n"
              "rule=own.rest:%user_name:rest%\nrule=own.early:%email_uid:literal{\"text\":\"a\",\"priority\":1}% x\n");
    want_rule("own.early", "a x");
    want_rule("own.rest", "b x");
}

static void of_equals_the_rule_above_goes_first(void **state) {
    (void)state;
    use_rules("version=2\nrule=own.to:%user_name:char-to{\"extradata\":\":=\"}%=%-:rest%\n"
              "rule=own.word:%email_uid:word%=%-:rest%\nrule=own.to-colon:%user_name:char-to::=%:%-:rest%\n"
              "rule=own.only:%email_uid:word%\n");
    want_rule("own.to", "a=b");
    want_rule("own.to-colon", "a:b");
    want_rule("own.only", "abc");
    want_rule("", "abc d");
}

static void a_rule_that_ends_goes_before_a_longer_one_that_takes_nothing(void **state) {
    (void)state;
    use_rules("version=2\nrule=own.longer:done%user_name:rest%\nrule=own.ended:done\n");
    want_rule("own.ended", "done");
    want_rule("own.longer", "done it");
}

static void each_type_takes_what_it_takes_in_liblognorm(void **state) {
    (void)state;
    use_rules("version=2\nrule=own.string:s %user_name:string-to:, x%, x%-:rest%\n"
              "rule=own.character:c %user_name:string-to:,%,%-:rest%\nrule=own.to:t %user_name:char-to:,;%%-:rest%\n"
              "rule=own.sep:p %user_name:char-sep:,%%-:rest%\nrule=own.alpha:a %user_name:alpha%%-:rest%\n"
              "rule=own.percent:100%%%-:rest%\nrule=own.literal:l %user_name:literal{\"text\":\"a\\u0025b\"}%c\n");
    static const char *const TEXTS[] = {"s a, x", "s , x", "s , x, x", "s a, ", "s a,", "s ", "c a,b", "c ,",
                                        "t a;b,", "t ,", "t ;;", "t abc", "t ", "p ,a", "p a", "p ", "a ab1",
                                        "a 1", "a ", "a \xC3\xA4", "100%", "100% x", "100", "l a%bc", "l a%b"};
    for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++)
        both(text_of(TEXTS[i]));
    want_rule("own.string", "s a, x");
    want_rule("", "c a,b");
    want_rule("own.percent", "100% x");
    want_rule("own.literal", "l a%bc");
}

static void a_rule_over_which_liblognorm_falls_is_refused(void **state) {
    (void)state;
    write_file("own/own.rb", "version=2\nrule=own.percent:l %user_name:literal{\"text\":\"a%b\"}%c\n");
    assert_null(rulebase_load(directory, NULL, error, sizeof(error)));
    assert_non_null(strstr(error, "own.rb:2: an odd number of percent signs; write one that is in JSON as \\u0025"));
}

static void rules_beyond_the_graph_are_left_to_liblognorm(void **state) {
    (void)state;
    use_rules("version=2\nrule=own.ip:from %source_address:ipv4%\nrule=own.other:from %user_name:word%\n");
    assert_null(file->graph);
    struct matcher *matcher = matcher_new(rulebase);
    struct event *event = event_new(rulebase_fields(rulebase));
    struct source source;
    source_from_line(&source, TEXT("own[1]: from 192.0.2.1"));
    assert_true(matcher_identify(matcher, &source, event));
    const struct rule *rule = matcher_match(matcher, &source, event);
    assert_non_null(rule);
    assert_string_equal("own.ip", rule->id.start);
    assert_true(text_is(event_get(event, FIELD_source_ip), TEXT("192.0.2.1")));
    event_free(event);
    matcher_free(matcher);
    use_rules("version=2\nrule=own.tab:a\\tb\n");
    assert_null(file->graph);
    use_rules("version=2\nrule=own.size:%email_size:number{\"maxval\":7}%\n");
    assert_null(file->graph);
}

static void a_rule_with_more_captures_than_a_match_holds_is_left_to_liblognorm(void **state) {
    (void)state;
    char rules[2048] = "version=2\nrule=own.many:";
    for (int i = 0; i < GRAPH_CAPTURES; i++)
        strcat(rules, "%user_name:word% ");
    strcat(rules, "end\n");
    use_rules(rules);
    assert_non_null(file->graph);
    strcpy(strstr(rules, "end"), "%user_name:word%\n");
    use_rules(rules);
    assert_null(file->graph);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_sample_gives_the_same_with_every_rulebase),
        TEST(literals_go_before_captures_and_rest_goes_last),
        TEST(a_priority_goes_before_the_type),
        TEST(of_equals_the_rule_above_goes_first),
        TEST(a_rule_that_ends_goes_before_a_longer_one_that_takes_nothing),
        TEST(each_type_takes_what_it_takes_in_liblognorm),
        TEST(a_rule_over_which_liblognorm_falls_is_refused),
        TEST(rules_beyond_the_graph_are_left_to_liblognorm),
        TEST(a_rule_with_more_captures_than_a_match_holds_is_left_to_liblognorm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
