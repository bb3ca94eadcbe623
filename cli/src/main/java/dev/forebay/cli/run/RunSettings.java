package dev.forebay.cli.run;

import dev.forebay.cli.input.PromptTemplate;
import dev.forebay.cli.progress.Progress;
import dev.forebay.limit.Limits;
import dev.forebay.money.Price;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * All that a run needs to know. Immutable.
 *
 * @param input what to ask
 * @param form how to ask it
 * @param pace how fast and how often, and for how much
 * @param files where it goes
 * @param progress how to show it
 */
public record RunSettings(Input input, CallForm form, Pace pace, Files files, Progress.Form progress) {

    /**
     * The documents and the prompt. Immutable.
     *
     * @param file lines of JSON
     * @param template makes a prompt of each
     * @param idField the field that names the job; empty for the rule
     */
    public record Input(Path file, PromptTemplate template, Optional<String> idField) {}

    /**
     * Limits of speed, patience and money. Immutable.
     *
     * @param limits as far as the user knows them
     * @param attemptsMax attempts for each job
     * @param price empty if it is not known
     * @param budget dollars; empty for no bound
     * @param deadline after which no call starts, from the start of the command; empty for none
     */
    public record Pace(
            Limits limits,
            int attemptsMax,
            Optional<Price> price,
            Optional<BigDecimal> budget,
            Optional<Duration> deadline) {}

    /**
     * The files of a run. Immutable.
     *
     * @param results where the results go
     * @param store the durable state
     */
    public record Files(Path results, Path store) {

        /** Beside the results: the jobs that were given up. */
        public Path failed() {
            return results.resolveSibling(results.getFileName() + ".failed.jsonl");
        }
    }
}
