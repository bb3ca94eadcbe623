package dev.forebay.anthropic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.forebay.signal.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the provider says reaches the caller as it was said, and as soon. */
@Timeout(60)
class UnchangedTest {

    @Test
    void theFirstEventIsPassedOnBeforeTheLastIsSent() throws Exception {
        CountDownLatch firstArrived = new CountDownLatch(1);
        try (ScriptedProvider provider = new ScriptedProvider(exchange -> {
                    ScriptedProvider.startStream(exchange);
                    ScriptedProvider.await(firstArrived);
                    ScriptedProvider.write(exchange, ScriptedProvider.LAST_EVENTS);
                });
                Lab lab = new Lab(provider.baseUrl())) {
            try (StreamResponse<RawMessageStreamEvent> stream =
                    lab.claude.messages().createStreaming(Lab.prompt("stream"))) {
                Iterator<RawMessageStreamEvent> events = stream.iterator();
                assertTrue(events.next().isMessageStart());
                firstArrived.countDown();
                assertTrue(events.next().isMessageDelta());
                assertTrue(events.next().isMessageStop());
                assertFalse(events.hasNext());
            }
            Usage usage = lab.settled().usage().orElseThrow();
            assertEquals(25, usage.inputTokens());
            assertEquals(15, usage.outputTokens());
            lab.nothingIsHeld();
        }
    }

    @Test
    void everyByteOfAStream() throws Exception {
        try (ScriptedProvider provider = new ScriptedProvider(exchange -> {
                    ScriptedProvider.startStream(exchange);
                    ScriptedProvider.write(exchange, ScriptedProvider.LAST_EVENTS);
                });
                Lab lab = new Lab(provider.baseUrl());
                HttpResponse answer = lab.claude.messages().withRawResponse().createStreaming(Lab.prompt("stream"))) {
            assertEquals(
                    ScriptedProvider.FIRST_EVENT + ScriptedProvider.LAST_EVENTS,
                    new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyByteAndHeaderOfAnAnswer() throws Exception {
        try (ScriptedProvider provider = new ScriptedProvider(exchange ->
                        ScriptedProvider.send(exchange, 200, "application/json", ScriptedProvider.MESSAGE));
                Lab lab = new Lab(provider.baseUrl());
                HttpResponse ours = lab.claude.messages().withRawResponse().create(Lab.prompt("whole"));
                HttpResponse theirs = lab.plain.messages().withRawResponse().create(Lab.prompt("whole"))) {
            assertEquals(theirs.statusCode(), ours.statusCode());
            assertEquals(theirs.headers().names(), ours.headers().names());
            assertEquals(List.of("req_1"), ours.headers().values("request-id"));
            assertArrayEquals(theirs.body().readAllBytes(), ours.body().readAllBytes());
            assertEquals(provider.bodies.get(1), provider.bodies.get(0), "the request too");
        }
    }

    @Test
    void whatIsMeteredApartPassesThePoolsBy() throws Exception {
        try (ScriptedProvider provider = new ScriptedProvider(
                        exchange -> ScriptedProvider.send(exchange, 200, "application/json", "{\"input_tokens\":7}"));
                Lab lab = new Lab(provider.baseUrl())) {
            MessageCountTokensParams count = MessageCountTokensParams.builder()
                    .model(Lab.MODEL)
                    .addUserMessage("count")
                    .build();
            assertEquals(7, lab.claude.messages().countTokens(count).inputTokens());
            assertEquals(List.of("/v1/messages/count_tokens"), provider.paths);
            assertTrue(lab.forebay.pools().isEmpty());
        }
    }
}
