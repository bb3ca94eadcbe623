package dev.forebay.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.event.Event;
import dev.forebay.limit.Limits;
import dev.forebay.pool.PoolStoppedException;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Verdict;
import dev.forebay.testkit.ForebayAssertions;
import dev.forebay.testkit.ScriptedExchange;
import dev.forebay.testkit.ScriptedProvider;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a call ends, nothing of it stays in the pool. */
@Timeout(60)
class EndsTest {

    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void theWaitInLineCountsAgainstNoTimeout() throws Exception {
        Duration timeout = Duration.ofSeconds(1);
        try (ScriptedProvider blocking =
                        ScriptedProvider.start(exchange -> exchange.send(Form.ANTHROPIC.wire.answer()));
                ScriptedProvider streaming = ScriptedProvider.start(exchange -> stream(exchange, Form.OPENAI))) {
            Lab claude = new Lab(Form.ANTHROPIC, blocking.baseUrl(), timeout);
            Lab gpt = new Lab(Form.OPENAI, streaming.baseUrl(), timeout);
            List<Heard> streams = List.of(new Heard(), new Heard());
            gpt.form.pool(gpt.forebay, Limits.parse("rpm=12,burst=5s"));
            claude.form.pool(claude.forebay, Limits.parse("rpm=12,burst=5s"));
            // Both wait their five seconds at the same time.
            streams.forEach(heard -> gpt.streaming.chat("stream", heard));
            assertEquals("é é", claude.model.chat("one"));
            assertEquals("é é", claude.model.chat("two"));
            assertEquals("one two", streams.get(0).text());
            assertEquals("one two", streams.get(1).text());
            for (Lab lab : List.of(claude, gpt)) {
                assertTrue(lab.next(Event.Granted.class).waited().compareTo(timeout) < 0);
                Duration waited = lab.next(Event.Granted.class).waited();
                assertTrue(waited.compareTo(Duration.ofSeconds(4)) > 0, waited::toString);
                assertEquals(Verdict.SUCCEEDED, lab.settled().verdict());
                lab.nothingIsHeld();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aTimeoutOfTheModelIsOneAttemptAndTheNextSucceeds(Form form) throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            switch (calls.incrementAndGet()) {
                case 1, 3 -> ScriptedExchange.await(released);
                case 2 -> exchange.send(form.wire.answer());
                default -> stream(exchange, form);
            }
        })) {
            Lab lab = new Lab(form, provider.baseUrl(), Duration.ofMillis(300));
            assertEquals("é é", lab.model.chat("slow"));
            assertEquals(Verdict.TRANSIENT, lab.settled().verdict());
            assertEquals(Verdict.SUCCEEDED, lab.settled().verdict());
            Heard heard = new Heard();
            lab.streaming.chat("slow", heard);
            assertEquals("one two", heard.text());
            assertEquals(Verdict.TRANSIENT, lab.settled().verdict());
            assertEquals(Verdict.SUCCEEDED, lab.settled().verdict());
            assertEquals(4, calls.get());
            released.countDown();
            lab.nothingIsHeld();
        }
    }

    /** What LangChain4j's own exception has lost is read below it: how long to wait. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void theHeadersOfARefusalAreSeenAndObeyed(Form form) throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            if (calls.incrementAndGet() % 2 == 1) {
                exchange.header("retry-after-ms", "250");
                exchange.send(429, "application/json", "{\"error\":{\"type\":\"rate_limit_error\"}}");
            } else if (calls.get() == 2) {
                exchange.send(form.wire.answer());
            } else {
                stream(exchange, form);
            }
        })) {
            Lab lab = new Lab(form, provider.baseUrl());
            assertEquals("é é", lab.model.chat("refused"));
            assertEquals(Optional.of(Duration.ofMillis(250)), lab.settled().retryAfter());
            assertEquals(Verdict.SUCCEEDED, lab.settled().verdict());
            Heard heard = new Heard();
            lab.streaming.chat("refused", heard);
            assertEquals("one two", heard.text());
            assertEquals(Optional.of(Duration.ofMillis(250)), lab.settled().retryAfter());
            assertEquals(Verdict.SUCCEEDED, lab.settled().verdict());
            assertEquals(4, calls.get());
            lab.nothingIsHeld();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anAnswerThatNoRetryMendsIsLangChain4jsOwnException(Form form) throws Exception {
        String error = "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no\"}}";
        try (ScriptedProvider provider =
                ScriptedProvider.start(exchange -> exchange.send(400, "application/json", error))) {
            Lab lab = new Lab(form, provider.baseUrl());
            InvalidRequestException thrown = assertThrows(InvalidRequestException.class, () -> lab.model.chat("bad"));
            assertEquals(error, thrown.getCause().getMessage());
            Heard heard = new Heard();
            lab.streaming.chat("bad", heard);
            assertEquals(
                    error,
                    assertInstanceOf(InvalidRequestException.class, heard.error())
                            .getCause()
                            .getMessage());
            assertEquals(2, provider.requests().size());
            lab.nothingIsHeld();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aPoolThatStoppedSaysSo(Form form) throws Exception {
        Lab lab = new Lab(form, URI.create("http://127.0.0.1:1"));
        lab.pool().stop("over for today");
        PoolStoppedException thrown = assertThrows(PoolStoppedException.class, () -> lab.model.chat("late"));
        assertEquals("over for today", thrown.getMessage());
        Heard heard = new Heard();
        lab.streaming.chat("late", heard);
        assertInstanceOf(PoolStoppedException.class, heard.error().getCause());
        lab.nothingIsHeld();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStreamThatIsCancelledGivesEverythingBack(Form form) throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> {
            exchange.startStream(form.wire.streamStart());
            ScriptedExchange.await(released);
        })) {
            Lab lab = new Lab(form, provider.baseUrl());
            Heard heard = new Heard();
            lab.streaming.chat("long", heard);
            heard.next("one");
            assertEquals(1, lab.pool().snapshot().inFlight());
            StreamingHandle handle = heard.handle.get(20, TimeUnit.SECONDS);
            handle.cancel();
            assertEquals(Verdict.CANCELLED, lab.settled().verdict());
            assertTrue(handle.isCancelled());
            lab.nothingIsHeld();
            released.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStreamThatIsCutIsSettledAndTheCallerIsTold(Form form) throws Exception {
        try (ScriptedProvider provider =
                ScriptedProvider.start(exchange -> exchange.startStream(form.wire.streamStart()))) {
            Lab lab = new Lab(form, provider.baseUrl());
            Heard heard = new Heard();
            lab.streaming.chat("cut", heard);
            heard.next("one");
            assertEquals(Verdict.TRANSIENT, lab.settled().verdict());
            assertEquals(
                    1, provider.requests().size(), "a part of the answer is with the caller: nothing is asked again");
            lab.nothingIsHeld();
        }
    }

    /** LangChain4j reads on after an exception of the handler, and stops at an error. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void anExceptionOfTheHandlerLosesNothing(Form form) throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> stream(exchange, form))) {
            Lab lab = new Lab(form, provider.baseUrl());
            lab.streaming.chat("exception", new Throwing(new IllegalStateException("the handler's own")));
            Signal read = lab.settled();
            assertEquals(Verdict.SUCCEEDED, read.verdict());
            assertEquals(15, read.usage().orElseThrow().outputTokens());
            lab.streaming.chat("error", new Throwing(new AssertionError("the handler's own")));
            Verdict verdict = lab.settled().verdict();
            assertTrue(verdict == Verdict.CANCELLED || verdict == Verdict.SUCCEEDED, verdict::toString);
            lab.nothingIsHeld();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aThreadThatIsInterruptedInLineLeavesIt(Form form) throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(exchange -> exchange.send(form.wire.answer()))) {
            Lab lab = new Lab(form, provider.baseUrl());
            form.pool(lab.forebay, Limits.parse("rpm=1,burst=60s"));
            assertEquals("é é", lab.model.chat("one"));
            FutureTask<Boolean> call = new FutureTask<>(() -> {
                assertThrows(RuntimeException.class, () -> lab.model.chat("two"));
                return Thread.currentThread().isInterrupted();
            });
            Thread thread = new Thread(call);
            thread.start();
            ForebayAssertions.awaitWaiting(lab.pool(), 1);
            thread.interrupt();
            assertTrue(call.get(20, TimeUnit.SECONDS), "the interrupt stays set");
            assertEquals(1, provider.requests().size());
            lab.nothingIsHeld();
        }
    }

    private static void stream(ScriptedExchange exchange, Form form) throws IOException {
        exchange.startStream(form.wire.streamStart());
        exchange.write(form.wire.streamEnd());
    }
}
