/* SPDX-License-Identifier: Apache-2.0
 *
 * privacy - the contract is in privacy.h
 */
#include "config.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/array.h"
#include "privacy/privacy.h"
#include "privacy/pseudonym.h"

enum { QUOTED_MAX = 128, NAMES_MAX = 16 };

struct privacy {
    struct privacy_config config;
    struct siphash_key key;
    unsigned char classes[256]; /* of each character */
};

/* words before a login name */
static const struct text USER_KEYS[] = {
    TEXT_CONSTANT("sasl_username="), TEXT_CONSTANT("authid="),
    TEXT_CONSTANT("user="),          TEXT_CONSTANT("u="),
    TEXT_CONSTANT("owned by user "), TEXT_CONSTANT("unknown user: \""),
};
/* words before "=" and an address without angle brackets, that are none of its own */
static const char *const ADDRESS_KEYS[] = {
    "sasl_username", "sasl_sender", "from", "to", "orig_to",   "authid", "ctladdr", "arg1",
    "user",          "mfrom",       "u",    "id", "recipient", "sender", "rcpt",    "mailfrom",
};

/* the names that this line is known to hold */
struct names {
    struct text addresses[NAMES_MAX]; /* local ones, without a domain */
    struct text users[NAMES_MAX], hosts[NAMES_MAX], exempt[NAMES_MAX];
    size_t address_count, user_count, host_count, exempt_count;
};

/* text under way; only measured where out is NULL */
struct writer {
    char *out;
    size_t length;
    struct text pending; /* what stays as it is, not yet written */
    bool changed;
};

bool privacy_method_of(const char *word, enum privacy_method *method) {
    static const char *const WORDS[] = {
        [PRIVACY_OFF] = "off", [PRIVACY_HASH] = "hash", [PRIVACY_MASK] = "mask"};
    for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
        if (strcmp(word, WORDS[i]) == 0) {
            *method = (enum privacy_method)i;
            return true;
        }
    }
    return false;
}

/* what a character may be part of */
enum { CLASS_WORD = 1, CLASS_LOCAL = 2, CLASS_DOMAIN = 4, CLASS_IP = 8 };

/* a local part without quotes is RFC 5322's atext and the dot */
static unsigned char class_of(char c) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
    bool word = letter || (c >= '0' && c <= '9') || c == '_';
    bool local = word || char_is_in(c, "!#$%&'*+-/=?^`{|}~.");
    bool ip = char_is_in(c, "0123456789abcdefABCDEF:.");
    return (unsigned char)((word ? CLASS_WORD : 0) | (local ? CLASS_LOCAL : 0) |
                           (word || c == '.' || c == '-' ? CLASS_DOMAIN : 0) | (ip ? CLASS_IP : 0));
}

struct privacy *privacy_open(const struct privacy_config *config, char *error, size_t size) {
    struct privacy *privacy = calloc(1, sizeof(*privacy));
    if (privacy == NULL) {
        snprintf(error, size, "out of memory");
        return NULL;
    }
    privacy->config = *config;
    for (int c = 0; c < 256; c++)
        privacy->classes[c] = class_of((char)c);
    bool hashes =
        config->addresses == PRIVACY_HASH || config->users == PRIVACY_HASH || config->clients == PRIVACY_HASH;
    if (hashes && config->key_file == NULL)
        snprintf(error, size,
                 "privacyKeyFile is missing: a hash needs a key; make one with: openssl rand -hex 16");
    else if (!hashes || pseudonym_read_key(config->key_file, &privacy->key, error, size))
        return privacy;
    free(privacy);
    return NULL;
}

void privacy_close(struct privacy *privacy) {
    free(privacy);
}

static bool is(const struct privacy *privacy, char c, unsigned char class) {
    return privacy->classes[(unsigned char)c] & class;
}

/* length of the run of that class at the start, at most bound */
static size_t run(const struct privacy *privacy, struct text text, unsigned char class, size_t bound) {
    size_t length = 0;
    while (length < text.length && length < bound && is(privacy, text.start[length], class))
        length++;
    return length;
}

static void append(struct writer *writer, struct text text) {
    if (writer->out != NULL && text.length > 0)
        memcpy(writer->out + writer->length, text.start, text.length);
    writer->length += text.length;
}

static void emit(struct writer *writer, struct text text) {
    append(writer, writer->pending);
    writer->pending.length = 0;
    append(writer, text);
}

static void emit_pseudonym(struct writer *writer, struct text pseudonym) {
    emit(writer, pseudonym);
    writer->changed = true;
}

static void emit_name(const struct privacy *privacy, enum privacy_method method, enum pseudonym_kind kind,
                      struct text name, struct writer *writer) {
    char buffer[PSEUDONYM_MAX];
    emit_pseudonym(writer, method == PRIVACY_MASK ? TEXT("***")
                                                  : pseudonym_of_name(&privacy->key, kind, name, buffer));
}

static void emit_ip(const struct privacy *privacy, int family, const void *address, struct writer *writer) {
    char buffer[PSEUDONYM_MAX];
    emit_pseudonym(writer, privacy->config.clients == PRIVACY_MASK
                               ? pseudonym_network(family, address, buffer)
                               : pseudonym_of_ip(&privacy->key, family, address, buffer));
}

static bool is_exempt(const struct names *names, struct text text) {
    for (size_t i = 0; i < names->exempt_count; i++)
        if (text_is(text, names->exempt[i]))
            return true;
    return false;
}

static bool has_text(const char *const *list, size_t count, struct text text) {
    for (size_t i = 0; i < count; i++)
        if (text_is(text, text_of(list[i])))
            return true;
    return false;
}

/* length of the local part at the start of text, an "@" and a domain behind it; 0 for none */
static size_t local_length(const struct privacy *privacy, struct text text) {
    size_t length = 0;
    if (text.start[0] == '"') {
        length = 1;
        while (length < text.length && length < QUOTED_MAX && text.start[length] != '"')
            length += text.start[length] == '\\' ? 2 : 1;
        length++;
    } else {
        length = run(privacy, text, CLASS_LOCAL, text.length);
    }
    bool has_domain = length > 0 && length + 1 < text.length && text.start[length] == '@' &&
                      (is(privacy, text.start[length + 1], CLASS_DOMAIN) || text.start[length + 1] == '[');
    return has_domain ? length : 0;
}

/* what stands in front of an address, but is not of it: quotes, "from=" */
static size_t local_head(struct text local) {
    size_t head = text_span(local, "'|/{*!`");
    size_t equal = text_find_char(text_skip(local, head), '=');
    if (equal != TEXT_NONE &&
        has_text(ADDRESS_KEYS, COUNT_OF(ADDRESS_KEYS), text_slice(local, head, head + equal)))
        head += equal + 1;
    return head < local.length ? head : 0;
}

/* an address: its local part, "@" and domain; method is that of addresses, or of
 * users where it is a login name */
static void emit_address(const struct privacy *privacy, enum privacy_method method, struct text address,
                         size_t local, struct writer *writer) {
    emit_name(privacy, method, PSEUDONYM_PERSON, address, writer);
    emit(writer, text_skip(address, local));
}

static void emit_user(const struct privacy *privacy, struct text user, struct writer *writer) {
    size_t at = text_find_last_char(user, '@');
    if (at != TEXT_NONE && at > 0)
        emit_address(privacy, privacy->config.users, user, at, writer);
    else
        emit_name(privacy, privacy->config.users, PSEUDONYM_PERSON, user, writer);
}

/* two labels of a client's name stay */
static size_t host_tail(struct text name) {
    size_t last = text_find_last_char(name, '.');
    if (last == TEXT_NONE)
        return name.length;
    size_t second = text_find_last_char(text_slice(name, 0, last), '.');
    return second != TEXT_NONE ? second : name.length;
}

static void emit_host(const struct privacy *privacy, struct text host, struct writer *writer) {
    emit_name(privacy, privacy->config.clients, PSEUDONYM_CLIENT, host, writer);
    emit(writer, text_skip(host, host_tail(host)));
}

/* each take_ function: how much of rest it has written a pseudonym for; 0: it is not there */

static size_t take_address(const struct privacy *privacy, const struct names *names, struct text rest,
                           struct writer *writer) {
    size_t local = local_length(privacy, rest);
    if (local == 0)
        return 0;
    size_t end = local + 1 + run(privacy, text_skip(rest, local + 1), CLASS_DOMAIN, rest.length);
    while (end > local + 2 && rest.start[end - 1] == '.')
        end--; /* of the sentence */
    size_t head = rest.start[0] == '"' ? 0 : local_head(text_slice(rest, 0, local));
    struct text address = text_slice(rest, head, end);
    emit(writer, text_slice(rest, 0, head));
    if (is_exempt(names, address))
        emit(writer, address);
    else
        emit_address(privacy, privacy->config.addresses, address, local - head, writer);
    return end;
}

static size_t take_name(const struct privacy *privacy, const struct text *list, size_t count,
                        struct text rest) {
    size_t longest = 0;
    for (size_t i = 0; i < count; i++)
        if (rest.length > 0 && list[i].start[0] == rest.start[0] && list[i].length > longest &&
            text_starts(rest, list[i]) &&
            (rest.length == list[i].length || !is(privacy, rest.start[list[i].length], CLASS_WORD)))
            longest = list[i].length;
    return longest;
}

/* length of "authid=", of the key at the start of rest; 0 for none */
static size_t user_key_length(struct text rest) {
    for (size_t i = 0; i < COUNT_OF(USER_KEYS); i++)
        if (rest.start[0] == USER_KEYS[i].start[0] && text_starts(rest, USER_KEYS[i]))
            return USER_KEYS[i].length;
    return 0;
}

static size_t take_user(const struct privacy *privacy, const struct names *names, struct text rest,
                        struct writer *writer) {
    size_t length = take_name(privacy, names->users, names->user_count, rest);
    if (length > 0) {
        emit_user(privacy, text_slice(rest, 0, length), writer);
        return length;
    }
    size_t key = user_key_length(rest);
    if (key == 0)
        return 0;
    key += key < rest.length && rest.start[key] == '<';
    size_t end = key + take_name(privacy, names->users, names->user_count, text_skip(rest, key));
    bool known = end > key; /* such a name may hold blanks */
    while (!known && end < rest.length && !char_is_in(rest.start[end], " ,;>()'\""))
        end++;
    if (end == key)
        return 0;
    emit(writer, text_slice(rest, 0, key));
    emit_user(privacy, text_slice(rest, key, end), writer);
    return end;
}

static size_t take_ip(const struct privacy *privacy, const struct names *names, struct text rest,
                      struct writer *writer) {
    char string[INET6_ADDRSTRLEN];
    struct text token = text_slice(rest, 0, run(privacy, rest, CLASS_IP, sizeof(string)));
    if (text_find_char(token, '.') == TEXT_NONE && text_find_char(token, ':') == TEXT_NONE)
        return 0;
    while (token.length > 0 && (token.start[token.length - 1] == '.' || token.start[token.length - 1] == ':'))
        token.length--;
    for (;;) {
        if (token.length == 0 || token.length >= sizeof(string) ||
            (token.length < rest.length && is(privacy, rest.start[token.length], CLASS_WORD)))
            return 0;
        memcpy(string, token.start, token.length);
        string[token.length] = '\0';
        struct in6_addr address; /* room for either family */
        int family = inet_pton(AF_INET, string, &address) == 1    ? AF_INET
                     : inet_pton(AF_INET6, string, &address) == 1 ? AF_INET6
                                                                  : AF_UNSPEC;
        if (family != AF_UNSPEC) {
            if (is_exempt(names, token) || (family == AF_INET && text_starts(token, TEXT("127."))))
                return 0;
            emit_ip(privacy, family, &address, writer);
            return token.length;
        }
        size_t colon = text_find_last_char(token, ':'); /* of a port */
        if (colon == TEXT_NONE || text_find_char(token, '.') == TEXT_NONE)
            return 0;
        token.length = colon;
    }
}

static size_t take_client(const struct privacy *privacy, const struct names *names, struct text rest,
                          struct writer *writer) {
    size_t length = take_name(privacy, names->hosts, names->host_count, rest);
    if (length == 0)
        return take_ip(privacy, names, rest, writer);
    emit_host(privacy, text_slice(rest, 0, length), writer);
    return length;
}

/* "given password: secret": Dovecot's auth_verbose_passwords. A password may hold what would
 * end it, so the last parenthesis counts. */
static size_t take_password(struct text rest, struct writer *writer) {
    const struct text GIVEN = TEXT("given password: ");
    if (!text_starts(rest, GIVEN))
        return 0;
    size_t close = text_find_last_char(rest, ')');
    emit(writer, GIVEN);
    emit_pseudonym(writer, TEXT("***"));
    return close != TEXT_NONE ? close : rest.length;
}

static size_t take(const struct privacy *privacy, const struct names *names, char before, struct text rest,
                   struct writer *writer) {
    const struct privacy_config *config = &privacy->config;
    size_t taken = take_password(rest, writer);
    if (taken > 0)
        return taken;
    if (config->addresses != PRIVACY_OFF && !is(privacy, before, CLASS_LOCAL))
        taken = take_address(privacy, names, rest, writer);
    if (taken > 0 || is(privacy, before, CLASS_WORD) || !is(privacy, rest.start[0], CLASS_WORD))
        return taken;
    if (config->addresses != PRIVACY_OFF) {
        taken = take_name(privacy, names->addresses, names->address_count, rest);
        if (taken > 0)
            emit_name(privacy, config->addresses, PSEUDONYM_PERSON, text_slice(rest, 0, taken), writer);
    }
    if (taken > 0)
        return taken;
    if (config->users != PRIVACY_OFF)
        taken = take_user(privacy, names, rest, writer);
    if (taken == 0 && config->clients != PRIVACY_OFF)
        taken = take_client(privacy, names, rest, writer);
    return taken;
}

static void rewrite(const struct privacy *privacy, const struct names *names, struct text text,
                    struct writer *writer) {
    writer->pending = text_slice(text, 0, 0);
    for (size_t i = 0; i < text.length;) {
        size_t taken = take(privacy, names, i > 0 ? text.start[i - 1] : ' ', text_skip(text, i), writer);
        if (taken > 0)
            writer->pending = text_slice(text, i + taken, i + taken);
        else
            writer->pending.length++;
        i += taken > 0 ? taken : 1;
    }
    append(writer, writer->pending);
}

/* the text with its pseudonyms; itself where it has none */
static struct text rewritten(const struct privacy *privacy, const struct names *names, struct event *event,
                             struct text text) {
    struct writer writer = {0};
    rewrite(privacy, names, text, &writer);
    if (!writer.changed)
        return text;
    writer.out = event_alloc(event, writer.length + 1);
    if (writer.out == NULL)
        return (struct text){NULL, 0};
    writer.length = 0;
    rewrite(privacy, names, text, &writer);
    writer.out[writer.length] = '\0';
    return (struct text){writer.out, writer.length};
}

/* the values of the fields of that privacy; at most NAMES_MAX */
static size_t collect(struct text *list, const struct event *event, enum field_privacy privacy) {
    size_t count = 0;
    const enum field *field = fields_of_privacy(event_fields(event), privacy);
    for (; *field != FIELD_NONE && count < NAMES_MAX; field++)
        if (event_has(event, *field))
            list[count++] = event_get(event, *field);
    return count;
}

/* the mail addresses of the event, each one of a list for itself; at most NAMES_MAX */
static size_t collect_addresses(struct text *list, const struct event *event) {
    struct text values[NAMES_MAX];
    size_t value_count = collect(values, event, FIELD_PRIVACY_ADDRESS), count = 0;
    for (size_t i = 0; i < value_count; i++) {
        struct text rest = values[i];
        while (rest.length > 0 && count < NAMES_MAX) {
            size_t comma = text_find(rest, TEXT(", "));
            list[count++] = text_slice(rest, 0, comma);
            rest = comma == TEXT_NONE ? text_slice(rest, 0, 0) : text_skip(rest, comma + 2);
        }
    }
    return count;
}

/* the addresses that have no domain, by which they would be found */
static size_t keep_local(struct text *list, size_t count) {
    size_t local = 0;
    for (size_t i = 0; i < count; i++)
        if (list[i].length > 0 && text_find_char(list[i], '@') == TEXT_NONE)
            list[local++] = list[i];
    return local;
}

/* "unknown", "localhost" and addresses are no host names */
static bool is_host_name(const struct privacy *privacy, struct text host) {
    return !text_is(host, TEXT("unknown")) && !text_is(host, TEXT("localhost")) &&
           is(privacy, host.start[0], CLASS_WORD) && run(privacy, host, CLASS_IP, host.length) < host.length;
}

static size_t collect_hosts(const struct privacy *privacy, struct text *list, const struct event *event) {
    size_t count = collect(list, event, FIELD_PRIVACY_HOST), names = 0;
    for (size_t i = 0; i < count; i++) {
        struct text host = text_slice(list[i], 0, text_find_char(list[i], '[')); /* "host[address]" */
        if (host.length > 0 && is_host_name(privacy, host))
            list[names++] = host;
    }
    return names;
}

static bool is_listed(const struct text *list, size_t count, struct text text) {
    for (size_t i = 0; i < count; i++)
        if (text_is_nocase(text, list[i]))
            return true;
    return false;
}

/* Who sends a message chooses its Message-Id: one that is a person's address is not exempt. */
static size_t collect_exempt(struct text *list, const struct event *event, const struct names *names) {
    size_t count = collect(list, event, FIELD_PRIVACY_EXEMPT), exempt = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_listed(names->addresses, names->address_count, list[i]) &&
            !is_listed(names->users, names->user_count, list[i]))
            list[exempt++] = list[i];
    return exempt;
}

struct text privacy_apply(const struct privacy *privacy, struct event *event, struct text message) {
    struct names names;
    names.address_count = collect_addresses(names.addresses, event);
    names.user_count = collect(names.users, event, FIELD_PRIVACY_USER);
    names.host_count = collect_hosts(privacy, names.hosts, event);
    names.exempt_count = collect_exempt(names.exempt, event, &names);
    names.address_count = keep_local(names.addresses, names.address_count);
    for (enum field f = event_next(event, 0); f != FIELD_NONE; f = event_next(event, f + 1)) {
        struct text value = event_get(event, f);
        struct text fresh = rewritten(privacy, &names, event, value);
        if (fresh.start == NULL)
            event_unset(event, f);
        else if (fresh.start != value.start)
            event_set(event, f, fresh);
    }
    return rewritten(privacy, &names, event, message);
}
