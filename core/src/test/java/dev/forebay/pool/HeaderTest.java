package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.forebay.limit.Quota;
import dev.forebay.limit.Rate;
import dev.forebay.signal.Dimension;
import dev.forebay.signal.LimitReading;
import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Invariants T3 and T4: whatever headers say, in whatever order they come, our level and what of ours the provider has not
 * charged yet are together no more than the provider's level; and the interval that a header proves holds the truth. The
 * provider is a bucket in floating point; the way to it takes up to two seconds, so calls overtake each other; headers are
 * stamped at any time after the arrival, rounded, censored, dropped, repeated.
 *
 * <p>What refills in our level while the provider's is full is not there, as long as calls are on the way: by that much, and
 * until the provider's bucket is full again, the level may be too high.
 *
 * <p>Planted faults that it catches: "everything sent after me is missing" as the lower end; the call itself counted as
 * missing and given back; rounding forgotten; the upper end without the age of the header; a lower end
 * read from a zero, behind which there may be any debt.
 */
class HeaderTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final double MICROS = Rate.MICROS_PER_PERMIT;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private record Happening(long nanos, long order, Runnable what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            return nanos != other.nanos ? Long.compare(nanos, other.nanos) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Happening> happenings = new PriorityQueue<>();
    private long order;
    private long now;
    private Random random = new Random(0);

    private double perNano;
    private double capacity;
    private double level;
    private long levelNanos;
    private double uncharged;
    private double slack;
    private long rounding;
    private long transitMax;
    private int sent;
    private int headers;
    private int mistakenHeaders;

    private Meter ours = meter(60_000, 10);
    private Meter pessimist = ours;
    private Meter optimist = ours;

    @Test
    void theLevelIsNeverHigherThanTheTruth() {
        for (int seed = 1; seed <= 300; seed++) {
            live(seed);
        }
        assertTrue(sent > 50_000, sent + " calls");
        // Nobody else is here, and yet a neighbour is seen at 21 of 100 headers of these lives of idle seconds and
        // calls that
        // overtake each other (docs/limits.md, known weakness). The upper end is checked at the others.
        assertTrue(headers - mistakenHeaders > 40_000, "checked at " + (headers - mistakenHeaders) + " headers only");
    }

    private void live(long seed) {
        random = new Random(seed);
        happenings.clear();
        now = 0;
        long perMinute = 6_000L + random.nextInt(600_000);
        int burstSeconds = 3 + random.nextInt(12);
        perNano = perMinute / 60e9;
        capacity = perMinute * burstSeconds / 60.0;
        level = capacity;
        levelNanos = 0;
        uncharged = 0;
        slack = 0;
        rounding = random.nextBoolean() ? 0 : 500;
        transitMax = seed % 2 == 0 ? 2 * SECOND : SECOND / 10_000;
        ours = meter(perMinute, burstSeconds);
        pessimist = meter(perMinute, burstSeconds);
        pessimist.reserve((long) (4 * capacity * MICROS), 0, 0);
        pessimist.close(new Books.Held((long) (4 * capacity * MICROS), 0, 0), (long) (4 * capacity * MICROS), 0);
        optimist = meter(perMinute, burstSeconds * 4);
        at(0, () -> sendNext(perMinute, 200));
        while (!happenings.isEmpty()) {
            Happening next = happenings.remove();
            now = next.nanos;
            next.what.run();
            assertSound(seed);
        }
    }

    private void sendNext(long perMinute, int left) {
        double most = random.nextInt(25) == 0 ? capacity * 1.5 : capacity / 5;
        long cost = 1L + random.nextInt((int) Math.max(2, most));
        long costMicros = cost * Rate.MICROS_PER_PERMIT;
        long at = ours.earliest(costMicros, 0, now);
        if (at > now) {
            at(at, () -> sendNext(perMinute, left));
            return;
        }
        send(cost, costMicros);
        if (left > 0) {
            long pause = random.nextInt(30) == 0 ? random.nextInt(20) * SECOND : (long) (cost / perNano / 2);
            at(now + pause, () -> sendNext(perMinute, left - 1));
        }
    }

    private void send(long cost, long costMicros) {
        sent++;
        long sentNanos = now;
        Books.Sent[] books = {books(ours), books(pessimist), books(optimist)};
        for (Meter meter : new Meter[] {ours, pessimist, optimist}) {
            meter.reserve(costMicros, 0, now);
        }
        uncharged += cost;
        long arrival = now + (long) (random.nextDouble() * transitMax);
        long stamp = arrival + (long) (random.nextDouble() * 3 * SECOND);
        long received = stamp + (long) (random.nextDouble() * transitMax);
        at(arrival, () -> arrive(cost));
        long[] shown = new long[1];
        at(stamp, () -> shown[0] = shown());
        boolean early = random.nextBoolean();
        at(received, () -> {
            int times = random.nextInt(3);
            if (early) {
                lower(shown[0], books[0]);
            }
            for (Meter meter : new Meter[] {ours, pessimist, optimist}) {
                meter.close(new Books.Held(costMicros, 0, sentNanos), costMicros, now);
            }
            fuse(shown[0], books, costMicros, times);
        });
    }

    private Books.Sent books(Meter meter) {
        return new Books.Sent(now, meter.books().chargedMicros(), meter.balanceMicros(now));
    }

    private void arrive(long cost) {
        refill();
        level -= cost;
        uncharged -= cost;
    }

    /** Headers that arrive before the answer does. */
    private void lower(long shown, Books.Sent sent) {
        for (Meter meter : new Meter[] {ours, pessimist, optimist}) {
            meter.lower(reading(shown), sent, now);
        }
    }

    private LimitReading reading(long shown) {
        return new LimitReading(Dimension.INPUT_TOKENS, MINUTE, ours.amount(), shown, rounding, Optional.empty());
    }

    /** A header never lowers a level below the truth, but where a neighbour is thought to be: he takes of what refills. */
    private void upperEnd(Meter meter, double before) {
        boolean mistaken = meter.neighbourShare() > 0;
        if (meter == ours) {
            headers++;
            mistakenHeaders += mistaken ? 1 : 0;
        }
        assertTrue(
                mistaken || meter.level().micros(now) / MICROS >= Math.min(before, truth()) - 0.01,
                "the upper end lies below the truth");
    }

    private void fuse(long shown, Books.Sent[] books, long costMicros, int times) {
        LimitReading reading = reading(shown);
        for (int time = 0; time < times; time++) {
            long before = ours.level().micros(now);
            double optimistBefore = optimist.level().micros(now) / MICROS;
            ours.fuse(reading, books[0], costMicros, now);
            if (time > 0) {
                assertEquals(before, ours.level().micros(now), "a header applied twice is one");
            }
            upperEnd(ours, before / MICROS);
            pessimist.fuse(reading, books[1], costMicros, now);
            optimist.fuse(reading, books[2], costMicros, now);
            upperEnd(optimist, optimistBefore);
        }
    }

    private void assertSound(long seed) {
        refill();
        assertTrue(
                Math.min(ours.level().micros(now), ours.capacity().micros()) / MICROS <= truth() + slack + 0.01,
                () -> "seed " + seed + " at " + now + ": level " + ours.level().micros(now) / MICROS + ", truth "
                        + truth() + ", slack " + slack);
        assertTrue(
                Math.min(pessimist.level().micros(now), ours.capacity().micros()) / MICROS <= truth() + slack + 0.01,
                () -> "seed " + seed + ": the lower end lies above the truth");
    }

    /** What the provider holds, less what of ours has not arrived. */
    private double truth() {
        refill();
        return level - uncharged;
    }

    private void refill() {
        level += perNano * (now - levelNanos);
        levelNanos = now;
        if (level >= capacity) {
            level = capacity;
            slack = uncharged;
        }
    }

    private long shown() {
        refill();
        double shown = Math.max(0, level);
        return rounding == 0 ? (long) Math.floor(shown) : Math.round(shown / (2.0 * rounding)) * 2 * rounding;
    }

    private void at(long nanos, Runnable what) {
        happenings.add(new Happening(nanos, order++, what));
    }

    private static Meter meter(long perMinute, int burstSeconds) {
        Quota quota = Quota.perMinute(Dimension.INPUT_TOKENS, perMinute).withBurst(Duration.ofSeconds(burstSeconds));
        return Meter.of(quota, 1, false, 0);
    }
}
