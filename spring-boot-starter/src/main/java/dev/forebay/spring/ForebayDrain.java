package dev.forebay.spring;

import dev.forebay.Forebay;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the pools with the context: who waits in a line is told, nothing new starts, and what is in flight may finish for as long
 * as {@code spring.lifecycle.timeout-per-shutdown-phase} says. Thread-safe; nothing blocks.
 *
 * <p>After the web server, which lets the requests finish that it has: their calls are to be answered until then.
 */
final class ForebayDrain implements SmartLifecycle {

    private static final int AFTER_WEB_SERVERS = SmartLifecycle.DEFAULT_PHASE - 8_192;

    private final Forebay forebay;
    private volatile boolean running;

    ForebayDrain(Forebay forebay) {
        this.forebay = forebay;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        forebay.stop("the application is shutting down");
    }

    @Override
    public void stop(Runnable stopped) {
        stop();
        AtomicBoolean told = new AtomicBoolean();
        Runnable look = () -> {
            if (isAtRest() && told.compareAndSet(false, true)) {
                stopped.run();
            }
        };
        forebay.listen(event -> look.run());
        look.run();
    }

    private boolean isAtRest() {
        return forebay.pools().stream().allMatch(pool -> pool.snapshot().inFlight() == 0);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** A context that is only paused, as between two tests, goes on; a pool that was stopped does not. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return AFTER_WEB_SERVERS;
    }
}
