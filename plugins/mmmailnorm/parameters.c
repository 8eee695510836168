/* SPDX-License-Identifier: Apache-2.0
 *
 * parameters - the table of parameters, and what is checked of their values; the contract is in
 * parameters.h
 */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rsyslog.h"
#include "conf.h"
#include "errmsg.h"
#include "parserif.h"
#include "rainerscript.h"
#include "common/rsyslog_abi.h"

#include "parameters.h"

enum { HOME_COUNTRIES_MAX = 64, TREE_FIELDS_MAX = 256, TRACK_BYTES_MIN = 1 << 20 };

/* "$!mail" -> "!mail"; only the message's own tree will do */
static rsRetVal read_container(const struct parameter *parameter, void *place, const struct svar *value) {
    char **const container = place;
    DEFiRet;
    CHKiRet(parameter_text.read(parameter, place, value));
    if (**container == '$')
        memmove(*container, *container + 1, strlen(*container));
    if (**container != '!') {
        parser_errmsg("mmmailnorm: container \"%s\" must begin with $! (for example container=\"$!mail\")",
                      *container);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
finalize_it:
    RETiRet;
}

static rsRetVal read_geo_mode(const struct parameter *parameter, void *place, const struct svar *value) {
    char *const word = es_str2cstr(value->d.estr, NULL);
    DEFiRet;
    CHKmalloc(word);
    if (!geo_mode_of(word, place)) {
        parser_errmsg("mmmailnorm: %s \"%s\" is none of schema, legacy, both and off", parameter->name, word);
        iRet = RS_RET_CONF_PARAM_INVLD;
    }
finalize_it:
    free(word);
    RETiRet;
}

static rsRetVal read_privacy(const struct parameter *parameter, void *place, const struct svar *value) {
    char *const word = es_str2cstr(value->d.estr, NULL);
    DEFiRet;
    CHKmalloc(word);
    if (!privacy_method_of(word, place)) {
        parser_errmsg("mmmailnorm: %s \"%s\" is none of off, hash and mask", parameter->name, word);
        iRet = RS_RET_CONF_PARAM_INVLD;
    }
finalize_it:
    free(word);
    RETiRet;
}

static void free_container(void *place) {
    parameter_text.free(place);
}

static const struct parameter_kind parameter_container = {.read = read_container, .free = free_container};
static const struct parameter_kind parameter_geo_mode = {.read = read_geo_mode};
static const struct parameter_kind parameter_privacy = {.read = read_privacy};

#define ROW(name, type, kind, member, otherwise)                                                             \
    PARAMETER(name, type, kind, struct parameters, member, otherwise)

static const struct parameter rows[] = {
    ROW("container", eCmdHdlrGetWord, container, container, "$!"),
    ROW("rulebaseDirectory", eCmdHdlrGetWord, text, rulebase_directory, RULEBASE_DIR),
    ROW("localRulebaseDirectory", eCmdHdlrGetWord, text, local_rulebase_directory, NULL),
    ROW("geoDatabase", eCmdHdlrArray, texts, geo_databases, NULL),
    ROW("geoMode", eCmdHdlrGetWord, geo_mode, geo_mode, "schema"),
    ROW("track", eCmdHdlrBinary, flag, track, "1"),
    ROW("trackEntries", eCmdHdlrPositiveInt, size, track_entries, "200000"),
    ROW("trackBytes", eCmdHdlrSize, size, track_bytes, "134217728"),
    ROW("trackAge", eCmdHdlrPositiveInt, number, track_age, "518400"),
    ROW("stateFile", eCmdHdlrGetWord, text, state_file, NULL),
    ROW("homeCountries", eCmdHdlrArray, texts, home_countries, NULL),
    ROW("loginWindow", eCmdHdlrPositiveInt, number, login_window, "600"),
    ROW("privacyAddresses", eCmdHdlrGetWord, privacy, privacy_addresses, "off"),
    ROW("privacyUsers", eCmdHdlrGetWord, privacy, privacy_users, "off"),
    ROW("privacyClients", eCmdHdlrGetWord, privacy, privacy_clients, "off"),
    ROW("privacyKeyFile", eCmdHdlrGetWord, text, privacy_key_file, NULL),
    ROW("fields", eCmdHdlrArray, texts, fields, NULL),
    ROW("treeFields", eCmdHdlrArray, texts, tree_fields, NULL),
};
static const struct parameter_table table = PARAMETER_TABLE("mmmailnorm", rows);

/* ---- what is checked ---- */

static rsRetVal checkCount(const char *name, const struct parameter_texts *texts, unsigned most) {
    if (texts->count <= most)
        return RS_RET_OK;
    parser_errmsg("mmmailnorm: %s takes at most %u values", name, most);
    return RS_RET_CONF_PARAM_INVLD;
}

/* ISO 3166-1, and XK as the databases write it */
static bool isCountry(const char *code) {
    static const char countries[] = " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH "
                                    "BI BJ BL BM BN BO BQ BR BS BT BV"
                                    " BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE "
                                    "DJ DK DM DO DZ EC EE EG EH ER ES"
                                    " ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT "
                                    "GU GW GY HK HM HN HR HT HU ID IE"
                                    " IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ "
                                    "LA LB LC LI LK LR LS LT LU LV LY"
                                    " MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ "
                                    "NA NC NE NF NG NI NL NO NP NR NU"
                                    " NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA "
                                    "SB SC SD SE SG SH SI SJ SK SL SM"
                                    " SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV "
                                    "TW TZ UA UG UM US UY UZ VA VC VE"
                                    " VG VI VN VU WF WS XK YE YT ZA ZM ZW ";
    const char sought[] = {' ', (char)toupper((unsigned char)code[0]), (char)toupper((unsigned char)code[1]),
                           ' ', '\0'};
    return strlen(code) == 2 && strstr(countries, sought) != NULL;
}

static rsRetVal checkCountries(const struct parameters *parameters) {
    const struct parameter_texts *const countries = &parameters->home_countries;
    DEFiRet;
    CHKiRet(checkCount("homeCountries", countries, HOME_COUNTRIES_MAX));
    for (unsigned i = 0; i < countries->count; i++) {
        const char *const code = countries->list[i];
        if (isCountry(code))
            continue;
        parser_errmsg("mmmailnorm: homeCountries \"%s\" is no two-letter country code such as DE%s", code,
                      !strcasecmp(code, "UK")   ? "; the United Kingdom is GB"
                      : !strcasecmp(code, "EL") ? "; Greece is GR"
                                                : "");
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
    if (countries->count > 0 && parameters->geo_databases.count == 0)
        parameter_warn("mmmailnorm", "homeCountries without geoDatabase: no login has a country, so none is "
                                     "foreign; name a database with countries");
finalize_it:
    RETiRet;
}

static rsRetVal checkStateFile(const char *file) {
    char *directory = NULL;
    DEFiRet;
    if (file == NULL)
        FINALIZE;
    if (file[0] != '/') {
        parser_errmsg("mmmailnorm: stateFile \"%s\" is no absolute path; write for example "
                      "stateFile=\"/var/spool/rsyslog/mailnorm.state\"",
                      file);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
    CHKmalloc(directory = strdup(file));
    strrchr(directory, '/')[1] = '\0';
    if (access(directory, F_OK) != 0)
        parameter_warn("mmmailnorm",
                       "stateFile \"%s\": there is no directory %s; make it, and let rsyslogd's "
                       "user write there",
                       file, directory);
finalize_it:
    free(directory);
    RETiRet;
}

static void checkKeyFile(const char *file) {
    struct stat status;
    if (file != NULL && stat(file, &status) == 0 && (status.st_mode & S_IROTH) != 0)
        parameter_warn("mmmailnorm",
                       "privacyKeyFile \"%s\" can be read by everybody, and who has the key can try "
                       "names out; chmod 640 it",
                       file);
}

rsRetVal parameters_read(struct parameters *parameters, struct nvlst *lst) {
    DEFiRet;
    CHKiRet(parameter_table_set_defaults(&table, parameters));
    CHKiRet(parameter_table_read(&table, lst, parameters));
    CHKiRet(checkCount("geoDatabase", &parameters->geo_databases, GEO_DATABASES_MAX));
    CHKiRet(checkCount("treeFields", &parameters->tree_fields, TREE_FIELDS_MAX));
    CHKiRet(checkCountries(parameters));
    CHKiRet(checkStateFile(parameters->state_file));
    checkKeyFile(parameters->privacy_key_file);
    if (parameters->track_bytes < TRACK_BYTES_MIN) {
        parser_errmsg(
            "mmmailnorm: trackBytes=\"%llu\" is less than 1 MB, which holds some hundred messages; write "
            "for example trackBytes=\"128m\", or track=\"off\"",
            (unsigned long long)parameters->track_bytes);
        ABORT_FINALIZE(RS_RET_CONF_PARAM_INVLD);
    }
finalize_it:
    RETiRet;
}

/* ---- for the engine ---- */

/* whether treeFields is that word, instead of names of fields */
static bool treeFieldsAre(const struct parameters *parameters, const char *word) {
    return parameters->tree_fields.count == 1 && !strcmp(parameters->tree_fields.list[0], word);
}

struct mailnorm_config parameters_config(const struct parameters *parameters) {
    const bool allFields = parameters->tree_fields.count == 0 || treeFieldsAre(parameters, "all");
    return (struct mailnorm_config){
        .rulebase_directory = parameters->rulebase_directory,
        .local_rulebase_directory = parameters->local_rulebase_directory,
        .geo_databases = (const char *const *)parameters->geo_databases.list,
        .geo_database_count = parameters->geo_databases.count,
        .geo_mode = parameters->geo_mode,
        .no_track = !parameters->track,
        .track_limits = {.entries = parameters->track_entries,
                         .bytes = parameters->track_bytes,
                         .age = parameters->track_age},
        .state_file = parameters->state_file,
        .login = {.home_countries = (const char *const *)parameters->home_countries.list,
                  .home_country_count = parameters->home_countries.count,
                  .window = parameters->login_window},
        .privacy = {.addresses = parameters->privacy_addresses,
                    .users = parameters->privacy_users,
                    .clients = parameters->privacy_clients,
                    .key_file = parameters->privacy_key_file},
        .output_fields = (const char *const *)parameters->fields.list,
        .output_field_count = parameters->fields.count,
        .packs = !allFields,
        .tree_fields = (const char *const *)parameters->tree_fields.list,
        .tree_field_count =
            allFields || treeFieldsAre(parameters, "none") ? 0 : parameters->tree_fields.count,
    };
}

void parameters_free(struct parameters *parameters) {
    parameter_table_free(&table, parameters);
}
