// SPDX-License-Identifier: Apache-2.0
package check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Graylog's own code judges what omgelf sent.
 *
 *     java check.Main FIELDS NAME=OCTETS LINES ...
 *
 * FIELDS is rulebases/FIELDS. OCTETS is a file with the octets that a receiver recorded
 * of the corpus NAME, LINES how many messages were sent.
 */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        Tap tap = new Tap();
        Dictionary dictionary = new Dictionary(Path.of(arguments[0]));
        Set<String> seen = new TreeSet<>();
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            String[] corpus = arguments[i].split("=", 2);
            Conformance conformance = new Conformance(dictionary);
            try (Receiver receiver = new Receiver()) {
                for (Receiver.Received received : receiver.receive(Files.readAllBytes(Path.of(corpus[1]))))
                    conformance.compare(received);
                tap.check(corpus[0] + ": nothing closes the connection or is dropped in silence", receiver.failures());
            }
            conformance.report(tap, corpus[0]);
            seen.addAll(conformance.seen());
        }
        List<String> unseen = new ArrayList<>(dictionary.names());
        unseen.removeAll(seen);
        System.out.println("# " + seen.size() + " of " + dictionary.names().size() + " fields were in the frames; not "
                + String.join(" ", unseen));
        System.exit(tap.finish());
    }
}
