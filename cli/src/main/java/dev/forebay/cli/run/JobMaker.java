package dev.forebay.cli.run;

import dev.forebay.cli.input.BadLineException;
import dev.forebay.cli.input.Document;
import dev.forebay.cli.input.RequestBounds;
import dev.forebay.queue.NewJob;

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

    /** The largest of what the bytes of the jobs so far do not tell. */
    RequestBounds bounds();

    /** Whether a document may repeat another one, name and request, and share its result. */
    boolean takesRepeats();

    /** Tells whether two runs would make the same jobs of the same documents, as far as the settings go. */
    String settings();
}
