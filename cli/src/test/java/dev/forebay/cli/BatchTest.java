package dev.forebay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.batches.MessageBatchIndividualResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.models.ErrorObject;
import com.openai.models.chat.completions.ChatCompletion;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.http.SimulatorServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files made for a provider's Batch API run as they are, and programs that read its results read these. */
class BatchTest {

    private static final String ASK = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello %s\"}]";

    @TempDir
    private Path folder;

    private static String anthropic(String id, String more) {
        return "{\"custom_id\":\"" + id + "\",\"params\":{\"model\":\"claude-haiku-4-5\"," + ASK.formatted(id) + more
                + "}}";
    }

    private static String openAi(String id, String more) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":"
                + "\"gpt-6-luna\"," + ASK.formatted(id) + more + "}}";
    }

    private static Invoked run(SimulatorServer provider, Documents documents, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                documents.input.toString(),
                "--base-url",
                provider.baseUrl().toString(),
                "--out",
                documents.results.toString()));
        arguments.addAll(Arrays.asList(more));
        return Invoked.command(arguments.toArray(String[]::new));
    }

    private Path failed() {
        return folder.resolve("out.jsonl.failed.jsonl");
    }

    private static <T> T only(String id, Map<String, T> results) {
        assertEquals(Set.of(id), results.keySet());
        return results.values().iterator().next();
    }

    private static Map<String, MessageBatchIndividualResponse> anthropicResults(Path file) throws Exception {
        Map<String, MessageBatchIndividualResponse> results = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            MessageBatchIndividualResponse result = com.anthropic.core.ObjectMappers.jsonMapper()
                    .readValue(line, MessageBatchIndividualResponse.class)
                    .validate();
            assertTrue(result._additionalProperties().isEmpty(), line);
            results.put(result.customId(), result);
        }
        return results;
    }

    @Test
    void anthropicsOwnTypesReadTheResultsOfItsBatch() throws Exception {
        Documents documents = Documents.lines(
                folder,
                anthropic("one", ",\"max_tokens\":64"),
                anthropic("two", ",\"max_tokens\":64,\"system\":\"Be brief.\""),
                anthropic("lost", ""));
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = run(provider, documents);
            assertEquals(1, run.status(), run.err());
        }
        Map<String, MessageBatchIndividualResponse> results = anthropicResults(documents.results);
        assertEquals(List.of("one", "two"), List.copyOf(results.keySet()));
        for (MessageBatchIndividualResponse result : results.values()) {
            Message message = result.result().asSucceeded().message();
            assertFalse(message.content().get(0).asText().text().isEmpty());
            assertTrue(message.usage().outputTokens() > 0);
            assertTrue(message._additionalProperties().isEmpty());
        }
        var error =
                only("lost", anthropicResults(failed())).result().asErrored().error();
        assertTrue(error.error().isInvalidRequestError(), error.toString());
        assertEquals(
                "max_tokens: Field required",
                error.error().asInvalidRequestError().message());
        assertTrue(error.requestId().isPresent(), error.toString());
    }

    @Test
    void openAisOwnTypesReadTheResultsOfItsBatch() throws Exception {
        Documents documents = Documents.lines(
                folder,
                openAi("one", ",\"max_completion_tokens\":64"),
                openAi("two", ""),
                openAi("lost", ",\"max_tokens\":0"));
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = run(provider, documents);
            assertEquals(1, run.status(), run.err());
        }
        Map<String, JsonNode> results = openAiResults(documents.results);
        assertEquals(List.of("one", "two"), List.copyOf(results.keySet()));
        for (JsonNode line : results.values()) {
            assertEquals(200, line.path("response").path("status_code").asInt());
            assertTrue(line.path("error").isNull() && line.has("error"), line.toString());
            ChatCompletion completion = com.openai.core.ObjectMappers.jsonMapper()
                    .readValue(line.path("response").path("body").toString(), ChatCompletion.class)
                    .validate();
            assertFalse(
                    completion.choices().get(0).message().content().orElse("").isEmpty());
        }
        JsonNode lost = only("lost", openAiResults(failed()));
        assertEquals(400, lost.path("response").path("status_code").asInt(), lost.toString());
        ErrorObject error = com.openai.core.ObjectMappers.jsonMapper()
                .readValue(lost.path("response").path("body").path("error").toString(), ErrorObject.class)
                .validate();
        assertEquals("invalid_request_error", error.type());
    }

    /** The lines of OpenAI's output and error files, for which its jar has no type: exactly the documented fields. */
    private static Map<String, JsonNode> openAiResults(Path file) {
        Map<String, JsonNode> results = new TreeMap<>();
        for (JsonNode line : Documents.lines(file)) {
            assertEquals(List.of("id", "custom_id", "response", "error"), fields(line), line.toString());
            assertTrue(line.path("id").asText().matches("batch_req_[0-9a-f]{32}"), line.toString());
            if (line.path("response").isObject()) {
                assertEquals(List.of("status_code", "request_id", "body"), fields(line.path("response")));
                assertFalse(line.path("response").path("request_id").asText().isEmpty());
            }
            results.put(line.path("custom_id").asText(), line);
        }
        return results;
    }

    private static List<String> fields(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void aRequestThatFailsOfItselfIsAnErrorInTheProvidersForm() throws Exception {
        Documents documents = Documents.lines(folder, anthropic("one", ",\"max_tokens\":64"));
        SimulatorServer provider = SimulatorServer.start(
                Documents.quick().faults(FaultPlan.parse("500=1@0s+60s")).build(), 0);
        try (provider) {
            assertEquals(1, run(provider, documents, "--max-attempts", "1").status());
            var error =
                    only("one", anthropicResults(failed())).result().asErrored().error();
            assertEquals("Internal server error", error.error().asApiError().message());
            Invoked export = Invoked.command("dead", "export", "--store", documents.store.toString());
            assertEquals(Files.readString(documents.input), export.out().strip());
        }
    }

    @Test
    void whatNoBatchWouldTakeIsNamedAndTheOthersGoOn() throws Exception {
        Documents documents = Documents.lines(
                folder,
                anthropic("one", ",\"max_tokens\":64"),
                anthropic("one", ",\"max_tokens\":64"),
                anthropic("two", ",\"max_tokens\":64,\"stream\":true"),
                anthropic("three", ",\"max_tokens\":64").replace("haiku", "opus"),
                openAi("four", ""),
                "{\"params\":{\"model\":\"claude-haiku-4-5\"}}",
                "{\"id\":\"five\",\"text\":\"x\"}",
                anthropic("six", ",\"max_tokens\":64"));
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = run(provider, documents);
            assertEquals(1, run.status(), run.err());
            for (String part : List.of(
                    "in.jsonl:2: id one stands for the same request earlier",
                    "in.jsonl:3: the line asks for a stream",
                    "in.jsonl:4: the line asks claude-opus-4-5, the batch claude-haiku-4-5; put it into a file",
                    "in.jsonl:5: the line is in the form of openai",
                    "in.jsonl:6: there is no custom_id",
                    "in.jsonl:7: the line is in no provider's batch form")) {
                assertTrue(run.err().contains(part), part + " is not in " + run.err());
            }
            assertEquals(2, provider.provider().ledger().arrived());
        }
        assertEquals(2, anthropicResults(documents.results).size());
    }

    @Test
    void aPictureDoesNotCountByItsBytes() throws Exception {
        String picture =
                ",\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":"
                        + "{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"" + "iVBORw0KGgo".repeat(50_000)
                        + "\"}}]}]";
        Documents documents = Documents.lines(
                folder,
                "{\"custom_id\":\"a\",\"params\":{\"model\":\"claude-haiku-4-5\"" + picture + "}}",
                "{\"custom_id\":\"b\",\"params\":{\"model\":\"claude-haiku-4-5\"" + picture + "}}");
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked dry = run(provider, documents, "--limits", "itpm=40000", "--dry-run", "--progress", "json");
            assertEquals(0, dry.status(), dry.out());
            long tokens = Documents.json(dry.out()).path("input_tokens").asLong();
            assertTrue(tokens > 1_000 && tokens < 10_000, dry.out());
            // By its bytes alone each would be said never to fit.
            Invoked run = run(provider, documents, "--limits", "itpm=100000");
            assertEquals(0, run.status(), run.err());
        }
        assertEquals(2, anthropicResults(documents.results).size());
    }

    @Test
    void aBudgetNeedsABoundInEachLine() throws Exception {
        Documents documents = Documents.lines(folder, openAi("one", ",\"max_tokens\":10,\"n\":2"), openAi("two", ""));
        try (SimulatorServer provider = Documents.quickProvider()) {
            Invoked run = run(provider, documents, "--budget", "1", "--price", "in=2,out=10");
            assertEquals(1, run.status(), run.err());
            assertTrue(run.err().contains("in.jsonl:2: the request does not bound its answer"), run.err());
            assertEquals(1, provider.provider().ledger().arrived());
        }
    }

    @Test
    void theSameCommandAgainWritesTheSameBytes() throws Exception {
        Documents documents = Documents.lines(folder, openAi("one", ""), openAi("two", ""));
        try (SimulatorServer provider = Documents.quickProvider()) {
            run(provider, documents);
            String before = Files.readString(documents.results);
            Files.delete(documents.results);
            assertEquals(0, run(provider, documents).status());
            assertEquals(before, Files.readString(documents.results));
            assertEquals(2, provider.provider().ledger().arrived());
        }
    }

    @Test
    void aStoreKeepsToOneForm() throws Exception {
        Documents documents = Documents.lines(folder, openAi("one", ""));
        try (SimulatorServer provider = Documents.quickProvider()) {
            run(provider, documents);
            Documents.lines(folder, anthropic("two", ",\"max_tokens\":64"));
            Invoked other = run(provider, documents);
            assertEquals(2, other.status(), other.err());
            assertTrue(other.err().contains("give another --out"), other.err());
        }
    }

    @Test
    void optionsThatWouldChangeTheRequestsAreRefused() throws Exception {
        Documents documents = Documents.lines(folder, anthropic("one", ",\"max_tokens\":64"));
        try (SimulatorServer provider = Documents.quickProvider()) {
            for (List<String> options : List.of(
                    List.of("--model", "x"),
                    List.of("--max-tokens", "9"),
                    List.of("--system", "x"),
                    List.of("--param", "temperature=0"),
                    List.of("--provider", "openai"),
                    List.of("--id-field", "custom_id"))) {
                Invoked run = run(provider, documents, options.toArray(String[]::new));
                assertEquals(2, run.status(), run.err());
                assertEquals(1, run.errLines().size(), run.err());
                assertTrue(run.err().contains(options.get(0)), run.err());
            }
            assertEquals(0, run(provider, documents, "--provider", "anthropic").status());
        }
    }
}
