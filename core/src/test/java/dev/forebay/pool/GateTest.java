package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Decision;
import dev.forebay.limit.Limits;
import dev.forebay.money.Budget;
import dev.forebay.money.Price;
import dev.forebay.retry.Backoff;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import dev.forebay.signal.Verdict;
import dev.forebay.time.Randomness;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Invariant T9 for all that binds together: one nanosecond before the instant that a refusal names it refuses, at it it grants,
 * and a refusal changes nothing. States come from long random lives, headers, throttles and debts included.
 *
 * <p>Planted faults that it catches: the pause named although a bucket binds longer; money or concurrency looked at only once
 * time allows; a refusal that counts.
 */
class GateTest {

    private static final long ORIGIN = Long.MAX_VALUE - Duration.ofMinutes(5).toNanos();
    private static final Instant WALL = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random = new Random(51);
    private final Randomness randomness = random::nextDouble;
    private int refusals;

    @Test
    void theInstantOfARefusalIsExact() {
        for (int life = 0; life < 30; life++) {
            live(life);
        }
        assertTrue(refusals > 1_000, "only " + refusals + " refusals were checked");
    }

    private void live(int life) {
        Budget budget = Budget.dollars(new BigDecimal("0.05"));
        Limits limits = life % 3 == 0
                ? Limits.unknown()
                : Limits.parse("rpm=600,itpm=60k,otpm=12k,rpd=5000,concurrency=30,burst=" + (1 + life % 20));
        long now = ORIGIN;
        Gate gate = new Gate(
                "gate",
                limits,
                Metering.AS_PRODUCED,
                new Spending(life % 2 == 0 ? budget : null, Price.parse("in=2,out=10")),
                new Slots(null, () -> {}),
                now);
        Feedback feedback = new Feedback(gate, Metering.AS_PRODUCED, Backoff.DEFAULT, randomness);
        List<Ticket> open = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            now += (long) (Math.pow(random.nextDouble(), 4) * 3e9);
            Cost cost = Cost.ofBytes(random.nextInt(random.nextInt(20) == 0 ? 40_000 : 6_000))
                    .maxOutputTokens(random.nextInt(400));
            Demand demand = gate.ledger().demand(cost);
            checkRefusal(gate, demand, now);
            if (gate.decide(demand, now) instanceof Decision.Granted) {
                gate.admit(new Place(Priority.NORMAL, step), demand, now).ifPresent(open::add);
            }
            if (!open.isEmpty() && random.nextInt(3) > 0) {
                Ticket ticket = open.remove(random.nextInt(open.size()));
                feedback.settle(ticket, signal(), now, () -> WALL);
            }
            assertEquals(open.size(), gate.ledger().inFlight());
        }
    }

    private void checkRefusal(Gate gate, Demand demand, long now) {
        gate.drainEvents();
        String before = state(gate, now);
        Decision decision = gate.decide(demand, now);
        assertEquals(decision, gate.decide(demand, now));
        assertEquals(before, state(gate, now), "a question changes nothing");
        if (decision instanceof Decision.NotUntil refused) {
            refusals++;
            assertTrue(refused.nanos() - now > 0, "a refusal that is over");
            assertInstanceOf(Decision.NotUntil.class, gate.decide(demand, refused.nanos() - 1), refused::reason);
            assertInstanceOf(Decision.Granted.class, gate.decide(demand, refused.nanos()), refused::reason);
        }
    }

    private static String state(Gate gate, long now) {
        return PoolState.of(gate, now, WALL).toText()
                + gate.drainEvents()
                + gate.pace().earliest(now);
    }

    private Signal signal() {
        int kind = random.nextInt(40);
        Signal.Builder signal = Signal.builder(
                kind == 0
                        ? Verdict.THROTTLED_RATE
                        : kind == 1
                                ? Verdict.THROTTLED_GROWTH
                                : kind == 2 ? Verdict.OVERLOADED : kind == 3 ? Verdict.TRANSIENT : Verdict.SUCCEEDED);
        if (kind > 3) {
            signal.usage(Usage.tokens(random.nextInt(3_000), random.nextInt(300)));
        } else if (kind % 2 == 0) {
            signal.retryAfter(Duration.ofMillis(1 + random.nextInt(8_000)));
        }
        if (random.nextBoolean()) {
            signal.reading(reading(Dimension.REQUESTS, 600, 0))
                    .reading(reading(Dimension.INPUT_TOKENS, 60_000, 500))
                    .reading(reading(Dimension.OUTPUT_TOKENS, 12_000, 500));
        }
        return signal.build();
    }

    private LimitReading reading(Dimension dimension, long limit, long rounding) {
        long remaining = (long) (limit * Math.pow(random.nextDouble(), 3));
        return new LimitReading(dimension, Duration.ofMinutes(1), limit, remaining, rounding, Optional.empty());
    }

    @Test
    void moneyIsLookedAtFirst() {
        Budget budget = Budget.dollars(new BigDecimal("0.0003"));
        Gate gate = new Gate(
                "gate",
                Limits.parse("rpm=60,burst=1s"),
                Metering.AS_PRODUCED,
                new Spending(budget, Price.parse("in=2,out=10")),
                new Slots(null, () -> {}),
                ORIGIN);
        Demand half = gate.ledger().demand(Cost.tokens(50, 5));
        gate.pause(ORIGIN + 1_000_000_000, "test", ORIGIN);
        assertEquals(new Decision.NotUntil(ORIGIN + 1_000_000_000, "test"), gate.decide(half, ORIGIN));
        budget.hold(200_000);
        assertEquals(new Decision.WhenReleased(Dimension.MONEY), gate.decide(half, ORIGIN));
        budget.settle(200_000, 200_000);
        assertEquals(new Decision.Impossible(Dimension.MONEY, 300_000), gate.decide(half, ORIGIN));
    }

    @Test
    void concurrencyIsLookedAtBeforeTime() {
        Gate gate = new Gate(
                "gate",
                Limits.parse("rpm=60,burst=1s,concurrency=1"),
                Metering.AS_PRODUCED,
                new Spending(null, null),
                new Slots(null, () -> {}),
                ORIGIN);
        Demand demand = gate.ledger().demand(Cost.tokens(50, 5));
        assertTrue(gate.admit(new Place(Priority.NORMAL, 0), demand, ORIGIN).isPresent());
        assertEquals(new Decision.WhenReleased(Dimension.CONCURRENCY), gate.decide(demand, ORIGIN));
    }

    @Test
    void onlyTheLowerEstimateMakesACallImpossible() {
        Gate gate = new Gate(
                "gate",
                Limits.parse("itpm=1000"),
                Metering.AS_PRODUCED,
                new Spending(null, null),
                new Slots(null, () -> {}),
                ORIGIN);
        Demand perhaps = gate.ledger().demand(Cost.ofBytes(11_900));
        assertTrue(perhaps.estimate().inputTokens() > 4_000);
        assertTrue(!(gate.decide(perhaps, ORIGIN) instanceof Decision.Impossible), "an estimate is no evidence");
        Demand never = gate.ledger().demand(Cost.ofBytes(12_100));
        assertEquals(new Decision.Impossible(Dimension.INPUT_TOKENS, 1_000), gate.decide(never, ORIGIN));
    }
}
