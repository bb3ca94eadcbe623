package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Compares the sum over the last minute with a plain list of what was added.
 *
 * <p>Planted faults that it catches: a slot that is not emptied when the window passes over it; a jump of more than a minute
 * that leaves old slots; the clock's overflow.
 */
class MinuteWindowTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private record Added(long slot, long amount) {}

    @Test
    void sumsTheLastSixtySeconds() {
        Random random = new Random(41);
        for (int round = 0; round < 200; round++) {
            long origin = Long.MAX_VALUE - random.nextInt(2_000) * SECOND;
            MinuteWindow window = new MinuteWindow(origin);
            List<Added> all = new ArrayList<>();
            long elapsed = 0;
            for (int step = 0; step < 300; step++) {
                elapsed += (long) (Math.pow(random.nextDouble(), 6) * 200 * SECOND);
                long slot = elapsed / SECOND;
                long amount = random.nextInt(1_000) - 200L;
                window.add(origin + elapsed, amount);
                all.add(new Added(slot, amount));
                long expected = all.stream()
                        .filter(added -> added.slot > slot - 60)
                        .mapToLong(Added::amount)
                        .sum();
                assertEquals(expected, window.sum(origin + elapsed));
            }
        }
    }

    @Test
    void anEarlierTimeCountsAsNow() {
        MinuteWindow window = new MinuteWindow(0);
        window.add(10 * SECOND, 5);
        window.add(9 * SECOND, 7);
        assertEquals(12, window.sum(10 * SECOND));
    }
}
