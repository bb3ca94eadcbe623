package dev.forebay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a window holds, by what was sent: compared with a plain list of all calls.
 *
 * <p>Planted faults that it catches: a slot that leaves the window too early, or one too late; an instant that is a nanosecond
 * off; what left a window while its header was on the way forgotten, or counted though it was sent after the header.
 */
class PassageTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long WINDOW =
            MINUTE.plus(Passage.TRANSIT_JITTER.multipliedBy(2)).toNanos();
    private static final long SLOT = Duration.ofMillis(50).toNanos();
    private static final long LIMIT = 10_000;

    private final Random random = new Random(71);
    private final long origin = Long.MAX_VALUE - Duration.ofMinutes(30).toNanos();
    private final Passage passage = new Passage(origin);
    private final List<Sent> calls = new ArrayList<>();
    private long now = origin;

    private record Sent(long nanos, long micros) {}

    @Test
    void aWindowOpensAtTheFirstInstantAtWhichItHoldsNoMore() {
        int waits = 0;
        for (int step = 0; step < 20_000; step++) {
            send();
            long most = random.nextInt((int) LIMIT);
            long opens = passage.nanosAtMost(most, MINUTE, now);
            if (opens == now) {
                assertTrue(sentSince(now - WINDOW + SLOT) <= most, "what was sent in the window itself is all counted");
            } else {
                waits++;
                assertTrue(opens - now > 0);
                assertEquals(opens, passage.nanosAtMost(most, MINUTE, opens - 1), "not a nanosecond before");
                assertEquals(opens, passage.nanosAtMost(most, MINUTE, opens), "and then at once");
                assertTrue(sentSince(opens - WINDOW) <= most);
                assertTrue(sentSince(opens - WINDOW - SLOT) > most, "and not a slot later than it must");
                now = opens;
            }
        }
        assertTrue(waits > 1_000, "only " + waits + " waits");
    }

    @Test
    void aHeaderOfAWindowIsCarriedOnByAllThatMayHaveLeftIt() {
        for (int step = 0; step < 5_000; step++) {
            send();
            long sent = now - random.nextInt(40) * Duration.ofMillis(500).toNanos();
            long stamped = sent + (long) ((now - sent) * random.nextDouble());
            // The provider's clock is ours here, and nothing is on the way: the header shows the window at its
            // stamping.
            long shown = LIMIT - window(stamped);
            long truth = LIMIT - window(now);
            long most = shown + passage.mostInWindow(sent, MINUTE, now);
            assertTrue(most >= truth, () -> "the upper end " + most + " is below the truth " + truth);
            long left = sentSince(sent - MINUTE.toNanos() - 2 * SLOT) - sentSince(now - MINUTE.toNanos() + 2 * SLOT);
            assertTrue(most <= shown + left, "no more than can have left it");
        }
    }

    @Test
    void whatWasSentAfterAHeaderIsNoPartOfWhatLeft() {
        passage.sent(100, at(0));
        assertEquals(100, passage.mostInWindow(at(59_000), MINUTE, at(60_400)), "the first has left");
        passage.sent(100, at(60_500));
        assertEquals(0, passage.mostInWindow(at(59_000), MINUTE, at(61_000)), "and the second has come");
        assertEquals(0, passage.mostInWindow(at(60_200), MINUTE, at(61_000)), "it had left before");
    }

    private long at(int millis) {
        return origin + Duration.ofMillis(millis).toNanos();
    }

    private void send() {
        now += (long) (Math.pow(random.nextDouble(), 8) * Duration.ofSeconds(20).toNanos());
        long micros = random.nextInt(200);
        passage.sent(micros, now);
        calls.add(new Sent(now, micros));
        calls.removeIf(call -> now - call.nanos > 3 * WINDOW);
    }

    private long sentSince(long nanos) {
        return calls.stream()
                .filter(call -> call.nanos - nanos >= 0)
                .mapToLong(Sent::micros)
                .sum();
    }

    /** What a provider's sliding window holds at this time, of what was sent by then. */
    private long window(long nanos) {
        return calls.stream()
                .filter(call -> call.nanos - nanos <= 0 && nanos - call.nanos < MINUTE.toNanos())
                .mapToLong(Sent::micros)
                .sum();
    }
}
