/* SPDX-License-Identifier: Apache-2.0
 *
 * mailnorm_test - the engine as a whole: what a reload notices, which clock counts,
 * and state files that cannot be read
 */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/mailnorm.h"

static char directory[64], local[96], state_file[96], error[1024];
static struct mailnorm *mailnorm;
static struct mailnorm_worker *worker;

static const char *path_of(const char *name) {
    static char paths[2][256];
    static int next;
    char *path = paths[next++ % 2];
    snprintf(path, 256, "%s/%s", local, name);
    return path;
}

static void write_local(const char *name, const char *text) {
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void open_mailnorm(void) {
    struct mailnorm_config config = {
        .rulebase_directory = RULEBASES, .local_rulebase_directory = local, .state_file = state_file};
    strcpy(error, "out of memory");
    mailnorm = mailnorm_open(&config, error, sizeof(error));
    if (mailnorm == NULL)
        fail_msg("%s", error);
    worker = mailnorm_worker_new(mailnorm);
    assert_non_null(worker);
}

static int set_up(void **state) {
    (void)state;
    strcpy(directory, "/tmp/mailnorm_test_XXXXXX");
    assert_non_null(mkdtemp(directory));
    snprintf(local, sizeof(local), "%s/local", directory);
    snprintf(state_file, sizeof(state_file), "%s/state", directory);
    mkdir(local, 0755);
    mkdir(path_of("own"), 0755);
    open_mailnorm();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    char command[128];
    mailnorm_worker_free(worker);
    mailnorm_close(mailnorm);
    snprintf(command, sizeof(command), "rm -rf '%s'", directory);
    return system(command);
}

static struct event *feed(const char *line) {
    const struct arrival arrival = {.message = text_of(line), .severity = -1};
    struct mailnorm_result result;
    mailnorm_line(worker, &arrival, &result);
    return result.event;
}

static void want(const struct event *event, enum field field, const char *text) {
    struct text got = event_get(event, field);
    if (!text_is(got, text_of(text)))
        fail_msg("got \"%.*s\", want \"%s\"", (int)got.length, got.length > 0 ? got.start : "", text);
}

static void want_error(const char *text) {
    if (strstr(error, text) == NULL)
        fail_msg("got \"%s\", want \"%s\"", error, text);
}

static void a_file_that_is_renamed_into_place_is_reloaded(void **state) {
    (void)state;
    write_local("own/own.off", "version=2\nrule=own.hello:hello\n");
    write_local("PROGRAMS.off", "own own/own\n");
    assert_true(mailnorm_reload(mailnorm, error, sizeof(error)));
    assert_false(event_has(feed("own[1]: hello"), FIELD_mailnorm_rule));
    rename(path_of("own/own.off"), path_of("own/own.rb"));
    rename(path_of("PROGRAMS.off"), path_of("PROGRAMS"));
    if (!mailnorm_reload(mailnorm, error, sizeof(error)))
        fail_msg("%s", error);
    want(feed("own[1]: hello"), FIELD_mailnorm_rule, "own.hello");
}

static void a_bad_reload_keeps_what_ran_before_and_names_the_line(void **state) {
    (void)state;
    write_local("own/own.rb", "version=2\nrule=own.hello:hello\n");
    write_local("PROGRAMS", "own own/own\n");
    assert_true(mailnorm_reload(mailnorm, error, sizeof(error)));
    write_local("own/own.rb", "version=2\nrule=own.hello:hello\nrule=own.new:%nofield:word%\n");
    assert_false(mailnorm_reload(mailnorm, error, sizeof(error)));
    want_error("own/own.rb:3: ");
    want(feed("own[1]: hello"), FIELD_mailnorm_rule, "own.hello");
}

static void what_cannot_be_read_is_named(void **state) {
    (void)state;
    if (geteuid() == 0)
        skip(); /* root reads all */
    write_local("own/own.rb", "version=2\n");
    chmod(path_of("own/own.rb"), 0);
    assert_false(mailnorm_reload(mailnorm, error, sizeof(error)));
    want_error("own/own.rb: Permission denied");
    if (strncmp(error, local, strlen(local)) != 0)
        fail_msg("got \"%s\", want it to begin with the file's path", error);
    chmod(path_of("own"), 0);
    assert_false(mailnorm_reload(mailnorm, error, sizeof(error)));
    want_error("local/own: Permission denied");
    chmod(path_of("own"), 0755);
    chmod(path_of("own/own.rb"), 0644);
    write_local("FIELDS", "");
    chmod(path_of("FIELDS"), 0);
    assert_false(mailnorm_reload(mailnorm, error, sizeof(error)));
    want_error("local/FIELDS: Permission denied");
}

static void want_bad_reload(const char *message) {
    error[0] = '\0';
    if (mailnorm_reload(mailnorm, error, sizeof(error)))
        fail_msg("got a good reload, want \"%s\"", message);
    want_error(message);
}

static void what_is_no_file_is_refused(void **state) {
    (void)state;
    /* a directory is no change to the fingerprint, so each case brings a file, too */
    mkdir(path_of("own/dir.rb"), 0755);
    write_local("own/a.rb", "version=2\n");
    want_bad_reload("own/dir.rb: Is a directory");
    rmdir(path_of("own/dir.rb"));
    assert_int_equal(symlink("nowhere", path_of("own/link.rb")), 0);
    write_local("own/b.rb", "version=2\n");
    want_bad_reload("own/link.rb: No such file or directory");
    unlink(path_of("own/link.rb"));
    mkdir(path_of("PROGRAMS"), 0755);
    write_local("own/c.rb", "version=2\n");
    want_bad_reload("local/PROGRAMS: Is a directory");
    rmdir(path_of("PROGRAMS"));
    mkdir(path_of("FIELDS"), 0755);
    write_local("own/d.rb", "version=2\n");
    want_bad_reload("local/FIELDS: Is a directory");
}

static void a_constant_for_no_rule_is_refused(void **state) {
    (void)state;
    write_local("own/own.rb",
                "version=2\nrule=own.hello:hello\nannotate=own.helo:+vendor_event_action=\"x\"\n");
    want_bad_reload("own/own.rb:3: no rule above has the id own.helo");
}

static void a_constant_that_is_no_number_is_refused_for_a_number(void **state) {
    (void)state;
    const char *rule = "version=2\nrule=own.hello:hello\nannotate=own.hello:+email_size=\"%s\"\n";
    char text[128];
    snprintf(text, sizeof(text), rule, "much");
    write_local("own/own.rb", text);
    want_bad_reload("own/own.rb:3: email_size is a number; give it one");
    snprintf(text, sizeof(text), rule, "12");
    write_local("own/own.rb", text);
    assert_true(mailnorm_reload(mailnorm, error, sizeof(error)));
}

static void a_parser_of_another_server_is_refused(void **state) {
    (void)state;
    write_local("own/own.rb", "version=2\nrule=own.hello:hello %postfix_client:rest%\n");
    want_bad_reload(
        "own/own.rb:2: %postfix_client% is a parser of postfix, and not for rules of other products");
    mkdir(path_of("exim"), 0755);
    write_local("own/own.rb", "version=2\n");
    write_local("exim/exim.rb", "version=2\nrule=exim.new:hello %postfix_client:rest%\n");
    want_bad_reload("exim/exim.rb:2: %postfix_client% is a parser of postfix, and not for rules of exim");
}

/* queue ids are unique within a server alone; milters' are those of the server that asks them */
static void queue_ids_of_another_server_are_not_postfixs(void **state) {
    (void)state;
    write_local("own/own.rb", "version=2\nrule=own.hello:hello %email_uid:word%\n");
    write_local("PROGRAMS", "own own/own\n");
    assert_true(mailnorm_reload(mailnorm, error, sizeof(error)));
    feed("postfix/qmgr[1]: E66F7AA4A01: from=<alice@example.org>, size=1, nrcpt=1 (queue active)");
    want(feed("own[1]: hello E66F7AA4A01"), FIELD_email_from, "");
    want(feed("opendkim[1]: E66F7AA4A01: no signature data"), FIELD_email_from, "alice@example.org");
}

static void a_local_row_of_tracking_joins_lines_of_own_rules(void **state) {
    (void)state;
    write_local("own/own.rb", "version=2\nrule=own.begin:begin %email_uid:word% %email_from:word%\n"
                              "rule=own.end:end %email_uid:word%\n");
    write_local("PROGRAMS", "own own/own\n");
    write_local("TRACKING", "own.end message-end\n");
    assert_true(mailnorm_reload(mailnorm, error, sizeof(error)));
    feed("own[1]: begin A1B2C3D4E5 alice@example.org");
    want(feed("own[1]: end A1B2C3D4E5"), FIELD_email_from, "alice@example.org");
    write_local("TRACKING", "own.ende message-end\n");
    want_bad_reload("local/TRACKING:1: no rule has the id own.ende");
}

static void a_file_with_a_nul_byte_is_refused(void **state) {
    (void)state;
    write_local("own/own.rb", "version=2\nrule=own.hello:hello\n");
    FILE *file = fopen(path_of("own/own.rb"), "a");
    fwrite("#\0\nrule=own.bye:bye\n", 1, 21, file);
    fclose(file);
    want_bad_reload("own/own.rb: the file has a NUL byte");
}

static void a_line_from_the_far_future_ages_nothing(void **state) {
    (void)state;
    feed("postfix/qmgr[1]: E66F7AA4A01: from=<alice@example.org>, size=1, nrcpt=1 (queue active)");
    for (int i = 0; i < 64; i++) { /* of all shards */
        char line[128];
        snprintf(line, sizeof(line), "2199-01-01T00:00:00Z mail postfix/qmgr[1]: E66F7AA5B%02X: removed", i);
        feed(line);
    }
    want(feed("postfix/smtp[1]: E66F7AA4A01: to=<bob@example.com>, relay=none, delay=1, delays=1/0/0/0, "
              "dsn=4.4.1, "
              "status=deferred (x)"),
         FIELD_email_from, "alice@example.org");
}

static void a_state_file_that_is_no_file_stays_where_it_is(void **state) {
    (void)state;
    mkdir(state_file, 0755);
    assert_false(mailnorm_load_state(mailnorm, error, sizeof(error)));
    want_error("not a regular file");
    assert_int_equal(access(state_file, F_OK), 0);
}

/* the logins are written, too, where the messages cannot be */
static void each_state_file_is_written_for_itself(void **state) {
    (void)state;
    char logins[128];
    snprintf(logins, sizeof(logins), "%s.logins", state_file);
    mkdir(state_file, 0755);
    assert_false(mailnorm_save_state(mailnorm, error, sizeof(error)));
    assert_int_equal(access(logins, F_OK), 0);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_that_is_renamed_into_place_is_reloaded),
        TEST(a_bad_reload_keeps_what_ran_before_and_names_the_line),
        TEST(what_cannot_be_read_is_named),
        TEST(what_is_no_file_is_refused),
        TEST(a_constant_for_no_rule_is_refused),
        TEST(a_constant_that_is_no_number_is_refused_for_a_number),
        TEST(a_parser_of_another_server_is_refused),
        TEST(a_local_row_of_tracking_joins_lines_of_own_rules),
        TEST(queue_ids_of_another_server_are_not_postfixs),
        TEST(a_file_with_a_nul_byte_is_refused),
        TEST(a_line_from_the_far_future_ages_nothing),
        TEST(a_state_file_that_is_no_file_stays_where_it_is),
        TEST(each_state_file_is_written_for_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
