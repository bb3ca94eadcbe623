package dev.forebay.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Those who wait for a pool, in the order in which they will start. Guarded by the pool's lock. */
final class Line {

    private final TreeSet<Waiter> waiters = new TreeSet<>();
    private final TreeSet<Waiter> behind = new TreeSet<>();
    private long arrivals;
    private long sequences;

    /** One who waits; of two at one place, the one who came first goes first. */
    record Waiter(Place place, long arrival, Cost cost, long sinceNanos, Grant grant) implements Comparable<Waiter> {

        @Override
        public int compareTo(Waiter other) {
            int byPlace = place.compareTo(other.place);
            return byPlace != 0 ? byPlace : Long.compare(arrival, other.arrival);
        }
    }

    /** Is told how the wait ended; called without the pool's lock. */
    interface Grant {

        void granted(Reservation reservation);

        void refused(RuntimeException reason);
    }

    Waiter add(Request request, long nowNanos, Grant grant) {
        Place place = request.place().orElseGet(() -> nextPlace(request.priority()));
        Waiter waiter = new Waiter(place, arrivals++, request.cost(), nowNanos, grant);
        waiters.add(waiter);
        return waiter;
    }

    /** Lets all others go first, until {@link #bringForward}. */
    void sendBehind(Waiter waiter) {
        waiters.remove(waiter);
        behind.add(waiter);
    }

    /** Takes those who were sent behind back to their own places. */
    void bringForward() {
        waiters.addAll(behind);
        behind.clear();
    }

    /** The end of the line for this priority. */
    Place nextPlace(Priority priority) {
        return new Place(priority, sequences++);
    }

    Optional<Waiter> head() {
        TreeSet<Waiter> next = waiters.isEmpty() ? behind : waiters;
        return next.isEmpty() ? Optional.empty() : Optional.of(next.first());
    }

    boolean remove(Waiter waiter) {
        return waiters.remove(waiter) || behind.remove(waiter);
    }

    List<Waiter> removeAll() {
        bringForward();
        List<Waiter> all = new ArrayList<>(waiters);
        waiters.clear();
        return all;
    }

    int size() {
        return waiters.size() + behind.size();
    }
}
