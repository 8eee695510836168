/* SPDX-License-Identifier: Apache-2.0
 *
 * netstream - rsyslog's stream drivers (ptcp, gtls, ossl) as the sender's driver
 *
 *     netstream_init();                                    // with the module
 *     struct netstream_settings settings = { .driver = "gtls", .mode = 1, ... };
 *     struct stream_driver driver = netstream_driver(&settings);
 *     netstream_load(&settings);                           // when the configuration runs
 *
 * Settings are named and meant as omfwd's parameters; NULL and 0 leave the driver's or
 * the global() default. They outlive all streams. The drivers write their reasons for
 * refusing a certificate to rsyslog's log themselves.
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
/* netstream_has_driver - "ossl", "gtls": is its library beside rsyslog's others? True where that cannot
 * be seen. */
bool netstream_has_driver(const char *driver);
/* netstream_load - load the driver and have it look at the settings. For the main thread,
 * once the configuration runs: a worker that loads a library while another thread
 * translates a message may find glibc's locks the wrong way round. */
rsRetVal netstream_load(struct netstream_settings *settings);
struct stream_driver netstream_driver(struct netstream_settings *settings);
/* the peers and what netstream_load made; texts are the caller's */
void netstream_settings_free(struct netstream_settings *settings);

#endif
