/* SPDX-License-Identifier: Apache-2.0
 *
 * check - the pieces of the command mailnorm-check
 *
 * mailnorm-check.c reads the command line. check_input.c reads files (plain and gzip) line by line,
 * check_report.c counts parsed and unparsed lines, check_explain.c shows what happened to a message,
 * check_parsers.c lists the parsers, check_samples.c tests the rules with their samples, check_trouble.c
 * ends the command when memory is out. All print text of lines with print_text of check_print.c.
 */
#ifndef CHECK_H
#define CHECK_H

#include "engine/mailnorm.h"
#include "meaning/category.h"
#include "rules/rulebase.h"

/* the command's exit status */
enum { EXIT_ALL_PARSED = 0, EXIT_SOME_UNPARSED = 1, EXIT_TROUBLE = 2 };

/* ---- check_print.c ---- */

/* print_text - print text of a line, or text made from a line, to standard output; U+FFFD replaces each
 * ill-formed UTF-8 sequence in it */
void print_text(struct text text);

/* ---- check_trouble.c ---- */

/* reports that memory is out and ends the command with EXIT_TROUBLE */
_Noreturn void no_memory(void);

/* ---- check_input.c ---- */

struct input;

/* input_open - path "-" is standard input; gzip is recognised by its content.
 * NULL with errno set where it cannot be opened. */
struct input *input_open(const char *path);
/* the next line without its newline, followed by a NUL; false at the end. Valid
 * until the next call. A line is at most 1 MiB; a longer one is cut there. */
bool input_line(struct input *input, struct text *line);
/* share of the file that has been read, 0 to 1, or -1 where it is not known */
double input_progress(struct input *input);
/* false where the file was damaged, or cut off, or could not be read to its end */
bool input_close(struct input *input);

/* ---- check_report.c ---- */

struct report;

struct report *report_new(const struct rulebase *rulebase);
/* counts one line; event and recognised are the results of mailnorm_line */
void report_line(struct report *report, struct text line, const struct event *event, bool recognised);
/* prints to standard output; true where every line of a mail server was parsed */
bool report_print(const struct report *report);
void report_free(struct report *report);

/* ---- check_explain.c ---- */

/* explanation - all lines of the messages with a queue id, a Message-Id or an address (sender or
 * recipient), trace by trace in the order of the log, and under each line the values that were
 * joined to it, with the line that each is from:
 *
 *     struct explanation *explanation = explanation_new(TEXT("A1B2C3D4E5"));
 *     explain_line(explanation, path, number, line, event);
 *     found = explanation_print(explanation);
 *
 * id and paths outlive it; lines are copied, and all kept in memory. */
struct explanation;

struct explanation *explanation_new(struct text id);
void explain_line(struct explanation *explanation, const char *path, unsigned long number, struct text line,
                  const struct event *event);
/* false where no line is of such a message */
bool explanation_print(struct explanation *explanation);
void explanation_free(struct explanation *explanation);

/* ---- check_parsers.c ---- */

/* prints every parser that a rule may name to standard output: its name, a text that it accepts, and
 * the fields that it sets from that text */
void print_parsers(void);

/* ---- check_samples.c ---- */

/* check_samples - test the rules with every sample of directory/PRODUCT/FILE.samples; prints
 * TAP to standard output. A sample is
 *
 *     # want: {"mailnorm_rule":"postfix.smtpd.connect","source_ip":"192.0.2.1"}
 *     postfix/smtpd[1044]: connect from unknown[192.0.2.1]
 *
 * `# want: none` is for a line that no rule may take. Fields that derive from
 * others are compared only where the sample names them; null asserts absence.
 * Of products that have samples, each rule must be hit by one, its id must be
 * PRODUCT.TOPIC.WHAT, and CATEGORIES must have a row for all of its lines. */
bool check_samples(const char *directory, struct mailnorm_worker *worker, const struct rulebase *rulebase,
                   const struct categories *categories);

/* prints the sample for a pasted line to standard output */
void print_sample(struct text line, const struct event *event, bool recognised);

#endif
