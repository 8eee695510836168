/* SPDX-License-Identifier: Apache-2.0
 *
 * strangers_test - two and three clients at once never get each other's values, for each
 * server and each way of logging: with and without process id, session id or instance
 */
#include "memory/join_fixture.h"

/* ---- Postfix ---- */

static void postfix_with_process_ids_keeps_three_clients_apart(void **state) {
    (void)state;
    at(0, "postfix/smtpd[10]: connect from a.example.org[192.0.2.1]");
    at(0, "postfix/submission/smtpd[11]: connect from b.example.org[192.0.2.2]");
    at(0, "postfix/smtpd[12]: connect from c.example.org[192.0.2.3]");
    at(1, "postfix/submission/smtpd[11]: A1A1A1A1A2: client=b.example.org[192.0.2.2], sasl_method=PLAIN, "
          "sasl_username=bob");
    at(1, "postfix/smtpd[12]: A1A1A1A1A3: client=c.example.org[192.0.2.3]");
    WANT(user_name, "");
    at(1, "postfix/smtpd[10]: A1A1A1A1A1: client=a.example.org[192.0.2.1]");
    WANT(user_name, "");
    at(2, "postfix/qmgr[20]: A1A1A1A1A3: from=<c@example.org>, size=3, nrcpt=1 (queue active)");
    WANT(source_ip, "192.0.2.3");
    WANT(user_name, "");
    at(2, "postfix/qmgr[20]: A1A1A1A1A2: from=<b@example.org>, size=2, nrcpt=1 (queue active)");
    WANT(source_ip, "192.0.2.2");
    WANT(user_name, "bob");
}

static void postfix_without_process_ids_joins_nothing_by_connection(void **state) {
    (void)state;
    at(0, "postfix/smtpd: connect from a.example.org[192.0.2.1]");
    at(0, "postfix/smtpd: Anonymous TLS connection established from a.example.org[192.0.2.1]: TLSv1.3 with "
          "cipher TLS_AES_256_GCM_SHA384 (256/256 bits)");
    at(0, "postfix/smtpd: A1A1A1A1A1: client=a.example.org[192.0.2.1], sasl_method=PLAIN, "
          "sasl_username=alice");
    at(0, "postfix/smtpd: A1A1A1A1A2: client=b.example.org[192.0.2.2]");
    WANT(user_name, "");
    WANT(vendor_tls_version, "");
    at(1, "postfix/qmgr: A1A1A1A1A1: from=<a@example.org>, size=2, nrcpt=1 (queue active)");
    WANT(source_ip, "192.0.2.1");
    WANT(user_name, "alice");
    at(1, "postfix/smtpd: proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok; from=<b@example.org> "
          "to=<c@example.org> proto=ESMTP helo=<b.example.org>");
    WANT(source_ip, "");
}

static void a_connect_that_was_not_seen_gives_nobody_the_one_before(void **state) {
    (void)state;
    at(0, "postfix/smtpd[10]: connect from a.example.org[192.0.2.1]");
    at(0, "postfix/smtpd[10]: A1A1A1A1A1: client=a.example.org[192.0.2.1], sasl_method=PLAIN, "
          "sasl_username=alice");
    at(1, "postfix/smtpd[10]: A1A1A1A1A2: client=b.example.org[192.0.2.2]");
    WANT(user_name, "");
    at(2, "postfix/qmgr[20]: A1A1A1A1A2: from=<b@example.org>, size=2, nrcpt=1 (queue active)");
    WANT(user_name, "");
    at(3, "postfix/smtpd[10]: lost connection after DATA from b.example.org[192.0.2.2]");
    WANT(user_name, "");
}

static void a_connection_that_was_silent_too_long_is_over(void **state) {
    (void)state;
    at(0, "postfix/smtpd[10]: connect from a.example.org[192.0.2.1]");
    at(0, "postfix/smtpd[10]: A1A1A1A1A1: client=a.example.org[192.0.2.1], sasl_method=PLAIN, "
          "sasl_username=alice");
    at(4000, "postfix/smtpd[10]: A1A1A1A1A2: client=a.example.org[192.0.2.1]");
    WANT(user_name, "");
    at(4001, "postfix/smtpd[10]: lost connection after DATA from a.example.org[192.0.2.1]");
    WANT(user_name, "");
}

static void a_line_that_comes_late_is_not_of_the_next_connection(void **state) {
    (void)state;
    at(0, "postfix/smtpd[10]: connect from a.example.org[192.0.2.1]");
    at(5, "postfix/smtpd[10]: disconnect from a.example.org[192.0.2.1] ehlo=1 quit=1 commands=2");
    at(6, "postfix/smtpd[10]: connect from b.example.org[192.0.2.2]");
    at(4, "postfix/smtpd[10]: warning: TLS library problem: error:0A000418:SSL routines::tlsv1 alert unknown "
          "ca:../ssl/record/rec_layer_s3.c:1586:SSL alert number 48:");
    WANT(source_ip, "");
    at(4, "postfix/smtpd[10]: lost connection after STARTTLS from a.example.org[192.0.2.1]");
    at(7, "postfix/smtpd[10]: A1A1A1A1A2: client=b.example.org[192.0.2.2]");
    at(8, "postfix/qmgr[20]: A1A1A1A1A2: from=<b@example.org>, size=2, nrcpt=1 (queue active)");
    WANT(source_ip, "192.0.2.2");
}

static void lines_in_any_order_within_seconds_are_joined(void **state) {
    (void)state;
    at(2, "postfix/qmgr[20]: A1A1A1A1A1: from=<a@example.org>, size=2, nrcpt=1 (queue active)");
    at(1, "postfix/cleanup[11]: A1A1A1A1A1: message-id=<one@example.org>");
    at(0, "postfix/smtpd[10]: A1A1A1A1A1: client=a.example.org[192.0.2.1], sasl_method=PLAIN, "
          "sasl_username=alice");
    at(4, "postfix/qmgr[20]: A1A1A1A1A1: removed");
    WANT(source_ip, "192.0.2.1");
    at(3, "postfix/local[14]: A1A1A1A1A1: to=<bob@example.com>, relay=local, delay=0.1, delays=0/0/0/0, "
          "dsn=2.0.0, status=sent (delivered to mailbox)");
    WANT(source_ip, "192.0.2.1");
    WANT(user_name, "alice");
    WANT(email_from, "a@example.org");
}

static void a_clock_that_is_set_back_joins_no_strangers(void **state) {
    (void)state;
    at(7200, "postfix/smtpd[10]: connect from a.example.org[192.0.2.1]");
    at(7200, "postfix/smtpd[10]: A1A1A1A1A1: client=a.example.org[192.0.2.1], sasl_method=PLAIN, "
             "sasl_username=alice");
    at(0, "postfix/smtpd[10]: connect from b.example.org[192.0.2.2]");
    at(0, "postfix/smtpd[10]: A1A1A1A1A2: client=b.example.org[192.0.2.2]");
    WANT(user_name, "");
    at(1, "postfix/qmgr[20]: A1A1A1A1A1: from=<a@example.org>, size=2, nrcpt=1 (queue active)");
    WANT(user_name, "alice");
    at(1, "postfix/qmgr[20]: A1A1A1A1A2: from=<b@example.org>, size=2, nrcpt=1 (queue active)");
    WANT(user_name, "");
    WANT(source_ip, "192.0.2.2");
}

static void a_relay_is_of_its_own_process_only(void **state) {
    (void)state;
    const char *delivery =
        "postfix/smtp%s: A1A1A1A1A1: to=<b@example.com>, relay=mx.example.com[192.0.2.9]:25,"
        " delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)";
    char line[512];
    at(0, "postfix/smtp: Trusted TLS connection established to mx.example.com[192.0.2.9]:25: TLSv1.3 with "
          "cipher TLS_AES_256_GCM_SHA384 (256/256 bits)");
    snprintf(line, sizeof(line), delivery, "");
    at(0, line);
    WANT(vendor_relay_tls_version, "");
    at(1,
       "postfix/smtp[30]: Trusted TLS connection established to mx.example.com[192.0.2.9]:25: TLSv1.3 with "
       "cipher TLS_AES_256_GCM_SHA384 (256/256 bits)");
    snprintf(line, sizeof(line), delivery, "[31]");
    at(1, line);
    WANT(vendor_relay_tls_version, "");
    snprintf(line, sizeof(line), delivery, "[30]");
    at(1, line);
    WANT(vendor_relay_tls_version, "TLSv1.3");
}

/* ---- Sendmail ---- */

#define SENDMAIL_AUTH "AUTH=server, relay=a.example.org [192.0.2.1], authid=alice, mech=PLAIN, bits=0"
#define SENDMAIL_STRANGER                                                                                    \
    "6AKAeQIh001064: from=<b@example.org>, size=500, class=0, nrcpts=1, msgid=<two@example.org>, "           \
    "proto=ESMTP, daemon=MTA-v4, relay=b.example.org [192.0.2.2]"

static void sendmail_without_process_ids_gives_no_stranger_a_login(void **state) {
    (void)state;
    at(0, "sendmail: " SENDMAIL_AUTH);
    at(0, "sendmail: STARTTLS=server, relay=a.example.org [192.0.2.1], version=TLSv1.3, verify=NO, "
          "cipher=TLS_AES_256_GCM_SHA384, bits=256/256");
    at(1, "sendmail: " SENDMAIL_STRANGER);
    WANT(user_name, "");
    WANT(vendor_tls_version, "");
}

static void sendmail_with_process_ids_keeps_three_clients_apart(void **state) {
    (void)state;
    at(0, "sendmail[1064]: " SENDMAIL_AUTH);
    at(0, "sendmail[1065]: AUTH=server, relay=c.example.org [192.0.2.3], authid=carol, mech=LOGIN, bits=0");
    at(1, "sendmail[1066]: " SENDMAIL_STRANGER);
    WANT(user_name, "");
    at(1, "sendmail[1065]: 6AKAeQIh001065: from=<c@example.org>, size=500, class=0, nrcpts=1, "
          "msgid=<three@example.org>, proto=ESMTPA, daemon=MTA-v4, relay=c.example.org [192.0.2.3]");
    WANT(user_name, "carol");
    at(1, "sendmail[1064]: 6AKAeQIh001067: from=<a@example.org>, size=500, class=0, nrcpts=1, "
          "msgid=<one@example.org>, proto=ESMTPA, daemon=MTA-v4, relay=a.example.org [192.0.2.1]");
    WANT(user_name, "alice");
}

static void sendmail_s_process_id_that_is_used_again_has_no_login(void **state) {
    (void)state;
    at(0, "sendmail[1064]: " SENDMAIL_AUTH);
    at(30, "sendmail[1064]: " SENDMAIL_STRANGER);
    WANT(user_name, "");
    WANT(vendor_sasl_method, "");
    at(31, "sendmail[1070]: 6AKAeQIh001064: to=<bob@example.com>, delay=00:00:01, xdelay=00:00:01, "
           "mailer=local, pri=30500, dsn=2.0.0, stat=Sent");
    WANT(user_name, "");
    WANT(source_ip, "192.0.2.2");
}

static void a_sendmail_relay_that_is_cut_off_is_nobody_s_connection(void **state) {
    (void)state;
    at(0, "sendmail[1064]: " SENDMAIL_AUTH);
    at(1, "sendmail[1064]: 6AKAeQIh001064: from=<b@example.org>, size=500, class=0, nrcpts=1, "
          "msgid=<two@example.org>, proto=ESMTP, daemon=MTA-v4, relay="
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.org [192.0.2.2]");
    WANT(user_name, "");
}

/* ---- Exim ---- */

static void exim_without_process_ids_joins_by_message_id_only(void **state) {
    (void)state;
    feed("2026-11-20 10:00:00 1tABCD-000123-4E <= a@example.org H=a.example.org (helo.a) [192.0.2.1] "
         "P=esmtpsa "
         "X=TLS1.3:TLS_AES_256_GCM_SHA384:256 A=plain:alice S=500 id=one@example.org");
    feed("2026-11-20 10:00:00 1tABCE-000124-5F <= cron@example.com U=root P=local S=300");
    WANT(source_ip, "");
    WANT(user_name, "root");
    WANT(vendor_tls_version, "");
    WANT(vendor_helo, "");
    feed("2026-11-20 10:00:00 1tABCF-000125-6G <= b@example.org H=b.example.org [192.0.2.2] P=esmtp S=400");
    WANT(user_name, "");
    WANT(vendor_tls_version, "");
    WANT(vendor_helo, "");
    feed("2026-11-20 10:00:01 1tABCE-000124-5F => bob <bob@example.com> R=localuser T=local_delivery");
    WANT(source_ip, "");
    WANT(user_name, "root");
    feed("2026-11-20 10:00:01 1tABCF-000125-6G => bob <bob@example.com> R=localuser T=local_delivery");
    WANT(source_ip, "192.0.2.2");
    WANT(user_name, "");
    feed("2026-11-20 10:00:01 1tABCD-000123-4E => bob <bob@example.com> R=localuser T=local_delivery");
    WANT(source_ip, "192.0.2.1");
    WANT(user_name, "alice");
}

static void exim_with_process_ids_joins_the_same(void **state) {
    (void)state;
    feed("2026-11-20 10:00:00 [77] 1tABCD-000123-4E <= a@example.org H=a.example.org [192.0.2.1] P=esmtpsa "
         "X=TLS1.3:TLS_AES_256_GCM_SHA384:256 A=plain:alice S=500 id=one@example.org");
    feed("2026-11-20 10:00:09 [77] 1tABCF-000125-6G <= b@example.org H=b.example.org [192.0.2.2] P=esmtp "
         "S=400");
    WANT(user_name, "");
    WANT(vendor_tls_version, "");
    feed("2026-11-20 10:00:10 [77] 1tABCG-000126-7H <= cron@example.com U=root P=local S=300");
    WANT(source_ip, "");
    WANT(user_name, "root");
}

/* ---- Dovecot ---- */

static void dovecot_keeps_sessions_apart(void **state) {
    (void)state;
    at(0,
       "dovecot: imap-login: Login: user=<alice>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.25, mpid=1, TLS, "
       "session=<AAAA>");
    at(0, "dovecot: imap-login: Login: user=<bob>, method=PLAIN, rip=192.0.2.2, lip=192.0.2.25, mpid=2, TLS, "
          "session=<BBBB>");
    at(1, "dovecot: imap(alice)<1><AAAA>: Disconnected: Logged out in=10 out=500 deleted=0 expunged=0 "
          "trashed=0 hdr_count=0 hdr_bytes=0 body_count=0 body_bytes=0");
    WANT(source_ip, "192.0.2.1");
    at(1, "dovecot: imap(bob)<2><BBBB>: Disconnected: Logged out in=10 out=500 deleted=0 expunged=0 "
          "trashed=0 hdr_count=0 hdr_bytes=0 body_count=0 body_bytes=0");
    WANT(source_ip, "192.0.2.2");
}

static void dovecot_without_sessions_joins_nothing(void **state) {
    (void)state;
    at(0, "dovecot[9]: imap-login: Login: user=<alice>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.25, TLS");
    at(1, "dovecot[9]: imap(bob): Disconnected: Logged out in=10 out=500");
    WANT(user_name, "bob");
    WANT(source_ip, "");
    WANT(vendor_sasl_method, "");
}

static void a_dovecot_session_of_days_is_still_known(void **state) {
    (void)state;
    at(0,
       "dovecot: imap-login: Login: user=<alice>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.25, mpid=1, TLS, "
       "session=<AAAA>");
    feed("Nov 22 10:00:00 mail dovecot: imap(alice)<1><AAAA>: Disconnected: Logged out in=10 out=500 "
         "deleted=0 "
         "expunged=0 trashed=0 hdr_count=0 hdr_bytes=0 body_count=0 body_bytes=0");
    WANT(source_ip, "192.0.2.1");
}

/* ---- Axigen ---- */

static void axigen_keeps_sessions_of_services_apart(void **state) {
    (void)state;
    feed("2026-07-06 13:10:08 +0545 08 axigen IMAP:0000001B: [192.0.2.10:143] connection accepted from "
         "[81.2.69.160:52339]");
    feed("2026-07-06 13:10:08 +0545 08 axigen POP3:0000001B: [192.0.2.10:110] connection accepted from "
         "[81.2.69.161:52340]");
    feed("2026-07-06 13:10:08 +0545 08 axigen IMAP:0000001C: [192.0.2.10:143] connection accepted from "
         "[81.2.69.162:52341]");
    feed(
        "2026-07-06 13:10:09 +0545 08 axigen POP3:0000001B: User [bob@example.org] successfully authorized!");
    WANT(source_ip, "81.2.69.161");
    feed(
        "2026-07-06 13:10:09 +0545 08 axigen IMAP:0000001B: User [amy@example.org] successfully authorized!");
    WANT(source_ip, "81.2.69.160");
    feed("2026-07-06 13:10:10 +0545 08 axigen IMAP:0000001C: Closing connection from [81.2.69.162:52341]");
    WANT(user_name, "");
}

/* ---- amavis ---- */

/* alice, who logged in, and a stranger: accepted by Postfix, passed by amavis, accepted again */
static void pass_two_messages_through_amavis(const char *tag) {
    char line[400];
    at(0, "postfix/smtpd[10]: A1A1A1A1A1: client=a.example.org[192.0.2.1], sasl_method=PLAIN, "
          "sasl_username=alice");
    at(0, "postfix/smtpd[11]: B1B1B1B1B1: client=b.example.org[192.0.2.2]");
    at(0, "postfix/cleanup[12]: A1A1A1A1A1: message-id=<a1@example.org>");
    at(0, "postfix/cleanup[13]: B1B1B1B1B1: message-id=<b1@example.org>");
    at(1, "postfix/smtpd[14]: B2B2B2B2B2: client=localhost[127.0.0.1]");
    at(1, "postfix/smtpd[15]: A2A2A2A2A2: client=localhost[127.0.0.1]");
    at(1, "postfix/cleanup[12]: A2A2A2A2A2: message-id=<a1@example.org>");
    at(1, "postfix/cleanup[13]: B2B2B2B2B2: message-id=<b1@example.org>");
    snprintf(line, sizeof(line),
             "%s: (00050-02) Passed CLEAN {RelayedInbound}, [192.0.2.2]:40000 [192.0.2.2] <b@example.org> -> "
             "<c@example.com>, Queue-ID: B1B1B1B1B1, Message-ID: <b1@example.org>, mail_id: Bb, Hits: -1, "
             "size: 2, queued_as: B2B2B2B2B2, 41 ms",
             tag);
    at(2, line);
    WANT(source_ip, "192.0.2.2");
    WANT(user_name, "");
    snprintf(line, sizeof(line),
             "%s: (00050-01) Passed CLEAN {RelayedInternal}, LOCAL [127.0.0.1]:59654 [192.0.2.1] "
             "<a@example.org> -> <c@example.com>, Queue-ID: A1A1A1A1A1, Message-ID: <a1@example.org>, "
             "mail_id: Aa, Hits: -1, size: 2, queued_as: A2A2A2A2A2, 42 ms",
             tag);
    at(2, line);
    WANT(source_ip, "192.0.2.1");
    WANT(user_name, "alice");
    at(3, "postfix/qmgr[20]: B2B2B2B2B2: from=<b@example.org>, size=2, nrcpt=1 (queue active)");
    WANT(source_ip, "192.0.2.2");
    WANT(user_name, "");
    at(3, "postfix/qmgr[20]: A2A2A2A2A2: from=<a@example.org>, size=2, nrcpt=1 (queue active)");
    WANT(source_ip, "192.0.2.1");
    WANT(user_name, "alice");
}

static void amavis_keeps_two_messages_apart(void **state) {
    (void)state;
    pass_two_messages_through_amavis("amavis[50]");
}

static void amavis_without_process_ids_does_too(void **state) {
    (void)state;
    pass_two_messages_through_amavis("amavis");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(postfix_with_process_ids_keeps_three_clients_apart),
        TEST(postfix_without_process_ids_joins_nothing_by_connection),
        TEST(a_connect_that_was_not_seen_gives_nobody_the_one_before),
        TEST(a_connection_that_was_silent_too_long_is_over),
        TEST(a_line_that_comes_late_is_not_of_the_next_connection),
        TEST(lines_in_any_order_within_seconds_are_joined),
        TEST(a_clock_that_is_set_back_joins_no_strangers),
        TEST(a_relay_is_of_its_own_process_only),
        TEST(sendmail_without_process_ids_gives_no_stranger_a_login),
        TEST(sendmail_with_process_ids_keeps_three_clients_apart),
        TEST(sendmail_s_process_id_that_is_used_again_has_no_login),
        TEST(a_sendmail_relay_that_is_cut_off_is_nobody_s_connection),
        TEST(exim_without_process_ids_joins_by_message_id_only),
        TEST(exim_with_process_ids_joins_the_same),
        TEST(dovecot_keeps_sessions_apart),
        TEST(dovecot_without_sessions_joins_nothing),
        TEST(a_dovecot_session_of_days_is_still_known),
        TEST(axigen_keeps_sessions_of_services_apart),
        TEST(amavis_keeps_two_messages_apart),
        TEST(amavis_without_process_ids_does_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
