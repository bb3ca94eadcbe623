package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Limits;
import dev.forebay.limit.Quota;
import dev.forebay.limit.Rate;
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
 * Invariants T2 and T13: a million random steps, of which each reservation is ended once or many times, beside a plain model of
 * the level and of the money; and at rest nothing is in flight, reserved or held.
 *
 * <p>Planted faults that it catches: a second end that counts; a late answer that corrects nothing, twice, or the permits and
 * not the money; a charge above the reservation forgiven; a call that
 * starts from above the capacity; a refund on top of a full bucket.
 */
class LedgerTest {

    private static final long MICROS_PER_MILLI = 1_000_000;
    private static final Price PRICE = Price.parse("in=2,out=10");
    private static final Duration LEASE = Duration.ofSeconds(60);

    /** One permit a millisecond, so that the model needs no fractions. */
    private static final Quota QUOTA =
            Quota.perMinute(Dimension.INPUT_TOKENS, 60_000).withBurst(Duration.ofSeconds(20));

    private static final long CAPACITY = 20_000 * Rate.MICROS_PER_PERMIT;
    private static final long BRIM = CAPACITY + 50 * MICROS_PER_MILLI;

    private record Held(Reservation reservation, long tokens, long sinceMillis) {}

    private final ManualClock clock = new ManualClock();
    private final Budget budget = Budget.dollars(new BigDecimal("1000000"));
    private final Pool pool = Pool.builder("ledger")
            .clock(clock)
            .randomness(Randomness.seeded(1))
            .limits(Limits.of(QUOTA))
            .budget(budget, PRICE)
            .reservationLease(LEASE)
            .build();
    private final Random random = new Random(61);
    private final List<Held> open = new ArrayList<>();
    private final List<Held> lost = new ArrayList<>();
    private final List<Held> expired = new ArrayList<>();
    private final List<Reservation> ended = new ArrayList<>();
    private long level = CAPACITY;
    private long spent;
    private long held;
    private long expiries;

    @Test
    void aMillionRandomStepsKeepTheBooks() {
        int steps = 1_000_000;
        for (int step = 0; step < steps; step++) {
            step();
            if (step % 500 == 0) {
                assertBooks();
            }
        }
        open.forEach(this::end);
        open.clear();
        pass(LEASE.toMillis());
        assertBooks();
        assertEquals(0, held);
        assertTrue(expiries > 100, expiries + " expiries");
        assertEquals(0, pool.snapshot().inFlight());
        assertEquals(0.0, pool.snapshot().meters().get(0).reserved());
        assertEquals(0, budget.heldNanoDollars());
    }

    private void step() {
        int kind = random.nextInt(100);
        if (kind < 45) {
            take(random.nextInt(kind == 0 ? 30_000 : 500));
        } else if (kind < 85 && !open.isEmpty()) {
            Held one = open.remove(random.nextInt(open.size()));
            if (random.nextInt(100) == 0) {
                lost.add(one);
            } else {
                end(one);
            }
        } else if (kind < 90 && !expired.isEmpty()) {
            late(expired.remove(expired.size() - 1));
        } else if (kind < 95 && !ended.isEmpty()) {
            again(ended.get(random.nextInt(ended.size())));
        } else {
            pass(random.nextInt(kind == 99 ? 3_000 : 200));
        }
    }

    private void take(long tokens) {
        long worst = PRICE.nanoDollars(Usage.tokens(tokens, 7));
        pool.tryAcquire(Cost.tokens(tokens, 7)).ifPresent(reservation -> {
            open.add(new Held(reservation, tokens, clock.elapsed().toMillis()));
            level = Math.min(level, CAPACITY) - tokens * Rate.MICROS_PER_PERMIT;
            held += worst;
        });
    }

    private void end(Held one) {
        long worst = PRICE.nanoDollars(Usage.tokens(one.tokens, 7));
        int kind = random.nextInt(5);
        long charged = one.tokens;
        long cost = worst;
        if (kind == 0) {
            one.reservation.cancel();
            charged = 0;
            cost = 0;
        } else if (kind == 1) {
            one.reservation.settle(Signal.builder(Verdict.TOO_LARGE).build());
            charged = 0;
            cost = 0;
        } else if (kind == 2) {
            one.reservation.close();
        } else {
            charged = random.nextInt(700);
            cost = PRICE.nanoDollars(Usage.tokens(charged, 3));
            assertEquals(
                    Outcome.Kind.SUCCEEDED,
                    one.reservation.settle(Usage.tokens(charged, 3)).kind());
        }
        refund(one.tokens, charged);
        held -= worst;
        spent += cost;
        if (ended.size() < 1_000) {
            ended.add(one.reservation);
        }
    }

    private void late(Held one) {
        long charged = random.nextInt(700);
        one.reservation.settle(Usage.tokens(charged, 3));
        refund(one.tokens, charged);
        spent += PRICE.nanoDollars(Usage.tokens(charged, 3)) - PRICE.nanoDollars(Usage.tokens(one.tokens, 7));
        ended.add(one.reservation);
    }

    private void again(Reservation reservation) {
        int kind = random.nextInt(3);
        if (kind == 0) {
            reservation.cancel();
        } else if (kind == 1) {
            reservation.close();
        } else {
            assertEquals(
                    Outcome.Kind.CANCELLED,
                    reservation.settle(Usage.tokens(99_999, 9)).kind());
        }
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
        level = Math.min(Math.max(level, BRIM), level + millis * MICROS_PER_MILLI);
        long now = clock.elapsed().toMillis();
        open.removeIf(one -> expires(one, now));
        lost.removeIf(one -> expires(one, now));
    }

    private boolean expires(Held one, long nowMillis) {
        boolean over = nowMillis - one.sinceMillis >= LEASE.toMillis();
        if (over) {
            expiries++;
            expired.add(one);
            long worst = PRICE.nanoDollars(Usage.tokens(one.tokens, 7));
            held -= worst;
            spent += worst;
        }
        return over;
    }

    private void refund(long tokens, long charged) {
        level = Math.min(Math.max(level, CAPACITY), level + (tokens - charged) * Rate.MICROS_PER_PERMIT);
    }

    private void assertBooks() {
        Snapshot.MeterSnapshot meter = pool.snapshot().meters().get(0);
        assertEquals((double) level / Rate.MICROS_PER_PERMIT, meter.level());
        long reserved = open.stream().mapToLong(Held::tokens).sum()
                + lost.stream().mapToLong(Held::tokens).sum();
        assertEquals(reserved, meter.reserved());
        assertEquals(open.size() + lost.size(), pool.snapshot().inFlight());
        assertEquals(held, budget.heldNanoDollars());
        assertEquals(spent, budget.spentNanoDollars());
        assertTrue(meter.usedLastMinute() >= 0);
    }
}
