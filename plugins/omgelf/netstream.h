/* SPDX-License-Identifier: Apache-2.0
 *
 * netstream - rsyslog's stream drivers (ptcp, gtls, ossl) as the sender's driver
 *
 *     netstream_init();                                    // with the module
 *     struct netstream_settings settings = { .driver = "gtls", .mode = 1, ... };
 *     struct stream_driver driver = netstream_driver(&settings);
 *     netstream_load(&settings);                           // when the configuration runs
 *
 * Settings have the names and meanings of omfwd's parameters. NULL and 0 mean the default of
 * the driver or of global(). Settings outlive all streams. When a driver refuses a
 * certificate, it writes the reason to rsyslog's log itself.
 */
#ifndef NETSTREAM_H
#define NETSTREAM_H

#include "rsyslog.h"
#include "net.h"

#include "delivery/stream.h"

struct netstream_settings {
    char *driver, *auth_mode, *permit_expired_certs, *ca_file, *key_file, *cert_file;
    char *priority_string, *remote_sni, *device;
    int mode, check_extended_key_purpose, prioritize_san, tls_verify_depth;
    int keep_alive, keep_alive_probes, keep_alive_time, keep_alive_interval;
    permittedPeers_t *permitted_peers;
    struct stream *loaded; /* never connected; it keeps the driver in memory */
};

rsRetVal netstream_init(void);
void netstream_exit(void);

/* "a.example.org,b.example.org", as omfwd takes it */
rsRetVal netstream_add_permitted_peers(struct netstream_settings *settings, char *names);
/* netstream_has_driver - whether the library of "ossl" or "gtls" is in the directory of rsyslog's
 * others. True where that directory is unknown. */
bool netstream_has_driver(const char *driver);
/* netstream_load - load the driver and let it check the settings. Call it in the main thread
 * when the configuration starts to run: if a worker loads a library while another thread
 * translates a message, glibc's locks may deadlock. */
rsRetVal netstream_load(struct netstream_settings *settings);
struct stream_driver netstream_driver(struct netstream_settings *settings);
/* frees the peers and what netstream_load made; the texts belong to the caller */
void netstream_settings_free(struct netstream_settings *settings);

#endif
