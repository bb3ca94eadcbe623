package dev.forebay.pool;

import java.time.Duration;

/**
 * Running totals of what calls held or were charged in each dimension, and how much of that came in the last seconds. Amounts
 * are micro-permits. Not thread-safe.
 */
final class RecentTotals {

    /*
     * Not the seconds are summed but the total is kept, and what it was when each second began: to add costs an addition, and
     * the ring is touched once a second. Totals may wrap around; differences of them are right all the same.
     */

    /** The seconds that are remembered, this one included. A power of two. */
    static final int SECONDS_MAX = 16;

    private static final long SLOT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Totals now = new Totals();
    private final Totals[] starts = new Totals[SECONDS_MAX];
    private final long originNanos;
    private long slot;
    private long nextNanos;

    private static final class Totals {
        private long requests;
        private long inputTokens;
        private long outputTokens;
        private long totalTokens;

        long of(Counted counted) {
            return switch (counted) {
                case REQUESTS -> requests;
                case INPUT_TOKENS -> inputTokens;
                case OUTPUT_TOKENS -> outputTokens;
                case TOTAL_TOKENS -> totalTokens;
                case OTHER -> 0;
            };
        }

        void become(Totals other) {
            requests = other.requests;
            inputTokens = other.inputTokens;
            outputTokens = other.outputTokens;
            totalTokens = other.totalTokens;
        }
    }

    RecentTotals(long nowNanos) {
        originNanos = nowNanos;
        nextNanos = nowNanos + SLOT_NANOS;
        for (int index = 0; index < SECONDS_MAX; index++) {
            starts[index] = new Totals();
        }
    }

    void add(Permits permits, long nowNanos) {
        moveTo(nowNanos);
        now.requests += permits.requests();
        now.inputTokens += permits.inputTokens();
        now.outputTokens += permits.outputTokens();
        now.totalTokens += permits.totalTokens();
    }

    void subtract(Permits permits, long nowNanos) {
        moveTo(nowNanos);
        now.requests -= permits.requests();
        now.inputTokens -= permits.inputTokens();
        now.outputTokens -= permits.outputTokens();
        now.totalTokens -= permits.totalTokens();
    }

    /** All that was added, less what was subtracted; only differences of it mean something. */
    long total(Counted counted) {
        return now.of(counted);
    }

    /** What came in the last so many seconds, this one included, 1 to {@link #SECONDS_MAX}. */
    long lately(Counted counted, int seconds, long nowNanos) {
        moveTo(nowNanos);
        long first = slot - seconds + 1;
        return now.of(counted) - (first <= 0 ? 0 : starts[index(first)].of(counted));
    }

    private void moveTo(long nowNanos) {
        if (nowNanos - nextNanos < 0) {
            return;
        }
        long current = (nowNanos - originNanos) / SLOT_NANOS;
        for (long fresh = Math.max(slot + 1, current - SECONDS_MAX + 1); fresh <= current; fresh++) {
            starts[index(fresh)].become(now);
        }
        slot = current;
        nextNanos = originNanos + (current + 1) * SLOT_NANOS;
    }

    private static int index(long slot) {
        return (int) (slot & (SECONDS_MAX - 1));
    }
}
