package dev.forebay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What OpenAI's form looks like on the wire. */
class OpenAiTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static VirtualClient client(String limits) {
        return new VirtualClient(SimulatorOptions.builder()
                .limits(Limits.parse(limits))
                .latency(Latency.parse("fixed:100ms"))
                .build());
    }

    private static RawRequest chat(int characters, String more) {
        return VirtualClient.request(
                VirtualClient.OPENAI,
                "{\"model\":\"gpt-test\"" + more + ",\"messages\":[{\"role\":\"user\",\"content\":\""
                        + "x".repeat(characters) + "\"}]}");
    }

    /** 400 characters are estimated at 111 tokens; 111 of 40,000 flow back in 0.1665 s. */
    @Test
    void chargesAnEstimateByCharacters() {
        Answer answer = client("rpm=500,tpm=40000").ask(chat(400, ""));
        assertEquals("500", answer.header("x-ratelimit-limit-requests").orElseThrow());
        assertEquals("499", answer.header("x-ratelimit-remaining-requests").orElseThrow());
        assertEquals("120ms", answer.header("x-ratelimit-reset-requests").orElseThrow());
        assertEquals("40000", answer.header("x-ratelimit-limit-tokens").orElseThrow());
        assertEquals("39889", answer.header("x-ratelimit-remaining-tokens").orElseThrow());
        assertEquals("167ms", answer.header("x-ratelimit-reset-tokens").orElseThrow());
        assertTrue(answer.header("x-request-id").isPresent());
    }

    @Test
    void chargesWhatTheClientAllowsIfThatIsMore() {
        Answer answer = client("tpm=40000").ask(chat(400, ",\"max_tokens\":1000"));
        assertEquals("39000", answer.header("x-ratelimit-remaining-tokens").orElseThrow());
        Answer newer = client("tpm=40000").ask(chat(400, ",\"max_completion_tokens\":2000"));
        assertEquals("38000", newer.header("x-ratelimit-remaining-tokens").orElseThrow());
    }

    /** The recorded sample: 28,039 of 30,000 used, 3,906 requested, 3.89 s to wait. */
    @Test
    void saysHowLongToWaitToTheMillisecond() throws Exception {
        VirtualClient client = client("rpm=500,tpm=30000");
        client.send(chat(4, ",\"max_tokens\":28039"));
        client.send(chat(4, ",\"max_tokens\":3906"));
        client.clock.advance(0);
        Answer answer = (Answer) client.replies.get(0);
        JsonNode error = JSON.readTree(answer.bytes()).path("error");
        assertEquals(429, answer.status());
        assertEquals(
                "Rate limit reached for gpt-test in organization org-8Qx2mV5tLwR7sKbN3hJcYd4F on tokens per min (TPM): "
                        + "Limit 30000, Used 28039, Requested 3906. Please try again in 3.89s. Visit "
                        + "https://platform.openai.com/account/rate-limits to learn more.",
                error.path("message").asText());
        assertEquals("tokens", error.path("type").asText());
        assertEquals("rate_limit_exceeded", error.path("code").asText());
        assertTrue(error.path("param").isNull());
        assertEquals("4", answer.header("retry-after").orElseThrow());
        assertEquals("498", answer.header("x-ratelimit-remaining-requests").orElseThrow(), "the rejected one counts");
    }

    @Test
    void aRequestLargerThanTheLimitNeverPasses() throws Exception {
        VirtualClient client = client("tpm=30000");
        Answer answer = client.ask(chat(4, ",\"max_tokens\":31538"));
        String message =
                JSON.readTree(answer.bytes()).path("error").path("message").asText();
        assertEquals(429, answer.status());
        assertTrue(message.startsWith("Request too large for gpt-test in organization "), message);
        assertTrue(
                message.contains("Limit 30000, Requested 31538. The input or output tokens must be reduced"), message);
        assertTrue(answer.header("retry-after").isEmpty());
        assertEquals(1, client.provider.ledger().rejected().get("too_large"));
    }

    @Test
    void answersAsRealOnesDo() throws Exception {
        JsonNode body = JSON.readTree(client("rpm=50").ask(chat(40, "")).bytes());
        assertEquals("chat.completion", body.path("object").asText());
        assertEquals(
                "I have read your message and have nothing to add to it.",
                body.path("choices").path(0).path("message").path("content").asText());
        assertEquals("stop", body.path("choices").path(0).path("finish_reason").asText());
        JsonNode usage = body.path("usage");
        assertEquals(
                usage.path("total_tokens").asLong(),
                usage.path("prompt_tokens").asLong()
                        + usage.path("completion_tokens").asLong());
    }

    @Test
    void streamsChunksUsageAndDone() throws Exception {
        String text = VirtualClient.text(
                client("rpm=50").ask(chat(40, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")));
        List<String> events = List.of(text.split("\n\n"));
        assertEquals("data: [DONE]", events.get(events.size() - 1));
        JsonNode usage = data(events.get(events.size() - 2));
        assertTrue(usage.path("choices").isEmpty());
        assertTrue(usage.path("usage").path("total_tokens").asLong() > 0);
        JsonNode last = data(events.get(events.size() - 3));
        assertEquals("stop", last.path("choices").path(0).path("finish_reason").asText());
        assertTrue(last.path("usage").isNull());
        StringBuilder said = new StringBuilder();
        for (String event : events.subList(0, events.size() - 3)) {
            said.append(data(event)
                    .path("choices")
                    .path(0)
                    .path("delta")
                    .path("content")
                    .asText());
        }
        assertEquals("I have read your message and have nothing to add to it.", said.toString());
    }

    @Test
    void endsWithoutUsageUnlessAsked() {
        String text = VirtualClient.text(client("rpm=50").ask(chat(40, ",\"stream\":true")));
        assertTrue(!text.contains("\"usage\""));
        assertTrue(text.endsWith("data: [DONE]\n\n"));
    }

    @Test
    void refusesAKeyWithoutRepeatingIt() throws Exception {
        VirtualClient client =
                new VirtualClient(SimulatorOptions.builder().key("right").build());
        Answer answer = client.ask(chat(4, ""));
        assertEquals(401, answer.status());
        assertEquals(
                "invalid_api_key",
                JSON.readTree(answer.bytes()).path("error").path("code").asText());
        assertTrue(!VirtualClient.text(answer).contains("test-key"));
    }

    private static JsonNode data(String event) throws Exception {
        return JSON.readTree(event.substring("data: ".length()));
    }
}
