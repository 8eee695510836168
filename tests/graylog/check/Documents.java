// SPDX-License-Identifier: Apache-2.0
package check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All documents of all corpora, as they go to one index: what holds for each of them
 * alone does not say that they fit together.
 */
final class Documents {
    /** the server never sends what came in with these names */
    private static final Set<String> ANALYSED = Set.of("message", "full_message");
    /** a keyword is one term of Lucene; a longer one loses the document */
    private static final int TERM_LIMIT = 32766;

    private final Dictionary dictionary;
    private final List<Map<String, Object>> all = new ArrayList<>();
    private final Map<String, Map<String, String>> typesOf = new TreeMap<>();
    private final List<String> tooLong = new ArrayList<>();
    private final List<String> foreign = new ArrayList<>();

    Documents(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    void add(Map<String, Object> document) {
        Object server = document.get("event_source_product");
        all.add(document);
        document.forEach((name, value) -> {
            typesOf.computeIfAbsent(name, key -> new HashMap<>())
                    .putIfAbsent(value.getClass().getSimpleName(), String.valueOf(document.get("message")));
            if (value instanceof String text && !ANALYSED.contains(name)
                    && text.getBytes(StandardCharsets.UTF_8).length > TERM_LIMIT)
                tooLong.add(name + " of " + text.length() + " characters");
            Dictionary.Field field = dictionary.field(name);
            if (field != null && server != null && !field.usedBy(server.toString()))
                foreign.add(name + " is not of " + server + " in FIELDS\n" + document.get("message"));
        });
    }

    List<Map<String, Object>> all() {
        return all;
    }

    void report(Tap tap) {
        List<String> ambiguous = new ArrayList<>();
        typesOf.forEach((name, types) -> {
            if (types.size() > 1)
                ambiguous.add(name + ": " + types);
        });
        tap.check("each of " + typesOf.size() + " fields has one type in all " + all.size() + " documents", ambiguous);
        tap.check("no keyword is over " + TERM_LIMIT + " octets", tooLong);
        tap.check("each server uses the fields that FIELDS gives it", foreign);
    }
}
