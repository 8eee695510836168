/* SPDX-License-Identifier: Apache-2.0
 *
 * mmmailnorm - message modifier: mail server lines become typed fields
 *
 *     module(load="mmmailnorm")
 *     action(type="mmmailnorm" geoDatabase=["/var/lib/GeoIP/GeoLite2-City.mmdb"])
 *
 * This file is rsyslog's side only; mailnorm.h is the engine.
 *
 * Concurrency and locking:
 * - struct mailnorm (in instanceData) is shared by all workers of the action. It
 *   changes only by mailnorm_reload, which doHUP and the janitor call in the main
 *   thread; workers take over what was loaded at their next line.
 * - struct mailnorm_worker belongs to the instance and is used by one worker thread. A
 *   disk-assisted queue may have two.
 * - rsyslog frees a worker before its instance, or after it (before 8.2512, when the worker
 *   was cancelled). freeInstance takes from workers what they still use.
 * - Counters are relaxed atomics; impstats reads them at any time.
 * - A worker is not cancelled in here: it would leave a lock held, or a line half counted.
 */
#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "rsyslog.h"
#include "conf.h"
#include "syslogd-types.h"
#include "srUtils.h"
#include "template.h"
#include "module-template.h"
#include "errmsg.h"
#include "parserif.h"
#include "statsobj.h"
#include "janitor.h"
#include "common/rsyslog_abi.h"
#include "common/running_rsyslog.h"

#include "common/gelf_members.h"
#include "engine/mailnorm.h"
#include "parameters.h"

MODULE_TYPE_OUTPUT;
MODULE_TYPE_NOKEEP;
MODULE_CNFNAME("mmmailnorm")

DEF_OMOD_STATIC_DATA;
DEFobjCurrIf(statsobj);

typedef struct _instanceData {
    struct parameters parameters;
    struct mailnorm *mailnorm;
    statsobj_t *stats;
    char janitorID[40];    /* empty: not registered */
    unsigned told;         /* losses that are in the log already, see counters.h */
    pthread_mutex_t mutex; /* of the next two */
    int started;           /* a worker exists, so this is no mere check of the configuration */
    struct wrkrInstanceData *workers;
} instanceData;

typedef struct wrkrInstanceData {
    instanceData *pData;            /* gone where worker is NULL */
    struct mailnorm_worker *worker; /* the instance's; NULL once freeInstance has freed it */
    struct wrkrInstanceData *next;
} wrkrInstanceData_t;

struct modConfData_s {
    rsconf_t *pConf;
};

BEGINbeginCnfLoad
    CODESTARTbeginCnfLoad;
    pModConf->pConf = pConf;
ENDbeginCnfLoad

BEGINendCnfLoad
    CODESTARTendCnfLoad;
ENDendCnfLoad

BEGINcheckCnf
    CODESTARTcheckCnf;
ENDcheckCnf

BEGINactivateCnf
    CODESTARTactivateCnf;
ENDactivateCnf

BEGINfreeCnf
    CODESTARTfreeCnf;
ENDfreeCnf

BEGINcreateInstance
    CODESTARTcreateInstance;
    pthread_mutex_init(&pData->mutex, NULL);
ENDcreateInstance

/* The first worker brings back what the last run knew; a second one waits for that. */
static void start(instanceData *const pData, wrkrInstanceData_t *const pWrkrData) {
    char error[1024] = "";
    int good = 1;
    pthread_mutex_lock(&pData->mutex);
    if (!pData->started)
        good = mailnorm_load_state(pData->mailnorm, error, sizeof(error));
    pData->started = 1;
    pWrkrData->worker = mailnorm_worker_new(pData->mailnorm);
    if (pWrkrData->worker != NULL) {
        pWrkrData->next = pData->workers;
        pData->workers = pWrkrData;
    }
    pthread_mutex_unlock(&pData->mutex);
    if (!good)
        LogError(0, RS_RET_ERR, "mmmailnorm: %s", error);
}

static void leave(instanceData *const pData, wrkrInstanceData_t *const pWrkrData) {
    wrkrInstanceData_t **link = &pData->workers;
    pthread_mutex_lock(&pData->mutex);
    while (*link != pWrkrData)
        link = &(*link)->next;
    *link = pWrkrData->next;
    pthread_mutex_unlock(&pData->mutex);
    mailnorm_worker_free(pWrkrData->worker);
}

static void stop(instanceData *const pData) {
    char error[1024] = "";
    if (pData->started && !mailnorm_save_state(pData->mailnorm, error, sizeof(error)))
        LogError(0, RS_RET_ERR, "mmmailnorm: the joins of unfinished messages are lost: %s", error);
}

/* rsyslog uses what it gets even where it is told of an error, but for NULL */
BEGINcreateWrkrInstance
    int state;
    CODESTARTcreateWrkrInstance;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    start(pData, pWrkrData);
    pthread_setcancelstate(state, NULL);
    if (pWrkrData->worker == NULL) {
        free(pWrkrData);
        pWrkrData = NULL;
        iRet = RS_RET_OUT_OF_MEMORY;
    }
ENDcreateWrkrInstance

BEGINisCompatibleWithFeature
    CODESTARTisCompatibleWithFeature;
ENDisCompatibleWithFeature

BEGINfreeInstance
    CODESTARTfreeInstance;
    if (pData->janitorID[0] != '\0')
        janitorDelEtry(pData->janitorID);
    if (pData->stats != NULL)
        statsobj.Destruct(&pData->stats);
    for (wrkrInstanceData_t *worker = pData->workers; worker != NULL; worker = worker->next) {
        mailnorm_worker_free(worker->worker);
        worker->worker = NULL;
    }
    if (pData->mailnorm != NULL)
        stop(pData);
    mailnorm_close(pData->mailnorm);
    parameters_free(&pData->parameters);
    pthread_mutex_destroy(&pData->mutex);
ENDfreeInstance

BEGINfreeWrkrInstance
    CODESTARTfreeWrkrInstance;
    if (pWrkrData->worker != NULL)
        leave(pWrkrData->pData, pWrkrData);
ENDfreeWrkrInstance

static void reportReload(const int good, const char *const error) {
    if (!good)
        LogError(0, RS_RET_CONF_PARAM_INVLD, "mmmailnorm: reload failed, what ran before stays: %s", error);
}

/* the janitor calls in the main thread, as doHUP does, every janitor.interval minutes */
static void lookForDatabases(void *const pUsr) {
    instanceData *const pData = pUsr;
    char error[1024] = "out of memory";
    reportReload(mailnorm_reload_databases(pData->mailnorm, error, sizeof(error)), error);
}

static rsRetVal startJanitor(instanceData *pData) {
    DEFiRet;
    snprintf(pData->janitorID, sizeof(pData->janitorID), "mmmailnorm:%p", (void *)pData);
    iRet = janitorAddEtry(lookForDatabases, pData->janitorID, pData);
    if (iRet != RS_RET_OK)
        pData->janitorID[0] = '\0';
    RETiRet;
}

static rsRetVal startStatistics(instanceData *pData) {
    struct counters *const counters = mailnorm_counters(pData->mailnorm);
    DEFiRet;
    CHKiRet(statsobj.Construct(&pData->stats));
    CHKiRet(statsobj.SetName(pData->stats, (uchar *)"mmmailnorm"));
    CHKiRet(statsobj.SetOrigin(pData->stats, (uchar *)"mmmailnorm"));
    for (const struct counter_row *row = counter_rows; row->name != NULL; row++)
        CHKiRet(statsobj.AddCounter(pData->stats, (const uchar *)row->name, ctrType_IntCtr,
                                    CTR_FLAG_RESETTABLE, (char *)counters + row->offset));
    CHKiRet(statsobj.ConstructFinalize(pData->stats));
finalize_it:
    RETiRet;
}

static rsRetVal openEngine(instanceData *pData) {
    char error[1024] = "out of memory";
    const struct mailnorm_config config = parameters_config(&pData->parameters);
    DEFiRet;
    pData->mailnorm = mailnorm_open(&config, error, sizeof(error));
    if (pData->mailnorm == NULL) {
        parser_errmsg("mmmailnorm: %s", error);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
finalize_it:
    RETiRet;
}

BEGINnewActInst
    CODESTARTnewActInst;
    CODE_STD_STRING_REQUESTnewActInst(1);
    CHKiRet(OMSRsetEntry(*ppOMSR, 0, NULL, OMSR_TPL_AS_MSG));
    CHKiRet(createInstance(&pData));
    CHKiRet(parameters_read(&pData->parameters, lst));
    CHKiRet(openEngine(pData));
    CHKiRet(startStatistics(pData));
    if (pData->parameters.geo_databases.count > 0)
        CHKiRet(startJanitor(pData));
    CODE_STD_FINALIZERnewActInst;
ENDnewActInst

BEGINdbgPrintInstInfo
    CODESTARTdbgPrintInstInfo;
ENDdbgPrintInstInfo

BEGINtryResume
    CODESTARTtryResume;
ENDtryResume

/* what rsyslog has of a message */
static void getArrival(smsg_t *pMsg, struct arrival *arrival) {
    uchar *tag, *raw;
    int tagLength, rawLength;
    getTAG(pMsg, &tag, &tagLength, LOCK_MUTEX);
    getRawMsg(pMsg, &raw, &rawLength);
    arrival->tag = (struct text){(const char *)tag, (size_t)tagLength};
    arrival->message = (struct text){(const char *)getMSG(pMsg), (size_t)getMSGLen(pMsg)};
    arrival->raw = (struct text){(const char *)raw, (size_t)rawLength};
    arrival->host = (struct text){getHOSTNAME(pMsg), (size_t)getHOSTNAMELen(pMsg)};
    if (MsgGetSeverity(pMsg, &arrival->severity) != RS_RET_OK)
        arrival->severity = -1;
}

/* The message with pseudonyms takes the place of the real one, in rsyslog's raw
 * message, too. The event must not be used after that: it points into the old one. */
static rsRetVal replaceMessage(smsg_t *pMsg, struct text hidden) {
    DEFiRet;
    if (hidden.start == (const char *)getMSG(pMsg))
        FINALIZE;
    if (hidden.start == NULL)
        hidden = TEXT("(withheld: out of memory)");
    CHKiRet(MsgReplaceMSG(pMsg, (const uchar *)hidden.start, (int)hidden.length));
finalize_it:
    RETiRet;
}

/* A tree of its own for `$.`, which rsyslog takes as it is where there is none yet, else merges:
 * cheaper than a path that it would have to walk and a key that it would have to copy. */
static rsRetVal setMembers(smsg_t *pMsg, const struct text members) {
    struct json_object *const locals = json_object_new_object();
    struct json_object *const string = json_object_new_string_len(members.start, (int)members.length);
    DEFiRet;
    if (locals == NULL || string == NULL) {
        json_object_put(locals);
        json_object_put(string);
        ABORT_FINALIZE(RS_RET_OUT_OF_MEMORY);
    }
    json_object_object_add_ex(locals, GELF_MEMBERS_NAME, string,
                              JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_KEY_IS_CONSTANT);
    CHKiRet(msgAddJSON(pMsg, (uchar *)".", locals, 0, 0));
finalize_it:
    RETiRet;
}

/* puts the fields into the message: as text for the encoder, as a tree, or both */
static rsRetVal handOver(wrkrInstanceData_t *pWrkrData, smsg_t *pMsg,
                         const struct mailnorm_result *const result) {
    const int isRoot = pWrkrData->pData->parameters.container[1] == '\0';
    /* a container of its own is replaced in any case: nobody else's members stay in it */
    const int hasMembers = !isRoot || event_next(result->event, 0) != FIELD_NONE;
    struct json_object *json = hasMembers ? event_to_json(result->event) : NULL;
    DEFiRet;
    CHKiRet(
        replaceMessage(pMsg, result->message)); /* first: whatever fails, later actions see no real names */
    if (hasMembers)
        CHKmalloc(json);
    if (result->members.length > 0)
        CHKiRet(setMembers(pMsg, result->members));
    if (json != NULL) {
        /* msgAddJSON merges into the root, whatever the name */
        iRet = msgAddJSON(pMsg, (uchar *)pWrkrData->pData->parameters.container, json, !isRoot, 0);
        json = NULL;
    }
finalize_it:
    json_object_put(json);
    RETiRet;
}

/* the first loss of each kind is worth a line; impstats has the numbers */
static void tellLosses(instanceData *const pData) {
    const struct counter_row *row;
    while ((row = counters_first_loss(mailnorm_counters(pData->mailnorm), &pData->told)) != NULL)
        LogError(0, RS_RET_OK, "mmmailnorm: %s (impstats counter %s; further ones are only counted)",
                 row->meaning, row->name);
}

static rsRetVal process(wrkrInstanceData_t *pWrkrData, smsg_t *pMsg) {
    struct arrival arrival;
    struct mailnorm_result result;
    DEFiRet;
    getArrival(pMsg, &arrival);
    if (mailnorm_line(pWrkrData->worker, &arrival, &result))
        CHKiRet(handOver(pWrkrData, pMsg, &result));
    tellLosses(pWrkrData->pData);
finalize_it:
    RETiRet;
}

BEGINdoAction_NoStrings
    smsg_t **ppMsg = (smsg_t **)pMsgData;
    int state;
    CODESTARTdoAction;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    iRet = process(pWrkrData, ppMsg[0]);
    pthread_setcancelstate(state, NULL);
ENDdoAction

NO_LEGACY_CONF_parseSelectorAct

BEGINdoHUP
    CODESTARTdoHUP;
    char error[1024] = "out of memory";
    reportReload(mailnorm_reload(pData->mailnorm, error, sizeof(error)), error);
ENDdoHUP

BEGINmodExit
    CODESTARTmodExit;
    objRelease(statsobj, CORE_COMPONENT);
ENDmodExit

BEGINqueryEtryPt
    CODESTARTqueryEtryPt;
    CODEqueryEtryPt_STD_OMOD_QUERIES
    CODEqueryEtryPt_STD_OMOD8_QUERIES
    CODEqueryEtryPt_STD_CONF2_OMOD_QUERIES
    CODEqueryEtryPt_STD_CONF2_QUERIES
    CODEqueryEtryPt_doHUP
ENDqueryEtryPt

BEGINmodInit()
    CODESTARTmodInit;
    *ipIFVersProvided = CURR_MOD_IF_VERSION;
    CODEmodInit_QueryRegCFSLineHdlr
    running_rsyslog_check("mmmailnorm");
    CHKiRet(objUse(statsobj, CORE_COMPONENT));
ENDmodInit
