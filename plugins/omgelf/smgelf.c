/* SPDX-License-Identifier: Apache-2.0
 *
 * smgelf - a string generator: GELF frames for any output of rsyslog
 *
 *     module(load="smgelf" staticFields=["environment=production"])
 *     template(name="gelf" type="plugin" plugin="gelf")
 *     action(type="omfile" file="/var/log/mail.gelf" template="gelf")
 *     action(type="omkafka" topic="gelf" template="gelf" ...)
 *
 * rsyslog gives a generator no data per template, so the settings hold for the whole daemon. Each
 * string ends with a newline (delimiter="none": it does not): omfile needs it, and to every reader of
 * JSON it is white space. omgelf has settings per action and needs no smgelf.
 *
 * Concurrency & locking: see gelf_template.c; nothing here changes after checkCnf.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/array.h"
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

static struct cnfparamdescr parameters[] = {GELF_TEMPLATE_PARAMETERS, {"delimiter", eCmdHdlrGetWord, 0}};
static struct cnfparamblk parameter_block = {CNFPARAMBLK_VERSION, COUNT_OF(parameters), parameters};

BEGINstrgen
    CODESTARTstrgen;
    iRet = gelf_template_generate(generator, pMsg, iparam);
ENDstrgen

static rsRetVal set_delimiter(struct gelf_template_settings *settings, es_str_t *value) {
    char *delimiter = es_str2cstr(value, NULL);
    DEFiRet;
    CHKmalloc(delimiter);
    settings->newline = strcmp(delimiter, "newline") == 0;
    if (!settings->newline && strcmp(delimiter, "none") != 0) {
        parser_errmsg("smgelf: delimiter: \"%s\" is neither newline nor none", delimiter);
        ABORT_FINALIZE(RS_RET_PARAM_ERROR);
    }

finalize_it:
    free(delimiter);
    RETiRet;
}

BEGINbeginCnfLoad
    CODESTARTbeginCnfLoad;
    gelf_template_settings_init(&pModConf->settings);
    pModConf->settings.newline = true;
    loading = pModConf;
ENDbeginCnfLoad

BEGINsetModCnf
    struct cnfparamvals *values = NULL;
    CODESTARTsetModCnf;
    values = nvlstGetParams(lst, &parameter_block, NULL);
    if (values == NULL) {
        parser_errmsg("smgelf: error in the module's parameters");
        ABORT_FINALIZE(RS_RET_MISSING_CNFPARAMS);
    }
    for (int i = 0; i < parameter_block.nParams; i++) {
        rsRetVal result;
        if (!values[i].bUsed)
            continue;
        if (!gelf_template_setting(&loading->settings, parameters[i].name, &values[i].val, &result))
            result = set_delimiter(&loading->settings, values[i].val.d.estr);
        CHKiRet(result);
    }

finalize_it:
    if (values != NULL)
        cnfparamvalsDestruct(values, &parameter_block);
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
    CHKiRet(objUse(statsobj, CORE_COMPONENT));
ENDmodInit
