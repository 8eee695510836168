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

#include "common/gelf_members.h"
#include "engine/mailnorm.h"

MODULE_TYPE_OUTPUT;
MODULE_TYPE_NOKEEP;
MODULE_CNFNAME("mmmailnorm")

enum { HOME_COUNTRIES_MAX = 64, TREE_FIELDS_MAX = 256 };

DEF_OMOD_STATIC_DATA;
DEFobjCurrIf(statsobj);

typedef struct _instanceData {
    struct mailnorm *mailnorm;
    uchar *container; /* as msgAddJSON wants it: "!" or "!mail" */
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

/* One row a parameter; docs/mmmailnorm.md is checked against it. */
static struct cnfparamdescr actpdescr[] = {
    {"container", eCmdHdlrGetWord, 0},
    {"rulebasedirectory", eCmdHdlrGetWord, 0},
    {"localrulebasedirectory", eCmdHdlrGetWord, 0},
    {"geodatabase", eCmdHdlrArray, 0},
    {"geomode", eCmdHdlrGetWord, 0},
    {"track", eCmdHdlrBinary, 0},
    {"trackentries", eCmdHdlrPositiveInt, 0},
    {"trackbytes", eCmdHdlrSize, 0},
    {"trackage", eCmdHdlrPositiveInt, 0},
    {"statefile", eCmdHdlrGetWord, 0},
    {"homecountries", eCmdHdlrArray, 0},
    {"loginwindow", eCmdHdlrPositiveInt, 0},
    {"privacyaddresses", eCmdHdlrGetWord, 0},
    {"privacyusers", eCmdHdlrGetWord, 0},
    {"privacyclients", eCmdHdlrGetWord, 0},
    {"privacykeyfile", eCmdHdlrGetWord, 0},
    {"treefields", eCmdHdlrArray, 0},
};
static struct cnfparamblk actpblk = {CNFPARAMBLK_VERSION, sizeof(actpdescr) / sizeof(struct cnfparamdescr),
                                     actpdescr};

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
    free(pData->container);
    pthread_mutex_destroy(&pData->mutex);
ENDfreeInstance

BEGINfreeWrkrInstance
    CODESTARTfreeWrkrInstance;
    if (pWrkrData->worker != NULL)
        leave(pWrkrData->pData, pWrkrData);
ENDfreeWrkrInstance

/* "$!mail" -> "!mail"; only the message's own tree will do */
static rsRetVal setContainer(instanceData *pData, const char *name) {
    DEFiRet;
    if (name[0] == '$')
        name++;
    if (name[0] != '!') {
        parser_errmsg("mmmailnorm: container \"%s\" must begin with $! (for example container=\"$!mail\")",
                      name);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
    free(pData->container);
    CHKmalloc(pData->container = (uchar *)strdup(name));
finalize_it:
    RETiRet;
}

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

/* what the configuration names, owned until the engine has copied it */
struct parameters {
    char *rulebase_directory, *local_rulebase_directory;
    char *geo_databases[GEO_DATABASES_MAX];
    unsigned geo_database_count;
    enum geo_mode geo_mode;
    int no_track;
    struct track_limits track_limits;
    char *state_file;
    char *home_countries[HOME_COUNTRIES_MAX];
    unsigned home_country_count;
    int64_t login_window;
    enum privacy_method privacy_addresses, privacy_users, privacy_clients;
    char *privacy_key_file;
    char *tree_fields[TREE_FIELDS_MAX]; /* or "all" or "none" alone */
    unsigned tree_field_count;
};

static void freeParameters(struct parameters *const parameters) {
    free(parameters->rulebase_directory);
    free(parameters->local_rulebase_directory);
    for (unsigned i = 0; i < parameters->geo_database_count; ++i)
        free(parameters->geo_databases[i]);
    free(parameters->state_file);
    for (unsigned i = 0; i < parameters->home_country_count; ++i)
        free(parameters->home_countries[i]);
    free(parameters->privacy_key_file);
    for (unsigned i = 0; i < parameters->tree_field_count; ++i)
        free(parameters->tree_fields[i]);
}

/* copies an array of at most max texts; the caller frees them */
static rsRetVal readTexts(const char *const name, const struct cnfarray *const array, char **const texts,
                          unsigned *const count, const int max) {
    DEFiRet;
    if (array->nmemb > max) {
        parser_errmsg("mmmailnorm: %s takes at most %d values", name, max);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
    for (int i = 0; i < array->nmemb; ++i) {
        CHKmalloc(texts[i] = es_str2cstr(array->arr[i], NULL));
        ++*count;
    }
finalize_it:
    RETiRet;
}

static rsRetVal readHomeCountries(struct parameters *const parameters,
                                  const struct cnfarray *const countries) {
    DEFiRet;
    CHKiRet(readTexts("homeCountries", countries, parameters->home_countries, &parameters->home_country_count,
                      HOME_COUNTRIES_MAX));
    for (unsigned i = 0; i < parameters->home_country_count; ++i) {
        if (strlen(parameters->home_countries[i]) != 2) {
            parser_errmsg("mmmailnorm: homeCountries \"%s\" is no two-letter country code such as DE",
                          parameters->home_countries[i]);
            ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
        }
    }
finalize_it:
    RETiRet;
}

static rsRetVal readGeoMode(struct parameters *const parameters, es_str_t *const mode) {
    char *const value = es_str2cstr(mode, NULL);
    DEFiRet;
    CHKmalloc(value);
    if (!geo_mode_of(value, &parameters->geo_mode)) {
        parser_errmsg("mmmailnorm: geoMode \"%s\" is none of schema, legacy, both and off", value);
        iRet = RS_RET_CONF_PARAM_INVLD;
    }
finalize_it:
    free(value);
    RETiRet;
}

static rsRetVal readPrivacy(const char *const name, es_str_t *const word, enum privacy_method *const method) {
    char *const value = es_str2cstr(word, NULL);
    DEFiRet;
    CHKmalloc(value);
    if (!privacy_method_of(value, method)) {
        parser_errmsg("mmmailnorm: %s \"%s\" is none of off, hash and mask", name, value);
        iRet = RS_RET_CONF_PARAM_INVLD;
    }
finalize_it:
    free(value);
    RETiRet;
}

static rsRetVal readParameters(instanceData *pData, struct cnfparamvals *pvals,
                               struct parameters *parameters) {
    DEFiRet;
    for (int i = 0; i < actpblk.nParams; ++i) {
        if (!pvals[i].bUsed)
            continue;
        const char *const name = actpblk.descr[i].name;
        if (!strcmp(name, "container")) {
            char *const value = es_str2cstr(pvals[i].val.d.estr, NULL);
            CHKmalloc(value);
            iRet = setContainer(pData, value);
            free(value);
            CHKiRet(iRet);
        } else if (!strcmp(name, "rulebasedirectory")) {
            CHKmalloc(parameters->rulebase_directory = es_str2cstr(pvals[i].val.d.estr, NULL));
        } else if (!strcmp(name, "localrulebasedirectory")) {
            CHKmalloc(parameters->local_rulebase_directory = es_str2cstr(pvals[i].val.d.estr, NULL));
        } else if (!strcmp(name, "geodatabase")) {
            CHKiRet(readTexts("geoDatabase", pvals[i].val.d.ar, parameters->geo_databases,
                              &parameters->geo_database_count, GEO_DATABASES_MAX));
        } else if (!strcmp(name, "geomode")) {
            CHKiRet(readGeoMode(parameters, pvals[i].val.d.estr));
        } else if (!strcmp(name, "track")) {
            parameters->no_track = !pvals[i].val.d.n;
        } else if (!strcmp(name, "trackentries")) {
            parameters->track_limits.entries = (uint64_t)pvals[i].val.d.n;
        } else if (!strcmp(name, "trackbytes")) {
            parameters->track_limits.bytes = (uint64_t)pvals[i].val.d.n;
        } else if (!strcmp(name, "trackage")) {
            parameters->track_limits.age = pvals[i].val.d.n;
        } else if (!strcmp(name, "statefile")) {
            CHKmalloc(parameters->state_file = es_str2cstr(pvals[i].val.d.estr, NULL));
        } else if (!strcmp(name, "homecountries")) {
            CHKiRet(readHomeCountries(parameters, pvals[i].val.d.ar));
        } else if (!strcmp(name, "loginwindow")) {
            parameters->login_window = pvals[i].val.d.n;
        } else if (!strcmp(name, "privacyaddresses")) {
            CHKiRet(readPrivacy("privacyAddresses", pvals[i].val.d.estr, &parameters->privacy_addresses));
        } else if (!strcmp(name, "privacyusers")) {
            CHKiRet(readPrivacy("privacyUsers", pvals[i].val.d.estr, &parameters->privacy_users));
        } else if (!strcmp(name, "privacyclients")) {
            CHKiRet(readPrivacy("privacyClients", pvals[i].val.d.estr, &parameters->privacy_clients));
        } else if (!strcmp(name, "privacykeyfile")) {
            CHKmalloc(parameters->privacy_key_file = es_str2cstr(pvals[i].val.d.estr, NULL));
        } else if (!strcmp(name, "treefields")) {
            CHKiRet(readTexts("treeFields", pvals[i].val.d.ar, parameters->tree_fields,
                              &parameters->tree_field_count, TREE_FIELDS_MAX));
        }
    }
finalize_it:
    RETiRet;
}

/* whether treeFields is that word, instead of names of fields */
static int treeFieldsAre(const struct parameters *parameters, const char *word) {
    return parameters->tree_field_count == 1 && !strcmp(parameters->tree_fields[0], word);
}

static rsRetVal openEngine(instanceData *pData, const struct parameters *parameters) {
    DEFiRet;
    char error[1024] = "out of memory";
    const int allFields = parameters->tree_field_count == 0 || treeFieldsAre(parameters, "all");
    const struct mailnorm_config config = {
        .rulebase_directory =
            parameters->rulebase_directory != NULL ? parameters->rulebase_directory : RULEBASE_DIR,
        .local_rulebase_directory = parameters->local_rulebase_directory,
        .geo_databases = (const char *const *)parameters->geo_databases,
        .geo_database_count = parameters->geo_database_count,
        .geo_mode = parameters->geo_mode,
        .no_track = parameters->no_track,
        .track_limits = parameters->track_limits,
        .state_file = parameters->state_file,
        .login = {.home_countries = (const char *const *)parameters->home_countries,
                  .home_country_count = parameters->home_country_count,
                  .window = parameters->login_window},
        .privacy = {.addresses = parameters->privacy_addresses,
                    .users = parameters->privacy_users,
                    .clients = parameters->privacy_clients,
                    .key_file = parameters->privacy_key_file},
        .packs = !allFields,
        .tree_fields = (const char *const *)parameters->tree_fields,
        .tree_field_count = allFields || treeFieldsAre(parameters, "none") ? 0 : parameters->tree_field_count,
    };
    pData->mailnorm = mailnorm_open(&config, error, sizeof(error));
    if (pData->mailnorm == NULL) {
        parser_errmsg("mmmailnorm: %s", error);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
finalize_it:
    RETiRet;
}

BEGINnewActInst
    struct cnfparamvals *pvals;
    struct parameters parameters = {.geo_mode = GEO_SCHEMA};
    CODESTARTnewActInst;
    if ((pvals = nvlstGetParams(lst, &actpblk, NULL)) == NULL)
        ABORT_FINALIZE(RS_RET_MISSING_CNFPARAMS);
    CODE_STD_STRING_REQUESTnewActInst(1);
    CHKiRet(OMSRsetEntry(*ppOMSR, 0, NULL, OMSR_TPL_AS_MSG));
    CHKiRet(createInstance(&pData));
    CHKmalloc(pData->container = (uchar *)strdup("!"));
    CHKiRet(readParameters(pData, pvals, &parameters));
    CHKiRet(openEngine(pData, &parameters));
    CHKiRet(startStatistics(pData));
    if (parameters.geo_database_count > 0)
        CHKiRet(startJanitor(pData));
    CODE_STD_FINALIZERnewActInst;
    freeParameters(&parameters);
    cnfparamvalsDestruct(pvals, &actpblk);
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
    const int isRoot = pWrkrData->pData->container[1] == '\0';
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
        iRet = msgAddJSON(pMsg, pWrkrData->pData->container, json, !isRoot, 0);
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
    CHKiRet(objUse(statsobj, CORE_COMPONENT));
ENDmodInit
