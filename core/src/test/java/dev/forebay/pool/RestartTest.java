package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.limit.Quota;
import dev.forebay.limit.Rate;
import dev.forebay.limit.TokenBucket;
import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.ManualClock;
import dev.forebay.time.Randomness;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Invariant T15: over a kill at any instant and any downtime, what starts in both lives together stays below the burst and the
 * refill; and what a life learned, paused for or spent, the next one knows.
 *
 * <p>Planted faults that it catches: a restored pool that starts full; refill counted from the start of the process; a pause
 * forgotten, or made longer by a wall clock that was set back; money of calls in flight forgotten; a damaged state that stops
 * the program.
 */
class RestartTest {

    private static final Cost COST = Cost.tokens(1_000, 10);
    private static final Duration BURST = Duration.ofSeconds(10);
    private static final Quota QUOTA =
            Quota.perMinute(Dimension.INPUT_TOKENS, 60_000).withBurst(BURST);

    private record Start(long nanos, long tokens) {}

    private final ManualClock clock = new ManualClock();

    private PoolBuilder builder() {
        return Pool.builder("restarted")
                .clock(clock)
                .randomness(Randomness.seeded(1))
                .limits(Limits.of(QUOTA));
    }

    @Test
    void twoLivesStayBelowOneCeiling() {
        for (int seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            List<Start> starts = new ArrayList<>();
            String saved = live(random, builder(), starts);
            clock.advance(Duration.ofMillis((long) (Math.pow(random.nextDouble(), 3) * 30_000)));
            live(random, builder().restore(PoolState.parse(saved)), starts);
            assertCeiling(starts);
        }
    }

    /** A life of a random length that ends without a word; what it saved last. */
    private String live(Random random, PoolBuilder builder, List<Start> starts) {
        Pool pool = builder.build();
        int steps = random.nextInt(200);
        for (int step = 0; step < steps; step++) {
            long tokens = random.nextInt(1_500);
            pool.acquireAsync(Request.of(Cost.tokens(tokens, 0))).thenAccept(reservation -> {
                starts.add(new Start(clock.nanoTime(), tokens));
                if (random.nextInt(3) > 0) {
                    clock.schedule(
                            Duration.ofMillis(random.nextInt(3_000)),
                            () -> reservation.settle(Usage.tokens(tokens, 0)));
                }
            });
            clock.advance(Duration.ofMillis(random.nextInt(60)));
        }
        String saved = pool.state().toText();
        pool.stop("killed");
        return saved;
    }

    private static void assertCeiling(List<Start> starts) {
        Rate rate = Rate.of(QUOTA.amount(), QUOTA.period());
        long burst = TokenBucket.capacityOf(rate, BURST);
        for (int from = 0; from < starts.size(); from++) {
            long sum = 0;
            for (int to = from; to < starts.size(); to++) {
                sum += starts.get(to).tokens * Rate.MICROS_PER_PERMIT;
                long allowed = burst + rate.microsIn(starts.get(to).nanos - starts.get(from).nanos);
                assertTrue(sum <= allowed + 1, sum + " started, " + allowed + " allowed");
            }
        }
    }

    @Test
    void aPauseOutlivesTheProcess() {
        Pool first = builder().build();
        first.tryAcquire(COST).orElseThrow().settle(TestPool.said(Verdict.THROTTLED_RATE, Duration.ofSeconds(60)));
        String saved = first.state().toText();
        clock.advance(Duration.ofSeconds(20));
        assertStartsIn(40, saved);
        clock.jumpWall(Duration.ofHours(-2));
        assertStartsIn(60, saved);
        clock.jumpWall(Duration.ofHours(3));
        assertTrue(builder()
                .restore(PoolState.parse(saved))
                .build()
                .tryAcquire(COST)
                .isPresent());
    }

    private void assertStartsIn(long seconds, String saved) {
        Pool pool = builder().restore(PoolState.parse(saved)).build();
        pool.acquireAsync(Request.of(COST));
        Why why = pool.why();
        assertEquals(seconds, why.startsIn().orElseThrow().toSeconds());
        assertEquals("the pause before the restart", why.binding());
    }

    @Test
    void aClockThatWasSetBackRefillsNothing() {
        Pool first = builder().build();
        first.tryAcquire(Cost.tokens(9_000, 0)).orElseThrow().close();
        String saved = first.state().toText();
        clock.jumpWall(Duration.ofDays(-1));
        Pool second = builder().restore(PoolState.parse(saved)).build();
        assertEquals(1_000, second.snapshot().meters().get(0).level());
    }

    @Test
    void whatWasLearnedIsKnownAgain() {
        Pool first = Pool.builder("learner")
                .clock(clock)
                .randomness(Randomness.seeded(1))
                .build();
        first.tryAcquire(Cost.ofBytes(5_000))
                .orElseThrow()
                .settle(Signal.builder(Verdict.SUCCEEDED)
                        .usage(Usage.tokens(1_234, 56))
                        .reading(TestPool.reading(Dimension.INPUT_TOKENS, 60_000, 8_000, 500))
                        .reading(TestPool.reading(Dimension.REQUESTS, 50, 49, 0))
                        .build());
        List<Reservation> flying = new ArrayList<>();
        for (int call = 0; call < 12; call++) {
            clock.advance(Duration.ofSeconds(2));
            flying.add(first.tryAcquire(Cost.ofBytes(300)).orElseThrow());
        }
        flying.forEach(reservation -> reservation.settle(TestPool.said(Verdict.THROTTLED_CONCURRENCY)));
        String saved = first.state().toText();
        Pool second = Pool.builder("learner")
                .clock(clock)
                .restore(PoolState.parse(saved))
                .build();
        assertEquals(saved, second.state().toText());
        assertEquals(8, second.snapshot().concurrencyCap());
        Snapshot.MeterSnapshot before = first.snapshot().meters().get(0);
        Snapshot.MeterSnapshot after = second.snapshot().meters().get(0);
        assertEquals(before.capacity(), after.capacity());
        assertEquals(before.level(), after.level());
        assertEquals(before.limit(), after.limit());
    }

    @Test
    void moneyOfCallsInFlightCountsAsSpent() {
        Price price = Price.parse("in=2,out=10");
        Budget budget = Budget.dollars(new BigDecimal("0.01"));
        Pool first = builder().budget(budget, price).build();
        first.tryAcquire(Cost.tokens(1_000, 10)).orElseThrow().settle(Usage.tokens(500, 5));
        clock.advance(Duration.ofSeconds(2));
        assertTrue(first.tryAcquire(Cost.tokens(2_000, 100)).isPresent());
        String saved = first.state().toText();
        Budget next = Budget.dollars(new BigDecimal("0.01"));
        builder().budget(next, price).restore(PoolState.parse(saved)).build();
        assertEquals(500 * 2_000 + 5 * 10_000 + 2_000 * 2_000 + 100 * 10_000, next.spentNanoDollars());
        assertEquals(0, next.heldNanoDollars());
    }

    @Test
    void callsLostWithTheProcessCountAsWhatCallsCostHere() {
        Price price = Price.parse("in=2,out=10");
        Cost cost = Cost.ofBytes(2_700).maxOutputTokens(1_000);
        Pool first = builder().budget(Budget.dollars(BigDecimal.ONE), price).build();
        Random random = new Random(5);
        long bought = 0;
        for (int call = 0; call < 100; call++) {
            Usage usage = Usage.tokens(780 + random.nextInt(40), 50 + random.nextInt(20));
            bought += price.nanoDollars(usage);
            clock.advance(Duration.ofSeconds(2));
            first.tryAcquire(cost).orElseThrow().settle(usage);
        }
        clock.advance(Duration.ofMinutes(1));
        int flying = 0;
        while (flying < 20 && first.tryAcquire(cost).isPresent()) {
            flying++;
            clock.advance(Duration.ofSeconds(1));
        }
        Budget next = Budget.dollars(BigDecimal.ONE);
        builder().budget(next, price).restore(first.state()).build();
        long lost = next.spentNanoDollars() - bought;
        long mean = flying * (800 * 2_000L + 60 * 10_000L);
        assertTrue(flying > 5 && lost > mean && lost < mean * 5 / 4, lost + " for " + flying + ", mean " + mean);
    }

    @Test
    void aLostCallCountsMoreTheLessIsKnown() {
        Price price = Price.parse("in=2,out=10");
        Cost cost = Cost.ofBytes(2_700).maxOutputTokens(1_000);
        Pool first = builder().budget(Budget.dollars(BigDecimal.ONE), price).build();
        assertTrue(first.tryAcquire(cost).isPresent());
        Budget next = Budget.dollars(BigDecimal.ONE);
        Pool second = builder().budget(next, price).restore(first.state()).build();
        long worst = (2_700 + 1_000) * 2_000L + 1_000 * 10_000L;
        long unknown = next.spentNanoDollars();
        assertTrue(unknown > worst / 4 && unknown <= worst, unknown + " of " + worst);
        Budget afterNext = Budget.dollars(BigDecimal.ONE);
        builder().budget(afterNext, price).restore(second.state()).build();
        assertEquals(unknown, afterNext.spentNanoDollars(), "not forgotten by a second kill, and not counted twice");
        long bought = 0;
        for (int call = 0; call < 30; call++) {
            clock.advance(Duration.ofSeconds(2));
            second.tryAcquire(cost).orElseThrow().settle(Usage.tokens(800, 60));
            bought += 800 * 2_000 + 60 * 10_000;
        }
        long lost = next.spentNanoDollars() - bought;
        assertTrue(lost > 800 * 2_000 + 60 * 10_000 && lost < unknown, lost + " of " + unknown);
        assertEquals(0, next.heldNanoDollars());
    }

    @Test
    void poolsThatShareABudgetRememberEachItsOwnPart() {
        Price price = Price.parse("in=2,out=10");
        Budget shared = Budget.dollars(BigDecimal.ONE);
        Pool one = builder().budget(shared, price).build();
        Pool other = builder().budget(shared, price).build();
        one.tryAcquire(COST).orElseThrow().settle(Usage.tokens(100, 10));
        other.tryAcquire(COST).orElseThrow().settle(Usage.tokens(200, 20));
        Budget next = Budget.dollars(BigDecimal.ONE);
        builder().budget(next, price).restore(one.state()).build();
        builder().budget(next, price).restore(other.state()).build();
        assertEquals(shared.spentNanoDollars(), next.spentNanoDollars());
    }

    @Test
    void aDamagedStateIsNoReasonToStop() {
        Pool first = builder().build();
        first.tryAcquire(COST).orElseThrow().settle(Usage.tokens(1, 1));
        String saved = first.state().toText() + "concurrency-window=7\nspent-nano-dollars=5\n";
        Random random = new Random(81);
        for (int round = 0; round < 1_000; round++) {
            StringBuilder damaged = new StringBuilder(saved);
            for (int damage = 0; damage <= random.nextInt(4); damage++) {
                int at = random.nextInt(damaged.length());
                if (random.nextBoolean()) {
                    damaged.setCharAt(at, (char) (random.nextInt(96) + 32));
                } else {
                    damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(20)));
                }
            }
            Pool pool = builder()
                    .budget(Budget.dollars(BigDecimal.ONE), Price.parse("in=2,out=10"))
                    .restore(PoolState.parse(damaged.toString()))
                    .build();
            assertTrue(pool.snapshot().meters().size() <= 2, damaged::toString);
            pool.tryAcquire(COST);
        }
        for (String hostile : new String[] {
            "meter.requests.60=0 1 1 true",
            "meter.requests.0=1 1 1 true",
            "meter.x.999999999=1 1 1 true",
            "meter.x.60=99999999999 1 1 true",
            "meter.x.60=1",
            "wall=x",
            "paused-until=+999999999-12-31T23:59:59Z",
            "wall=-999999999-01-01T00:00:00Z",
            "concurrency-window=0",
            "estimator=1 2 3 4 5 6 7 8 9"
        }) {
            Pool pool = builder().restore(PoolState.parse(hostile)).build();
            assertEquals(1, pool.snapshot().meters().size(), hostile);
        }
    }
}
