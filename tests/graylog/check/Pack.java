// SPDX-License-Identifier: Apache-2.0
package check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.graylog.events.contentpack.entities.AggregationEventProcessorConfigEntity;
import org.graylog.events.contentpack.entities.EventDefinitionEntity;
import org.graylog.events.fields.providers.TemplateFieldValueProvider;
import org.graylog.events.processor.EventDefinitionDto;
import org.graylog.events.processor.aggregation.AggregationEventProcessorConfig;
import org.graylog.events.processor.storage.PersistToStreamsStorageHandler;
import org.graylog.plugins.views.search.Search;
import org.graylog.plugins.views.search.elasticsearch.ElasticsearchQueryString;
import org.graylog.plugins.views.search.filter.OrFilter;
import org.graylog.plugins.views.search.filter.StreamFilter;
import org.graylog.plugins.views.search.searchtypes.MessageList;
import org.graylog.plugins.views.search.searchtypes.events.EventList;
import org.graylog.plugins.views.search.searchtypes.pivot.Pivot;
import org.graylog.plugins.views.search.searchtypes.pivot.PivotSort;
import org.graylog.plugins.views.search.searchtypes.pivot.SeriesSort;
import org.graylog.plugins.views.search.searchtypes.pivot.buckets.AutoInterval;
import org.graylog.plugins.views.search.searchtypes.pivot.buckets.Time;
import org.graylog.plugins.views.search.searchtypes.pivot.buckets.TimeUnitInterval;
import org.graylog.plugins.views.search.searchtypes.pivot.buckets.Values;
import org.graylog.plugins.views.search.searchtypes.pivot.series.Average;
import org.graylog.plugins.views.search.searchtypes.pivot.series.Cardinality;
import org.graylog.plugins.views.search.searchtypes.pivot.series.Count;
import org.graylog.plugins.views.search.searchtypes.pivot.series.Max;
import org.graylog.plugins.views.search.searchtypes.pivot.series.Min;
import org.graylog.plugins.views.search.searchtypes.pivot.series.Sum;
import org.graylog.plugins.views.search.views.ViewDTO;
import org.graylog.plugins.views.search.views.ViewStateDTO;
import org.graylog.plugins.views.search.views.widgets.aggregation.AggregationConfigDTO;
import org.graylog.plugins.views.search.views.widgets.aggregation.AutoIntervalDTO;
import org.graylog.plugins.views.search.views.widgets.aggregation.BarVisualizationConfigDTO;
import org.graylog.plugins.views.search.views.widgets.aggregation.LineVisualizationConfigDTO;
import org.graylog.plugins.views.search.views.widgets.aggregation.NumberVisualizationConfigDTO;
import org.graylog.plugins.views.search.views.widgets.aggregation.TimeHistogramConfigDTO;
import org.graylog.plugins.views.search.views.widgets.aggregation.TimeUnitIntervalDTO;
import org.graylog.plugins.views.search.views.widgets.aggregation.ValueConfigDTO;
import org.graylog.plugins.views.search.views.widgets.aggregation.WorldMapVisualizationConfigDTO;
import org.graylog.plugins.views.search.views.widgets.aggregation.sort.PivotSortConfig;
import org.graylog.plugins.views.search.views.widgets.aggregation.sort.SeriesSortConfig;
import org.graylog.plugins.views.search.views.widgets.messagelist.MessageListConfigDTO;
import org.graylog2.contentpacks.model.ContentPack;
import org.graylog2.contentpacks.model.ContentPackV1;
import org.graylog2.contentpacks.model.ModelId;
import org.graylog2.contentpacks.model.ModelTypes;
import org.graylog2.contentpacks.model.entities.Entity;
import org.graylog2.contentpacks.model.entities.EntityDescriptor;
import org.graylog2.contentpacks.model.entities.EntityV1;
import org.graylog2.contentpacks.model.entities.EventListEntity;
import org.graylog2.contentpacks.model.entities.InputEntity;
import org.graylog2.contentpacks.model.entities.MessageListEntity;
import org.graylog2.contentpacks.model.entities.PivotEntity;
import org.graylog2.contentpacks.model.entities.StreamEntity;
import org.graylog2.contentpacks.model.entities.ViewEntity;
import org.graylog2.contentpacks.model.entities.ViewStateEntity;
import org.graylog2.contentpacks.model.entities.references.ValueReference;
import org.graylog2.contentpacks.model.parameters.Parameter;
import org.graylog2.plugin.indexer.searches.timeranges.RelativeRange;
import org.graylog2.plugin.streams.Stream;
import org.graylog2.shared.bindings.providers.ObjectMapperProvider;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A content pack, read and turned into streams, dashboards and event definitions by the
 * classes that install it on a server, short of storing them. Then what those show: each
 * field they name is in FIELDS, and the index has documents for each of them.
 */
final class Pack {
    /** a widget or an event definition, and what it needs of a document */
    record View(String title, String stream, String query, Set<String> fields) {}

    /** what the modules of the server register */
    private static final Class<?>[] SUBTYPES = {
            AggregationConfigDTO.class, AggregationEventProcessorConfig.class, AggregationEventProcessorConfigEntity.class,
            AutoInterval.class, AutoIntervalDTO.class, Average.class,
            BarVisualizationConfigDTO.class, Cardinality.class, Count.class, ElasticsearchQueryString.class,
            EventList.class, EventListEntity.class, LineVisualizationConfigDTO.class, Max.class, MessageList.class,
            MessageListConfigDTO.class, MessageListEntity.class, Min.class, NumberVisualizationConfigDTO.class,
            OrFilter.class,
            PersistToStreamsStorageHandler.Config.class, Pivot.class, PivotEntity.class, PivotSort.class,
            PivotSortConfig.class, RelativeRange.class, SeriesSort.class, SeriesSortConfig.class,
            StreamFilter.class, Sum.class,
            TemplateFieldValueProvider.Config.class, Time.class, TimeHistogramConfigDTO.class, TimeUnitInterval.class,
            TimeUnitIntervalDTO.class, ValueConfigDTO.class,
            Values.class, WorldMapVisualizationConfigDTO.class};
    /** a chart that tells values of a field apart by color */
    private record Chart(View view, String field, Set<String> colored) {}

    private static final Set<String> GRAYLOG_FIELDS = Set.of("timestamp", "source", "message", "level", "streams");
    private static final Set<String> CHARTS = Set.of("bar", "line", "pie");
    private static final Pattern NAMED = Pattern.compile("_exists_:(\\w+)|\\b([A-Za-z]\\w*):");

    private final ObjectMapper mapper = new ObjectMapperProvider().get();
    private final List<String> broken = new ArrayList<>();
    private final List<View> views = new ArrayList<>();
    private final List<Chart> charts = new ArrayList<>();
    private final Map<String, String> conditionOf = new HashMap<>();
    private final Map<EntityDescriptor, Object> streams = new HashMap<>();
    private final Map<String, ValueReference> parameters = new HashMap<>();
    private int entities;

    Pack(Path path) throws Exception {
        mapper.registerSubtypes(SUBTYPES);
        try {
            mapper.registerSubtypes(Class.forName("org.graylog.plugins.views.search.views.widgets.text.TextWidgetConfigDTO"));
        } catch (ClassNotFoundException e) {
            // Graylog 7 has text widgets; the pack for 6 has none
        }
        ContentPackV1 pack = (ContentPackV1) mapper.readValue(path.toFile(), ContentPack.class);
        for (Parameter parameter : pack.parameters())
            parameter.defaultValue().ifPresent(value -> parameters.put(parameter.name(), ValueReference.of(value)));
        for (Entity entity : pack.entities())
            if (entity.type().equals(ModelTypes.STREAM_V1))
                convert((EntityV1) entity);
        for (Entity entity : pack.entities())
            if (!entity.type().equals(ModelTypes.STREAM_V1))
                convert((EntityV1) entity);
    }

    private void convert(EntityV1 entity) {
        entities++;
        try {
            switch (entity.type().name()) {
                case "input" -> input(mapper.convertValue(entity.data(), InputEntity.class));
                case "stream" -> stream(entity.id(), mapper.convertValue(entity.data(), StreamEntity.class));
                case "dashboard", "search" -> view(mapper.convertValue(entity.data(), ViewEntity.class), entity.data());
                case "event_definition" -> event(mapper.convertValue(entity.data(), EventDefinitionEntity.class));
                default -> broken.add(entity.type() + ": no check for this type");
            }
        } catch (RuntimeException e) {
            broken.add(entity.type().name() + " " + entity.data().path("title").path("@value") + ": " + e);
        }
    }

    private void input(InputEntity input) {
        int port = ((ValueReference) input.configuration().get("port")).asInteger(parameters);
        if (port != 12201 || !input.type().asString(parameters).endsWith(".GELFTCPInput"))
            broken.add("input: port " + port + ", type " + input.type());
    }

    /** a stream has but an id here; that is what dashboards take of it */
    private void stream(ModelId id, StreamEntity stream) {
        stream.streamRules().forEach(rule -> {
            String value = rule.value().asString(parameters);
            conditionOf.put(id.id(), value.isEmpty() ? "_exists_:" + rule.field().asString(parameters)
                    : rule.field().asString(parameters) + ":" + value);
        });
        streams.put(EntityDescriptor.create(id, ModelTypes.STREAM_V1), Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{Stream.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getId" -> id.id();
                    case "hashCode" -> id.hashCode();
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> stream.title().asString(parameters);
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }

    /** a dashboard or a saved search; its widgets have queries of their own or take that of the search */
    private void view(ViewEntity entity, JsonNode data) {
        Search search = entity.search().toNativeEntity(parameters, streams);
        Map<String, ViewStateDTO> state = new HashMap<>();
        for (Map.Entry<String, ViewStateEntity> tab : entity.state().entrySet())
            state.put(tab.getKey(), tab.getValue().toNativeEntity(parameters, streams));
        ViewDTO view = entity.toNativeEntity(parameters, streams).state(state).searchId(search.id()).build();
        if (!view.state().keySet().equals(search.queries().stream().map(query -> query.id()).collect(java.util.stream.Collectors.toSet())))
            broken.add(view.title() + ": its tabs are not its queries");
        for (JsonNode query : data.path("search").path("queries")) {
            JsonNode tab = data.path("state").path(query.path("id").asText());
            for (JsonNode widget : tab.path("widgets"))
                if (!widget.path("type").asText().equals("text"))
                    widget(view.title() + ", " + tab.path("titles").path("tab").path("title").asText(), tab, widget, query);
        }
    }

    private void widget(String where, JsonNode tab, JsonNode widget, JsonNode query) {
        String id = widget.path("id").asText();
        String title = where + ": " + tab.path("titles").path("widget").path(id).asText();
        if (!tab.path("positions").has(id))
            broken.add(title + " has no position");
        Set<String> fields = new LinkedHashSet<>();
        for (String part : List.of("row_pivots", "column_pivots"))
            widget.path("config").path(part).forEach(pivot -> pivot.path("fields").forEach(field -> fields.add(field.asText())));
        widget.path("config").path("series").forEach(series -> {
            String field = series.path("function").asText().replaceAll(".*\\(|\\)", "");
            if (!field.isEmpty())
                fields.add(field);
        });
        widget.path("config").path("fields").forEach(field -> fields.add(field.asText()));
        String mapped = tab.path("widget_mapping").path(id).path(0).asText();
        boolean found = false;
        for (JsonNode type : query.path("search_types"))
            found |= type.path("id").asText().equals(mapped) && type.path("query").equals(widget.path("query"))
                    && type.path("streams").equals(widget.path("streams"));
        if (!found)
            broken.add(title + " has no search of its own, with its query and its streams");
        String stream = query.findPath("filter").findPath("filters").findPath("id").asText(widget.path("streams").path(0).asText());
        if (!conditionOf.containsKey(stream))
            broken.add(title + " searches all streams");
        String condition = widget.path("query").path("query_string").asText(query.path("query").path("query_string").asText());
        View view = new View(title, conditionOf.get(stream), condition,
                widget.path("type").asText().equals("messages") ? Set.of() : fields);
        views.add(view);
        chart(view, widget.path("config"));
        if (widget.path("type").asText().equals("messages"))
            fields.forEach(field -> views.add(new View(title + ", " + field, null, "", Set.of(field))));
    }

    private void chart(View view, JsonNode config) {
        Set<String> colored = new TreeSet<>();
        config.path("formatting_settings").path("chart_colors").forEach(color -> colored.add(color.path("field_name").asText()));
        if (CHARTS.contains(config.path("visualization").asText()))
            for (String pivots : List.of("row_pivots", "column_pivots"))
                for (JsonNode pivot : config.path(pivots))
                    if (pivot.path("type").asText().equals("values"))
                        charts.add(new Chart(view, pivot.path("fields").path(0).asText(), colored));
    }

    private void event(EventDefinitionEntity entity) {
        EventDefinitionDto event = entity.toNativeEntity(parameters, streams);
        ObjectNode failed = mapper.createObjectNode();
        event.validate(null, null, null).getErrors().forEach((field, errors) -> failed.put(field, errors.toString()));
        if (!failed.isEmpty())
            broken.add("event " + event.title() + ": " + failed);
        AggregationEventProcessorConfig config = (AggregationEventProcessorConfig) event.config();
        Set<String> fields = new LinkedHashSet<>(config.groupBy());
        config.series().forEach(series -> {
            String field = series.literal().replaceAll(".*\\(|\\)", "");
            if (!field.isEmpty())
                fields.add(field);
        });
        views.add(new View("event " + event.title(), null, config.query(), fields));
    }

    /** the names of fields in a query: before a colon, or behind _exists_: */
    static Set<String> fieldsOf(String query) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAMED.matcher(query.replaceAll("\"[^\"]*\"", "\"\""));
        while (matcher.find())
            names.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        return names;
    }

    int entities() {
        return entities;
    }

    /** what does not become what a server stores */
    List<String> broken() {
        return broken;
    }

    void report(Tap tap, Dictionary dictionary, Index index) {
        tap.check("content pack: each of " + entities + " entities becomes what Graylog stores", broken);
        List<String> unknown = new ArrayList<>();
        Set<String> used = new TreeSet<>();
        for (View view : views) {
            Set<String> names = new TreeSet<>(fieldsOf(view.query()));
            names.addAll(view.fields());
            for (String name : names) {
                if (dictionary.field(name) == null && !GRAYLOG_FIELDS.contains(name))
                    unknown.add(view.title() + ": " + name);
                used.add(name);
            }
        }
        tap.check("content pack: each of " + used.size() + " fields in " + views.size() + " widgets and events is in FIELDS", unknown);
        List<String> empty = new ArrayList<>();
        for (View view : views)
            if (index.count("mail", view.stream(), view.query(), view.fields()) == 0)
                empty.add(view.title() + ": " + view.query() + " with " + view.fields());
        tap.check("content pack: each widget and event finds documents in the index", empty);
        List<String> uncolored = new ArrayList<>();
        for (Chart chart : charts)
            for (String value : index.values("mail", chart.view().stream(), chart.view().query(), chart.field()))
                if (!chart.colored().contains(value))
                    uncolored.add(chart.view().title() + ": " + chart.field() + " " + value);
        tap.check("content pack: each value that one of " + charts.size() + " charts shows has a color of its own meaning", uncolored);
    }
}
