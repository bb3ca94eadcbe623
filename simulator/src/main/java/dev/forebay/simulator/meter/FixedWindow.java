package dev.forebay.simulator.meter;

/**
 * A limit that is whole again when its window ends, however it was used. Not thread-safe.
 *
 * <p>A limit may also be enforced in slices: a minute's limit of 60 as one each second. Such a window holds the part of the
 * limit; a request that is larger than the whole slice passes while something is left of it, and what it takes too much is
 * owed to the next ones. A window that is not a slice forgives what was charged beyond it.
 *
 * <p>The unit is the part of a permit that makes the limit of a slice whole: with 60 slices a permit is 60 units and each slice
 * brings {@code limit} units, so that no slice is ever rounded.
 */
final class FixedWindow implements Allowance {

    private final Ends ends;
    private final int slices;
    private long limit;
    private long used;
    private long nowNanos;
    private long endNanos;

    /**
     * Creates an unused window.
     *
     * @param slices windows in a period; 1 for none
     */
    FixedWindow(long limit, Ends ends, int slices, long nowNanos) {
        this.limit = limit;
        this.ends = ends;
        this.slices = slices;
        this.nowNanos = nowNanos;
        this.endNanos = ends.after(nowNanos);
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
        while (now - endNanos >= 0) {
            used = slices == 1 ? 0 : Math.max(0, used - limit);
            endNanos = ends.after(endNanos);
        }
        nowNanos = now - nowNanos > 0 ? now : nowNanos;
    }

    @Override
    public boolean fits(long permits) {
        return fits(permits, used);
    }

    private boolean fits(long permits, long usedUnits) {
        long units = permits * slices;
        boolean larger = slices > 1 && units > limit && !neverFits(permits);
        return larger ? usedUnits < limit : usedUnits + units <= limit;
    }

    @Override
    public long nanosUntilFits(long permits) {
        if (fits(permits)) {
            return 0;
        }
        long end = endNanos;
        long left = slices == 1 ? 0 : Math.max(0, used - limit);
        while (left > 0 && !fits(permits, left)) {
            left = Math.max(0, left - limit);
            end = ends.after(end);
        }
        return end - nowNanos;
    }

    @Override
    public long nanosUntilFull() {
        return endNanos - nowNanos;
    }

    @Override
    public void charge(long permits) {
        used += permits * slices;
    }

    @Override
    public long remaining() {
        return Math.floorDiv(limit - used, slices);
    }

    @Override
    public double levelPermits() {
        return (double) (limit - used) / slices;
    }

    @Override
    public double storedPermits() {
        return Math.max(0, levelPermits() - permitsPerNano() * (endNanos - nowNanos));
    }

    @Override
    public double capacityPermits() {
        return (double) limit / slices;
    }

    @Override
    public double permitsPerNano() {
        long length = ends.after(endNanos) - endNanos;
        return capacityPermits() / length;
    }
}
