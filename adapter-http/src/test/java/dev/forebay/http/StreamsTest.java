package dev.forebay.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.testkit.ScriptedExchange;
import dev.forebay.testkit.ScriptedProvider;
import dev.forebay.testkit.WireForm;
import dev.forebay.time.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams stay streams, and hold their permits until they end, however that is. */
@Timeout(60)
class StreamsTest {

    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void theFirstEventIsPassedOnBeforeTheLastIsSent() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            exchange.startStream(WireForm.ANTHROPIC.streamStart());
            ScriptedExchange.await(released);
            exchange.write(WireForm.ANTHROPIC.streamEnd());
        })) {
            Lab lab = new Lab(provider.baseUrl());
            try (Stream<String> lines = lab.limited
                    .send(lab.stream("stream"), BodyHandlers.ofLines())
                    .body()) {
                Iterator<String> events = lines.iterator();
                assertEquals("event: message_start", events.next());
                assertEquals(1, lab.pool().snapshot().inFlight());
                released.countDown();
                events.forEachRemaining(line -> {});
            }
            Usage usage = lab.settled().usage().orElseThrow();
            assertEquals(25, usage.inputTokens());
            assertEquals(15, usage.outputTokens());
            lab.nothingIsHeld();
        }
    }

    @Test
    void everyByteThroughHandlersOfAnyKind() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            exchange.startStream(WireForm.ANTHROPIC.streamStart());
            exchange.write(WireForm.ANTHROPIC.streamEnd());
        })) {
            Lab lab = new Lab(provider.baseUrl());
            String whole = WireForm.ANTHROPIC.stream().body();
            assertEquals(
                    whole,
                    lab.limited
                            .send(lab.stream("string"), BodyHandlers.ofString())
                            .body());
            try (InputStream bytes = lab.limited
                    .send(lab.stream("stream"), BodyHandlers.ofInputStream())
                    .body()) {
                assertEquals(whole, new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
            }
            StringBuilder passed = new StringBuilder();
            HttpResponse<Void> consumed = lab.limited
                    .sendAsync(
                            lab.stream("consumer"),
                            BodyHandlers.ofByteArrayConsumer(bytes ->
                                    bytes.ifPresent(some -> passed.append(new String(some, StandardCharsets.UTF_8)))))
                    .get(20, TimeUnit.SECONDS);
            assertEquals(200, consumed.statusCode());
            assertEquals(whole, passed.toString());
            for (int call = 0; call < 3; call++) {
                assertEquals(15, lab.settled().usage().orElseThrow().outputTokens());
            }
            lab.nothingIsHeld();
        }
    }

    @Test
    void aStreamThatIsClosedEarlyGivesEverythingBack() throws Exception {
        try (ScriptedProvider provider = endless()) {
            Lab lab = new Lab(provider.baseUrl());
            try (InputStream stream = lab.limited
                    .send(lab.stream("long"), BodyHandlers.ofInputStream())
                    .body()) {
                assertEquals('e', stream.read());
                assertEquals(1, lab.pool().snapshot().inFlight());
            }
            assertEquals(Verdict.CANCELLED, lab.settled().verdict());
            lab.nothingIsHeld();
            released.countDown();
        }
    }

    @Test
    void aStreamThatIsCutIsSettledAndTheCallerIsTold() throws Exception {
        try (ScriptedProvider provider =
                ScriptedProvider.start(exchange -> exchange.startStream(WireForm.ANTHROPIC.streamStart()))) {
            Lab lab = new Lab(provider.baseUrl());
            HttpResponse<String> cut = lab.limited.send(lab.stream("cut"), BodyHandlers.ofString());
            assertEquals(WireForm.ANTHROPIC.streamStart(), cut.body());
            assertEquals(Verdict.TRANSIENT, lab.settled().verdict());
            assertEquals(
                    1, provider.requests().size(), "a part of the answer is with the caller: nothing is asked again");
            lab.nothingIsHeld();
        }
    }

    @Test
    void aConnectionThatBreaksInAStreamIsNotAskedAgain() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            exchange.sendCut(200, "text/event-stream", WireForm.ANTHROPIC.streamStart());
        })) {
            Lab lab = new Lab(provider.baseUrl());
            assertThrows(IOException.class, () -> lab.limited.send(lab.stream("broken"), BodyHandlers.ofString()));
            assertEquals(Verdict.TRANSIENT, lab.settled().verdict());
            assertEquals(1, provider.requests().size());
            lab.nothingIsHeld();
        }
    }

    @Test
    void aHandlerThatThrowsGivesEverythingBack() throws Exception {
        try (ScriptedProvider provider = endless()) {
            Lab lab = new Lab(provider.baseUrl());
            IOException thrown = assertThrows(
                    IOException.class,
                    () -> lab.limited.send(lab.stream("handler"), info -> {
                        throw new IllegalStateException("the handler's own");
                    }));
            assertInstanceOf(IllegalStateException.class, thrown.getCause());
            assertEquals(Verdict.CANCELLED, lab.settled().verdict());
            assertEquals(1, provider.requests().size());
            lab.nothingIsHeld();
            released.countDown();
        }
    }

    @Test
    void aSubscriberThatThrowsGivesEverythingBack() throws Exception {
        try (ScriptedProvider provider = endless()) {
            Lab lab = new Lab(provider.baseUrl());
            CompletableFuture<HttpResponse<Void>> answer = lab.limited.sendAsync(
                    lab.stream("subscriber"),
                    info -> BodySubscribers.ofByteArrayConsumer(bytes -> {
                        throw new IllegalStateException("the subscriber's own");
                    }));
            assertThrows(ExecutionException.class, () -> answer.get(20, TimeUnit.SECONDS));
            assertEquals(Verdict.CANCELLED, lab.settled().verdict());
            assertEquals(1, provider.requests().size());
            lab.nothingIsHeld();
            released.countDown();
        }
    }

    @Test
    void aFutureThatIsCancelledInAStreamGivesEverythingBack() throws Exception {
        try (ScriptedProvider provider = endless()) {
            Lab lab = new Lab(provider.baseUrl());
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<HttpResponse<Void>> answer = lab.limited.sendAsync(
                    lab.stream("cancelled"), BodyHandlers.ofByteArrayConsumer(bytes -> begun.countDown()));
            ScriptedExchange.await(begun);
            assertTrue(answer.cancel(true));
            assertEquals(Verdict.CANCELLED, lab.settled().verdict());
            lab.nothingIsHeld();
            released.countDown();
        }
    }

    @Test
    void aStreamThatNobodyReadsIsEndedByItsLease() throws Exception {
        ManualClock clock = new ManualClock();
        try (ScriptedProvider provider = endless()) {
            Lab lab = new Lab(provider.baseUrl(), clock);
            InputStream forgotten = lab.limited
                    .send(lab.stream("forgotten"), BodyHandlers.ofInputStream())
                    .body();
            assertEquals(1, lab.pool().snapshot().inFlight());
            clock.advance(Duration.ofMinutes(16));
            assertEquals(Lab.MODEL, lab.next(Event.Expired.class).pool());
            lab.nothingIsHeld();
            released.countDown();
            forgotten.close();
        }
    }

    private ScriptedProvider endless() throws IOException {
        return ScriptedProvider.start(exchange -> {
            exchange.startStream(WireForm.ANTHROPIC.streamStart());
            ScriptedExchange.await(released);
        });
    }
}
