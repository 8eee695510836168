/* SPDX-License-Identifier: Apache-2.0
 *
 * tls_records_test - an alert is told from what else a TLS server sends unasked
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "delivery/tls_records.h"

static char stream[4096];
static size_t length;

static int clear(void **state) {
    (void)state;
    length = 0;
    return 0;
}

/* heads are what counts; the rest is any bytes */
static void add_record(unsigned type, size_t size) {
    const unsigned char head[] = {(unsigned char)type, 3, 3, (unsigned char)(size >> 8), (unsigned char)size};
    memcpy(stream + length, head, sizeof(head));
    memset(stream + length + sizeof(head), 0x15, size);
    length += sizeof(head) + size;
}

static bool holds_alert(void) {
    return tls_records_hold_alert((struct text){stream, length});
}

static void nothing_and_tickets_are_no_alert(void **state) {
    (void)state;
    assert_false(holds_alert());
    add_record(23, 250); /* TLS 1.3 */
    add_record(23, 250);
    assert_false(holds_alert());
    add_record(22, 186); /* a handshake message, as of a server that wants to renegotiate */
    add_record(20, 1);
    assert_false(holds_alert());
}

static void an_alert_is_seen_behind_tickets(void **state) {
    (void)state;
    add_record(23, 250);
    add_record(21, 26); /* TLS 1.2, encrypted */
    assert_true(holds_alert());
}

static void an_alert_of_tls_1_3_is_told_by_its_length(void **state) {
    (void)state;
    add_record(23, 250);
    add_record(23, 19);
    assert_true(holds_alert());
    length = 0;
    add_record(23, 11); /* AES_128_CCM_8 */
    assert_true(holds_alert());
    length = 0;
    add_record(23, 22); /* a key update */
    assert_false(holds_alert());
}

static void a_record_that_is_not_all_there_counts_by_its_head(void **state) {
    (void)state;
    add_record(23, 250);
    size_t before = length;
    add_record(21, 26);
    for (length = 0; length < before + 5; length++)
        assert_false(holds_alert());
    assert_true(holds_alert());
}

static void what_is_no_tls_counts_as_an_alert(void **state) {
    (void)state;
    assert_true(tls_records_hold_alert(TEXT("HTTP/1.1 400 Bad Request\r\n")));
    assert_true(tls_records_hold_alert(TEXT("\0\0\0\0\0")));
    assert_true(tls_records_hold_alert(TEXT("\xff\xff\xff\xff\xff")));
    assert_false(tls_records_hold_alert(TEXT("\xff\xff\xff\xff")));
}

static void records_of_no_length_end(void **state) {
    (void)state;
    for (int i = 0; i < 100; i++)
        add_record(23, 0);
    assert_false(holds_alert());
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(nothing_and_tickets_are_no_alert, clear),
        cmocka_unit_test_setup(an_alert_is_seen_behind_tickets, clear),
        cmocka_unit_test_setup(an_alert_of_tls_1_3_is_told_by_its_length, clear),
        cmocka_unit_test_setup(a_record_that_is_not_all_there_counts_by_its_head, clear),
        cmocka_unit_test_setup(what_is_no_tls_counts_as_an_alert, clear),
        cmocka_unit_test_setup(records_of_no_length_end, clear),
    };
    return cmocka_run_group_tests_name("tls_records", tests, NULL, NULL);
}
