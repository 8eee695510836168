/* SPDX-License-Identifier: Apache-2.0
 *
 * sendmail_test - Sendmail's parsers: relays, queue ids, and where an address ends
 */
#include "config.h"

#include "common/array.h"
#include "event/event_fixture.h"
#include "servers/sendmail/sendmail.h"

/* gives the text to the parser; tells whether it took it */
static bool split(const char *name, const char *text) {
    const struct parser *parser = server_parser(server_find(TEXT("sendmail")), text_of(name));
    if (parser == NULL)
        fail_msg("got no parser %s, want one", name);
    event_clear(event);
    return parser->parse(event, text_of(text));
}

static void want_split(const char *name, const char *text) {
    if (!split(name, text))
        fail_msg("%s refuses \"%s\", want it taken", name, text);
}

static void want_refused(const char *name, const char *text) {
    if (split(name, text))
        fail_msg("%s takes \"%s\", want it refused", name, text);
}

/* want NULL: the field is absent */
static void want_field(enum field field, const char *want) {
    struct text got = event_get(event, field);
    if (want == NULL ? got.length > 0 : !text_is(got, text_of(want)))
        fail_msg("%s: got \"%.*s\", want %s", fields_name(fields, field), (int)got.length,
                 got.length > 0 ? got.start : "", want != NULL ? want : "none");
}

static void want_client(const char *relay, const char *host, const char *address, const char *user) {
    want_split("sendmail_client", relay);
    want_field(FIELD_source_hostname, host);
    want_field(FIELD_source_ip, address);
    want_field(FIELD_vendor_relay_user, user);
}

static void a_relay_is_a_name_an_address_or_both(void **state) {
    (void)state;
    want_client("mx.example.org [192.0.2.1]", "mx.example.org", "192.0.2.1", NULL);
    want_client("[192.0.2.1]", NULL, "192.0.2.1", NULL);
    want_client("[192.0.2.1] [192.0.2.1]", NULL, "192.0.2.1", NULL);
    want_client("mx.example.org.", "mx.example.org", NULL, NULL);
    want_client("root@localhost", "localhost", NULL, "root@localhost");
    want_client("user@mx.example.org [192.0.2.1]", "mx.example.org", "192.0.2.1", "user@mx.example.org");
    want_client("IDENT:nobody@[192.0.2.1]", NULL, "192.0.2.1", "IDENT:nobody@[192.0.2.1]");
    want_client("[RESPONSE]", NULL, NULL, NULL);
}

static void an_ipv6_address_is_shortened_and_loses_its_prefix(void **state) {
    (void)state;
    want_client("v6.example.org [IPv6:2001:db8:0:0:0:0:0:1]", "v6.example.org", "2001:db8::1", NULL);
    want_client("[IPv6:2001:db8:0:0:0:0:0:1]", NULL, "2001:db8::1", NULL);
    want_client("[IPv6:::1]", NULL, "::1", NULL);
}

static void a_doubtful_name_has_a_warning(void **state) {
    (void)state;
    want_client("forged.example.org [192.0.2.1] (may be forged)", "forged.example.org", "192.0.2.1", NULL);
    want_field(FIELD_vendor_relay_warning, "may be forged");
}

static void what_is_no_relay_is_refused(void **state) {
    (void)state;
    want_refused("sendmail_client", "");
    want_refused("sendmail_client", "mx.example.org [192.0.2.1] x");
    want_refused("sendmail_client", "mx.example.org [192.0.2.1] [192.0.2.2]");
    want_refused("sendmail_client", "mx.example.org [192.0.2.300]");
    want_refused("sendmail_client", "mx.example.org [192.0.2.1");
    want_refused("sendmail_client", "a b [192.0.2.1]");
    want_refused("sendmail_client", "a, relay=b [192.0.2.1]");
    want_refused("sendmail_client", "[");
    want_refused("sendmail_client", " [");
    want_refused("sendmail_client", "@");
    want_refused("sendmail_client", " (may be forged)");
}

static void a_source_route_gives_no_address(void **state) {
    (void)state;
    want_client("far.example.net [@192.0.2.1@192.0.2.2:192.0.2.3]", "far.example.net", NULL, NULL);
}

static void a_shortened_name_is_no_host(void **state) {
    (void)state;
    want_split("sendmail_delivery",
               "<a@example.org>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=1, "
               "relay=example-com-long...protection.example. [192.0.2.1], dsn=2.0.0, stat=Sent");
    want_field(FIELD_destination_hostname, NULL);
    want_field(FIELD_destination_ip, "192.0.2.1");
    want_field(FIELD_vendor_relay_host, "example-com-long...protection.example");
}

static void a_queue_id_looks_like_one(void **state) {
    (void)state;
    const char *const good[] = {"AAA12345", "e5DHeYC11749", "qABK0GcL913544", "6AKAeQIh1001064",
                                "k1SN9pkK15806618"};
    const char *const bad[] = {
        "foo",     "STARTTLS", "aaa12345", "qABK0GcL91354x", "qABK0GcL91.544", "qABK0GcL9135444444",
        "collect", ""};
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        want_split("sendmail_uid", good[i]);
        want_field(FIELD_email_uid, good[i]);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        want_refused("sendmail_uid", bad[i]);
}

static void noqueue_is_no_queue_id(void **state) {
    (void)state;
    want_split("sendmail_uid", "NOQUEUE");
    want_field(FIELD_email_uid, NULL);
    want_refused("sendmail_bounce_uid", "NOQUEUE");
}

static void an_address_ends_outside_quotes_brackets_and_comments(void **state) {
    (void)state;
    const struct {
        const char *text;
        size_t length;
    } rows[] = {{"a@example.org, size=1", 13},
                {"<a@example.org>,<b@example.org>, size=1", 31},
                {"<\"a, b\"@example.org>, size=1", 20},
                {"<\"a\\\", b\"@example.org>, size=1", 22},
                {"<a (b, c>)>, size=1", 11},
                {"\"|/bin/x a, b\", size=1", 14},
                {"a", 1},
                {"", 0},
                {"<a, size=1", TEXT_NONE},
                {"<\"a>, size=1", TEXT_NONE},
                {"<a(b>, size=1", TEXT_NONE}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t got = sendmail_address_length(text_of(rows[i].text));
        if (got != rows[i].length)
            fail_msg("length of the addresses of \"%s\": got %zd, want %zd", rows[i].text, (ssize_t)got,
                     (ssize_t)rows[i].length);
    }
}

static void a_delay_counts_days(void **state) {
    (void)state;
    const struct {
        const char *text;
        double seconds;
    } rows[] = {{"00:00:00", 0}, {"00:08:52", 532}, {"1+02:03:04", 93784}, {"12+00:00:01", 1036801}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        want_split("sendmail_delay", rows[i].text);
        want_field(FIELD_vendor_delay, rows[i].text);
        assert_true(event_get_float(event, FIELD_vendor_delay_total_seconds) == rows[i].seconds);
    }
    want_refused("sendmail_delay", "too long");
    want_refused("sendmail_delay", "1:02:03");
    want_refused("sendmail_delay", "00:00:00x");
    want_refused("sendmail_delay", "+00:00:00");
    want_refused("sendmail_delay", "");
}

static void several_recipients_are_one_text(void **state) {
    (void)state;
    want_split("sendmail_delivery", "<a@example.org>,\"b, c\"@example.org,d, delay=00:00:01, pri=1, stat=x");
    want_field(FIELD_email_to, "a@example.org, \"b, c\"@example.org, d");
}

static void an_address_that_is_not_whole_is_left_out(void **state) {
    (void)state;
    want_split("sendmail_delivery", "<aaaa, delay=00:00:01, pri=1, stat=x");
    want_field(FIELD_email_to, NULL);
    want_split("sendmail_receipt", "<\"aaaa, size=1, class=0, nrcpts=1, relay=localhost");
    want_field(FIELD_email_from, NULL);
    want_split("sendmail_receipt", "<a@example.org(x)>, size=1, class=0, nrcpts=1, relay=localhost");
    want_field(FIELD_email_from, NULL);
}

static void a_list_that_reads_in_two_ways_is_refused(void **state) {
    (void)state;
    want_refused("sendmail_receipt",
                 "<\"a, size=1, class=0, nrcpts=1, size=2, class=0, nrcpts=2, relay=localhost");
    want_refused("sendmail_delivery",
                 "<\"a, delay=00:00:01, pri=1, stat=Sent, delay=00:00:02, pri=1, stat=Deferred");
    want_refused("sendmail_ruleset",
                 "check_rcpt, arg1=<\"a, relay=[192.0.2.1], reject=1, relay=[192.0.2.2], reject=2");
    want_refused("sendmail_certificate", "a, cert-issuer=b, cert-issuer=c, verifymsg=ok");
}

/* no parser may read behind its text or hang on a piece of one */
static void a_parser_survives_every_beginning_of_a_line(void **state) {
    (void)state;
    static const char *const LINES[] = {
        "<\"a>\\\"(x), size=1, class=0, nrcpts=1, msgid=<a>, bodytype=7BIT, proto=SMTP, daemon=M, relay=u@h "
        "[192.0.2.1]",
        ("<a>,<b>, [more], ctladdr=<c> (1/1), delay=1+00:00:01, xdelay=00:00:00, mailer=esmtp, pri=1, "
         "relay=h. "
         "[192.0.2.1], dsn=4.0.0, ntries=1, stage=1, reply=450 4.0.0 x, stat=Deferred: 450 4.0.0 x"),
        "check_compat, arg1=<\"a\"@b>, arg2=<c>, relay=h [192.0.2.1] (may be forged), reject=550 5.7.1 x",
        "PLAIN): authentication failure (-13) SASL(-13): x, user=a, relay=[192.0.2.1]",
        "accept failed=-1, reason=x, SSL_error=1, errno=0, retry=-1, relay=h [192.0.2.1]",
        "1:error:14094412:SSL routines:a:b:c:1:d",
        "26 (25 max): from <a> via h, to <b>",
        "h, from=<a>, info=x, where=body",
        "bob@example.org>... User unknown",
        "x) from h [192.0.2.1] tempfailed (due to previous checks)"};
    for (const struct parser *parser = server_find(TEXT("sendmail"))->parsers[0]; parser->name != NULL;
         parser++)
        for (size_t i = 0; i < COUNT_OF(LINES); i++)
            for (size_t length = 0; length <= strlen(LINES[i]); length++) {
                /* memory of just this length, for the sanitizer to watch */
                char *copy = malloc(length > 0 ? length : 1);
                assert_non_null(copy);
                memcpy(copy, LINES[i], length);
                event_clear(event);
                parser->parse(event, (struct text){copy, length});
                event_clear(event);
                free(copy);
            }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_relay_is_a_name_an_address_or_both),
        TEST(an_ipv6_address_is_shortened_and_loses_its_prefix),
        TEST(a_doubtful_name_has_a_warning),
        TEST(what_is_no_relay_is_refused),
        TEST(a_source_route_gives_no_address),
        TEST(a_shortened_name_is_no_host),
        TEST(a_queue_id_looks_like_one),
        TEST(noqueue_is_no_queue_id),
        TEST(an_address_ends_outside_quotes_brackets_and_comments),
        TEST(a_delay_counts_days),
        TEST(several_recipients_are_one_text),
        TEST(an_address_that_is_not_whole_is_left_out),
        TEST(a_list_that_reads_in_two_ways_is_refused),
        TEST(a_parser_survives_every_beginning_of_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
