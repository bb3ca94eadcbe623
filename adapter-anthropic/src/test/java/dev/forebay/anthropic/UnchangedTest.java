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
import dev.forebay.testkit.ScriptedExchange;
import dev.forebay.testkit.ScriptedProvider;
import dev.forebay.testkit.WireForm;
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
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
                    exchange.startStream(WireForm.ANTHROPIC.streamStart());
                    ScriptedExchange.await(firstArrived);
                    exchange.write(WireForm.ANTHROPIC.streamEnd());
                });
                Lab lab = new Lab(provider.baseUrl())) {
            try (StreamResponse<RawMessageStreamEvent> stream =
                    lab.claude.messages().createStreaming(Lab.prompt("stream"))) {
                Iterator<RawMessageStreamEvent> events = stream.stream().iterator();
                assertTrue(events.next().isMessageStart());
                assertTrue(events.next().isContentBlockStart());
                assertTrue(events.next().isContentBlockDelta());
                firstArrived.countDown();
                assertTrue(events.next().isContentBlockDelta());
                assertTrue(events.next().isContentBlockStop());
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
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
                    exchange.startStream(WireForm.ANTHROPIC.streamStart());
                    exchange.write(WireForm.ANTHROPIC.streamEnd());
                });
                Lab lab = new Lab(provider.baseUrl());
                HttpResponse answer = lab.claude.messages().withRawResponse().createStreaming(Lab.prompt("stream"))) {
            assertEquals(
                    WireForm.ANTHROPIC.stream().body(),
                    new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void everyByteAndHeaderOfAnAnswer() throws Exception {
        try (ScriptedProvider provider =
                        ScriptedProvider.start(exchange -> exchange.send(WireForm.ANTHROPIC.answer()));
                Lab lab = new Lab(provider.baseUrl());
                HttpResponse ours = lab.claude.messages().withRawResponse().create(Lab.prompt("whole"));
                HttpResponse theirs = lab.plain.messages().withRawResponse().create(Lab.prompt("whole"))) {
            assertEquals(theirs.statusCode(), ours.statusCode());
            assertEquals(theirs.headers().names(), ours.headers().names());
            assertEquals(List.of("req_1"), ours.headers().values("request-id"));
            assertArrayEquals(theirs.body().readAllBytes(), ours.body().readAllBytes());
            assertEquals(
                    provider.requests().get(1).body(),
                    provider.requests().get(0).body(),
                    "the request too");
        }
    }

    @Test
    void whatIsMeteredApartPassesThePoolsBy() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(
                        exchange -> exchange.send(200, "application/json", "{\"input_tokens\":7}"));
                Lab lab = new Lab(provider.baseUrl())) {
            MessageCountTokensParams count = MessageCountTokensParams.builder()
                    .model(Lab.MODEL)
                    .addUserMessage("count")
                    .build();
            assertEquals(7, lab.claude.messages().countTokens(count).inputTokens());
            assertEquals(List.of("/v1/messages/count_tokens"), provider.paths());
            assertTrue(lab.forebay.pools().isEmpty());
        }
    }
}
