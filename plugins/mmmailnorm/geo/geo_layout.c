/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_layout - the table of paths; the contract is in geo_layout.h
 */
#include "config.h"

#include <ctype.h>

#include "common/array.h"
#include "geo/geo_layout.h"

enum shape {
    SHAPE_TEXT,    /* any text */
    SHAPE_CODE,    /* two capital letters */
    SHAPE_NAME,    /* a text that is no such code: IPinfo has either under "country" */
    SHAPE_DEGREES, /* float, double, or a text like "37.4" */
    SHAPE_PAIR,    /* "37.4,-122.1" */
    SHAPE_AS       /* unsigned, or a text like "AS15169" */
};

struct geo_candidate {
    enum geo_property property;
    enum shape shape;
    const char *path[5]; /* as MMDB_aget_value takes it */
};

/* for each property the first that fits is taken */
static const struct geo_candidate candidates[] = {
    {GEO_COUNTRY_ISO, SHAPE_CODE, {"country", "iso_code"}},
    {GEO_COUNTRY_ISO, SHAPE_CODE, {"country_code"}},
    {GEO_COUNTRY_ISO, SHAPE_CODE, {"country"}},
    {GEO_COUNTRY, SHAPE_NAME, {"country", "names", "en"}},
    {GEO_COUNTRY, SHAPE_NAME, {"country_name"}},
    {GEO_COUNTRY, SHAPE_NAME, {"country"}},
    {GEO_CITY, SHAPE_TEXT, {"city", "names", "en"}},
    {GEO_CITY, SHAPE_TEXT, {"city"}},
    {GEO_REGION, SHAPE_TEXT, {"subdivisions", "0", "names", "en"}},
    {GEO_REGION, SHAPE_TEXT, {"state1"}},
    {GEO_REGION, SHAPE_TEXT, {"region"}},
    {GEO_TIMEZONE, SHAPE_TEXT, {"location", "time_zone"}},
    {GEO_TIMEZONE, SHAPE_TEXT, {"timezone"}},
    {GEO_LATITUDE, SHAPE_DEGREES, {"location", "latitude"}},
    {GEO_LATITUDE, SHAPE_DEGREES, {"latitude"}},
    {GEO_LATITUDE, SHAPE_DEGREES, {"lat"}},
    {GEO_LONGITUDE, SHAPE_DEGREES, {"location", "longitude"}},
    {GEO_LONGITUDE, SHAPE_DEGREES, {"longitude"}},
    {GEO_LONGITUDE, SHAPE_DEGREES, {"lng"}},
    {GEO_LATITUDE_LONGITUDE, SHAPE_PAIR, {"loc"}},
    {GEO_AS_NUMBER, SHAPE_AS, {"autonomous_system_number"}},
    {GEO_AS_NUMBER, SHAPE_AS, {"traits", "autonomous_system_number"}},
    {GEO_AS_NUMBER, SHAPE_AS, {"asn"}},
    {GEO_AS_ORGANIZATION, SHAPE_TEXT, {"autonomous_system_organization"}},
    {GEO_AS_ORGANIZATION, SHAPE_TEXT, {"traits", "autonomous_system_organization"}},
    {GEO_AS_ORGANIZATION, SHAPE_TEXT, {"as_name"}},
};

struct value {
    struct text text;
    double degrees, more_degrees;
    bool is_float;
    uint32_t number;
};

static bool is_code(struct text text) {
    return text.length == 2 && isupper((unsigned char)text.start[0]) && isupper((unsigned char)text.start[1]);
}

/* [-]digits[.digits] of at most 15 digits, so that the division is exact; strtod
 * would take the locale's decimal point */
static bool take_degrees(struct text *text, double *degrees) {
    struct text rest = *text;
    bool negative = text_take(&rest, TEXT("-"));
    uint64_t number = 0;
    double scale = 0;
    size_t i = 0, digits = 0;
    for (; i < rest.length && digits <= 15; i++) {
        if (rest.start[i] == '.' && scale == 0 && digits > 0) {
            scale = 1;
            continue;
        }
        if (!isdigit((unsigned char)rest.start[i]))
            break;
        number = number * 10 + (uint64_t)(rest.start[i] - '0');
        scale *= 10;
        digits++;
    }
    if (digits == 0 || digits > 15 || rest.start[i - 1] == '.')
        return false;
    *degrees = (double)number / (scale > 0 ? scale : 1) * (negative ? -1 : 1);
    *text = text_skip(rest, i);
    return true;
}

/* "AS15169" or "15169" */
static bool read_as(struct text text, uint32_t *number) {
    uint64_t n = 0;
    text_take(&text, TEXT("AS"));
    if (text.length == 0 || text.length > 10)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (!isdigit((unsigned char)text.start[i]))
            return false;
        n = n * 10 + (uint64_t)(text.start[i] - '0');
    }
    *number = (uint32_t)n;
    return n <= UINT32_MAX;
}

static bool read_text(const struct geo_candidate *candidate, struct text text, struct value *value) {
    value->text = text;
    if (text.length == 0 || text.length > GEO_TEXT_MAX)
        return false;
    switch (candidate->shape) {
    case SHAPE_TEXT:
        return true;
    case SHAPE_CODE:
        return is_code(text);
    case SHAPE_NAME:
        return !is_code(text);
    case SHAPE_DEGREES:
        return take_degrees(&text, &value->degrees) && text.length == 0;
    case SHAPE_PAIR:
        return take_degrees(&text, &value->degrees) && text_take(&text, TEXT(",")) &&
               take_degrees(&text, &value->more_degrees) && text.length == 0;
    case SHAPE_AS:
        return read_as(text, &value->number);
    }
    return false;
}

/* the maps that paths lead through first; of all candidates there are five */
enum { PARTS_MAX = 5 };

/* A record that is read. The format does not tell where a map ends: to look for a
 * value, the library decodes all that stands before it. So each map of the record is
 * looked for once, and the values of it from there. */
struct record {
    const struct geo_layout *layout;
    MMDB_entry_s entry;
    unsigned part_count;
    struct part {
        const char *key;
        bool found;
        MMDB_entry_s entry;
    } parts[PARTS_MAX];
    bool is_damaged;
};

static bool look_for(struct record *record, const MMDB_entry_s *from, const char *const *path,
                     MMDB_entry_data_s *data) {
    MMDB_entry_s start = *from;
    int status = MMDB_aget_value(&start, data, path);
    if (status == MMDB_SUCCESS)
        return data->has_data;
    /* the other two say that there is no such value */
    if (status != MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR && status != MMDB_INVALID_LOOKUP_PATH_ERROR)
        record->is_damaged = true;
    return false;
}

static const struct part *part_of(struct record *record, const char *key) {
    for (unsigned i = 0; i < record->part_count; i++)
        if (strcmp(record->parts[i].key, key) == 0)
            return &record->parts[i];
    struct part *part = &record->parts[record->part_count++];
    const char *const path[] = {key, NULL};
    MMDB_entry_data_s data;
    part->key = key;
    part->found = look_for(record, &record->entry, path, &data);
    part->entry = (MMDB_entry_s){record->entry.mmdb, part->found ? data.offset : 0};
    return part;
}

static bool look_along(struct record *record, const char *const *path, MMDB_entry_data_s *data) {
    if (path[1] == NULL)
        return look_for(record, &record->entry, path, data);
    const struct part *part = part_of(record, path[0]);
    return part->found && look_for(record, &part->entry, path + 1, data);
}

/* false where the record has nothing there, or nothing that fits */
static bool read_value(struct record *record, const struct geo_candidate *candidate, struct value *value) {
    MMDB_entry_data_s data;
    if (!look_along(record, candidate->path, &data))
        return false;
    value->is_float = data.type == MMDB_DATA_TYPE_FLOAT;
    switch (data.type) {
    case MMDB_DATA_TYPE_UTF8_STRING:
        return read_text(candidate, (struct text){data.utf8_string, data.data_size}, value);
    case MMDB_DATA_TYPE_FLOAT:
        value->degrees = (double)data.float_value;
        return candidate->shape == SHAPE_DEGREES;
    case MMDB_DATA_TYPE_DOUBLE:
        value->degrees = data.double_value;
        return candidate->shape == SHAPE_DEGREES;
    case MMDB_DATA_TYPE_UINT16:
        value->number = data.uint16;
        return candidate->shape == SHAPE_AS;
    case MMDB_DATA_TYPE_UINT32:
        value->number = data.uint32;
        return candidate->shape == SHAPE_AS;
    default:
        return false;
    }
}

void geo_layout_learn(struct geo_layout *layout, const MMDB_entry_s *entry) {
    struct record record = {.layout = layout, .entry = *entry};
    struct value value;
    for (size_t i = 0; i < COUNT_OF(candidates); i++) {
        const struct geo_candidate **place = &layout->places[candidates[i].property];
        if ((*place == NULL || *place > &candidates[i]) && read_value(&record, &candidates[i], &value))
            *place = &candidates[i];
    }
}

bool geo_layout_is_known(const struct geo_layout *layout) {
    for (int i = 0; i < GEO_PROPERTY_COUNT; i++)
        if (layout->places[i] != NULL)
            return true;
    return false;
}

static bool read_property(struct record *record, enum geo_property property, struct value *value) {
    const struct geo_candidate *place = record->layout->places[property];
    return place != NULL && read_value(record, place, value);
}

static void read_coordinates(struct record *record, struct geo_place *place) {
    struct value latitude = {0}, longitude = {0};
    if (read_property(record, GEO_LATITUDE, &latitude) && read_property(record, GEO_LONGITUDE, &longitude))
        geo_place_set_coordinates(place, latitude.degrees, longitude.degrees, latitude.is_float);
    else if (read_property(record, GEO_LATITUDE_LONGITUDE, &latitude))
        geo_place_set_coordinates(place, latitude.degrees, latitude.more_degrees, false);
}

static void read_location(struct record *record, struct geo_place *place) {
    const struct {
        enum geo_property property;
        struct text *text;
    } texts[] = {
        {GEO_COUNTRY_ISO, &place->country_iso}, {GEO_COUNTRY, &place->country},   {GEO_CITY, &place->city},
        {GEO_REGION, &place->region},           {GEO_TIMEZONE, &place->timezone},
    };
    struct value value;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (!read_property(record, texts[i].property, &value))
            continue;
        *texts[i].text = value.text;
        place->has_location = true;
    }
    read_coordinates(record, place);
    place->has_location |= place->has_coordinates;
}

static void read_as_of(struct record *record, struct geo_place *place) {
    struct value value = {0};
    if (read_property(record, GEO_AS_NUMBER, &value))
        geo_place_set_as_number(place, value.number);
    if (read_property(record, GEO_AS_ORGANIZATION, &value))
        place->as_organization = value.text;
    place->has_as = place->as_number.length > 0 || place->as_organization.length > 0;
}

bool geo_layout_read(const struct geo_layout *layout, const MMDB_entry_s *entry, struct geo_place *place) {
    struct record record = {.layout = layout, .entry = *entry};
    if (!place->has_location)
        read_location(&record, place);
    if (!place->has_as)
        read_as_of(&record, place);
    return !record.is_damaged;
}
