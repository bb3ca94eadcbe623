package dev.forebay.queue;

/**
 * Is told what happens to jobs, in order, one event at a time; the end of a delivery is told after the store has committed it. Must be
 * short and must not block; what it throws is ignored. Needs to be thread-safe only if it serves more than one work.
 */
@FunctionalInterface
public interface WorkListener {

    /** Something happened. */
    void on(WorkEvent event);

    /** Listens to nothing. */
    WorkListener NONE = event -> {};
}
