/* SPDX-License-Identifier: Apache-2.0
 *
 * exim_elements - "NAME=value" and flags; the contract is in exim.h. Source: chapter "Log
 * files" of Exim's specification; src/receive.c, src/deliver.c, src/smtp_in.c
 */
#include "config.h"

#include "common/array.h"
#include "servers/exim/exim.h"

#define NAME_MAX_LENGTH 8

static const char *const NAMES[EXIM_ELEMENTS] = {
    [EXIM_A] = "A",         [EXIM_C] = "C",   [EXIM_CI] = "Ci", [EXIM_CV] = "CV",   [EXIM_D] = "D",
    [EXIM_DKIM] = "DKIM",   [EXIM_DN] = "DN", [EXIM_DT] = "DT", [EXIM_F] = "F",     [EXIM_H] = "H",
    [EXIM_DMARC] = "DMARC", [EXIM_I] = "I",   [EXIM_ID] = "id", [EXIM_P] = "P",     [EXIM_PRX] = "PRX",
    [EXIM_QT] = "QT",       [EXIM_R] = "R",   [EXIM_S] = "S",   [EXIM_SNI] = "SNI", [EXIM_SPF] = "SPF",
    [EXIM_ST] = "ST",       [EXIM_T] = "T",   [EXIM_U] = "U",   [EXIM_X] = "X"};

/* SPF and DMARC also come without a value, where the message passed */
static const char *const FLAGS[] = {"K",   "L",    "L-",   "L*",   "L.",  "DS",  "PRDR",
                                    "TFO", "TFO*", "utf8", "UTF8", "ARC", "PIPE"};

static enum exim_element find_name(struct text name) {
    enum exim_element element = 0;
    if (text_is(name, TEXT("id*"))) /* made by this server */
        return EXIM_ID;
    while (element < EXIM_ELEMENTS && !text_is(name, text_of(NAMES[element])))
        element++;
    return element;
}

static bool ends_here(struct text text) {
    return text.length == 0 || text.start[0] == ' ';
}

/* what stands in quotes, escaped by backslashes or not */
static bool take_quoted(struct text *text, struct text *value, bool escaped) {
    struct text inside = *text, rest;
    if (!text_take(&inside, TEXT("\"")))
        return false;
    size_t end = escaped ? exim_quoted_end(inside) : text_find(inside, TEXT("\" "));
    if (end == TEXT_NONE && !escaped && text_ends(inside, TEXT("\"")))
        end = inside.length - 1;
    if (end == TEXT_NONE || !ends_here(rest = text_skip(inside, end + 1)))
        return false;
    *value = text_slice(inside, 0, end);
    *text = rest;
    return true;
}

/* a word; a colon behind it begins a reason: "R=dnslookup: why" */
static bool take_word(struct text *text, struct text *value) {
    struct text word = text_slice(*text, 0, exim_word_length(*text));
    if (text_find_char(word, '"') != TEXT_NONE)
        return false;
    if (text_ends(word, TEXT(":")))
        word.length--;
    *value = word;
    *text = text_skip(*text, word.length);
    return true;
}

/* a Message-Id may hold blanks in quotes */
static bool take_id(struct text *text, struct exim_elements *elements) {
    struct text rest = *text, id;
    if (!exim_take_address(&rest, &id) || !ends_here(rest))
        return take_word(text, &elements->value[EXIM_ID]);
    elements->explained += exim_count_hosts(id, elements->host.ip);
    elements->value[EXIM_ID] = id;
    *text = rest;
    return true;
}

/* "<alice@example.org>"; local_scan()'s lines have the sender without brackets */
static bool take_sender(struct text *text, struct exim_elements *elements) {
    struct text *sender = &elements->value[EXIM_F];
    if (!text_take_bracketed(text, sender))
        return take_word(text, sender);
    if (exim_is_quoted_address(*sender))
        elements->explained += exim_count_hosts(*sender, elements->host.ip);
    return true;
}

static bool take_named_host(struct text *text, struct exim_elements *elements) {
    elements->value[EXIM_H] = text_slice(*text, 0, 0);
    return elements->incoming ? exim_take_host(text, &elements->host)
                              : exim_take_relay(text, &elements->host);
}

/* "local_copy (bob@example.org: why it failed)" */
static bool take_shadow(struct text *text, struct text *value) {
    static const char *const ENDS[] = {") DKIM=", ") C=\"", ") QT=", ") DT="};
    if (!take_word(text, value))
        return false;
    if (!text_starts(*text, TEXT(" (")))
        return true;
    for (size_t i = 0; i < COUNT_OF(ENDS); i++) {
        size_t end = text_find(*text, text_of(ENDS[i]));
        if (end != TEXT_NONE) {
            *text = text_skip(*text, end + 1);
            return true;
        }
    }
    if (!text_ends(*text, TEXT(")")))
        return false;
    *text = text_skip(*text, text->length);
    return true;
}

/* the value behind "NAME=" of a known element */
static bool take_value(struct text *text, enum exim_element element, struct exim_elements *elements) {
    struct text *value = &elements->value[element];
    switch (element) {
    case EXIM_H:
        return take_named_host(text, elements);
    case EXIM_F:
        return take_sender(text, elements);
    case EXIM_ID:
        return take_id(text, elements);
    case EXIM_P:
        return (!elements->incoming && text_take_bracketed(text, value)) || take_word(text, value);
    case EXIM_R: /* of a bounce, in front of all that a client chooses */
        return (!elements->incoming || elements->value[EXIM_H].start == NULL) && take_word(text, value);
    case EXIM_C:
        return take_quoted(text, value, true) || take_word(text, value);
    case EXIM_T:
        if (!take_quoted(text, value, true))
            return take_word(text, value);
        elements->explained += exim_count_hosts(*value, elements->host.ip);
        return true;
    case EXIM_SNI: /* in quotes before 4.96, and then in front of A= */
        return (elements->value[EXIM_A].start == NULL && take_quoted(text, value, false)) ||
               take_word(text, value);
    case EXIM_DN:
        return take_quoted(text, value, false);
    case EXIM_ST:
        return take_shadow(text, value);
    default:
        return take_word(text, value);
    }
}

/* takes a word without "=": a flag */
static bool take_flag(struct text *text, struct text word, struct exim_elements *elements) {
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(FLAGS) && !known; i++)
        known = text_is(word, text_of(FLAGS[i]));
    if (text_is(word, TEXT("SPF")) || text_is(word, TEXT("DMARC"))) {
        elements->value[text_is(word, TEXT("SPF")) ? EXIM_SPF : EXIM_DMARC] = word;
        known = true;
    }
    if (elements->flags && !text_is(word, TEXT("from")) && !text_is(word, TEXT("for")))
        known |= text_span(word, EXIM_LETTERS EXIM_DIGITS "*.+-_") == word.length;
    if (!known || word.length == 0)
        return false;
    *text = text_skip(*text, 1 + word.length);
    return true;
}

/* whether the reader was told to leave this element to its caller */
static bool is_end(const struct exim_elements *elements, enum exim_element element, struct text value) {
    if (element == EXIM_U && elements->stops_at_ident)
        return elements->value[EXIM_H].start != NULL;
    return elements->stops_at_text &&
           (element == EXIM_ID || ((element == EXIM_DN || element == EXIM_SNI || element == EXIM_T) &&
                                   text_starts(value, TEXT("\""))));
}

bool exim_take_elements(struct text *text, struct exim_elements *elements) {
    while (text_starts(*text, TEXT(" "))) {
        struct text rest = text_skip(*text, 1), unknown;
        struct text word = text_slice(rest, 0, exim_word_length(rest));
        size_t equals = text_find_char(word, '=');
        if (equals == TEXT_NONE) {
            if (!take_flag(text, word, elements))
                return true;
            continue;
        }
        struct text name = text_slice(word, 0, equals);
        if (equals == 0 || equals > NAME_MAX_LENGTH ||
            text_span(name, EXIM_LETTERS EXIM_DIGITS "_*") != name.length)
            return true;
        enum exim_element element = find_name(name);
        rest = text_skip(rest, equals + 1);
        if (element < EXIM_ELEMENTS && is_end(elements, element, rest))
            return true;
        if (element == EXIM_ELEMENTS
                ? !take_quoted(&rest, &unknown, true) && !take_word(&rest, &unknown)
                : elements->value[element].start != NULL || !take_value(&rest, element, elements))
            return false;
        *text = rest;
    }
    return true;
}

bool exim_is_sure(const struct exim_elements *elements) {
    return elements->host.others == elements->explained;
}

/* "TLS1.3:TLS_AES_256_GCM_SHA384:256:X25519*": the key exchange since 4.99, a star where
 * the session was resumed */
static void set_tls(struct event *event, struct text text) {
    size_t version = text_find_char(text, ':');
    if (version == TEXT_NONE)
        return;
    struct text rest = text_skip(text, version + 1);
    size_t cipher = text_find_char(rest, ':');
    if (cipher == TEXT_NONE)
        return;
    struct text size = text_skip(rest, cipher + 1);
    size_t digits = text_digits(size);
    event_set(event, FIELD_vendor_tls_version, text_slice(text, 0, version));
    event_set(event, FIELD_vendor_tls_cipher, text_slice(rest, 0, cipher));
    event_set(event, FIELD_vendor_tls_cipher_size, text_slice(size, 0, digits));
    struct text exchange = text_skip(size, digits);
    if (text_take(&exchange, TEXT(":")))
        event_set(event, FIELD_vendor_tls_key_exchange,
                  text_slice(exchange, 0, text_span(exchange, EXIM_LETTERS EXIM_DIGITS "._-")));
}

/* "plain_server:alice", also "plain_server:alice:alice@example.org" with AUTH= of MAIL */
static void set_authentication(struct event *event, struct text text) {
    size_t colon = text_find_char(text, ':');
    event_set(event, FIELD_vendor_sasl_method, text_slice(text, 0, colon));
    if (colon == TEXT_NONE)
        return;
    text = text_skip(text, colon + 1);
    colon = text_find_char(text, ':');
    event_set(event, FIELD_user_name, text_slice(text, 0, colon));
    if (colon != TEXT_NONE)
        event_set(event, FIELD_vendor_sasl_sender, text_skip(text, colon + 1));
}

/* "4s", "0.123s", "1m30s", "2d3h": -1 for anything else (Exim readconf_printtime()) */
static double seconds_of(struct text text) {
    static const struct {
        char unit;
        unsigned seconds;
    } UNITS[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
    double total = 0;
    if (text.length == 0 || text.length > 30)
        return -1;
    while (text.length > 0) {
        double number = 0, scale = 1;
        size_t digits = text_span(text, EXIM_DIGITS "."), unit = 0;
        bool fraction = false;
        for (size_t i = 0; i < digits; i++) {
            if (text.start[i] == '.') {
                fraction = true;
                continue;
            }
            number = number * 10 + (text.start[i] - '0');
            scale *= fraction ? 10 : 1;
        }
        while (unit < 5 && (digits == text.length || UNITS[unit].unit != text.start[digits]))
            unit++;
        if (digits == 0 || unit == 5)
            return -1;
        total += number / scale * UNITS[unit].seconds;
        text = text_skip(text, digits + 1);
    }
    return total;
}

/* "[192.0.2.25]:25" */
static void set_interface(struct event *event, struct text text) {
    struct exim_host host;
    if (!exim_take_host(&text, &host))
        return;
    set_ip(event, FIELD_destination_ip, host.ip);
    event_set(event, FIELD_destination_port, host.port);
    set_ip(event, FIELD_vendor_server_ip, host.ip);
    event_set(event, FIELD_vendor_server_port, host.port);
}

/* "192.0.2.254", also "[192.0.2.254]:4711" */
static void set_proxy(struct event *event, struct text text) {
    struct exim_host host;
    if (exim_take_host(&text, &host))
        text = host.ip;
    set_ip(event, FIELD_vendor_proxy_ip, text);
}

static void set_incoming(struct event *event, const struct exim_elements *elements) {
    const struct text *value = elements->value;
    if (value[EXIM_H].start != NULL)
        exim_set_client(event, &elements->host);
    if (value[EXIM_I].start != NULL)
        set_interface(event, value[EXIM_I]);
    if (value[EXIM_PRX].start != NULL)
        set_proxy(event, value[EXIM_PRX]);
    if (value[EXIM_H].start != NULL)
        event_set(event, FIELD_vendor_relay_user, value[EXIM_U]);
    else if (value[EXIM_R].start == NULL) /* else Exim itself: a bounce */
        event_set(event, FIELD_user_name, value[EXIM_U]);
    if (value[EXIM_A].start != NULL)
        set_authentication(event, value[EXIM_A]);
    event_set_lower(event, FIELD_network_protocol, value[EXIM_P]);
    event_set(event, FIELD_email_message_id, value[EXIM_ID]);
    event_set(event, FIELD_email_subject, exim_unquote(event, value[EXIM_T]));
    event_set(event, FIELD_vendor_tls_sni, value[EXIM_SNI]);
    if (exim_is_id(value[EXIM_R]))
        event_set(event, FIELD_vendor_parent_uid, value[EXIM_R]);
    if (value[EXIM_DKIM].start != NULL) {
        event_set(event, FIELD_vendor_dkim_domain, value[EXIM_DKIM]);
        event_set(event, FIELD_vendor_dkim_result, TEXT("pass"));
    }
    if (value[EXIM_SPF].start != NULL)
        event_set_lower(event, FIELD_vendor_spf_result,
                        text_is(value[EXIM_SPF], TEXT("SPF")) ? TEXT("pass") : value[EXIM_SPF]);
    if (value[EXIM_DMARC].start != NULL)
        event_set_lower(event, FIELD_vendor_dmarc_result,
                        text_is(value[EXIM_DMARC], TEXT("DMARC")) ? TEXT("accept") : value[EXIM_DMARC]);
}

static void set_outgoing(struct event *event, const struct exim_elements *elements) {
    const struct text *value = elements->value;
    if (value[EXIM_H].start != NULL)
        exim_set_relay(event, &elements->host);
    event_set(event, FIELD_vendor_router, value[EXIM_R]);
    event_set(event, FIELD_vendor_transport, value[EXIM_T]);
    if (value[EXIM_F].start == NULL)
        event_set(event, FIELD_email_from, value[EXIM_P]);
    if (value[EXIM_DKIM].start != NULL) { /* "example.org:selector" */
        size_t colon = text_find_char(value[EXIM_DKIM], ':');
        event_set(event, FIELD_vendor_dkim_domain, text_slice(value[EXIM_DKIM], 0, colon));
        if (colon != TEXT_NONE)
            event_set(event, FIELD_vendor_dkim_selector, text_skip(value[EXIM_DKIM], colon + 1));
    }
}

void exim_set_elements(struct event *event, const struct exim_elements *elements) {
    const struct text *value = elements->value;
    elements->incoming ? set_incoming(event, elements) : set_outgoing(event, elements);
    if (!text_is(value[EXIM_F], TEXT("<>")))
        event_set(event, FIELD_email_from, value[EXIM_F]);
    event_set(event, FIELD_email_size, value[EXIM_S]);
    if (value[EXIM_X].start != NULL)
        set_tls(event, value[EXIM_X]);
    event_set(event, FIELD_vendor_delay, value[EXIM_QT]);
    double seconds = seconds_of(value[EXIM_QT]);
    if (seconds >= 0)
        event_set_float(event, FIELD_vendor_delay_total_seconds, seconds);
}
