/* SPDX-License-Identifier: Apache-2.0
 *
 * omgelf - output: GELF over TCP or TLS to Graylog, and nothing lost on this side
 *
 *     module(load="omgelf")
 *     action(type="omgelf" target=["graylog1.example.org", "graylog2.example.org"] port="12201"
 *            queue.type="LinkedList" queue.filename="graylog" queue.maxDiskSpace="2g"
 *            queue.size="100000" queue.highWatermark="60000" queue.lowWatermark="40000"
 *            queue.timeoutEnqueue="0" queue.saveOnShutdown="on" action.resumeRetryCount="-1")
 *
 * This file is rsyslog's side only. sender.h is the transport, gelf_template.h the
 * frames. docs/delivery.md says what is promised.
 *
 * DESIGN.md, "Lives and ends", says who owns and ends what.
 *
 * Concurrency and locking:
 * - instanceData is written by newActInst and read-only afterwards. Exceptions are
 *   the counters (relaxed atomics, which impstats reads at any time) and the lists of workers
 *   and of idle senders (which have a mutex).
 * - struct sender belongs to the instance and is used by one worker at a time. It has a
 *   connection and a replay window of its own. A disk-assisted queue may have two workers.
 *   Workers share only the work directory. There flock decides which one takes a rescue file.
 * - Each sender has a watcher thread, which notices losses while the worker has no
 *   message. The two take turns by the sender's mutex; nothing of rsyslog is locked
 *   meanwhile. A watchdog thread ends blocking calls of the stream drivers.
 * - A worker cannot be cancelled here: the batch would be lost, or a mutex stay locked. All
 *   calls end by themselves within closeTimeout once rsyslog terminates.
 * - HUP changes nothing.
 */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <glob.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "rsyslog.h"
#include "conf.h"
#include "syslogd-types.h"
#include "srUtils.h"
#include "template.h"
#include "module-template.h"
#include "errmsg.h"
#include "glbl.h"
#include "parserif.h"
#include "rsconf.h"
#include "statsobj.h"
#include "common/rsyslog_abi.h"
#include "common/running_rsyslog.h"

#include "parameters.h"

MODULE_TYPE_OUTPUT;
MODULE_TYPE_NOKEEP;
MODULE_CNFNAME("omgelf")

DEF_OMOD_STATIC_DATA;
DEFobjCurrIf(glbl);
DEFobjCurrIf(statsobj);

#define SMALLEST_FRAME 2      /* Graylog closes the connection at less */
#define LARGEST_FRAME 2097152 /* and at more: its max_message_size */

typedef struct _instanceData {
    struct parameters parameters;
    char *rescue;
    pthread_mutex_t mutex; /* of the next four */
    struct sender **idle;  /* senders that wait for a worker */
    unsigned idle_count, created;
    struct wrkrInstanceData *workers; /* all that have a sender */
    statsobj_t *stats, **target_stats;
    uint64_t frames, dropped; /* atomic */
    struct _instanceData *next;
} instanceData;

typedef struct wrkrInstanceData {
    instanceData *pData;   /* gone where sender is NULL */
    struct sender *sender; /* the instance's; NULL once freeInstance has freed it */
    struct wrkrInstanceData *next;
} wrkrInstanceData_t;

struct modConfData_s {
    rsconf_t *pConf;
    instanceData *instances;
};
static modConfData_t *loading;

static bool isStopping(void) {
    return glbl.GetGlobalInputTermState() != 0;
}

static void writeLog(int severity, const char *text) {
    LogMsg(0, NO_ERRCODE, severity, "omgelf: %s", text);
}

BEGINbeginCnfLoad
    CODESTARTbeginCnfLoad;
    pModConf->pConf = pConf;
    pModConf->instances = NULL;
    loading = pModConf;
ENDbeginCnfLoad

BEGINendCnfLoad
    CODESTARTendCnfLoad;
    loading = NULL;
ENDendCnfLoad

/* WORKDIRECTORY/omgelf-HOST-PORT: actions with the same first target may share files */
static rsRetVal setRescue(instanceData *pData, const char *directory) {
    const struct target *const target = pData->parameters.targets->list[0];
    DEFiRet;
    if (asprintf(&pData->rescue, "%s/omgelf-%s-%s", directory, target->host, target->port) < 0) {
        pData->rescue = NULL;
        ABORT_FINALIZE(RS_RET_OUT_OF_MEMORY);
    }
    for (char *c = pData->rescue + strlen(directory) + 1; *c != '\0'; c++)
        if (!isalnum((unsigned char)*c) && *c != '.')
            *c = '-';
    pData->parameters.settings.rescue = pData->rescue;
finalize_it:
    RETiRet;
}

/* global() is known only now, wherever it stands in the configuration */
static void loadDriver(instanceData *pData) {
    const char *const driver = pData->parameters.netstream.driver;
    const rsRetVal result = netstream_load(&pData->parameters.netstream);
    if (result != RS_RET_OK)
        LogError(0, result,
                 "omgelf: the stream driver %s cannot be used with these settings; the message above "
                 "says why (gtls is in the package rsyslog-gnutls, ossl in rsyslog-openssl)",
                 driver != NULL ? driver : "by default");
}

/* global() is known only now, wherever it stands in the configuration */
BEGINcheckCnf
    const char *directory;
    CODESTARTcheckCnf;
    directory = (const char *)glbl.GetWorkDir(pModConf->pConf);
    if (*directory == '\0' && pModConf->instances != NULL)
        parameter_warn(
            "omgelf",
            "global(workDirectory=...) is not set: frames that are not acknowledged when rsyslog stops "
            "cannot be kept");
    for (instanceData *pData = pModConf->instances; pData != NULL; pData = pData->next) {
        parameters_check_globals(&pData->parameters, (const char *)glbl.GetDfltNetstrmDrvr(pModConf->pConf),
                                 (const char *)glbl.GetDfltNetstrmDrvrCAF(pModConf->pConf));
        if (*directory != '\0')
            CHKiRet(setRescue(pData, directory));
    }
finalize_it:
ENDcheckCnf

/* Nobody asks for the files of an action whose first target has another name now. */
static void reportStrangers(const char *directory, const instanceData *instances) {
    char *pattern;
    glob_t found;
    if (asprintf(&pattern, "%s/omgelf-*.frames", directory) < 0)
        return;
    if (glob(pattern, GLOB_NOESCAPE, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            const instanceData *owner = instances;
            while (owner != NULL && !rescue_is_of(found.gl_pathv[i], owner->rescue))
                owner = owner->next;
            if (owner == NULL)
                parameter_warn(
                    "omgelf",
                    "%s holds frames of an action with another first target, and nobody sends them; give "
                    "it the name of this one's, omgelf-HOST-PORT and the rest, or remove it",
                    found.gl_pathv[i]);
        }
        globfree(&found);
    }
    free(pattern);
}

/* A worker that ends while rsyslog goes on leaves its sender, connection and window to the
 * next one: the worker of a disk-assisted queue ends whenever the disk is empty, and rsyslog
 * starts no other as long as this one takes to end. */
static void giveBack(instanceData *pData, struct sender *sender) {
    if (sender == NULL)
        return;
    pthread_mutex_lock(&pData->mutex);
    struct sender **larger = realloc(pData->idle, (pData->idle_count + 1) * sizeof(*larger));
    if (larger != NULL) {
        pData->idle = larger;
        pData->idle[pData->idle_count++] = sender;
    }
    pthread_mutex_unlock(&pData->mutex);
    if (larger == NULL)
        sender_free(sender);
}

/* The first sender does not wait for a message: it may find frames of the last run. A
 * driver that is missing now may be installed before its first connection. */
BEGINactivateCnf
    CODESTARTactivateCnf;
    for (instanceData *pData = pModConf->instances; pData != NULL; pData = pData->next) {
        loadDriver(pData);
        giveBack(pData, sender_new(&pData->parameters.settings, pData->created++));
    }
    if (pModConf->instances != NULL && pModConf->instances->rescue != NULL)
        reportStrangers((const char *)glbl.GetWorkDir(pModConf->pConf), pModConf->instances);
ENDactivateCnf

BEGINfreeCnf
    CODESTARTfreeCnf;
ENDfreeCnf

BEGINcreateInstance
    CODESTARTcreateInstance;
    pthread_mutex_init(&pData->mutex, NULL);
ENDcreateInstance

static void takeSender(instanceData *pData, wrkrInstanceData_t *worker) {
    pthread_mutex_lock(&pData->mutex);
    worker->sender = pData->idle_count > 0 ? pData->idle[--pData->idle_count]
                                           : sender_new(&pData->parameters.settings, pData->created++);
    if (worker->sender != NULL) {
        worker->next = pData->workers;
        pData->workers = worker;
    }
    pthread_mutex_unlock(&pData->mutex);
}

static void leaveSender(instanceData *pData, wrkrInstanceData_t *worker) {
    pthread_mutex_lock(&pData->mutex);
    wrkrInstanceData_t **link = &pData->workers;
    while (*link != worker)
        link = &(*link)->next;
    *link = worker->next;
    pthread_mutex_unlock(&pData->mutex);
    if (isStopping())
        sender_free(worker->sender);
    else
        giveBack(pData, worker->sender);
}

/* rsyslog uses what it gets even where it is told of an error, but for NULL */
BEGINcreateWrkrInstance
    int state;
    CODESTARTcreateWrkrInstance;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    takeSender(pData, pWrkrData);
    pthread_setcancelstate(state, NULL);
    if (pWrkrData->sender == NULL) {
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
    /* rsyslog before 8.2512 frees workers that it has cancelled after their instance */
    for (wrkrInstanceData_t *worker = pData->workers; worker != NULL; worker = worker->next) {
        sender_free(worker->sender);
        worker->sender = NULL;
    }
    for (unsigned i = 0; i < pData->idle_count; i++)
        sender_free(pData->idle[i]);
    free(pData->idle);
    pthread_mutex_destroy(&pData->mutex);
    for (unsigned i = 0; pData->target_stats != NULL && i < pData->parameters.targets->count; i++)
        if (pData->target_stats[i] != NULL)
            statsobj.Destruct(&pData->target_stats[i]);
    free(pData->target_stats);
    if (pData->stats != NULL)
        statsobj.Destruct(&pData->stats);
    parameters_free(&pData->parameters);
    free(pData->rescue);
ENDfreeInstance

BEGINfreeWrkrInstance
    CODESTARTfreeWrkrInstance;
    if (pWrkrData->sender != NULL)
        leaveSender(pWrkrData->pData, pWrkrData);
ENDfreeWrkrInstance

static rsRetVal startTargetStatistics(struct target *target, statsobj_t **stats) {
    uchar name[300];
    DEFiRet;
    snprintf((char *)name, sizeof(name), "omgelf-%s", target->name);
    CHKiRet(statsobj.Construct(stats));
    CHKiRet(statsobj.SetName(*stats, name));
    CHKiRet(statsobj.SetOrigin(*stats, (uchar *)"omgelf.target"));
#define COUNTER(counter, resettable, meaning)                                                                \
    CHKiRet(statsobj.AddCounter(*stats, (uchar *)#counter, ctrType_IntCtr,                                   \
                                resettable ? CTR_FLAG_RESETTABLE : CTR_FLAG_NONE,                            \
                                &target->counters.counter));
    TARGET_COUNTERS(COUNTER)
#undef COUNTER
    CHKiRet(statsobj.ConstructFinalize(*stats));
finalize_it:
    RETiRet;
}

static rsRetVal startStatistics(instanceData *pData) {
    DEFiRet;
    CHKiRet(statsobj.Construct(&pData->stats));
    CHKiRet(statsobj.SetName(pData->stats, (uchar *)"omgelf"));
    CHKiRet(statsobj.SetOrigin(pData->stats, (uchar *)"omgelf"));
    CHKiRet(statsobj.AddCounter(pData->stats, (uchar *)"frames", ctrType_IntCtr, CTR_FLAG_RESETTABLE,
                                &pData->frames));
    CHKiRet(statsobj.AddCounter(pData->stats, (uchar *)"dropped", ctrType_IntCtr, CTR_FLAG_RESETTABLE,
                                &pData->dropped));
    if (pData->parameters.gelf != NULL)
        CHKiRet(gelf_template_add_counters(pData->parameters.gelf, &statsobj, pData->stats));
    CHKiRet(statsobj.ConstructFinalize(pData->stats));
    CHKmalloc(pData->target_stats = calloc(pData->parameters.targets->count, sizeof(*pData->target_stats)));
    for (unsigned i = 0; i < pData->parameters.targets->count; i++)
        CHKiRet(startTargetStatistics(pData->parameters.targets->list[i], &pData->target_stats[i]));
finalize_it:
    RETiRet;
}

BEGINnewActInst
    const char *template;
    CODESTARTnewActInst;
    CODE_STD_STRING_REQUESTnewActInst(1);
    CHKiRet(createInstance(&pData));
    CHKiRet(parameters_read(&pData->parameters, lst));
    pData->parameters.settings.stopping = isStopping;
    pData->parameters.settings.log = writeLog;
    CHKiRet(startStatistics(pData));
    template = pData->parameters.gelf != NULL ? gelf_template_name(pData->parameters.gelf)
                                              : pData->parameters.template_name;
    CHKiRet(OMSRsetEntry(*ppOMSR, 0, (uchar *)strdup(template), OMSR_NO_RQD_TPL_OPTS));
    pData->next = loading->instances;
    loading->instances = pData;
    CODE_STD_FINALIZERnewActInst;
ENDnewActInst

BEGINdbgPrintInstInfo
    CODESTARTdbgPrintInstInfo;
ENDdbgPrintInstInfo

BEGINtryResume
    int state;
    CODESTARTtryResume;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    iRet = sender_begin(pWrkrData->sender) ? RS_RET_OK : RS_RET_SUSPENDED;
    pthread_setcancelstate(state, NULL);
ENDtryResume

BEGINbeginTransaction
    int state;
    CODESTARTbeginTransaction;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    iRet = sender_begin(pWrkrData->sender) ? RS_RET_OK : RS_RET_SUSPENDED;
    pthread_setcancelstate(state, NULL);
ENDbeginTransaction

/* A template of the user's may make what would cost the connection, and each next one. */
static bool isFrame(instanceData *pData, const actWrkrIParams_t *parameter) {
    if (pData->parameters.gelf != NULL && parameter->lenStr <= LARGEST_FRAME)
        return true;
    if (parameter->lenStr >= SMALLEST_FRAME && parameter->lenStr <= LARGEST_FRAME &&
        memchr(parameter->param, '\0', parameter->lenStr) == NULL)
        return true;
    if (__atomic_fetch_add(&pData->dropped, 1, __ATOMIC_RELAXED) == 0)
        LogMsg(0, RS_RET_INVALID_PARAMS, LOG_ERR,
               "omgelf: the template made a frame of %u bytes that no GELF receiver "
               "takes (2 to 2097152 bytes, no NUL); it is left out, as are further ones: see the counter "
               "\"dropped\"",
               (unsigned)parameter->lenStr);
    return false;
}

static rsRetVal commit(wrkrInstanceData_t *pWrkrData, actWrkrIParams_t *pParams, unsigned nParams) {
    uint64_t frames = 0;
    DEFiRet;
    for (unsigned i = 0; i < nParams; i++) {
        const actWrkrIParams_t *const parameter = &actParam(pParams, 1, i, 0);
        if (!isFrame(pWrkrData->pData, parameter))
            continue;
        if (!sender_add(pWrkrData->sender, (const char *)parameter->param, parameter->lenStr)) {
            sender_withdraw(pWrkrData->sender);
            ABORT_FINALIZE(RS_RET_SUSPENDED); /* memory is out: any other result would lose the batch */
        }
        frames++;
    }
    if (!sender_commit(pWrkrData->sender))
        ABORT_FINALIZE(RS_RET_SUSPENDED);
    __atomic_fetch_add(&pWrkrData->pData->frames, frames, __ATOMIC_RELAXED);
finalize_it:
    RETiRet;
}

BEGINcommitTransaction
    int state;
    CODESTARTcommitTransaction;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    iRet = commit(pWrkrData, pParams, nParams);
    pthread_setcancelstate(state, NULL);
ENDcommitTransaction

NO_LEGACY_CONF_parseSelectorAct

BEGINmodExit
    CODESTARTmodExit;
    netstream_exit();
    objRelease(statsobj, CORE_COMPONENT);
    objRelease(glbl, CORE_COMPONENT);
ENDmodExit

BEGINqueryEtryPt
    CODESTARTqueryEtryPt;
    CODEqueryEtryPt_STD_OMODTX_QUERIES
    CODEqueryEtryPt_STD_OMOD8_QUERIES
    CODEqueryEtryPt_STD_CONF2_OMOD_QUERIES
    CODEqueryEtryPt_STD_CONF2_QUERIES
ENDqueryEtryPt

BEGINmodInit()
    CODESTARTmodInit;
    *ipIFVersProvided = CURR_MOD_IF_VERSION;
    CODEmodInit_QueryRegCFSLineHdlr
    running_rsyslog_check("omgelf");
    CHKiRet(objUse(glbl, CORE_COMPONENT));
    CHKiRet(objUse(statsobj, CORE_COMPONENT));
    CHKiRet(netstream_init());
ENDmodInit
