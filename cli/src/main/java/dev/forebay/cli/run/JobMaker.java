package dev.forebay.cli.run;

import dev.forebay.cli.input.BadLineException;
import dev.forebay.cli.input.Document;
import dev.forebay.queue.NewJob;
import java.util.OptionalLong;

/** Makes the jobs of the documents of one input. Used by one thread; nothing blocks. */
sealed interface JobMaker permits PromptJobs, BatchJobs {

    /** What makes the jobs of this run. */
    static JobMaker of(RunSettings settings) {
        RunSettings.Asking asking = settings.input().asking();
        return asking instanceof RunSettings.Batch batch
                ? new BatchJobs(
                        batch.form(), settings.form(), settings.pace().budget().isPresent())
                : new PromptJobs((RunSettings.Prompting) asking, settings.form());
    }

    /**
     * The job of a document.
     *
     * @throws BadLineException if it makes none
     */
    NewJob job(Document.Usable document) throws BadLineException;

    /** The most tokens that any of the jobs so far lets a model produce; empty if none of them sets a bound. */
    OptionalLong outputTokensMax();

    /** Whether a document may repeat another one, name and request, and share its result. */
    boolean takesRepeats();

    /** Tells whether two runs would make the same jobs of the same documents, as far as the settings go. */
    String settings();
}
