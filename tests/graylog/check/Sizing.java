// SPDX-License-Identifier: Apache-2.0
package check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.graylog2.indexer.indexset.CustomFieldMappings;
import org.graylog2.plugin.Message;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a line costs on its way: as GELF, as Graylog counts traffic, and in the index.
 *
 *     java check.Sizing DIRECTORY PROFILE [--keep NAME FIELDS]... --corpus NAME LOG BYTES...
 *
 * DIRECTORY is an empty one for indices, PROFILE the field types, FIELDS a file with the names of
 * the fields that are kept, one a line, LOG the raw lines, BYTES what a receiver recorded of them.
 * Prints a row of a table for each corpus and set of fields, in bytes a line. The index is
 * measured after its segments are merged into one, as Graylog does after a rotation.
 */
public final class Sizing {
    private static final Set<String> GELF_KEYS = Set.of("version", "host", "short_message", "full_message", "timestamp", "level");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private record Kept(String name, Set<String> fields) {
        boolean keeps(String field) {
            return fields == null || fields.contains(field);
        }
    }

    private Sizing() {}

    public static void main(String[] arguments) {
        try {
            Iterator<String> word = Arrays.asList(arguments).iterator();
            Path directory = Path.of(word.next());
            CustomFieldMappings profile = Index.profile(Path.of(word.next()));
            List<Kept> sets = new ArrayList<>(List.of(new Kept("all", null)));
            System.out.println("| log | fields | lines | raw | GELF | traffic | index |\n|---|---|---|---|---|---|---|");
            try (Index index = new Index(directory)) {
                while (word.hasNext())
                    switch (word.next()) {
                        case "--keep" -> sets.add(new Kept(word.next(), new TreeSet<>(Files.readAllLines(Path.of(word.next())))));
                        case "--corpus" -> {
                            String name = word.next();
                            long raw = Files.size(Path.of(word.next()));
                            byte[] stream = Files.readAllBytes(Path.of(word.next()));
                            for (Kept kept : sets)
                                row(index, profile, name, raw, stream, kept);
                        }
                        default -> throw new IllegalArgumentException("usage: see the head of Sizing.java");
                    }
            }
            System.exit(0);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(2);
        }
    }

    private static void row(Index index, CustomFieldMappings profile, String name, long raw, byte[] stream, Kept kept)
            throws Exception {
        long lines = 0, gelf = 0, traffic = 0;
        List<Map<String, Object>> documents = new ArrayList<>();
        try (Receiver receiver = new Receiver()) {
            for (Receiver.Received received : receiver.receive(stream)) {
                Message message = received.message();
                lines++;
                gelf += frame(received.frame(), kept) + 1;
                for (String field : List.copyOf(message.getFieldNames()))
                    if (!GELF_KEYS.contains(field) && !Set.of("_id", "message", "source").contains(field) && !kept.keeps(field))
                        message.removeField(field);
                traffic += message.getSize();
                documents.add(Receiver.document(message));
            }
        }
        String set = name + "_" + kept.name().replaceAll("\\W", "");
        index.create(set, profile);
        List<String> refused = index.refused(set, documents);
        if (!refused.isEmpty())
            throw new IllegalStateException(refused.get(0));
        System.out.printf("| %s | %s | %d | %d | %d | %d | %d |%n", name, kept.name(), lines, raw / lines, gelf / lines,
                traffic / lines, index.size(set) / lines);
    }

    /** bytes of a frame without the fields that are not kept */
    private static int frame(byte[] frame, Kept kept) throws Exception {
        if (kept.fields() == null)
            return frame.length;
        JsonNode read = MAPPER.readTree(frame);
        List<String> dropped = new ArrayList<>();
        read.fieldNames().forEachRemaining(key -> {
            if (key.startsWith("_") && !kept.keeps(key.substring(1)))
                dropped.add(key);
        });
        return MAPPER.writeValueAsBytes(((ObjectNode) read).remove(dropped)).length;
    }
}
