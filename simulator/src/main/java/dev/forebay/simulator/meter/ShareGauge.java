package dev.forebay.simulator.meter;

import dev.forebay.simulator.limit.Usage.Span;

/**
 * Measures how well one limit was used, from what was charged and when. Not thread-safe.
 *
 * <p>The time that the limit needs for the accepted work, the stored burst credited, over the time from the first arrival
 * to the last admission, is the share used. It says how good a whole run was. The <em>steady</em> share leaves the burst
 * out: work over limit times time, from the admission that used the first burst up until the last one. A limit that changes
 * counts with each value as long as it had it.
 *
 * <p>A careful client never empties the bucket: it keeps a small reserve. So the burst counts as used up when the level
 * first falls to a tenth of the capacity or to two of the largest requests, whichever is more, and what is left then is
 * credited like the burst, so that nobody gets above 100 % by it. If the level never falls so far, the burst counts as used
 * up at the lowest level that was seen.
 */
final class ShareGauge {

    private static final double USED_UP_PART = 0.1;
    private static final double USED_UP_REQUESTS = 2;

    private final Allowance allowance;
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
    private double entitledBefore;
    private long rateSinceNanos;
    private double entitledAtStart;
    private double entitledAtLastAdmission;

    ShareGauge(Allowance allowance, long firstArrivalNanos) {
        this.allowance = allowance;
        this.firstArrivalNanos = firstArrivalNanos;
        this.lastAdmissionNanos = firstArrivalNanos;
        this.startNanos = firstArrivalNanos;
        this.rateSinceNanos = firstArrivalNanos;
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
        entitledAtLastAdmission = entitled(nowNanos);
        double level = allowance.levelPermits();
        if (!usedUp && level < lowestLevel) {
            lowestLevel = level;
            startNanos = nowNanos;
            workAtStart = work;
            usedUp = level <= Math.max(allowance.capacityPermits() * USED_UP_PART, largest * USED_UP_REQUESTS);
            storedAtStart = usedUp ? allowance.storedPermits() : 0;
            entitledAtStart = entitled(nowNanos);
        }
    }

    /** The limit is about to change: what it allowed so far is kept. */
    void changing(long nowNanos) {
        entitledBefore = entitled(nowNanos);
        rateSinceNanos = nowNanos;
    }

    /** What the limit has brought since the first arrival, without the burst. */
    private double entitled(long nowNanos) {
        return entitledBefore + allowance.permitsPerNano() * (nowNanos - rateSinceNanos);
    }

    /** The whole run: its work less the burst, which is negative as long as the burst covers it. */
    Span whole() {
        double paced = workAtLastAdmission - allowance.capacityPermits();
        return span(paced, entitledAtLastAdmission, lastAdmissionNanos - firstArrivalNanos);
    }

    /** The run without its first burst. */
    Span steady() {
        double paced = workAtLastAdmission - workAtStart - storedAtStart;
        return span(paced, entitledAtLastAdmission - entitledAtStart, lastAdmissionNanos - startNanos);
    }

    /** The time that a limit needs for work, at the mean rate that it had. */
    private Span span(double work, double entitled, long takenNanos) {
        double permitsPerNano = takenNanos <= 0 ? allowance.permitsPerNano() : entitled / takenNanos;
        return new Span(work / permitsPerNano, takenNanos);
    }
}
