package dev.forebay.queue;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many jobs are in each state, all at one moment. Immutable.
 *
 * @param byState an entry for every state
 */
public record JobCounts(Map<JobState, Long> byState) {

    /** Copies the map and fills in zeroes. */
    public JobCounts {
        Map<JobState, Long> all = new EnumMap<>(JobState.class);
        for (JobState state : JobState.values()) {
            all.put(state, byState.getOrDefault(state, 0L));
        }
        byState = Collections.unmodifiableMap(all);
    }

    /** The number in one state. */
    public long of(JobState state) {
        return byState.getOrDefault(state, 0L);
    }

    /** All jobs: what was ever enqueued. */
    public long total() {
        return byState.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Jobs that a worker still has to do: ready or leased. */
    public long toDo() {
        return of(JobState.READY) + of(JobState.LEASED);
    }
}
