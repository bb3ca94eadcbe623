package dev.forebay.providers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Picks fields out of JSON that may be cut, broken or hostile, in one pass and without a tree.
 *
 * <p>Whatever a {@link Value} has read before the text breaks stays read; {@link #read} says whether the text was whole.
 * What a reader does not ask for is skipped, without recursion.
 */
final class JsonReader {

    /** Bounds against hostile text. A string may be as long as the longest answer that the transport takes. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(500)
                    .maxStringLength(64 << 20)
                    .maxNameLength(10_000)
                    .maxNumberLength(100)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser parser;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads the value that the reader stands on, or leaves it, and it is skipped. */
    interface Value {
        void read(JsonReader in) throws IOException;
    }

    /** Reads the value of the named field, or leaves it, and it is skipped. */
    interface Field {
        void read(String name, JsonReader in) throws IOException;
    }

    /** Whether the bytes are exactly one JSON value. */
    static boolean read(byte[] json, Value value) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonReader reader = new JsonReader(parser);
            if (parser.nextToken() == null) {
                return false;
            }
            value.read(reader);
            reader.skip();
            return parser.nextToken() == null;
        } catch (IOException | RuntimeException broken) {
            // A parser's own bug on hostile bytes must not take the caller down: such bytes are not JSON either.
            return false;
        }
    }

    static boolean read(String json, Value value) {
        return read(json.getBytes(StandardCharsets.UTF_8), value);
    }

    static boolean isWhole(String json) {
        return read(json, JsonReader::skip);
    }

    /** Each field of an object; another kind of value is skipped. */
    void object(Field field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            skip();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            field.read(name, this);
            skip();
        }
    }

    /** Each element of an array; another kind of value is skipped. */
    void array(Value element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            skip();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read(this);
            skip();
        }
    }

    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** A string, number or boolean as text; empty for null, objects and arrays. */
    Optional<String> text() throws IOException {
        JsonToken token = parser.currentToken();
        boolean scalar = token.isScalarValue() && token != JsonToken.VALUE_NULL;
        return scalar ? Optional.of(parser.getText()) : Optional.empty();
    }

    /** A whole number of zero or more; empty for anything else. */
    OptionalLong count() throws IOException {
        if (!parser.currentToken().isNumeric()) {
            return OptionalLong.empty();
        }
        BigDecimal number = parser.getDecimalValue();
        boolean fits = number.signum() >= 0 && number.compareTo(LONG_MAX) <= 0;
        return fits ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
}
