/* SPDX-License-Identifier: Apache-2.0
 *
 * omgelf - output: GELF over TCP or TLS to Graylog, and nothing lost on this side
 *
 *     module(load="omgelf")
 *     action(type="omgelf" target=["graylog1.example.org", "graylog2.example.org"] port="12201"
 *            queue.type="LinkedList" queue.fileName="graylog" queue.saveOnShutdown="on"
 *            action.resumeRetryCount="-1")
 *
 * This file is rsyslog's side only; sender.h is the transport, gelf_template.h the
 * frames. docs/delivery.md says what is promised.
 *
 * Concurrency and locking:
 * - instanceData is written by newActInst and read-only afterwards, but for the
 *   counters: relaxed atomics, read by impstats at any time.
 * - struct sender (in wrkrInstanceData) belongs to one worker, with a connection and a
 *   replay window of its own. A disk-assisted queue may have two workers. Workers meet
 *   in the work directory only, where flock decides who takes a rescue file.
 * - Each sender has an attendant thread, which notices losses while the worker has no
 *   message. The two take turns by the sender's mutex; nothing of rsyslog is locked
 *   meanwhile, and the worker cannot be cancelled while it holds the mutex.
 * - A guard thread ends blocking calls of the stream drivers. Both threads end in
 *   freeWrkrInstance.
 * - Workers are not cancelled in here: cancellation would lose the batch in hand. All
 *   calls end by themselves within closeTimeout once rsyslog terminates.
 * - HUP changes nothing.
 */
#include "config.h"

#include <ctype.h>
#include <errno.h>
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
#include "../rsyslog_abi.h"

#include "gelf_template.h"
#include "netstream.h"
#include "sender.h"

MODULE_TYPE_OUTPUT;
MODULE_TYPE_NOKEEP;
MODULE_CNFNAME("omgelf")

DEF_OMOD_STATIC_DATA;
DEFobjCurrIf(glbl);
DEFobjCurrIf(statsobj);

#define SMALLEST_FRAME 2       /* Graylog closes the connection at less */
#define LARGEST_FRAME 2097152  /* and at more: its max_message_size */

typedef struct _instanceData {
    char *template_name; /* NULL: frames come from gelf */
    struct gelf_template *gelf;
    struct targets *targets;
    struct netstream_settings netstream;
    struct stream_driver driver;
    struct sender_settings settings;
    char *rescue;
    int workers; /* atomic: how many were created */
    statsobj_t *stats, **target_stats;
    uint64_t frames, dropped; /* atomic */
    struct _instanceData *next;
} instanceData;

typedef struct wrkrInstanceData {
    instanceData *pData;
    struct sender *sender;
} wrkrInstanceData_t;

struct modConfData_s {
    rsconf_t *pConf;
    instanceData *instances;
};
static modConfData_t *loading;

/* One row a parameter; docs/omgelf.md is checked against it. */
static struct cnfparamdescr actpdescr[] = {
    GELF_TEMPLATE_PARAMETERS,
    {"template", eCmdHdlrGetWord, 0},
    {"target", eCmdHdlrArray, CNFPARAM_REQUIRED},
    {"port", eCmdHdlrArray, 0},
    {"pool.order", eCmdHdlrGetWord, 0},
    {"pool.resumeinterval", eCmdHdlrPositiveInt, 0},
    {"device", eCmdHdlrGetWord, 0},
    {"connecttimeout", eCmdHdlrPositiveInt, 0},
    {"sendtimeout", eCmdHdlrPositiveInt, 0},
    {"closetimeout", eCmdHdlrPositiveInt, 0},
    {"replay.size", eCmdHdlrSize, 0},
    {"replay.time", eCmdHdlrNonNegInt, 0},
    {"rebindinterval", eCmdHdlrNonNegInt, 0},
    {"keepalive", eCmdHdlrBinary, 0},
    {"keepalive.probes", eCmdHdlrNonNegInt, 0},
    {"keepalive.time", eCmdHdlrNonNegInt, 0},
    {"keepalive.interval", eCmdHdlrNonNegInt, 0},
    {"gnutlsprioritystring", eCmdHdlrString, 0},
    {"streamdriver", eCmdHdlrGetWord, 0},
    {"streamdriver.name", eCmdHdlrGetWord, 0},
    {"streamdrivermode", eCmdHdlrNonNegInt, 0},
    {"streamdriver.mode", eCmdHdlrNonNegInt, 0},
    {"streamdriverauthmode", eCmdHdlrGetWord, 0},
    {"streamdriver.authmode", eCmdHdlrGetWord, 0},
    {"streamdriverpermittedpeers", eCmdHdlrGetWord, 0},
    {"streamdriver.permitexpiredcerts", eCmdHdlrGetWord, 0},
    {"streamdriver.remotesni", eCmdHdlrString, 0},
    {"streamdriver.checkextendedkeypurpose", eCmdHdlrBinary, 0},
    {"streamdriver.prioritizesan", eCmdHdlrBinary, 0},
    {"streamdriver.tlsverifydepth", eCmdHdlrPositiveInt, 0},
    {"streamdriver.cafile", eCmdHdlrString, 0},
    {"streamdriver.keyfile", eCmdHdlrString, 0},
    {"streamdriver.certfile", eCmdHdlrString, 0},
};
static struct cnfparamblk actpblk = {CNFPARAMBLK_VERSION, sizeof(actpdescr) / sizeof(actpdescr[0]), actpdescr};

/* Where the plain ones go. Strings are copied; numbers are ints; a scale makes
 * milliseconds of seconds. */
#define IN_NETSTREAM(member) offsetof(instanceData, netstream.member)
#define IN_SETTINGS(member) offsetof(instanceData, settings.member)
static const struct place {
    const char *name;
    enum { TEXT_PLACE, INT_PLACE, MILLISECONDS_PLACE, SIZE_PLACE } kind;
    size_t offset;
} places[] = {
    {"template", TEXT_PLACE, offsetof(instanceData, template_name)},
    {"pool.resumeinterval", MILLISECONDS_PLACE, IN_SETTINGS(suspend_milliseconds)},
    {"device", TEXT_PLACE, IN_NETSTREAM(device)},
    {"connecttimeout", MILLISECONDS_PLACE, IN_SETTINGS(connect_milliseconds)},
    {"sendtimeout", MILLISECONDS_PLACE, IN_SETTINGS(send_milliseconds)},
    {"closetimeout", MILLISECONDS_PLACE, IN_SETTINGS(close_milliseconds)},
    {"replay.size", SIZE_PLACE, IN_SETTINGS(replay_size)},
    {"replay.time", MILLISECONDS_PLACE, IN_SETTINGS(replay_milliseconds)},
    {"rebindinterval", SIZE_PLACE, IN_SETTINGS(rebind_interval)},
    {"keepalive", INT_PLACE, IN_NETSTREAM(keep_alive)},
    {"keepalive.probes", INT_PLACE, IN_NETSTREAM(keep_alive_probes)},
    {"keepalive.time", INT_PLACE, IN_NETSTREAM(keep_alive_time)},
    {"keepalive.interval", INT_PLACE, IN_NETSTREAM(keep_alive_interval)},
    {"gnutlsprioritystring", TEXT_PLACE, IN_NETSTREAM(priority_string)},
    {"streamdriver", TEXT_PLACE, IN_NETSTREAM(driver)},
    {"streamdriver.name", TEXT_PLACE, IN_NETSTREAM(driver)},
    {"streamdrivermode", INT_PLACE, IN_NETSTREAM(mode)},
    {"streamdriver.mode", INT_PLACE, IN_NETSTREAM(mode)},
    {"streamdriverauthmode", TEXT_PLACE, IN_NETSTREAM(auth_mode)},
    {"streamdriver.authmode", TEXT_PLACE, IN_NETSTREAM(auth_mode)},
    {"streamdriver.permitexpiredcerts", TEXT_PLACE, IN_NETSTREAM(permit_expired_certs)},
    {"streamdriver.remotesni", TEXT_PLACE, IN_NETSTREAM(remote_sni)},
    {"streamdriver.checkextendedkeypurpose", INT_PLACE, IN_NETSTREAM(check_extended_key_purpose)},
    {"streamdriver.prioritizesan", INT_PLACE, IN_NETSTREAM(prioritize_san)},
    {"streamdriver.tlsverifydepth", INT_PLACE, IN_NETSTREAM(tls_verify_depth)},
    {"streamdriver.cafile", TEXT_PLACE, IN_NETSTREAM(ca_file)},
    {"streamdriver.keyfile", TEXT_PLACE, IN_NETSTREAM(key_file)},
    {"streamdriver.certfile", TEXT_PLACE, IN_NETSTREAM(cert_file)},
};
_Static_assert(sizeof(size_t) == sizeof(uint64_t), "SIZE_PLACE serves both");

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
    const struct target *const target = pData->targets->list[0];
    DEFiRet;
    if (asprintf(&pData->rescue, "%s/omgelf-%s-%s", directory, target->host, target->port) < 0) {
        pData->rescue = NULL;
        ABORT_FINALIZE(RS_RET_OUT_OF_MEMORY);
    }
    for (char *c = pData->rescue + strlen(directory) + 1; *c != '\0'; c++)
        if (!isalnum((unsigned char)*c) && *c != '.')
            *c = '-';
    pData->settings.rescue = pData->rescue;
finalize_it:
    RETiRet;
}

/* global() is known only now, wherever it stands in the configuration */
BEGINcheckCnf
    const char *directory;
CODESTARTcheckCnf;
    directory = (const char *)glbl.GetWorkDir(pModConf->pConf);
    if (*directory == '\0' && pModConf->instances != NULL)
        LogMsg(0, RS_RET_CONF_PARAM_INVLD, LOG_WARNING, "omgelf: warning: global(workDirectory=...) is not set: frames "
               "that are not acknowledged when rsyslog stops cannot be kept");
    for (instanceData *pData = pModConf->instances; *directory != '\0' && pData != NULL; pData = pData->next)
        CHKiRet(setRescue(pData, directory));
finalize_it:
ENDcheckCnf

/* A driver that is missing now may be installed before the next connection. */
BEGINactivateCnf
CODESTARTactivateCnf;
    for (instanceData *pData = pModConf->instances; pData != NULL; pData = pData->next) {
        const char *const driver = pData->netstream.driver;
        const rsRetVal result = netstream_load(&pData->netstream);
        if (result != RS_RET_OK)
            LogError(0, result, "omgelf: the stream driver %s cannot be used with these settings; the message above "
                     "says why (gtls is in the package rsyslog-gnutls, ossl in rsyslog-openssl)",
                     driver != NULL ? driver : "by default");
    }
ENDactivateCnf

BEGINfreeCnf
CODESTARTfreeCnf;
ENDfreeCnf

BEGINcreateInstance
CODESTARTcreateInstance;
    pData->settings = (struct sender_settings){
        .order = TARGETS_FAILOVER, .connect_milliseconds = 10000, .send_milliseconds = 60000,
        .close_milliseconds = 5000, .suspend_milliseconds = 30000, .replay_milliseconds = 60000,
        .replay_size = 8 << 20, .stopping = isStopping, .log = writeLog};
ENDcreateInstance

BEGINcreateWrkrInstance
CODESTARTcreateWrkrInstance;
    const int number = __atomic_fetch_add(&pData->workers, 1, __ATOMIC_RELAXED);
    CHKmalloc(pWrkrData->sender = sender_new(&pData->settings, (unsigned)number));
finalize_it:
ENDcreateWrkrInstance

BEGINisCompatibleWithFeature
CODESTARTisCompatibleWithFeature;
ENDisCompatibleWithFeature

BEGINfreeInstance
CODESTARTfreeInstance;
    for (unsigned i = 0; pData->target_stats != NULL && i < pData->targets->count; i++)
        if (pData->target_stats[i] != NULL)
            statsobj.Destruct(&pData->target_stats[i]);
    free(pData->target_stats);
    if (pData->stats != NULL)
        statsobj.Destruct(&pData->stats);
    gelf_template_free(pData->gelf);
    targets_free(pData->targets);
    netstream_settings_free(&pData->netstream);
    free(pData->template_name);
    free(pData->rescue);
ENDfreeInstance

BEGINfreeWrkrInstance
CODESTARTfreeWrkrInstance;
    sender_free(pWrkrData->sender);
ENDfreeWrkrInstance

static rsRetVal setPlace(instanceData *pData, const struct place *place, const struct svar *value) {
    char *const at = (char *)pData + place->offset;
    DEFiRet;
    switch (place->kind) {
    case TEXT_PLACE:
        free(*(char **)at);
        CHKmalloc(*(char **)at = es_str2cstr(value->d.estr, NULL));
        break;
    case INT_PLACE:
        *(int *)at = (int)value->d.n;
        break;
    case MILLISECONDS_PLACE:
        *(int64_t *)at = value->d.n * 1000;
        break;
    case SIZE_PLACE:
        *(uint64_t *)at = (uint64_t)value->d.n;
    }
finalize_it:
    RETiRet;
}

static rsRetVal setOrder(instanceData *pData, const char *value) {
    DEFiRet;
    if (!strcasecmp(value, "failover"))
        pData->settings.order = TARGETS_FAILOVER;
    else if (!strcasecmp(value, "roundRobin"))
        pData->settings.order = TARGETS_ROUND_ROBIN;
    else {
        parser_errmsg("omgelf: pool.order \"%s\" is unknown; it is failover or roundRobin", value);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
finalize_it:
    RETiRet;
}

/* one port for all targets, or one for each */
static rsRetVal setTargets(instanceData *pData, const struct cnfarray *hosts, const struct cnfarray *ports) {
    char *host = NULL, *port = NULL;
    DEFiRet;
    if (ports != NULL && ports->nmemb != 1 && ports->nmemb != hosts->nmemb) {
        parser_errmsg("omgelf: %d ports for %d targets; give one port for all or one for each", ports->nmemb,
                      hosts->nmemb);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
    CHKmalloc(pData->targets = targets_new());
    for (int i = 0; i < hosts->nmemb; i++) {
        CHKmalloc(host = es_str2cstr(hosts->arr[i], NULL));
        CHKmalloc(port = ports == NULL ? strdup("12201") : es_str2cstr(ports->arr[ports->nmemb == 1 ? 0 : i], NULL));
        if (*host == '\0' || strspn(port, "0123456789") != strlen(port) || atoi(port) < 1 || atoi(port) > 65535) {
            parser_errmsg("omgelf: target \"%s\" port \"%s\": a target is a host name or an address, a port is "
                          "a number from 1 to 65535", host, port);
            ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
        }
        if (!targets_add(pData->targets, host, port))
            ABORT_FINALIZE(RS_RET_OUT_OF_MEMORY);
        free(host);
        free(port);
        host = port = NULL;
    }
finalize_it:
    free(host);
    free(port);
    RETiRet;
}

static rsRetVal readParameters(instanceData *pData, struct cnfparamvals *pvals) {
    struct gelf_template_settings gelf;
    const struct cnfarray *hosts = NULL, *ports = NULL;
    char *word = NULL;
    DEFiRet;
    gelf_template_settings_init(&gelf);
    for (int i = 0; i < actpblk.nParams; i++) {
        const char *const name = actpblk.descr[i].name;
        if (!pvals[i].bUsed || gelf_template_setting(&gelf, name, &pvals[i].val, &iRet)) {
            CHKiRet(iRet);
            continue;
        }
        for (size_t place = 0; place < sizeof(places) / sizeof(places[0]); place++)
            if (!strcmp(name, places[place].name))
                CHKiRet(setPlace(pData, &places[place], &pvals[i].val));
        if (!strcmp(name, "target"))
            hosts = pvals[i].val.d.ar;
        else if (!strcmp(name, "port"))
            ports = pvals[i].val.d.ar;
        else if (!strcmp(name, "pool.order") || !strcmp(name, "streamdriverpermittedpeers")) {
            free(word);
            CHKmalloc(word = es_str2cstr(pvals[i].val.d.estr, NULL));
            CHKiRet(name[0] == 'p' ? setOrder(pData, word) : netstream_add_permitted_peers(&pData->netstream, word));
        }
    }
    CHKiRet(setTargets(pData, hosts, ports));
    if (pData->template_name == NULL)
        CHKiRet(gelf_template_new(&pData->gelf, &gelf));
finalize_it:
    gelf_template_settings_free(&gelf);
    free(word);
    RETiRet;
}

static rsRetVal checkFile(const char *parameter, const char *file) {
    DEFiRet;
    if (file != NULL && access(file, R_OK) != 0) {
        parser_errmsg("omgelf: streamDriver.%s \"%s\": %s", parameter, file, strerror(errno));
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
finalize_it:
    RETiRet;
}

static rsRetVal checkWord(const char *parameter, const char *value, const char *const *words, const char *list) {
    DEFiRet;
    while (value != NULL && *words != NULL && strcasecmp(value, *words) != 0)
        words++;
    if (value != NULL && *words == NULL) {
        parser_errmsg("omgelf: %s \"%s\" is unknown; it is %s", parameter, value, list);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
finalize_it:
    RETiRet;
}

/* The drivers are loaded when rsyslog runs; what can be seen wrong before is said here. */
static rsRetVal checkTls(instanceData *pData) {
    static const char *const expired[] = {"on", "off", "warn", NULL};
    static const char *const drivers[] = {"ptcp", "gtls", "ossl", "mbedtls", NULL};
    static const char *const modes[] = {"anon", "x509/name", "x509/fingerprint", "x509/certvalid", NULL};
    struct netstream_settings *const s = &pData->netstream;
    DEFiRet;
    CHKiRet(checkWord("streamDriver", s->driver, drivers, "ptcp, gtls, ossl or mbedtls"));
    CHKiRet(checkWord("streamDriverAuthMode", s->auth_mode, modes,
                      "anon, x509/name, x509/fingerprint or x509/certvalid"));
    CHKiRet(checkWord("streamDriver.permitExpiredCerts", s->permit_expired_certs, expired, "on, off or warn"));
    if (s->mode > 1 || (s->mode == 1 && s->driver != NULL && !strcasecmp(s->driver, "ptcp"))) {
        parser_errmsg("omgelf: streamDriverMode %d does not fit streamDriver \"%s\"; TLS is mode 1 of gtls or ossl",
                      s->mode, s->driver != NULL ? s->driver : "");
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
    if (s->tls_verify_depth == 1) {
        parser_errmsg("omgelf: streamDriver.tlsVerifyDepth must be 2 or higher");
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
    CHKiRet(checkFile("CAFile", s->ca_file));
    CHKiRet(checkFile("keyFile", s->key_file));
    CHKiRet(checkFile("certFile", s->cert_file));
finalize_it:
    RETiRet;
}

/* rsyslog's default throws a message away when its action does not take it at once */
static void checkRetries(instanceData *pData, const struct nvlst *lst) {
    for (; lst != NULL; lst = lst->next) {
        char *const name = es_str2cstr(lst->name, NULL);
        if (name != NULL && !strcasecmp(name, "action.resumeretrycount") && lst->val.datatype == 'S') {
            char *const value = es_str2cstr(lst->val.d.estr, NULL);
            pData->settings.patient = value != NULL && atoi(value) == -1;
            free(value);
        }
        free(name);
    }
    if (!pData->settings.patient)
        LogMsg(0, RS_RET_CONF_PARAM_INVLD, LOG_WARNING,
               "omgelf: warning: action.resumeRetryCount is not -1: rsyslog throws messages away while no target of "
               "the action can be reached; set action.resumeRetryCount=\"-1\" to keep them in the queue");
}

static rsRetVal startTargetStatistics(struct target *target, statsobj_t **stats) {
    uchar name[300];
    DEFiRet;
    snprintf((char *)name, sizeof(name), "omgelf-%s", target->name);
    CHKiRet(statsobj.Construct(stats));
    CHKiRet(statsobj.SetName(*stats, name));
    CHKiRet(statsobj.SetOrigin(*stats, (uchar *)"omgelf.target"));
#define COUNTER(counter, resettable, meaning)                                                            \
    CHKiRet(statsobj.AddCounter(*stats, (uchar *)#counter, ctrType_IntCtr,                               \
                                resettable ? CTR_FLAG_RESETTABLE : CTR_FLAG_NONE, &target->counters.counter));
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
    CHKiRet(statsobj.AddCounter(pData->stats, (uchar *)"frames", ctrType_IntCtr, CTR_FLAG_RESETTABLE, &pData->frames));
    CHKiRet(statsobj.AddCounter(pData->stats, (uchar *)"dropped", ctrType_IntCtr, CTR_FLAG_RESETTABLE, &pData->dropped));
    if (pData->gelf != NULL)
        CHKiRet(gelf_template_add_counters(pData->gelf, &statsobj, pData->stats));
    CHKiRet(statsobj.ConstructFinalize(pData->stats));
    CHKmalloc(pData->target_stats = calloc(pData->targets->count, sizeof(*pData->target_stats)));
    for (unsigned i = 0; i < pData->targets->count; i++)
        CHKiRet(startTargetStatistics(pData->targets->list[i], &pData->target_stats[i]));
finalize_it:
    RETiRet;
}

BEGINnewActInst
    struct cnfparamvals *pvals;
CODESTARTnewActInst;
    if ((pvals = nvlstGetParams(lst, &actpblk, NULL)) == NULL)
        ABORT_FINALIZE(RS_RET_MISSING_CNFPARAMS);
    CODE_STD_STRING_REQUESTnewActInst(1);
    CHKiRet(createInstance(&pData));
    CHKiRet(readParameters(pData, pvals));
    CHKiRet(checkTls(pData));
    checkRetries(pData, lst);
    pData->driver = netstream_driver(&pData->netstream);
    pData->settings.driver = &pData->driver;
    pData->settings.targets = pData->targets;
    CHKiRet(startStatistics(pData));
    CHKiRet(OMSRsetEntry(*ppOMSR, 0,
                         (uchar *)strdup(pData->gelf != NULL ? gelf_template_name(pData->gelf) : pData->template_name),
                         OMSR_NO_RQD_TPL_OPTS));
    pData->next = loading->instances;
    loading->instances = pData;
    CODE_STD_FINALIZERnewActInst;
    cnfparamvalsDestruct(pvals, &actpblk);
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
    if (pData->gelf != NULL && parameter->lenStr <= LARGEST_FRAME)
        return true;
    if (parameter->lenStr >= SMALLEST_FRAME && parameter->lenStr <= LARGEST_FRAME &&
        memchr(parameter->param, '\0', parameter->lenStr) == NULL)
        return true;
    if (__atomic_fetch_add(&pData->dropped, 1, __ATOMIC_RELAXED) == 0)
        LogMsg(0, RS_RET_INVALID_PARAMS, LOG_ERR, "omgelf: the template made a frame of %u octets that no GELF receiver "
               "takes (2 to 2097152 octets, no NUL); it is left out, as are further ones: see the counter \"dropped\"",
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
    CHKiRet(objUse(glbl, CORE_COMPONENT));
    CHKiRet(objUse(statsobj, CORE_COMPONENT));
    CHKiRet(netstream_init());
ENDmodInit
