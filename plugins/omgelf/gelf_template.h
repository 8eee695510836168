/* SPDX-License-Identifier: Apache-2.0
 *
 * gelf_template - rsyslog's side of the encoder: a template that writes GELF frames
 *
 * omgelf, in newActInst:
 *     static const struct parameter parameters[] = {
 *         GELF_TEMPLATE_PARAMETERS(struct settings, gelf), PARAMETER("target", ...) };
 *     gelf_template_settings_init(&settings.gelf);
 *     ... parameter_table_read ...
 *     CHKiRet(gelf_template_new(&pData->gelf, &settings.gelf));
 *     CHKiRet(OMSRsetEntry(*ppOMSR, 0, strdup(gelf_template_name(pData->gelf)), OMSR_NO_RQD_TPL_OPTS));
 *     CHKiRet(gelf_template_add_counters(pData->gelf, &statsobj, pData->stats));
 * and in freeInstance: gelf_template_free(pData->gelf).
 *
 * The parameter string that commitTransaction then gets is one whole frame: param is NUL-terminated,
 * lenStr its length without the NUL; for GELF/TCP send lenStr + 1 bytes.
 *
 * rsyslog gives a string generator no data of its own, so each gelf_template takes one of
 * GELF_TEMPLATES_LIMIT generated functions; gelf_template_new reports when none is left. The template
 * is named " gelf-N" and lives in loadConf, which frees it.
 *
 * Threads: after gelf_template_new only the counters of a gelf_template change, and they are atomic. The
 * message's tree is read under the message's lock: the queues of two actions may share a message, and one
 * action may change `$!` while the other encodes it.
 */
#ifndef GELF_TEMPLATE_H
#define GELF_TEMPLATE_H

#include "rsyslog.h"

#include "conf.h"
#include "statsobj.h"

#include "common/parameter_table.h"
#include "gelf/gelf.h"

#define GELF_TEMPLATES_LIMIT 64

/* rows for the module's table of parameters; a bad value is reported by parser_errmsg, with file and line
 * container     tree of fields: $!, $!mail, $.mail. Default $!
 * host          a template or a property; default hostname
 * shortMessage  a template or a property; default the raw message after its <PRI>
 * fullMessage   a template or a property; default none
 * staticFields  array of "name=value", added to every frame
 * maxFrameSize  bytes of a frame without its delimiter; default 2 MiB, Graylog's max_message_size
 * eventUid      on, off: add _event_uid; default on */
/* clang-format off */
#define GELF_TEMPLATE_PARAMETERS(structure, settings) \
    PARAMETER("container", eCmdHdlrGetWord, text, structure, settings.container, "$!"), \
    PARAMETER("host", eCmdHdlrGetWord, text, structure, settings.host, NULL), \
    PARAMETER("shortMessage", eCmdHdlrGetWord, text, structure, settings.short_message, NULL), \
    PARAMETER("fullMessage", eCmdHdlrGetWord, text, structure, settings.full_message, NULL), \
    PARAMETER("staticFields", eCmdHdlrArray, static_fields, structure, settings.gelf, NULL), \
    PARAMETER("maxFrameSize", eCmdHdlrSize, size, structure, settings.gelf.frame_limit, "2097152"), \
    PARAMETER("eventUid", eCmdHdlrBinary, flag, structure, settings.gelf.event_uid, "1")
/* clang-format on */

/* a kind whose place is a struct gelf_settings; gelf_settings_free frees the fields */
extern const struct parameter_kind parameter_static_fields;

struct gelf_template;

/* what the configuration says. Strings are malloc's and owned by the settings. */
struct gelf_template_settings {
    char *container;
    char *host;
    char *short_message;
    char *full_message;
    struct gelf_settings gelf;
    bool newline; /* end each string with \n; omgelf does not */
};

void gelf_template_settings_init(struct gelf_template_settings *settings);
void gelf_template_settings_free(struct gelf_template_settings *settings);
/* gelf_template_new - a template by these settings, registered in loadConf
 * It owns the content of settings from then on, also on failure. Bad settings are reported by parser_errmsg.
 */
rsRetVal gelf_template_new(struct gelf_template **made, struct gelf_template_settings *settings);
/* the same without a name in loadConf, for gelf_template_generate only (smgelf) */
rsRetVal gelf_template_new_nameless(struct gelf_template **made, struct gelf_template_settings *settings);
void gelf_template_free(struct gelf_template *t);
const char *gelf_template_name(const struct gelf_template *t);
/* adds encoded and repaired.* to the module's counters; call before ConstructFinalize */
rsRetVal gelf_template_add_counters(struct gelf_template *t, statsobj_if_t *statsobj, statsobj_t *stats);

/* writes the message's frame into the parameter; called by the generated functions and smgelf */
rsRetVal gelf_template_generate(struct gelf_template *t, smsg_t *message, actWrkrIParams_t *parameter);

#endif
