package dev.forebay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.forebay.simulator.exchange.CountedRequest;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.limit.Conduct;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.limit.Stamp;
import dev.forebay.simulator.time.Latency;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests without a text: charged and answered as real ones; and what headers show of them, and when. */
class CountedRequestTest {

    private static final long SECOND = 1_000_000_000;

    private final VirtualClock clock = new VirtualClock();

    private SimulatedProvider provider(Conduct conduct) {
        return new SimulatedProvider(
                SimulatorOptions.builder()
                        .limits(Limits.parse("rpm=60,itpm=60000,otpm=60000"))
                        .latency(Latency.fixed(Duration.ofSeconds(10)))
                        .conduct(conduct)
                        .build(),
                clock);
    }

    private static CountedRequest request(long inputTokens) {
        return new CountedRequest("/v1/messages", "a", "m", inputTokens, 4 * inputTokens, 3_000, 2_000);
    }

    private Answer ask(SimulatedProvider provider, long inputTokens) {
        Answer[] got = new Answer[1];
        Call[] call = new Call[1];
        call[0] = provider.receive(request(inputTokens), reply -> {
            got[0] = (Answer) reply;
            call[0].sent();
        });
        clock.runAll();
        return got[0];
    }

    private static String header(Answer answer, String name) {
        return answer.header("anthropic-ratelimit-" + name).orElse("none");
    }

    @Test
    void isChargedAndAnsweredLikeARealOne() {
        SimulatedProvider provider = provider(Conduct.plain());
        Answer answer = ask(provider, 30_000);
        assertEquals(200, answer.status());
        assertEquals(0, answer.bytes().length);
        assertEquals("30000", header(answer, "input-tokens-remaining"));
        assertEquals("58000", header(answer, "output-tokens-remaining"), "2,000 of 3,000 were allowed");
        assertEquals(30_000, provider.ledger().inputTokens());
        assertEquals(2_000, provider.ledger().outputTokens());
        assertEquals(429, ask(provider, 45_000).status(), "ten seconds brought 10,000 back");
    }

    @Test
    void saysWhenItWouldBeTaken() {
        SimulatedProvider provider = provider(Conduct.plain());
        assertEquals(0, provider.nanosUntilTaken(request(60_000)));
        provider.receive(request(60_000), reply -> {});
        assertEquals(20 * SECOND, provider.nanosUntilTaken(request(20_000)));
        assertEquals(Long.MAX_VALUE, provider.nanosUntilTaken(request(60_001)), "never");
    }

    @Test
    void headersShowTheMomentOfTheirStamp() {
        Answer start = ask(provider(Conduct.plain().withStamp(Stamp.START)), 30_000);
        assertEquals("30000", header(start, "input-tokens-remaining"));
        assertEquals("60000", header(start, "output-tokens-remaining"), "nothing was produced yet");
        Answer end = ask(provider(Conduct.plain().withStamp(Stamp.END)), 30_000);
        assertEquals("40000", header(end, "input-tokens-remaining"), "ten seconds of refill later");
        assertEquals("58000", header(end, "output-tokens-remaining"));
    }

    @Test
    void aWrongClockShowsInEveryDate() {
        Answer answer = ask(provider(Conduct.plain().withClockSkew(Duration.ofHours(-1))), 30_000);
        assertEquals("Tue, 24 Nov 2026 11:00:10 GMT", answer.header("date").orElse("none"));
        assertEquals("2026-11-24T11:00:30Z", header(answer, "input-tokens-reset"));
    }

    @Test
    void countsBelowZeroAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> request(-1));
    }
}
