// SPDX-License-Identifier: Apache-2.0
package check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.graylog2.bindings.providers.MongoJackObjectMapperProvider;
import org.graylog2.contentpacks.ContentPackPersistenceService;
import org.graylog2.contentpacks.model.ContentPack;
import org.graylog2.database.MongoConnection;
import org.graylog2.streams.StreamService;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;

/**
 * What a server keeps of a content pack that is uploaded: its own service, on a MongoDB in
 * this process. The server has no streams yet, as at a first installation: the service then
 * takes the streams away from the first search of each dashboard.
 *
 *     Path stored = Upload.store(mapper, pack, directory);
 */
final class Upload {
    private Upload() {}

    static Path store(ObjectMapper mapper, Path pack, Path directory) throws Exception {
        ContentPack read = mapper.readValue(pack.toFile(), ContentPack.class);
        MongoServer server = new MongoServer(new MemoryBackend());
        try (MongoClient client = MongoClients.create("mongodb:/" + server.bind())) {
            MongoConnection connection = proxy(MongoConnection.class, (self, method, arguments) -> switch (method.getName()) {
                case "getMongoDatabase" -> client.getDatabase("graylog");
                default -> throw new UnsupportedOperationException(method.getName());
            });
            StreamService streams = proxy(StreamService.class, (self, method, arguments) -> switch (method.getName()) {
                case "loadAll" -> List.of();
                default -> throw new UnsupportedOperationException(method.getName());
            });
            ContentPackPersistenceService service = new ContentPackPersistenceService(
                    new MongoJackObjectMapperProvider(mapper), connection, streams);
            service.filterMissingResourcesAndInsert(read).orElseThrow();
            Path stored = directory.resolve("stored-pack.json");
            mapper.writeValue(stored.toFile(), service.findByIdAndRevision(read.id(), read.revision()).orElseThrow());
            return stored;
        } finally {
            server.shutdownNow();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Upload.class.getClassLoader(), new Class<?>[]{type}, handler));
    }
}
