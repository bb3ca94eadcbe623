package dev.forebay.simulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.simulator.exchange.Chunk;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.Reply.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Makes bodies and the answers around them. Stateless. */
final class Body {

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.ROOT);

    private Body() {}

    static ObjectNode object() {
        return Prompts.JSON.createObjectNode();
    }

    static byte[] bytes(JsonNode node) {
        return text(node).getBytes(StandardCharsets.UTF_8);
    }

    static String text(JsonNode node) {
        try {
            return Prompts.JSON.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree is always JSON", impossible);
        }
    }

    static Header date(Instant wall) {
        return new Header("date", HTTP_DATE.format(wall.atOffset(ZoneOffset.UTC)));
    }

    static Answer json(int status, List<Header> headers, JsonNode node) {
        List<Header> all = new ArrayList<>();
        all.add(Wire.json());
        all.addAll(headers);
        return new Answer(status, all, List.of(new Chunk(0, bytes(node))), false, true);
    }

    static Answer events(List<Header> headers, List<Chunk> chunks, boolean complete) {
        List<Header> all = new ArrayList<>(Wire.events());
        all.addAll(headers);
        return new Answer(200, all, chunks, true, complete);
    }
}
