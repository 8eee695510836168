/* SPDX-License-Identifier: Apache-2.0
 *
 * exim_notice - parsers of what Exim says of itself, of TLS and of signatures; the contract is
 * in parser.h. Source: all calls of log_write() in Exim 4.84 to 4.99
 */
#include "config.h"

#include "common/array.h"
#include "servers/exim/exim.h"

/* Beginnings of texts of log_write(). A star stands for any text; in front, one stands for one
 * word and two for any text. */
static const char *const ERRORS[] = {
    /* configuration, expansions, lists */
    "Exim configuration", "non-existent configuration file", "failed to stat configuration file",
    "failed to expand ", "Failed to expand ", "Expansion of ", "expansion of ", "unable to expand ",
    "invalid message_size_limit", "bad value for smtp_receive_timeout", "unknown named",
    "list matching forced to fail", "regular expression error", "tls_require_ciphers invalid",
    "log_file_path is longer", "pid_file_path is longer", "spool_directory is longer",
    "syslog_processname is longer", "More than one path given in log_file_path", "pid file path ",
    "configured error code starts with", "EHLO/HELO response must not contain", "ACL for QUIT returned ERROR",
    "ACL for not-QUIT returned ERROR", "ACL \"warn\" with \"message\" setting", "internal ACL error",
    "unknown log name ", "home directory ", "current directory ", "no recipients found in headers",
    "Error while reading message", "no IP address found for host", "bind of ", "User *never_users list",
    "**verb not allowed in", "invalid value for ", "Daemon cannot be run",
    "Input from inetd is not supported", "bounce_message_file ", "warn_message_file ", "(SSL_",
    "Child mail process returned", "exim_set_", "attempt to ", "no database", "unknown item in dnslist",
    "dnslists domain ", "dnslist query is too long", "failed to find ", "Failed to find ",
    "**in host list item ", "no @ found in the subject of an address list",
    "partial matching is not applicable", "Loop detected in lookup of", "Malformed value",
    "missing or malformed", "option setting expected", "cannot find ", "*router generated more than",
    "*router: ", "*router:", "*router failed to expand", "*router returned unknown value",
    "*transport:", "*transport: ", "*authenticator:", "*authenticator (",
    "Error in *router: ", "routing loop for ", "new_router ", "bad router variable name",
    "callout transport ", "setup fail for ", "*verify fail (making callout", "*verify defer (making callout",
    /* taint, memory, crashes, privileges */
    "Taint", "taint", "attempt to use tainted", "attempt to expand tainted", "Attempt to exec tainted",
    "Attempt to open msglog", "SIGSEGV", "SEGV_", "bad memory ", "bad internal_store", "failed to malloc",
    "failed to alloc", "malloc() failed", "store_", "internal error", "Internal error", "internal problem",
    "string_sprintf expansion", "string_format", "local part longer than", "live variable ",
    "buffer underflow", "overlong ", "string too l", "priv_", "getgroups", "setgroups", "seteuid(",
    "setegid(", "unable to set gid", "cannot run initgroups", "initgroups failed", "Failed to get user name",
    "Can't cleanup environment", "Wrong ownership on ", "Stat failed on ", "*: chown(", "getrlimit(",
    "setrlimit(", "delivery setrlimit(", "re-exec of exim", "fork ", "fork() failed", "2nd fork ", "exec of ",
    "failed to fork", "Fork failed",
    /* spool, journal, databases, log files */
    "Spool error ", "Spool file *not found", "Spool*-D not found", "Format error in spool file",
    "Error reading spool file", "Failed to create spool file", "Failed setting ownership on spool file",
    "Cannot lock ", "spoolfile error on close", "Couldn't ", "failed to unlink", "failed to move ",
    "failed to update journal", "failed to fsync journal", "failed to write journal",
    "attempt to open journal for reading", "link(", "unlink(", "rmdir(", "Could not open datafile",
    "failed to open ", "Failed to open ", "Failed to reopen ", "Failed to *directory ",
    "Failed to get *lock for ", "Failed to read ", "failed to read ", "failed to set up ", "failed to stat ",
    "failed to load ", "Bad db record size", "Cannot open *log file", "failed to write to ",
    "write failed on panic log", "unable to open ", "unable to read ",
    "cannot accept message: ", "spool directory space check failed", "log directory space check failed",
    "Message abandoned: ", "Malformed IP address",
    /* processes and deliveries */
    "Process ", "process *crashed with signal", "queue run: ", "remote delivery process count",
    "Failed writing transport result", "failed to create pipe in queue runner", "failed to dup ",
    "bad local_part ", "header snprintf failed", "*transport process vanished", "*transport process returned",
    "Unexpected error return ", "delivery re-exec ", "shadow transport ", "redirection process ",
    "creation of pipe for filter", "system filter generated more than", "Error in system filter",
    "failed to parse address", "writing data to message log", "errors_copy ",
    /* daemon and sockets */
    "daemon: ", "*accept() failure", "*select() failure", "*poll() failure", "*getpeername() failed",
    "listen() failed", "socket bind() to port", "socket() failed", "IPv*socket creation failed",
    "Failed to create IPv6 socket", "Setting IPV6_V6ONLY", "setting SO_REUSEADDR", "getsockname() failed",
    "getsockopt() failed", "setsockopt(", "getpeername() failed", "can't return to previous working dir",
    "TCP port ", "invalid SMTP port", "no port specified for interface", "setitimer() failed", "Unable to ",
    "uname() failed", "null conn-context pointer", "socks auth failed", "Unrecognised socks auth",
    /* content scanners */
    "malware acl condition", "spam acl condition", "regex acl condition", "mime_regex acl condition",
    "MIME acl condition", "acl_smtp_mime: ", "internal scanner error", "DCC: ", "bmi ",
    "Temporary error with DCC", "Unknown DCC response", "Wrong header from DCC", "local_scan() function",
    "invalid return *from local_scan()",
    /* names */
    "DNS list lookup ", "CNAME loop ", "unable to parse ", "ident connection to ", "DANE error",
    "**: accepted by +include_defer", "**: accepted by +include_unknown", "lookup of ",
    "too many lookups open", "Error loading lookup module", "host name alias list truncated",
    "responsible-mailbox truncated",
    /* TLS */
    "TLS error ", "OCSP ", "Required TLS certificate status", "Received TLS cert status",
    "Server certificate ", "SSL channel closed", "SSL_write", "SNI unusable", "ALPN unusable",
    "tls_verify_certificates ", "could not stat *tls_verify_certificates",
    "WARNING: ", "already initialised GnuTLS",
    /* signatures */
    "DKIM: ", "DMARC: ", "signing", "ARC: ", "arc: ", "DMARC failure", "dmarc: ", "failure to ", "SPF",
    /* rewriting and headers */
    "qualify/rewrite: ", "rewrite: ", "Rewrite of ", "rewrite rule repeat ignored", "*found in headers",
    "**lookup failed in ", "Header modification in data ACLs", "errors in ", "Too many recipients: "};

static const char *const NOTICES[] = {"exim user lost privilege for using ",
                                      "Long *lookup for ",
                                      "dnssec fail on ",
                                      "no immediate delivery: ",
                                      "listen backlog ",
                                      "notify triggered queue run",
                                      "debugging Exim in inetd wait mode",
                                      "exim *daemon terminating",
                                      "moved from ",
                                      "original recipients ignored",
                                      "<*transport output: ",
                                      "Delivery status for ",
                                      "PRDR ",
                                      "smtp_notquit_exit() called",
                                      "peer close after all rcpt responses",
                                      "Connection aborted; STARTTLS support by ",
                                      "timed out while reading local message",
                                      "SIGTERM received while reading local message",
                                      "SIGINT received while reading local message",
                                      "Start *queue run",
                                      "End *queue run",
                                      "DMARC using synthesized SPF",
                                      "after QUIT, client reset TCP",
                                      "remote host address is the local host",
                                      "rescind the above message-accept",
                                      "Ci=*SMTP peer appears to have",
                                      "**: callout unencrypted to ",
                                      "SMTP connection lost after final dot",
                                      "cancelled by ",
                                      "Message removed because older than "};

/* whether the text is as the pattern says */
static bool fits(struct text text, struct text pattern) {
    if (text_take(&pattern, TEXT("**")))
        return text_find(text, pattern) != TEXT_NONE;
    if (text_take(&pattern, TEXT("*")))
        return text_starts(text_skip(text, exim_word_length(text) + 1), pattern);
    size_t star = text_find_char(pattern, '*');
    if (star == TEXT_NONE)
        return text_starts(text, pattern);
    return text_starts(text, text_slice(pattern, 0, star)) &&
           text_find(text_skip(text, star), text_skip(pattern, star + 1)) != TEXT_NONE;
}

static bool is_one_of(struct text text, const char *const *patterns, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (fits(text, text_of(patterns[i])))
            return true;
    return false;
}

/* a whole line, also with a message id in front */
static bool exim_notice(struct event *event, struct text text) {
    size_t word = exim_word_length(text);
    if (exim_is_id(text_slice(text, 0, word))) {
        event_set(event, FIELD_email_uid, text_slice(text, 0, word));
        text = text_skip(text, word + 1);
    }
    if (is_one_of(text, ERRORS, COUNT_OF(ERRORS)))
        event_set(event, FIELD_vendor_event_outcome, TEXT("failed"));
    else if (!is_one_of(text, NOTICES, COUNT_OF(NOTICES)))
        return false;
    return event_set(event, FIELD_vendor_event_description, text);
}

/* "mx.example.net [192.0.2.7]: why" of a server */
static bool exim_relay_reason(struct event *event, struct text text) {
    struct exim_host relay;
    if (!exim_take_relay(&text, &relay) || relay.ip.length == 0 ||
        (!text_take(&text, TEXT(": ")) && !text_take(&text, TEXT(" "))))
        return false;
    exim_set_relay(event, &relay);
    return text.length > 0 && event_set(event, FIELD_vendor_tls_error, text);
}

/* "(gnutls_handshake): timed out: delivering unencrypted to H=mx.example.net [192.0.2.7] (not
 * in hosts_require_tls)" */
static bool exim_tls_session(struct event *event, struct text text) {
    const struct text UNENCRYPTED = TEXT(": delivering unencrypted to H=");
    size_t at = text_find_last(text, UNENCRYPTED);
    struct text rest = text_skip(text, at == TEXT_NONE ? text.length : at + UNENCRYPTED.length);
    struct exim_host relay;
    if (exim_take_relay(&rest, &relay))
        exim_set_relay(event, &relay);
    return event_set(event, FIELD_vendor_tls_error, text_slice(text, 0, at));
}

/* the address of a server */
static bool exim_relay_address(struct event *event, struct text text) {
    set_ip(event, FIELD_vendor_relay_ip, text);
    set_ip(event, FIELD_destination_ip, text);
    return event_has(event, FIELD_vendor_relay_ip);
}

/* whose address it is, does not stand there: a client's, or a server's of a callout */
static bool exim_any_address(struct event *event, struct text text) {
    (void)event;
    return text_is_address(text);
}

/* ": depth=0 error=self-signed certificate cert=/CN=mx.example.net": the certificate is the
 * other side's; also ": certificate name mismatch: DN=... H=..." */
static bool exim_certificate(struct event *event, struct text text) {
    const struct text ERROR = TEXT(" error="), CERTIFICATE = TEXT(" cert=");
    size_t colon = text_find(text, TEXT(": "));
    if (colon == TEXT_NONE)
        return false;
    text = text_skip(text, colon + 2);
    size_t error = text_find(text, ERROR), certificate = text_find(text, CERTIFICATE);
    if (text_starts(text, TEXT("depth=")) && error != TEXT_NONE && error < certificate)
        text = text_slice(text, error + ERROR.length, certificate);
    else if (text_starts(text, TEXT("certificate name mismatch: ")))
        text = text_slice(text, 0, 25);
    return event_set(event, FIELD_vendor_tls_error, text);
}

/* "d=example.org s=mail c=relaxed/relaxed a=rsa-sha256 b=2048 [verification failed - body hash
 * mismatch (...)]": domain and selector are the sender's words */
static bool exim_dkim(struct event *event, struct text text) {
    static const struct {
        const char *words, *result;
    } RESULTS[] = {
        {"verification succeeded", "pass"}, {"verification failed", "fail"}, {"invalid", "invalid"}};
    size_t open = text_find_last(text, TEXT(" ["));
    if (open == TEXT_NONE || !text_ends(text, TEXT("]")))
        return false;
    struct text why = text_slice(text, open + 2, text.length - 1), tags = text_slice(text, 0, open);
    for (size_t i = 0; i < COUNT_OF(RESULTS); i++)
        if (text_starts(why, text_of(RESULTS[i].words)))
            event_set(event, FIELD_vendor_dkim_result, text_of(RESULTS[i].result));
    if (text_take(&tags, TEXT("d="))) {
        event_set(event, FIELD_vendor_dkim_domain, text_slice(tags, 0, exim_word_length(tags)));
        tags = text_skip(tags, exim_word_length(tags) + 1);
    }
    if (text_take(&tags, TEXT("s=")))
        event_set(event, FIELD_vendor_dkim_selector, text_slice(tags, 0, exim_word_length(tags)));
    return event_set(event, FIELD_vendor_event_outcome_reason, why);
}

/* "example.org dmarc_domain=example.org spf_align=yes dkim_align=no enforcement='Accept'": what
 * follows "spf_domain=" */
static bool exim_dmarc(struct event *event, struct text text) {
    const struct text ENFORCEMENT = TEXT(" enforcement='");
    struct text domain = text_skip(text, exim_word_length(text));
    size_t enforcement = text_find_last(text, ENFORCEMENT);
    event_set(event, FIELD_vendor_spf_domain, text_slice(text, 0, exim_word_length(text)));
    if (!text_take(&domain, TEXT(" dmarc_domain=")) || enforcement == TEXT_NONE ||
        !text_ends(text, TEXT("'")))
        return false;
    event_set(event, FIELD_vendor_dmarc_domain, text_slice(domain, 0, exim_word_length(domain)));
    return event_set(event, FIELD_vendor_event_outcome_reason,
                     text_slice(text, enforcement + ENFORCEMENT.length, text.length - 1));
}

/* "U=webuser D=example.org S=alice@example.org": cPanel's account, its domain and the sender */
static bool exim_identification(struct event *event, struct text text) {
    struct text user = text;
    size_t domain = text_find(text, TEXT(" D=")), sender = text_find_last(text, TEXT(" S="));
    if (!text_take(&user, TEXT("U=")) || domain == TEXT_NONE || sender == TEXT_NONE || sender < domain)
        return false;
    user.length -= text.length - domain;
    text = text_skip(text, sender + 3);
    event_set(event, FIELD_user_name, user);
    return event_set(event, text_find_char(text, '@') == TEXT_NONE ? FIELD_vendor_account : FIELD_email_from,
                     text);
}

/* "H=localhost A=127.0.0.1 P=46126 U=webuser ID=1003 S=webuser B=identify_local_connection":
 * cPanel's account of a local client */
static bool exim_local_connection(struct event *event, struct text text) {
    static const struct {
        const char *name;
        enum field field;
    } VALUES[] = {{"U=", FIELD_user_name}, {"ID=", FIELD_user_id}, {"P=", FIELD_source_port}};
    for (size_t length; text.length > 0; text = text_skip(text, length + 1)) {
        struct text word = text_slice(text, 0, length = exim_word_length(text)), value = word;
        if (text_find_char(word, '=') == TEXT_NONE)
            return false;
        if (text_take(&value, TEXT("A=")))
            set_ip(event, FIELD_source_ip, value);
        for (size_t i = 0; i < COUNT_OF(VALUES); i++)
            if (text_take(&value, text_of(VALUES[i].name)))
                event_set(event, VALUES[i].field, value);
    }
    return event_has(event, FIELD_user_name);
}

const struct parser exim_notice_parsers[] = {
    {"exim_notice", exim_notice,
     "1xUM4X-000062-3A failed to expand ACL message \"$x\": unknown variable name \"x\""},
    {"exim_relay_reason", exim_relay_reason,
     "mx.example.net [192.0.2.7]: (certificate verification failed): certificate invalid"},
    {"exim_tls_session", exim_tls_session,
     "(SSL_connect): timed out: delivering unencrypted to H=mx.example.net [192.0.2.7] (not in "
     "hosts_require_tls)"},
    {"exim_relay_address", exim_relay_address, "192.0.2.7"},
    {"exim_any_address", exim_any_address, "192.0.2.7"},
    {"exim_certificate", exim_certificate, ": depth=0 error=self-signed certificate cert=/CN=mx.example.net"},
    {"exim_dkim", exim_dkim,
     "d=example.org s=mail c=relaxed/relaxed a=rsa-sha256 b=2048 [verification succeeded]"},
    {"exim_dmarc", exim_dmarc,
     "example.org dmarc_domain=example.org spf_align=yes dkim_align=no enforcement='Accept'"},
    {"exim_identification", exim_identification, "U=webuser D=example.org S=alice@example.org"},
    {"exim_local_connection", exim_local_connection,
     "H=localhost A=127.0.0.1 P=46126 U=webuser ID=1003 S=webuser B=identify_local_connection"},
    {NULL, NULL, NULL},
};
