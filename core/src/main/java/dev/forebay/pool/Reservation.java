package dev.forebay.pool;

import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import java.util.List;

/**
 * Permits held for one call: to be settled when it ends, or cancelled if it is never sent.
 *
 * <p>Of settle, cancel and expiry exactly one takes effect. A reservation that nobody ends expires: its permits stay charged,
 * and a late {@link #settle} corrects the charge once.
 *
 * <p>Thread-safe; no method blocks.
 */
public final class Reservation implements AutoCloseable {

    private final Pool pool;
    private final Ticket ticket;

    Reservation(Pool pool, Ticket ticket) {
        this.pool = pool;
        this.ticket = ticket;
    }

    /** The place in the line that the call had, for coming back to it. */
    public Place place() {
        return ticket.place();
    }

    /** Takes headers in, as soon as they arrive. */
    public void observe(List<LimitReading> readings) {
        pool.observe(ticket, readings);
    }

    /**
     * Ends the call with what the provider said.
     *
     * @return what follows for the call; after an earlier end {@link Outcome.Kind#CANCELLED}
     */
    public Outcome settle(Signal signal) {
        return pool.settle(ticket, signal);
    }

    /** Ends the call as succeeded. */
    public Outcome settle(Usage usage) {
        return settle(Signal.succeeded(usage));
    }

    /** Gives everything back: the call was never sent. */
    public void cancel() {
        pool.cancel(ticket);
    }

    /** Ends a reservation that is still open: what became of the call is unknown, so its permits stay charged. */
    @Override
    public void close() {
        pool.abandon(ticket);
    }
}
