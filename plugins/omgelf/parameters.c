/* SPDX-License-Identifier: Apache-2.0
 *
 * parameters - the table of parameters, and what is checked of their values; the contract is in
 * parameters.h
 */
#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rsyslog.h"
#include "conf.h"
#include "errmsg.h"
#include "parserif.h"
#include "rainerscript.h"
#include "common/rsyslog_abi.h"

#include "action_queue.h"
#include "parameters.h"

static rsRetVal read_order(const struct parameter *parameter, void *place, const struct svar *value) {
    enum targets_order *const order = place;
    if (!es_strcasebufcmp(value->d.estr, (const uchar *)"failover", 8))
        *order = TARGETS_FAILOVER;
    else if (!es_strcasebufcmp(value->d.estr, (const uchar *)"roundRobin", 10))
        *order = TARGETS_ROUND_ROBIN;
    else {
        parser_errmsg("omgelf: %s \"%.*s\" is unknown; it is failover or roundRobin", parameter->name,
                      (int)es_strlen(value->d.estr), es_getBufAddr(value->d.estr));
        return RS_RET_CONF_PARAM_INVLD;
    }
    return RS_RET_OK;
}

static rsRetVal read_peers(const struct parameter *parameter, void *place, const struct svar *value) {
    struct netstream_settings *const netstream = place;
    char *names = NULL;
    DEFiRet;
    (void)parameter;
    CHKmalloc(names = es_str2cstr(value->d.estr, NULL));
    iRet = netstream_add_permitted_peers(netstream, names);
finalize_it:
    free(names);
    RETiRet;
}

static const struct parameter_kind parameter_order = {.read = read_order};
/* place: struct netstream_settings, which frees them */
static const struct parameter_kind parameter_peers = {.read = read_peers};

#define ROW(name, type, kind, member, otherwise)                                                             \
    PARAMETER(name, type, kind, struct parameters, member, otherwise)

static const struct parameter rows[] = {
    GELF_TEMPLATE_PARAMETERS(struct parameters, gelf_settings),
    ROW("template", eCmdHdlrGetWord, text, template_name, NULL),
    ROW("target", eCmdHdlrArray, texts, hosts, NULL),
    ROW("port", eCmdHdlrArray, texts, ports, NULL),
    ROW("pool.order", eCmdHdlrGetWord, order, settings.order, "failover"),
    ROW("pool.resumeInterval", eCmdHdlrPositiveInt, seconds, settings.suspend_milliseconds, "30"),
    ROW("device", eCmdHdlrGetWord, text, netstream.device, NULL),
    ROW("connectTimeout", eCmdHdlrPositiveInt, seconds, settings.connect_milliseconds, "10"),
    ROW("sendTimeout", eCmdHdlrPositiveInt, seconds, settings.send_milliseconds, "60"),
    ROW("closeTimeout", eCmdHdlrPositiveInt, seconds, settings.close_milliseconds, "5"),
    ROW("replay.size", eCmdHdlrSize, size, settings.replay_size, "8388608"),
    ROW("replay.time", eCmdHdlrNonNegInt, seconds, settings.replay_milliseconds, "60"),
    ROW("rebindInterval", eCmdHdlrNonNegInt, size, settings.rebind_interval, "0"),
    ROW("keepAlive", eCmdHdlrBinary, int, netstream.keep_alive, "0"),
    ROW("keepAlive.probes", eCmdHdlrNonNegInt, int, netstream.keep_alive_probes, "0"),
    ROW("keepAlive.time", eCmdHdlrNonNegInt, int, netstream.keep_alive_time, "0"),
    ROW("keepAlive.interval", eCmdHdlrNonNegInt, int, netstream.keep_alive_interval, "0"),
    ROW("gnutlsPriorityString", eCmdHdlrString, text, netstream.priority_string, NULL),
    ROW("streamDriver", eCmdHdlrGetWord, text, netstream.driver, NULL),
    ROW("streamDriver.name", eCmdHdlrGetWord, text, netstream.driver, NULL),
    ROW("streamDriverMode", eCmdHdlrNonNegInt, int, netstream.mode, NULL),
    ROW("streamDriver.mode", eCmdHdlrNonNegInt, int, netstream.mode, NULL),
    ROW("streamDriverAuthMode", eCmdHdlrGetWord, text, netstream.auth_mode, NULL),
    ROW("streamDriver.authMode", eCmdHdlrGetWord, text, netstream.auth_mode, NULL),
    ROW("streamDriverPermittedPeers", eCmdHdlrGetWord, peers, netstream, NULL),
    ROW("streamDriver.permitExpiredCerts", eCmdHdlrGetWord, text, netstream.permit_expired_certs, NULL),
    ROW("streamDriver.remoteSNI", eCmdHdlrString, text, netstream.remote_sni, NULL),
    ROW("streamDriver.checkExtendedKeyPurpose", eCmdHdlrBinary, int, netstream.check_extended_key_purpose,
        "0"),
    ROW("streamDriver.prioritizeSAN", eCmdHdlrBinary, int, netstream.prioritize_san, "0"),
    ROW("streamDriver.tlsVerifyDepth", eCmdHdlrPositiveInt, int, netstream.tls_verify_depth, "0"),
    ROW("streamDriver.caFile", eCmdHdlrString, text, netstream.ca_file, NULL),
    ROW("streamDriver.keyFile", eCmdHdlrString, text, netstream.key_file, NULL),
    ROW("streamDriver.certFile", eCmdHdlrString, text, netstream.cert_file, NULL),
};
static const struct parameter_table table = PARAMETER_TABLE("omgelf", rows);

/* ---- targets ---- */

/* "tcp://host:12201", "host:12201" and "[2001:db8::1]" would be looked up as names, and never found */
static rsRetVal checkTarget(const char *host, const char *port) {
    DEFiRet;
    const char *const colon = strchr(host, ':');
    if (*host == '\0' || strspn(port, "0123456789") != strlen(port) || atoi(port) < 1 || atoi(port) > 65535) {
        parser_errmsg("omgelf: target \"%s\" port \"%s\": a target is a host name or an address, a port is "
                      "a number from 1 to 65535",
                      host, port);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
    if (strpbrk(host, "/[] ") != NULL || (colon != NULL && strchr(colon + 1, ':') == NULL)) {
        parser_errmsg("omgelf: target \"%s\": a target is a host name or an address, without a protocol, a "
                      "port or brackets; write target=\"graylog.example.org\" port=\"12201\"",
                      host);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
finalize_it:
    RETiRet;
}

/* one port for all targets, or one for each */
static rsRetVal setTargets(struct parameters *parameters) {
    const struct parameter_texts *const hosts = &parameters->hosts, *const ports = &parameters->ports;
    DEFiRet;
    if (hosts->count == 0) {
        parser_errmsg("omgelf: target is required: the host name or address of a receiver");
        ABORT_FINALIZE(RS_RET_MISSING_CNFPARAMS);
    }
    if (ports->count > 1 && ports->count != hosts->count) {
        parser_errmsg("omgelf: %u ports for %u targets; give one port for all or one for each", ports->count,
                      hosts->count);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
    CHKmalloc(parameters->targets = targets_new());
    for (unsigned i = 0; i < hosts->count; i++) {
        const char *const port = ports->count == 0 ? "12201" : ports->list[ports->count == 1 ? 0 : i];
        CHKiRet(checkTarget(hosts->list[i], port));
        if (!targets_add(parameters->targets, hosts->list[i], port))
            ABORT_FINALIZE(RS_RET_OUT_OF_MEMORY);
    }
finalize_it:
    RETiRet;
}

/* ---- TLS ---- */

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

/* TLS that is wished for, and plain text that would be sent */
static rsRetVal checkMode(const struct netstream_settings *s) {
    const bool has_driver = s->driver != NULL && strcasecmp(s->driver, "ptcp") != 0;
    DEFiRet;
    if (s->mode == 0 && (has_driver || s->auth_mode != NULL || s->permitted_peers != NULL ||
                         s->ca_file != NULL || s->key_file != NULL || s->cert_file != NULL)) {
        parser_errmsg("omgelf: %s without streamDriverMode=\"1\" would send in plain text; set "
                      "streamDriverMode=\"1\" for TLS, or leave the parameters streamDriver... out",
                      has_driver ? "a streamDriver for TLS" : "settings for TLS");
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
    if (s->auth_mode != NULL && !strcasecmp(s->auth_mode, "x509/fingerprint") && s->permitted_peers == NULL) {
        parser_errmsg("omgelf: streamDriverAuthMode=\"x509/fingerprint\" needs the fingerprints that are "
                      "accepted: streamDriverPermittedPeers=\"SHA256:...\"");
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
    CHKiRet(checkMode(s));
    if (s->driver != NULL && !netstream_has_driver(s->driver))
        parameter_warn("omgelf", "streamDriver \"%s\" is not installed; its package is %s", s->driver,
                       strcasecmp(s->driver, "gtls") == 0 ? "rsyslog-gnutls" : "rsyslog-openssl");
finalize_it:
    RETiRet;
}

rsRetVal parameters_read(struct parameters *parameters, struct nvlst *lst) {
    DEFiRet;
    gelf_template_settings_init(&parameters->gelf_settings);
    CHKiRet(parameter_table_set_defaults(&table, parameters));
    CHKiRet(parameter_table_read(&table, lst, parameters));
    CHKiRet(setTargets(parameters));
    if (parameters->template_name == NULL)
        CHKiRet(gelf_template_new(&parameters->gelf, &parameters->gelf_settings));
    CHKiRet(checkTls(parameters));
    parameters->settings.patient = action_queue_check(lst);
    parameters->driver = netstream_driver(&parameters->netstream);
    parameters->settings.driver = &parameters->driver;
    parameters->settings.targets = parameters->targets;
finalize_it:
    RETiRet;
}

/* what global() may give instead is known only when all of the configuration is read */
void parameters_check_globals(const struct parameters *parameters, const char *driver, const char *ca_file) {
    const struct netstream_settings *const s = &parameters->netstream;
    if (s->mode == 0)
        return;
    if (s->driver == NULL && (driver == NULL || !strcasecmp(driver, "ptcp")))
        parameter_warn("omgelf",
                       "streamDriverMode=\"1\" without a streamDriver: no connection will come about; set "
                       "streamDriver=\"ossl\" (package rsyslog-openssl) or \"gtls\" (rsyslog-gnutls)");
    if (s->ca_file == NULL && ca_file == NULL && s->auth_mode != NULL &&
        strcasecmp(s->auth_mode, "anon") != 0 && strcasecmp(s->auth_mode, "x509/fingerprint") != 0)
        parameter_warn("omgelf",
                       "streamDriverAuthMode=\"%s\" without a CA: no certificate can be checked; set "
                       "streamDriver.caFile, or global(defaultNetstreamDriverCAFile=...)",
                       s->auth_mode);
}

void parameters_free(struct parameters *parameters) {
    gelf_template_free(parameters->gelf);
    gelf_template_settings_free(&parameters->gelf_settings);
    targets_free(parameters->targets);
    netstream_settings_free(&parameters->netstream);
    parameter_table_free(&table, parameters);
}
