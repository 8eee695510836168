// SPDX-License-Identifier: Apache-2.0
package check;

import com.codahale.metrics.MetricRegistry;
import com.google.common.eventbus.EventBus;
import org.graylog2.GraylogNodeConfiguration;
import org.graylog2.audit.NullAuditEventSender;
import org.graylog2.inputs.codecs.GelfCodec;
import org.graylog2.inputs.codecs.gelf.GELFBulkDroppedMsgService;
import org.graylog2.inputs.transports.KafkaTransport;
import org.graylog2.plugin.LocalMetricRegistry;
import org.graylog2.plugin.Message;
import org.graylog2.plugin.ServerStatus;
import org.graylog2.plugin.configuration.Configuration;
import org.graylog2.plugin.inputs.MessageInput;
import org.graylog2.plugin.journal.RawMessage;
import org.graylog2.plugin.lifecycles.Lifecycle;
import org.graylog2.plugin.system.NodeId;
import org.graylog2.plugin.system.SimpleNodeId;

import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Graylog inputs "GELF Kafka" of the server's own transport and codec, all of one consumer group.
 *
 *     java check.KafkaReader BOOTSTRAP TOPIC DIRECTORY COUNT
 *
 * Input N appends each message that it takes to DIRECTORY/reader-N, a line each: vendor_trace_id (or -),
 * a tab, the message. Ends at SIGTERM.
 */
public final class KafkaReader {
    private static final ScheduledExecutorService SCHEDULER = Executors.newSingleThreadScheduledExecutor();

    private KafkaReader() {}

    public static void main(String[] arguments) throws Exception {
        List<KafkaTransport> transports = new ArrayList<>();
        for (int number = 0; number < Integer.parseInt(arguments[3]); number++)
            transports.add(start(arguments[0], arguments[1], Path.of(arguments[2]).resolve("reader-" + number), number));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> transports.forEach(KafkaTransport::stop)));
        Thread.currentThread().join();
    }

    private static KafkaTransport start(String bootstrap, String topic, Path file, int number) throws Exception {
        Configuration configuration = new Configuration(Map.of(
                KafkaTransport.CK_LEGACY, false, KafkaTransport.CK_BOOTSTRAP, bootstrap,
                KafkaTransport.CK_TOPIC_FILTER, "^" + topic + "$", KafkaTransport.CK_GROUP_ID, "graylog",
                KafkaTransport.CK_FETCH_MIN_BYTES, 5, KafkaTransport.CK_FETCH_WAIT_MAX, 100, KafkaTransport.CK_THREADS, 1,
                KafkaTransport.CK_OFFSET_RESET, "smallest",
                // a topic that is made later is seen after a second, not after five minutes
                KafkaTransport.CK_CUSTOM_PROPERTIES, "metadata.max.age.ms=1000"));
        NodeId node = new SimpleNodeId("0000000" + number + "-0000-0000-0000-000000000000");
        EventBus bus = new EventBus();
        ServerStatus status = new ServerStatus(configuration(), Set.of(), bus, NullAuditEventSender::new, node);
        status.start();
        status.running();
        KafkaTransport transport = new KafkaTransport(configuration, new LocalMetricRegistry(), node, bus, status, SCHEDULER);
        transport.lifecycleStateChange(Lifecycle.RUNNING);
        transport.launch(new Input(configuration, transport, status, new PrintStream(file.toFile())));
        return transport;
    }

    private static GraylogNodeConfiguration configuration() {
        return (GraylogNodeConfiguration) Proxy.newProxyInstance(KafkaReader.class.getClassLoader(),
                new Class<?>[]{GraylogNodeConfiguration.class}, (self, method, arguments) ->
                        method.getReturnType() == boolean.class ? (Object) false : null);
    }

    /** an input whose messages go to a file in place of the journal */
    private static final class Input extends MessageInput {
        private final PrintStream out;
        private final GelfCodec codec;

        Input(Configuration configuration, KafkaTransport transport, ServerStatus status, PrintStream out) {
            this(configuration, transport, status, out, new GelfCodec(new Configuration(Map.of()), null,
                    Receiver.messageFactory(), new GELFBulkDroppedMsgService(null)));
        }

        private Input(Configuration configuration, KafkaTransport transport, ServerStatus status, PrintStream out,
                GelfCodec codec) {
            super(new MetricRegistry(), configuration, transport, new LocalMetricRegistry(), codec,
                    new Config(new KafkaTransport.Config(), new GelfCodec.Config()) {},
                    new Descriptor("GELF Kafka", false, "") {}, status);
            this.out = out;
            this.codec = codec;
        }

        @Override
        public void processRawMessage(RawMessage raw) {
            Message message = codec.decodeSafe(raw).orElseThrow();
            Object trace = message.getField("vendor_trace_id");
            out.print((trace == null ? "-" : trace) + "\t" + message.getMessage() + "\n");
            out.flush();
        }
    }
}
