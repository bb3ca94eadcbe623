package dev.forebay.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many calls may be in flight. Not thread-safe.
 *
 * <p>States, and what an observer sees in each:
 *
 * <ul>
 *   <li>{@code COLD}: nothing is known of the limits; one call is in flight, and one more each quarter of a second until
 *       the first is answered.
 *   <li>{@code OPEN}: the limits are known and no concurrency limit was met; only the buckets hold calls back.
 *   <li>{@code SLOW_START}: the window grows by one with each success, so it doubles with each round of answers.
 *   <li>{@code AVOIDANCE}: a throttle was met; the window grows by one with each round of answers and is cut by 0.7 at the
 *       next fresh throttle.
 *   <li>{@code HALF_OPEN}: the service failed everybody; one call is let through to ask whether it is back.
 * </ul>
 */
final class Concurrency {

    /*
     * AIMD on the number of calls in flight, and slow start before the first throttle, are TCP's: RFC 5681, section 3.1.
     * The cut is 0.7 and not one half, as in CUBIC (RFC 9438, section 4.6): an LLM's concurrency limit does not build a
     * queue that a deep cut would have to drain.
     *
     * A slow first answer would leave the limit unused for as long, so a cold pool asks again meanwhile, at the distance at
     * which a browser tries its next address (RFC 8305, section 5), as long as what is at risk is small. A key that
     * is refused or a service that is down answers soon, and then it is one call at a time.
     */

    enum State {
        COLD,
        OPEN,
        SLOW_START,
        AVOIDANCE,
        HALF_OPEN
    }

    private static final double CUT = 0.7;
    private static final Duration COLD_DISTANCE = Duration.ofMillis(250);
    private static final int COLD_CALLS_MAX = 6;

    /** Ten thousand tokens: the burst of a small limit. */
    private static final long COLD_BYTES_MAX = 40_000;

    private final int configured;
    private State state;
    private double window;
    private double slowStartTarget = Double.MAX_VALUE;
    private State stateAtTarget = State.AVOIDANCE;
    private int inFlightMax;
    private long startedNanos;
    private boolean badNews;

    Concurrency(int configured, boolean limitsKnown) {
        this.configured = configured;
        state = limitsKnown ? State.OPEN : State.COLD;
        window = 1;
    }

    State state() {
        return state;
    }

    int cap() {
        return state == State.OPEN ? configured : (int) Math.max(1, Math.min(configured, Math.floor(window)));
    }

    void started(int inFlight, long nowNanos) {
        inFlightMax = Math.max(inFlightMax, inFlight);
        startedNanos = nowNanos;
    }

    /**
     * When a call may start though {@code inFlight} calls fill the window, if only time has to pass for it.
     *
     * @param bytes of the prompts of those in flight and of its own
     */
    OptionalLong beyondCap(int inFlight, long bytes) {
        boolean small = inFlight < Math.min(configured, COLD_CALLS_MAX) && bytes <= COLD_BYTES_MAX;
        boolean asks = state == State.COLD && !badNews && inFlight > 0 && small;
        return asks ? OptionalLong.of(startedNanos + COLD_DISTANCE.toNanos()) : OptionalLong.empty();
    }

    /** A call failed, for whatever reason. */
    void failed() {
        badNews = true;
    }

    /** A header told the limits. */
    void limitsKnown() {
        boolean unknownSoFar =
                state == State.COLD || (state == State.SLOW_START && slowStartTarget == Double.MAX_VALUE);
        if (unknownSoFar) {
            state = State.OPEN;
        }
    }

    /** The window that throttles taught, if any did. */
    Optional<Long> learnedWindow() {
        return state == State.AVOIDANCE ? Optional.of((long) window) : Optional.empty();
    }

    /** Takes over what an earlier process learned. */
    void restore(long learnedWindow) {
        state = State.AVOIDANCE;
        window = Math.max(1, learnedWindow);
    }

    /** A call succeeded; {@code inFlight} counts it. */
    void succeeded(int inFlight) {
        boolean windowWasUsed = inFlight >= cap();
        if (state == State.COLD) {
            state = State.SLOW_START;
            window = Math.max(2, inFlight);
        } else if (state == State.HALF_OPEN) {
            state = State.SLOW_START;
            window = 2;
        } else if (state == State.SLOW_START && windowWasUsed) {
            window += 1;
        } else if (state == State.AVOIDANCE && windowWasUsed) {
            window += 1 / window;
        }
        if (state == State.SLOW_START && window >= slowStartTarget) {
            state = stateAtTarget;
            slowStartTarget = Double.MAX_VALUE;
        }
    }

    /** A fresh throttle by concurrency, or by rate where no limit is known; {@code inFlight} does not count it. */
    void throttled(int inFlight) {
        double base = Math.min(state == State.OPEN ? configured : window, inFlight + 1.0);
        window = Math.max(1, Math.floor(CUT * base));
        state = State.AVOIDANCE;
        slowStartTarget = Double.MAX_VALUE;
    }

    /** The service fails everybody: one call at a time until one succeeds, then back up to where it was. */
    void halfOpen() {
        if (state == State.HALF_OPEN || state == State.COLD) {
            return;
        }
        if (slowStartTarget == Double.MAX_VALUE) {
            slowStartTarget = state == State.OPEN ? Math.max(2, inFlightMax) : window;
            stateAtTarget = state == State.SLOW_START ? State.OPEN : state;
            if (state == State.SLOW_START) {
                slowStartTarget = Double.MAX_VALUE;
            }
        }
        state = State.HALF_OPEN;
        window = 1;
    }
}
