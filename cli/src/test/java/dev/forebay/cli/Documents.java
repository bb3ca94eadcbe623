package dev.forebay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.http.SimulatorServer;
import dev.forebay.simulator.invoice.InvoiceFiles;
import dev.forebay.simulator.time.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder with invoices to send, what should be found in them, and what came back. */
final class Documents {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String PROMPT = "Extract vendor, amount, date: {text}";

    final Path input;
    final Path expected;
    final Path results;
    final Path store;

    Documents(Path folder) {
        input = folder.resolve("in.jsonl");
        expected = folder.resolve("expected.jsonl");
        results = folder.resolve("out.jsonl");
        store = folder.resolve("out.jsonl.db");
    }

    static Documents invoices(Path folder, int count) throws IOException {
        Documents documents = new Documents(folder);
        try (Writer texts = Files.newBufferedWriter(documents.input);
                Writer fields = Files.newBufferedWriter(documents.expected)) {
            InvoiceFiles.write(count, 7, texts, fields);
        }
        return documents;
    }

    static Documents lines(Path folder, String... lines) throws IOException {
        Documents documents = new Documents(folder);
        Files.writeString(documents.input, String.join("\n", lines));
        return documents;
    }

    /** A provider that answers after 20 ms and has no limits. */
    static SimulatorServer quickProvider() throws IOException {
        return SimulatorServer.start(quick().build(), 0);
    }

    static SimulatorOptions.Builder quick() {
        return SimulatorOptions.builder().latency(Latency.fixed(Duration.ofMillis(20)));
    }

    String[] runArguments(SimulatorServer provider, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                input.toString(),
                "--prompt",
                PROMPT,
                "--base-url",
                provider.baseUrl().toString(),
                "--out",
                results.toString()));
        arguments.addAll(Arrays.asList(more));
        return arguments.toArray(String[]::new);
    }

    Invoked run(SimulatorServer provider, String... more) {
        return Invoked.command(runArguments(provider, more));
    }

    /** The lines of the results file by id; fails if one is torn or stands twice. */
    Map<String, JsonNode> resultsById() {
        Map<String, JsonNode> byId = new LinkedHashMap<>();
        for (JsonNode line : lines(results)) {
            if (byId.put(line.path("id").asText(), line) != null) {
                throw new AssertionError(line.path("id").asText() + " stands twice");
            }
        }
        return byId;
    }

    /** One line of the results file. */
    JsonNode result(String id) {
        return Optional.ofNullable(resultsById().get(id)).orElseThrow(() -> new AssertionError("no result of " + id));
    }

    /** How many results hold exactly the expected fields. */
    int correct() {
        Map<String, JsonNode> found = resultsById();
        int correct = 0;
        for (JsonNode wanted : lines(expected)) {
            JsonNode result = found.get(wanted.path("id").asText());
            if (result != null) {
                JsonNode answer = json(result.path("text").asText());
                boolean same = List.of("vendor", "amount", "currency", "date").stream()
                        .allMatch(field -> answer.path(field).equals(wanted.path(field)));
                correct += same ? 1 : 0;
            }
        }
        return correct;
    }

    static List<JsonNode> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(Documents::json).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
