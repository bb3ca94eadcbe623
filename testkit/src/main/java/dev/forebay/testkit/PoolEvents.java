package dev.forebay.testkit;

import dev.forebay.event.Event;
import dev.forebay.event.EventListener;
import dev.forebay.signal.Signal;
import dev.forebay.signal.Usage;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What happens in pools, kept for a test: {@code Forebay.builder().listener(events)}. By {@link #next} a test waits for what it
 * is about, and never sleeps.
 *
 * <p>Thread-safe; {@link #next} and {@link #settled} block.
 */
public final class PoolEvents implements EventListener {

    private final List<Event> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Event> unread = new LinkedBlockingQueue<>();

    /** Nothing has happened yet. */
    public PoolEvents() {}

    @Override
    public void on(Event event) {
        all.add(event);
        unread.add(event);
    }

    /** All that has happened so far, in order, whether read or not. */
    public List<Event> all() {
        return List.copyOf(all);
    }

    /** All of one kind that has happened so far. */
    public <E extends Event> List<E> all(Class<E> kind) {
        return of(kind).toList();
    }

    /**
     * The next event of this kind that was not read yet; those of other kinds before it count as read. Waits for it if need be,
     * at most {@value ScriptedExchange#PATIENCE_SECONDS} s.
     *
     * @throws AssertionError if none comes
     */
    public <E extends Event> E next(Class<E> kind) throws InterruptedException {
        while (true) {
            Event event = unread.poll(ScriptedExchange.PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no " + kind.getSimpleName() + " after " + all);
            }
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
    }

    /** What the provider said of the next attempt that is settled; waits as {@link #next} does. */
    public Signal settled() throws InterruptedException {
        return next(Event.Settled.class).signal();
    }

    /** The input tokens of all attempts that are settled. */
    public long inputTokens() {
        return sum(Usage::inputTokens);
    }

    /** The output tokens of all attempts that are settled. */
    public long outputTokens() {
        return sum(Usage::outputTokens);
    }

    private long sum(ToLongFunction<Usage> tokens) {
        return of(Event.Settled.class)
                .flatMap(event -> event.signal().usage().stream())
                .mapToLong(tokens)
                .sum();
    }

    private <E extends Event> Stream<E> of(Class<E> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast);
    }
}
