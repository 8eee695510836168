// SPDX-License-Identifier: Apache-2.0
package check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * rulebases/FIELDS: every field that mmmailnorm can add. Columns, by tabs: name, type
 * (string, integer, float), example, servers ("all", or comma-joined), origin, meaning.
 */
final class Dictionary {
    record Field(String name, String type, Set<String> servers) {
        boolean usedBy(String server) {
            return servers.contains("all") || servers.contains(server);
        }

        /** as Graylog's decoder makes a JSON value of that type */
        boolean holds(Object value) {
            return switch (type) {
                case "integer" -> value instanceof Long;
                case "float" -> value instanceof Double;
                default -> value instanceof String;
            };
        }
    }

    private final Map<String, Field> fields = new LinkedHashMap<>();

    Dictionary(Path path) throws IOException {
        for (String line : Files.readAllLines(path)) {
            if (line.isBlank() || line.startsWith("#"))
                continue;
            String[] column = line.split("\t");
            fields.put(column[0], new Field(column[0], column[1], Set.copyOf(List.of(column[3].split(",")))));
        }
    }

    /** null where there is no such field */
    Field field(String name) {
        return fields.get(name);
    }

    Set<String> names() {
        return fields.keySet();
    }
}
