package dev.forebay.cli.run;

import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.PauseMark;
import dev.forebay.queue.Work;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Pauses and resumes a work as {@code forebay pause} and {@code resume} say, by a look at the mark beside the store once a
 * second, on a thread of its own: a disk that hangs must not hold up the clock. Thread-safe; nothing blocks.
 */
final class PauseWatch implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Clock clock;
    private final PauseMark mark;
    private final Work work;
    private final Consumer<String> say;
    private final ExecutorService thread;
    private boolean paused;
    private volatile boolean closed;

    private PauseWatch(Clock clock, PauseMark mark, Work work, Consumer<String> say) {
        this.clock = clock;
        this.mark = mark;
        this.work = work;
        this.say = say;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread looking = new Thread(task, "forebay-pause");
            looking.setDaemon(true);
            return looking;
        });
    }

    /**
     * Watches from now on.
     *
     * @param say tells a person what happens
     */
    static PauseWatch start(Clock clock, PauseMark mark, Work work, Consumer<String> say) {
        PauseWatch watch = new PauseWatch(clock, mark, work, say);
        watch.lookLater();
        return watch;
    }

    private void lookLater() {
        clock.schedule(BETWEEN_LOOKS, () -> {
            if (!closed) {
                try {
                    thread.execute(this::look);
                } catch (RejectedExecutionException e) {
                    // intentional: closed in this very moment
                }
            }
        });
    }

    private void look() {
        boolean set = mark.isSet();
        if (set && !paused) {
            say.accept("paused: " + Words.count(work.inFlight())
                    + " calls in flight may end, none is started; `forebay resume` goes on");
            work.pause();
        } else if (paused && !set) {
            say.accept("resumed");
            work.resume();
        }
        paused = set;
        lookLater();
    }

    /** Looks no more. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
    }
}
