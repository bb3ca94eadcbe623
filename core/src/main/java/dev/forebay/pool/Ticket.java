package dev.forebay.pool;

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
    private final Demand demand;
    private final long sentNanos;
    private final long heldNanoDollars;
    private final long sequence;
    private final boolean sentAlone;
    private final long[] booksAtSend;
    private Permits charged;
    private long endedNanos;
    private int meters;
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
    record Start(Place place, Demand demand, long nanos, long heldNanoDollars, long sequence, boolean sentAlone) {}

    /**
     * A ticket.
     *
     * @param booksAtSend what each meter had charged when the call was sent, and its balance, in turns
     */
    Ticket(Start start, long[] booksAtSend) {
        place = start.place();
        demand = start.demand();
        sentNanos = start.nanos();
        heldNanoDollars = start.heldNanoDollars();
        sequence = start.sequence();
        sentAlone = start.sentAlone();
        this.booksAtSend = booksAtSend;
        charged = demand.held();
        meters = booksAtSend.length / 2;
    }

    Place place() {
        return place;
    }

    Estimate estimate() {
        return demand.estimate();
    }

    Demand demand() {
        return demand;
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
        return meters;
    }

    /** What it is charged: until it has ended, what it holds. */
    Permits charged() {
        return charged;
    }

    void charge(Permits permits, long nowNanos) {
        charged = permits;
        endedNanos = nowNanos;
    }

    /** When it was charged; of one that has ended. */
    long endedNanos() {
        return endedNanos;
    }

    /** The books of the meter of this index when the call was sent; empty if the meter was not known then. */
    Books.Sent sent(int meter) {
        return 2 * meter < booksAtSend.length
                ? new Books.Sent(sentNanos, booksAtSend[2 * meter], booksAtSend[2 * meter + 1])
                : new Books.Sent(sentNanos, 0, 0);
    }

    /** One more meter became known while the call was in flight. */
    void adopt() {
        meters++;
    }
}
