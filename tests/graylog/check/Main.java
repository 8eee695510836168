// SPDX-License-Identifier: Apache-2.0
package check;

import org.graylog2.indexer.indexset.CustomFieldMappings;
import org.graylog2.shared.bindings.providers.ObjectMapperProvider;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Graylog's own code judges what omgelf sent.
 *
 *     java check.Main FIELDS DIRECTORY PACK PROFILE QUERIES [--corpus NAME OCTETS]...
 *         [--places schema|legacy OCTETS CITY ASN]...
 *
 * FIELDS is rulebases/FIELDS, DIRECTORY an empty one for an index, PACK a content pack,
 * PROFILE the field types of its index set, QUERIES a file with a query a line. OCTETS is a file with
 * the octets that a receiver recorded; CITY and ASN are the databases that the geo fields
 * of those messages were made from.
 */
public final class Main {
    private final Tap tap = new Tap();
    private final Dictionary dictionary;
    private final Documents documents;
    private final Set<String> seen = new TreeSet<>();

    private Main(Path fields) throws Exception {
        dictionary = new Dictionary(fields);
        documents = new Documents(dictionary);
    }

    public static void main(String[] arguments) {
        try {
            Iterator<String> word = Arrays.asList(arguments).iterator();
            Main main = new Main(Path.of(word.next()));
            Path directory = Path.of(word.next());
            Path pack = Path.of(word.next());
            Path profile = Path.of(word.next());
            Path queries = Path.of(word.next());
            while (word.hasNext())
                switch (word.next()) {
                    case "--corpus" -> main.corpus(word.next(), Path.of(word.next()));
                    case "--places" ->
                            main.places(word.next(), Path.of(word.next()), Path.of(word.next()), Path.of(word.next()));
                    default -> throw new IllegalArgumentException("usage: see the head of Main.java");
                }
            main.documents.report(main.tap);
            main.index(directory, new Pack(Upload.store(new ObjectMapperProvider().get(), pack, directory)), Index.profile(profile), Files.readAllLines(queries));
            main.reportUnseen();
            System.exit(main.tap.finish());
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(2); // threads of the libraries would keep the process
        }
    }

    private void corpus(String name, Path octets) throws Exception {
        Conformance conformance = new Conformance(dictionary);
        for (Receiver.Received received : received(name, octets)) {
            conformance.compare(received);
            if (received.message() != null)
                documents.add(Receiver.document(received.message()));
        }
        conformance.report(tap, name);
        seen.addAll(conformance.seen());
    }

    private void places(String mode, Path octets, Path city, Path asn) throws Exception {
        Places places = new Places(mode.equals("schema"), city, asn);
        for (Receiver.Received received : received("places " + mode, octets))
            places.compare(received.message());
        places.report(tap, "places " + mode);
    }

    private List<Receiver.Received> received(String name, Path octets) throws Exception {
        try (Receiver receiver = new Receiver()) {
            List<Receiver.Received> received = receiver.receive(Files.readAllBytes(octets));
            tap.check(name + ": nothing closes the connection or is dropped in silence", receiver.failures());
            return received;
        }
    }

    private void index(Path directory, Pack pack, CustomFieldMappings profile, List<String> queries) throws Exception {
        try (Index index = new Index(directory)) {
            index.create("mail", profile);
            tap.check("the index of a set with our field types refuses none of " + documents.all().size() + " documents",
                    index.refused("mail", documents.all()));
            pack.report(tap, dictionary, index);
            tap.check("each of " + queries.size() + " queries of the documents finds some", queries.stream()
                    .filter(query -> index.count("mail", null, query, Set.of()) == 0).toList());
            index.create("default", null);
            // a HELO name that looks like a date makes its field one, and loses all that follow
            tap.atLeast("an index of the default set would refuse documents, after a hostile one",
                    index.refused("default", documents.all()).size(), 1);
        }
    }

    private void reportUnseen() {
        List<String> unseen = new ArrayList<>(dictionary.names());
        unseen.removeAll(seen);
        System.out.println("# " + seen.size() + " of " + dictionary.names().size() + " fields were in the frames; not "
                + String.join(" ", unseen));
    }
}
