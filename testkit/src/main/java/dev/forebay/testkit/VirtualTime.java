package dev.forebay.testkit;

import dev.forebay.time.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Lets the time of a {@link ManualClock} pass until something has happened: hours of it in an instant, and each run the same.
 * Stateless, so thread-safe; the alarms of the clock run on the calling thread.
 */
public final class VirtualTime {

    /** What takes longer than this on the clock hangs. */
    public static final Duration LONGEST = Duration.ofDays(2);

    private VirtualTime() {}

    /**
     * Moves the clock from alarm to alarm until the future has ended, and gives what it ended with.
     *
     * @throws java.util.concurrent.CompletionException if it ended with an exception
     * @throws AssertionError if no alarm is pending any more, so that nothing would ever end it, or after {@link #LONGEST}
     */
    public static <T> T join(ManualClock clock, CompletableFuture<T> future) {
        Duration start = clock.elapsed();
        while (!future.isDone()) {
            if (!clock.runNext()) {
                throw new AssertionError(
                        "nothing is pending on the clock, and the future has not ended: what should end it"
                                + " runs on another thread, or has forgotten it");
            }
            if (clock.elapsed().minus(start).compareTo(LONGEST) > 0) {
                throw new AssertionError("not ended after " + LONGEST.toDays() + " days of the clock");
            }
        }
        return future.join();
    }
}
