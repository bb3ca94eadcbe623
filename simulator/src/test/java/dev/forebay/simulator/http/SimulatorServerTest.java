package dev.forebay.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.invoice.Invoice;
import dev.forebay.simulator.invoice.Invoices;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole path over real HTTP. */
class SimulatorServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void answersWhatStandsInTheText() throws Exception {
        try (SimulatorServer server =
                SimulatorServer.start(SimulatorOptions.builder().build(), 0)) {
            List<Invoice> invoices = Invoices.generate(20, 3).toList();
            for (Invoice invoice : invoices) {
                JsonNode answer = JSON.readTree(ask(server, invoice.text()).body());
                JsonNode found = JSON.readTree(
                        answer.path("content").path(0).path("text").asText());
                assertEquals(invoice.vendor(), found.path("vendor").asText());
                assertEquals(invoice.amount(), found.path("amount").asText());
                assertEquals(invoice.currency(), found.path("currency").asText());
                assertEquals(invoice.date(), found.path("date").asText());
            }
            assertEquals(20, server.provider().ledger().answered());
        }
    }

    private HttpResponse<String> ask(SimulatorServer server, String text) throws Exception {
        String body = JSON.writeValueAsString(JSON.createObjectNode()
                .put("model", "claude-test")
                .put("max_tokens", 1024)
                .set(
                        "messages",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode().put("role", "user").put("content", text))));
        HttpRequest request = HttpRequest.newBuilder(server.baseUrl().resolve("/v1/messages"))
                .header("anthropic-version", "2023-06-01")
                .header("x-api-key", "test")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
