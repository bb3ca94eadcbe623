package dev.forebay.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lines of JSON. Stateless. */
public final class InputLines {

    /** More than any document holds; a tree of more small values than this would take a hundred times the line's bytes. */
    private static final long VALUES_MAX = 1_000_000;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(VALUES_MAX)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    /** What other programs write for numbers that JSON has not. */
    private static final List<String> NO_JSON = List.of("NaN", "Infinity");

    /** The parser has no type for it. */
    private static final Pattern DOUBLED = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

    private InputLines() {}

    /**
     * The object that a line holds.
     *
     * @throws BadLineException if it holds anything else
     */
    public static ObjectNode object(LineReader.Line line) throws BadLineException {
        if (line.text().isEmpty()) {
            throw new BadLineException(line.problem());
        }
        try {
            JsonNode node = JSON.readTree(line.text().get());
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new BadLineException("the line is JSON but no object such as {\"id\":\"1\",\"text\":\"...\"}");
        } catch (JsonProcessingException e) {
            Matcher doubled = DOUBLED.matcher(String.valueOf(e.getOriginalMessage()));
            if (doubled.matches()) {
                throw new BadLineException("the field \"" + Quoted.of(doubled.group(1))
                        + "\" stands twice in an object, and only you know which is meant");
            }
            throw new BadLineException(
                    "the line is not JSON: " + words(e, line.text().get()));
        } catch (NumberFormatException e) {
            // JSON allows an exponent of any length, and the parser hands over what Java says of it.
            throw new BadLineException("a number in the line has an exponent that is too large");
        }
    }

    /** What is wrong and where, for a person who does not know the parser. */
    private static String words(JsonProcessingException problem, String text) {
        if (problem instanceof StreamConstraintsException) {
            return "it is nested too deep, holds more than a million values, or a name or a number that is too long";
        }
        JsonLocation location = problem.getLocation();
        int column = location == null ? 0 : location.getColumnNr();
        if (problem instanceof JsonEOFException || column < 1 || column > text.length()) {
            return "it breaks off at its end, column " + text.length();
        }
        String at = " at column " + column;
        if (problem instanceof MismatchedInputException) {
            return "something follows the end of the object" + at;
        }
        for (String number : NO_JSON) {
            if (text.startsWith(number, column - 1 - number.length())) {
                return number + " is no number of JSON, at column " + (column - number.length());
            }
        }
        int found = text.codePointAt(column - 1);
        return Character.isISOControl(found)
                ? "an unescaped control character" + at
                : "a '" + Quoted.of(Character.toString(found)) + "' is wrong" + at;
    }
}
