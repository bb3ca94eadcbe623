package dev.forebay.cli.signals;

import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts signals as their senders mean them. {@code timeout} sends its signal to the process and then to its group, and
 * service managers do the like: those that arrive together are one, and no second one that would cut the calls in flight. A
 * person does not press Ctrl-C twice as fast. Thread-safe; nothing blocks.
 */
final class SignalCounter {

    static final Duration TOGETHER = Duration.ofMillis(250);

    private final ReentrantLock lock = new ReentrantLock();
    private final Clock clock;
    private int count;
    private long lastNanos;

    SignalCounter(Clock clock) {
        this.clock = clock;
    }

    /** How many have arrived now; empty if this one belongs to the one before. */
    OptionalInt arrived() {
        lock.lock();
        try {
            long now = clock.nanoTime();
            if (count > 0 && now - lastNanos < TOGETHER.toNanos()) {
                return OptionalInt.empty();
            }
            lastNanos = now;
            count++;
            return OptionalInt.of(count);
        } finally {
            lock.unlock();
        }
    }
}
