/* SPDX-License-Identifier: Apache-2.0
 *
 * trace_test - one message has one trace from its first queue id to its last, and the client
 * and user of the first; nobody else's message gets it
 */
#include "memory/join_fixture.h"

static char trace[128];

static void keep_trace(void) {
    snprintf(trace, sizeof(trace), "%s", value(FIELD_vendor_trace_id));
    assert_string_not_equal(trace, "");
}

#define WANT_OTHER_TRACE()                                                                                   \
    do {                                                                                                     \
        assert_string_not_equal(value(FIELD_vendor_trace_id), "");                                           \
        assert_string_not_equal(value(FIELD_vendor_trace_id), trace);                                        \
    } while (0)

#define MESSAGE_ID "message-id=<one@example.org>"
#define ACTIVE "from=<alice@example.org>, size=375, nrcpt=1 (queue active)"
#define SENT_TO(port, reply)                                                                                 \
    "to=<bob@example.com>, relay=127.0.0.1[127.0.0.1]:" port ", delay=0.5, delays=0.1/0/0.2/0.2, "           \
    "dsn=2.0.0, status=sent (" reply ")"
#define DELIVERED                                                                                            \
    "to=<bob@example.com>, relay=local, delay=0.1, delays=0/0/0/0, dsn=2.0.0, status=sent (delivered to "    \
    "mailbox)"

/* alice, from outside, with a login */
static void submit(void) {
    at(0, "postfix/submission/smtpd[10]: connect from out.example.org[81.2.69.142]");
    at(0, "postfix/submission/smtpd[10]: AAAAAAAAA1: client=out.example.org[81.2.69.142], sasl_method=PLAIN, "
          "sasl_username=alice");
    at(0, "postfix/cleanup[11]: AAAAAAAAA1: " MESSAGE_ID);
    keep_trace();
    at(0, "postfix/qmgr[12]: AAAAAAAAA1: " ACTIVE);
}

/* a queue id that a filter of this host makes by SMTP; its lines come before the delivery's */
static void again_by_smtp(int seconds, const char *id) {
    char line[256];
    snprintf(line, sizeof(line), "postfix/smtpd[30]: %s: client=localhost[127.0.0.1]", id);
    at(seconds, line);
    snprintf(line, sizeof(line), "postfix/cleanup[31]: %s: " MESSAGE_ID, id);
    at(seconds, line);
    snprintf(line, sizeof(line), "postfix/qmgr[12]: %s: " ACTIVE, id);
    at(seconds, line);
}

static void deliver(int seconds, const char *id) {
    char line[256];
    snprintf(line, sizeof(line), "postfix/local[14]: %s: " DELIVERED, id);
    at(seconds, line);
}

static void want_alice(const char *parent) {
    WANT(vendor_trace_id, trace);
    WANT(source_ip, "81.2.69.142");
    WANT(source_hostname, "out.example.org");
    WANT(user_name, "alice");
    WANT(vendor_parent_uid, parent);
}

static void want_nobody(void) {
    WANT_OTHER_TRACE();
    WANT(user_name, "");
    WANT(vendor_parent_uid, "");
}

/* ---- chains ---- */

static void a_chain_of_filters_has_one_trace(void **state) { /* Zimbra: 10026, 10030, 10032, 10025 */
    (void)state;
    submit();
    again_by_smtp(1, "AAAAAAAAA2");
    at(1, "postfix/smtp[13]: AAAAAAAAA1: " SENT_TO("10026", "250 2.0.0 from MTA(smtp:[127.0.0.1]:10030): 250 "
                                                            "2.0.0 Ok: queued as AAAAAAAAA2"));
    at(1, "postfix/qmgr[12]: AAAAAAAAA1: removed");
    again_by_smtp(2, "AAAAAAAAA3");
    want_alice("AAAAAAAAA2");
    at(2, "postfix/smtp[13]: AAAAAAAAA2: " SENT_TO("10032", "250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 "
                                                            "2.0.0 Ok: queued as AAAAAAAAA3"));
    at(2, "postfix/qmgr[12]: AAAAAAAAA2: removed");
    again_by_smtp(3, "AAAAAAAAA4");
    at(3, "postfix/smtp[13]: AAAAAAAAA3: " SENT_TO("10099", "250 2.5.0 OK (4A1B2C3D)"));
    deliver(4, "AAAAAAAAA4");
    want_alice("AAAAAAAAA3");
}

static void a_filter_that_does_not_name_the_next_id_is_followed(void **state) { /* Proxmox Mail Gateway */
    (void)state;
    submit();
    again_by_smtp(1, "AAAAAAAAA2");
    want_alice("AAAAAAAAA1");
    at(1, "postfix/smtp[13]: AAAAAAAAA1: " SENT_TO("10024", "250 2.5.0 OK (5F2A64A1B2C3D4E5F)"));
    at(1, "postfix/qmgr[12]: AAAAAAAAA1: removed");
    deliver(2, "AAAAAAAAA2");
    want_alice("AAAAAAAAA1");
}

static void a_filter_that_splits_a_message_is_followed_each_time(void **state) {
    (void)state;
    submit();
    again_by_smtp(1, "AAAAAAAAA2");
    again_by_smtp(1, "AAAAAAAAA3");
    at(1, "postfix/smtp[13]: AAAAAAAAA1: " SENT_TO("10024", "250 2.0.0 Ok: queued as AAAAAAAAA3"));
    deliver(2, "AAAAAAAAA2");
    want_alice("AAAAAAAAA1");
    deliver(2, "AAAAAAAAA3");
    want_alice("AAAAAAAAA1");
}

static void the_removal_of_the_first_id_may_come_late(void **state) {
    (void)state;
    submit();
    again_by_smtp(1, "AAAAAAAAA2");
    at(1, "postfix/smtp[13]: AAAAAAAAA1: " SENT_TO("10026", "250 2.0.0 Ok: queued as AAAAAAAAA2"));
    again_by_smtp(2, "AAAAAAAAA3");
    at(2, "postfix/qmgr[12]: AAAAAAAAA1: removed");
    at(2, "postfix/smtp[13]: AAAAAAAAA2: " SENT_TO("10032", "250 2.0.0 Ok: queued as AAAAAAAAA3"));
    deliver(3, "AAAAAAAAA3");
    want_alice("AAAAAAAAA2");
}

static void a_message_without_message_id_is_followed_by_its_next_id(void **state) {
    (void)state;
    submit();
    at(1, "postfix/smtpd[30]: AAAAAAAAA2: client=localhost[127.0.0.1]");
    at(1, "postfix/cleanup[31]: AAAAAAAAA2: message-id=<>");
    at(1, "postfix/smtp[13]: AAAAAAAAA1: " SENT_TO("10024", "250 2.0.0 Ok: queued as AAAAAAAAA2"));
    deliver(2, "AAAAAAAAA2");
    want_alice("AAAAAAAAA1");
}

#define PIPED                                                                                                \
    "to=<bob@example.com>, relay=spamassassin, delay=0.5, delays=0.1/0/0.2/0.2, dsn=2.0.0, status=sent "     \
    "(delivered via spamassassin service)"

static void a_program_that_sends_it_again_is_followed(void **state) { /* SpamAssassin by pipe(8) */
    (void)state;
    submit();
    at(1, "postfix/pipe[40]: AAAAAAAAA1: " PIPED);
    at(1, "postfix/qmgr[12]: AAAAAAAAA1: removed");
    at(1, "postfix/pickup[15]: AAAAAAAAA2: uid=115 from=<alice@example.org>");
    at(1, "postfix/cleanup[31]: AAAAAAAAA2: " MESSAGE_ID);
    want_alice("AAAAAAAAA1");
    again_by_smtp(2, "AAAAAAAAA3"); /* and amavis behind it */
    at(2, "postfix/smtp[13]: AAAAAAAAA2: " SENT_TO("10024", "250 2.0.0 Ok: queued as AAAAAAAAA3"));
    deliver(2, "AAAAAAAAA3");
    want_alice("AAAAAAAAA2");
}

static void a_program_s_message_may_come_before_its_delivery(void **state) {
    (void)state;
    submit();
    at(1, "postfix/pickup[15]: AAAAAAAAA2: uid=115 from=<alice@example.org>");
    at(1, "postfix/cleanup[31]: AAAAAAAAA2: " MESSAGE_ID);
    at(1, "postfix/pipe[40]: AAAAAAAAA1: " PIPED);
    at(1, "postfix/qmgr[12]: AAAAAAAAA1: removed");
    deliver(2, "AAAAAAAAA2");
    want_alice("AAAAAAAAA1");
}

static void a_forward_is_followed(void **state) {
    (void)state;
    submit();
    at(1, "postfix/cleanup[31]: AAAAAAAAA2: " MESSAGE_ID);
    WANT(vendor_trace_id, "");
    at(1, "postfix/local[14]: AAAAAAAAA1: to=<bob@example.com>, relay=local, delay=0.1, delays=0/0/0/0, "
          "dsn=2.0.0, status=sent (forwarded as AAAAAAAAA2)");
    deliver(2, "AAAAAAAAA2");
    want_alice("AAAAAAAAA1");
}

static void a_message_that_is_queued_again_is_the_same(void **state) { /* postsuper -r */
    (void)state;
    submit();
    at(9, "postfix/pickup[15]: AAAAAAAAA2: uid=115 from=<alice@example.org> orig_id=AAAAAAAAA1");
    at(9, "postfix/cleanup[31]: AAAAAAAAA2: " MESSAGE_ID);
    want_alice("AAAAAAAAA1");
}

static void the_client_that_xforward_names_is_the_message_s(void **state) {
    (void)state;
    at(0, "postfix/smtpd[30]: connect from localhost[127.0.0.1]");
    at(0,
       "postfix/smtpd[30]: AAAAAAAAA1: client=localhost[127.0.0.1], orig_client=mx.example.com[81.2.69.142]");
    WANT(source_ip, "81.2.69.142");
    WANT(vendor_proxy_ip, "127.0.0.1");
    WANT(vendor_orig_client, "mx.example.com[81.2.69.142]");
    deliver(1, "AAAAAAAAA1");
    WANT(source_ip, "81.2.69.142");
    WANT(source_hostname, "mx.example.com");
}

static void xforward_names_the_earlier_id_too(void **state) {
    (void)state;
    submit();
    at(1, "postfix/smtpd[30]: AAAAAAAAA2: client=localhost[127.0.0.1], orig_queue_id=AAAAAAAAA1, "
          "orig_client=out.example.org[81.2.69.142]");
    want_alice("AAAAAAAAA1");
}

static void amavis_second_pass_has_the_outside_client(void **state) {
    (void)state;
    submit();
    again_by_smtp(1, "AAAAAAAAA2");
    at(1, "amavis[50]: (00050-01) Passed CLEAN {RelayedInternal}, LOCAL [127.0.0.1]:59654 [198.51.100.9] "
          "<alice@example.org> -> <bob@example.com>, Queue-ID: AAAAAAAAA2, Message-ID: <one@example.org>, "
          "mail_id: AbCdEf0123_-, Hits: -1.9, size: 2522, queued_as: AAAAAAAAA3, 412 ms");
    want_alice("AAAAAAAAA1");
    deliver(2, "AAAAAAAAA2");
    want_alice("AAAAAAAAA1");
}

static void a_client_without_a_name_keeps_none_behind_a_filter(void **state) {
    (void)state;
    at(0, "sendmail[60]: 6AKAeQIh000001: from=<alice@example.org>, size=5, class=0, nrcpts=1, "
          "msgid=<one@example.org>, proto=ESMTP, daemon=MTA, relay=[81.2.69.142]");
    at(1, "sendmail[61]: 6AKAeQIh000002: from=<alice@example.org>, size=5, class=0, nrcpts=1, "
          "msgid=<one@example.org>, proto=ESMTP, daemon=MTA, relay=localhost [127.0.0.1]");
    at(2, "sendmail[62]: 6AKAeQIh000002: to=<bob@example.com>, delay=00:00:01, xdelay=00:00:01, "
          "mailer=local, pri=30500, dsn=2.0.0, stat=Sent");
    WANT(source_ip, "81.2.69.142");
    WANT(source_hostname, "");
    WANT(vendor_parent_uid, "6AKAeQIh000001");
}

static void the_parts_of_a_split_message_are_that_message(void **state) {
    (void)state;
    at(0, "sendmail[60]: 6AKAeQIh000001: from=<alice@example.org>, size=5, class=0, nrcpts=25, "
          "msgid=<one@example.org>, proto=ESMTP, daemon=MTA, relay=out.example.org [81.2.69.142]");
    keep_trace();
    at(0, "sendmail[60]: 6AKAeQIh000001: split: maxrcpts=10, rcpts=25, count=2, ids=6AKAeQIi000001, "
          "6AKAeQIj000001");
    at(1, "sendmail[61]: 6AKAeQIj000001: to=<bob@example.com>, delay=00:00:01, xdelay=00:00:01, "
          "mailer=local, pri=30500, dsn=2.0.0, stat=Sent");
    WANT(vendor_trace_id, trace);
    WANT(vendor_parent_uid, "6AKAeQIh000001");
    WANT(source_ip, "81.2.69.142");
    WANT(email_from, "alice@example.org");
    WANT(email_message_id, "one@example.org");
}

/* ---- bounces ---- */

static void a_bounce_has_no_client_and_no_user(void **state) {
    (void)state;
    submit();
    at(2, "postfix/cleanup[11]: BBBBBBBBB1: message-id=<20261120.BBBBBBBBB1@mail.example.com>");
    at(2, "postfix/bounce[16]: AAAAAAAAA1: sender non-delivery notification: BBBBBBBBB1");
    at(2, "postfix/qmgr[12]: BBBBBBBBB1: from=<>, size=2000, nrcpt=1 (queue active)");
    deliver(3, "BBBBBBBBB1");
    WANT(vendor_trace_id, trace);
    WANT(vendor_parent_uid, "AAAAAAAAA1");
    WANT(source_ip, "");
    WANT(source_hostname, "");
    WANT(user_name, "");
    WANT(vendor_helo, "");
}

static void an_exim_bounce_has_the_client_of_nobody(void **state) {
    (void)state;
    feed("2026-11-20 10:00:00 1tABCD-000123-4E <= alice@example.org H=mx.example.org [192.0.2.1] P=esmtpa "
         "A=plain:alice S=500 id=one@example.org");
    keep_trace();
    feed("2026-11-20 10:00:05 1tABCE-000124-5F <= <> R=1tABCD-000123-4E U=Debian-exim P=local S=1500");
    feed("2026-11-20 10:00:06 1tABCE-000124-5F => bob <bob@example.com> R=localuser T=local_delivery");
    WANT(vendor_trace_id, trace);
    WANT(vendor_parent_uid, "1tABCD-000123-4E");
    WANT(source_ip, "");
    WANT(user_name, "");
}

/* ---- strangers ---- */

static void an_unknown_client_is_nobody_s(void **state) {
    (void)state;
    submit();
    at(1, "postfix/cleanup[31]: AAAAAAAAA2: " MESSAGE_ID); /* its client= line is missing */
    deliver(2, "AAAAAAAAA2");
    WANT(source_ip, "");
    want_nobody();
}

static void a_mail_from_parameter_makes_no_client_unknown(void **state) {
    (void)state;
    submit();
    at(1, "postfix/smtpd[30]: AAAAAAAAA2: client=evil.example.net[203.0.113.66], sasl_sender=\"a b\"");
    at(1, "postfix/cleanup[31]: AAAAAAAAA2: " MESSAGE_ID);
    deliver(2, "AAAAAAAAA2");
    WANT(source_ip, "203.0.113.66");
    want_nobody();
}

static void sendmail_s_unknown_client_is_nobody_s(void **state) {
    (void)state;
    at(0, "sendmail[60]: AUTH=server, relay=out.example.org [81.2.69.142], authid=alice, mech=PLAIN, bits=0");
    at(0, "sendmail[60]: 6AKAeQIh000001: from=<alice@example.org>, size=5, class=0, nrcpts=1, "
          "msgid=<one@example.org>, proto=ESMTPA, daemon=MTA, relay=out.example.org [81.2.69.142]");
    keep_trace();
    at(1, "sendmail[61]: 6AKAeQIh000002: from=<alice@example.org>, size=5, class=0, nrcpts=1, "
          "msgid=<one@example.org>, proto=ESMTP, daemon=MTA, relay="
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.ex "
          "[203.0.113.66]");
    want_nobody();
    at(2, "sendmail[62]: 6AKAeQIh000003: from=eve, size=5, class=0, nrcpts=1, msgid=<one@example.org>, "
          "relay=eve@localhost");
    WANT(source_ip, "");
    want_nobody();
}

static void exim_s_local_messages_are_nobody_else_s(void **state) {
    (void)state;
    feed("2026-11-20 10:00:00 1tABCD-000123-4E <= alice@example.org H=mx.example.org [192.0.2.1] P=esmtpa "
         "A=plain:alice S=500 id=one@example.org");
    keep_trace();
    feed("2026-11-20 10:00:01 1tABCE-000124-5F <= alice@example.org U=eve P=local-bsmtp S=500 "
         "id=one@example.org");
    WANT_OTHER_TRACE();
    WANT(source_ip, "");
    WANT(vendor_parent_uid, "");
}

static void a_stranger_s_server_links_nothing(void **state) {
    (void)state;
    submit();
    at(1, "postfix/smtpd[30]: AAAAAAAAA2: client=localhost[127.0.0.1]");
    at(1, "postfix/cleanup[31]: AAAAAAAAA2: message-id=<>");
    at(1, "postfix/smtp[13]: AAAAAAAAA1: to=<bob@example.com>, relay=evil.example.net[203.0.113.66]:25, "
          "delay=0.5, delays=0.1/0/0.2/0.2, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as AAAAAAAAA2)");
    deliver(2, "AAAAAAAAA2");
    want_nobody();
}

static void who_got_a_message_cannot_pass_for_its_sender(void **state) {
    (void)state;
    submit();
    at(1, "postfix/smtp[13]: AAAAAAAAA1: to=<bob@example.com>, relay=evil.example.net[203.0.113.66]:25, "
          "delay=0.5, delays=0.1/0/0.2/0.2, dsn=4.0.0, status=deferred (host "
          "evil.example.net[203.0.113.66] said: 450 later (in reply to end of DATA command))");
    again_by_smtp(60, "AAAAAAAAA2"); /* by a form on a web page of this host */
    deliver(61, "AAAAAAAAA2");
    want_nobody();
    at(62, "postfix/pickup[15]: AAAAAAAAA3: uid=33 from=<alice@example.org>");
    at(62, "postfix/cleanup[31]: AAAAAAAAA3: " MESSAGE_ID);
    want_nobody();
}

static void a_program_s_message_is_followed_once_soon_and_by_its_sender(void **state) {
    (void)state;
    submit();
    at(1, "postfix/pipe[40]: AAAAAAAAA1: " PIPED);
    at(1, "postfix/qmgr[12]: AAAAAAAAA1: removed");
    at(2, "postfix/pickup[15]: AAAAAAAAA4: uid=1003 from=<eve@example.org>");
    at(2, "postfix/cleanup[31]: AAAAAAAAA4: " MESSAGE_ID);
    want_nobody();
    at(2, "postfix/pickup[15]: AAAAAAAAA2: uid=115 from=<alice@example.org>");
    at(2, "postfix/cleanup[31]: AAAAAAAAA2: " MESSAGE_ID);
    want_alice("AAAAAAAAA1");
    deliver(2, "AAAAAAAAA2");
    at(3, "postfix/pickup[15]: AAAAAAAAA3: uid=1003 from=<alice@example.org>");
    at(3, "postfix/cleanup[31]: AAAAAAAAA3: " MESSAGE_ID);
    want_nobody();
}

static void a_program_s_message_that_comes_late_is_another(void **state) {
    (void)state;
    submit();
    at(1, "postfix/pipe[40]: AAAAAAAAA1: " PIPED);
    at(1, "postfix/qmgr[12]: AAAAAAAAA1: removed");
    at(30, "postfix/pickup[15]: AAAAAAAAA2: uid=1003 from=<alice@example.org>");
    at(30, "postfix/cleanup[31]: AAAAAAAAA2: " MESSAGE_ID);
    want_nobody();
}

/* a list sends one message in two transactions, or an attacker repeats a Message-Id */
static void two_messages_with_one_message_id_are_told_apart(void **state) {
    (void)state;
    submit();
    at(0, "postfix/smtpd[20]: CCCCCCCCC1: client=list.example.net[198.51.100.80]");
    at(0, "postfix/cleanup[21]: CCCCCCCCC1: " MESSAGE_ID);
    again_by_smtp(1, "AAAAAAAAA2");
    WANT(vendor_trace_id, "");
    again_by_smtp(1, "CCCCCCCCC2");
    at(1, "postfix/smtp[13]: CCCCCCCCC1: " SENT_TO("10024", "250 2.0.0 Ok: queued as CCCCCCCCC2"));
    at(1, "postfix/smtp[13]: AAAAAAAAA1: " SENT_TO("10024", "250 2.0.0 Ok: queued as AAAAAAAAA2"));
    deliver(2, "AAAAAAAAA2");
    want_alice("AAAAAAAAA1");
    deliver(2, "CCCCCCCCC2");
    WANT(source_ip, "198.51.100.80");
    WANT_OTHER_TRACE();
    WANT(user_name, "");
}

static void two_messages_with_one_message_id_are_nobody_s_where_nothing_tells(void **state) {
    (void)state;
    submit();
    at(0, "postfix/smtpd[20]: CCCCCCCCC1: client=list.example.net[198.51.100.80]");
    at(0, "postfix/cleanup[21]: CCCCCCCCC1: " MESSAGE_ID);
    again_by_smtp(1, "AAAAAAAAA2");
    deliver(2, "AAAAAAAAA2");
    WANT(source_ip, "127.0.0.1");
    want_nobody();
}

static void a_quoted_client_does_not_become_the_message_s(void **state) {
    (void)state;
    submit();
    at(1,
       "postfix/cleanup[11]: AAAAAAAAA1: warning: header Subject: x from bank.example[198.51.100.1]; from=< "
       "from out.example.org[81.2.69.142]; from=<alice@example.org> to=<bob@example.com> proto=ESMTP "
       "helo=<x>: watched");
    WANT(source_ip, "81.2.69.142");
    at(1, "postfix/cleanup[11]: AAAAAAAAA1: warning: header X: y from bank.example[198.51.100.1]; "
          "from=<alice@example.org> to=<bob@example.com> proto=ESMTP helo=<x>: watched");
    deliver(2, "AAAAAAAAA1");
    WANT(source_ip, "81.2.69.142");
}

/* nothing under way is forgotten for messages, or their Message-Ids, that are long done */
static void messages_and_their_ids_are_done_with_their_last_line(void **state) {
    static const char *const lines[] = {
        "postfix/smtpd[1]: A%05d: client=mx.example.org[192.0.2.1]",
        "postfix/cleanup[2]: A%05d: message-id=<%d@example.org>",
        "postfix/local[3]: A%05d: " DELIVERED,
        "postfix/qmgr[4]: A%05d: removed",
        "sendmail[5]: 6AKAeQIh%06d: from=<a@example.org>, size=5, class=0, nrcpts=1, "
        "msgid=<s%d@example.org>, proto=ESMTP, daemon=MTA, relay=mx.example.org [192.0.2.1]",
        "sendmail[5]: 6AKAeQIh%06d: to=<bob@example.com>, delay=00:00:01, xdelay=00:00:01, mailer=local, "
        "pri=30500, dsn=2.0.0, stat=Sent",
    };
    char line[512], error[512];
    tear_down(state);
    struct mailnorm_config config = {.rulebase_directory = RULEBASES, .track_limits = {.entries = 1000}};
    mailnorm = mailnorm_open(&config, error, sizeof(error));
    worker = mailnorm_worker_new(mailnorm);
    for (int i = 100000; i < 103000; i++)
        for (size_t n = 0; n < sizeof(lines) / sizeof(lines[0]); n++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            snprintf(line, sizeof(line), lines[n], i, i);
#pragma GCC diagnostic pop
            at(0, line);
        }
    assert_int_equal(mailnorm_counters(mailnorm)->track_evicted, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_chain_of_filters_has_one_trace),
        TEST(a_filter_that_does_not_name_the_next_id_is_followed),
        TEST(a_filter_that_splits_a_message_is_followed_each_time),
        TEST(the_removal_of_the_first_id_may_come_late),
        TEST(a_message_without_message_id_is_followed_by_its_next_id),
        TEST(a_program_that_sends_it_again_is_followed),
        TEST(a_program_s_message_may_come_before_its_delivery),
        TEST(a_forward_is_followed),
        TEST(a_message_that_is_queued_again_is_the_same),
        TEST(the_client_that_xforward_names_is_the_message_s),
        TEST(xforward_names_the_earlier_id_too),
        TEST(amavis_second_pass_has_the_outside_client),
        TEST(a_client_without_a_name_keeps_none_behind_a_filter),
        TEST(the_parts_of_a_split_message_are_that_message),
        TEST(a_bounce_has_no_client_and_no_user),
        TEST(messages_and_their_ids_are_done_with_their_last_line),
        TEST(an_exim_bounce_has_the_client_of_nobody),
        TEST(an_unknown_client_is_nobody_s),
        TEST(a_mail_from_parameter_makes_no_client_unknown),
        TEST(sendmail_s_unknown_client_is_nobody_s),
        TEST(exim_s_local_messages_are_nobody_else_s),
        TEST(a_stranger_s_server_links_nothing),
        TEST(who_got_a_message_cannot_pass_for_its_sender),
        TEST(a_program_s_message_is_followed_once_soon_and_by_its_sender),
        TEST(a_program_s_message_that_comes_late_is_another),
        TEST(two_messages_with_one_message_id_are_told_apart),
        TEST(two_messages_with_one_message_id_are_nobody_s_where_nothing_tells),
        TEST(a_quoted_client_does_not_become_the_message_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
