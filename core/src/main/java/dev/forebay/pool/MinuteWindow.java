package dev.forebay.pool;

import java.time.Duration;

/** A sum over the last minute, in sixty slots of a second. Not thread-safe. */
final class MinuteWindow {

    private static final int SLOTS = 60;
    private static final long SLOT_NANOS = Duration.ofSeconds(1).toNanos();

    private final long[] slots = new long[SLOTS];
    private final long originNanos;
    private long currentSlot;
    private int currentIndex;

    MinuteWindow(long nowNanos) {
        originNanos = nowNanos;
    }

    void add(long nowNanos, long amount) {
        moveTo(nowNanos);
        slots[currentIndex] += amount;
    }

    long sum(long nowNanos) {
        return sum(nowNanos, SLOTS);
    }

    /** The sum over the last so many seconds, this one included, 1 to 60. */
    long sum(long nowNanos, int seconds) {
        moveTo(nowNanos);
        long sum = 0;
        for (long slot = Math.max(0, currentSlot - seconds + 1); slot <= currentSlot; slot++) {
            sum += slots[(int) (slot % SLOTS)];
        }
        return sum;
    }

    private void moveTo(long nowNanos) {
        if (nowNanos - originNanos < (currentSlot + 1) * SLOT_NANOS) {
            return;
        }
        long slot = Math.max(currentSlot, (nowNanos - originNanos) / SLOT_NANOS);
        for (long fresh = Math.max(currentSlot + 1, slot - SLOTS + 1); fresh <= slot; fresh++) {
            slots[(int) (fresh % SLOTS)] = 0;
        }
        currentSlot = slot;
        currentIndex = (int) (slot % SLOTS);
    }
}
