/* SPDX-License-Identifier: Apache-2.0
 *
 * rulebase - the loaded, checked rules of a directory
 *
 *     rulebases/PROGRAMS               which syslog tag belongs to which file
 *     rulebases/FIELDS                 see fields.h
 *     rulebases/postfix/smtpd.rb       rules for the program smtpd of Postfix
 *     rulebases/postfix/common.rb      include=d by the others
 *     rulebases/sendmail/sendmail.rb
 *     LOCAL/postfix/smtpd.rb           an administrator's own rules, read in
 *     LOCAL/PROGRAMS, LOCAL/FIELDS     addition to the shipped ones
 *
 * A .rb file is a liblognorm v2 rulebase whose rules have one tag, their id:
 *
 *     version=2
 *     # src/smtpd/smtpd.c: smtpd_service()
 *     rule=postfix.smtpd.connect:connect from %postfix_client:rest%
 *     annotate=postfix.smtpd.connect:+vendor_event_action="connect"
 *
 * Two kinds of lines are handled here and not by liblognorm: include=FILE.rb (of
 * the same directory) and annotate=ID:+FIELD="VALUE", which gives every line of
 * that rule a constant; the rule must be above it. type= is refused: user-defined types
 * leak in liblognorm before 2.0.9. A captured name must be a field, a parser of the
 * directory's server or a common one (server.h), or `-`.
 *
 * A struct rulebase never changes once loaded; it is reference-counted and shared
 * by all workers without a lock. Errors are "FILE:LINE: what is wrong; the fix".
 */
#ifndef RULEBASE_H
#define RULEBASE_H

#include "event/event.h"
#include "servers/server.h"

struct rulebase;

/* a constant that annotate= gives the lines of a rule */
struct annotation {
    unsigned rule; /* its number */
    enum field field;
    struct text value;
};

/* one rule as the rest of the engine sees it */
struct rule {
    struct text id;      /* "postfix.smtpd.reject" */
    struct text product; /* "postfix": the rulebase's directory */
    const struct server *server;
    unsigned number; /* 0 to rulebase_rule_count - 1 */
    const struct annotation *annotations;
    unsigned annotation_count;
};

/* the meaning of a captured name: a parser, or else a field */
struct capture {
    const struct parser *parser;
    enum field field;
};

/* the file and line of a rule= line */
struct rule_origin {
    const char *path;
    int line;
};

/* one .rb file of a directory, with its includes and local rules put in */
struct rulebase_file {
    struct text product; /* "postfix" */
    const struct server *server;
    struct text name;            /* "smtpd" */
    const char *rules;           /* the rule= lines, a C string for liblognorm */
    struct rule_origin *origins; /* of its first, second, ... line */
    unsigned rule_count;
};

/* rulebase_load - read and check a directory, and a local one if not NULL.
 * Returns NULL and the first error. Release with rulebase_release. */
struct rulebase *rulebase_load(const char *directory, const char *local_directory, char *error, size_t size);
/* rulebase_fingerprint - changes when a file of the directory does (names, sizes,
 * times of change); 0 for NULL or no directory */
uint64_t rulebase_fingerprint(const char *directory);
struct rulebase *rulebase_hold(struct rulebase *rulebase);
void rulebase_release(struct rulebase *rulebase);

const struct fields *rulebase_fields(const struct rulebase *rulebase);

unsigned rulebase_rule_count(const struct rulebase *rulebase);
const struct rule *rulebase_rule(const struct rulebase *rulebase, unsigned number);
/* rule of that id, or NULL */
const struct rule *rulebase_find(const struct rulebase *rulebase, struct text id);

/* the meaning of a captured name, or NULL */
const struct capture *rulebase_capture(const struct rulebase *rulebase, struct text name);

unsigned rulebase_file_count(const struct rulebase *rulebase);
const struct rulebase_file *rulebase_file(const struct rulebase *rulebase, unsigned number);
/* number of the file for a syslog tag ("postfix-out/smtpd"), or -1 */
int rulebase_file_of_tag(const struct rulebase *rulebase, struct text tag);

#endif
