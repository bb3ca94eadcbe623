package dev.forebay.cli.output;

import dev.forebay.cli.input.BatchForm;
import dev.forebay.cli.store.StoredInput;
import dev.forebay.queue.DeadLetter;
import dev.forebay.queue.JobReader;
import java.util.Optional;

/** Writes the jobs of one store that were given up, in the form that its input asks for. Thread-safe; blocks on the store. */
public final class FailedLines {

    private final JobReader store;
    private final Optional<BatchForm> batch;
    private final boolean priced;

    private FailedLines(JobReader store, Optional<BatchForm> batch, boolean priced) {
        this.store = store;
        this.batch = batch;
        this.priced = priced;
    }

    /**
     * The lines of this store.
     *
     * @param priced whether the price is known, so that a cost of 0 means 0
     */
    public static FailedLines of(JobReader store, boolean priced) {
        return new FailedLines(store, StoredInput.in(store).flatMap(StoredInput::batch), priced);
    }

    /** The line of a job, without a line break. */
    public String line(DeadLetter letter) {
        return batch.isEmpty()
                ? ResultLine.failed(letter, priced)
                : BatchLines.failed(
                        batch.get(), letter, KeptError.in(store, letter.job().id()));
    }
}
