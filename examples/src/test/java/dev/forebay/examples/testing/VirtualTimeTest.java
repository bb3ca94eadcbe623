package dev.forebay.examples.testing;

import static dev.forebay.testkit.ForebayAssertions.assertAnsweredOnce;
import static dev.forebay.testkit.ForebayAssertions.assertNothingHeld;
import static dev.forebay.testkit.ForebayAssertions.assertSettledAsCounted;
import static dev.forebay.testkit.ForebayAssertions.assertThrottledAtMost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.Forebay;
import dev.forebay.simulator.SimulatorOptions;
import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import dev.forebay.testkit.PoolEvents;
import dev.forebay.testkit.VirtualProvider;
import dev.forebay.testkit.VirtualTime;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** docs/testing.md: no sleeping. */
class VirtualTimeTest {

    private static final URI ANYWHERE = URI.create("http://virtual");

    private final ManualClock clock = new ManualClock();
    private final PoolEvents events = new PoolEvents();
    private final Forebay forebay = Forebay.builder()
            .clock(clock)
            .randomness(Randomness.seeded(1))
            .listener(events)
            .build();

    @Test
    void threeHundredInvoicesAtOneASecond() {
        VirtualProvider provider = new VirtualProvider(
                SimulatorOptions.builder()
                        .limits(Limits.parse("rpm=60,itpm=50000,otpm=20000,burst=5s"))
                        .latency(Latency.fixed(Duration.ofSeconds(1)))
                        .build(),
                clock);
        InvoiceReader reader = new InvoiceReader(forebay, provider, ANYWHERE);

        List<CompletableFuture<String>> answers = IntStream.range(0, 300)
                .mapToObj(number -> reader.read("Invoice " + number))
                .toList();
        answers.forEach(answer -> VirtualTime.join(clock, answer)); // five minutes of the clock

        assertAnsweredOnce(provider.ledger(), 300);
        assertThrottledAtMost(provider.ledger(), 0);
        assertSettledAsCounted(provider.ledger(), events);
        assertNothingHeld(forebay);
        assertTrue(clock.elapsed().compareTo(Duration.ofSeconds(310)) < 0, "the limit is used");
    }

    @Test
    void anOutageOfAMinute() {
        VirtualProvider provider = new VirtualProvider(
                SimulatorOptions.builder()
                        .faults(FaultPlan.parse("529=1@10s+60s,500=0.02"))
                        .build(),
                clock);
        InvoiceReader reader = new InvoiceReader(forebay, provider, ANYWHERE);

        VirtualTime.join(clock, reader.read("before"));
        clock.advance(Duration.ofSeconds(15));
        CompletableFuture<String> during = reader.read("during");
        VirtualTime.join(clock, during);

        assertTrue(clock.elapsed().compareTo(Duration.ofSeconds(70)) >= 0, "it has waited until the end");
        assertNothingHeld(forebay);
    }

    @Test
    void nothingHappensByItself() {
        // region clock
        ManualClock clock = new ManualClock();
        Forebay forebay =
                Forebay.builder().clock(clock).randomness(Randomness.seeded(1)).build();
        // endregion
        CompletableFuture<Void> alarm = new CompletableFuture<>();
        clock.schedule(Duration.ofHours(1), () -> alarm.complete(null));
        assertNull(VirtualTime.join(clock, alarm));
        assertEquals(Duration.ofHours(1), clock.elapsed());
        assertNothingHeld(forebay);
    }
}
