package dev.forebay.pool;

/**
 * A place in a line: a throttled call comes back to its own. Immutable; ordered, the first to go first.
 *
 * @param priority compared first
 * @param sequence compared within one priority, the smaller first
 */
public record Place(Priority priority, long sequence) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
        int byPriority = priority.compareTo(other.priority);
        return byPriority != 0 ? byPriority : Long.compare(sequence, other.sequence);
    }
}
