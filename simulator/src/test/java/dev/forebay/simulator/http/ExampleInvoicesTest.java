package dev.forebay.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.invoice.InvoiceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The committed example invoices. */
class ExampleInvoicesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("..", "examples", "invoices");
    private static final int COUNT = 300;

    @Test
    void areTheFirstOfSeed42() throws IOException {
        StringBuilder texts = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        InvoiceFiles.write(COUNT, 42, texts, expected);
        assertEquals(texts.toString(), Files.readString(FOLDER.resolve("invoices.jsonl")));
        assertEquals(expected.toString(), Files.readString(FOLDER.resolve("expected.jsonl")));
    }

    @Test
    void comeOutRightThroughTheWholeWire() throws Exception {
        List<String> texts = Files.readAllLines(FOLDER.resolve("invoices.jsonl"));
        List<String> expected = Files.readAllLines(FOLDER.resolve("expected.jsonl"));
        assertEquals(COUNT, texts.size());
        try (SimulatorServer server =
                SimulatorServer.start(SimulatorOptions.builder().build(), 0)) {
            HttpAsk ask = new HttpAsk(server);
            for (int line = 0; line < COUNT; line++) {
                String text = JSON.readTree(texts.get(line)).path("text").asText();
                JsonNode answer = JSON.readTree(
                        ask.anthropic("Extract vendor, amount, date: " + text).body());
                JsonNode found = JSON.readTree(
                        answer.path("content").path(0).path("text").asText());
                JsonNode wanted = JSON.readTree(expected.get(line));
                for (String field : List.of("vendor", "amount", "currency", "date")) {
                    assertEquals(wanted.path(field), found.path(field), text);
                }
            }
            assertEquals(COUNT, server.provider().ledger().answered());
            assertEquals(0, server.provider().ledger().billedTwice());
        }
    }
}
