/* SPDX-License-Identifier: Apache-2.0
 *
 * flows - the contract is in flows.h
 */
#include "config.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory/flows.h"

enum { ACTIVE = 40, LINES_MAX = 40, PROCESSES = 400, QUEUE_IDS = 4000 };

#define BIT(truth) (1u << TRUTH_##truth)
#define CLIENT (BIT(IP) | BIT(USER) | BIT(TLS))
#define MESSAGE (CLIENT | BIT(SENDER) | BIT(MESSAGE_ID))

struct flow {
    int number;
    bool has_ids;             /* the log has process and session ids */
    int process;              /* in use by this flow alone */
    char host[16], smtpd[32]; /* its tag */
    char ip[24], user[24], tls[12], helo[32], sender[40], message_id[48];
    char id[4][24];
    char *texts[LINES_MAX]; /* without time */
    struct line_of_flow lines[LINES_MAX];
    int count, next;
};

struct maker {
    unsigned random;
    int flows, line;
    bool is_used[PROCESSES];
    char last_message_id[48];
    struct flow active[ACTIVE];
};

static unsigned pick(struct maker *maker, unsigned below) {
    maker->random = maker->random * 1103515245u + 12345u;
    return (maker->random >> 8) % below;
}

/* a copy, or NULL of an empty text */
static const char *copy_of(const char *text) {
    return text[0] != '\0' ? strdup(text) : NULL;
}

/* a line of the flow: tag, and what earlier lines tell of it. A line of nobody is a bounce's. */
static void add(struct flow *flow, const char *tag, unsigned wanted, bool of_nobody, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
static void add(struct flow *flow, const char *tag, unsigned wanted, bool of_nobody, const char *format,
                ...) {
    char text[1024], line[1200], process[16] = "";
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (flow->has_ids)
        snprintf(process, sizeof(process), "[%d]", 1000 + flow->process);
    snprintf(line, sizeof(line), "%s %s%s: %s", flow->host, tag, process, text);
    struct line_of_flow *added = &flow->lines[flow->count];
    if (!flow->has_ids && strncmp(tag, "postfix", 7) == 0) /* known by the process id */
        wanted &= ~BIT(TLS);
    *added = (struct line_of_flow){.flow = flow->number,
                                   .wanted = wanted,
                                   .wants_trace = (wanted & (BIT(SENDER) | BIT(MESSAGE_ID))) != 0};
    if (!of_nobody) {
        added->values[TRUTH_IP] = copy_of(flow->ip);
        added->values[TRUTH_USER] = copy_of(flow->user);
        added->values[TRUTH_TLS] = copy_of(flow->tls);
        added->values[TRUTH_HELO] = copy_of(flow->helo);
        added->values[TRUTH_SENDER] = copy_of(flow->sender);
        added->values[TRUTH_MESSAGE_ID] = copy_of(flow->message_id);
    }
    flow->texts[flow->count++] = strdup(line);
}

/* ---- Postfix ---- */

#define SENT "delay=0.5, delays=0.1/0/0.2/0.2, dsn=2.0.0, status=sent"

static void connect_to_postfix(struct flow *flow) {
    const char *tag = flow->smtpd;
    add(flow, tag, 0, false, "connect from c%d.example.org[%s]", flow->number, flow->ip);
    if (flow->tls[0] != '\0')
        add(flow, tag, 0, false,
            "Anonymous TLS connection established from c%d.example.org[%s]: %s with cipher "
            "TLS_AES_256_GCM_SHA384 (256/256 bits)",
            flow->number, flow->ip, flow->tls);
    else if (flow->user[0] == '\0')
        add(flow, tag, flow->has_ids ? BIT(IP) : 0, false,
            "warning: TLS library problem: error:0A000418:x:y:z");
    add(flow, tag, 0, false, "%s: client=c%d.example.org[%s]%s%s", flow->id[0], flow->number, flow->ip,
        flow->user[0] != '\0' ? ", sasl_method=PLAIN, sasl_username=" : "", flow->user);
}

static void queue_message(struct flow *flow, const char *id, unsigned wanted) {
    add(flow, "postfix/cleanup", wanted, false, "%s: message-id=<%s>", id, flow->message_id);
    add(flow, "postfix/qmgr", wanted | BIT(MESSAGE_ID), false,
        "%s: from=<%s>, size=375, nrcpt=1 (queue active)", id, flow->sender);
}

static void filter_message(struct flow *flow, const char *id, const char *next) {
    add(flow, "postfix/smtpd", 0, false, "%s: client=localhost[127.0.0.1]", next);
    queue_message(flow, next, 0);
    add(flow, "postfix/smtp", MESSAGE, false,
        "%s: to=<b@example.com>, relay=127.0.0.1[127.0.0.1]:10024, " SENT " (250 2.0.0 Ok: queued as %s)", id,
        next);
    add(flow, "postfix/qmgr", MESSAGE, false, "%s: removed", id);
}

static void pipe_message(struct flow *flow, const char *id, const char *next) {
    add(flow, "postfix/pipe", MESSAGE, false,
        "%s: to=<b@example.com>, relay=spamassassin, " SENT " (delivered via spamassassin service)", id);
    add(flow, "postfix/qmgr", MESSAGE, false, "%s: removed", id);
    add(flow, "postfix/pickup", 0, false, "%s: uid=115 from=<%s>", next, flow->sender);
    queue_message(flow, next, 0);
}

static void bounce_message(struct flow *flow, const char *id, const char *bounce) {
    add(flow, "postfix/smtp", MESSAGE, false,
        "%s: to=<b@example.com>, relay=mx.example.com[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, "
        "status=bounced (host mx.example.com[203.0.113.9] said: 550 5.1.1 no)",
        id);
    add(flow, "postfix/cleanup", 0, true, "%s: message-id=<%s.bounce@example.com>", bounce, bounce);
    add(flow, "postfix/bounce", MESSAGE, false, "%s: sender non-delivery notification: %s", id, bounce);
    add(flow, "postfix/qmgr", MESSAGE, false, "%s: removed", id);
    /* the rest is the notice's: nobody sent it */
    flow->ip[0] = flow->user[0] = flow->tls[0] = flow->helo[0] = flow->sender[0] = '\0';
    snprintf(flow->message_id, sizeof(flow->message_id), "%s.bounce@example.com", bounce);
    add(flow, "postfix/qmgr", BIT(MESSAGE_ID), false, "%s: from=<>, size=2000, nrcpt=1 (queue active)",
        bounce);
    add(flow, "postfix/local", BIT(MESSAGE_ID), false,
        "%s: to=<a@example.com>, relay=local, " SENT " (delivered to mailbox)", bounce);
    add(flow, "postfix/qmgr", BIT(MESSAGE_ID), false, "%s: removed", bounce);
}

static void make_postfix(struct maker *maker, struct flow *flow) {
    int kind = (int)pick(maker, 5), ids = 0;
    snprintf(flow->smtpd, sizeof(flow->smtpd), "postfix/%ssmtpd", pick(maker, 2) ? "submission/" : "");
    connect_to_postfix(flow);
    queue_message(flow, flow->id[0], CLIENT);
    add(flow, flow->smtpd, 0, false, "disconnect from c%d.example.org[%s] ehlo=1 mail=1 quit=1 commands=3",
        flow->number, flow->ip);
    if (kind == 1 || kind == 2)
        filter_message(flow, flow->id[0], flow->id[1]), ids = 1;
    if (kind == 2)
        filter_message(flow, flow->id[1], flow->id[2]), ids = 2;
    if (kind == 3)
        pipe_message(flow, flow->id[0], flow->id[1]), ids = 1;
    if (kind == 4) {
        bounce_message(flow, flow->id[0], flow->id[3]);
        return;
    }
    add(flow, "postfix/local", MESSAGE, false,
        "%s: to=<b@example.com>, relay=local, " SENT " (delivered to mailbox)", flow->id[ids]);
    add(flow, "postfix/qmgr", MESSAGE, false, "%s: removed", flow->id[ids]);
}

/* ---- the others ---- */

static void make_sendmail(struct maker *maker, struct flow *flow) {
    unsigned own = flow->has_ids ? BIT(USER) | BIT(TLS) : 0; /* known by the process id */
    if (flow->user[0] != '\0')
        add(flow, "sendmail", 0, false,
            "AUTH=server, relay=c%d.example.org [%s], authid=%s, mech=PLAIN, bits=0", flow->number, flow->ip,
            flow->user);
    if (flow->tls[0] != '\0')
        add(flow, "sendmail", 0, false,
            "STARTTLS=server, relay=c%d.example.org [%s], version=%s, verify=NO, cipher=X, bits=256/256",
            flow->number, flow->ip, flow->tls);
    snprintf(flow->id[0], sizeof(flow->id[0]), "6AKAe%c%c%c%06d", 'A' + (char)pick(maker, 26),
             'A' + (char)pick(maker, 26), 'a' + (char)pick(maker, 26), flow->number);
    add(flow, "sendmail", own, false,
        "%s: from=<%s>, size=500, class=0, nrcpts=1, msgid=<%s>, proto=ESMTP, daemon=MTA, "
        "relay=c%d.example.org "
        "[%s]",
        flow->id[0], flow->sender, flow->message_id, flow->number, flow->ip);
    add(flow, "sendmail", BIT(IP) | own | BIT(SENDER) | BIT(MESSAGE_ID), false,
        "%s: to=<b@example.com>, delay=00:00:01, xdelay=00:00:01, mailer=local, pri=30500, dsn=2.0.0, "
        "stat=Sent",
        flow->id[0]);
}

static void make_exim(struct maker *maker, struct flow *flow) {
    char login[48] = "", tls[64] = "";
    snprintf(flow->id[0], sizeof(flow->id[0]), "1t%04d-%06d-%02d", flow->number % 10000, flow->number,
             (int)pick(maker, 99));
    if (flow->user[0] != '\0')
        snprintf(login, sizeof(login), " A=plain:%s", flow->user);
    if (flow->tls[0] != '\0')
        snprintf(tls, sizeof(tls), " X=%s:TLS_AES_256_GCM_SHA384:256", flow->tls);
    if (pick(maker, 4) == 0) { /* cron */
        flow->ip[0] = flow->tls[0] = flow->helo[0] = '\0';
        snprintf(flow->user, sizeof(flow->user), "root%d", flow->number);
        add(flow, "exim", 0, false, "%s <= %s U=%s P=local S=300", flow->id[0], flow->sender, flow->user);
        flow->message_id[0] = '\0';
    } else {
        add(flow, "exim", 0, false, "%s <= %s H=c%d.example.org (%s) [%s] P=esmtp%s%s S=500 id=%s",
            flow->id[0], flow->sender, flow->number, flow->helo, flow->ip, tls, login, flow->message_id);
    }
    add(flow, "exim", MESSAGE | BIT(HELO), false, "%s => bob <bob@example.com> R=localuser T=local_delivery",
        flow->id[0]);
    add(flow, "exim", MESSAGE | BIT(HELO), false, "%s Completed", flow->id[0]);
}

static void make_dovecot(struct maker *maker, struct flow *flow) {
    char session[40] = "", pid_and_session[64] = "";
    (void)maker;
    if (flow->user[0] == '\0')
        snprintf(flow->user, sizeof(flow->user), "user%d", flow->number);
    flow->tls[0] = flow->sender[0] = flow->message_id[0] = '\0';
    if (flow->has_ids) {
        snprintf(session, sizeof(session), ", session=<S%dX%d>", flow->process, flow->number);
        snprintf(pid_and_session, sizeof(pid_and_session), "<%d><S%dX%d>", flow->process, flow->process,
                 flow->number);
    }
    bool has_ids = flow->has_ids;
    flow->has_ids = false; /* of the log process: all sessions' */
    add(flow, "dovecot", 0, false,
        "imap-login: Login: user=<%s>, method=PLAIN, rip=%s, lip=192.0.2.250, mpid=1, TLS%s", flow->user,
        flow->ip, session);
    add(flow, "dovecot", has_ids ? BIT(IP) : 0, false,
        "imap(%s)%s: Disconnected: Logged out in=10 out=500 deleted=0 expunged=0 trashed=0 hdr_count=0 "
        "hdr_bytes=0 body_count=0 body_bytes=0",
        flow->user, pid_and_session);
    flow->has_ids = has_ids;
}

static void make_axigen(struct maker *maker, struct flow *flow) {
    static const char *const services[] = {"IMAP", "POP3"};
    char tag[32];
    if (flow->user[0] == '\0')
        snprintf(flow->user, sizeof(flow->user), "user%d", flow->number);
    flow->tls[0] = flow->sender[0] = flow->message_id[0] = '\0';
    snprintf(tag, sizeof(tag), "%s:%08X", services[pick(maker, 2)], flow->number);
    flow->has_ids = false; /* the session is in the tag */
    add(flow, tag, 0, false, "[192.0.2.250:143] connection accepted from [%s:52339]", flow->ip);
    add(flow, tag, BIT(IP), false, "User [%s] successfully authorized!", flow->user);
    add(flow, tag, BIT(USER), false, "Closing connection from [%s:52339]", flow->ip);
    flow->has_ids = true;
}

/* ---- all ---- */

static void begin(struct maker *maker, struct flow *flow) {
    static void (*const servers[])(struct maker *, struct flow *) = {
        make_postfix, make_postfix, make_sendmail, make_exim, make_dovecot, make_axigen};
    int number = ++maker->flows;
    memset(flow, 0, sizeof(*flow));
    flow->number = number;
    do
        flow->process = (int)pick(maker, PROCESSES);
    while (maker->is_used[flow->process]);
    maker->is_used[flow->process] = true;
    flow->has_ids = pick(maker, 3) > 0;
    strcpy(flow->host, flow->has_ids ? "mail" : "old");
    snprintf(flow->ip, sizeof(flow->ip), "198.%u.%d.%d", 18 + pick(maker, 2), number / 250 % 250,
             number % 250 + 1);
    if (pick(maker, 2))
        snprintf(flow->user, sizeof(flow->user), "user%d", number);
    if (pick(maker, 2))
        strcpy(flow->tls, pick(maker, 2) ? "TLSv1.3" : "TLSv1.2");
    snprintf(flow->helo, sizeof(flow->helo), "helo%d.example.org", number);
    snprintf(flow->sender, sizeof(flow->sender), "sender%d@example.org", number);
    if (pick(maker, 10) == 0 && maker->last_message_id[0] != '\0')
        strcpy(flow->message_id, maker->last_message_id);
    else
        snprintf(flow->message_id, sizeof(flow->message_id), "m%d@example.org", number);
    strcpy(maker->last_message_id, flow->message_id);
    for (int i = 0; i < 4; i++)
        snprintf(flow->id[i], sizeof(flow->id[i]), "%05X%04X%d", number % QUEUE_IDS * 37 + 0x10000,
                 number % QUEUE_IDS, i);
    servers[pick(maker, sizeof(servers) / sizeof(servers[0]))](maker, flow);
}

/* the flow's next line, at a time of its own */
static void emit(struct maker *maker, struct flow *flow, struct flows *flows) {
    char text[1400];
    int milliseconds = maker->line++ * 7;
    snprintf(text, sizeof(text), "2026-11-20T%02d:%02d:%02d.%03d000+00:00 %s", 1 + milliseconds / 3600000,
             milliseconds / 60000 % 60, milliseconds / 1000 % 60, milliseconds % 1000,
             flow->texts[flow->next]);
    struct line_of_flow *line = &flows->lines[flows->count++];
    *line = flow->lines[flow->next];
    line->text = strdup(text);
    free(flow->texts[flow->next++]);
}

struct flows *flows_new(unsigned seed, int count) {
    struct maker *maker = calloc(1, sizeof(*maker));
    struct flows *flows = calloc(1, sizeof(*flows));
    flows->lines = calloc((size_t)count * LINES_MAX, sizeof(flows->lines[0]));
    maker->random = seed;
    for (int under_way = ACTIVE; under_way > 0;) {
        struct flow *flow = &maker->active[pick(maker, ACTIVE)];
        if (flow->next == flow->count) {
            if (flow->number > 0)
                maker->is_used[flow->process] = false;
            if (maker->flows == count) {
                under_way -= flow->number >= 0;
                flow->number = -1;
                continue;
            }
            begin(maker, flow);
        }
        emit(maker, flow, flows);
    }
    free(maker);
    return flows;
}

void flows_free(struct flows *flows) {
    for (size_t i = 0; i < flows->count; i++) {
        free(flows->lines[i].text);
        for (int v = 0; v < TRUTHS; v++)
            free((char *)flows->lines[i].values[v]);
    }
    free(flows->lines);
    free(flows);
}
