/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_place - what the databases together know of one address
 *
 *     struct geo_place place = {.city = TEXT("London"), .country_iso = TEXT("GB")};
 *     geo_place_set_coordinates(&place, 51.5142, -0.0931, false);
 *     place.coordinates;                                  // "51.5142,-0.0931"
 *     geo_place_finish(&place);
 *     place.known;                                        // 1 << GEO_PLACE_CITY | ...
 *
 * The texts point into a database and live as long as it is open. Coordinates and AS
 * number are written into the place itself. So copy a place with geo_place_copy: plain
 * assignment leaves pointers into the old one. An unknown text is empty, never "N/A".
 *
 * Coordinates are in degrees, printed as Graylog prints them (Java's
 * Double.toString): the fewest digits that give the same number again, and at
 * least one behind the point, "52.0,13.4". Two differences: no exponent, which
 * Java has below a thousandth of a degree, and never more than 13 decimals. The
 * decimal point does not depend on the locale, as that of printf does.
 */
#ifndef GEO_PLACE_H
#define GEO_PLACE_H

#include <stdint.h>

#include "common/text.h"

enum {
    GEO_PLACE_COUNTRY_ISO,
    GEO_PLACE_COUNTRY,
    GEO_PLACE_CITY,
    GEO_PLACE_REGION,
    GEO_PLACE_COORDINATES,
    GEO_PLACE_TIMEZONE,
    GEO_PLACE_AS_NUMBER,
    GEO_PLACE_AS_ORGANIZATION,
    GEO_PLACE_TEXTS
};

struct geo_place {
    union {
        struct {
            struct text country_iso, country, city, region, coordinates, timezone, as_number, as_organization;
        };
        struct text texts[GEO_PLACE_TEXTS]; /* the same by number */
    };
    double latitude, longitude; /* where has_coordinates */
    char coordinates_digits[40], as_number_digits[10];
    uint32_t known; /* bit i: texts[i] is not empty */
    bool has_location, has_coordinates, has_as;
    bool reserved; /* of no network of the Internet; has none of the above */
};

void geo_place_copy(struct geo_place *to, const struct geo_place *from);

/* after the last text: sets known */
void geo_place_finish(struct geo_place *place);
/* degrees; is_float: they come from 32 bits, which needs fewer digits. Outside
 * of -90..90 and -180..180 (NaN too) the place stays without coordinates. */
void geo_place_set_coordinates(struct geo_place *place, double latitude, double longitude, bool is_float);
/* 0, which no network has, stays absent */
void geo_place_set_as_number(struct geo_place *place, uint32_t number);

#endif
