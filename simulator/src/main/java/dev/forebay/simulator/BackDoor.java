package dev.forebay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forebay.simulator.exchange.Chunk;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.fault.FaultPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses that no real provider has: {@code GET /_stats} shows the ledger, {@code GET /_log} the latest calls, and
 * {@code POST /_faults} plans other faults. Requests to them are not counted. Thread-safe.
 */
final class BackDoor {

    /** Nothing follows from the end of a request that is not counted. */
    static final Call UNCOUNTED = new Call() {
        @Override
        public void sent() {}

        @Override
        public void clientLeft() {}
    };

    private final SimulatedProvider provider;

    BackDoor(SimulatedProvider provider) {
        this.provider = provider;
    }

    Optional<Reply> answer(RawRequest request) {
        return switch (request.method() + " " + request.route()) {
            case "GET /_stats" -> Optional.of(json(200, provider.ledger().toJson()));
            case "GET /_log" -> Optional.of(json(200, LedgerJson.of(provider.log(), provider.droppedFromLog())));
            case "POST /_faults" -> Optional.of(faults(request.body()));
            default -> Optional.empty();
        };
    }

    private Reply faults(byte[] body) {
        try {
            JsonNode root = LedgerJson.JSON.readTree(body);
            if (root == null || !root.isObject()) {
                throw new IllegalArgumentException(
                        "write a JSON object such as {\"529\": 1.0, \"lost\": \"1@0s+60s\"}");
            }
            Map<String, String> rates = new LinkedHashMap<>();
            root.properties()
                    .forEach(rate -> rates.put(rate.getKey(), rate.getValue().asText()));
            FaultPlan plan = FaultPlan.of(rates);
            provider.plan(plan);
            return json(200, LedgerJson.text(LedgerJson.JSON.createObjectNode().put("faults", plan.toString())));
        } catch (IOException malformed) {
            return problem("the body is not JSON");
        } catch (IllegalArgumentException wrong) {
            return problem(String.valueOf(wrong.getMessage()));
        }
    }

    private static Reply problem(String message) {
        return json(400, LedgerJson.text(LedgerJson.JSON.createObjectNode().put("error", message)));
    }

    private static Reply json(int status, String text) {
        return new Answer(
                status,
                List.of(new Header("content-type", "application/json")),
                List.of(new Chunk(0, text.getBytes(StandardCharsets.UTF_8))),
                false,
                true);
    }
}
