// SPDX-License-Identifier: Apache-2.0
package check;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.graylog2.shared.bindings.providers.ObjectMapperProvider;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What contrib/graylog/setup sends, read by the classes of the Graylog on the class path into
 * what its API takes: an unknown or missing property is a refusal.
 *
 *     java check.Bodies VERSION DIRECTORY
 *
 * DIRECTORY has the bodies as tests/graylog/api wrote them.
 */
public final class Bodies {
    private static final String REST = "org.graylog2.rest.";

    private final ObjectMapper mapper = new ObjectMapperProvider().get();
    private final Path directory;

    private Bodies(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) {
        try {
            Tap tap = new Tap();
            new Bodies(Path.of(arguments[1])).report(tap, "Graylog " + arguments[0]);
            System.exit(tap.finish());
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(2);
        }
    }

    private void report(Tap tap, String server) throws Exception {
        Pack pack = new Pack(directory.resolve("pack.json"));
        tap.check(server + ": each of " + pack.entities() + " entities of the uploaded pack becomes what it stores", pack.broken());
        tap.check(server + " takes the body of the index set", read("index_set", indexSet()));
        tap.check(server + " takes the body of the installation", read("installation", installation()));
        tap.check(server + " takes the body of the field type profile",
                read("profile", type("org.graylog2.indexer.indexset.profile.IndexFieldTypeProfileData")));
    }

    /** Graylog 7 has a class for the request; before, it is that of the answer */
    private JavaType indexSet() throws ClassNotFoundException {
        try {
            return type(REST + "resources.system.indexer.requests.IndexSetCreationRequest");
        } catch (ClassNotFoundException before) {
            return type(REST + "resources.system.indexer.responses.IndexSetSummary");
        }
    }

    /** what the method of the API takes: Graylog 7 wraps it */
    private JavaType installation() throws ClassNotFoundException {
        for (Method method : Class.forName(REST + "resources.system.contentpacks.ContentPackResource").getMethods())
            if (method.getName().equals("installContentPack"))
                return mapper.constructType(method.getGenericParameterTypes()[2]);
        throw new IllegalStateException("there is no installContentPack");
    }

    private JavaType type(String name) throws ClassNotFoundException {
        return mapper.constructType(Class.forName(name));
    }

    private List<String> read(String body, JavaType type) throws Exception {
        List<String> complaints = new ArrayList<>();
        try {
            mapper.readValue(Files.readAllBytes(directory.resolve(body + ".json")), type);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            complaints.add(e.getOriginalMessage());
        }
        return complaints;
    }
}
