package dev.forebay.cli.run;

import dev.forebay.cli.input.BatchForm;
import dev.forebay.cli.input.Inputs;
import dev.forebay.cli.input.PromptTemplate;
import dev.forebay.cli.progress.Progress;
import dev.forebay.limit.Limits;
import dev.forebay.money.Price;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * All that a run needs to know. Immutable but for the documents, which are read once.
 *
 * @param input what to ask
 * @param form how to ask it
 * @param pace how fast and how often, and for how much
 * @param files where it goes
 * @param progress how to show it
 */
public record RunSettings(Input input, CallForm form, Pace pace, Files files, Progress.Form progress) {

    /**
     * The documents and what is asked of them.
     *
     * @param documents read once, while the run begins
     * @param asking how a document becomes a request
     */
    public record Input(Inputs documents, Asking asking) {

        /** What the lines of a batch share; empty if there is a prompt. */
        public Optional<BatchForm> batch() {
            return asking instanceof Batch batch ? Optional.of(batch.form()) : Optional.empty();
        }
    }

    /** How a document becomes a request. Immutable. */
    public sealed interface Asking {}

    /**
     * Each document is filled into a prompt. Immutable.
     *
     * @param template makes a prompt of each
     * @param idField the field that names the job; empty for the rule
     */
    public record Prompting(PromptTemplate template, Optional<String> idField) implements Asking {}

    /**
     * Each document is a whole request in the form of a provider's Batch API. Immutable.
     *
     * @param form what all of them share
     */
    public record Batch(BatchForm form) implements Asking {}

    /**
     * Limits of speed, patience and money. Immutable.
     *
     * @param limits as far as they are known
     * @param told what the provider told of them when it was asked; empty if it was not
     * @param attemptsMax attempts for each job
     * @param price empty if it is not known
     * @param budget dollars; empty for no bound
     * @param deadline after which no call starts, from the start of the command; empty for none
     */
    public record Pace(
            Limits limits,
            Optional<Limits> told,
            int attemptsMax,
            Optional<Price> price,
            Optional<BigDecimal> budget,
            Optional<Duration> deadline) {}

    /**
     * The files of a run. Immutable.
     *
     * @param results where the results go
     * @param store the durable state; empty if it is kept in memory, and lost in the end
     * @param changed what becomes of a job whose id stands for another request in the store
     */
    public record Files(Path results, Optional<Path> store, ChangedJobs changed) {

        /** Beside the results: the jobs that were given up. */
        public Path failed() {
            return results.resolveSibling(results.getFileName() + ".failed.jsonl");
        }

        /** Whether a file is one of these or goes with one of them, as the log of a store does. */
        public boolean isOurs(Path file) {
            return goesWith(results, file)
                    || store.filter(ours -> goesWith(ours, file)).isPresent();
        }

        private static boolean goesWith(Path ours, Path file) {
            String name = ours.toAbsolutePath().normalize().toString();
            String other = file.toAbsolutePath().normalize().toString();
            return other.equals(name) || other.startsWith(name + ".") || other.startsWith(name + "-");
        }
    }
}
