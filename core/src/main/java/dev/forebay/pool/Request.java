package dev.forebay.pool;

import java.util.Optional;

/**
 * What one asks of a pool: permits for a cost, at a priority or at a place kept from before. Immutable.
 *
 * @param cost the size of the call
 * @param priority who goes first; default {@link Priority#NORMAL}
 * @param place a place in the line that the call already has; default: the end of its priority
 */
public record Request(Cost cost, Priority priority, Optional<Place> place) {

    /** A request with the defaults. */
    public static Request of(Cost cost) {
        return new Request(cost, Priority.NORMAL, Optional.empty());
    }

    /** The same at another priority. */
    public Request withPriority(Priority priority) {
        return new Request(cost, priority, Optional.empty());
    }

    /** The same at a place that the call already has. */
    public Request at(Place place) {
        return new Request(cost, place.priority(), Optional.of(place));
    }
}
