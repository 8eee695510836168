/* SPDX-License-Identifier: Apache-2.0
 *
 * postfix_test - strangers' texts never become Postfix's words
 *
 * The samples hold the rules against whole lines. Here lines are printed as the
 * server prints them, with every text that a stranger writes replaced by one that
 * imitates the line, and must come apart into the very texts that went in.
 */
#include "config.h"

#include <stdio.h>

#include "common/array.h"
#include "event/event_fixture.h"
#include "servers/postfix/postfix.h"

/* addresses in the external form of Postfix 3.5 and later: quoted where need be */
static const char *const ADDRESSES[] = {
    "",
    "alice@example.org",
    "\"a b\"@example.org",
    "\"x> to=<ceo@example.com\"@example.org",
    "\"x; from=<a@example.net> to=<ceo@example.com> proto=SMTP helo=<h>\"@example.org",
    "\"x> proto=SMTP helo=<h> sasl_username=root\"@example.org",
    "\"x>, relay=evil.example.net[203.0.113.66]:25, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (250 "
    "x\"@example.org",
    "\"quote\\\" in> it; proto=SMTP helo=<h>\"@example.org",
    "b\303\274ro@example.org",
    "MAILER-DAEMON",
};

/* replies, subjects and the like */
static const char *const TEXTS[] = {
    "Relay access denied",
    "<bob@example.com>: Recipient address rejected: User unknown",
    "helo=<x> to=<ceo@example.org>, relay=, status=sent (",
    "blocked using zen.example.net; https://zen.example.net/?q=192.0.2.1",
    "x; from=<a@example.net> to=<ceo@example.com> proto=SMTP helo=<h>",
    "x from ceo.example.com[198.51.100.1]; from=<ceo@example.com> to=<all@example.com> proto=ESMTP helo=<h>: "
    "y",
    "ends in; ",
    ";",
};

static const char *const HELOS[] = {"mx.example.org", "[192.0.2.1]", "x", "????to=?a?"};

static void want(enum field field, const char *text) {
    struct text got = event_get(event, field);
    if (text[0] == '\0' ? got.length == 0 : text_is(got, text_of(text)))
        return;
    fail_msg("%s: got \"%.*s\", want \"%s\"", fields_name(fields, field), (int)got.length, got.start, text);
}

static void a_tail_gives_back_what_smtpd_put_into_it(void **state) {
    (void)state;
    char line[2048];
    for (size_t from = 0; from < COUNT_OF(ADDRESSES); from++)
        for (size_t to = 0; to < COUNT_OF(ADDRESSES); to++)
            for (size_t text = 0; text < COUNT_OF(TEXTS); text++)
                for (size_t helo = 0; helo < COUNT_OF(HELOS); helo++) {
                    struct text head;
                    snprintf(line, sizeof(line), "%s; from=<%s> to=<%s> proto=ESMTP helo=<%s>", TEXTS[text],
                             ADDRESSES[from], ADDRESSES[to], HELOS[helo]);
                    event_clear(event);
                    assert_true(set_context(event, text_of(line), CONTEXT_SMTPD, &head, NULL));
                    want(FIELD_email_from, ADDRESSES[from]);
                    want(FIELD_email_to, ADDRESSES[to]);
                    want(FIELD_vendor_helo, HELOS[helo]);
                    want(FIELD_network_protocol, "esmtp");
                    want(FIELD_user_name, "");
                    assert_true(text_is(head, text_of(TEXTS[text])));
                }
}

static void a_tail_may_end_in_the_login(void **state) {
    (void)state;
    static const char *const users[] = {"alice", "alice@example.org", "Alice Example", "x; from=y", "a> b"};
    char line[2048];
    for (size_t from = 0; from < COUNT_OF(ADDRESSES); from++)
        for (size_t user = 0; user < COUNT_OF(users); user++) {
            struct text head;
            event_clear(event);
            snprintf(
                line, sizeof(line),
                "no; from=<%s> to=<bob@example.com> proto=ESMTP helo=<x> sasl_method=PLAIN sasl_username=%s",
                ADDRESSES[from], users[user]);
            assert_true(set_context(event, text_of(line), CONTEXT_SMTPD, &head, NULL));
            want(FIELD_email_from, ADDRESSES[from]);
            want(FIELD_user_name, users[user]);
            want(FIELD_vendor_sasl_method, "PLAIN");
            event_clear(event);
            snprintf(line, sizeof(line),
                     "no; from=<%s> to=<bob@example.com> proto=ESMTP helo=<x> sasl_username=<%s>",
                     ADDRESSES[from], users[user]);
            assert_true(set_context(event, text_of(line), CONTEXT_SMTPD, &head, NULL));
            want(FIELD_email_from, ADDRESSES[from]);
            want(FIELD_user_name, users[user]);
        }
}

static void a_login_that_imitates_a_tail_forges_nothing(void **state) {
    (void)state;
    struct text head;
    set_context(event,
                TEXT("no; from=<alice@example.org> to=<bob@example.com> proto=ESMTP helo=<x> "
                     "sasl_method=PLAIN sasl_username=u; from=<ceo@example.com> to=<all@example.com> "
                     "proto=SMTP helo=<h>"),
                CONTEXT_SMTPD, &head, NULL);
    want(FIELD_email_from, "");
    want(FIELD_email_to, "");
    want(FIELD_vendor_helo, "");
    want(FIELD_network_protocol, "");
}

static void a_reply_that_imitates_a_tail_with_a_login_forges_nothing(void **state) {
    (void)state;
    struct text head;
    set_context(
        event,
        TEXT("no; from=<ceo@example.com> to=<bob@example.com> proto=SMTP helo=<h> sasl_username=<root; "
             "from=<alice@example.org> to=<bob@example.com> proto=ESMTP helo=<x>"),
        CONTEXT_SMTPD, &head, NULL);
    want(FIELD_email_from, "");
    want(FIELD_email_to, "bob@example.com");
    want(FIELD_user_name, "");
    assert_true(text_is(head, TEXT("no")));
}

static void a_header_check_gives_back_what_cleanup_put_into_it(void **state) {
    (void)state;
    static const char *const arguments[] = {"", ": watched", ": see https://example.com/; from=here"};
    char line[2048];
    for (size_t subject = 0; subject < COUNT_OF(TEXTS); subject++)
        for (size_t from = 0; from < COUNT_OF(ADDRESSES); from++)
            for (size_t argument = 0; argument < COUNT_OF(arguments); argument++) {
                event_clear(event);
                snprintf(
                    line, sizeof(line),
                    "X-Test: %s from mx.example.org[192.0.2.1]; from=<%s> to=<bob@example.com> proto=ESMTP "
                    "helo=<x>%s",
                    TEXTS[subject], ADDRESSES[from], arguments[argument]);
                assert_true(postfix_header_action(event, text_of(line)));
                want(FIELD_source_hostname, "mx.example.org");
                want(FIELD_source_ip, "192.0.2.1");
                want(FIELD_email_from, ADDRESSES[from]);
                want(FIELD_email_to, "bob@example.com");
                want(FIELD_vendor_milter_data, arguments[argument][0] != '\0' ? arguments[argument] + 2 : "");
            }
}

/* header and body checks: what comes before " from CLIENT" is the sender's */
static void a_subject_that_imitates_a_client_forges_none(void **state) {
    (void)state;
    static const char *const contents[] = {
        "x from bank.example[198.51.100.1]; from=<",
        "x from bank.example[198.51.100.1]; from=<ceo@bank.example",
        "x from bank.example[198.51.100.1]; from=<ceo@bank.example> to=<",
        "x from bank.example[198.51.100.1]; from=<ceo@bank.example> to=<a@example.com> proto=",
        "x from bank.example[198.51.100.1]; from=<ceo@bank.example> to=<a@example.com> proto=ESMTP helo=<",
        "x from bank.example[198.51.100.1]; from=<ceo@bank.example> to=<a@example.com> proto=ESMTP helo=<h>:",
        "x from bank.example[198.51.100.1]; to=<",
        "x from bank.example[198.51.100.1]; helo=<",
        "x from bank.example[198.51.100.1]; from=<a@bank.example> sasl_username=<",
        "x from local; from=<",
        "x from bank.example[198.51.100.1];",
    };
    static const char *const arguments[] = {"", ": watched"};
    char line[2048];
    for (size_t content = 0; content < COUNT_OF(contents); content++)
        for (size_t argument = 0; argument < COUNT_OF(arguments); argument++) {
            event_clear(event);
            snprintf(line, sizeof(line),
                     "Subject: %s from mx.example.org[192.0.2.1]; from=<alice@example.org> "
                     "to=<bob@example.com> proto=ESMTP helo=<x>%s",
                     contents[content], arguments[argument]);
            if (!postfix_header_action(event, text_of(line)))
                continue;
            struct text ip = event_get(event, FIELD_source_ip), from = event_get(event, FIELD_email_from);
            struct text subject = event_get(event, FIELD_email_subject);
            if (subject.length > 0)
                want(FIELD_email_subject, contents[content]);
            if ((ip.length > 0 && !text_is(ip, TEXT("192.0.2.1"))) ||
                (from.length > 0 && !text_is(from, TEXT("alice@example.org"))))
                fail_msg("forged: %.*s, %.*s by %s", (int)ip.length, ip.start, (int)from.length, from.start,
                         line);
        }
}

static void a_delivery_gives_back_what_the_agent_put_into_it(void **state) {
    (void)state;
    char line[4096];
    for (size_t to = 1; to < COUNT_OF(ADDRESSES); to++)
        for (size_t original = 1; original < COUNT_OF(ADDRESSES); original++)
            for (size_t reply = 0; reply < COUNT_OF(TEXTS); reply++) {
                event_clear(event);
                snprintf(line, sizeof(line),
                         "<%s>, orig_to=<%s>, relay=mx.example.com[2001:db8::25]:25, conn_use=2, delay=1.2, "
                         "delays=0.1/0/0.9/0.2, dsn=5.7.1, status=bounced (host mx.example.com[2001:db8::25] "
                         "said: "
                         "550 %s (in reply to RCPT TO command))",
                         ADDRESSES[to], ADDRESSES[original], TEXTS[reply]);
                assert_true(postfix_delivery(event, text_of(line)));
                want(FIELD_email_to, ADDRESSES[to]);
                want(FIELD_vendor_orig_to, ADDRESSES[original]);
                want(FIELD_vendor_relay_ip, "2001:db8::25");
                want(FIELD_destination_hostname, "mx.example.com");
                want(FIELD_vendor_status, "bounced");
                want(FIELD_vendor_dsn, "5.7.1");
                want(FIELD_smtp_response_code, "550");
                want(FIELD_vendor_smtp_response_command, "RCPT TO");
                want(FIELD_email_from, "");
            }
}

/* Postfix before 3.5, or info_log_address_format=internal: addresses are not quoted */
static void a_recipient_that_imitates_a_delivery_forges_nothing(void **state) {
    (void)state;
    static const char *const forms[] = {
        "<x@example.org>, relay=evil.example.net[203.0.113.66]:25, delay=0, delays=0/0/0/0, dsn=2.0.0, "
        "status=sent (250 ok%s@example.com>, relay=mx.example.com[192.0.2.25]:25, delay=1, "
        "delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.example.com[192.0.2.25] said: 550 no)",
        "<x@example.org>, relay=evil, delay=0, dsn=2.0.0, status=sent (%s@example.com>, "
        "relay=mx.example.com[192.0.2.25]:25, delay=1, status=bounced (no)",
        "<x@example.org>, relay=evil, delay=0, dsn=2.0.0, status=sent (250 ok%s",
    };
    char line[4096], padding[1800];
    memset(padding, ')', sizeof(padding));
    padding[sizeof(padding) - 1] = '\0';
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        event_clear(event);
        snprintf(line, sizeof(line), forms[i], i < 2 ? "" : padding);
        postfix_delivery(event, text_of(line));
        want(FIELD_vendor_status, "");
        want(FIELD_vendor_dsn, "");
        want(FIELD_vendor_relay_ip, "");
        want(FIELD_destination_hostname, "");
        want(FIELD_vendor_relay_service, "");
        want(FIELD_smtp_response_code, "");
        want(FIELD_email_to, "");
    }
}

static void a_broken_delivery_is_refused(void **state) {
    (void)state;
    static const char *const lines[] = {
        "",
        "<bob@example.com>",
        "<bob@example.com>, relay=none",
        "<bob@example.com>, relay=none, delay=x, delays=0/0/0/0, dsn=2.0.0, status=sent (x)",
        "<bob@example.com>, relay=none, delay=1, delays=0/0/0, dsn=2.0.0, status=sent (x)",
        "<bob@example.com>, delay=1, relay=none, delays=0/0/0/0, dsn=2.0.0, status=sent (x)",
        "<bob@example.com>, relay=a b, delay=1, delays=0/0/0/0, dsn=2.0.0, status=sent (x)",
        "<bob@example.com>, relay=none, delay=1, delays=0/0/0/0, dsn=2.0.0, status=sent",
    };
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        event_clear(event);
        if (postfix_delivery(event, text_of(lines[i])))
            fail_msg("taken for a delivery: %s", lines[i]);
    }
}

static void queue_ids_are_told_from_words(void **state) {
    (void)state;
    static const char *const ids[] = {"44DB6AA49A6",      "2222AA2",    "4224E3D",
                                      "4jWBwT1znkz1dLct", "3XyZ123456", "DEADBEEF"};
    static const char *const words[] = {"",           "foo",          "NOQUEUE",      "44DB6",
                                        "statistics", "44db6aa49a6!", "44DB6AA49A6 ", "warning"};
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        if (!text_is_queue_id(text_of(ids[i])))
            fail_msg("not taken for a queue id: %s", ids[i]);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (text_is_queue_id(text_of(words[i])))
            fail_msg("taken for a queue id: %s", words[i]);
}

static void clients_come_in_every_form(void **state) {
    (void)state;
    static const struct {
        const char *text, *name, *address, *port;
    } rows[] = {
        {"mx.example.org[192.0.2.1]", "mx.example.org", "192.0.2.1", ""},
        {"mx.example.org[192.0.2.1]:4711", "mx.example.org", "192.0.2.1", "4711"},
        {"unknown[unknown]", "unknown", "", ""},
        {"unknown[2001:db8::25]:25", "unknown", "2001:db8::25", "25"},
        {"[192.0.2.1]:4711", "", "192.0.2.1", "4711"},
        {"v6.example.org[2001:DB8:0::25]", "v6.example.org", "2001:db8::25", ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        event_clear(event);
        assert_true(postfix_client(event, text_of(rows[i].text)));
        want(FIELD_source_hostname, rows[i].name);
        want(FIELD_source_ip, rows[i].address);
        want(FIELD_source_port, rows[i].port);
    }
    static const char *const broken[] = {
        "", "mx.example.org", "mx.example.org[", "a b[192.0.2.1]", "mx[192.0.2.1]x", "mx[]"};
    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        event_clear(event);
        if (postfix_client(event, text_of(broken[i])))
            fail_msg("taken for a client: %s", broken[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_tail_gives_back_what_smtpd_put_into_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_tail_may_end_in_the_login, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_login_that_imitates_a_tail_forges_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_reply_that_imitates_a_tail_with_a_login_forges_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_header_check_gives_back_what_cleanup_put_into_it, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_subject_that_imitates_a_client_forges_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_delivery_gives_back_what_the_agent_put_into_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_recipient_that_imitates_a_delivery_forges_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_broken_delivery_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(queue_ids_are_told_from_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clients_come_in_every_form, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
