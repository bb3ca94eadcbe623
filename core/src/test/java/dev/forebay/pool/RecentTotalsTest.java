package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Compares what came in the last seconds with a plain list of what was added.
 *
 * <p>Planted faults that it catches: the total of a second's beginning that is not kept when several seconds pass at once; a
 * second too many or too few; a dimension in another one's place; the clock's overflow, and that of the totals.
 */
class RecentTotalsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private record Added(long slot, Permits permits, int sign) {}

    @Test
    void knowsWhatCameInTheLastSeconds() {
        Random random = new Random(41);
        for (int round = 0; round < 200; round++) {
            long origin = Long.MAX_VALUE - random.nextInt(2_000) * SECOND;
            RecentTotals totals = new RecentTotals(origin);
            List<Added> all = new ArrayList<>();
            long elapsed = 0;
            for (int step = 0; step < 200; step++) {
                elapsed += (long) (Math.pow(random.nextDouble(), 6) * 60 * SECOND);
                Added added = new Added(elapsed / SECOND, permits(random), random.nextInt(4) == 0 ? -1 : 1);
                all.add(added);
                if (added.sign > 0) {
                    totals.add(added.permits, origin + elapsed);
                } else {
                    totals.subtract(added.permits, origin + elapsed);
                }
                int seconds = 1 + random.nextInt(RecentTotals.SECONDS_MAX);
                for (Counted counted : Counted.values()) {
                    assertEquals(
                            sum(all, counted, added.slot - seconds + 1),
                            totals.lately(counted, seconds, origin + elapsed));
                }
            }
        }
    }

    private static Permits permits(Random random) {
        return new Permits(random.nextInt(9), random.nextInt(1_000), random.nextInt(1_000), Long.MAX_VALUE / 3);
    }

    private static long sum(List<Added> all, Counted counted, long fromSlot) {
        return all.stream()
                .filter(added -> added.slot >= fromSlot)
                .mapToLong(added -> added.sign * added.permits.in(counted))
                .sum();
    }

    @Test
    void differencesOfTotalsAreRightBeyondTheOverflow() {
        RecentTotals totals = new RecentTotals(0);
        Permits many = new Permits(1, 0, 0, Long.MAX_VALUE / 2);
        totals.add(many, 0);
        totals.add(many, 0);
        long before = totals.total(Counted.TOTAL_TOKENS);
        totals.add(many, 0);
        assertEquals(Long.MAX_VALUE / 2, totals.total(Counted.TOTAL_TOKENS) - before);
        assertEquals(3, totals.total(Counted.REQUESTS));
    }

    @Test
    void anEarlierTimeCountsAsNow() {
        RecentTotals totals = new RecentTotals(0);
        Permits five = new Permits(5, 5, 5, 5);
        totals.add(five, 10 * SECOND);
        totals.add(five, 9 * SECOND);
        assertEquals(10, totals.lately(Counted.REQUESTS, 1, 10 * SECOND));
    }
}
