/* SPDX-License-Identifier: Apache-2.0
 *
 * join_test - later lines know what earlier ones said: whole lines through the
 * engine with the shipped rules
 */
#include "memory/join_fixture.h"

static void arrive(void) {
    at(0, "postfix/smtpd[10]: connect from mx.example.org[192.0.2.1]");
    at(0, "postfix/smtpd[10]: A1B2C3D4E5: client=mx.example.org[192.0.2.1], sasl_method=PLAIN, "
          "sasl_username=alice");
    at(0, "postfix/cleanup[11]: A1B2C3D4E5: message-id=<one@example.org>");
    at(0, "postfix/smtpd[10]: disconnect from mx.example.org[192.0.2.1] ehlo=1 mail=1 rcpt=1 data=1 quit=1 "
          "commands=5");
    at(1, "postfix/qmgr[12]: A1B2C3D4E5: from=<alice@example.org>, size=375, nrcpt=2 (queue active)");
}

static void a_delivery_line_alone_says_who_from_where_to_whom(void **state) {
    (void)state;
    arrive();
    at(2, "postfix/smtp[13]: A1B2C3D4E5: to=<bob@example.com>, relay=mail.example.com[198.51.100.7]:25, "
          "delay=0.5, "
          "delays=0.1/0/0.2/0.2, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4F5E6D7C8B)");
    WANT(email_from, "alice@example.org");
    WANT(email_to, "bob@example.com");
    WANT(source_ip, "192.0.2.1");
    WANT(source_hostname, "mx.example.org");
    WANT(user_name, "alice");
    WANT(vendor_sasl_method, "PLAIN");
    WANT(email_message_id, "one@example.org");
    WANT(email_size, "375");
    WANT(vendor_nrcpt, "2");
    WANT(mailnorm_joined,
         "source_ip,source_hostname,user_name,vendor_sasl_method,email_from,email_size,email_message_id,"
         "vendor_nrcpt");
    assert_string_not_equal(value(FIELD_vendor_trace_id), "");
}

/* a milter names the queue id; amavis and rspamd do, too */
static void a_delivery_says_what_the_filter_found(void **state) {
    (void)state;
    arrive();
    at(1, "rspamd[4]: <abcdef>; task; rspamd_task_write_log: id: <one@example.org>, qid: <A1B2C3D4E5>, "
          "ip: 192.0.2.1, from: <alice@example.org>, (default: T (add header): [7.30/15.00] "
          "[MIME_GOOD(-0.10){}]), len: 375, time: 12.4ms, dns req: 2, digest: "
          "<0123456789abcdef0123456789abcdef>, rcpts: <bob@example.com>");
    at(2,
       "postfix/smtp[14]: A1B2C3D4E5: to=<bob@example.com>, relay=mx.example.com[198.51.100.7]:25, delay=1, "
       "delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)");
    WANT(vendor_spam_score, "7.30");
    WANT(vendor_content_category, "SPAM");
    WANT(source_ip, "192.0.2.1");
}

static void a_line_s_own_value_wins(void **state) {
    (void)state;
    arrive();
    at(2, "postfix/qmgr[12]: A1B2C3D4E5: from=<rewritten@example.org>, status=expired, returned to sender");
    WANT(email_from, "rewritten@example.org");
    WANT(email_size, "375");
    at(3, "postfix/smtpd[20]: connect from mx.example.org[192.0.2.1]");
    at(3, "postfix/smtpd[20]: A1B2C3D4E6: client=mx.example.org[192.0.2.1], sasl_method=PLAIN, "
          "sasl_username=alice");
    at(3, "postfix/smtpd[20]: warning: mx.example.org[192.0.2.1]: SASL LOGIN authentication failed: "
          "authentication failure, sasl_username=bob");
    WANT(user_name, "bob");
    WANT(vendor_sasl_method, "LOGIN");
}

static void a_noqueue_line_never_enters_a_message(void **state) {
    (void)state;
    at(0, "postfix/smtpd[10]: connect from mx.example.org[192.0.2.1]");
    at(0, "postfix/smtpd[10]: NOQUEUE: reject: RCPT from mx.example.org[192.0.2.1]: 554 5.7.1 "
          "<x@example.net>: Relay "
          "access denied; from=<evil@example.org> to=<x@example.net> proto=ESMTP helo=<mx.example.org>");
    at(1, "postfix/smtpd[10]: NOQUEUE: reject: RCPT from mx.example.org[192.0.2.1]: 450 4.1.8 "
          "<y@example.net>: Sender "
          "address rejected: Domain not found; from=<y@example.net> to=<z@example.com> proto=ESMTP "
          "helo=<mx.example.org>");
    WANT(email_from, "y@example.net");
    WANT(email_uid, "");
    WANT(vendor_trace_id, "");
    at(2, "postfix/smtpd[10]: NOQUEUE: client=mx.example.org[192.0.2.1], sasl_method=PLAIN, "
          "sasl_username=alice");
    WANT(vendor_trace_id, "");
    at(3, "postfix/smtpd[11]: NOQUEUE: client=mx.example.com[198.51.100.7]");
    WANT(user_name, "");
    WANT(vendor_trace_id, "");
}

static void an_id_that_is_used_again_starts_afresh(void **state) {
    (void)state;
    arrive();
    at(3, "postfix/qmgr[12]: A1B2C3D4E5: removed");
    WANT(email_from, "alice@example.org");
    at(60, "postfix/smtpd[10]: A1B2C3D4E5: client=other.example.net[198.51.100.99]");
    at(61, "postfix/local[14]: A1B2C3D4E5: to=<bob@example.com>, relay=local, delay=0.1, delays=0/0/0/0, "
           "dsn=2.0.0, "
           "status=sent (delivered to mailbox)");
    WANT(source_ip, "198.51.100.99");
    WANT(email_from, "");
    WANT(user_name, "");
}

static void an_id_is_used_again_without_removed_having_been_seen(void **state) {
    (void)state;
    arrive();
    at(100, "postfix/pickup[15]: A1B2C3D4E5: uid=1003 from=<carol>");
    at(101, "postfix/qmgr[12]: A1B2C3D4E5: removed");
    WANT(source_ip, "");
    WANT(user_name, "");
    WANT(user_id, "1003");
}

static void cleanup_may_come_first(void **state) {
    (void)state;
    at(0, "postfix/cleanup[11]: A1B2C3D4E5: message-id=<one@example.org>");
    at(0, "postfix/smtpd[10]: A1B2C3D4E5: client=mx.example.org[192.0.2.1]");
    at(1, "postfix/qmgr[12]: A1B2C3D4E5: removed");
    WANT(email_message_id, "one@example.org");
    WANT(source_ip, "192.0.2.1");
}

static void two_instances_with_one_id_are_two_messages(void **state) {
    (void)state;
    arrive();
    at(2, "postfix-out/smtpd[20]: A1B2C3D4E5: client=in.example.net[198.51.100.50]");
    at(2, "postfix-out/qmgr[21]: A1B2C3D4E5: removed");
    WANT(source_ip, "198.51.100.50");
    WANT(email_from, "");
    at(2, "postfix/qmgr[12]: A1B2C3D4E5: removed");
    WANT(source_ip, "192.0.2.1");
}

static void behind_a_content_filter_trace_and_client_stay(void **state) {
    (void)state;
    char trace[128];
    arrive();
    snprintf(trace, sizeof(trace), "%s", value(FIELD_vendor_trace_id));
    at(2, "postfix/smtpd[30]: F1F2F3F4F5: client=localhost[127.0.0.1]");
    at(2, "postfix/cleanup[31]: F1F2F3F4F5: message-id=<one@example.org>");
    WANT(vendor_trace_id, trace);
    at(2, "postfix/qmgr[12]: F1F2F3F4F5: from=<alice@example.org>, size=900, nrcpt=1 (queue active)");
    at(2, "postfix/smtp[13]: A1B2C3D4E5: to=<bob@example.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=0.5, "
          "delays=0.1/0/0.2/0.2, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as F1F2F3F4F5)");
    WANT(vendor_trace_id, trace);
    at(3, "postfix/local[14]: F1F2F3F4F5: to=<bob@example.com>, relay=local, delay=0.1, delays=0/0/0/0, "
          "dsn=2.0.0, "
          "status=sent (delivered to mailbox)");
    WANT(vendor_trace_id, trace);
    WANT(source_ip, "192.0.2.1");
    WANT(user_name, "alice");
    WANT(vendor_parent_uid, "A1B2C3D4E5");
}

static void the_same_message_id_from_outside_is_another_message(void **state) {
    (void)state;
    char trace[128];
    arrive();
    snprintf(trace, sizeof(trace), "%s", value(FIELD_vendor_trace_id));
    at(5, "postfix/smtpd[30]: F1F2F3F4F5: client=list.example.net[198.51.100.80]");
    at(5, "postfix/cleanup[31]: F1F2F3F4F5: message-id=<one@example.org>");
    assert_string_not_equal(value(FIELD_vendor_trace_id), trace);
    WANT(source_ip, "198.51.100.80");
    WANT(user_name, "");
}

static void a_message_that_a_user_sends_again_is_his(void **state) {
    (void)state;
    char trace[128];
    arrive();
    snprintf(trace, sizeof(trace), "%s", value(FIELD_vendor_trace_id));
    at(3, "postfix/qmgr[12]: A1B2C3D4E5: removed");
    at(40, "postfix/pickup[15]: F1F2F3F4F5: uid=1003 from=<carol>");
    at(40, "postfix/cleanup[31]: F1F2F3F4F5: message-id=<one@example.org>");
    assert_string_not_equal(value(FIELD_vendor_trace_id), "");
    assert_string_not_equal(value(FIELD_vendor_trace_id), trace);
    WANT(source_ip, "");
    WANT(user_name, "");
}

static void web_mail_on_this_host_keeps_its_login(void **state) {
    (void)state;
    arrive();
    at(2,
       "postfix/smtpd[30]: F1F2F3F4F5: client=localhost[127.0.0.1], sasl_method=PLAIN, sasl_username=carol");
    at(2, "postfix/cleanup[31]: F1F2F3F4F5: message-id=<one@example.org>");
    at(3, "postfix/local[14]: F1F2F3F4F5: to=<bob@example.com>, relay=local, delay=0.1, delays=0/0/0/0, "
          "dsn=2.0.0, "
          "status=sent (delivered to mailbox)");
    WANT(user_name, "carol");
    WANT(source_ip, "127.0.0.1");
    WANT(vendor_parent_uid, "");
}

static void a_bounce_carries_its_parent_s_id_and_trace(void **state) {
    (void)state;
    char trace[128];
    arrive();
    snprintf(trace, sizeof(trace), "%s", value(FIELD_vendor_trace_id));
    at(2, "postfix/cleanup[11]: B0B0B0B0B0: message-id=<20261120.B0B0B0B0B0@mail.example.com>");
    WANT(vendor_trace_id, "");
    at(2, "postfix/bounce[16]: A1B2C3D4E5: sender non-delivery notification: B0B0B0B0B0");
    at(2, "postfix/qmgr[12]: B0B0B0B0B0: from=<>, size=2000, nrcpt=1 (queue active)");
    WANT(vendor_trace_id, trace);
    WANT(vendor_parent_uid, "A1B2C3D4E5");
    at(3, "postfix/smtp[13]: B0B0B0B0B0: to=<alice@example.org>, relay=none, delay=0.5, "
          "delays=0.1/0/0.2/0.2, dsn=4.4.1, "
          "status=deferred (connect to mx.example.org[192.0.2.1]:25: Connection refused)");
    WANT(vendor_trace_id, trace);
    WANT(email_from, "");
}

static void deferred_mail_tells_its_attempts_and_its_age(void **state) {
    (void)state;
    const char *deferred = "postfix/smtp[13]: A1B2C3D4E5: to=<bob@example.com>, relay=none, delay=0.5, "
                           "delays=0.1/0/0.2/0.2, dsn=4.4.1, status=deferred (connect to "
                           "mail.example.com[198.51.100.7]:25: Connection refused)";
    arrive();
    at(10, deferred);
    WANT(vendor_delivery_attempts, "1");
    WANT(vendor_first_seen_seconds, "10.0");
    at(310, deferred);
    WANT(vendor_delivery_attempts, "2");
    WANT(vendor_first_seen_seconds, "310.0");
    at(311,
       "postfix/smtp[13]: A1B2C3D4E5: to=<carol@example.com>, relay=none, delay=0.5, delays=0.1/0/0.2/0.2, "
       "dsn=4.4.1, status=deferred (connect to mail.example.com[198.51.100.7]:25: Connection refused)");
    WANT(vendor_delivery_attempts, "1");
}

static void an_axigen_login_gets_the_address_of_its_session(void **state) {
    (void)state;
    feed("2026-07-06 13:10:08 +0545 08 axigen IMAP:0000001B: [192.0.2.10:143] connection accepted from "
         "[81.2.69.160:52339]");
    feed(
        "2026-07-06 13:10:10 +0545 08 axigen IMAP:0000001B: User [bob@example.org] successfully authorized!");
    WANT(source_ip, "81.2.69.160");
    WANT(user_name, "bob@example.org");
    WANT(event_outcome, "success");
}

static void a_failed_axigen_login_leaves_no_user_in_the_session(void **state) {
    (void)state;
    feed("2026-07-06 13:10:08 +0545 08 axigen IMAP:0000001B: [192.0.2.10:143] connection accepted from "
         "[81.2.69.160:52339]");
    feed("2026-07-06 13:10:10 +0545 02 axigen IMAP:0000001B: Authentication error for user 'root': Invalid "
         "password");
    WANT(source_ip, "81.2.69.160");
    feed("2026-07-06 13:10:11 +0545 08 axigen IMAP:0000001B: Closing connection from [81.2.69.160:52339]");
    WANT(user_name, "");
}

static void an_axigen_session_id_that_restarts_forgets_the_client(void **state) {
    (void)state;
    feed("2026-07-06 13:10:08 +0545 08 axigen IMAP:0000001B: [192.0.2.10:143] connection accepted from "
         "[81.2.69.160:52339]");
    feed(
        "2026-07-06 14:30:10 +0545 08 axigen IMAP:0000001B: User [bob@example.org] successfully authorized!");
    WANT(source_ip, "");
}

static void sendmail_deliveries_know_sender_and_login(void **state) {
    (void)state;
    feed("Nov 20 10:00:00 mx1 sendmail[1064]: AUTH=server, relay=out1.example.org [81.2.69.144], "
         "authid=alice, mech=PLAIN, bits=0");
    feed("Nov 20 10:00:01 mx1 sendmail[1064]: 6AKAeQIh001064: from=<alice@example.org>, size=500, class=0, "
         "nrcpts=1, "
         "msgid=<one@example.org>, proto=ESMTPA, daemon=MTA-v4, relay=out1.example.org [81.2.69.144]");
    feed("Nov 20 10:00:02 mx1 sendmail[1066]: 6AKAeQIh001064: to=<bob@example.com>, delay=00:00:01, "
         "xdelay=00:00:01, "
         "mailer=esmtp, pri=120500, relay=mail.example.com. [198.51.100.7], dsn=2.0.0, stat=Sent (ok)");
    WANT(email_from, "alice@example.org");
    WANT(source_ip, "81.2.69.144");
    WANT(user_name, "alice");
    WANT(email_message_id, "one@example.org");
}

static void a_clone_for_a_list_has_its_own_sender_and_the_rest_of_the_message(void **state) {
    (void)state;
    feed("Nov 20 10:00:01 mx1 sendmail[1064]: 6AKAeQIh001064: from=<alice@example.org>, size=500, class=0, "
         "nrcpts=1, "
         "msgid=<c@example.org>, proto=ESMTP, daemon=MTA, relay=out1.example.org [81.2.69.144]");
    feed("Nov 20 10:00:02 mx1 sendmail[1066]: 6AKAeQIh001064: 6AKAeQIi001064: clone: "
         "owner=<list-owner@example.com>");
    WANT(source_ip, "81.2.69.144");
    feed("Nov 20 10:00:02 mx1 sendmail[1066]: 6AKAeQIi001064: to=<bob@example.com>, delay=00:00:01, "
         "xdelay=00:00:01, "
         "mailer=local, pri=30500, dsn=2.0.0, stat=Sent");
    WANT(email_from, "list-owner@example.com");
    WANT(email_size, "500");
    WANT(email_message_id, "c@example.org");
    WANT(source_ip, "81.2.69.144");
    WANT(vendor_parent_uid, "6AKAeQIh001064");
    feed("Nov 20 10:00:03 mx1 sendmail[1066]: 6AKAeQIh001064: to=<carol@example.com>, delay=00:00:01, "
         "xdelay=00:00:01, "
         "mailer=local, pri=30500, dsn=2.0.0, stat=Sent");
    WANT(email_from, "alice@example.org");
}

static void an_exim_bounce_has_the_trace_of_what_bounced(void **state) {
    (void)state;
    char trace[128];
    feed("2026-11-20 10:00:00 1tABCD-000123-4E <= alice@example.org H=mx.example.org [192.0.2.1] P=esmtp "
         "S=500 "
         "id=one@example.org");
    snprintf(trace, sizeof(trace), "%s", value(FIELD_vendor_trace_id));
    assert_string_not_equal(trace, "");
    feed("2026-11-20 10:00:05 1tABCE-000124-5F <= <> R=1tABCD-000123-4E U=Debian-exim P=local S=1500");
    WANT(vendor_trace_id, trace);
    WANT(vendor_parent_uid, "1tABCD-000123-4E");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_delivery_line_alone_says_who_from_where_to_whom),
        TEST(a_delivery_says_what_the_filter_found),
        TEST(a_line_s_own_value_wins),
        TEST(a_noqueue_line_never_enters_a_message),
        TEST(an_id_that_is_used_again_starts_afresh),
        TEST(an_id_is_used_again_without_removed_having_been_seen),
        TEST(cleanup_may_come_first),
        TEST(two_instances_with_one_id_are_two_messages),
        TEST(behind_a_content_filter_trace_and_client_stay),
        TEST(the_same_message_id_from_outside_is_another_message),
        TEST(a_message_that_a_user_sends_again_is_his),
        TEST(web_mail_on_this_host_keeps_its_login),
        TEST(a_bounce_carries_its_parent_s_id_and_trace),
        TEST(deferred_mail_tells_its_attempts_and_its_age),
        TEST(an_axigen_login_gets_the_address_of_its_session),
        TEST(a_failed_axigen_login_leaves_no_user_in_the_session),
        TEST(an_axigen_session_id_that_restarts_forgets_the_client),
        TEST(an_exim_bounce_has_the_trace_of_what_bounced),
        TEST(sendmail_deliveries_know_sender_and_login),
        TEST(a_clone_for_a_list_has_its_own_sender_and_the_rest_of_the_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
