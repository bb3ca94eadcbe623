package dev.forebay.providers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes JSON text. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** Writes into the generator. */
    interface Content {
        void write(JsonGenerator out) throws IOException;
    }

    /** An object with this content. */
    static String object(Content content) {
        return write(out -> {
            out.writeStartObject();
            content.write(out);
            out.writeEndObject();
        });
    }

    /** The text as a JSON string. */
    static String quoted(String text) {
        return write(out -> out.writeString(text));
    }

    private static String write(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a writer in memory failed", e);
        }
        return text.toString();
    }
}
