/* SPDX-License-Identifier: Apache-2.0
 *
 * roles - reading TRACKING; see join.h for the format
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/array.h"
#include "memory/roles.h"
#include "common/layers.h"

static const char *const ROLE_NAMES[] = {
    [ROLE_NONE] = "none",
    [ROLE_CONNECTION_BEGIN] = "connection-begin",
    [ROLE_CONNECTION] = "connection",
    [ROLE_CONNECTION_END] = "connection-end",
    [ROLE_READER] = "reader",
    [ROLE_MESSAGE_BEGIN] = "message-begin",
    [ROLE_MESSAGE] = "message",
    [ROLE_IDENTITY] = "identity",
    [ROLE_DELIVERY] = "delivery",
    [ROLE_MESSAGE_END] = "message-end",
    [ROLE_COPY] = "copy",
    [ROLE_SPLIT] = "split",
    [ROLE_NOTIFICATION] = "notification",
    [ROLE_PROXY] = "proxy",
    [ROLE_RELAY] = "relay",
};

static enum role role_of(struct text name) {
    for (size_t i = ROLE_NONE; i < COUNT_OF(ROLE_NAMES); i++)
        if (text_is(name, text_of(ROLE_NAMES[i])))
            return (enum role)i;
    return ROLE_DEFAULT;
}

/* "postfix.cleanup.*" or a whole id */
static bool pattern_fits(struct text pattern, struct text id) {
    if (text_ends(pattern, TEXT("*")))
        return text_starts(id, text_slice(pattern, 0, pattern.length - 1));
    return text_is(id, pattern);
}

/* gives the role to the rules that have none yet; how many rules fit the pattern */
static unsigned give_role(struct roles *roles, const struct rulebase *rulebase, struct text pattern,
                          enum role role) {
    unsigned fits = 0;
    for (unsigned i = 0; i < roles->rule_count; i++) {
        if (!pattern_fits(pattern, rulebase_rule(rulebase, i)->id))
            continue;
        fits++;
        if (roles->of_rules[i] == ROLE_DEFAULT)
            roles->of_rules[i] = (unsigned char)role;
    }
    return fits;
}

/* what take_row needs */
struct load {
    struct roles *roles;
    const struct rulebase *rulebase;
};

static bool take_row(void *context, struct text row, enum layer layer, const struct lines *lines, char *error,
                     size_t size) {
    (void)layer;
    const struct load *load = context;
    struct text pattern = lines_word(&row), name = lines_word(&row);
    enum role role = role_of(name);
    if (role == ROLE_DEFAULT)
        return lines_fail(lines, error, size,
                          "want a rule id and a role: none, connection-begin, connection, connection-end, "
                          "reader, message-begin, message, identity, delivery, message-end, copy, "
                          "notification, proxy or relay");
    return give_role(load->roles, load->rulebase, pattern, role) > 0 ||
           lines_fail(lines, error, size, "no rule has the id %.*s; fix it or take the row out",
                      (int)pattern.length, pattern.start);
}

struct roles *roles_load(const char *directory, const char *local_directory, const struct rulebase *rulebase,
                         char *error, size_t size) {
    struct roles *roles = calloc(1, sizeof(*roles));
    unsigned char *of_rules = calloc(rulebase_rule_count(rulebase) + 1, 1);
    if (roles == NULL || of_rules == NULL) {
        snprintf(error, size, "%s/TRACKING: out of memory", directory);
        free(of_rules);
        free(roles);
        return NULL;
    }
    *roles = (struct roles){rulebase_rule_count(rulebase), of_rules};
    struct layers layers;
    struct load load = {roles, rulebase};
    bool good = layers_read(&layers, "TRACKING", directory, local_directory, take_row, &load, error, size);
    layers_free(&layers);
    if (good)
        return roles;
    roles_free(roles);
    return NULL;
}

void roles_free(struct roles *roles) {
    if (roles == NULL)
        return;
    free(roles->of_rules);
    free(roles);
}
