package dev.forebay.cli.run;

import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.BadLineException;
import dev.forebay.cli.input.BatchForm;
import dev.forebay.cli.input.Document;
import dev.forebay.cli.input.Inputs;
import dev.forebay.cli.input.RequestBounds;
import dev.forebay.cli.input.SeenHashes;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.StoredInput;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.Enqueued;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.NewJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes jobs of the documents of a run and puts them into the store, a batch in each commit; never holds more than a batch.
 * Used once, by one thread; blocks on the disk.
 */
final class Intake {

    private static final int BATCH_JOBS = 2_000;
    private static final int BATCH_BYTES = 8 << 20;

    /** A person reads so many lines of complaint; the others are counted. */
    private static final int COMPLAINTS_MAX = 20;

    private static final int DOCUMENTS_BETWEEN_SIGNS_OF_LIFE = 100_000;

    private final Inputs documents;
    private final JobMaker maker;
    private final RunSettings.Files files;
    private final JobStore store;
    private final Consumer<String> complaints;
    private final Optional<BatchForm> form;

    private final SeenHashes seenIds = new SeenHashes();
    private final SeenHashes seenRequests = new SeenHashes();
    private final List<NewJob> batch = new ArrayList<>();
    private int batchBytes;
    private long read;
    private long bad;
    private long repeated;

    /**
     * What became of the documents. Immutable.
     *
     * @param added jobs that are new
     * @param known jobs that were in the store
     * @param bad documents that made no job
     * @param bounds the largest of what the bytes of the store's jobs do not tell
     */
    record Report(long added, long known, long bad, RequestBounds bounds) {}

    /**
     * An intake of the documents of a run.
     *
     * @param complaints told about documents that make no job, one line for each
     */
    Intake(RunSettings settings, JobStore store, Consumer<String> complaints) {
        this.documents = settings.input().documents();
        this.form = settings.input().batch();
        this.maker = JobMaker.of(settings);
        this.files = settings.files();
        this.store = store;
        this.complaints = complaints;
    }

    /**
     * Reads the documents to their end.
     *
     * @throws UserException if they cannot be read, there are none, or an id stands for another request than in the store
     */
    Report readAll() {
        Optional<StoredInput> before = StoredInput.in(store);
        before.ifPresent(this::requireSameForm);
        if (documents.peek(0).isEmpty()) {
            return nothingToRead(before);
        }
        // While this says that the input is not whole, a run whose pipe is empty knows that it would leave something
        // out.
        Runnable notWhole = () -> remember(before, false);
        Enqueued enqueued;
        try (Enqueuing target = Enqueuing.begin(files, store, notWhole)) {
            for (Optional<Document> next = documents.next(); next.isPresent(); next = documents.next()) {
                take(next.get(), target);
            }
            hand(target);
            enqueued = target.finish();
        }
        changed(enqueued).ifPresent(complaints);
        if (bad > COMPLAINTS_MAX) {
            complaints.accept("... and " + (bad - COMPLAINTS_MAX) + " more bad " + documents.documentsAre() + " in "
                    + documents.name());
        }
        if (repeated > 0) {
            complaints.accept(repeated + " " + documents.documentsAre() + " of " + documents.name()
                    + " repeat the id and the text of another one and share its result");
        }
        return new Report(
                enqueued.inserted(),
                enqueued.existing() + enqueued.changed(),
                bad,
                remember(before, true).bounds());
    }

    private void requireSameForm(StoredInput before) {
        boolean same = before.batch().map(BatchForm::url).equals(form.map(BatchForm::url))
                && before.batch().map(BatchForm::provider).equals(form.map(BatchForm::provider));
        if (!same) {
            throw UserException.usage("the store was made from " + words(before.batch()) + ", and this is "
                    + words(form) + "; give another --out");
        }
    }

    private static String words(Optional<BatchForm> form) {
        return form.map(batch -> "a batch for " + batch.provider().name() + " " + batch.url())
                .orElse("documents and a prompt");
    }

    /** The input is empty: a pipe that was read by an earlier run, or a mistake. */
    private Report nothingToRead(Optional<StoredInput> before) {
        if (before.isEmpty() && Stores.await(store.counts()).total() == 0) {
            throw documents.nothing();
        }
        if (before.isPresent() && !before.get().whole()) {
            throw UserException.usage(
                    documents.name() + " holds no documents, and the last run was stopped before it had read"
                            + " all of them; give the same input again");
        }
        if (before.isPresent() && !before.get().settings().equals(maker.settings())) {
            throw UserException.usage(
                    documents.name() + " holds no documents, and the prompt or a setting is another than in the"
                            + " last run; take that back, or give the same input again");
        }
        return new Report(
                0,
                0,
                before.map(StoredInput::bad).orElse(0L),
                before.map(StoredInput::bounds).orElse(maker.bounds()));
    }

    private StoredInput remember(Optional<StoredInput> before, boolean whole) {
        RequestBounds bounds =
                before.map(StoredInput::bounds).orElse(RequestBounds.NONE).plus(maker.bounds());
        StoredInput remembered = new StoredInput(form, bounds, maker.settings(), whole, bad);
        remembered.save(store);
        return remembered;
    }

    private void take(Document document, Enqueuing target) {
        read++;
        if (read % DOCUMENTS_BETWEEN_SIGNS_OF_LIFE == 0) {
            complaints.accept("read " + Words.count(read) + " " + documents.documentsAre() + " of " + documents.name());
        }
        try {
            NewJob job = job(document);
            batch.add(job);
            batchBytes += job.payload().size();
            if (!seenIds.add(job.id())) {
                repeated++;
            }
        } catch (BadLineException e) {
            bad++;
            if (bad <= COMPLAINTS_MAX) {
                complaints.accept(document.place() + ": " + e.reason());
            }
        }
        if (batch.size() >= BATCH_JOBS || batchBytes >= BATCH_BYTES) {
            hand(target);
        }
    }

    private NewJob job(Document document) throws BadLineException {
        NewJob job = maker.job(Document.usable(document));
        boolean another = seenRequests.add(job.id() + '\n' + job.fingerprint());
        if (seenIds.contains(job.id()) && (another || !maker.takesRepeats())) {
            throw new BadLineException("id " + job.id() + " stands for "
                    + (another ? "another request" : "the same request") + " earlier in the input; give it another id");
        }
        return job;
    }

    private void hand(Enqueuing target) {
        if (!batch.isEmpty()) {
            target.take(batch);
            batch.clear();
            batchBytes = 0;
        }
    }

    private Optional<String> changed(Enqueued enqueued) {
        if (enqueued.changed() == 0) {
            return Optional.empty();
        }
        String jobs = enqueued.changed() == 1 ? "1 job" : Words.count(enqueued.changed()) + " jobs";
        return Optional.of(
                files.changed() == ChangedJobs.RERUN
                        ? jobs + " got another request and will be done anew (--changed rerun)"
                        : jobs + " keep the request and the result that the store has (--changed keep)");
    }
}
