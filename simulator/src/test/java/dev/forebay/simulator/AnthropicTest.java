package dev.forebay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forebay.simulator.exchange.Header;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Anthropic's form looks like on the wire. The clock starts at 12:00:00.250. */
class AnthropicTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HELLO = "Hello there, how are you today?";

    private static VirtualClient client(String limits) {
        return new VirtualClient(SimulatorOptions.builder()
                .limits(Limits.parse(limits))
                .latency(Latency.parse("fixed:2s"))
                .build());
    }

    private static List<String> headers(Answer answer) {
        return answer.headers().stream()
                .map(header -> header.name() + ": " + header.value())
                .toList();
    }

    @Test
    void showsAllTwelveHeadersOfLimits() throws Exception {
        Answer answer = client("rpm=50,itpm=30000,otpm=8000").ask(VirtualClient.anthropic(HELLO));
        JsonNode body = JSON.readTree(answer.bytes());
        String id = body.path("id").asText().replace("msg_", "req_");
        assertEquals(
                List.of(
                        "content-type: application/json",
                        "date: Tue, 24 Nov 2026 12:00:02 GMT",
                        "anthropic-ratelimit-requests-limit: 50",
                        "anthropic-ratelimit-requests-remaining: 49",
                        "anthropic-ratelimit-requests-reset: 2026-11-24T12:00:01Z",
                        "anthropic-ratelimit-input-tokens-limit: 30000",
                        "anthropic-ratelimit-input-tokens-remaining: 30000",
                        "anthropic-ratelimit-input-tokens-reset: 2026-11-24T12:00:00Z",
                        "anthropic-ratelimit-output-tokens-limit: 8000",
                        "anthropic-ratelimit-output-tokens-remaining: 8000",
                        "anthropic-ratelimit-output-tokens-reset: 2026-11-24T12:00:02Z",
                        "anthropic-ratelimit-tokens-limit: 38000",
                        "anthropic-ratelimit-tokens-remaining: 38000",
                        "anthropic-ratelimit-tokens-reset: 2026-11-24T12:00:00Z",
                        "request-id: " + id,
                        "anthropic-organization-id: 7f3b1c52-8a0e-4d7c-9f61-2b5d0c4e9a17"),
                headers(answer));
    }

    @Test
    void answersAsRealOnesDo() throws Exception {
        Answer answer = client("rpm=50").ask(VirtualClient.anthropic(HELLO));
        JsonNode body = JSON.readTree(answer.bytes());
        assertEquals(200, answer.status());
        assertEquals("message", body.path("type").asText());
        assertEquals("assistant", body.path("role").asText());
        assertEquals("claude-test", body.path("model").asText());
        assertEquals("text", body.path("content").path(0).path("type").asText());
        assertEquals("end_turn", body.path("stop_reason").asText());
        assertTrue(body.path("usage").path("input_tokens").asLong() > 5);
        assertTrue(body.path("usage").path("output_tokens").asLong() > 5);
        assertTrue(body.path("usage").has("cache_read_input_tokens"));
        assertTrue(answer.header("request-id").orElseThrow().startsWith("req_01"));
    }

    @Test
    void throttlesByRequests() {
        VirtualClient client = client("rpm=50,itpm=30000,otpm=8000,burst=1.2s");
        client.send(VirtualClient.anthropic(HELLO));
        client.send(VirtualClient.anthropic(HELLO));
        client.clock.advance(0);
        Answer throttled = (Answer) client.replies.get(0);
        assertEquals(429, throttled.status());
        String id = throttled.header("request-id").orElseThrow();
        assertEquals(
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"This request would exceed your"
                        + " organization's rate limit of 50 requests per minute (org:"
                        + " 7f3b1c52-8a0e-4d7c-9f61-2b5d0c4e9a17, model: claude-test). For details, refer to:"
                        + " https://docs.claude.com/en/api/rate-limits. You can see the response headers for current"
                        + " usage. Please reduce the prompt length or the maximum tokens requested, or try again"
                        + " later.\"},\"request_id\":\"" + id + "\"}",
                VirtualClient.text(throttled));
        assertEquals("2", throttled.header("retry-after").orElseThrow(), "1.2 s, rounded up");
        assertEquals("true", throttled.header("x-should-retry").orElseThrow());
        assertEquals(
                "0", throttled.header("anthropic-ratelimit-requests-remaining").orElseThrow());
    }

    @Test
    void namesInputTokens() {
        VirtualClient client = client("itpm=50000,burst=1ms");
        client.send(VirtualClient.anthropic(HELLO));
        client.send(VirtualClient.anthropic(HELLO));
        client.clock.advance(0);
        Answer throttled = (Answer) client.replies.get(0);
        assertTrue(VirtualClient.text(throttled).contains("rate limit of 50,000 input tokens per minute (org: "));
        assertEquals("1", throttled.header("retry-after").orElseThrow());
    }

    @Test
    void roundsTokensToThousands() {
        VirtualClient client = client("itpm=30000,burst=2.7s");
        Answer answer = client.ask(VirtualClient.anthropic(HELLO));
        assertEquals(
                "1000",
                answer.header("anthropic-ratelimit-input-tokens-remaining").orElseThrow(),
                "1,350 less a dozen");
    }

    /** message_start, content_block_start, ping, deltas, content_block_stop, message_delta, message_stop. */
    @Test
    void streamsItsEventsInOrder() throws Exception {
        VirtualClient client = client("rpm=50,otpm=8000");
        Answer answer = client.ask(
                VirtualClient.request(
                        VirtualClient.ANTHROPIC,
                        "{\"model\":\"m\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));
        String text = VirtualClient.text(answer);
        assertEquals(
                "text/event-stream; charset=utf-8",
                answer.header("content-type").orElseThrow());
        StringBuilder order = new StringBuilder();
        StringBuilder said = new StringBuilder();
        JsonNode usage = JSON.missingNode();
        for (String event : text.split("\n\n")) {
            String[] lines = event.split("\n");
            JsonNode data = JSON.readTree(lines[1].substring("data: ".length()));
            assertEquals("event: " + data.path("type").asText(), lines[0]);
            order.append(lines[0].substring("event: ".length())).append(' ');
            said.append(data.path("delta").path("text").asText(""));
            usage = data.path("type").asText().equals("message_delta") ? data.path("usage") : usage;
        }
        assertEquals(
                "message_start content_block_start ping content_block_delta content_block_delta content_block_delta"
                        + " content_block_delta content_block_delta content_block_stop message_delta message_stop ",
                order.toString());
        assertEquals("I have read your message and have nothing to add to it.", said.toString());
        assertTrue(usage.path("output_tokens").asLong() >= 12);
        assertTrue(Pattern.compile(" +}\n").matcher(text).find(), "spaces before the last brace");
        assertEquals(
                "8000",
                answer.header("anthropic-ratelimit-output-tokens-remaining").orElseThrow(),
                "from before anything was produced");
    }

    /** Five pieces from 0.88 s on, each 0.28 s: the second stream, which begins at 1.3 s, sees two of the first. */
    @Test
    void chargesTheOutputOfAStreamAsItIsProduced() {
        VirtualClient client = new VirtualClient(SimulatorOptions.builder()
                .limits(Limits.parse("otpm=100000"))
                .latency(Latency.parse("fixed:2s"))
                .extraOutputTokens(40_000)
                .build());
        RawRequest stream = VirtualClient.request(
                VirtualClient.ANTHROPIC,
                "{\"model\":\"m\",\"max_tokens\":90000,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        client.send(stream);
        client.clock.advance(700_000_000);
        double produced = client.provider.ledger().outputTokens();
        client.send(stream);
        client.clock.advance(600_000_000);
        Answer second = (Answer) client.replies.get(1);
        double used = 100_000
                - Double.parseDouble(second.header("anthropic-ratelimit-output-tokens-remaining")
                        .orElseThrow());
        assertEquals(0.4 * produced, used, 1500, "of " + produced + ", less a little refill and rounding");
    }

    @Test
    void spreadsAStreamOverItsTime() {
        VirtualClient client = client("rpm=50");
        Answer answer = client.ask(
                VirtualClient.request(
                        VirtualClient.ANTHROPIC,
                        "{\"model\":\"m\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));
        assertEquals(600_000_000L, client.repliedAtNanos.get(0));
        assertEquals(1_400_000_000L, answer.durationNanos());
    }

    @Test
    void cutsAnAnswerAtMaxTokens() throws Exception {
        Answer answer = client("rpm=50")
                .ask(VirtualClient.request(
                        VirtualClient.ANTHROPIC,
                        "{\"model\":\"m\",\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));
        JsonNode body = JSON.readTree(answer.bytes());
        assertEquals("max_tokens", body.path("stop_reason").asText());
        assertEquals(4, body.path("usage").path("output_tokens").asLong());
        assertTrue(body.path("content").path(0).path("text").asText().length() < 25);
    }

    @Test
    void overloadsWithoutSayingWhen() {
        VirtualClient client = new VirtualClient(
                SimulatorOptions.builder().faults(FaultPlan.parse("529=1")).build());
        Answer answer = client.ask(VirtualClient.anthropic(HELLO));
        assertEquals(529, answer.status());
        assertEquals(
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"},\"request_id\":\""
                        + answer.header("request-id").orElseThrow() + "\"}",
                VirtualClient.text(answer));
        assertEquals("true", answer.header("x-should-retry").orElseThrow());
        assertTrue(answer.header("retry-after").isEmpty());
        assertTrue(headers(answer).stream().noneMatch(header -> header.contains("ratelimit")));
    }

    @Test
    void throttlesConnectionsWithoutHeadersOfLimits() {
        VirtualClient client = client("rpm=50,concurrency=1");
        client.send(VirtualClient.anthropic(HELLO));
        client.send(VirtualClient.anthropic(HELLO));
        client.clock.advance(0);
        Answer answer = (Answer) client.replies.get(0);
        assertEquals(429, answer.status());
        assertTrue(
                VirtualClient.text(answer).contains("Number of concurrent connections has exceeded your rate limit."));
        assertTrue(headers(answer).stream().noneMatch(header -> header.contains("ratelimit")));
        assertTrue(answer.header("retry-after").isEmpty());
        assertTrue(answer.header("anthropic-workspace-id").isPresent());
        client.clock.runAll();
        assertEquals(200, client.ask(VirtualClient.anthropic(HELLO)).status());
        assertEquals(1, client.provider.ledger().rejected().get("concurrency"));
    }

    @Test
    void refusesWhatItCannotTakeUp() {
        VirtualClient client = new VirtualClient(SimulatorOptions.builder()
                .key("right")
                .models(Set.of("claude-test"))
                .build());
        assertError(client.ask(VirtualClient.anthropic(HELLO)), 401, "authentication_error", "invalid x-api-key");
        assertError(client.ask(keyed("{")), 400, "invalid_request_error", "We could not parse the JSON body");
        assertError(client.ask(keyed("{\"max_tokens\":1}")), 400, "invalid_request_error", "model: Field required");
        assertError(
                client.ask(keyed("{\"model\":\"claude-test\"}")),
                400,
                "invalid_request_error",
                "max_tokens: Field required");
        assertError(
                client.ask(keyed("{\"model\":\"claude-test\",\"max_tokens\":9,\"messages\":[]}")),
                400,
                "invalid_request_error",
                "messages: at least one message is required");
        assertError(
                client.ask(keyed(
                        "{\"model\":\"other\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")),
                404,
                "not_found_error",
                "model: other");
        assertEquals(
                "{400=4, 401=1, 404=1}",
                new java.util.TreeMap<>(client.provider.ledger().invalid()).toString());
    }

    @Test
    void wantsItsVersionHeader() {
        VirtualClient client = client("rpm=50");
        RawRequest request = new RawRequest("POST", VirtualClient.ANTHROPIC, List.of(), new byte[0]);
        assertTrue(VirtualClient.text(client.ask(request)).contains("anthropic-version: header is required"));
    }

    private static RawRequest keyed(String body) {
        RawRequest request = VirtualClient.request(VirtualClient.ANTHROPIC, body);
        return new RawRequest(
                "POST",
                request.path(),
                List.of(new Header("anthropic-version", "2023-06-01"), new Header("X-Api-Key", "right")),
                request.body());
    }

    private static void assertError(Answer answer, int status, String type, String message) {
        Matcher matcher =
                Pattern.compile("\"type\":\"(\\w+)\",\"message\":\"([^\"]*)").matcher(VirtualClient.text(answer));
        assertTrue(matcher.find());
        assertEquals(status, answer.status());
        assertEquals(type, matcher.group(1));
        assertTrue(matcher.group(2).startsWith(message), matcher.group(2));
    }
}
