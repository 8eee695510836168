/* SPDX-License-Identifier: Apache-2.0
 *
 * parameters - the parameters of an mmmailnorm action
 *
 *     struct parameters parameters = {0};
 *     CHKiRet(parameters_read(&parameters, lst));      // lst as newActInst gets it
 *     const struct mailnorm_config config = parameters_config(&parameters);
 *     ...
 *     parameters_free(&parameters);                    // after a failure, too
 *
 * parser_errmsg reports errors with file and line. parameter_warn reports values that work but are
 * probably a mistake. The config points into the parameters.
 */
#ifndef PARAMETERS_H
#define PARAMETERS_H

#include "rsyslog.h"
#include "conf.h"

#include "common/parameter_table.h"
#include "engine/mailnorm.h"

struct parameters {
    char *container; /* as msgAddJSON wants it: "!" or "!mail" */
    char *rulebase_directory, *local_rulebase_directory;
    struct parameter_texts geo_databases;
    enum geo_mode geo_mode;
    bool track;
    uint64_t track_entries, track_bytes;
    int64_t track_age;
    char *state_file;
    struct parameter_texts home_countries;
    int64_t login_window;
    enum privacy_method privacy_addresses, privacy_users, privacy_clients;
    char *privacy_key_file;
    struct parameter_texts fields;
    struct parameter_texts tree_fields; /* or "all" or "none" alone */
};

rsRetVal parameters_read(struct parameters *parameters, struct nvlst *lst);
struct mailnorm_config parameters_config(const struct parameters *parameters);
void parameters_free(struct parameters *parameters);

#endif
