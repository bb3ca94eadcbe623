package dev.forebay.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.pool.Pool;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import dev.forebay.testkit.ScriptedProvider;
import dev.forebay.testkit.WireForm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes out and what comes back is what would without us. */
@Timeout(60)
class UnchangedTest {

    @Test
    void everyByteAndHeaderOfAWholeCall() throws Exception {
        try (ScriptedProvider provider = answering(WireForm.ANTHROPIC.answer().body())) {
            Lab lab = new Lab(provider.baseUrl());
            HttpRequest request = lab.message("whole \u00e9");
            HttpResponse<byte[]> ours = lab.limited.send(request, BodyHandlers.ofByteArray());
            HttpResponse<byte[]> theirs = lab.plain.send(request, BodyHandlers.ofByteArray());
            assertEquals(theirs.statusCode(), ours.statusCode());
            assertEquals(withoutDate(theirs), withoutDate(ours));
            assertEquals(theirs.uri(), ours.uri());
            assertEquals(theirs.version(), ours.version());
            assertEquals(theirs.request(), ours.request());
            assertEquals(theirs.previousResponse(), ours.previousResponse());
            assertEquals(theirs.toString(), ours.toString());
            assertArrayEquals(theirs.body(), ours.body());
            assertEquals(
                    provider.requests().get(1).body(),
                    provider.requests().get(0).body(),
                    "the request too");
            assertEquals(
                    Map.copyOf(provider.requests().get(1).headers()),
                    Map.copyOf(provider.requests().get(0).headers()),
                    "and its headers");
            assertEquals(15, lab.settled().usage().orElseThrow().outputTokens());
        }
    }

    @Test
    void aBodyOfUnknownLengthIsSentAsItIs() throws Exception {
        try (ScriptedProvider provider = answering(WireForm.ANTHROPIC.answer().body())) {
            Lab lab = new Lab(provider.baseUrl());
            String body = Lab.body("unknown");
            HttpRequest request = HttpRequest.newBuilder(lab.message("known"), (name, value) -> true)
                    .POST(BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                    .build();
            assertEquals(200, lab.limited.send(request, BodyHandlers.ofString()).statusCode());
            assertEquals(List.of(body), provider.bodies());
            assertEquals(List.of("unnamed-model"), pools(lab));
            assertEquals(15, lab.settled().usage().orElseThrow().outputTokens());
        }
    }

    @Test
    void openAisStreamsAreReadToo() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange ->
                exchange.send(200, "text/event-stream", WireForm.OPENAI.stream().body()))) {
            Lab lab = new Lab(provider.baseUrl());
            HttpRequest request = lab.request("/v1/chat/completions", "{\"model\":\"gpt-5-mini\",\"stream\":true}");
            assertEquals(
                    WireForm.OPENAI.stream().body(),
                    lab.limited.send(request, BodyHandlers.ofString()).body());
            assertEquals(15, lab.settled().usage().orElseThrow().outputTokens());
            assertEquals(List.of("gpt-5-mini"), pools(lab));
        }
    }

    @Test
    void anAnswerThatIsPackedIsReadAndStaysPacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(WireForm.ANTHROPIC.answer().body().getBytes(StandardCharsets.UTF_8));
        }
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            exchange.header("content-encoding", "gzip");
            exchange.send(200, "application/json", packed.toByteArray());
        })) {
            Lab lab = new Lab(provider.baseUrl());
            assertArrayEquals(
                    packed.toByteArray(),
                    lab.limited
                            .send(lab.message("packed"), BodyHandlers.ofByteArray())
                            .body());
            assertEquals(15, lab.settled().usage().orElseThrow().outputTokens());
        }
    }

    @Test
    void aPackedStreamPassesUnread() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            exchange.header("content-encoding", "br");
            exchange.send(200, "text/event-stream", "?");
        })) {
            Lab lab = new Lab(provider.baseUrl());
            assertEquals(
                    "?",
                    lab.limited
                            .sendAsync(lab.message("packed"), BodyHandlers.ofString())
                            .get(20, TimeUnit.SECONDS)
                            .body());
            Signal settled = lab.settled();
            assertEquals(Verdict.SUCCEEDED, settled.verdict());
            assertTrue(settled.usage().isEmpty());
            lab.nothingIsHeld();
        }
    }

    @Test
    void whatIsMeteredApartPassesThePoolsBy() throws Exception {
        try (ScriptedProvider provider = answering("{}")) {
            Lab lab = new Lab(provider.baseUrl());
            HttpRequest models = HttpRequest.newBuilder(provider.baseUrl().resolve("/v1/models"))
                    .build();
            assertEquals("{}", lab.limited.send(models, BodyHandlers.ofString()).body());
            HttpRequest count = lab.request("/v1/messages/count_tokens", Lab.body("count"));
            assertEquals(
                    "{}",
                    lab.limited
                            .sendAsync(count, BodyHandlers.ofString())
                            .get(20, TimeUnit.SECONDS)
                            .body());
            HttpRequest ofAnotherService = lab.request("/v1/messages", "{\"to\":\"+15550100\"}");
            assertEquals(
                    "{}",
                    lab.limited.send(ofAnotherService, BodyHandlers.ofString()).body());
            assertEquals(
                    "{}",
                    lab.limited
                            .sendAsync(ofAnotherService, BodyHandlers.ofString())
                            .get(20, TimeUnit.SECONDS)
                            .body());
            assertEquals(4, provider.requests().size());
            assertEquals(List.of(), pools(lab));
        }
    }

    private static List<String> pools(Lab lab) {
        return lab.forebay.pools().stream().map(Pool::name).toList();
    }

    private static Map<String, List<String>> withoutDate(HttpResponse<?> answer) {
        Map<String, List<String>> headers = new HashMap<>(answer.headers().map());
        headers.remove("date");
        return headers;
    }

    private static ScriptedProvider answering(String body) throws IOException {
        return ScriptedProvider.start(exchange -> exchange.send(200, "application/json", body));
    }
}
