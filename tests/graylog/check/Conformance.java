// SPDX-License-Identifier: Apache-2.0
package check;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.graylog2.plugin.Message;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Frames against the messages that Graylog's code made of them. The frame is read once
 * more, strictly: UTF-8, JSON without duplicate names, nothing after it. Then each of
 * its fields must be in the message, equal in value and type, and nothing else.
 * The one thing that Graylog changes is blanks around a string: it trims them.
 */
final class Conformance {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Set<String> GELF_KEYS =
            Set.of("version", "host", "short_message", "full_message", "timestamp", "level");
    private static final Set<String> SERVER_FIELDS =
            Set.of("_id", "message", "source", "timestamp", "full_message", "level");
    /** half a millisecond, and what a double of this size cannot tell */
    private static final BigDecimal ROUNDING = new BigDecimal("0.501");

    private final Dictionary dictionary;
    private final List<String> refused = new ArrayList<>();
    private final List<String> altered = new ArrayList<>();
    private final List<String> untyped = new ArrayList<>();
    private final Set<String> seen = new TreeSet<>();
    private long frames, fields, trimmed;

    Conformance(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    void compare(Receiver.Received received) {
        frames++;
        String text;
        JsonNode frame;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(received.frame())).toString();
            frame = STRICT.readTree(text);
        } catch (CharacterCodingException e) {
            refused.add("not UTF-8: " + new String(received.frame(), StandardCharsets.UTF_8));
            return;
        } catch (Exception e) {
            refused.add(e.getMessage() + "\n" + new String(received.frame(), StandardCharsets.UTF_8));
            return;
        }
        if (received.message() == null) {
            refused.add(received.refusal() + "\n" + text);
            return;
        }
        compareOwn(frame, received.message());
        compareFields(frame, received.message());
    }

    private void compareOwn(JsonNode frame, Message message) {
        expect("version", "1.1", frame.path("version").textValue());
        expectText("message", frame.path("short_message").textValue(), message.getMessage());
        expectText("source", frame.path("host").textValue(), message.getSource());
        if (frame.has("full_message"))
            expectText("full_message", frame.path("full_message").textValue(), message.getField("full_message"));
        if (frame.has("level"))
            expect("level", frame.path("level").longValue(), ((Number) message.getField("level")).longValue());
        else
            expect("level", null, message.getField("level"));
        if (frame.has("timestamp")) {
            BigDecimal sent = frame.path("timestamp").decimalValue().movePointRight(3);
            long got = message.getTimestamp().getMillis();
            if (sent.subtract(BigDecimal.valueOf(got)).abs().compareTo(ROUNDING) > 0)
                altered.add("timestamp: sent " + sent + " ms, got " + got);
        }
        for (Map.Entry<String, JsonNode> entry : frame.properties())
            if (!entry.getKey().startsWith("_") && !GELF_KEYS.contains(entry.getKey()))
                altered.add(entry.getKey() + ": neither a key of GELF nor an additional field");
    }

    private void compareFields(JsonNode frame, Message message) {
        Set<String> expected = new TreeSet<>();
        for (Map.Entry<String, JsonNode> entry : frame.properties()) {
            if (!entry.getKey().startsWith("_"))
                continue;
            String name = entry.getKey().substring(1);
            JsonNode value = entry.getValue();
            Object got = message.getField(name);
            expected.add(name);
            fields++;
            if (value.isTextual())
                expectText(name, value.textValue(), got);
            else if (value.isIntegralNumber() && value.canConvertToLong())
                expect(name, value.longValue(), got);
            else if (value.isFloatingPointNumber())
                expectNumber(name, value.doubleValue(), got);
            else
                altered.add(name + ": Graylog has no type for " + value);
            Dictionary.Field field = dictionary.field(name);
            if (field != null) {
                seen.add(name);
                if (!field.holds(got))
                    untyped.add(name + ": " + field.type() + " in FIELDS, but " + value);
            }
        }
        for (String name : message.getFieldNames())
            if (!expected.contains(name) && !SERVER_FIELDS.contains(name))
                altered.add(name + ": appears from nowhere as " + message.getField(name));
    }

    private void expectText(String name, String sent, Object got) {
        if (sent != null && !sent.equals(sent.trim())) {
            trimmed++;
            sent = sent.trim();
        }
        expect(name, sent, got);
    }

    /** equal as numbers: the strict reading has no sign for zero */
    private void expectNumber(String name, double sent, Object got) {
        if (!(got instanceof Double number) || sent != number)
            expect(name, sent, got);
    }

    private void expect(String name, Object sent, Object got) {
        if (sent == null ? got != null : !sent.equals(got))
            altered.add(name + "\nsent " + sent + "\ngot  " + got);
    }

    void report(Tap tap, String corpus) {
        tap.check(corpus + ": Graylog accepts each of " + frames + " frames", refused);
        tap.check(corpus + ": each of " + fields + " additional fields arrives as it was sent ("
                + trimmed + " texts without the blanks around them)", altered);
        tap.check(corpus + ": each of " + seen.size() + " fields has the type of FIELDS", untyped);
    }

    long frames() {
        return frames;
    }

    Set<String> seen() {
        return seen;
    }
}
