/* SPDX-License-Identifier: Apache-2.0
 *
 * connection_test - how a connection ends, whatever the stream driver says
 *
 * Real TCP on loopback; the driver is the test's, and can lie.
 */
#include "config.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "delivery/clock.h"
#include "delivery/connection.h"
#include "delivery/tls_records.h"

/* TLS 1.3 records, as they look from outside */
static const char ticket[] = "\x17\x03\x03\x00\x20"
                             "0123456789abcdef0123456789abcdef";
static const char alert[] = "\x17\x03\x03\x00\x13"
                            "0123456789abcdef012";

enum { SEND_ALL, SEND_NOTHING, SEND_LATER }; /* what the driver does, always saying that all is well */

static struct {
    int send;
    bool goodbye;         /* what said_goodbye answers */
    unsigned asked;       /* how often that was asked */
    bool ends_with_alert; /* and with bytes that do */
} drives;

struct stream {
    int fd;
};

static struct stream *open_stream(void *context) {
    struct stream *stream = malloc(sizeof(*stream));
    (void)context;
    stream->fd = -1;
    return stream;
}

static bool connect_stream(struct stream *stream, int family, const char *numeric, const char *name,
                           bool first, const char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    (void)name;
    (void)first;
    if (family != AF_INET || inet_pton(AF_INET, numeric, &address.sin_addr) != 1)
        return false;
    stream->fd = socket(AF_INET, SOCK_STREAM, 0);
    return connect(stream->fd, (struct sockaddr *)&address, sizeof(address)) == 0;
}

static int socket_of(struct stream *stream) {
    return stream->fd;
}

static ssize_t send_bytes(struct stream *stream, const char *bytes, size_t length) {
    if (drives.send == SEND_LATER)
        return 0;
    return drives.send == SEND_NOTHING ? (ssize_t)length : send(stream->fd, bytes, length, MSG_NOSIGNAL);
}

static bool said_goodbye(struct stream *stream, const char *bytes, size_t length) {
    (void)stream;
    drives.asked++;
    drives.ends_with_alert = length >= sizeof(alert) - 1 &&
                             memcmp(bytes + length - (sizeof(alert) - 1), alert, sizeof(alert) - 1) == 0;
    return drives.goodbye;
}

static void close_stream(struct stream *stream) {
    close(stream->fd);
    free(stream);
}

static struct stream_driver driver = {.open = open_stream,
                                      .connect = connect_stream,
                                      .socket = socket_of,
                                      .send = send_bytes,
                                      .said_goodbye = said_goodbye,
                                      .close = close_stream};

static bool never(void *context, int64_t blocked) {
    (void)context;
    (void)blocked;
    return false;
}

/* ---- the two ends ---- */

static struct connection *connection;
static int receiver;

static int set_up(bool tls) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof(address);
    enum connection_failure failure;
    const char *reason;
    char port[8];
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, 1) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0)
        return 1;
    snprintf(port, sizeof(port), "%u", ntohs(address.sin_port));
    memset(&drives, 0, sizeof(drives));
    driver.tls = tls;
    connection = connection_new(&driver, never, NULL);
    bool opened = connection_open(connection, "127.0.0.1", port, 5000, &failure, &reason);
    receiver = opened ? accept(listener, NULL, NULL) : -1;
    close(listener);
    return !opened;
}

static int set_up_plain(void **state) {
    (void)state;
    return set_up(false);
}

static int set_up_tls(void **state) {
    (void)state;
    return set_up(true);
}

static int tear_down(void **state) {
    (void)state;
    connection_free(connection);
    if (receiver >= 0)
        close(receiver);
    return 0;
}

static void receiver_closes(void) {
    close(receiver);
    receiver = -1;
}

/* the next check that tells of more than a connection that stands, within two seconds */
static enum connection_end next_end(void) {
    int64_t until = clock_now() + 2000;
    enum connection_end end;
    while ((end = connection_check(connection, 0)) == END_NONE && clock_now() < until)
        usleep(1000);
    return end;
}

static bool writes(const char *bytes) {
    enum connection_end end;
    uint64_t position;
    return connection_write(connection, text_of(bytes), &end, &position);
}

static void receiver_gets(const char *bytes) {
    char got[100] = "";
    assert_int_equal(recv(receiver, got, strlen(bytes), MSG_WAITALL), (int)strlen(bytes));
    assert_string_equal(got, bytes);
}

static void receiver_says(const char *bytes, size_t length) {
    assert_int_equal(send(receiver, bytes, length, 0), (int)length);
}

/* ---- tests ---- */

static void a_receiver_that_is_there_gets_what_is_written(void **state) {
    (void)state;
    assert_int_equal(connection_check(connection, 0), END_NONE);
    assert_true(writes("{}"));
    receiver_gets("{}");
    receiver_says("what it says is thrown away", 20);
    assert_int_equal(connection_check(connection, 0), END_NONE);
}

static void a_receiver_that_closes_has_read_all(void **state) {
    (void)state;
    assert_true(writes("{}"));
    receiver_gets("{}");
    receiver_closes();
    assert_int_equal(next_end(), END_CLOSED);
}

static void a_receiver_that_closes_with_bytes_unread_resets(void **state) {
    (void)state;
    assert_true(writes("{}"));
    usleep(1000);
    receiver_closes();
    assert_int_equal(next_end(), END_RESET);
}

static void a_receiver_that_closes_its_sending_side_is_written_to_as_before(void **state) {
    (void)state;
    shutdown(receiver, SHUT_WR);
    assert_int_equal(next_end(), END_NONE);
    assert_true(writes("{}"));
    receiver_gets(" {}");
    assert_int_equal(connection_check(connection, 0), END_NONE);
    assert_int_equal(connection_socket(connection), -1);
}

static void and_its_end_does_not_prove_that_it_has_read(void **state) {
    (void)state;
    shutdown(receiver, SHUT_WR);
    assert_int_equal(next_end(), END_NONE);
    assert_true(writes("{}"));
    usleep(1000);
    receiver_closes();
    assert_int_equal(next_end(), END_RESET);
}

static void nor_does_its_end_of_file_when_we_finish(void **state) {
    (void)state;
    shutdown(receiver, SHUT_WR);
    assert_int_equal(next_end(), END_NONE);
    assert_true(writes("{}"));
    assert_false(connection_finish(connection, 1000));
}

static void a_driver_that_claims_to_have_sent_is_found_out(void **state) {
    (void)state;
    enum connection_end end;
    uint64_t position;
    assert_true(writes("{}"));
    drives.send = SEND_NOTHING;
    assert_false(connection_write(connection, TEXT("{}"), &end, &position));
    assert_int_equal(end, END_UNSENT);
}

static void a_driver_that_would_send_later_for_ever_is_given_up(void **state) {
    (void)state;
    enum connection_end end;
    uint64_t position;
    drives.send = SEND_LATER;
    assert_false(connection_write(connection, TEXT("{}"), &end, &position));
    assert_int_equal(end, END_RESET);
}

static void positions_count_from_the_start(void **state) {
    (void)state;
    enum connection_end end;
    uint64_t position;
    assert_true(connection_write(connection, TEXT("12345"), &end, &position));
    assert_int_equal(position, 5);
    assert_true(connection_write(connection, TEXT("678"), &end, &position));
    assert_int_equal(position, 8);
}

/* ---- TLS: what comes is kept for the end ---- */

static void tickets_are_kept_and_mean_nothing(void **state) {
    (void)state;
    int unread;
    receiver_says(ticket, sizeof(ticket) - 1);
    receiver_says(ticket, sizeof(ticket) - 1);
    usleep(1000);
    assert_int_equal(connection_check(connection, 0), END_NONE);
    assert_true(writes("{}"));
    receiver_gets("{}");
    assert_int_equal(connection_check(connection, 0), END_NONE);
    assert_int_equal(drives.asked, 0);
    assert_int_equal(ioctl(connection_socket(connection), FIONREAD, &unread), 0);
    assert_int_equal(unread, 0);
}

static void a_goodbye_before_the_end_makes_an_end_due(void **state) {
    (void)state;
    receiver_says(ticket, sizeof(ticket) - 1);
    receiver_says(alert, sizeof(alert) - 1);
    assert_int_equal(next_end(), END_DUE);
    assert_int_equal(drives.asked, 0);
}

static void a_receiver_that_talks_makes_an_end_due(void **state) {
    (void)state;
    for (size_t i = 0; i <= TLS_RECORDS_SIZE / (sizeof(ticket) - 1); i++)
        receiver_says(ticket, sizeof(ticket) - 1);
    assert_int_equal(next_end(), END_DUE);
}

static void a_goodbye_with_the_end_is_one_when_the_driver_says_so(void **state) {
    (void)state;
    drives.goodbye = true;
    receiver_says(ticket, sizeof(ticket) - 1);
    assert_int_equal(connection_check(connection, 0), END_NONE);
    receiver_says(alert, sizeof(alert) - 1);
    receiver_closes();
    assert_int_equal(next_end(), END_GOODBYE);
    assert_true(drives.ends_with_alert);
}

static void an_alert_that_is_no_goodbye_is_a_loss(void **state) {
    (void)state;
    receiver_says(alert, sizeof(alert) - 1);
    receiver_closes();
    assert_int_equal(next_end(), END_RESET);
    assert_int_equal(drives.asked, 1);
}

static void an_end_without_an_alert_is_a_loss_whatever_the_driver_says(void **state) {
    (void)state;
    drives.goodbye = true;
    receiver_says(ticket, sizeof(ticket) - 1);
    receiver_closes();
    assert_int_equal(next_end(), END_RESET);
}

#define PLAIN(test) cmocka_unit_test_setup_teardown(test, set_up_plain, tear_down)
#define TLS(test) cmocka_unit_test_setup_teardown(test, set_up_tls, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        PLAIN(a_receiver_that_is_there_gets_what_is_written),
        PLAIN(a_receiver_that_closes_has_read_all),
        PLAIN(a_receiver_that_closes_with_bytes_unread_resets),
        PLAIN(a_receiver_that_closes_its_sending_side_is_written_to_as_before),
        PLAIN(and_its_end_does_not_prove_that_it_has_read),
        PLAIN(nor_does_its_end_of_file_when_we_finish),
        PLAIN(a_driver_that_claims_to_have_sent_is_found_out),
        PLAIN(a_driver_that_would_send_later_for_ever_is_given_up),
        PLAIN(positions_count_from_the_start),
        TLS(tickets_are_kept_and_mean_nothing),
        TLS(a_goodbye_before_the_end_makes_an_end_due),
        TLS(a_receiver_that_talks_makes_an_end_due),
        TLS(a_goodbye_with_the_end_is_one_when_the_driver_says_so),
        TLS(an_alert_that_is_no_goodbye_is_a_loss),
        TLS(an_end_without_an_alert_is_a_loss_whatever_the_driver_says),
    };
    return cmocka_run_group_tests_name("connection", tests, NULL, NULL);
}
