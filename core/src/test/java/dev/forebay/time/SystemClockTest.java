package dev.forebay.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The clock of this machine: alarms run on a thread of its own, and not before their time.
 *
 * <p>Planted faults that it catches: a clock thread that keeps the process alive; a delay beyond {@code long} nanoseconds
 * that throws; a cancelled alarm that runs.
 */
class SystemClockTest {

    private final Clock clock = Clock.system();

    @Test
    void runsAnAlarmOnADaemonThreadNotBeforeItsTime() throws Exception {
        CompletableFuture<Long> ran = new CompletableFuture<>();
        CompletableFuture<Boolean> daemon = new CompletableFuture<>();
        long armed = clock.nanoTime();
        clock.schedule(Duration.ofMillis(5), () -> {
            daemon.complete(Thread.currentThread().isDaemon());
            ran.complete(clock.nanoTime());
        });
        assertTrue(ran.get(10, TimeUnit.SECONDS) - armed >= Duration.ofMillis(5).toNanos());
        assertTrue(daemon.get(10, TimeUnit.SECONDS));
    }

    @Test
    void survivesAnAlarmThatThrows() throws Exception {
        clock.schedule(Duration.ZERO, () -> {
            throw new AssertionError("lost");
        });
        CompletableFuture<String> next = new CompletableFuture<>();
        clock.schedule(Duration.ZERO, () -> next.complete("ran"));
        assertEquals("ran", next.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aCancelledAlarmDoesNotRun() throws Exception {
        // The one thread of the clock is kept busy, so that the alarm cannot run before it is taken back.
        CompletableFuture<String> released = new CompletableFuture<>();
        clock.schedule(Duration.ZERO, released::join);
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        clock.schedule(Duration.ZERO, () -> cancelled.complete("ran")).cancel();
        released.complete("go on");
        CompletableFuture<String> later = new CompletableFuture<>();
        clock.schedule(Duration.ZERO, () -> later.complete("ran"));
        later.get(10, TimeUnit.SECONDS);
        assertFalse(cancelled.isDone());
    }

    @Test
    void takesADelayBeyondTheRangeOfNanoseconds() {
        clock.schedule(Duration.ofDays(400_000), () -> {}).cancel();
    }

    @Test
    void chanceFromASeedCanBeRepeated() {
        Randomness one = Randomness.seeded(3);
        Randomness other = Randomness.seeded(3);
        for (int draw = 0; draw < 100; draw++) {
            double number = one.next();
            assertEquals(number, other.next());
            assertTrue(number >= 0 && number < 1);
            double any = Randomness.system().next();
            assertTrue(any >= 0 && any < 1);
        }
    }
}
