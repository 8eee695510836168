/* SPDX-License-Identifier: Apache-2.0
 *
 * mailnorm-check - the engine of mmmailnorm as a command
 *
 * For administrators (how much of my log is parsed?) and rule writers (what does
 * this line give?). It links the same objects as the module; mailnorm-check(1)
 * has the options.
 */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <libfastjson/json.h>

#include "check/check.h"

enum mode { MODE_REPORT, MODE_JSON, MODE_MAKE_SAMPLE, MODE_EXPLAIN };

struct options {
    enum mode mode;
    const char *samples;
    const char *explained; /* a queue id, Message-Id or address */
    const char *geo_databases[GEO_DATABASES_MAX];
    struct mailnorm_config config;
};

static const struct option LONG_OPTIONS[] = {{"format", required_argument, NULL, 'f'},
                                             {"rulebase-dir", required_argument, NULL, 'r'},
                                             {"local-rulebase-dir", required_argument, NULL, 'l'},
                                             {"samples", required_argument, NULL, 's'},
                                             {"explain", required_argument, NULL, 'e'},
                                             {"make-sample", no_argument, NULL, 'm'},
                                             {"parsers", no_argument, NULL, 'p'},
                                             {"no-track", no_argument, NULL, 'n'},
                                             {"geo-database", required_argument, NULL, 'g'},
                                             {"help", no_argument, NULL, 'h'},
                                             {"version", no_argument, NULL, 'V'},
                                             {NULL, 0, NULL, 0}};

static void print_usage(FILE *stream) {
    fputs("usage: mailnorm-check [OPTION...] [FILE...]\n"
          "  --format json|report       a JSON object a line, or a summary (default)\n"
          "  --rulebase-dir DIR         rules to use\n"
          "  --local-rulebase-dir DIR   own rules, read beside them\n"
          "  --geo-database FILE        MaxMind DB file; may be given several times\n"
          "  --no-track                 each line on its own: no joins by queue id or session\n"
          "  --explain ID               all lines of the messages with that queue id, Message-Id or\n"
          "                             address, and which line each joined value is from\n"
          "  --samples DIR              hold the rules against their samples (TAP)\n"
          "  --make-sample              print a sample stanza for each line\n"
          "  --parsers                  list the parsers that rules may name, with an example each\n"
          "FILE may be gzip; standard input where none is given.\n"
          "Exit status: 0 every mail server's line was parsed, 1 some were not, 2 trouble;\n"
          "with --explain 1 where there is no such message.\n",
          stream);
}

/* whether a file was read, and every line of a mail server parsed */
struct outcome {
    bool read, parsed;
};

static void print_json(const struct event *event) {
    struct fjson_object *json = event_to_json(event);
    if (json == NULL)
        no_memory();
    print_text(text_of(fjson_object_to_json_string_ext(json, FJSON_TO_STRING_PLAIN)));
    putchar('\n');
    fjson_object_put(json);
}

static void show_progress(struct input *input, const char *path, unsigned long lines) {
    double share = input_progress(input);
    if (share >= 0)
        fprintf(stderr, "\r%s: %3.0f %%", path, share * 100);
    else
        fprintf(stderr, "\r%s: %lu lines", path, lines);
}

static struct outcome check_file(const char *path, const struct options *options,
                                 struct mailnorm_worker *worker, struct report *report,
                                 struct explanation *explanation) {
    struct outcome outcome = {true, true};
    struct input *input = input_open(path);
    if (input == NULL) {
        fprintf(stderr, "mailnorm-check: %s: %s\n", path, strerror(errno));
        return (struct outcome){false, false};
    }
    bool progress = options->mode == MODE_REPORT && isatty(STDERR_FILENO);
    struct mailnorm_result result;
    struct text line;
    for (unsigned long lines = 1; input_line(input, &line); lines++) {
        const struct arrival arrival = {.message = line, .severity = -1};
        const bool recognised = mailnorm_line(worker, &arrival, &result);
        const struct event *event = result.event;
        outcome.parsed = outcome.parsed && (!recognised || event_has(event, FIELD_mailnorm_rule));
        if (options->mode == MODE_JSON)
            print_json(event);
        else if (options->mode == MODE_MAKE_SAMPLE)
            print_sample(line, event, recognised);
        else if (options->mode == MODE_EXPLAIN)
            explain_line(explanation, path, lines, line, event);
        else
            report_line(report, line, event, recognised);
        if (progress && lines % 100000 == 0)
            show_progress(input, path, lines);
    }
    if (progress)
        fputs("\r\033[K", stderr);
    if (!input_close(input)) {
        fprintf(stderr, "mailnorm-check: %s: damaged or cut off; its lines up to there were read\n", path);
        outcome.read = false;
    }
    return outcome;
}

/* all files, or standard input where none is given; the exit status */
static int check_files(char **paths, const struct options *options, struct mailnorm_worker *worker,
                       const struct rulebase *rulebase) {
    char *standard_input[] = {"-", NULL};
    struct report *report = report_new(rulebase);
    struct explanation *explanation = explanation_new(text_of(options->explained));
    int status = EXIT_ALL_PARSED;
    bool is_found = true;
    for (char **path = *paths != NULL ? paths : standard_input; *path != NULL; path++) {
        struct outcome outcome = check_file(*path, options, worker, report, explanation);
        if (!outcome.read)
            status = EXIT_TROUBLE;
        else if (!outcome.parsed && status == EXIT_ALL_PARSED && options->mode != MODE_EXPLAIN)
            status = EXIT_SOME_UNPARSED;
    }
    if (options->mode == MODE_REPORT)
        report_print(report);
    else if (options->mode == MODE_EXPLAIN)
        is_found = explanation_print(explanation);
    report_free(report);
    explanation_free(explanation);
    if (is_found || status == EXIT_TROUBLE)
        return status;
    fprintf(stderr, "mailnorm-check: no line has the queue id, Message-Id or address %s\n",
            options->explained);
    return EXIT_SOME_UNPARSED;
}

static bool read_options(int argc, char **argv, struct options *options) {
    int option;
    while ((option = getopt_long(argc, argv, "hV", LONG_OPTIONS, NULL)) != -1) {
        switch (option) {
        case 'f':
            if (strcmp(optarg, "json") != 0 && strcmp(optarg, "report") != 0) {
                fprintf(stderr, "mailnorm-check: --format wants json or report\n");
                return false;
            }
            options->mode = strcmp(optarg, "json") == 0 ? MODE_JSON : MODE_REPORT;
            break;
        case 'r':
            options->config.rulebase_directory = optarg;
            break;
        case 'l':
            options->config.local_rulebase_directory = optarg;
            break;
        case 's':
            options->samples = optarg;
            break;
        case 'e':
            options->mode = MODE_EXPLAIN;
            options->explained = optarg;
            break;
        case 'm':
            options->mode = MODE_MAKE_SAMPLE;
            break;
        case 'p':
            print_parsers();
            exit(EXIT_SUCCESS);
        case 'g':
            if (options->config.geo_database_count == GEO_DATABASES_MAX) {
                fprintf(stderr, "mailnorm-check: --geo-database may be given %d times\n", GEO_DATABASES_MAX);
                return false;
            }
            options->geo_databases[options->config.geo_database_count++] = optarg;
            break;
        case 'n':
            options->config.no_track = true;
            break;
        case 'h':
            print_usage(stdout);
            exit(EXIT_SUCCESS);
        case 'V':
            puts(PACKAGE_STRING);
            exit(EXIT_SUCCESS);
        default:
            print_usage(stderr);
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv) {
    struct options options = {.mode = MODE_REPORT};
    options.config.rulebase_directory = RULEBASE_DIR;
    options.config.geo_mode = GEO_SCHEMA;
    options.config.geo_databases = options.geo_databases;
    char error[1024] = "out of memory";
    if (!read_options(argc, argv, &options))
        return EXIT_TROUBLE;
    if (options.samples != NULL || options.mode == MODE_MAKE_SAMPLE)
        options.config.no_track = true; /* samples stand each for itself */
    struct mailnorm *mailnorm = mailnorm_open(&options.config, error, sizeof(error));
    struct mailnorm_worker *worker = mailnorm != NULL ? mailnorm_worker_new(mailnorm) : NULL;
    if (worker == NULL) {
        fprintf(stderr, "mailnorm-check: %s\n", error);
        mailnorm_close(mailnorm);
        return EXIT_TROUBLE;
    }
    int status = EXIT_ALL_PARSED;
    if (options.samples != NULL) {
        if (!check_samples(options.samples, worker, mailnorm_rulebase(mailnorm),
                           mailnorm_categories(mailnorm)))
            status = EXIT_SOME_UNPARSED;
    } else {
        status = check_files(argv + optind, &options, worker, mailnorm_rulebase(mailnorm));
    }
    mailnorm_worker_free(worker);
    mailnorm_close(mailnorm);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "mailnorm-check: standard output: %s\n", strerror(errno));
        status = EXIT_TROUBLE;
    }
    return status;
}
