package dev.forebay.pool;

import java.util.LinkedHashSet;
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
     * Why failures of calls sent before the breaker opened don't count again. They are the same news; a burst of fifty would
     * push the pause to its cap at once.
     */

    /** With 3 % of calls failing on their own, three in a row happen about once in 40,000 calls. */
    static final int CALLS_FOR_OUTAGE = 3;

    private final Set<Place> failed = new LinkedHashSet<>();
    private boolean open;
    private int probes;
    private long openedNanos;

    /** What a failure says. */
    enum News {
        /** This call failed; others may fare better. */
        ALONE,

        /** All fail, and this call was sent after that was last noticed. */
        OUTAGE,

        /** All fail, which was known already. */
        KNOWN_OUTAGE
    }

    /** Counts a failure. */
    News failed(Place place, long sentNanos, long nowNanos) {
        if (failed.size() < CALLS_FOR_OUTAGE) {
            failed.add(place);
        }
        if (failed.size() < CALLS_FOR_OUTAGE) {
            return News.ALONE;
        }
        if (open && sentNanos - openedNanos < 0) {
            return News.KNOWN_OUTAGE;
        }
        open = true;
        probes++;
        openedNanos = nowNanos;
        return News.OUTAGE;
    }

    /** The failures in a row that the pause grows with, counted from 1. */
    int probes() {
        return probes;
    }

    boolean isOpen() {
        return open;
    }

    void succeeded() {
        failed.clear();
        open = false;
        probes = 0;
    }
}
