# SPDX-License-Identifier: Apache-2.0
#
# layout.jq - what is wrong with the look of a content pack, a line each
#
#     jq -r -f layout.jq mailnorm-content-pack.json

def shown: .config.visualization;
def columns: # of a table
    ([.config.column_pivots[].config.limit] | add // 1) as $across |
    (.config.row_pivots | length) + $across * (.config.series | length);
def widest: if .width <= 6 then 3 else 13 end;

# fields that a chart groups by or calculates with, and that not each of its messages has
def optional:
    .query.query_string as $query |
    ([.config.row_pivots, .config.column_pivots | .[] | select(.type == "values") | .fields[]] +
     [.config.series[].function | capture("\\((?<field>.+)\\)").field]) | unique[] |
    . as $field | select($query | test("(^| |_exists_:)" + $field + "(:| |$)") | not);

# holes and overlaps: each row of the grid has each of its twelve columns once
def holes:
    [.positions[]] as $all | ([$all[] | .row + .height] | max) as $below |
    range(1; $below) as $row |
    [$all[] | select(.row <= $row and $row < .row + .height) | range(.col; .col + .width)] | sort |
    select(. != [range(1; 13)]) | "row \($row) has the columns \(.)";

def chart_faults:
    (select(shown == "area") | "an area chart hides what is below, and invents slopes: bars"),
    (select([.config.series[].config.name] | any(. == null or . == "")) | "a series has no name"),
    (select(shown == "table" and columns > widest) | "\(columns) columns at a width of \(.width)"),
    (select(shown == "pie" and (.config.row_pivots | length) > 1) | "a ring of two fields has a legend that is cut"),
    (select((shown | IN("bar", "pie", "line")) and .config.formatting_settings == null) | "no colors"),
    (optional | "messages without \(.) are counted: an empty row, or an infinite value");

# the search of a widget: by the names of its series
def search_faults($search):
    (select([$search.series[].id] != [.config.series[].config.name]) | "its search names its series otherwise"),
    (select([$search.sort[].field] - [$search.series[].id] != []) | "its search is sorted by what is no series"),
    (select([.config.sort[].field] - [.config.series[].function] != []) | "it is sorted by what is no function");

def tab_faults($search; $stream; $explained):
    .titles.tab.title as $tab | . as $state |
    (holes),
    (select([.widgets[] | select($state.positions[.id].row == 1) | shown] | all(. == "numeric") | not) |
        "no number in its first row"),
    (select($explained | index($tab) | not) | "no explanation"),
    ($search.search_types[0] | select(.streams != [] or IN(.id; $state.widget_mapping[][])) |
        "Graylog takes the streams from its first search, which a widget shows"),
    (.widgets[] | . + {width: $state.positions[.id].width} | . as $widget |
        (select(.streams != [$stream]) | "\($state.titles.widget[.id]): not the stream of the pack"),
        (select(.type == "aggregation") |
            (chart_faults, search_faults($search.search_types[] | select(.id == $state.widget_mapping[$widget.id][0]))) |
            "\($state.titles.widget[$widget.id]): \(.)"));

(.entities | map(select(.type.name == "stream"))) as $streams |
(select($streams | length != 1) | "\($streams | length) streams: each costs a write of each message"),
(select($streams | any(.data.remove_matches["@value"] | not)) | "messages stay in the default stream, too"),
(.entities[] | select(.type.name == "dashboard") | .data |
    (.description["@value"] | split("\n") | map(select(test("^[^:]+: .{20,}")) | sub(":.*"; ""))) as $explained |
    .title["@value"] as $title | .search.queries as $queries | .state | to_entries[] | . as $tab |
    .value | tab_faults($queries[] | select(.id == $tab.key); $streams[0].id; $explained) |
    "\($title), \($tab.value.titles.tab.title): \(.)"),
([.entities[].data.state // {} | .[].widgets[].config.formatting_settings.chart_colors // [] | .[]] |
    group_by(.field_name)[] | select(map(.chart_color) | unique | length > 1) |
    "\(.[0].field_name) has several colors: \(map(.chart_color) | unique | join(", "))")
