package dev.forebay.micrometer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The values of a tag: the first so many as they are, all later ones together. So the number of series has a bound, whatever
 * names come. Thread-safe; nothing is remembered of the later ones.
 */
final class BoundedTag {

    private final int valuesMax;
    private final Set<String> values = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();

    BoundedTag(int valuesMax) {
        this.valuesMax = valuesMax;
    }

    /** The value, or {@link ForebayMetrics#OTHER} if there are too many. */
    String of(String value) {
        if (values.contains(value) || value.equals(ForebayMetrics.OTHER)) {
            return value;
        }
        lock.lock();
        try {
            boolean kept = values.contains(value) || (values.size() < valuesMax && values.add(value));
            return kept ? value : ForebayMetrics.OTHER;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the value stands for itself. */
    boolean has(String value) {
        return values.contains(value);
    }
}
