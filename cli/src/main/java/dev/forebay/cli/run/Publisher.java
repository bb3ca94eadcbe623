package dev.forebay.cli.run;

import dev.forebay.cli.output.ResultsFile;
import dev.forebay.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a results file up to date on a thread of its own, a few times a second: each round forces the file and commits the
 * offset, and one for every result would cost the disk more than the results themselves. Thread-safe; only {@link #finish}
 * blocks.
 */
final class Publisher {

    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(200);

    private final Clock clock;
    private final ResultsFile file;
    private final Runnable onFailure;
    private final ExecutorService thread;
    private final AtomicBoolean roundWaits = new AtomicBoolean();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean finished;

    /**
     * A publisher of this file, which it closes in the end.
     *
     * @param onFailure told once if the file can no longer be written
     */
    Publisher(Clock clock, ResultsFile file, Runnable onFailure) {
        this.clock = clock;
        this.file = file;
        this.onFailure = onFailure;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread worker = new Thread(task, "forebay-results");
            worker.setDaemon(true);
            return worker;
        });
    }

    /** There are new results. */
    void wake() {
        if (failure.get() == null && roundWaits.compareAndSet(false, true)) {
            clock.schedule(BETWEEN_ROUNDS, () -> {
                if (!finished) {
                    thread.execute(this::round);
                }
            });
        }
    }

    /** Publishes what is left and closes the file. Blocks. */
    void finish() throws InterruptedException {
        finished = true;
        thread.execute(this::round);
        thread.shutdown();
        boolean ended = false;
        while (!ended) {
            // A slow disk takes its time; nothing is gained by leaving before it.
            ended = thread.awaitTermination(1, TimeUnit.MINUTES);
        }
        Optional<RuntimeException> failed = Optional.ofNullable(failure.get());
        if (failed.isPresent()) {
            throw failed.get();
        }
        file.close();
    }

    private void round() {
        roundWaits.set(false);
        if (failure.get() != null) {
            return;
        }
        try {
            file.publish();
        } catch (RuntimeException e) {
            failure.set(e);
            onFailure.run();
        }
    }
}
