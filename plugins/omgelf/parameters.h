/* SPDX-License-Identifier: Apache-2.0
 *
 * parameters - the parameters of an omgelf action
 *
 *     struct parameters parameters = {0};
 *     CHKiRet(parameters_read(&parameters, lst));      // lst as newActInst gets it
 *     ...
 *     parameters_free(&parameters);
 *
 * Errors are reported by parser_errmsg, with file and line. Settings that work but are probably a
 * mistake are reported by parameter_warn. settings and driver point into struct parameters: so it
 * must not move, and outlives all senders. The caller sets the prefix of the rescue files.
 */
#ifndef PARAMETERS_H
#define PARAMETERS_H

#include "rsyslog.h"
#include "conf.h"

#include "common/parameter_table.h"
#include "gelf_template.h"
#include "netstream.h"
#include "delivery/sender.h"

struct parameters {
    char *template_name;        /* NULL: frames come from gelf */
    struct gelf_template *gelf; /* NULL: frames come from the template */
    struct gelf_template_settings gelf_settings;
    struct parameter_texts hosts, ports;
    struct targets *targets;
    struct netstream_settings netstream;
    struct stream_driver driver;
    struct sender_settings settings;
};

rsRetVal parameters_read(struct parameters *parameters, struct nvlst *lst);
void parameters_free(struct parameters *parameters);
/* reports what does not fit; driver and ca_file are those of global(), or NULL */
void parameters_check_globals(const struct parameters *parameters, const char *driver, const char *ca_file);

#endif
