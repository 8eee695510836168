/* SPDX-License-Identifier: Apache-2.0
 *
 * geo - where the addresses of a line are, in Graylog's fields
 *
 *     const char *paths[] = {"GeoLite2-City.mmdb", "GeoLite2-ASN.mmdb"};
 *     struct geo *geo = geo_open(paths, 2, GEO_SCHEMA, counters, error, sizeof(error));
 *     struct geo_worker *worker = geo_worker_new(geo);        // one a thread
 *     geo_add(worker, event);        // source_ip "81.2.69.142" gives
 *                                    // source_geo_city "London", ...
 *
 * Fields and formats are those of Graylog's Geo-Location Processor
 * (graylog2-server, GeoIpResolverEngine), in one of its two modes or both:
 *
 *     GEO_SCHEMA   source_geo_country_iso, _country, _city, _region, _coordinates,
 *                  _timezone, _name ("London, GB"), source_as_number,
 *                  source_as_organization, source_reserved_ip
 *     GEO_LEGACY   source_ip_country_code, _city_name, _geolocation, _reserved_ip
 *
 * and the same for destination_ip. These differ from Graylog on purpose: what it
 * sends as "N/A" is absent; a place without coordinates still has its other
 * fields; as_number is digits for every maker ("15169", also from IPinfo's
 * "AS15169"), so that one search finds all; reserved_ip is the text "true", as
 * GELF knows no boolean; reserved IPv6 addresses are known too.
 *
 * Several databases are asked in the order given: the first that knows a location
 * gives it whole, the first that knows a network gives that. So City and ASN, or
 * files for IPv4 and for IPv6, go together; list the most detailed first.
 *
 * Threads: struct geo is shared. A line takes no lock: its worker compares a
 * generation number and, only after a reload, takes over the new databases under
 * a mutex and drops its cache. The old ones are freed with their last worker's
 * hand-over; a worker that sees no lines keeps them in memory.
 */
#ifndef GEO_H
#define GEO_H

#include "event/counters.h"
#include "event/event.h"
#include "geo/geo_place.h"

enum geo_mode { GEO_OFF = 0, GEO_SCHEMA = 1, GEO_LEGACY = 2, GEO_BOTH = GEO_SCHEMA | GEO_LEGACY };
/* "off", "schema", "legacy" or "both"; false for another text */
bool geo_mode_of(const char *text, enum geo_mode *mode);

/* more databases than this are refused */
enum { GEO_DATABASES_MAX = 16 };

struct geo;
struct geo_worker;

/* geo_open - all databases or none: NULL and "FILE: what is wrong; the fix" in
 * error. paths are copied; counters must outlive the geo. */
struct geo *geo_open(const char *const *paths, unsigned count, enum geo_mode mode, struct counters *counters,
                     char *error, size_t size);
void geo_close(struct geo *geo); /* after the last worker */

/* geo_reload - open again what has changed on disk. Where a file is missing or
 * damaged all databases stay as they were: false, the error, and a count in
 * geo_reload_failures. From any thread; reloads at once wait for each other. */
bool geo_reload(struct geo *geo, char *error, size_t size);

/* geo_has_changed - a file differs from what the last geo_open or geo_reload
 * found, be it good or bad: time for the next geo_reload. Costs one stat a file. */
bool geo_has_changed(struct geo *geo);

struct geo_worker *geo_worker_new(struct geo *geo); /* NULL when memory is out */
void geo_worker_free(struct geo_worker *worker);

/* geo_add - the geo fields of source_ip and destination_ip. Call it once for each line, after its
 * addresses are set. The texts live until the next geo_add of this worker, which
 * must come after event_clear. */
void geo_add(struct geo_worker *worker, struct event *event);

/* geo_source - the place of source_ip of the last geo_add, or NULL where the line
 * had none; logins compute distances with it. Valid as long as the texts. */
const struct geo_place *geo_source(const struct geo_worker *worker);

#endif
