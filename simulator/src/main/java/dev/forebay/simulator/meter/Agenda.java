package dev.forebay.simulator.meter;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/**
 * What happens to meters at moments that may lie ahead: it is done whenever somebody looks, in order of time, as if it had
 * been done at that very moment. Not thread-safe.
 */
final class Agenda {

    private final PriorityQueue<Due> dues =
            new PriorityQueue<>(Comparator.comparingLong(Due::elapsedNanos).thenComparingLong(Due::order));
    private final long originNanos;
    private long order;

    private record Due(long elapsedNanos, long order, LongConsumer task) {}

    Agenda(long originNanos) {
        this.originNanos = originNanos;
    }

    /** Notes a task; it is given the moment. */
    void add(long atNanos, LongConsumer task) {
        dues.add(new Due(atNanos - originNanos, order++, task));
    }

    /** Does all that is due, also what is noted meanwhile. */
    void run(long nowNanos) {
        Due due = dues.peek();
        while (due != null && due.elapsedNanos() <= nowNanos - originNanos) {
            dues.remove();
            due.task().accept(originNanos + due.elapsedNanos());
            due = dues.peek();
        }
    }
}
