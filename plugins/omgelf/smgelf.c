/* SPDX-License-Identifier: Apache-2.0
 *
 * smgelf - a string generator: GELF frames for any output of rsyslog
 *
 *     module(load="smgelf" staticFields=["environment=production"])
 *     template(name="gelf" type="plugin" plugin="gelf")
 *     action(type="omfile" file="/var/log/mail.gelf" template="gelf")
 *     action(type="omkafka" topic="gelf" template="gelf" ...)
 *
 * rsyslog gives a generator no data per template, so the settings apply to the whole daemon. Each
 * string ends with a newline (delimiter="none": it does not): omfile needs it, and to every reader of
 * JSON it is white space. omgelf has settings per action and needs no smgelf.
 *
 * Concurrency & locking: see gelf_template.c; nothing here changes after checkCnf.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "rsyslog.h"

#include "conf.h"
#include "errmsg.h"
#include "module-template.h"
#include "msg.h"
#include "parserif.h"
#include "statsobj.h"
#include "syslogd-types.h"
#include "template.h"
#include "unicode-helper.h"

#include "common/rsyslog_abi.h"
#include "common/running_rsyslog.h"

#include "gelf_template.h"

MODULE_TYPE_STRGEN
MODULE_TYPE_NOKEEP
MODULE_CNFNAME("smgelf")
STRGEN_NAME("gelf")

DEF_SMOD_STATIC_DATA;
DEFobjCurrIf(statsobj);

struct modConfData_s {
    struct gelf_template_settings settings;
};

static modConfData_t *loading;
static struct gelf_template *generator;
static statsobj_t *stats;

static rsRetVal read_delimiter(const struct parameter *parameter, void *place, const struct svar *value) {
    bool *const newline = place;
    *newline = !es_strbufcmp(value->d.estr, (const uchar *)"newline", 7);
    if (!*newline && es_strbufcmp(value->d.estr, (const uchar *)"none", 4) != 0) {
        parser_errmsg("smgelf: %s: \"%.*s\" is neither newline nor none", parameter->name,
                      (int)es_strlen(value->d.estr), es_getBufAddr(value->d.estr));
        return RS_RET_PARAM_ERROR;
    }
    return RS_RET_OK;
}

static const struct parameter_kind parameter_delimiter = {.read = read_delimiter};

static const struct parameter rows[] = {
    GELF_TEMPLATE_PARAMETERS(modConfData_t, settings),
    PARAMETER("delimiter", eCmdHdlrGetWord, delimiter, modConfData_t, settings.newline, "newline"),
};
static const struct parameter_table table = PARAMETER_TABLE("smgelf", rows);

BEGINstrgen
    CODESTARTstrgen;
    iRet = gelf_template_generate(generator, pMsg, iparam);
ENDstrgen

BEGINbeginCnfLoad
    CODESTARTbeginCnfLoad;
    gelf_template_settings_init(&pModConf->settings);
    CHKiRet(parameter_table_set_defaults(&table, pModConf));
    loading = pModConf;
finalize_it:
ENDbeginCnfLoad

BEGINsetModCnf
    CODESTARTsetModCnf;
    iRet = parameter_table_read(&table, lst, loading);
ENDsetModCnf

BEGINendCnfLoad
    CODESTARTendCnfLoad;
    loading = NULL;
ENDendCnfLoad

/* templates are known only now */
BEGINcheckCnf
    CODESTARTcheckCnf;
    CHKiRet(gelf_template_new_nameless(&generator, &pModConf->settings));
    CHKiRet(statsobj.Construct(&stats));
    CHKiRet(statsobj.SetName(stats, UCHAR_CONSTANT("smgelf")));
    CHKiRet(statsobj.SetOrigin(stats, UCHAR_CONSTANT("smgelf")));
    CHKiRet(gelf_template_add_counters(generator, &statsobj, stats));
    CHKiRet(statsobj.ConstructFinalize(stats));

finalize_it:
ENDcheckCnf

BEGINactivateCnf
    CODESTARTactivateCnf;
ENDactivateCnf

BEGINfreeCnf
    CODESTARTfreeCnf;
    gelf_template_settings_free(&pModConf->settings);
ENDfreeCnf

BEGINmodExit
    CODESTARTmodExit;
    if (stats != NULL)
        statsobj.Destruct(&stats);
    gelf_template_free(generator);
    objRelease(statsobj, CORE_COMPONENT);
ENDmodExit

BEGINqueryEtryPt
    CODESTARTqueryEtryPt;
    CODEqueryEtryPt_STD_SMOD_QUERIES
    CODEqueryEtryPt_STD_CONF2_QUERIES
    CODEqueryEtryPt_STD_CONF2_setModCnf_QUERIES
ENDqueryEtryPt

BEGINmodInit()
    CODESTARTmodInit;
    *ipIFVersProvided = CURR_MOD_IF_VERSION;
    CODEmodInit_QueryRegCFSLineHdlr
    running_rsyslog_check("smgelf");
    CHKiRet(objUse(statsobj, CORE_COMPONENT));
ENDmodInit
