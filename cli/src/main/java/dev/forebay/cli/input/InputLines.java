package dev.forebay.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads lines of JSON. Stateless. */
public final class InputLines {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

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
            throw new BadLineException("the line is not JSON: " + oneLine(e.getOriginalMessage()));
        }
    }

    private static String oneLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
