package dev.forebay.pool;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Those who wait for a pool, in the order in which they will start. Guarded by the pool's lock. */
final class Line {

    private final TreeSet<Waiter> waiters = new TreeSet<>();
    private final TreeSet<Waiter> behind = new TreeSet<>();
    private final Map<Priority, Load> waiting = new EnumMap<>(Priority.class);
    private final Map<Priority, Integer> counts = new EnumMap<>(Priority.class);
    private long arrivals;
    private long sequences;

    /** One who waits; of two at one place, the one who came first goes first. */
    record Waiter(Place place, long arrival, Cost cost, long sinceNanos, Load load, Grant grant)
            implements Comparable<Waiter> {

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

    Waiter add(Request request, Load load, long nowNanos, Grant grant) {
        Place place = request.place().orElseGet(() -> nextPlace(request.priority()));
        Waiter waiter = new Waiter(place, arrivals++, request.cost(), nowNanos, load, grant);
        waiters.add(waiter);
        count(waiter, 1);
        return waiter;
    }

    /** Lets all others go first, until {@link #bringForward}. */
    void sendBehind(Waiter waiter) {
        waiters.remove(waiter);
        behind.add(waiter);
    }

    /** Takes those who were sent behind back to their own places. */
    void bringForward() {
        if (!behind.isEmpty()) {
            waiters.addAll(behind);
            behind.clear();
        }
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
        boolean waited = waiters.remove(waiter) || behind.remove(waiter);
        if (waited) {
            count(waiter, -1);
        }
        return waited;
    }

    private void count(Waiter waiter, int sign) {
        Priority priority = waiter.place().priority();
        waiting.merge(priority, waiter.load().times(sign), Load::plus);
        counts.merge(priority, sign, Integer::sum);
    }

    /** What all those ask for, together, who would go before one who joins at this priority. */
    Load loadBefore(Priority priority) {
        Load all = Load.NONE;
        for (Map.Entry<Priority, Load> entry : waiting.entrySet()) {
            all = entry.getKey().compareTo(priority) <= 0 ? all.plus(entry.getValue()) : all;
        }
        return all;
    }

    /** How many would go before one who joins at this priority. */
    int countBefore(Priority priority) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().compareTo(priority) <= 0)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    List<Waiter> removeAll() {
        bringForward();
        List<Waiter> all = new ArrayList<>(waiters);
        waiters.clear();
        waiting.clear();
        counts.clear();
        return all;
    }

    int size() {
        return waiters.size() + behind.size();
    }
}
