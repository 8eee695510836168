/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_place - coordinates and AS numbers as text; the contract is in geo_place.h
 */
#include "config.h"

#include <math.h>

#include "geo/geo_place.h"

/* 180 * 10^13 still fits the 53 bits of a double, so that the division below
 * rounds exactly as reading the printed digits would */
#define DECIMALS_MAX 13

static char *put_digits(char *to, uint64_t number) {
    char digits[20];
    size_t n = sizeof(digits);
    do
        digits[--n] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    memcpy(to, digits + n, sizeof(digits) - n);
    return to + sizeof(digits) - n;
}

static char *put_degrees(char *to, double degrees, bool is_float) {
    if (degrees < 0) {
        *to++ = '-';
        degrees = -degrees;
    }
    int decimals = 1;
    double scale = 10, scaled = nearbyint(degrees * scale);
    while (decimals < DECIMALS_MAX &&
           (is_float ? (float)(scaled / scale) != (float)degrees : scaled / scale != degrees)) {
        decimals++;
        scale *= 10;
        scaled = nearbyint(degrees * scale);
    }
    uint64_t all = (uint64_t)scaled, unit = (uint64_t)scale;
    to = put_digits(to, all / unit);
    *to++ = '.';
    for (all %= unit, unit /= 10; unit > 0; unit /= 10)
        *to++ = (char)('0' + all / unit % 10);
    return to;
}

void geo_place_set_coordinates(struct geo_place *place, double latitude, double longitude, bool is_float) {
    if (!(fabs(latitude) <= 90 && fabs(longitude) <= 180))
        return;
    char *end = put_degrees(place->coordinates_digits, latitude, is_float);
    *end++ = ',';
    end = put_degrees(end, longitude, is_float);
    place->coordinates = (struct text){place->coordinates_digits, (size_t)(end - place->coordinates_digits)};
    place->latitude = latitude;
    place->longitude = longitude;
    place->has_coordinates = true;
}

void geo_place_set_as_number(struct geo_place *place, uint32_t number) {
    if (number == 0)
        return;
    char *end = put_digits(place->as_number_digits, number);
    place->as_number = (struct text){place->as_number_digits, (size_t)(end - place->as_number_digits)};
}

void geo_place_copy(struct geo_place *to, const struct geo_place *from) {
    *to = *from;
    if (from->coordinates.length > 0)
        to->coordinates.start = to->coordinates_digits;
    if (from->as_number.length > 0)
        to->as_number.start = to->as_number_digits;
}

void geo_place_finish(struct geo_place *place) {
    for (int i = 0; i < GEO_PLACE_TEXTS; i++)
        place->known |= (uint32_t)(place->texts[i].length > 0) << i;
}
