package dev.forebay.cli.progress;

import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Feeds a {@link Progress} from any thread, without ever making a call wait for a slow terminal: a thread of its own does the
 * writing, and what it cannot keep up with is left out. Thread-safe; only {@link #end} blocks.
 */
public final class Reporter {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /** More retries in a second than a person reads are counted instead. */
    static final int RETRIES_A_SECOND_MAX = 10;

    /** Lines that may wait for a terminal that does not take them. */
    private static final int WAITING_MAX = 1_000;

    private static final long LAST_LINES_SECONDS = 5;

    private final Clock clock;
    private final Progress progress;
    private final ExecutorService writer;
    private final AtomicBoolean lookWaits = new AtomicBoolean();
    private final AtomicInteger waiting = new AtomicInteger();
    private final RetryLines retries;
    private volatile boolean ended;

    /** A reporter that shows nothing until {@link #watch} is called. */
    public Reporter(Clock clock, Progress progress) {
        this.clock = clock;
        this.progress = progress;
        this.retries = new RetryLines(clock, this::say);
        this.writer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "forebay-progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Shows these figures a few times a second from now on. */
    public void watch(Supplier<Figures> figures) {
        clock.schedule(BETWEEN_LOOKS, () -> {
            if (ended) {
                return;
            }
            if (lookWaits.compareAndSet(false, true)) {
                writer.execute(() -> {
                    lookWaits.set(false);
                    retries.flush();
                    progress.show(figures.get());
                });
            }
            watch(figures);
        });
    }

    /** Prints a line; left out if too many wait. */
    public void say(String line) {
        if (ended || waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            return;
        }
        writer.execute(() -> {
            waiting.decrementAndGet();
            progress.say(line);
        });
    }

    /** Prints a line about one retry, unless there are too many: then their number is printed a second later. */
    public void sayRetry(String line) {
        retries.say(line);
    }

    /** Shows the last figures and ends. Blocks for a few seconds at most. */
    public void end(Supplier<Figures> figures) {
        retries.flush();
        ended = true;
        writer.execute(() -> progress.end(figures.get()));
        awaitWriter();
    }

    /** Ends without figures, unless it has ended. Blocks for a few seconds at most. */
    public void close() {
        if (!ended) {
            ended = true;
            writer.execute(progress::leave);
            awaitWriter();
        }
    }

    private void awaitWriter() {
        writer.shutdown();
        try {
            boolean done = writer.awaitTermination(LAST_LINES_SECONDS, TimeUnit.SECONDS);
            if (!done) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
