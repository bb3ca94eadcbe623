package dev.forebay.simulator;

import dev.forebay.simulator.limit.Usage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a simulated provider has served, at one moment: the evidence against which a client is measured. Immutable.
 *
 * @param arrived requests of any kind
 * @param accepted requests that passed the limits and were charged to them
 * @param billed requests that the client pays for
 * @param answered answers with status 200 that were handed over in full
 * @param clientLeft calls whose client left before their end
 * @param rejected throttled requests by the limit that stood in the way: the keys of {@code Dimension}, {@code
 *     concurrency} and {@code too_large}; a throttle that was drawn as a fault is a fault
 * @param invalid requests that could not be taken up, by HTTP status
 * @param faults faults by their option
 * @param billedTwice billed calls whose content had been billed before
 * @param answeredTwice billed calls whose content had been answered in full before
 * @param earlyAfterRetryAfter requests that arrived while a wait ran that their key and model had been told, counted from
 *     when the throttle was sent, and later than any request that could have been on its way
 * @param inputTokens of accepted requests
 * @param outputTokens of accepted requests, as far as they are produced or being produced
 * @param usage how well the limits of the busiest model were used
 * @param inFlight accepted calls that have not ended
 * @param maxInFlight the most of them at one moment
 * @param times when it happened
 * @param neighbour calls of somebody else on the same key, with the busiest model; they count in {@code usage} alone
 */
public record Ledger(
        long arrived,
        long accepted,
        long billed,
        long answered,
        long clientLeft,
        Map<String, Long> rejected,
        Map<String, Long> invalid,
        Map<String, Long> faults,
        long billedTwice,
        long answeredTwice,
        long earlyAfterRetryAfter,
        long inputTokens,
        long outputTokens,
        Usage usage,
        int inFlight,
        int maxInFlight,
        Times times,
        NeighbourCalls neighbour) {

    /**
     * The moments that matter; nanoseconds count from the first arrival.
     *
     * @param firstArrival on the wall; empty before the first request
     * @param lastArrivalNanos the latest request
     * @param lastAdmissionNanos the latest request that passed the limits
     */
    public record Times(Optional<Instant> firstArrival, long lastArrivalNanos, long lastAdmissionNanos) {}

    /**
     * The calls of somebody else on the same key.
     *
     * @param taken calls that passed the limits and were charged to them
     * @param refused how often one was turned away
     */
    public record NeighbourCalls(long taken, long refused) {}

    /** All throttled requests together, without those that were drawn as faults. */
    public long rejectedTotal() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The faults of one option, such as {@code lost}. */
    public long faults(String option) {
        return faults.getOrDefault(option, 0L);
    }

    /** The share of the limit that was used; 0 if the first burst covered everything. */
    public double share() {
        return usage.whole().share();
    }

    /** The share of the limit that was used after the first burst. */
    public double steadyShare() {
        return usage.steady().share();
    }

    /** The ledger as JSON, as {@code GET /_stats} shows it. */
    public String toJson() {
        return LedgerJson.of(this);
    }
}
