package dev.forebay.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Cuts the value of a field out of JSON as it is written there, white space, escapes and all. Stateless. */
final class RawField {

    private static final JsonFactory FACTORY = new JsonFactory();

    private RawField() {}

    /**
     * The text of an object in a field.
     *
     * @param json an object that is known to be well formed and to have the field, once
     */
    static String of(String json, String field) {
        String found = "";
        try (JsonParser in = FACTORY.createParser(json)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = in.currentName().equals(field);
                in.nextToken();
                long begin = in.currentTokenLocation().getCharOffset();
                in.skipChildren();
                if (wanted) {
                    found = json.substring(
                            Math.toIntExact(begin),
                            Math.toIntExact(in.currentLocation().getCharOffset()));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the line was well formed when it was read as a whole", e);
        }
        return found;
    }
}
