package dev.forebay.simulator.meter;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * A limit on what was charged in the period before now: what was used comes back one period later, to the nanosecond. Kept
 * as the plain list of all charges of a period. Not thread-safe.
 */
final class SlidingWindow implements Allowance {

    private final long periodNanos;
    private final ArrayDeque<Charge> charges = new ArrayDeque<>();
    private long limit;
    private long used;
    private long nowNanos;

    private record Charge(long atNanos, long permits) {}

    /** Creates an unused window. */
    SlidingWindow(long limit, Duration period, long nowNanos) {
        this.limit = limit;
        this.periodNanos = period.toNanos();
        this.nowNanos = nowNanos;
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public void change(long newLimit) {
        limit = newLimit;
    }

    @Override
    public void refill(long now) {
        nowNanos = now - nowNanos > 0 ? now : nowNanos;
        while (!charges.isEmpty() && nowNanos - charges.getFirst().atNanos >= periodNanos) {
            used -= charges.removeFirst().permits;
        }
    }

    @Override
    public boolean fits(long permits) {
        return used + permits <= limit;
    }

    @Override
    public long nanosUntilFits(long permits) {
        long left = used;
        long until = nowNanos;
        for (Charge charge : charges) {
            if (left + permits <= limit) {
                break;
            }
            left -= charge.permits;
            until = charge.atNanos + periodNanos;
        }
        return until - nowNanos;
    }

    @Override
    public long nanosUntilFull() {
        return charges.isEmpty() ? 0 : charges.getLast().atNanos + periodNanos - nowNanos;
    }

    @Override
    public void charge(long permits) {
        charges.addLast(new Charge(nowNanos, permits));
        used += permits;
    }

    @Override
    public long remaining() {
        return limit - used;
    }

    @Override
    public double levelPermits() {
        return (double) remaining();
    }

    @Override
    public double capacityPermits() {
        return (double) limit;
    }

    @Override
    public double permitsPerNano() {
        return (double) limit / periodNanos;
    }
}
