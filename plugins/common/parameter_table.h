/* SPDX-License-Identifier: Apache-2.0
 *
 * parameter_table - one row has all of a parameter: name, rsyslog's type, reader, place, default
 *
 *     struct settings { char *host; int64_t wait; };
 *     static const struct parameter parameters[] = {
 *         PARAMETER("host", eCmdHdlrGetWord, text, struct settings, host, NULL),
 *         PARAMETER("wait", eCmdHdlrPositiveInt, seconds, struct settings, wait, "10"),
 *     };
 *     static const struct parameter_table table = PARAMETER_TABLE("mymodule", parameters);
 *
 *     struct settings settings = {0};
 *     CHKiRet(parameter_table_set_defaults(&table, &settings));
 *     CHKiRet(parameter_table_read(&table, lst, &settings));     // lst as newActInst or setModCnf gets it
 *     parameter_table_free(&table, &settings);                   // also when a call above failed
 *
 * A kind has a function that reads a value and one that frees it. A row without a kind, or with an
 * unknown one, does not compile. A module adds its own as `static const struct parameter_kind
 * parameter_NAME`. Names are written as in docs/MODULE.md, which a test compares; rsyslog ignores their case.
 * Bad values are reported by parser_errmsg, with file and line.
 */
#ifndef PARAMETER_TABLE_H
#define PARAMETER_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/array.h"
#include "rsyslog.h"
#include "conf.h"

struct parameter;

struct parameter_kind {
    bool numeric; /* a value is value->d.n, else value->d.estr, of eCmdHdlrArray value->d.ar */
    rsRetVal (*read)(const struct parameter *parameter, void *place, const struct svar *value);
    void (*free)(void *place); /* NULL: nothing to free */
};

struct parameter {
    const char *name;
    ecslCmdHdrlType type;
    const struct parameter_kind *kind;
    size_t place;
    const char *otherwise; /* the default as written in a configuration, or NULL: all bits zero */
};

struct parameter_table {
    const char *module;
    const struct parameter *parameters;
    int count;
};

#define PARAMETER(name, type, kind, structure, member, otherwise)                                            \
    { name, type, &parameter_##kind, offsetof(structure, member), otherwise }
#define PARAMETER_TABLE(module, parameters)                                                                  \
    { module, parameters, COUNT_OF(parameters) }

struct parameter_texts {
    char **list;
    unsigned count;
};

extern const struct parameter_kind parameter_text;    /* char * */
extern const struct parameter_kind parameter_texts;   /* struct parameter_texts, of eCmdHdlrArray */
extern const struct parameter_kind parameter_flag;    /* bool, of eCmdHdlrBinary */
extern const struct parameter_kind parameter_int;     /* int */
extern const struct parameter_kind parameter_number;  /* int64_t */
extern const struct parameter_kind parameter_size;    /* uint64_t or size_t */
extern const struct parameter_kind parameter_seconds; /* int64_t, milliseconds of seconds */

rsRetVal parameter_table_set_defaults(const struct parameter_table *table, void *structure);
rsRetVal parameter_table_read(const struct parameter_table *table, struct nvlst *lst, void *structure);
/* parameter_warn - report a setting that works but is probably a mistake. It goes to the log, and to
 * the output of `rsyslogd -N1`, which shows errors only. */
void parameter_warn(const char *module, const char *format, ...) __attribute__((format(printf, 2, 3)));
void parameter_table_free(const struct parameter_table *table, void *structure);

#endif
