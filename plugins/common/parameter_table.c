/* SPDX-License-Identifier: Apache-2.0
 *
 * parameter_table - defaults, reading and freeing by the rows; the contract is in parameter_table.h
 */
#include "config.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "rsyslog.h"
#include "conf.h"
#include "dirty.h"
#include "errmsg.h"
#include "parserif.h"
#include "rainerscript.h"
#include "common/rsyslog_abi.h"

#include "common/parameter_table.h"

/* ---- kinds ---- */

static void free_text(void *place) {
    free(*(char **)place);
    *(char **)place = NULL;
}

static rsRetVal read_text(const struct parameter *parameter, void *place, const struct svar *value) {
    (void)parameter;
    free_text(place);
    return (*(char **)place = es_str2cstr(value->d.estr, NULL)) != NULL ? RS_RET_OK : RS_RET_OUT_OF_MEMORY;
}

static void free_texts(void *place) {
    struct parameter_texts *const texts = place;
    for (unsigned i = 0; i < texts->count; i++)
        free(texts->list[i]);
    free(texts->list);
    *texts = (struct parameter_texts){NULL, 0};
}

static rsRetVal read_texts(const struct parameter *parameter, void *place, const struct svar *value) {
    struct parameter_texts *const texts = place;
    DEFiRet;
    (void)parameter;
    free_texts(place);
    CHKmalloc(texts->list = calloc((size_t)value->d.ar->nmemb + 1, sizeof(*texts->list)));
    for (int i = 0; i < value->d.ar->nmemb; i++) {
        CHKmalloc(texts->list[i] = es_str2cstr(value->d.ar->arr[i], NULL));
        texts->count++;
    }
finalize_it:
    RETiRet;
}

static rsRetVal read_flag(const struct parameter *parameter, void *place, const struct svar *value) {
    (void)parameter;
    *(bool *)place = value->d.n != 0;
    return RS_RET_OK;
}

static rsRetVal read_int(const struct parameter *parameter, void *place, const struct svar *value) {
    (void)parameter;
    *(int *)place = (int)value->d.n;
    return RS_RET_OK;
}

static rsRetVal read_number(const struct parameter *parameter, void *place, const struct svar *value) {
    (void)parameter;
    *(int64_t *)place = value->d.n;
    return RS_RET_OK;
}

static rsRetVal read_seconds(const struct parameter *parameter, void *place, const struct svar *value) {
    (void)parameter;
    *(int64_t *)place = value->d.n * 1000;
    return RS_RET_OK;
}

_Static_assert(sizeof(size_t) == sizeof(int64_t), "parameter_size serves size_t and uint64_t");

const struct parameter_kind parameter_text = {.read = read_text, .free = free_text};
const struct parameter_kind parameter_texts = {.read = read_texts, .free = free_texts};
const struct parameter_kind parameter_flag = {.numeric = true, .read = read_flag};
const struct parameter_kind parameter_int = {.numeric = true, .read = read_int};
const struct parameter_kind parameter_number = {.numeric = true, .read = read_number};
const struct parameter_kind parameter_size = {.numeric = true, .read = read_number};
const struct parameter_kind parameter_seconds = {.numeric = true, .read = read_seconds};

/* ---- tables ---- */

static rsRetVal set_default(const struct parameter *parameter, void *structure) {
    struct svar value = {.datatype = 'N'};
    DEFiRet;
    if (parameter->kind->numeric)
        value.d.n = strtoll(parameter->otherwise, NULL, 10);
    else
        CHKmalloc(value.d.estr =
                      es_newStrFromCStr(parameter->otherwise, (es_size_t)strlen(parameter->otherwise)));
    iRet = parameter->kind->read(parameter, (char *)structure + parameter->place, &value);
    if (!parameter->kind->numeric)
        es_deleteStr(value.d.estr);
finalize_it:
    RETiRet;
}

rsRetVal parameter_table_set_defaults(const struct parameter_table *table, void *structure) {
    DEFiRet;
    for (int i = 0; i < table->count; i++)
        if (table->parameters[i].otherwise != NULL)
            CHKiRet(set_default(&table->parameters[i], structure));
finalize_it:
    RETiRet;
}

rsRetVal parameter_table_read(const struct parameter_table *table, struct nvlst *lst, void *structure) {
    struct cnfparamdescr *const descriptions = calloc((size_t)table->count, sizeof(*descriptions));
    struct cnfparamblk block = {CNFPARAMBLK_VERSION, (unsigned short)table->count, descriptions};
    struct cnfparamvals *values = NULL;
    DEFiRet;
    CHKmalloc(descriptions);
    for (int i = 0; i < table->count; i++)
        descriptions[i] = (struct cnfparamdescr){table->parameters[i].name, table->parameters[i].type, 0};
    if ((values = nvlstGetParams(lst, &block, NULL)) == NULL) {
        parser_errmsg("%s: error in the parameters", table->module);
        ABORT_FINALIZE(RS_RET_MISSING_CNFPARAMS);
    }
    for (int i = 0; i < table->count; i++) {
        const struct parameter *const parameter = &table->parameters[i];
        if (values[i].bUsed)
            CHKiRet(parameter->kind->read(parameter, (char *)structure + parameter->place, &values[i].val));
    }
finalize_it:
    cnfparamvalsDestruct(values, &block);
    free(descriptions);
    RETiRet;
}

void parameter_table_free(const struct parameter_table *table, void *structure) {
    for (int i = 0; i < table->count; i++)
        if (table->parameters[i].kind->free != NULL)
            table->parameters[i].kind->free((char *)structure + table->parameters[i].place);
}

void parameter_warn(const char *module, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    LogMsg(0, RS_RET_CONF_PARAM_INVLD, LOG_WARNING, "%s: warning: %s", module, text);
    if (iConfigVerify)
        fprintf(stderr, "rsyslogd: %s: warning: %s\n", module, text);
}
