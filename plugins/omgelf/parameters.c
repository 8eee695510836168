/* SPDX-License-Identifier: Apache-2.0
 *
 * parameters - the table of parameters and its reader; the contract is in parameters.h
 */
#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "common/array.h"
#include "rsyslog.h"
#include "conf.h"
#include "dirty.h"
#include "errmsg.h"
#include "parserif.h"
#include "syslogd-types.h"
#include "common/rsyslog_abi.h"

#include "action_queue.h"
#include "parameters.h"

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
static struct cnfparamblk actpblk = {CNFPARAMBLK_VERSION, COUNT_OF(actpdescr), actpdescr};

/* Where the plain ones go. Strings are copied; numbers are ints; a scale makes
 * milliseconds of seconds. */
#define IN_NETSTREAM(member) offsetof(struct parameters, netstream.member)
#define IN_SETTINGS(member) offsetof(struct parameters, settings.member)
static const struct place {
    const char *name;
    enum { TEXT_PLACE, INT_PLACE, MILLISECONDS_PLACE, SIZE_PLACE } kind;
    size_t offset;
} places[] = {
    {"template", TEXT_PLACE, offsetof(struct parameters, template_name)},
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

static rsRetVal setPlace(struct parameters *parameters, const struct place *place, const struct svar *value) {
    char *const at = (char *)parameters + place->offset;
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
        break;
    default:
        ABORT_FINALIZE(RS_RET_INTERNAL_ERROR);
    }
finalize_it:
    RETiRet;
}

static rsRetVal setOrder(struct parameters *parameters, const char *value) {
    DEFiRet;
    if (!strcasecmp(value, "failover"))
        parameters->settings.order = TARGETS_FAILOVER;
    else if (!strcasecmp(value, "roundRobin"))
        parameters->settings.order = TARGETS_ROUND_ROBIN;
    else {
        parser_errmsg("omgelf: pool.order \"%s\" is unknown; it is failover or roundRobin", value);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
finalize_it:
    RETiRet;
}

/* one port for all targets, or one for each */
static rsRetVal setTargets(struct parameters *parameters, const struct cnfarray *hosts,
                           const struct cnfarray *ports) {
    char *host = NULL, *port = NULL;
    DEFiRet;
    if (ports != NULL && ports->nmemb != 1 && ports->nmemb != hosts->nmemb) {
        parser_errmsg("omgelf: %d ports for %d targets; give one port for all or one for each", ports->nmemb,
                      hosts->nmemb);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
    CHKmalloc(parameters->targets = targets_new());
    for (int i = 0; i < hosts->nmemb; i++) {
        CHKmalloc(host = es_str2cstr(hosts->arr[i], NULL));
        CHKmalloc(port = ports == NULL ? strdup("12201")
                                       : es_str2cstr(ports->arr[ports->nmemb == 1 ? 0 : i], NULL));
        if (*host == '\0' || strspn(port, "0123456789") != strlen(port) || atoi(port) < 1 ||
            atoi(port) > 65535) {
            parser_errmsg(
                "omgelf: target \"%s\" port \"%s\": a target is a host name or an address, a port is "
                "a number from 1 to 65535",
                host, port);
            ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
        }
        if (!targets_add(parameters->targets, host, port))
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

static rsRetVal readValues(struct parameters *parameters, struct cnfparamvals *pvals) {
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
        for (size_t place = 0; place < COUNT_OF(places); place++)
            if (!strcmp(name, places[place].name))
                CHKiRet(setPlace(parameters, &places[place], &pvals[i].val));
        if (!strcmp(name, "target"))
            hosts = pvals[i].val.d.ar;
        else if (!strcmp(name, "port"))
            ports = pvals[i].val.d.ar;
        else if (!strcmp(name, "pool.order") || !strcmp(name, "streamdriverpermittedpeers")) {
            free(word);
            CHKmalloc(word = es_str2cstr(pvals[i].val.d.estr, NULL));
            CHKiRet(name[0] == 'p' ? setOrder(parameters, word)
                                   : netstream_add_permitted_peers(&parameters->netstream, word));
        }
    }
    CHKiRet(setTargets(parameters, hosts, ports));
    if (parameters->template_name == NULL)
        CHKiRet(gelf_template_new(&parameters->gelf, &gelf));
finalize_it:
    gelf_template_settings_free(&gelf);
    free(word);
    RETiRet;
}

static rsRetVal checkFile(const char *name, const char *file) {
    DEFiRet;
    if (file != NULL && access(file, R_OK) != 0) {
        parser_errmsg("omgelf: streamDriver.%s \"%s\": %s", name, file, strerror(errno));
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
finalize_it:
    RETiRet;
}

static rsRetVal checkWord(const char *name, const char *value, const char *const *words, const char *list) {
    DEFiRet;
    while (value != NULL && *words != NULL && strcasecmp(value, *words) != 0)
        words++;
    if (value != NULL && *words == NULL) {
        parser_errmsg("omgelf: %s \"%s\" is unknown; it is %s", name, value, list);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
finalize_it:
    RETiRet;
}

/* The drivers are loaded when rsyslog runs; what can be seen wrong before is said here. */
static rsRetVal checkTls(struct parameters *parameters) {
    static const char *const expired[] = {"on", "off", "warn", NULL};
    static const char *const drivers[] = {"ptcp", "gtls", "ossl",
                                          NULL}; /* mbedtls: nobody has tried it here */
    static const char *const modes[] = {"anon", "x509/name", "x509/fingerprint", "x509/certvalid", NULL};
    struct netstream_settings *const s = &parameters->netstream;
    DEFiRet;
    CHKiRet(checkWord("streamDriver", s->driver, drivers, "ptcp, gtls or ossl"));
    CHKiRet(checkWord("streamDriverAuthMode", s->auth_mode, modes,
                      "anon, x509/name, x509/fingerprint or x509/certvalid"));
    CHKiRet(
        checkWord("streamDriver.permitExpiredCerts", s->permit_expired_certs, expired, "on, off or warn"));
    if (s->mode > 1 || (s->mode == 1 && s->driver != NULL && !strcasecmp(s->driver, "ptcp"))) {
        parser_errmsg(
            "omgelf: streamDriverMode %d does not fit streamDriver \"%s\"; TLS is mode 1 of gtls or ossl",
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

/* rsyslogd -N1 shows errors only */
void parameters_warn(const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    LogMsg(0, RS_RET_CONF_PARAM_INVLD, LOG_WARNING, "omgelf: warning: %s", text);
    if (iConfigVerify)
        fprintf(stderr, "rsyslogd: omgelf: warning: %s\n", text);
}

rsRetVal parameters_read(struct parameters *parameters, struct nvlst *lst) {
    struct cnfparamvals *const pvals = nvlstGetParams(lst, &actpblk, NULL);
    DEFiRet;
    if (pvals == NULL)
        ABORT_FINALIZE(RS_RET_MISSING_CNFPARAMS);
    parameters->settings = (struct sender_settings){.order = TARGETS_FAILOVER,
                                                    .connect_milliseconds = 10000,
                                                    .send_milliseconds = 60000,
                                                    .close_milliseconds = 5000,
                                                    .suspend_milliseconds = 30000,
                                                    .replay_milliseconds = 60000,
                                                    .replay_size = 8 << 20};
    CHKiRet(readValues(parameters, pvals));
    CHKiRet(checkTls(parameters));
    parameters->settings.patient = action_queue_check(lst);
    parameters->driver = netstream_driver(&parameters->netstream);
    parameters->settings.driver = &parameters->driver;
    parameters->settings.targets = parameters->targets;
finalize_it:
    cnfparamvalsDestruct(pvals, &actpblk);
    RETiRet;
}

void parameters_free(struct parameters *parameters) {
    gelf_template_free(parameters->gelf);
    targets_free(parameters->targets);
    netstream_settings_free(&parameters->netstream);
    free(parameters->template_name);
}
