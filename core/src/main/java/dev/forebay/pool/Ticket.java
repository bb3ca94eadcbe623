package dev.forebay.pool;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One call between its grant and its end: what it holds in each meter. Guarded by the pool's lock.
 */
final class Ticket {

    enum State {
        OPEN,
        SETTLED,
        CANCELLED,
        EXPIRED
    }

    private final Place place;
    private final Estimate estimate;
    private final long sentNanos;
    private final long heldNanoDollars;
    private final long sequence;
    private final boolean sentAlone;
    private long[] costs;
    private long[] chargedAtSend;
    private long[] balanceAtSend;
    private State state = State.OPEN;

    // Its place among the calls in flight; touched by Flights alone.
    @Nullable Ticket older;

    @Nullable Ticket newer;

    boolean flying;

    /**
     * A call that starts.
     *
     * @param sequence counts the calls of the pool
     * @param sentAlone whether no other call was in flight
     */
    record Start(Place place, Estimate estimate, long nanos, long heldNanoDollars, long sequence, boolean sentAlone) {}

    Ticket(Start start, long[] costs, long[] chargedAtSend, long[] balanceAtSend) {
        place = start.place();
        estimate = start.estimate();
        sentNanos = start.nanos();
        heldNanoDollars = start.heldNanoDollars();
        sequence = start.sequence();
        sentAlone = start.sentAlone();
        this.costs = costs;
        this.chargedAtSend = chargedAtSend;
        this.balanceAtSend = balanceAtSend;
    }

    Place place() {
        return place;
    }

    Estimate estimate() {
        return estimate;
    }

    long sentNanos() {
        return sentNanos;
    }

    long heldNanoDollars() {
        return heldNanoDollars;
    }

    long sequence() {
        return sequence;
    }

    boolean sentAlone() {
        return sentAlone;
    }

    State state() {
        return state;
    }

    void end(State end) {
        state = end;
    }

    /** How many meters it holds permits in, counted from the first. */
    int meters() {
        return costs.length;
    }

    /** What it holds in the meter of this index, in micro-permits; once it has ended, what it was charged. */
    long cost(int meter) {
        return meter < costs.length ? costs[meter] : 0;
    }

    void charged(int meter, long micros) {
        costs[meter] = micros;
    }

    /** The books of the meter of this index when the call was sent; empty if the meter was not known then. */
    Books.Sent sent(int meter) {
        return meter < chargedAtSend.length
                ? new Books.Sent(sentNanos, chargedAtSend[meter], balanceAtSend[meter])
                : new Books.Sent(sentNanos, 0, 0);
    }

    /** A meter became known while the call was in flight. */
    void adopt(int meter, long cost) {
        costs = Arrays.copyOf(costs, meter + 1);
        chargedAtSend = Arrays.copyOf(chargedAtSend, meter + 1);
        balanceAtSend = Arrays.copyOf(balanceAtSend, meter + 1);
        costs[meter] = cost;
    }
}
