// SPDX-License-Identifier: Apache-2.0
package check;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.Delimiters;
import org.graylog2.inputs.codecs.GelfChunkAggregator;
import org.graylog2.inputs.codecs.GelfCodec;
import org.graylog2.inputs.codecs.gelf.GELFBulkDroppedMsgService;
import org.graylog2.inputs.transports.netty.LenientDelimiterBasedFrameDecoder;
import org.graylog2.plugin.Message;
import org.graylog2.plugin.MessageFactory;
import org.graylog2.plugin.configuration.Configuration;
import org.graylog2.plugin.inputs.codecs.CodecAggregator;
import org.graylog2.plugin.journal.RawMessage;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A GELF TCP input made of the server's own parts, in its order: frame decoder
 * (TcpTransport: NUL, 2 MiB), chunk aggregator, journal message, codec.
 *
 *     for (Received received : receiver.receive(stream)) ...
 *
 * What ends the connection on a server, or loses a message in silence, is in failures().
 */
final class Receiver implements AutoCloseable {
    /** message: null where the codec refused the frame, then refusal says why */
    record Received(byte[] frame, Message message, String refusal) {}

    private static final int MAX_MESSAGE_SIZE = 2 * 1024 * 1024;
    private static final int READ_SIZE = 8192;

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });
    private final GelfChunkAggregator aggregator = new GelfChunkAggregator(scheduler, new MetricRegistry());
    private final List<String> failures = new ArrayList<>();
    private final GelfCodec codec = new GelfCodec(new Configuration(Map.of()), aggregator, messageFactory(),
            new GELFBulkDroppedMsgService(null) {
                @Override
                public void handleDroppedMsgOccurrence(RawMessage message) {
                    failures.add("a second JSON document in one frame is dropped");
                }
            });

    /** the decoder gets the octets in pieces that split frames, as sockets do */
    List<Received> receive(byte[] stream) {
        List<Received> all = new ArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel(
                new LenientDelimiterBasedFrameDecoder(MAX_MESSAGE_SIZE, Delimiters.nulDelimiter()[0]));
        try {
            for (int at = 0; at < stream.length; at += READ_SIZE)
                channel.writeInbound(Unpooled.wrappedBuffer(stream, at, Math.min(READ_SIZE, stream.length - at)));
            channel.finish();
        } catch (RuntimeException e) {
            failures.add("the frame decoder closes the connection: " + e);
        }
        for (ByteBuf frame; (frame = channel.readInbound()) != null; )
            all.add(decode(frame));
        return all;
    }

    private Received decode(ByteBuf buffer) {
        byte[] frame = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), frame);
        try {
            CodecAggregator.Result result = aggregator.addChunk(buffer);
            if (!result.isValid() || result.getMessage() == null)
                return new Received(frame, null, "the chunk aggregator takes it for a chunk or for broken");
            Message message = codec.decodeSafe(new RawMessage(frame)).orElse(null);
            if (message == null || !message.isComplete())
                return new Received(frame, null, "it is incomplete and dropped in silence");
            return new Received(frame, message, null);
        } catch (RuntimeException e) {
            return new Received(frame, null, String.valueOf(e.getMessage()));
        }
    }

    List<String> failures() {
        return failures;
    }

    /** as it goes to the index */
    static Map<String, Object> document(Message message) {
        return message.toElasticSearchObject(new ObjectMapper(), new Meter());
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    /** the server's DefaultMessageFactory: of its package only, so that all inject it */
    static MessageFactory messageFactory() {
        try {
            Constructor<?> constructor = Class.forName("org.graylog2.plugin.DefaultMessageFactory").getDeclaredConstructor();
            constructor.setAccessible(true);
            return (MessageFactory) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
