package dev.forebay.pool;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells an outage from single failures: it counts failures of different calls since the last success. Not thread-safe.
 *
 * <p>States, and what an observer sees in each:
 *
 * <ul>
 *   <li><em>closed</em>: others succeed; a failed call waits by itself and the pool goes on.
 *   <li><em>open</em>: {@value #CALLS_FOR_OUTAGE} different calls failed and none succeeded; the pool pauses, longer with
 *       each failed probe, and then lets one call through.
 * </ul>
 */
final class Breaker {

    /*
     * Why different calls. One document that always makes the provider fail is no outage, and would otherwise hold the whole
     * pool for ever once it is the last one left.
     *
     * Why failures of calls sent before the last one was counted don't count again. They are the same news; a burst of fifty
     * would push the pause to its cap at once.
     *
     * Why a call that failed goes behind those that did not. Three bad documents in a row look like an outage; if the first in
     * the line were the probe each time, they would hold the good ones behind them for ever.
     *
     * Why patience ends. When all calls that are left have failed, and nobody succeeds for long, a bad document and a bad
     * service can't be told apart any more. From then on attempts count again, so that a run comes to an end.
     */

    /** With 3 % of calls failing on their own, three in a row happen about once in 40,000 calls. */
    static final int CALLS_FOR_OUTAGE = 3;

    /** An outage shorter than this costs no call an attempt. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Beyond so many, calls are no longer told apart; no outage lasts for so many probes. */
    private static final int CALLS_MAX = 100_000;

    private final Set<Place> failed = new HashSet<>();
    private boolean open;
    private int rounds;
    private long countedNanos;
    private long openedNanos;

    /** What a failure says. */
    enum News {
        /** This call failed; others may fare better. */
        ALONE,

        /** All fail, and this call was sent after that was last noticed. */
        OUTAGE,

        /** All fail, which was known already. */
        KNOWN_OUTAGE,

        /** All fail for long, and this call has failed in that time before. */
        LASTING_OUTAGE
    }

    /** Counts a failure. */
    News failed(Place place, long sentNanos, long nowNanos) {
        boolean fresh = rounds == 0 || sentNanos - countedNanos >= 0;
        if (fresh) {
            rounds++;
            countedNanos = nowNanos;
        }
        boolean again = hasFailed(place);
        if (failed.size() < CALLS_MAX) {
            failed.add(place);
        }
        if (failed.size() < CALLS_FOR_OUTAGE) {
            return News.ALONE;
        }
        if (!open) {
            open = true;
            openedNanos = nowNanos;
            return News.OUTAGE;
        }
        if (!fresh) {
            return News.KNOWN_OUTAGE;
        }
        boolean lasting = again && nowNanos - openedNanos >= PATIENCE.toNanos();
        return lasting ? News.LASTING_OUTAGE : News.OUTAGE;
    }

    /** The rounds of failures in a row that the pause grows with, counted from 1. */
    int rounds() {
        return rounds;
    }

    boolean isOpen() {
        return open;
    }

    /** Whether this call failed since the last success of any. */
    boolean hasFailed(Place place) {
        return failed.contains(place);
    }

    void succeeded() {
        failed.clear();
        open = false;
        rounds = 0;
    }
}
