package dev.forebay.event;

/**
 * Is told what happens. Called on the thread that caused the event, without any lock held, so it must be thread-safe and
 * short; what it throws is ignored.
 */
@FunctionalInterface
public interface EventListener {

    /** Something happened. */
    void on(Event event);

    /**
     * Whether anybody is told; while nobody is, a pool makes no events of single calls. Asked with the pool's lock held, so it
     * must neither block nor throw.
     */
    default boolean listens() {
        return true;
    }

    /** Listens to nothing. */
    EventListener NONE = new EventListener() {
        @Override
        public void on(Event event) {}

        @Override
        public boolean listens() {
            return false;
        }
    };
}
