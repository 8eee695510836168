/* SPDX-License-Identifier: Apache-2.0
 *
 * parsers_test - the parsers of milters, policy servers, Dovecot and Exim keep to
 * their grammar, whatever they are given. What each line yields is in tests/samples.
 */
#include "config.h"

#include "common/array.h"
#include "event/event_fixture.h"
#include "servers/dovecot/dovecot.h"

/* texts that the parsers accept; marked ones are accepted only as a whole */
static const struct {
    const char *parser, *text;
    bool whole;
} TEXTS[] = {
    {"opendkim_job", "4jWBwT1znkz1dLct", false},
    {"opendkim_client", "mx.example.org [192.0.2.1", false},
    {"opendkim_quoted_domain", "example.org'", true},
    {"opendkim_quoted_recipient", "bob@example.com'", true},
    {"opendkim_external", "mx.example.org attempted to send as example.com", false},
    {"opendkim_signature", "AbCd domain=example.org selector=mail result=\"no signature error\"", false},
    {"opendmarc_spf_result", "example.org pass", false},
    {"opendkim_error", "4jWBwT1znkz1dLct: smfi_addrcpt() failed", true},
    {"policyd_spf_received",
     "Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=mx.example.org; "
     "envelope-from=alice@example.org; receiver=example.com ",
     false},
    {"policyd_spf_reject",
     ": 550 5.7.23 Message rejected due to: SPF fail. Please see http://www.openspf.net/Why?s=mfrom;"
     "id=alice@example.org;ip=192.0.2.1;r=example.com",
     false},
    {"policyd_spf_action",
     "prepend: Text: Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=x; "
     "envelope-from=y; receiver=<UNKNOWN>  Reject action: 550 5.7.23",
     false},
    {"policyd_spf_prepended",
     "Received-SPF: pass (example.com: 192.0.2.1 is authorized to use 'a@example.com' in 'mfrom' identity) "
     "receiver=mx; identity=mailfrom; envelope-from=\"a@example.com\"; helo=x; client-ip=192.0.2.1",
     false},
    {"policyd_spf_skipped",
     "SPF check N/A for local connections - client-ip=127.0.0.1; helo=x; envelope-from=y; receiver=z ",
     false},
    {"postgrey_action",
     "triplet found, delay=312, client_name=mx.example.org, client_address=192.0.2.1, "
     "sender=alice@example.org, recipient=bob@example.com",
     false},
    {"postgrey_whitelisted", "mx.example.org[192.0.2.5]", true},
    {"amavis_message",
     "INFECTED (Eicar) {DiscardedInbound,Quarantined}, MYNETS [192.0.2.144]:51222 [192.0.2.1] "
     "<alice@example.org> -> <bob@example.com>,<\"carol, the\"@example.org>, quarantine: virus-x, "
     "Queue-ID: D0234AA4A01, Message-ID: <1@example.org>, mail_id: AbCd, Hits: -1.9, size: 2522, "
     "queued_as: E66F7AA4A01, 412 ms",
     false},
    {"amavis_tag",
     "<a@example.com> -> <b@example.org>, No, score=-2.5-3 required=6.6 tests=[A=1] autolearn=no", false},
    {"amavis_checking", "abCd MYNETS [192.0.2.1] <a@example.com> -> <b@example.org>", true},
    {"amavis_forward",
     "<a@example.com> -> <b@example.org>, BODY=7BIT 250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 "
     "Ok: "
     "queued as 318BEDC28E",
     false},
    {"amavis_released", "release (x): spam-AbCd.gz <a@example.com> -> <b@example.org>", true},
    {"dovecot_client",
     "user=<alice>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.25, mpid=1934, TLS, session=<AbCd>", false},
    {"dovecot_login_end",
     "Connection closed (auth failed, 1 attempts in 2 secs): user=<a>, rip=192.0.2.1, "
     "lip=192.0.2.25, TLS handshaking: Connection closed, session=<AbCd>",
     false},
    {"dovecot_proxy",
     "alice,mx.example.org[192.0.2.9]:143): Started proxying to remote host: user=<alice>, rip=192.0.2.1, "
     "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)",
     false},
    {"dovecot_auth", "passwd-file: Password mismatch", false},
    {"dovecot_sieve", "<1@example.org>: fileinto action: stored mail into mailbox 'Junk'", false},
    {"dovecot_delivery", "<1@example.org>: save failed to INBOX: Quota exceeded", false},
    {"dovecot_mail", "INBOX, uid=1, msgid=<1@example.org>, size=411, from=a, subject=hi, flags=(x)", false},
    {"dovecot_session_end", ": Logged out in=12 out=345 deleted=0", false},
    {"dovecot_relayed",
     "from=<alice@example.com>, to=<bob@example.org>, size=411, id=AbCd, rcpt=1/1, reply=`250 2.0.0 Ok: "
     "queued as 92AA522740522'",
     false},
    {"dovecot_lmtp_proxy", "<bob@example.org> at 192.0.2.9:24: 250 2.0.0 Saved (1/1 at 12 ms)", false},
    {"dovecot_lmtp_end", "2001:db8::9: Logged out (state=READY)", false},
    {"exim_id", "1tABCD-00000000abc-1XyZ", true},
    {"exim_arrival",
     "alice@example.org H=mx.example.org (helo) [192.0.2.1]:1 I=[192.0.2.25]:25 U=x P=esmtpsa L K "
     "X=TLS1.3:A:256 CV=no DN=\"CN=x\" A=plain:alice S=426 M8S=0 id=1@example.org T=\"a \\\"b\" "
     "from <alice@example.org> for bob@example.com \"c d\"@example.org",
     false},
    {"exim_delivery",
     "bob@example.com <list@example.com> F=<alice@example.org> R=dnslookup T=remote_smtp S=1 "
     "H=mx.example.com [192.0.2.7]:25* I=[192.0.2.25]:1 C=\"250 OK id=1tABCD-000123-4E\" QT=1m3.5s DT=0s",
     false},
    {"exim_deferral",
     "|/bin/x y <bob@example.com> R=r T=t defer (-44) H=mx.example.com [192.0.2.7]:25 DT=0s: SMTP error "
     "from remote mail server after pipelined RCPT TO:<\"a>: 250 x\"@b>: 452 4.5.3 no DT=0s",
     false},
    {"exim_failure", "bob@example.com: Unrouteable address", false},
    {"exim_client_event",
     "mx.example.org (helo) [192.0.2.1]:1 F=<a@b> temporarily rejected RCPT <c@d>: 451 4.7.1 no", false},
    {"exim_host_event",
     "mx.example.org [192.0.2.7]:25: SMTP error from remote mail server after initial connection: 554 no",
     false},
    {"exim_authenticator_failed", "([192.0.2.9]) [192.0.2.1]:1: 535 Incorrect authentication data (set_id=a)",
     false},
    {"exim_command", "GET / HTTP/1.1\" H=mx.example.org [192.0.2.1]:1 unrecognized command", false},
    {"exim_connection", "mx.example.org [192.0.2.1]:1 I=[192.0.2.25]:25 lost (error: x) D=1s", false}};

static void a_parser_accepts_its_text(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        struct text text = text_of(TEXTS[i].text);
        if (!split_exactly(TEXTS[i].parser, text))
            fail_msg("%s refuses: %s", TEXTS[i].parser, TEXTS[i].text);
        for (size_t length = 0; TEXTS[i].whole && length < text.length; length++)
            if (split_exactly(TEXTS[i].parser, text_slice(text, 0, length)))
                fail_msg("%s accepts: %.*s", TEXTS[i].parser, (int)length, text.start);
    }
}

/* each parser reads each text and each beginning of it: none may read beyond the
 * end, or take an address from what is none */
static void a_parser_survives_every_text(void **state) {
    (void)state;
    for (const struct server *const *server = servers; *server != NULL; server++)
        for (size_t t = 0; (*server)->parsers[t] != NULL; t++)
            for (const struct parser *parser = (*server)->parsers[t]; parser->name != NULL; parser++)
                for (size_t i = 0; i < COUNT_OF(TEXTS); i++)
                    for (size_t length = 0; length <= strlen(TEXTS[i].text); length++)
                        split_exactly(parser->name, (struct text){TEXTS[i].text, length});
}

/* heads of Dovecot's messages, and what rules see; NULL: no such head */
static const struct {
    const char *text, *message;
} HEADS[] = {{"imap(alice)<3101><AbCd>: Info: Disconnected: Logged out", "session: Disconnected: Logged out"},
             {"auth-worker(712): Info: conn unix:auth-worker (pid=1,uid=2): auth-worker<4>: "
              "sql(bob,192.0.2.1): unknown user",
              "request: unknown user"},
             {"auth(bob,192.0.2.1,sasl:plain)<AbCd>: sql: Password mismatch (given password: x)",
              "request: sql: Password mismatch"},
             {"auth: plain(?,192.0.2.1,<AbCd>): Username character disallowed by auth_username_chars: 0x2c "
              "(username: x,192.0.2.9): unknown user)",
              "request: Username character disallowed by auth_username_chars: 0x2c"},
             {"lmtp(1117): Warning: Killed with signal 15", "lmtp: Warning: Killed with signal 15"},
             {"imap(alice)<a><b>: Disconnected", NULL},
             {"something else", NULL}};

static void a_head_is_taken_off_whatever_its_length(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(HEADS); i++) {
        struct text want = text_of(HEADS[i].message != NULL ? HEADS[i].message : HEADS[i].text);
        for (size_t length = 0; length <= strlen(HEADS[i].text); length++) {
            char *exact = malloc(length); /* the sanitizer sees a read beyond it */
            memcpy(exact, HEADS[i].text, length);
            event_clear(event);
            struct text got = dovecot_message(event, (struct text){exact, length});
            if (length == strlen(HEADS[i].text) && !text_is(got, want))
                fail_msg("%s: got %.*s", HEADS[i].text, (int)got.length, got.start);
            free(exact);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_head_is_taken_off_whatever_its_length, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_parser_accepts_its_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_parser_survives_every_text, set_up, tear_down)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
