package dev.forebay.simulator;

import java.util.HashMap;
import java.util.Map;

/**
 * Knows for each key and model until when it was told to wait, and sees who does not. Not thread-safe: {@link Books} guards
 * it with its lock.
 */
final class ThrottleWatch {

    /** Enough for every key and model of a test; others are not watched. */
    private static final int MOST_LINES = 10_000;

    private final Map<String, Window> windows = new HashMap<>();
    private final long graceNanos;

    /** A wait that runs; times count from the first arrival. */
    private record Window(long startNanos, long endNanos) {}

    ThrottleWatch(long graceNanos) {
        this.graceNanos = graceNanos;
    }

    /** A throttle was sent in full. */
    void told(String line, long nowNanos, long waitNanos) {
        if (waitNanos > 0 && (windows.size() < MOST_LINES || windows.containsKey(line))) {
            Window window = new Window(nowNanos + graceNanos, nowNanos + waitNanos);
            windows.merge(
                    line,
                    window,
                    (old, added) -> old.endNanos() >= added.startNanos()
                            ? new Window(old.startNanos(), Math.max(old.endNanos(), added.endNanos()))
                            : added);
        }
    }

    /** Whether a request that arrives now should have waited. */
    boolean early(String line, long nowNanos) {
        Window window = windows.get(line);
        return window != null && nowNanos >= window.startNanos() && nowNanos < window.endNanos();
    }
}
