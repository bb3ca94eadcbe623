package dev.forebay.simulator.meter;

import dev.forebay.simulator.limit.Usage.Span;

/**
 * Measures how well one limit was used, from what was charged and when. Not thread-safe.
 *
 * <p>The time that the limit needs for the accepted work, the stored burst credited, over the time from the first arrival
 * to the last admission, is the share used. It says how good a whole run was. The <em>steady</em> share leaves the burst
 * out: work over limit times time, from the admission that used the first burst up until the last one.
 *
 * <p>A careful client never empties the bucket: it keeps a small reserve. So the burst counts as used up when the level
 * first falls to a tenth of the capacity or to two of the largest requests, whichever is more, and what is left then is
 * credited like the burst, so that nobody gets above 100 % by it. If the level never falls so far, the burst counts as used
 * up at the lowest level that was seen.
 */
final class ShareGauge {

    private static final double USED_UP_PART = 0.1;
    private static final double USED_UP_REQUESTS = 2;

    private final Bucket bucket;
    private final long firstArrivalNanos;
    private long work;
    private long largest;
    private long workAtLastAdmission;
    private long lastAdmissionNanos;
    private boolean usedUp;
    private double lowestLevel = Double.POSITIVE_INFINITY;
    private long startNanos;
    private long workAtStart;
    private double storedAtStart;

    ShareGauge(Bucket bucket, long firstArrivalNanos) {
        this.bucket = bucket;
        this.firstArrivalNanos = firstArrivalNanos;
        this.lastAdmissionNanos = firstArrivalNanos;
        this.startNanos = firstArrivalNanos;
    }

    /** Counts permits that were charged. */
    void worked(long permits) {
        work += permits;
        largest = Math.max(largest, permits);
    }

    /** Notes that a call was admitted, after its charge. */
    void admitted(long nowNanos) {
        lastAdmissionNanos = nowNanos;
        workAtLastAdmission = work;
        double level = bucket.levelPermits();
        if (!usedUp && level < lowestLevel) {
            lowestLevel = level;
            startNanos = nowNanos;
            workAtStart = work;
            usedUp = level <= Math.max(bucket.capacityPermits() * USED_UP_PART, largest * USED_UP_REQUESTS);
            storedAtStart = usedUp ? Math.max(0, level) : 0;
        }
    }

    /** The whole run: its work less the burst, which is negative as long as the burst covers it. */
    Span whole() {
        double paced = workAtLastAdmission - bucket.capacityPermits();
        return new Span(paced / bucket.permitsPerNano(), lastAdmissionNanos - firstArrivalNanos);
    }

    /** The run without its first burst. */
    Span steady() {
        double paced = workAtLastAdmission - workAtStart - storedAtStart;
        return new Span(paced / bucket.permitsPerNano(), lastAdmissionNanos - startNanos);
    }
}
