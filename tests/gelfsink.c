/* SPDX-License-Identifier: Apache-2.0
 *
 * gelfsink - a GELF/TCP receiver that counts what it gets and fails on demand
 *
 *     gelfsink --port-file port --summary summary --drop-after 10 >frames &
 *     ... send ... ; kill %1 ; wait
 *     gelfsink --check frames --sequence _sequence --expect 1000
 *
 * Frames end at a NUL byte. Each is written to standard output, one a line, as soon as it is read, so
 * that a receiver killed with SIGKILL has mostly written it, or left it in the kernel. A valid frame is what
 * strict_json.h takes: one JSON object and nothing else, UTF-8 throughout.
 *
 * Faults apply to each connection (--faults N: to the first N only):
 *   --drop-after N      close cleanly after N frames (TLS: with close_notify), or
 *                       --drop-delay M milliseconds after the Nth, if it is the last
 *   --rst-after N       reset the connection after N frames
 *   --kill-after N      die by SIGKILL after N frames: what is read and not written is gone
 *   --stall-after N     stop reading after N frames, for --stall-seconds S or for good
 *   --half-close        with --drop-after: close the sending side only, read on
 *   --slow-read N       read N bytes each 10 milliseconds
 *   --talk              send 4096 bytes each 10 milliseconds
 *   --no-handshake      accept connections, never answer
 *   --no-accept         no connection is answered at all, as if packets were dropped
 *
 * --address A (127.0.0.1), --port P (0: a free one), --port-file F; TLS: --tls --cert F
 * --key F, and --ca F to ask for client certificates; --exit-after N frames; --record F:
 * every byte as it came, of all connections in the order of arrival, to F.
 * The summary, one JSON object, goes to --summary F or standard error, of --check to
 * standard output; --sequence FIELD adds missing and duplicate numbers. Exit status: 0, or 1 when a frame was
 * invalid or, with --expect N, one of the sequence numbers 1 to N is missing; 2 on wrong usage.
 */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <json-c/json.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "common/array.h"
#include "strict_json.h"

#define CONNECTIONS 256
#define LARGEST_FRAME 2097152 /* Graylog's max_message_size */
#define TALK_BYTES 4096
#define SLOW_MILLISECONDS 10

static struct {
    const char *address, *port, *port_file, *check, *summary, *record;
    const char *certificate, *key, *authority, *sequence;
    long drop_after, drop_delay, rst_after, kill_after, stall_after, stall_seconds, slow_read, faults, expect,
        exit_after;
    bool half_close, talk, tls, no_handshake, no_accept;
} option = {.address = "127.0.0.1",
            .port = "0",
            .drop_after = -1,
            .rst_after = -1,
            .kill_after = -1,
            .stall_after = -1,
            .faults = -1,
            .expect = -1,
            .exit_after = -1};

struct connection {
    int fd;
    SSL *ssl;
    bool faulty, established, half_closed;
    long frames;
    int64_t resume; /* milliseconds: do not read before; INT64_MAX for ever */
    int64_t drop;   /* milliseconds: close then, unless 0 */
    char *buffer;
    size_t length, size;
};

/* what the summary tells */
static struct {
    long frames, bytes, invalid, incomplete, too_long, partial, connections, resets, handshake_failures;
} count;

static struct connection connections[CONNECTIONS];
static SSL_CTX *context;
static int record = -1;
static volatile sig_atomic_t stop;

/* how often each sequence number came */
static uint32_t *seen;
static size_t seen_size;

static _Noreturn void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("gelfsink: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(2);
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static void count_sequence(struct json_object *frame) {
    struct json_object *value;
    if (!json_object_object_get_ex(frame, option.sequence, &value))
        return;
    int64_t number = json_object_get_int64(value); /* "17" counts as 17 */
    if (number < 1 || number > 100000000)
        return;
    if ((size_t)number >= seen_size) {
        size_t size = seen_size == 0 ? 65536 : seen_size;
        while (size <= (size_t)number)
            size *= 2;
        if ((seen = realloc(seen, size * sizeof(*seen))) == NULL)
            fail("out of memory");
        memset(seen + seen_size, 0, (size - seen_size) * sizeof(*seen));
        seen_size = size;
    }
    seen[number]++;
}

static bool is_filled_string(struct json_object *frame, const char *key) {
    struct json_object *value;
    return json_object_object_get_ex(frame, key, &value) && json_object_is_type(value, json_type_string) &&
           strspn(json_object_get_string(value), " \t\r\n") < (size_t)json_object_get_string_len(value);
}

static void judge(const char *frame, size_t length) {
    static struct json_tokener *tokener;
    count.frames++;
    if (length > LARGEST_FRAME)
        count.too_long++;
    if (tokener == NULL)
        tokener = json_tokener_new();
    json_tokener_reset(tokener);
    const char *wrong = strict_json(frame, length);
    struct json_object *object = json_tokener_parse_ex(tokener, frame, (int)length);
    if (wrong != NULL || !json_object_is_type(object, json_type_object)) {
        if (count.invalid++ == 0)
            fprintf(stderr, "gelfsink: first invalid frame (%zu bytes, wrong from byte %zu): %.*s\n", length,
                    wrong != NULL ? (size_t)(wrong - frame) : 0, (int)(length < 300 ? length : 300), frame);
    } else {
        if (!is_filled_string(object, "host") || !is_filled_string(object, "short_message"))
            count.incomplete++;
        if (option.sequence != NULL)
            count_sequence(object);
    }
    json_object_put(object);
}

static void write_out(int fd, const char *start, size_t length) {
    while (length > 0) {
        ssize_t n = write(fd, start, length);
        if (n < 0 && errno != EINTR)
            fail("%s: %s", fd == record ? option.record : "standard output", strerror(errno));
        if (n > 0)
            start += n, length -= (size_t)n;
    }
}

static void close_connection(struct connection *connection, bool reset) {
    if (connection->length > 0)
        count.partial++;
    if (reset) {
        struct linger linger = {1, 0};
        setsockopt(connection->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
    } else if (connection->ssl != NULL && connection->established)
        SSL_shutdown(connection->ssl);
    SSL_free(connection->ssl);
    close(connection->fd);
    free(connection->buffer);
    *connection = (struct connection){.fd = -1};
}

/* after a frame: true when the connection is to be read on */
static bool after_frame(struct connection *connection) {
    connection->frames++;
    if (option.exit_after >= 0 && count.frames >= option.exit_after)
        stop = 1;
    if (!connection->faulty)
        return true;
    if (connection->frames == option.kill_after)
        raise(SIGKILL);
    if (connection->frames == option.rst_after)
        return close_connection(connection, true), false;
    if (connection->frames == option.drop_after && !option.half_close) {
        if (option.drop_delay > 0)
            connection->drop = now() + option.drop_delay;
        else
            return close_connection(connection, false), false;
    }
    if (connection->frames == option.drop_after && option.half_close && !connection->half_closed) {
        if (connection->ssl != NULL)
            SSL_shutdown(connection->ssl);
        shutdown(connection->fd, SHUT_WR);
        connection->half_closed = true;
    }
    if (connection->frames == option.stall_after) {
        connection->resume = option.stall_seconds > 0 ? now() + option.stall_seconds * 1000 : INT64_MAX;
        return false;
    }
    return true;
}

/* whole frames with their NULs, as lines */
static void write_frames(const char *frames, size_t length) {
    static char *lines;
    static size_t size;
    if (length > size && (lines = realloc(lines, size = length)) == NULL)
        fail("out of memory");
    for (size_t i = 0; i < length; i++)
        lines[i] = frames[i] == '\0' ? '\n' : frames[i] == '\n' ? ' ' : frames[i];
    write_out(STDOUT_FILENO, lines, length);
}

/* takes whole frames out of the buffer: where no fault is to come, all are written before
 * they are looked at, else each before its fault */
static void take_frames(struct connection *connection) {
    char *end, *start = connection->buffer;
    size_t length = connection->length;
    bool go_on = true;
    const char *last = memrchr(start, '\0', length);
    if (!connection->faulty && last != NULL)
        write_frames(start, (size_t)(last + 1 - start));
    while (go_on && length > 0 && (end = memchr(start, '\0', length)) != NULL) {
        size_t frame = (size_t)(end - start);
        judge(start, frame);
        if (connection->faulty)
            write_frames(start, frame + 1);
        start = end + 1, length -= frame + 1;
        connection->length = length; /* what a fault throws away is a partial frame */
        go_on = after_frame(connection);
    }
    if (connection->fd < 0)
        return;
    if (length > LARGEST_FRAME) { /* as Graylog: the connection goes */
        count.too_long++;
        close_connection(connection, false);
        return;
    }
    memmove(connection->buffer, start, length);
    connection->length = length;
}

static void establish(struct connection *connection) {
    int result = SSL_accept(connection->ssl);
    if (result == 1) {
        connection->established = true;
        return;
    }
    int error = SSL_get_error(connection->ssl, result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
        return;
    count.handshake_failures++;
    ERR_print_errors_fp(stderr);
    ERR_clear_error();
    close_connection(connection, false);
}

static void read_some(struct connection *connection) {
    if (connection->ssl != NULL && !connection->established) {
        establish(connection);
        if (connection->fd < 0 || !connection->established)
            return;
    }
    for (;;) {
        if (connection->size - connection->length < 65536) {
            connection->size = connection->size * 2 + 65536;
            if ((connection->buffer = realloc(connection->buffer, connection->size)) == NULL)
                fail("out of memory");
        }
        size_t room = option.slow_read > 0 ? (size_t)option.slow_read : connection->size - connection->length;
        char *end = connection->buffer + connection->length;
        ssize_t n;
        bool again;
        if (connection->ssl != NULL) {
            n = SSL_read(connection->ssl, end, (int)room);
            int error = SSL_get_error(connection->ssl, (int)n);
            again = n <= 0 && (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE);
            if (n <= 0 && error == SSL_ERROR_ZERO_RETURN)
                n = 0;
            ERR_clear_error();
        } else {
            n = recv(connection->fd, end, room, 0);
            again = n < 0 && (errno == EAGAIN || errno == EINTR);
        }
        if (again)
            return;
        if (n <= 0) {
            if (n < 0)
                count.resets++;
            close_connection(connection, false);
            return;
        }
        if (record >= 0)
            write_out(record, end, (size_t)n);
        count.bytes += n;
        connection->length += (size_t)n;
        take_frames(connection);
        if (connection->fd >= 0 && option.slow_read > 0)
            connection->resume = now() + SLOW_MILLISECONDS;
        /* TLS may hold bytes that poll does not see */
        if (connection->fd < 0 || connection->resume > now() || stop || connection->ssl == NULL ||
            SSL_pending(connection->ssl) == 0)
            return;
    }
}

/* as far as the other side takes it */
static void talk(struct connection *connection) {
    static const char nothing[TALK_BYTES];
    if (connection->ssl == NULL)
        (void)!send(connection->fd, nothing, sizeof(nothing), MSG_NOSIGNAL);
    else if (connection->established)
        (void)SSL_write(connection->ssl, nothing, sizeof(nothing));
    ERR_clear_error();
}

static void accept_one(int listener) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return;
    for (int i = 0; i < CONNECTIONS; i++) {
        struct connection *connection = &connections[i];
        if (connection->fd >= 0)
            continue;
        count.connections++;
        *connection = (struct connection){.fd = fd};
        connection->faulty = option.faults < 0 || count.connections <= option.faults;
        if (option.no_handshake && connection->faulty)
            connection->resume = INT64_MAX;
        if (option.stall_after == 0 && connection->faulty)
            connection->resume = option.stall_seconds > 0 ? now() + option.stall_seconds * 1000 : INT64_MAX;
        if (context != NULL) {
            connection->ssl = SSL_new(context);
            SSL_set_fd(connection->ssl, fd);
        }
        return;
    }
    close(fd);
}

/* The kernel answers connections until the queue of the listener is full. */
static void fill_queue(const struct sockaddr_storage *address, socklen_t length) {
    for (int i = 0; i < 4; i++) {
        int fd = socket(address->ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd < 0 || (connect(fd, (const struct sockaddr *)address, length) != 0 && errno != EINPROGRESS))
            fail("cannot connect to myself: %s", strerror(errno));
    }
}

static int listen_on(void) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *address;
    int on = 1, error = getaddrinfo(option.address, option.port, &hints, &address);
    if (error != 0)
        fail("%s port %s: %s", option.address, option.port, gai_strerror(error));
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (fd < 0 || bind(fd, address->ai_addr, address->ai_addrlen) != 0 ||
        listen(fd, option.no_accept ? 0 : 64) != 0)
        fail("%s port %s: %s", option.address, option.port, strerror(errno));
    freeaddrinfo(address);
    struct sockaddr_storage bound;
    socklen_t length = sizeof(bound);
    getsockname(fd, (struct sockaddr *)&bound, &length);
    if (option.no_accept)
        fill_queue(&bound, length);
    if (option.port_file != NULL) {
        char port[NI_MAXSERV], name[4096];
        getnameinfo((struct sockaddr *)&bound, length, NULL, 0, port, sizeof(port), NI_NUMERICSERV);
        snprintf(name, sizeof(name), "%s.new", option.port_file);
        FILE *file = fopen(name, "w");
        if (file == NULL || fprintf(file, "%s\n", port) < 0 || fclose(file) != 0 ||
            rename(name, option.port_file) != 0)
            fail("%s: %s", option.port_file, strerror(errno));
    }
    return fd;
}

static void set_up_tls(void) {
    if (option.certificate == NULL || option.key == NULL)
        fail("--tls needs --cert FILE and --key FILE");
    context = SSL_CTX_new(TLS_server_method());
    if (SSL_CTX_use_certificate_chain_file(context, option.certificate) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, option.key, SSL_FILETYPE_PEM) != 1)
        fail("cannot use %s with %s", option.certificate, option.key);
    if (option.authority != NULL) {
        if (SSL_CTX_load_verify_locations(context, option.authority, NULL) != 1)
            fail("cannot use %s", option.authority);
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    }
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

static void serve(void) {
    int listener = listen_on();
    struct pollfd polled[CONNECTIONS + 1];
    struct connection *of[CONNECTIONS + 1];
    while (!stop) {
        nfds_t n = 1;
        int64_t time = now(), wait = 1000;
        polled[0] = (struct pollfd){option.no_accept ? -1 : listener, POLLIN, 0};
        for (int i = 0; i < CONNECTIONS; i++) {
            struct connection *connection = &connections[i];
            if (connection->fd < 0)
                continue;
            if (connection->drop != 0 && connection->drop <= time) {
                close_connection(connection, false);
                continue;
            }
            if (option.talk && connection->faulty)
                talk(connection), wait = SLOW_MILLISECONDS;
            if (connection->drop != 0 && connection->drop - time < wait)
                wait = connection->drop - time;
            if (connection->resume > time) {
                if (connection->resume - time < wait)
                    wait = connection->resume - time;
                continue;
            }
            if (connection->resume != 0) { /* frames that came before the stall */
                connection->resume = 0;
                take_frames(connection);
                if (connection->fd < 0 || connection->resume != 0) {
                    wait = 0;
                    continue;
                }
                if (connection->ssl != NULL && SSL_pending(connection->ssl) > 0) {
                    read_some(connection);
                    wait = 0;
                    continue;
                }
            }
            polled[n] = (struct pollfd){connection->fd, POLLIN, 0};
            of[n++] = connection;
        }
        if (poll(polled, n, (int)wait) < 0)
            continue;
        if (polled[0].revents != 0)
            accept_one(listener);
        for (nfds_t i = 1; i < n && !stop; i++)
            if (polled[i].revents != 0 && of[i]->fd == polled[i].fd)
                read_some(of[i]);
    }
    close(listener);
    for (int i = 0; i < CONNECTIONS; i++)
        if (connections[i].fd >= 0)
            close_connection(&connections[i], false);
}

/* reads the frames that earlier runs wrote */
static void check_file(void) {
    FILE *file = fopen(option.check, "r");
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    if (file == NULL)
        fail("%s: %s", option.check, strerror(errno));
    while ((length = getline(&line, &size, file)) > 0) {
        if (line[length - 1] != '\n') { /* the writer was killed within a write */
            count.partial++;
            break;
        }
        count.bytes += length;
        judge(line, (size_t)length - 1);
    }
    free(line);
    fclose(file);
}

static int summarize(void) {
    FILE *file = option.summary != NULL ? fopen(option.summary, "w") : option.check != NULL ? stdout : stderr;
    long distinct = 0, duplicates = 0, highest = option.expect, missing = 0, first_missing = 0;
    if (file == NULL)
        fail("%s: %s", option.summary, strerror(errno));
    for (size_t i = 1; i < seen_size; i++)
        if (seen[i] > 0) {
            distinct++;
            duplicates += seen[i] - 1;
            if (option.expect < 0)
                highest = (long)i;
        }
    for (long i = 1; i <= highest; i++)
        if ((size_t)i >= seen_size || seen[i] == 0) {
            missing++;
            if (first_missing == 0)
                first_missing = i;
        }
    fprintf(
        file,
        "{\"frames\":%ld,\"bytes\":%ld,\"invalid\":%ld,\"incomplete\":%ld,\"too_long\":%ld,\"partial\":%ld,"
        "\"connections\":%ld,\"resets\":%ld,\"handshake_failures\":%ld",
        count.frames, count.bytes, count.invalid, count.incomplete, count.too_long, count.partial,
        count.connections, count.resets, count.handshake_failures);
    if (option.sequence != NULL)
        fprintf(file, ",\"distinct\":%ld,\"duplicates\":%ld,\"missing\":%ld,\"first_missing\":%ld", distinct,
                duplicates, missing, first_missing);
    fputs("}\n", file);
    fflush(file);
    return count.invalid > 0 || (option.expect >= 0 && missing > 0);
}

static void on_signal(int signal_number) {
    (void)signal_number;
    stop = 1;
}

static long number_of(const char *text) {
    char *end;
    long number = strtol(text, &end, 10);
    if (end == text || *end != '\0' || number < 0)
        fail("'%s' is no number", text);
    return number;
}

static const struct {
    const char *name;
    const char **string;
    long *number;
    bool *flag;
} option_table[] = {
    {"address", &option.address, NULL, NULL},
    {"port", &option.port, NULL, NULL},
    {"port-file", &option.port_file, NULL, NULL},
    {"record", &option.record, NULL, NULL},
    {"check", &option.check, NULL, NULL},
    {"summary", &option.summary, NULL, NULL},
    {"cert", &option.certificate, NULL, NULL},
    {"key", &option.key, NULL, NULL},
    {"ca", &option.authority, NULL, NULL},
    {"sequence", &option.sequence, NULL, NULL},
    {"drop-after", NULL, &option.drop_after, NULL},
    {"rst-after", NULL, &option.rst_after, NULL},
    {"stall-after", NULL, &option.stall_after, NULL},
    {"stall-seconds", NULL, &option.stall_seconds, NULL},
    {"drop-delay", NULL, &option.drop_delay, NULL},
    {"kill-after", NULL, &option.kill_after, NULL},
    {"faults", NULL, &option.faults, NULL},
    {"expect", NULL, &option.expect, NULL},
    {"exit-after", NULL, &option.exit_after, NULL},
    {"half-close", NULL, NULL, &option.half_close},
    {"slow-read", NULL, &option.slow_read, NULL},
    {"talk", NULL, NULL, &option.talk},
    {"tls", NULL, NULL, &option.tls},
    {"no-handshake", NULL, NULL, &option.no_handshake},
    {"no-accept", NULL, NULL, &option.no_accept},
};
#define OPTIONS (COUNT_OF(option_table))

int main(int argc, char **argv) {
    struct option options[OPTIONS + 1] = {{NULL, 0, NULL, 0}};
    int index = 0, c;
    for (size_t i = 0; i < OPTIONS; i++)
        options[i] = (struct option){option_table[i].name, option_table[i].flag == NULL, NULL, 1};
    while ((c = getopt_long(argc, argv, "", options, &index)) == 1) {
        if (option_table[index].string != NULL)
            *option_table[index].string = optarg;
        else if (option_table[index].number != NULL)
            *option_table[index].number = number_of(optarg);
        else
            *option_table[index].flag = true;
    }
    if (c != -1 || optind < argc)
        fail("usage: see the head of gelfsink.c");
    if (option.check != NULL) {
        check_file();
        return summarize();
    }
    /* without SA_RESTART, so that poll ends; SIGPIPE comes from TLS goodbyes */
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    if (option.record != NULL &&
        (record = open(option.record, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) < 0)
        fail("%s: %s", option.record, strerror(errno));
    if (option.tls)
        set_up_tls();
    for (int i = 0; i < CONNECTIONS; i++)
        connections[i].fd = -1;
    serve();
    return summarize();
}
