package dev.forebay.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls in flight, oldest first. Each ticket is its own link of the list, so that nothing is made or searched for when a
 * call starts or ends. Not thread-safe.
 */
final class Flights {

    private @Nullable Ticket oldest;
    private @Nullable Ticket newest;
    private int calls;
    private long bytes;

    int calls() {
        return calls;
    }

    boolean isEmpty() {
        return calls == 0;
    }

    /** The bytes of all their prompts. */
    long bytes() {
        return bytes;
    }

    Optional<Ticket> oldest() {
        return Optional.ofNullable(oldest);
    }

    /** All of them, as they are now. */
    List<Ticket> all() {
        List<Ticket> all = new ArrayList<>(calls);
        for (Ticket ticket = oldest; ticket != null; ticket = ticket.newer) {
            all.add(ticket);
        }
        return all;
    }

    void add(Ticket ticket) {
        ticket.older = newest;
        if (newest == null) {
            oldest = ticket;
        } else {
            newest.newer = ticket;
        }
        newest = ticket;
        ticket.flying = true;
        calls++;
        bytes += ticket.estimate().inputBytes();
    }

    /** Takes a call out; nothing happens if it was taken out before. */
    void remove(Ticket ticket) {
        if (!ticket.flying) {
            return;
        }
        Ticket older = ticket.older;
        Ticket newer = ticket.newer;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        // A ticket that somebody keeps must not keep its neighbours.
        ticket.older = null;
        ticket.newer = null;
        ticket.flying = false;
        calls--;
        bytes -= ticket.estimate().inputBytes();
    }
}
