/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_layout - the paths of each property in the records of one database
 *
 * Each maker uses other names:
 *
 *     GeoLite2, GeoIP2, DB-IP   country.iso_code, city.names.en, location.latitude
 *     IPinfo                    country "US", region, loc "37.4,-122.1", asn "AS15169"
 *     ip-location-db            country_code, state1, latitude, longitude
 *     GeoLite2-ASN and alike    autonomous_system_number
 *
 * At load the layout sees a sample of the records. For each property it chooses the
 * first path of its table that a record has in a fitting type. For a line only the
 * chosen paths are read. A value of another type than the
 * sample had is skipped: the property is absent for that address.
 *
 *     struct geo_layout layout = {0};
 *     geo_layout_learn(&layout, &entry);         // for each sampled record
 *     if (!geo_layout_is_known(&layout)) ...     // a foreign database
 *     geo_layout_read(&layout, &entry, &place);  // adds what the place lacks
 *
 * Names are the English ones. A region or time zone is given wherever the
 * database has one, also from MaxMind's, where Graylog says "N/A".
 */
#ifndef GEO_LAYOUT_H
#define GEO_LAYOUT_H

#include <maxminddb.h>

#include "geo/geo_place.h"

enum geo_property {
    GEO_COUNTRY_ISO,
    GEO_COUNTRY,
    GEO_CITY,
    GEO_REGION,
    GEO_TIMEZONE,
    GEO_LATITUDE,
    GEO_LONGITUDE,
    GEO_LATITUDE_LONGITUDE, /* both in one text */
    GEO_AS_NUMBER,
    GEO_AS_ORGANIZATION,
    GEO_PROPERTY_COUNT
};

/* longer texts are taken for damage, and are absent */
enum { GEO_TEXT_MAX = 255 };

struct geo_candidate;

struct geo_layout {
    const struct geo_candidate *places[GEO_PROPERTY_COUNT]; /* NULL: this database has none */
};

void geo_layout_learn(struct geo_layout *layout, const MMDB_entry_s *entry);
bool geo_layout_is_known(const struct geo_layout *layout);

/* geo_layout_read - what the record knows goes into the place. The location
 * (country to coordinates) is taken whole from one database, so that a city of
 * one database never comes with a country of another. The same holds for AS number and
 * organization. What the place has already is not changed. Returns false where the record is
 * damaged; what was found before the damage counts. */
bool geo_layout_read(const struct geo_layout *layout, const MMDB_entry_s *entry, struct geo_place *place);

#endif
