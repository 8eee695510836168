// SPDX-License-Identifier: Apache-2.0
package check;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import org.graylog.plugins.map.config.GeoIpProcessorConfig;
import org.graylog.plugins.map.config.GeoIpResolverConfig;
import org.graylog.plugins.map.config.LocalGeoIpFileService;
import org.graylog.plugins.map.geoip.GeoAsnInformation;
import org.graylog.plugins.map.geoip.GeoIpResolver;
import org.graylog.plugins.map.geoip.GeoIpResolverEngine;
import org.graylog.plugins.map.geoip.GeoIpVendorResolverService;
import org.graylog.plugins.map.geoip.GeoLocationInformation;
import org.graylog.plugins.map.geoip.MaxMindIpAsnResolver;
import org.graylog.plugins.map.geoip.MaxMindIpLocationResolver;
import org.graylog2.plugin.Message;
import org.joda.time.DateTime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The geo fields of a message against those that Graylog's geo processor makes of the
 * same address and the same databases, in its schema or its legacy mode.
 *
 * Graylog writes "N/A" where it has no value (always for region and time zone): there
 * the message has ours or nothing. It writes the boolean true for a reserved address,
 * which GELF cannot carry: the message has "true". It gives no place at all where the
 * database has no coordinates: ours stands.
 */
final class Places {
    private static final List<String> ADDRESSES = List.of("source_ip", "destination_ip");
    private static final Set<String> SCHEMA = Set.of("_geo_coordinates", "_geo_country_iso", "_geo_country", "_geo_city",
            "_geo_name", "_as_organization", "_as_number", "_reserved_ip");
    private static final Set<String> LEGACY = Set.of("_geolocation", "_country_code", "_city_name", "_reserved_ip");

    private final GeoIpResolverEngine engine;
    private final boolean schema;
    private final List<String> different = new ArrayList<>();
    private long equal, ours, none, failed;

    Places(boolean schema, Path city, Path asn) {
        this.schema = schema;
        GeoIpResolverConfig config = GeoIpResolverConfig.defaultConfig().toBuilder().enabled(true)
                .enforceGraylogSchema(schema).cityDbPath(city.toString()).asnDbPath(asn.toString()).build();
        GeoIpVendorResolverService resolvers = new GeoIpVendorResolverService(null) {
            @Override
            public GeoIpResolver<GeoLocationInformation> createCityResolver(GeoIpResolverConfig config, Timer timer) {
                return new MaxMindIpLocationResolver(timer, config.cityDbPath(), true);
            }

            @Override
            public GeoIpResolver<GeoAsnInformation> createAsnResolver(GeoIpResolverConfig config, Timer timer) {
                return new MaxMindIpAsnResolver(timer, config.asnDbPath(), true);
            }
        };
        GeoIpProcessorConfig files = new GeoIpProcessorConfig() {
            @Override
            public Path getS3DownloadLocation() {
                return city.toAbsolutePath().getParent();
            }
        };
        engine = new GeoIpResolverEngine(resolvers, config, new LocalGeoIpFileService(files), new MetricRegistry());
    }

    void compare(Message message) {
        for (String address : ADDRESSES) {
            Object value = message.getField(address);
            if (value == null)
                continue;
            Message judged = Receiver.messageFactory().createMessage("message", "source", DateTime.now());
            judged.addField(address, value);
            try {
                engine.filter(judged);
            } catch (NullPointerException e) { // a network without an owner
                failed++;
                continue;
            }
            String prefix = schema ? address.replace("_ip", "") : address;
            for (String suffix : schema ? SCHEMA : LEGACY)
                compare(value + " " + prefix + suffix, message.getField(prefix + suffix), judged.getField(prefix + suffix));
        }
    }

    private void compare(String what, Object got, Object wanted) {
        if (wanted == null || "N/A".equals(wanted)) {
            if (got == null)
                none++;
            else
                ours++;
        } else if (got == null || !got.equals(wanted.toString()))
            different.add(what + "\ngot  " + got + "\nwant " + wanted);
        else
            equal++;
    }

    void report(Tap tap, String corpus) {
        tap.check(corpus + ": " + equal + " geo fields are what Graylog's geo processor makes; " + ours
                + " where it has none, " + none + " where neither has, "
                + failed + " addresses that it fails on", different);
        tap.atLeast(corpus + ": geo fields compared", equal, 50);
    }
}
