package dev.forebay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.simulator.limit.Dimension;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes ledgers and logs as JSON. Stateless. */
final class LedgerJson {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final double ROUNDING = 1e4;

    private LedgerJson() {}

    static String of(Ledger ledger) {
        ObjectNode root = JSON.createObjectNode()
                .put("arrived", ledger.arrived())
                .put("accepted", ledger.accepted())
                .put("billed", ledger.billed())
                .put("answered", ledger.answered())
                .put("clientLeft", ledger.clientLeft())
                .put("rejectedTotal", ledger.rejectedTotal());
        root.set("rejected", counts(ledger.rejected()));
        root.set("invalid", counts(ledger.invalid()));
        root.set("faults", counts(ledger.faults()));
        root.put("lost", ledger.faults("lost"))
                .put("hung", ledger.faults("hang"))
                .put("billedTwice", ledger.billedTwice())
                .put("answeredTwice", ledger.answeredTwice())
                .put("earlyAfterRetryAfter", ledger.earlyAfterRetryAfter());
        root.putObject("tokens").put("input", ledger.inputTokens()).put("output", ledger.outputTokens());
        root.put("share", rounded(ledger.share()))
                .put("steadyShare", rounded(ledger.steadyShare()))
                .put("binding", ledger.usage().binding().map(Dimension::key).orElse(null))
                .put("inFlight", ledger.inFlight())
                .put("maxInFlight", ledger.maxInFlight())
                .put(
                        "firstArrival",
                        ledger.times().firstArrival().map(Object::toString).orElse(null))
                .put("lastArrivalNanos", ledger.times().lastArrivalNanos())
                .put("lastAdmissionNanos", ledger.times().lastAdmissionNanos());
        if (ledger.neighbour().taken() + ledger.neighbour().refused() > 0) {
            root.putObject("neighbour")
                    .put("taken", ledger.neighbour().taken())
                    .put("refused", ledger.neighbour().refused());
        }
        return text(root);
    }

    static String of(List<CallRecord> calls, long dropped) {
        ObjectNode root = JSON.createObjectNode().put("dropped", dropped);
        ArrayNode all = root.putArray("calls");
        for (CallRecord call : calls) {
            all.addObject()
                    .put("requestId", call.requestId())
                    .put("arrivalNanos", call.arrivalNanos())
                    .put("status", call.status())
                    .put("contentHash", call.contentHash())
                    .put("billed", call.billed())
                    .put("fault", call.fault().orElse(null))
                    .put("ending", call.ending().name());
        }
        return text(root);
    }

    private static ObjectNode counts(Map<String, Long> counts) {
        ObjectNode node = JSON.createObjectNode();
        new TreeMap<>(counts).forEach(node::put);
        return node;
    }

    private static double rounded(double share) {
        return Math.round(share * ROUNDING) / ROUNDING;
    }

    static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree is always JSON", impossible);
        }
    }
}
