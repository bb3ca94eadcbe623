package dev.forebay.cli.run;

import dev.forebay.cli.input.BadLineException;
import dev.forebay.cli.input.Document;
import dev.forebay.cli.input.JobIds;
import dev.forebay.cli.input.RequestBounds;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.NewJob;
import java.util.OptionalLong;

/** Makes jobs by filling each document into a prompt. Used by one thread. */
final class PromptJobs implements JobMaker {

    private final RunSettings.Prompting prompting;
    private final CallForm form;
    private final JobIds ids;

    PromptJobs(RunSettings.Prompting prompting, CallForm form) {
        this.prompting = prompting;
        this.form = form;
        this.ids = new JobIds(prompting.idField());
    }

    @Override
    public NewJob job(Document.Usable document) throws BadLineException {
        String id = ids.idOf(document.fields(), document.text());
        String body = form.body(prompting.template().fill(document.fields()));
        return NewJob.of(id, Bytes.utf8(body)).withFingerprint(form.fingerprint(body));
    }

    @Override
    public RequestBounds bounds() {
        return new RequestBounds(form.outputTokensMax(), OptionalLong.empty());
    }

    @Override
    public boolean takesRepeats() {
        return true;
    }

    @Override
    public String settings() {
        return form.fingerprint(form.body(prompting.template().toString()))
                + prompting.idField().map(field -> " " + field).orElse("");
    }
}
