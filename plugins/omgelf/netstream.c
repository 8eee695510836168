/* SPDX-License-Identifier: Apache-2.0
 *
 * netstream - rsyslog's stream drivers; the contract is in netstream.h
 *
 * Concurrency and locking: a stream belongs to one worker. Another thread may
 * call only get_socket, which reads one int of the driver's plain TCP object.
 */
#include "config.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>

#include "rsyslog.h"
#include "net.h"
#include "netstrms.h"
#include "netstrm.h"
#include "nsd_ptcp.h"
#include "common/rsyslog_abi.h"

#include "netstream.h"

#define RECEIVE_ROUNDS 256 /* what a receiver said before its end may be long */

DEFobjCurrIf(obj);
DEFobjCurrIf(net);
DEFobjCurrIf(netstrms);
DEFobjCurrIf(netstrm);
DEFobjCurrIf(nsd_ptcp);

struct stream {
    struct netstream_settings *settings;
    netstrms_t *streams;
    netstrm_t *stream;
    permittedPeers_t *own_peers; /* the target's name, where none is configured */
    int tls_socket;              /* the number that the TLS library reads */
};

/* what nsd_gtls and nsd_ossl have in common, in every version */
struct nsd_tls {
    BEGINobjInstance;
    nsd_t *tcp;
};

rsRetVal netstream_init(void) {
    DEFiRet;
    CHKiRet(objGetObjInterface(&obj));
    CHKiRet(objUse(net, LM_NET_FILENAME));
    CHKiRet(objUse(netstrms, LM_NETSTRMS_FILENAME));
    CHKiRet(objUse(netstrm, LM_NETSTRMS_FILENAME));
    CHKiRet(objUse(nsd_ptcp, LM_NSD_PTCP_FILENAME));
finalize_it:
    RETiRet;
}

void netstream_exit(void) {
    objRelease(nsd_ptcp, LM_NSD_PTCP_FILENAME);
    objRelease(netstrm, LM_NETSTRMS_FILENAME);
    objRelease(netstrms, LM_NETSTRMS_FILENAME);
    objRelease(net, LM_NET_FILENAME);
}

rsRetVal netstream_add_permitted_peers(struct netstream_settings *settings, char *names) {
    char *rest = names, *name;
    DEFiRet;
    while ((name = strsep(&rest, ",")) != NULL)
        if (*name != '\0')
            CHKiRet(net.AddPermittedPeer(&settings->permitted_peers, (uchar *)name));
finalize_it:
    RETiRet;
}

static const char *driver_of(struct stream *stream) {
    return (const char *)((obj_t *)stream->stream->pDrvrData)->pObjInfo->pszID;
}

/* Left to themselves gtls takes TLS 1.0 and 1.1, and without a client certificate no TLS 1.3; ossl
 * takes them in the mode anon, where it sets the security level to 0. Else it goes by the
 * system's configuration. The anonymous ciphers are those that the drivers add themselves. */
static const char *priority_string(struct stream *stream) {
    const struct netstream_settings *const s = stream->settings;
    bool anon = s->auth_mode == NULL || !strcasecmp(s->auth_mode, "anon");
    if (s->priority_string != NULL || s->mode == 0)
        return s->priority_string;
    if (strcmp(driver_of(stream), "nsd_gtls") == 0)
        return anon ? "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1:+ANON-DH:+ANON-ECDH"
                    : "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1";
    if (strcmp(driver_of(stream), "nsd_ossl") == 0 && anon)
        return "CipherString=ALL:+COMPLEMENTOFDEFAULT:+ADH:+ECDH:+aNULL@SECLEVEL=0\n"
               "Protocol=-TLSv1,-TLSv1.1";
    return NULL;
}

/* SetDrvr... keep a copy; the driver takes NULL for "not set" */
static rsRetVal configure(struct stream *stream) {
    struct netstream_settings *const s = stream->settings;
    netstrm_t *const strm = stream->stream;
    DEFiRet;
    CHKiRet(netstrm.SetDrvrMode(strm, s->mode));
    CHKiRet(netstrm.SetDrvrCheckExtendedKeyUsage(strm, s->check_extended_key_purpose));
    CHKiRet(netstrm.SetDrvrPrioritizeSAN(strm, s->prioritize_san));
    CHKiRet(netstrm.SetDrvrTlsVerifyDepth(strm, s->tls_verify_depth));
    if (s->auth_mode != NULL)
        CHKiRet(netstrm.SetDrvrAuthMode(strm, (uchar *)s->auth_mode));
    CHKiRet(netstrm.SetDrvrPermitExpiredCerts(strm, (uchar *)s->permit_expired_certs));
    CHKiRet(netstrm.SetDrvrTlsCAFile(strm, (uchar *)s->ca_file));
    CHKiRet(netstrm.SetDrvrTlsKeyFile(strm, (uchar *)s->key_file));
    CHKiRet(netstrm.SetDrvrTlsCertFile(strm, (uchar *)s->cert_file));
    if (s->permitted_peers != NULL)
        CHKiRet(netstrm.SetDrvrPermPeers(strm, s->permitted_peers));
    if (priority_string(stream) != NULL)
        CHKiRet(netstrm.SetGnutlsPriorityString(strm, (uchar *)priority_string(stream)));
#if netstrmCURR_IF_VERSION >= 18
    if (s->remote_sni != NULL)
        CHKiRet(netstrm.SetDrvrRemoteSNI(strm, (uchar *)s->remote_sni));
#endif
finalize_it:
    RETiRet;
}

static void destruct(struct stream *stream) {
    if (stream->stream != NULL)
        netstrm.Destruct(&stream->stream);
    if (stream->streams != NULL)
        netstrms.Destruct(&stream->streams);
    if (stream->own_peers != NULL)
        net.DestructPermittedPeers(&stream->own_peers);
    free(stream);
}

static rsRetVal construct(struct netstream_settings *settings, struct stream **made) {
    struct stream *stream = NULL;
    DEFiRet;
    CHKmalloc(stream = calloc(1, sizeof(*stream)));
    stream->settings = settings;
    CHKiRet(netstrms.Construct(&stream->streams));
    CHKiRet(netstrms.SetDrvrName(stream->streams, (uchar *)settings->driver));
    CHKiRet(netstrms.ConstructFinalize(stream->streams));
    CHKiRet(netstrms.CreateStrm(stream->streams, &stream->stream));
    CHKiRet(netstrm.ConstructFinalize(stream->stream));
    CHKiRet(configure(stream));
    *made = stream;
finalize_it:
    if (iRet != RS_RET_OK && stream != NULL)
        destruct(stream);
    RETiRet;
}

bool netstream_has_driver(const char *driver) {
    Dl_info of_rsyslog;
    char *file = NULL;
    if (dladdr((const void *)(uintptr_t)netstrms.Construct, &of_rsyslog) == 0)
        return true;
    const char *const slash = strrchr(of_rsyslog.dli_fname, '/');
    if (slash == NULL || asprintf(&file, "%.*s/lmnsd_%s.so", (int)(slash - of_rsyslog.dli_fname),
                                  of_rsyslog.dli_fname, driver) < 0)
        return true;
    const bool found = access(file, F_OK) == 0;
    free(file);
    return found;
}

rsRetVal netstream_load(struct netstream_settings *settings) {
    return settings->loaded == NULL ? construct(settings, &settings->loaded) : RS_RET_OK;
}

static struct stream *open_stream(void *context) {
    struct stream *stream = NULL;
    return construct(context, &stream) == RS_RET_OK ? stream : NULL;
}

/* The plain TCP object that holds the socket. The TLS drivers of rsyslog before 8.2306
 * leave GetSock empty, so it is asked of the object inside them. */
static nsd_t *tcp_of(struct stream *stream) {
    nsd_t *const driver = stream->stream->pDrvrData;
    const char *const id = driver_of(stream);
    if (!strcmp(id, "nsd_gtls") || !strcmp(id, "nsd_ossl"))
        return ((struct nsd_tls *)driver)->tcp;
    return !strcmp(id, "nsd_ptcp") ? driver : NULL;
}

static int get_socket(struct stream *stream) {
    nsd_t *const tcp = tcp_of(stream);
    int fd = -1;
    if (tcp != NULL)
        nsd_ptcp.GetSock(tcp, &fd);
    else if (stream->stream->Drvr.GetSock != NULL)
        netstrm.GetSock(stream->stream, &fd);
    return fd;
}

#if netstrmCURR_IF_VERSION < 18
/* The ossl driver of rsyslog before 8.2602, which brought interface 18, closes its socket twice: OpenSSL
 * does, and then the plain TCP object does. In between another thread may have opened a file or connected
 * under the same number. So the plain TCP object gets a number of its own; after a
 * handshake that failed OpenSSL has closed already, and any file will do. */
static void part_from_openssl(struct stream *stream, bool connected) {
    int fd = get_socket(stream);
    if (fd < 0 || stream->settings->mode == 0 || strcmp(driver_of(stream), "nsd_ossl") != 0)
        return;
    int own = connected ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (own >= 0)
        nsd_ptcp.SetSock(tcp_of(stream), own);
}
#else
static void part_from_openssl(struct stream *stream, bool connected) {
    (void)stream;
    (void)connected;
}
#endif

/* What the driver connects to. The name goes out by SNI, which can be set from interface 18 on. Before,
 * the driver takes it from what it connects to, and looks that up again: only the first address can
 * have it. */
static rsRetVal choose_host(struct stream *stream, const char *address, const char *name, bool first,
                            const char **host) {
    DEFiRet;
    bool tls = stream->settings->mode != 0;
    *host = address;
#if netstrmCURR_IF_VERSION >= 18
    struct in_addr numeric;
    (void)first;
    if (tls && stream->settings->remote_sni == NULL && strchr(name, ':') == NULL &&
        inet_pton(AF_INET, name, &numeric) != 1)
        CHKiRet(netstrm.SetDrvrRemoteSNI(stream->stream, (uchar *)name));
finalize_it:
#else
    if (tls && first)
        *host = name;
#endif
    RETiRet;
}

static bool connect_stream(struct stream *stream, int family, const char *address, const char *name,
                           bool first, const char *port) {
    struct netstream_settings *const s = stream->settings;
    const char *host;
    DEFiRet;
    /* Without permitted peers gtls checks what it connects to, which may be an address, and
     * ossl of 8.2302 nothing that a certificate could show. */
    if (s->mode != 0 && s->permitted_peers == NULL && s->auth_mode != NULL &&
        !strcasecmp(s->auth_mode, "x509/name")) {
        CHKiRet(net.AddPermittedPeer(&stream->own_peers, (uchar *)name));
        CHKiRet(netstrm.SetDrvrPermPeers(stream->stream, stream->own_peers));
    }
    CHKiRet(choose_host(stream, address, name, first, &host));
    iRet = netstrm.Connect(stream->stream, family, (uchar *)port, (uchar *)host, s->device);
    stream->tls_socket = get_socket(stream);
    part_from_openssl(stream, iRet == RS_RET_OK);
    CHKiRet(iRet);
    if (s->keep_alive) {
        CHKiRet(netstrm.SetKeepAliveProbes(stream->stream, s->keep_alive_probes));
        CHKiRet(netstrm.SetKeepAliveIntvl(stream->stream, s->keep_alive_interval));
        CHKiRet(netstrm.SetKeepAliveTime(stream->stream, s->keep_alive_time));
        CHKiRet(netstrm.EnableKeepAlive(stream->stream));
    }
finalize_it:
    return iRet == RS_RET_OK;
}

/* On a blocking socket RETRY is no answer that may last (connection.c bounds it): drivers from
 * 8.2606 on give it where a receive before was told to retry. */
static ssize_t send_bytes(struct stream *stream, const char *bytes, size_t length) {
    ssize_t n = (ssize_t)length;
    rsRetVal result = netstrm.Send(stream->stream, (uchar *)bytes, &n);
    if (result == RS_RET_RETRY)
        return 0;
    return result == RS_RET_OK && n >= 0 && n <= (ssize_t)length ? n : -1;
}

static rsRetVal receive(struct stream *stream) {
    uchar discarded[4096];
    ssize_t length = sizeof(discarded);
    int error = 0;
#if netstrmCURR_IF_VERSION >= 17
    unsigned direction = 0;
    return netstrm.Rcv(stream->stream, discarded, &length, &error, &direction);
#else
    return netstrm.Rcv(stream->stream, discarded, &length, &error);
#endif
}

/* A socket with these bytes and then an end of file takes the place of the connection's. RETRY also
 * follows a record that is no data: a session ticket. */
static bool said_goodbye(struct stream *stream, const char *bytes, size_t length) {
    rsRetVal result = RS_RET_RETRY;
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0)
        return false;
    bool ready = send(pair[1], bytes, length, MSG_NOSIGNAL) == (ssize_t)length &&
                 shutdown(pair[1], SHUT_WR) == 0 && dup3(pair[0], stream->tls_socket, O_CLOEXEC) >= 0;
    for (int i = 0; ready && i < RECEIVE_ROUNDS && (result == RS_RET_OK || result == RS_RET_RETRY); i++) {
        errno = 0; /* ossl takes what errno was before for a reset, and that for an end */
        result = receive(stream);
    }
    close(pair[0]);
    close(pair[1]);
    return result == RS_RET_CLOSED;
}

struct stream_driver netstream_driver(struct netstream_settings *settings) {
    return (struct stream_driver){.tls = settings->mode != 0,
                                  .context = settings,
                                  .open = open_stream,
                                  .connect = connect_stream,
                                  .socket = get_socket,
                                  .send = send_bytes,
                                  .said_goodbye = said_goodbye,
                                  .close = destruct};
}

void netstream_settings_free(struct netstream_settings *s) {
    if (s->loaded != NULL)
        destruct(s->loaded);
    if (s->permitted_peers != NULL)
        net.DestructPermittedPeers(&s->permitted_peers);
}
