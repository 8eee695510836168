/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_place - what the databases together know of one address
 *
 *     struct geo_place place = {.city = TEXT("London"), .country_iso = TEXT("GB")};
 *     geo_place_set_coordinates(&place, 51.5142, -0.0931, false);
 *     geo_place_coordinates(&place);                      // "51.5142,-0.0931"
 *
 * The texts point into a database and live as long as it is open; coordinates and
 * AS number are written into the place itself. What is not known is absent: an
 * empty text, never "N/A".
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

#include "text.h"

enum { GEO_COORDINATES_SIZE = 40, GEO_AS_NUMBER_SIZE = 10 };

struct geo_place {
    struct text country_iso, country, city, region, timezone, as_organization;
    double latitude, longitude; /* where has_coordinates */
    char coordinates[GEO_COORDINATES_SIZE], as_number[GEO_AS_NUMBER_SIZE];
    uint8_t coordinates_length, as_number_length;
    bool has_location, has_coordinates, has_as;
    bool reserved; /* of no network of the Internet; has none of the above */
};

/* degrees; is_float: they come from 32 bits, which needs fewer digits. Outside
 * of -90..90 and -180..180 (NaN too) the place stays without coordinates. */
void geo_place_set_coordinates(struct geo_place *place, double latitude, double longitude, bool is_float);
/* 0, which no network has, stays absent */
void geo_place_set_as_number(struct geo_place *place, uint32_t number);

static inline struct text geo_place_coordinates(const struct geo_place *place) {
    return (struct text){place->coordinates, place->coordinates_length};
}

static inline struct text geo_place_as_number(const struct geo_place *place) {
    return (struct text){place->as_number, place->as_number_length};
}

#endif
