package dev.forebay.queue;

import java.util.List;

/**
 * The jobs whose lease had run out. Immutable.
 *
 * @param ready those that are ready again
 * @param dead those that crashed {@link JobStore#CRASHES_MAX} times and were given up
 */
public record Reaped(List<String> ready, List<String> dead) {

    /** Copies the lists. */
    public Reaped {
        ready = List.copyOf(ready);
        dead = List.copyOf(dead);
    }
}
