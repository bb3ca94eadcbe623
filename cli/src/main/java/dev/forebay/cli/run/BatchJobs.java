package dev.forebay.cli.run;

import dev.forebay.cli.input.BadLineException;
import dev.forebay.cli.input.BatchForm;
import dev.forebay.cli.input.BatchLine;
import dev.forebay.cli.input.Document;
import dev.forebay.cli.input.RequestBounds;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.NewJob;

/** Makes jobs of the lines of a provider's batch, whose requests go out as they stand there. Used by one thread. */
final class BatchJobs implements JobMaker {

    private final BatchForm batch;
    private final CallForm form;
    private final boolean bounded;
    private RequestBounds bounds = RequestBounds.NONE;

    /**
     * Jobs of this batch.
     *
     * @param bounded whether each request must bound its answer, since there is a budget
     */
    BatchJobs(BatchForm batch, CallForm form, boolean bounded) {
        this.batch = batch;
        this.form = form;
        this.bounded = bounded;
    }

    @Override
    public NewJob job(Document.Usable document) throws BadLineException {
        BatchLine line = BatchLine.of(document);
        line.requireForm(batch);
        if (bounded && line.bounds().outputTokensMax().isEmpty()) {
            throw new BadLineException("the request does not bound its answer, so --budget cannot be kept; set "
                    + (batch.path().equals("/responses") ? "max_output_tokens" : "max_tokens"));
        }
        bounds = bounds.plus(line.bounds());
        return NewJob.of(line.customId(), Bytes.utf8(line.body()))
                .withFingerprint(form.fingerprint(batch.path(), line.body()));
    }

    @Override
    public RequestBounds bounds() {
        return bounds;
    }

    @Override
    public boolean takesRepeats() {
        return false;
    }

    @Override
    public String settings() {
        return "";
    }
}
