package dev.forebay.event;

/**
 * Is told what happens. Called on the thread that caused the event, without any lock held, so it must be thread-safe and
 * short; what it throws is ignored.
 */
@FunctionalInterface
public interface EventListener {

    /** Something happened. */
    void on(Event event);

    /** Listens to nothing. */
    EventListener NONE = event -> {};
}
