// SPDX-License-Identifier: Apache-2.0
package check;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.graylog2.indexer.IndexMapping7;
import org.graylog2.indexer.indexset.CustomFieldMappings;
import org.graylog2.indexer.indexset.profile.IndexFieldTypeProfileData;
import org.graylog2.indexer.indices.Template;
import org.opensearch.action.bulk.BulkItemResponse;
import org.opensearch.action.bulk.BulkRequest;
import org.opensearch.action.bulk.BulkResponse;
import org.opensearch.action.index.IndexRequest;
import org.opensearch.action.search.SearchRequestBuilder;
import org.opensearch.common.xcontent.XContentType;
import org.opensearch.index.query.BoolQueryBuilder;
import org.opensearch.index.query.QueryBuilders;
import org.opensearch.search.aggregations.AggregationBuilders;
import org.opensearch.search.aggregations.bucket.MultiBucketsAggregation;
import org.opensearch.search.aggregations.bucket.terms.Terms;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * An OpenSearch node in this process with the index template that Graylog makes for an
 * index set, and documents that go in as Graylog's do. One that is refused would be an
 * indexer failure: the message is lost.
 */
final class Index implements AutoCloseable {
    private static final int BULK_SIZE = 100;
    /** an index takes 1000 fields, of all documents together */
    private static final int MOST_FIELDS = 500;

    private final OpenSearchRunner runner = new OpenSearchRunner();
    private final ObjectMapper mapper = new ObjectMapper();

    Index(Path directory) {
        System.setProperty("opensearch.set.netty.runtime.available.processors", "false");
        runner.onBuild((number, settings) -> {
            settings.put("http.port", "0");
            settings.put("transport.port", "0");
            settings.put("discovery.type", "single-node");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        }).build(OpenSearchRunner.newConfigs().basePath(directory.toString()).numOfNode(1).disableESLogger());
    }

    /** the mappings of a field type profile, as the server's API takes one */
    static CustomFieldMappings profile(Path path) throws Exception {
        return new ObjectMapper().readValue(path.toFile(), IndexFieldTypeProfileData.class).customFieldMappings();
    }

    void create(String name, CustomFieldMappings mappings) throws Exception {
        Template template = new IndexMapping7().messageTemplate(name + "_*", "standard", -1L, mappings);
        String settings = mapper.writeValueAsString(template.settings());
        String mapping = mapper.writeValueAsString(template.mappings());
        runner.createIndex(name + "_0", builder -> builder.setSettings(settings, XContentType.JSON)
                .setMapping(mapper(mapping)));
    }

    private Map<String, Object> mapper(String mapping) {
        try {
            return mapper.readValue(mapping, mapper.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** what the index refuses, each with the reason */
    List<String> refused(String name, List<Map<String, Object>> documents) throws Exception {
        List<String> refused = new ArrayList<>();
        for (int at = 0; at < documents.size(); at += BULK_SIZE) {
            List<Map<String, Object>> part = documents.subList(at, Math.min(at + BULK_SIZE, documents.size())).stream()
                    .filter(document -> document.size() < MOST_FIELDS).toList();
            BulkRequest request = new BulkRequest();
            for (Map<String, Object> document : part)
                request.add(new IndexRequest(name + "_0").source(mapper.writeValueAsBytes(document), XContentType.JSON));
            if (part.isEmpty())
                continue;
            BulkResponse response = runner.client().bulk(request).actionGet();
            for (BulkItemResponse item : response)
                if (item.isFailed())
                    refused.add(item.getFailureMessage() + "\n" + part.get(item.getItemId()).get("message"));
        }
        return refused;
    }

    /** documents that a query finds and that have all the fields; stream: the query of its rule, or null */
    long count(String name, String stream, String query, Collection<String> fields) {
        return search(name, stream, query, fields).get().getHits().getTotalHits().value;
    }

    /** the values of a keyword in the documents that a query finds */
    List<String> values(String name, String stream, String query, String field) {
        Terms terms = search(name, stream, query, List.of(field))
                .addAggregation(AggregationBuilders.terms("values").field(field).size(MOST_FIELDS)).get()
                .getAggregations().get("values");
        return terms.getBuckets().stream().map(MultiBucketsAggregation.Bucket::getKeyAsString).toList();
    }

    private SearchRequestBuilder search(String name, String stream, String query, Collection<String> fields) {
        BoolQueryBuilder all = QueryBuilders.boolQuery();
        for (String part : stream == null ? List.of(query) : List.of(stream, query))
            if (!part.isBlank())
                all.filter(QueryBuilders.queryStringQuery(part));
        fields.forEach(field -> all.filter(QueryBuilders.existsQuery(field)));
        runner.client().admin().indices().prepareRefresh(name + "_0").get();
        return runner.client().prepareSearch(name + "_0").setQuery(all).setSize(0).setTrackTotalHits(true);
    }

    /** bytes on disk, merged into one segment */
    long size(String name) {
        runner.client().admin().indices().prepareForceMerge(name + "_0").setMaxNumSegments(1).setFlush(true).get();
        // only then are the files of the merged segments unused
        runner.client().admin().indices().prepareRefresh(name + "_0").get();
        runner.client().admin().indices().prepareFlush(name + "_0").setForce(true).get();
        return runner.client().admin().indices().prepareStats(name + "_0").clear().setStore(true).get()
                .getTotal().getStore().getSizeInBytes();
    }

    @Override
    public void close() throws Exception {
        runner.close();
        runner.clean();
    }
}
